"""Every line that the design's table names means what it says; what must stay a note does."""

import datetime

import pytest

from meetings.notation.context import Context, ItemRef
from meetings.notation.lines import (
    Action,
    Aside,
    Code,
    Disposition,
    DispositionKind,
    Fact,
    FactKind,
    FlagCode,
    Motion,
    Name,
    NamedVotes,
    NameKind,
    Note,
    Outcome,
    OutcomeKind,
    Quote,
    Result,
    Review,
    Roll,
    RollKind,
    Statement,
    Tally,
    Verdict,
)
from meetings.notation.motions import motions_in
from meetings.notation.names import Known, Roster
from meetings.notation.parser import parse

ROSTER = Roster(
    [
        Known(1, "Lars Lund"),
        Known(2, "Laura Kemp"),
        Known(3, "Mark Hale", ("MH",)),
        Known(4, "Larry Wick"),
        Known(5, "Jon Bell", ("JB",)),
        Known(6, "Antony Moss"),
        Known(7, "Sam Hill", ("SH",)),
        Known(8, "Sam Poe"),
    ],
    [Known(1, "Northwind", ("NW",))],
)
ITEMS = (
    ItemRef(1, "Introductions", ("Laura",)),
    ItemRef(2, "Plan", ("Mark",)),
    ItemRef(3, "Press", ("Laura",)),
)
CONTEXT = Context(ROSTER, datetime.date(2015, 1, 20), ITEMS, position=3)
LARS = Name("Lars", NameKind.PERSON, 1)
LAURA = Name("Laura", NameKind.PERSON, 2)
MARK = Name("Mark", NameKind.PERSON, 3)
JB = Name("JB", NameKind.PERSON, 5)
EVERYONE = Name("All", NameKind.EVERYONE)
JANUARY_30 = datetime.date(2015, 1, 30)
CARRIED = OutcomeKind.CARRIED


def only(text):
    (line,) = parse(text, CONTEXT).lines
    return line.content


