"""Everything a chair does while people talk, by keyboard; a whole meeting among it."""

import sys

import pytest
from playwright.sync_api import expect

from meetings.models import Action, AgendaItem, Meeting, Resolution
from tests import make
from tests.browser.desk import ITEMS, desk_for, new_room, notes_of
from tests.samples.meeting import MEETING

pytestmark = pytest.mark.django_db(transaction=True)

OFFERED = [
    ("ACTION Tom", "ACTION Tomas: "),
    ("ACTION Tomas, Han", "ACTION Tomas, Hana: "),
    ("- ask @Mei", "- ask @Mei Tan".replace("@", "")),
    ("Han", "Hana: "),
    ("ACTION Lind", "ACTION Tomas: "),
    ("ACTION Sven O", "ACTION Sven Orre: "),
]


@pytest.mark.parametrize(("typed", "completed"), OFFERED)
def test_tab_takes_over_the_name_that_is_offered(typed, completed, desk):
    desk.type(typed)
    desk.names_offered().first.wait_for()
    desk.press("Tab")
    desk.shows(completed)
    assert desk.names_offered().count() == 0


def test_two_of_one_given_name_are_offered_in_full(desk):
    desk.type("ACTION Sven")
    expect(desk.names_offered()).to_have_text(["Sven Dahl Northwind", "Sven Orre Northwind"])
    desk.press("ArrowDown", "Enter")
    desk.shows("ACTION Sven Orre: ")


@pytest.mark.parametrize("typed", ["Tom", "ACTION Tom", "- ask @Tom"])
def test_enter_is_never_taken_over_by_a_name(typed, desk):
    desk.type(typed)
    desk.names_offered().first.wait_for()
    desk.press("Enter")
    desk.type("x")
    desk.shows(f"{typed}\nx")


def test_escape_closes_the_names_and_tab_leaves_the_field_again(desk):
    desk.type("ACTION Tom")
    desk.names_offered().first.wait_for()
    desk.press("Escape")
    assert desk.names_offered().count() == 0
    desk.shows("ACTION Tom")
    desk.press("Tab")
    assert desk.page.evaluate("document.activeElement.tagName") != "TEXTAREA"


@pytest.mark.parametrize(
    ("note", "line"),
    [
        ("- book the room", "ACTION Tomas: book the room"),
        ("  - book the room", "  ACTION Tomas: book the room"),
        ("book the room: the large one", "ACTION Tomas: book the room: the large one"),
    ],
)
def test_alt_a_makes_any_note_an_action_and_waits_for_its_owner(note, line, desk):
    desk.type(f"\n{note}")
    desk.press("Alt+a")
    desk.type("Tom")
    desk.names_offered().first.wait_for()
    desk.press("Tab")
    desk.shows(f"\n{line}")
    desk.saved()
    assert Action.objects.get().owners.get().person.name == "Tomas Lind"


def heading(desk):
    return desk.page.locator("section[data-item]:not([hidden]) h2").inner_text()


def test_items_are_walked_and_jumped_to_and_what_was_typed_is_saved(desk, room):
    desk.type("- first")
    desk.press("Control+Enter")
    assert heading(desk) == "2 · Budget"
    desk.type("- second")
    desk.press("Control+Shift+Enter")
    assert heading(desk) == "1 · Opening"
    desk.press("Control+k")
    desk.type("guide")
    desk.press("Enter")
    assert heading(desk) == "3 · Newcomers' guide"
    desk.type("- third")
    desk.saved()
    assert [notes_of(item) for item in room[:3]] == ["- first", "- second", "- third"]
    assert "item=3" in desk.page.url


def test_the_list_of_keys_opens_and_gives_the_text_back(desk):
    desk.type("- a")
    desk.press("Control+/")
    assert desk.page.locator("#keys").is_visible()
    desk.press("Escape")
    desk.type("b")
    desk.shows("- ab")
    desk.press("Control+k", "Escape")
    desk.type("c")
    desk.shows("- abc")


def test_a_meeting_without_items_opens_without_a_complaint(chairs, harbour, live_server):
    empty = make.meeting(harbour, make.A_DAY.replace(year=2027), Meeting.State.IN_SESSION)
    desk = chairs("secretary")
    heard = []
    desk.page.on("pageerror", lambda error: heard.append(str(error)))
    desk.page.goto(f"{live_server.url}{empty.get_absolute_url()}draft/")
    desk.press("Alt+a", "Control+Enter", "Control+s")
    assert heard == []


def take_minutes(desk, meeting):
    """Types a meeting from its first item to its last: what it took beyond the words.

    A name before a colon is begun and completed, as somebody does who is in a hurry.
    """
    beyond, spared = 0, 0
    for number, (_title, lines) in enumerate(meeting):
        if number:
            desk.press("Control+Enter")
            beyond += 1
        for row, line in enumerate(lines):
            if row:
                desk.press("Enter")
            begun, rest = line if isinstance(line, tuple) else (line, "")
            desk.type(begun)
            if rest:
                desk.names_offered().first.wait_for()
                desk.press("Tab")
                beyond += 1
                before = desk.field.input_value().rsplit("\n", 1)[-1]
                spared += len(before) - len(begun)
                desk.type(rest)
    return beyond, spared


def test_a_meeting_is_minuted_by_keyboard_alone(
    harbour, browser, live_server, record_property, capsys
):
    room = new_room(harbour, [title for title, _lines in MEETING])
    account = make.user("scribe")
    make.member(harbour, "secretary", name="The Scribe", account=account)
    desk = desk_for(browser.new_context(), account, live_server, room[0]).open()
    beyond, spared = take_minutes(desk, MEETING)
    desk.saved()
    written = sum(len(lines) for _title, lines in MEETING)
    record_property("keys beyond the text", beyond)
    record_property("letters spared by completion", spared)
    with capsys.disabled():
        sys.stdout.write(f" {written} lines: {beyond} keys beyond, {spared} letters spared ")
    assert beyond <= len(MEETING) + 14
    assert spared > beyond
    actions = Action.objects.filter(board=harbour).order_by("number")
    assert [action.owners.get().name for action in actions] == ["Hana", "Tomas", "Mei", "Sven Dahl"]
    assert Resolution.objects.filter(state="carried").count() == 2
    last = AgendaItem.objects.get(pk=room[-1].pk)
    assert last.notes.startswith("- ")
    assert not [item for item in AgendaItem.objects.filter(meeting=last.meeting) if item.flags]
    assert len(ITEMS) < len(MEETING)
    desk.page.context.close()
