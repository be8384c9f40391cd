"""A meeting goes through the open actions: its notes say what it found, and records follow."""

import datetime

import pytest

from meetings.models import Action, ActionReview, AgendaItem
from meetings.services.minutes import edit_notes
from tests import make


@pytest.fixture
def actions(harbour):
    """Promised in March: A-1 and A-2."""
    item = make.item(make.meeting(harbour))
    return [make.action(item, make.person(harbour, name)) for name in ("Ada Low", "Bo Fig")]


@pytest.fixture
def meeting(harbour, actions):
    of = make.meeting(harbour, datetime.date(2026, 4, 9), "in_session")
    make.item(of, "Open actions", kind=AgendaItem.Kind.ACTIONS)
    return of


@pytest.fixture
def keeper(as_secretary):
    return as_secretary


def page(meeting):
    return f"{meeting.get_absolute_url()}review/"


def filled(*rows):
    return {
        f"{name}-{number}": value
        for number, fields in rows
        for name, value in {"seen": ":", "verdict": "", "remark": "", **fields}.items()
    }


def notes(meeting):
    return meeting.items.get(kind="actions").notes


def states():
    return list(Action.objects.order_by("number").values_list("state", flat=True))


def test_verdicts_become_lines_of_the_notes_and_records_follow(meeting, keeper):
    shown = keeper.get(page(meeting)).content.decode()
    assert shown.index("A-1") < shown.index("A-2")
    rows = filled((1, {"verdict": "done", "remark": "it\n is sent"}), (2, {"verdict": "not_done"}))
    answer = keeper.post(page(meeting), rows)
    assert answer.url == f"{meeting.get_absolute_url()}draft/?item=1"
    assert notes(meeting) == "A-1 done: it is sent\nA-2 not done"
    assert states() == ["done", "open"]
    assert ActionReview.objects.filter(meeting=meeting).count() == 2


def test_a_line_is_rewritten_where_it_stands_and_taken_back(meeting, keeper):
    item = AgendaItem.objects.for_saving().get(kind="actions")
    text = "- before\n- A-1 done\n- after"
    edit_notes(item, edit=lambda _text: text, save=make.a_save())
    keeper.post(
        page(meeting), filled((1, {"seen": "done:", "verdict": "deferred", "remark": "to May"}))
    )
    assert notes(meeting) == "- before\n- A-1 deferred: to May\n- after"
    assert states() == ["deferred", "open"]
    keeper.post(page(meeting), filled((1, {"seen": "deferred:to May"})))
    assert notes(meeting) == "- before\n- after"
    assert states() == ["open", "open"]


def test_whoever_was_overtaken_is_told_and_what_was_typed_stays(meeting, keeper):
    keeper.post(page(meeting), filled((1, {"verdict": "done"})))
    rows = filled((1, {"verdict": "not_done", "remark": "no ship"}), (2, {"verdict": "done"}))
    answer = keeper.post(page(meeting), rows)
    shown = answer.content.decode()
    assert answer.status_code == 409
    assert "somebody wrote of A-1: done" in shown
    assert 'value="no ship"' in shown
    assert notes(meeting) == "A-1 done"


def test_rows_left_alone_do_not_undo_what_others_wrote_of_them(meeting, keeper):
    keeper.post(page(meeting), filled((1, {"verdict": "done"})))
    keeper.post(page(meeting), filled((1, {}), (2, {"verdict": "in_progress"})))
    assert notes(meeting) == "A-1 done\nA-2 in progress"


def test_a_review_written_elsewhere_in_the_meeting_is_changed_there(meeting, keeper):
    other = make.item(meeting, "Ships")
    make.notes(other, "A-1 in progress")
    keeper.post(page(meeting), filled((1, {"seen": "in_progress:", "verdict": "done"})))
    other.refresh_from_db()
    assert (other.notes, notes(meeting)) == ("A-1 done", "")


def test_saved_as_it_goes_the_page_hears_what_it_has_seen(meeting, keeper):
    rows = filled((1, {"verdict": "done", "remark": "x"}))
    told = keeper.post(page(meeting), rows, headers={"Accept": "application/json"})
    assert told.json() == {"seen": {"1": "done:x"}}
    stale = keeper.post(
        page(meeting), filled((1, {"verdict": "deferred"})), headers={"Accept": "application/json"}
    )
    assert stale.status_code == 409
    assert "somebody wrote" in stale.json()["error"]


def test_what_this_meeting_promised_itself_or_an_archive_left_is_not_gone_through(
    meeting, keeper, harbour
):
    make.action(make.item(meeting, "New"), text="a promise of today")
    make.action(make.item(make.meeting(harbour)), text="a promise of old", is_archived=True)
    shown = keeper.get(page(meeting)).content.decode()
    assert "a promise of" not in shown
    assert keeper.post(page(meeting), filled((3, {"verdict": "done"}))).status_code == 404


@pytest.mark.parametrize("state", ["scheduled", "agenda_published", "circulated", "approved"])
def test_outside_the_session_and_the_draft_nothing_is_written(state, meeting, keeper):
    type(meeting).objects.filter(pk=meeting.pk).update(state=state)
    assert keeper.get(page(meeting)).status_code == 200
    assert keeper.post(page(meeting), filled((1, {"verdict": "done"}))).status_code == 409
    assert notes(meeting) == ""


def test_without_an_item_for_it_the_page_says_so(meeting, keeper):
    meeting.items.update(kind="ordinary")
    assert "has no item for the review" in keeper.get(page(meeting)).content.decode()
    assert keeper.post(page(meeting), filled((1, {"verdict": "done"}))).status_code == 409


def test_a_verdict_that_is_none_is_left_out(meeting, keeper):
    assert keeper.post(page(meeting), filled((1, {"verdict": "superseded"}))).status_code == 302
    assert notes(meeting) == ""


def test_the_draft_leads_to_the_checklist_at_that_item(meeting, keeper):
    assert page(meeting) in keeper.get(f"{meeting.get_absolute_url()}draft/").content.decode()