TABLE = [
    ("- text", Note("text")),
    ("* text", Note("text")),
    ("• text", Note("text")),
    ("-- text", Note("text")),
    ("LARRY: text", Statement(Name("LARRY", NameKind.PERSON, 4), "text")),
    ("Lars Lund: text", Statement(Name("Lars Lund", NameKind.PERSON, 1), "text")),
    ("**SH:** text", Statement(Name("SH", NameKind.PERSON, 7), "text")),
    ("ASIDE: text", Aside("text")),
    ("Aside: text", Aside("text")),
    ("[Lars - offline] text", Aside("text", LARS, "offline")),
    ("ACTION Laura: text by 30 Jan", Action((LAURA,), "text by 30 Jan", JANUARY_30)),
    ("Action Laura: text", Action((LAURA,), "text")),
    ("ACTION: Laura to call", Action((LAURA,), "call")),
    ("ACTION Laura to call", Action((LAURA,), "call")),
    ("ACTION Laura to call Bob: he waits", Action((LAURA,), "call Bob: he waits")),
    ("AI Laura, JB: text", Action((LAURA, JB), "text")),
    ("ACTION All: text", Action((EVERYONE,), "text")),
    ("ACTION Northwind: text", Action((Name("Northwind", NameKind.ORGANISATION, 1),), "text")),
    ("ACTION Bob Ball: text", Action((Name("Bob Ball"),), "text")),
    ("ACTION A-41 Lars: text", Action((LARS,), "text", number=41)),
    ("ACTION ITEM: Laura to call", Action((LAURA,), "call")),
    ("ACTION Laura, Laura Kemp: call", Action((LAURA,), "call")),
    ("ACTION Lars: call by Fri 30 Jan", Action((LARS,), "call by Fri 30 Jan", JANUARY_30)),
    (
        "ACTION Lars: cut costs by 10 may be too much",
        Action((LARS,), "cut costs by 10 may be too much"),
    ),
    ("MOTION: move the deadline to 2015-01-30", Motion("move the deadline to 2015-01-30")),
    (
        "RESOLVED: the budget for 2014-15",
        Motion("the budget for 2014-15", outcome=Outcome(CARRIED)),
    ),
    ("RESOLVED: meet on June 3-4", Motion("meet on June 3-4", outcome=Outcome(CARRIED))),
    (
        "ACTION Lars: text due 2015-02-01",
        Action((LARS,), "text due 2015-02-01", datetime.date(2015, 2, 1)),
    ),
    ("A-41 done: remark", Review(41, Verdict.DONE, "remark")),
    ("A-41 not done", Review(41, Verdict.NOT_DONE)),
    ("A-41 in progress", Review(41, Verdict.IN_PROGRESS)),
    ("A-41 deferred to March", Review(41, Verdict.DEFERRED, "to March")),
    ("A-41 ✓", Review(41, Verdict.DONE)),
    ("A-41 ✗", Review(41, Verdict.NOT_DONE)),
    ("MOTION (Lars; seconded Mark): text", Motion("text", LARS, MARK)),
    ("PROPOSED: text", Motion("text")),
    ("AMENDMENT (Mark): text", Motion("text", MARK, is_amendment=True)),
    ("CARRIED 9-1-3", Result(Outcome(CARRIED, Tally(9, 1, 3)))),
    ("CARRIED no objections", Result(Outcome(CARRIED, None, "no objections"))),
    ("NOT CARRIED", Result(Outcome(OutcomeKind.NOT_CARRIED))),
    ("TABLED", Result(Outcome(OutcomeKind.TABLED))),
    ("WITHDRAWN", Result(Outcome(OutcomeKind.WITHDRAWN))),
    ("FOR: Lars, Mark; AGAINST: Laura; ABSTAIN: JB", NamedVotes((LARS, MARK), (LAURA,), (JB,))),
    (
        "RESOLVED: text - carried, no objections",
        Motion("text", outcome=Outcome(CARRIED, None, "no objections")),
    ),
    (
        "RESOLUTION: text 9-1-3",
        Motion("text", outcome=Outcome(OutcomeKind.UNSTATED, Tally(9, 1, 3))),
    ),
    (
        "RESOLUTION: text - not carried 3-5",
        Motion("text", outcome=Outcome(OutcomeKind.NOT_CARRIED, Tally(3, 5))),
    ),
    ("PASSED: text", Motion("text", outcome=Outcome(CARRIED))),
    ("Motion: text - carried", Motion("text", outcome=Outcome(CARRIED))),
    ("Resolved: text - carried 5-0", Motion("text", outcome=Outcome(CARRIED, Tally(5, 0)))),
    ("DEFERRED: reason", Disposition(DispositionKind.DEFERRED, "reason")),
    ("NOT REACHED", Disposition(DispositionKind.NOT_REACHED)),
    ("COVERED UNDER 2", Disposition(DispositionKind.COVERED, "", "2", 2)),
    ("COVERED UNDER Plan", Disposition(DispositionKind.COVERED, "", "Plan", 2)),
    ("ITEM WITHDRAWN: reason", Disposition(DispositionKind.WITHDRAWN, "reason")),
    (
        "PRESENT+ Jo Low (Northwind, remote)",
        Roll(RollKind.PRESENT, Name("Jo Low"), "Northwind", is_remote=True),
    ),
    ("REGRETS+ Mark", Roll(RollKind.REGRETS, MARK)),
    ("ARRIVED 10:21 Mark", Roll(RollKind.ARRIVED, MARK, time=datetime.time(10, 21))),
    ("LEFT 11:05 Lars", Roll(RollKind.LEFT, LARS, time=datetime.time(11, 5))),
    ("CHAIR Lars", Roll(RollKind.CHAIR, LARS)),
    ("SCRIBE Mark", Roll(RollKind.SCRIBE, MARK)),
    ("PROXY Mark for Lars", Roll(RollKind.PROXY, MARK, principal=LARS)),
    ("RECUSED Lars: owns shares", Roll(RollKind.RECUSED, LARS, nature="owns shares")),
    ("CALLED TO ORDER 10:06", Fact(FactKind.CALLED_TO_ORDER, datetime.time(10, 6))),
    ("ADJOURNED 11:02", Fact(FactKind.ADJOURNED, datetime.time(11, 2))),
    (
        "NEXT MEETING: 18 February 2015 16:00",
        Fact(FactKind.NEXT_MEETING, datetime.time(16), datetime.date(2015, 2, 18)),
    ),
    ("> quote", Quote("quote")),
]


