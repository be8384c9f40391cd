"""One line is rewritten, the others stay to the letter."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from meetings.notation.context import Context, ItemRef
from meetings.notation.edit import (
    add_line,
    remove_line,
    replace_line,
    with_disposition,
    with_motion,
    with_name,
    with_owner,
    with_target,
)
from meetings.notation.lines import (
    Action,
    Disposition,
    DispositionKind,
    Motion,
    Name,
    Note,
    Outcome,
    OutcomeKind,
    Tally,
)
from meetings.notation.motions import motions_in
from meetings.notation.names import Known, Roster
from meetings.notation.parser import parse
from tests.test_notation_laws import ANY_TEXT

CONTEXT = Context(Roster([Known(1, "Ada Low"), Known(2, "Bo Lee")]))
TEXT = "- first\n  ACTION Ada: send the figures\n    to the bank\n\nBO: fine"


def test_a_line_is_rewritten_with_its_indentation_and_without_its_continuation():
    written = replace_line(TEXT, 2, Action((Name("Bo"),), "send them"), CONTEXT)
    assert written == "- first\n  ACTION Bo: send them\n\nBO: fine"


def test_a_bullet_stays_a_bullet():
    assert replace_line("* ACTION Ada: x", 1, Action((Name("Bo"),), "x"), CONTEXT) == (
        "* ACTION Bo: x"
    )


def test_a_line_is_removed_and_the_others_stay():
    assert remove_line(TEXT, 2, CONTEXT) == "- first\n\nBO: fine"


def test_a_line_that_has_gone_is_not_rewritten():
    with pytest.raises(LookupError):
        replace_line(TEXT, 3, Note("x"), CONTEXT)


def test_a_line_is_added_at_the_end_or_under_another():
    assert add_line("a\n", Note("b"), after=None, context=CONTEXT) == "a\nb"
    assert add_line("", Note("b"), after=None, context=CONTEXT) == "b"
    assert add_line("  a\nc", Note("b"), after=1, context=CONTEXT) == "  a\n  b\nc"


@given(ANY_TEXT, st.data())
def test_rewriting_one_line_leaves_the_text_around_it_to_the_letter(text, data):
    lines = parse(text, CONTEXT).lines
    if not lines:
        return
    number = data.draw(st.sampled_from([line.number for line in lines]))
    written = replace_line(text, number, Note("zebra"), CONTEXT).split("\n")
    before = text.split("\n")
    at = number - 1
    assert written[:at] == before[:at]
    assert written[at].endswith("zebra")
    rest = written[at + 1 :]
    assert not rest or before[-len(rest) :] == rest


DEFERRED = Disposition(DispositionKind.DEFERRED, "no time")


@pytest.mark.parametrize(
    ("text", "wanted", "written"),
    [
        ("- a", DEFERRED, "- a\nDEFERRED: no time"),
        ("NOT REACHED\n- a", DEFERRED, "DEFERRED: no time\n- a"),
        ("NOT REACHED\n- a\nDEFERRED", DEFERRED, "- a\nDEFERRED: no time"),
        ("NOT REACHED\n- a\nDEFERRED", None, "- a"),
        ("", DEFERRED, "DEFERRED: no time"),
        ("- a", None, "- a"),
    ],
)
def test_what_became_of_an_item_is_said_once(text, wanted, written):
    assert with_disposition(text, wanted, CONTEXT) == written


LOST = Outcome(OutcomeKind.NOT_CARRIED, Tally(2, 5))


@pytest.mark.parametrize(
    ("text", "outcome", "written"),
    [
        ("RESOLVED: Buy - carried", LOST, "RESOLUTION: Buy - not carried 2-5"),
        ("MOTION: Buy\n- talk\nCARRIED 5-2", LOST, "MOTION: Buy\n- talk\nNOT CARRIED 2-5"),
        ("MOTION: Buy\n- talk\nCARRIED 5-2", None, "MOTION: Buy\n- talk"),
        ("MOTION: Buy\n- talk", LOST, "RESOLUTION: Buy - not carried 2-5\n- talk"),
    ],
)
def test_a_result_is_rewritten_where_it_stands(text, outcome, written):
    found = with_motion(text, 1, Motion("Buy", outcome=outcome), CONTEXT)
    assert found == written
    assert motions_in(parse(found, CONTEXT).lines)[0].outcome == outcome


BOBS = Context(
    Roster([Known(1, "Bob Rowan"), Known(2, "Bob Moor"), Known(3, "Antony Low")]),
    items=(ItemRef(1, "Budget"), ItemRef(2, "Press")),
    position=2,
)


@pytest.mark.parametrize(
    ("text", "typed", "written"),
    [
        ("ACTION Bob: ask Bob", "Bob", "ACTION Bob Rowan: ask Bob"),
        ("- x\n  ACTION  Ann,  Bob : go", "Bob", "- x\n  ACTION  Ann,  Bob Rowan : go"),
        ("ACTION Antony Low, Bob: go", "Bob", "ACTION Antony Low, Bob Rowan: go"),
        ("ACTION Bob Rowan, Bob: go", "Bob", "ACTION Bob Rowan, Bob Rowan: go"),
        ("ACTION Antony: Bob and Ann to go", "Bob", "ACTION Antony: Bob Rowan and Ann to go"),
        (
            "MOTION (Bob; seconded Antony): Thank Bob",
            "Bob",
            "MOTION (Bob Rowan; seconded Antony): Thank Bob",
        ),
        ("FOR: Bob, Antony; AGAINST: Ann", "Bob", "FOR: Bob Rowan, Antony; AGAINST: Ann"),
        ("LEFT 11:05 Bob", "Bob", "LEFT 11:05 Bob Rowan"),
        ("PROXY Antony for Bob", "Bob", "PROXY Antony for Bob Rowan"),
        ("* **Bob:** Bob\tsays  so", "Bob", "* **Bob Rowan:** Bob\tsays  so"),
        ("XY: fine\n  more of it", "XY", "Bob Rowan: fine\n  more of it"),
    ],
)
def test_a_name_is_written_in_full_where_it_is_meant_and_nowhere_else(text, typed, written):
    number = next(n for n, row in enumerate(text.split("\n"), 1) if typed in row)
    assert with_name(text, number, typed, "Bob Rowan", BOBS) == written


@pytest.mark.parametrize(
    ("text", "full"),
    [
        ("ACTION Ann: ask Bob", "Bob Rowan"),
        ("- ask Bob", "Bob Rowan"),
        ("ACTION Bobby: go", "Bob Rowan"),
        ("ACTION Bob: go", "Bob: the first"),
        ("```\nBob: x\n```", "Bob Rowan"),
        ("", "Bob Rowan"),
    ],
)
def test_a_name_that_no_place_of_the_line_means_is_not_rewritten(text, full):
    with pytest.raises(LookupError):
        with_name(text, 1, "Bob", full, BOBS)


AROUND = st.lists(
    st.sampled_from(["- Bob was there", "", "  ACTION Bob: call Bob", "> Bob: x", "BOB"])
)


@given(AROUND, AROUND, st.sampled_from(["ACTION {}: ask Bob", "  - {}: well, Bob", "PRESENT+ {}"]))
def test_all_but_the_one_name_stays_to_the_letter(above, below, line):
    text = "\n".join([*above, "", line.format("Bob"), *below])
    wanted = "\n".join([*above, "", line.format("Bob Rowan"), *below])
    assert with_name(text, len(above) + 2, "Bob", "Bob Rowan", BOBS) == wanted


@given(ANY_TEXT, st.data())
def test_in_any_text_only_the_typed_name_is_replaced(text, data):
    asked = [f for f in parse(text, BOBS).flags if f.code in ("ambiguous_name", "near_name")]
    if not asked:
        return
    flag = data.draw(st.sampled_from(asked))
    try:
        written = with_name(text, flag.line, flag.subject, "Bob Rowan", BOBS)
    except LookupError:
        return
    before, after = written.split("Bob Rowan", 1) if written.count("Bob Rowan") == 1 else ("", "")
    assert text.startswith(before)
    assert text.endswith(after)


@pytest.mark.parametrize(
    ("text", "owner", "written"),
    [
        ("ACTION: write it", "Bob Rowan", "ACTION Bob Rowan: write it"),
        (
            "  - ACTION A-41 : write  it\n    by May",
            "All",
            "  - ACTION A-41 All : write  it\n    by May",
        ),
    ],
)
def test_an_action_is_given_an_owner_and_keeps_its_words(text, owner, written):
    assert with_owner(text, 1, owner, BOBS) == written


@pytest.mark.parametrize("text", ["- ACTION", "ACTION Ann: x", "- a note"])
def test_no_owner_is_given_to_what_has_one_or_is_no_action(text):
    with pytest.raises(LookupError):
        with_owner(text, 1, "Bob Rowan", BOBS)
    with pytest.raises(LookupError):
        with_owner("ACTION: write", 1, "whoever likes to, perhaps", BOBS)


def test_the_item_that_covered_another_is_named_by_its_position():
    text = "COVERED UNDER  the money:  see there"
    assert with_target(text, 1, 1, BOBS) == "COVERED UNDER  1:  see there"
    for position in (2, 9):
        with pytest.raises(LookupError):
            with_target(text, 1, position, BOBS)
    with pytest.raises(LookupError):
        with_target("- a note", 1, 1, BOBS)
