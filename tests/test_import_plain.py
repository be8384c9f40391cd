"""Plain-text minutes of our own, read and stored."""

import pytest
from django.utils import timezone

from meetings.importers.document import Fate, Role
from meetings.importers.reader import read_minutes
from meetings.importers.source import Unreadable, decode
from meetings.models import Action, Attendance, ImportSource, Meeting, Person
from meetings.notation.lines import Action as ActionLine
from meetings.notation.lines import Disposition, DispositionKind, Motion, OutcomeKind
from meetings.services.changes import Save
from meetings.services.imports import ImportedBefore, Source, import_minutes
from meetings.services.refusals import Refused
from tests import make

MINUTES = """Orchard Board Meeting, 4 March 2026

Present

- Ada Low (Northwind, chair)
- Bo Ek, Cy Dun (Calder)
- Dee Fox (Oriel, non-voting)

Apologies

- Eli Gray (Sable)

Cider press (Bo)

- The press leaks.
ACTION Bo: ask for a price by 20 March
ACTION Unknown Person: lend a pump
RESOLUTION: Buy a new press Carried - no objections

Fences (Cy)

We did this together with the previous item

We ran out of time

- Winter feed
- Bees
"""
LIMIT = 1_000_000


def read(text=MINUTES):
    return read_minutes(decode(text.encode(), limit=LIMIT))


def store(board, text=MINUTES, name="march.txt", **options):
    return import_minutes(
        board,
        document=read(text),
        source=Source(name, text.encode()),
        save=Save(by=None, at=timezone.now(), is_archived=True),
        **options,
    )


def lines_of(title):
    (item,) = [item for item in read().items if item.title == title]
    return [line.content for line in item.lines]


def test_title_body_and_date_are_read_from_the_first_line():
    document = read()
    assert (document.title, document.body, str(document.date)) == (
        "Orchard Board Meeting, 4 March 2026", "Orchard Board", "2026-03-04",
    )  # fmt: skip


def test_a_bracket_holds_organisation_role_and_voting_in_any_order():
    attendees = {a.name: a for a in read().attendees}
    assert attendees["Ada Low"].organisation == "Northwind"
    assert attendees["Ada Low"].role is Role.CHAIR
    assert attendees["Cy Dun"].organisation == "Calder"
    assert attendees["Dee Fox"].is_voting is False
    assert attendees["Eli Gray"].is_present is False


def test_items_come_with_their_presenters_and_leftovers_as_not_reached():
    items = [(item.title, item.presenters) for item in read().items]
    assert items == [
        ("Cider press", ("Bo",)),
        ("Fences", ("Cy",)),
        ("Winter feed", ()),
        ("Bees", ()),
    ]
    assert lines_of("Bees") == [Disposition(DispositionKind.NOT_REACHED, "We ran out of time")]


def test_an_action_of_somebody_not_listed_keeps_the_name_as_typed():
    owners = [c.owners[0].typed for c in lines_of("Cider press") if isinstance(c, ActionLine)]
    assert owners == ["Bo", "Unknown Person"]


def test_a_result_that_runs_on_is_divided_from_its_text():
    (motion,) = [c for c in lines_of("Cider press") if isinstance(c, Motion)]
    assert motion.text == "Buy a new press"
    assert motion.outcome.kind is OutcomeKind.CARRIED
    assert motion.outcome.words == "no objections"


def test_the_fates_of_all_lines_add_up():
    document = read()
    filled = [n for n, line in enumerate(MINUTES.split("\n"), start=1) if line.strip()]
    assert [fate.number for fate in document.fates] == filled
    assert sum(document.count(fate) for fate in Fate) == len(filled)


def test_a_stored_meeting_has_people_items_and_actions(harbour):
    meeting = store(harbour)
    assert meeting.key == "2026-03-04"
    assert Attendance.objects.filter(meeting=meeting, mode="apologies").get().name == "Eli Gray"
    assert [str(a.due_on) for a in Action.objects.order_by("number")] == ["2026-03-20", "None"]


def test_actions_of_an_archive_are_late_for_nobody(harbour):
    store(harbour)
    assert not Action.objects.overdue(on=make.A_DAY.replace(year=2030)).exists()


