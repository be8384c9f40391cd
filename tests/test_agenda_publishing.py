"""A published agenda is kept, and what changes later is shown as changed."""

import pytest
from django.utils import timezone

from meetings.models import AgendaVersion
from meetings.services.agendas import Planned, add_items, publish_agenda
from meetings.services.changes import Save
from tests import make
from tests.agenda_desk import AgendaDesk


@pytest.fixture
def meeting(harbour):
    return make.planned_meeting(harbour)


@pytest.fixture
def desk(as_secretary, meeting):
    return AgendaDesk(as_secretary, meeting)


def publish(meeting):
    return publish_agenda(meeting, save=Save(by=None, at=timezone.now()))


def test_publishing_moves_the_meeting_on_and_keeps_what_was_published(desk, meeting):
    add_items(meeting, [Planned("Budget", ("Ada",), 20)])
    assert "The agenda is published" in desk.post("agenda_publish").content.decode()
    meeting.refresh_from_db()
    assert meeting.state == "agenda_published"
    version = AgendaVersion.objects.get()
    assert (version.number, version.published_by.username) == (1, "secretary")
    assert version.items == [
        {
            "pk": meeting.items.get().pk,
            "title": "Budget",
            "minutes": 20,
            "presenters": ["Ada"],
            "in_camera": False,
        }
    ]


def test_an_empty_or_unchanged_agenda_is_not_published(desk, meeting):
    empty = desk.post("agenda_publish")
    assert (empty.status_code, "no items yet" in empty.content.decode()) == (409, True)
    add_items(meeting, [Planned("Budget")])
    publish(meeting)
    again = desk.post("agenda_publish")
    assert (again.status_code, "has not changed" in again.content.decode()) == (409, True)


def test_publishing_never_takes_a_meeting_back_to_an_earlier_state(meeting):
    add_items(meeting, [Planned("Budget")])
    meeting.state = "in_session"
    meeting.save(update_fields=["state"])
    publish(meeting)
    meeting.refresh_from_db()
    assert meeting.state == "in_session"


def test_later_changes_are_shown_as_changes(desk, meeting):
    a, b, c, d = add_items(meeting, [Planned(name) for name in "ABCD"])
    publish(meeting)
    desk.post("agenda_item", a.pk, title="Budget", presenters="Ada", planned_minutes="5")
    desk.post("agenda_drop", b.pk)
    desk.post("agenda_move", d.pk, step="up")
    desk.post("agenda_edit", title="E")
    for page in (desk.page().content.decode(), desk.minutes_page()):
        assert "title changed from “A”" in page
        assert "minutes changed" in page
        assert "presenters changed" in page
        assert "added after publication" in page
        assert page.count("> moved<") == 1
        assert "Dropped after publication: <s>B</s>" in page
    publish(meeting)
    assert "added after publication" not in desk.minutes_page()
    assert c.title == "C"


def test_changes_tell_an_observer_nothing_of_what_was_in_camera(desk, meeting, signed_in):
    hidden, opened = add_items(
        meeting,
        [Planned("canary one", is_in_camera=True), Planned("canary two", is_in_camera=True)],
    )
    add_items(meeting, [Planned("Budget")])
    publish(meeting)
    desk.post("agenda_drop", hidden.pk)
    desk.post("agenda_item", opened.pk, title="Fees")
    page = signed_in("observer").get(meeting.get_absolute_url()).content.decode()
    assert "canary" not in page
    assert "title changed" in page
    assert "canary one" in desk.minutes_page()