@pytest.mark.parametrize(("text", "meaning"), TABLE, ids=[row[0] for row in TABLE])
def test_a_line_of_the_table_means_what_the_table_says(text, meaning):
    assert only(text) == meaning


NOTES = [
    "Action plan: more of the same",
    "ACTION PLAN: more of the same",
    "ACTION LIST: see below",
    "ACTION: none",
    "AI All to all, a paper we liked",
    "A-41 done-ish",
    "A-41 done? nobody knows",
    "A-3 done in colour costs double",
    "Motion: hold the summit on June 3-4",
    "Resolved: move to version 4-2",
    "Resolution: screenshots must be 1920-1080",
    "FOR: two desks and a lamp",
    "AGAINST: all odds",
    "CHAIR Report",
    "From next year",
    "ACTION ITEMS: none",
    "Action: to be decided",
    "Action Laura:",
    "AI adoption: slow",
    "AI Act: what it asks of us",
    "Left 10:30 free",
    "LEFT early",
    "Goal: two releases",
    "Note: see above",
    "Re: the letter",
    "http://example.org/a: b",
    "https://example.org",
    "10:21 the line dropped",
    "Sam: either of two people",
    "lars: in small letters",
    "Mark asked whether we should",
    "James, yes",
    "CARRIED forward to next year",
    "Motion: that we adopt it",
    "Resolved: the printer jam",
    "Resolution: 300 dpi",
    "CHAIR of the committee reports",
    "ARRIVED late Mark",
    "ARRIVED 25:71 Mark",
    "NEXT MEETING: to be announced",
    "NEXT MEETING: 30 February 2015",
    "DEFERRED maintenance is a cost",
    "COVERED by insurance",
    "FOR example: this",
    "A-41",
    "A-41 donuts",
    "`ACTION Laura: text`",
    "\\ACTION Laura: text",
    "\\> no quote",
    "[text](https://example.org) - more",
    "[Nobody - offline] text",
    "Passed: the salt",
    "-5 degrees",
    "-",
    "```",
    "\\",
]


@pytest.mark.parametrize("text", NOTES)
def test_what_is_not_plainly_a_record_stays_a_note(text):
    assert isinstance(only(text), Note)


def test_nothing_inside_quotes_or_code_is_a_record():
    notes = parse("> ACTION Laura: a\n\n```\nACTION Laura: b\nCARRIED\n```\n", CONTEXT)
    assert [type(line.content) for line in notes.lines] == [Quote, Code]


def test_a_backslash_keeps_a_line_a_note_without_being_part_of_it():
    assert only("\\ACTION Laura: text") == Note("ACTION Laura: text")


def test_a_line_indented_under_another_without_a_mark_continues_it():
    lines = parse("- one\n  two\n    three\n- four", CONTEXT).lines
    assert [line.content for line in lines] == [Note("one two three"), Note("four")]


def test_a_record_indented_under_a_note_is_no_continuation():
    lines = parse("- one\n  ACTION Laura: call", CONTEXT).lines
    assert lines[1].content == Action((LAURA,), "call")


def test_an_action_continues_on_an_indented_line():
    assert only("ACTION Laura: send the\n  figures by 30 Jan") == Action(
        (LAURA,), "send the figures by 30 Jan", JANUARY_30
    )


def test_bullets_nest_by_their_indentation():
    lines = parse("- a\n  - b\n      - c\n  - d\n- e", CONTEXT).lines
    assert [line.level for line in lines] == [0, 1, 2, 1, 0]


def test_ten_thousand_levels_are_shown_flat_past_the_twentieth():
    lines = parse("\n".join(" " * n + "- x" for n in range(200)), CONTEXT).lines
    assert max(line.level for line in lines) == 20