def test_people_known_by_name_or_alias_are_not_made_twice(harbour):
    known = make.person(harbour, "Ada Lowe")
    known.aliases.create(name="Ada Low")
    meeting = store(harbour)
    assert Attendance.objects.get(meeting=meeting, name="Ada Low").person == known


def test_people_of_another_board_are_never_taken(harbour, library):
    make.person(library, "Ada Low")
    meeting = store(harbour)
    assert Attendance.objects.get(meeting=meeting, name="Ada Low").person.board == harbour


def test_a_merged_person_is_read_as_the_one_they_were_merged_into(harbour):
    target = make.person(harbour, "Adelaide Low")
    make.person(harbour, "Ada Low", merged_into=target)
    meeting = store(harbour)
    assert Attendance.objects.get(meeting=meeting, name="Ada Low").person == target


def test_two_people_of_one_name_are_not_guessed_between(harbour):
    make.person(harbour, "Ada Low")
    make.person(harbour, "Ada Low")
    with pytest.raises(Refused, match="Line 5: this board has 2 people called Ada Low"):
        store(harbour)
    assert not Meeting.objects.exists()


def test_the_same_bytes_are_refused_even_under_another_name(harbour):
    store(harbour)
    with pytest.raises(ImportedBefore, match="as the meeting 2026-03-04"):
        store(harbour, name="renamed.txt")


def test_the_same_bytes_may_belong_to_two_boards(harbour, library):
    store(harbour)
    assert store(library).board == library


def test_other_bytes_for_the_same_date_are_refused_and_nothing_is_kept(harbour):
    store(harbour)
    people = Person.objects.count()
    other = MINUTES.replace("Eli Gray", "Flo Hart")
    with pytest.raises(Refused, match="has a meeting of 4 March 2026 already"):
        store(harbour, other)
    assert (Person.objects.count(), ImportSource.objects.count()) == (people, 1)


def test_somebody_of_the_board_speaks_even_if_the_list_forgot_them(harbour):
    mark = make.person(harbour, "Mark Hale")
    meeting = store(harbour, MINUTES.replace("- The press leaks.", "Mark: buy a boat"))
    statement = meeting.items.get(position=1).statements.get()
    assert (statement.person, statement.text) == (mark, "buy a boat")


def test_minutes_final_as_recorded_are_open_to_observers(harbour, signed_in):
    final = store(harbour, is_final=True)
    page = signed_in("observer").get(final.get_absolute_url()).content.decode()
    assert "The press leaks." in page


def test_an_undated_text_gets_a_key_of_its_own(harbour):
    undated = MINUTES.replace(", 4 March 2026", " minutes")
    first = store(harbour, undated)
    second = store(harbour, undated.replace("leaks", "drips"))
    assert (first.key, second.key) == ("undated-1", "undated-2")


def test_a_picture_in_a_sentence_is_no_icon():
    text = MINUTES.replace("- The press leaks.", "Lars presented diagram.png and it was liked.")
    (item,) = [item for item in read(text).items if item.title == "Cider press"]
    assert item.lines[0].content.text == "Lars presented diagram.png and it was liked."


def test_movers_stay_where_the_result_runs_on():
    text = MINUTES.replace("RESOLUTION: Buy", "Motion (Ada Low; seconded Bo Ek): Buy")
    motions = [x.content for x in read(text).items[0].lines if isinstance(x.content, Motion)]
    assert [(m.mover.typed, m.seconder.typed, m.text) for m in motions] == [
        ("Ada Low", "Bo Ek", "Buy a new press")
    ]


def test_somebody_listed_twice_is_one_person_with_what_either_entry_says():
    text = MINUTES.replace("- Bo Ek, Cy", "- Ada Low (Northwind, voting)\n- Bo Ek, Cy")
    (ada,) = [a for a in read(text).attendees if a.name == "Ada Low"]
    assert (ada.role, ada.is_voting) == (Role.CHAIR, True)


def test_a_bare_list_of_names_ends_where_the_items_begin():
    text = "Minutes of 4 May 2026\n\nPresent\nAda Low\nBo Ek\n\nBudget\n\nWe spent it all.\n"
    document = read(text)
    assert [a.name for a in document.attendees] == ["Ada Low", "Bo Ek"]
    assert [item.title for item in document.items] == ["Budget"]


