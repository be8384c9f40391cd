"""Building an agenda: items, their order and times."""

import datetime

import pytest
from django.urls import reverse
from django.utils import timezone

from meetings.models import Person
from meetings.services.agendas import Planned, add_items, move_item
from meetings.services.changes import Save
from tests import make
from tests.agenda_desk import AgendaDesk, positions, titles

SAVE = Save(by=None, at=timezone.now())


@pytest.fixture
def meeting(harbour):
    return make.planned_meeting(harbour)


@pytest.fixture
def desk(as_secretary, meeting):
    return AgendaDesk(as_secretary, meeting)


def test_an_item_is_added_with_presenters_bound_to_people_or_left_as_typed(desk, meeting, harbour):
    ada = make.person(harbour, "Ada Low")
    desk.post(
        "agenda_edit",
        title="  Budget \n 2027 ",
        presenters="ada low, Somebody Else,",
        planned_minutes="20",
        is_in_camera="on",
    )
    item = meeting.items.get()
    assert (item.title, item.planned_minutes, item.is_in_camera) == ("Budget 2027", 20, True)
    assert [(p.name, p.person) for p in item.presenters.all()] == [
        ("ada low", ada),
        ("Somebody Else", None),
    ]


BAD_ITEMS = {
    "no title": ({"title": " "}, "This field is required."),
    "a title without end": ({"title": "x" * 301}, "at most 300 characters"),
    "minutes that are none": ({"planned_minutes": "-5"}, "whole number from 1 to 1440"),
    "a week": ({"planned_minutes": "10080"}, "whole number from 1 to 1440"),
    "words for minutes": ({"planned_minutes": "soon"}, "whole number from 1 to 1440"),
    "a NUL": ({"title": "a\0"}, "Null characters are not allowed."),
    "too many presenters": ({"presenters": "Ada, " * 50}, "at most 200 characters"),
}


@pytest.mark.parametrize("what", BAD_ITEMS)
@pytest.mark.parametrize("name", ["agenda_edit", "agenda_item"])
def test_a_bad_item_is_refused_in_a_sentence(name, what, desk, meeting):
    changed, sentence = BAD_ITEMS[what]
    known = make.item(meeting, "Known")
    response = desk.post(
        name, *([known.pk] if name == "agenda_item" else []), **{"title": "Budget"} | changed
    )
    assert response.status_code == 422
    assert sentence in response.content.decode()
    assert titles(meeting) == ["Known"]


def test_the_agenda_shows_when_each_item_begins_and_how_much_is_planned(desk, meeting):
    add_items(meeting, [Planned("A", (), 20), Planned("B"), Planned("C", (), 45), Planned("D")])
    rows = desk.page().context["agenda"].rows
    assert [f"{row.starts:%H:%M}" for row in rows] == ["16:00", "16:20", "16:20", "17:05"]
    page = desk.page().content.decode()
    assert "65 of 60 minutes planned" in page
    assert "longer than the meeting" in page


def test_times_go_on_over_midnight_and_over_a_clock_change(meeting):
    meeting.board.time_zone, meeting.start_time = "Europe/Berlin", datetime.time(1, 30)
    meeting.board.save(update_fields=["time_zone"])
    meeting.date = datetime.date(2027, 3, 28)
    meeting.save(update_fields=["date", "start_time"])
    from meetings.exports.agenda import agenda_items, read_agenda
    from meetings.models.actors import Actor, Standing

    actor = Actor(meeting.board, Standing.SECRETARIAT)
    add_items(meeting, [Planned("A", (), 60), Planned("B")])
    rows = read_agenda(meeting, agenda_items(meeting, actor), actor).rows
    assert [f"{row.starts:%H:%M}" for row in rows] == ["01:30", "03:30"]


def test_items_are_moved_one_place_and_keep_the_focus(desk, meeting):
    a, b, _c = add_items(meeting, [Planned("A"), Planned("B"), Planned("C")])
    shown = desk.post("agenda_move", b.pk, step="up")
    assert titles(meeting) == ["B", "A", "C"]
    assert positions(meeting) == [1, 2, 3]
    assert shown.redirect_chain[-1][0].endswith(f"?moved={b.pk}&step=up")
    assert shown.content.decode().count("autofocus") == 1
    desk.post("agenda_move", a.pk, step="down")
    assert titles(meeting) == ["B", "C", "A"]