def test_a_line_keeps_its_number_in_the_text():
    lines = parse("- a\n\n- b\n  more\n- c", CONTEXT).lines
    assert [line.number for line in lines] == [1, 3, 5]


def test_a_motion_its_votes_and_its_result_are_one_resolution():
    notes = parse("MOTION (Lars): a\n- talk\nFOR: Lars; AGAINST: Mark\nNOT CARRIED 1-1", CONTEXT)
    (bound,) = motions_in(notes.lines)
    assert bound.votes == NamedVotes((LARS,), (MARK,))
    assert bound.outcome == Outcome(OutcomeKind.NOT_CARRIED, Tally(1, 1))


def test_an_amendment_is_decided_before_the_motion_it_amends():
    notes = parse("MOTION: a\nAMENDMENT (Mark): b\nNOT CARRIED 1-4\nCARRIED 5-0", CONTEXT)
    motion, amendment = motions_in(notes.lines)
    assert amendment.amends == motion.line
    assert amendment.outcome == Outcome(OutcomeKind.NOT_CARRIED, Tally(1, 4))
    assert motion.outcome == Outcome(CARRIED, Tally(5, 0))


def flags(text):
    return [(flag.code, flag.subject) for flag in parse(text, CONTEXT).flags]


FLAGGED = [
    ("Sam: hello", FlagCode.AMBIGUOUS_NAME, "Sam"),
    ("ACTION Sam: call", FlagCode.AMBIGUOUS_NAME, "Sam"),
    ("Anthony: hello", FlagCode.NEAR_NAME, "Anthony"),
    ("ACTION Anthony: call", FlagCode.NEAR_NAME, "Anthony"),
    ("ACTION Lars: Anthony, Bob & Lars to meet", FlagCode.NEAR_NAME, "Anthony"),
    ("XY: one\nXY: two", FlagCode.UNKNOWN_INITIALS, "XY"),
    ("ACTION: find a room", FlagCode.NO_OWNER, "find a room"),
    ("MOTION: a\nCARRIED 3-5", FlagCode.TALLY, "3-5"),
    ("CARRIED 3-1", FlagCode.NO_MOTION, "carried"),
    ("MOTION: a\nFOR: Lars; AGAINST: Mark\nCARRIED 9-1", FlagCode.TALLY, "9-1"),
    ("COVERED UNDER the above item", FlagCode.UNKNOWN_ITEM, "the above item"),
]


@pytest.mark.parametrize(("text", "code", "subject"), FLAGGED, ids=[row[0] for row in FLAGGED])
def test_what_looks_meant_and_cannot_be_bound_is_asked_about(text, code, subject):
    assert flags(text) == [(code, subject)]


@pytest.mark.parametrize(
    "text", [n for n in NOTES if not n.startswith("Sam:")] + [row[0] for row in TABLE]
)
def test_plain_notes_and_plain_records_raise_no_flag(text):
    assert [code for code, _subject in flags(text) if code is not FlagCode.NO_MOTION] == []


def test_a_near_name_offers_the_roster_and_full_names_in_the_text():
    notes = parse("ACTION Anthony: call\n- Anthony Pond (Oriel) wrote to us", CONTEXT)
    labels = [candidate.label for candidate in notes.flags[0].candidates]
    assert labels == ["Antony Moss", "Anthony Pond"]


def test_an_unnamed_item_is_offered_as_the_one_above_with_the_same_presenter():
    (flag,) = parse("COVERED UNDER the above item", CONTEXT).flags
    assert [candidate.label for candidate in flag.candidates] == ["Introductions"]


def test_a_name_fitting_two_people_makes_no_statement_and_guesses_nobody():
    assert only("Sam: hello") == Note("Sam: hello")
    assert only("ACTION Sam: call").owners == (Name("Sam", NameKind.UNCLEAR),)


def test_somebody_at_the_meeting_wins_over_a_namesake_who_is_not():
    roster = Roster([Known(1, "Sam Hill", is_here=False), Known(2, "Sam Poe")])
    (line,) = parse("Sam: hello", Context(roster)).lines
    assert line.content == Statement(Name("Sam", NameKind.PERSON, 2), "hello")