def test_a_title_that_is_too_long_is_kept_whole_in_the_notes(harbour):
    long = "Bees " + "and more bees " * 30
    meeting = store(harbour, MINUTES.replace("- Bees", f"- {long}"))
    item = meeting.items.get(title__startswith="Bees")
    assert item.title.endswith("…")
    assert long.strip() in item.notes


def test_a_review_of_an_action_born_later_changes_nothing(harbour):
    later = make.action(make.item(make.meeting(harbour, make.A_DAY.replace(year=2030))))
    store(harbour, MINUTES.replace("- The press leaks.", f"A-{later.number} done: long ago"))
    later.refresh_from_db()
    assert later.state == Action.State.OPEN


def test_a_review_reopens_nothing_that_was_cancelled_or_superseded(harbour):
    early = make.item(make.meeting(harbour, make.A_DAY.replace(year=2020)))
    other = make.action(early)
    cancelled = make.action(early, state="cancelled")
    superseded = make.action(early, state="superseded", superseded_by=other)
    lines = f"A-{cancelled.number} not done\nA-{superseded.number} done"
    store(harbour, MINUTES.replace("- The press leaks.", lines))
    states = Action.objects.filter(pk__in=[cancelled.pk, superseded.pk]).values_list("state")
    assert sorted(states) == [("cancelled",), ("superseded",)]


def test_an_action_named_by_its_number_is_not_made_twice(harbour):
    known = make.action(make.item(make.meeting(harbour, make.A_DAY.replace(year=2020))))
    store(harbour, MINUTES.replace("- The press leaks.", f"ACTION A-{known.number} Bo: again"))
    assert not Action.objects.filter(text="again").exists()


def test_a_meeting_of_more_than_a_thousand_items_is_refused_in_words(harbour):
    text = MINUTES + "\n".join(f"\nTopic {n} (Bo)\n" for n in range(1001))
    with pytest.raises(Refused, match="the limit is 1,000"):
        store(harbour, text)


BAD = {
    "empty": (b"", "The file is empty."),
    "only spaces": (b" \n\t\n", "The file is empty."),
    "a PDF": (b"%PDF-1.7 ...", "The file is not text."),
    "a zip": (b"PK\x03\x04abcd", "The file is not text."),
    "UTF-16 with a mark": ("Minutes".encode("utf-16"), "not UTF-8 but UTF-16"),
    "UTF-16 without a mark": ("Minutes of May".encode("utf-16-le"), "not UTF-8 but UTF-16"),
    "Windows-1252": ("Minutes\ncaf\xe9".encode("cp1252"), "first bad line is line 2"),
    "a NUL": (b"Minutes\n\nab\0c and enough text to be no UTF-16", "Line 3 has a character"),
    "a control character": (b"Minutes\nab\x1bc", r"U\+001B"),
    "too large": (b"x" * (LIMIT + 1), "The file is too large"),
    "one word": (b"hello", "No agenda item found"),
    "no day and nobody": (b"- a note\n- another\n", "No agenda item found"),
    "only a heading": (b"Minutes of 4 May 2026\n\nPresent\n\n", "No agenda item found"),
    "a section too long": (
        b"Minutes of 4 May 2026\n\nBudget\n\n" + b"- a note of some length\n" * 4000,
        "The section from line 3 is too long",
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", BAD)
def test_bad_bytes_are_refused_in_a_sentence(name):
    content, sentence = BAD[name]
    with pytest.raises(Unreadable, match=sentence):
        read_minutes(decode(content, limit=LIMIT))


def test_a_byte_order_mark_and_dos_line_ends_are_no_obstacle():
    text = decode("\ufeffMinutes\r\n\r\nA\r\n".encode(), limit=LIMIT)
    assert text == "Minutes\n\nA\n"


def test_words_that_an_item_was_not_reached_are_its_own_where_no_list_follows():
    text = "Minutes of 4 May 2026\n\nHay (Bo)\n\n- dry\n\nBees (Cy)\n\nWe did not get to this\n"
    hay, bees = read(text).items
    assert [type(line.content).__name__ for line in hay.lines] == ["Note"]
    assert bees.lines[0].content.kind is DispositionKind.NOT_REACHED