@pytest.mark.parametrize(("which", "step"), [(0, "up"), (2, "down"), (1, "sideways"), (1, "")])
def test_a_step_that_leads_nowhere_changes_nothing(which, step, desk, meeting):
    items = add_items(meeting, [Planned("A"), Planned("B"), Planned("C")])
    desk.post("agenda_move", items[which].pk, step=step)
    assert titles(meeting) == ["A", "B", "C"]


def test_an_item_is_changed(desk, meeting):
    (item,) = add_items(meeting, [Planned("A", ("Bo",), 5)])
    desk.post("agenda_item", item.pk, title="B", presenters="Cy, Di", planned_minutes="")
    item.refresh_from_db()
    assert (item.title, item.planned_minutes, item.kind) == ("B", None, "ordinary")
    assert [presenter.name for presenter in item.presenters.all()] == ["Cy", "Di"]


def test_an_item_is_dropped_and_the_others_close_up(desk, meeting):
    a, _b = add_items(meeting, [Planned("A"), Planned("B")])
    assert "Dropped: A" in desk.post("agenda_drop", a.pk).content.decode()
    assert (titles(meeting), positions(meeting)) == (["B"], [1])


def test_an_item_with_notes_stays_on_the_agenda(desk, meeting):
    meeting.state = "in_session"
    meeting.save(update_fields=["state"])
    item = make.item(meeting)
    make.notes(item, "- a note")
    response = desk.post("agenda_drop", item.pk)
    assert response.status_code == 409
    assert "This item has notes" in response.content.decode()


def test_an_item_on_which_records_hang_stays_on_the_agenda(desk, meeting, harbour):
    meeting.state = "in_session"
    meeting.save(update_fields=["state"])
    item = make.item(meeting)
    item.recusals.create(person=make.person(harbour), nature="supplier")
    assert "hang on this item" in desk.post("agenda_drop", item.pk).content.decode()
    assert titles(meeting) == ["Budget"]


def test_an_adjourned_meetings_agenda_is_minutes(desk, meeting):
    item = make.item(meeting)
    meeting.state = "adjourned"
    meeting.save(update_fields=["state"])
    for name, pk, data in (
        ("agenda_edit", [], {"title": "x"}),
        ("agenda_begin", [], {"all": "yes"}),
        ("agenda_move", [item.pk], {"step": "down"}),
        ("agenda_drop", [item.pk], {}),
        ("agenda_publish", [], {}),
    ):
        response = desk.post(name, *pk, **data)
        assert response.status_code == 409
        assert "its agenda is minutes now" in response.content.decode()
    assert titles(meeting) == ["Budget"]


def test_an_item_of_another_meeting_or_board_is_not_found(desk, meeting, harbour, library):
    for other in (make.meeting(harbour), make.planned_meeting(library)):
        item = make.item(other)
        for name in ("agenda_item", "agenda_move", "agenda_drop"):
            assert desk.post(name, item.pk).status_code == 404


def test_an_agenda_has_an_end(desk, meeting):
    add_items(meeting, [Planned(f"Item {n}") for n in range(500)])
    response = desk.post("agenda_edit", title="One more")
    assert response.status_code == 409
    assert "500 items at most" in response.content.decode()
    move_item(meeting.items.last(), by=-499, save=SAVE)
    assert titles(meeting)[0] == "Item 499"
    assert positions(meeting) == list(range(1, 501))


@pytest.mark.parametrize(("who", "status"), [("outsider", 404), ("observer", 403), ("member", 403)])
def test_only_the_secretariat_builds_agendas(who, status, signed_in, meeting):
    item = make.item(meeting)
    client = signed_in(who)
    for name, pk in (
        ("agenda_edit", []),
        ("agenda_begin", []),
        ("agenda_item", [item.pk]),
        ("agenda_move", [item.pk]),
        ("agenda_drop", [item.pk]),
        ("agenda_use", []),
        ("agenda_publish", []),
    ):
        address = reverse(name, args=["harbour", meeting.key, *pk])
        assert client.post(address, {"title": "x"}).status_code == status
    assert titles(meeting) == ["Budget"]


def test_presenters_of_a_merged_person_are_bound_to_the_one_they_are(desk, meeting, harbour):
    ada = make.person(harbour, "Ada Low")
    make.person(harbour, "A. Lowe", merged_into=ada)
    desk.post("agenda_edit", title="Budget", presenters="A. Lowe")
    assert meeting.items.get().presenters.get().person == ada
    assert Person.objects.filter(name="A. Lowe").exists()
