"""An adjournment is taken back: the meeting goes on, and what nobody typed goes."""

import datetime

import pytest

from meetings.models import AgendaItem, Meeting
from meetings.services.adjourning import (
    propose_adjournment,
    resume_meeting,
)
from meetings.services.minutes import edit_notes
from meetings.services.planning import NotNow
from tests import make
from tests.test_adjourning import AT, LATER, SAVE, adjourn, desk, fates, form_of, meeting, numbers

__all__ = ["desk", "meeting"]


def test_going_on_takes_back_what_nobody_typed_and_leaves_the_rest(meeting):
    make.notes(make.item(meeting, "Visit"), "NOT REACHED")
    late = make.item(meeting, "Late")
    adjourn(meeting)
    written = AgendaItem.objects.for_saving().get(pk=late.pk)
    edit_notes(written, edit=lambda text: f"{text}: the bus left", save=LATER)
    resume_meeting(Meeting.objects.get(pk=meeting.pk), save=LATER)
    assert fates(meeting)[2:] == [
        ("Any other business", "", ""),
        ("Visit", "not_reached", "NOT REACHED"),
        ("Late", "not_reached", "NOT REACHED: the bus left"),
    ]
    adjourn(meeting, LATER)
    assert fates(meeting)[2] == ("Any other business", "not_reached", "NOT REACHED")


def test_going_on_leaves_what_somebody_chose_on_the_page(desk, meeting):
    desk.post("meeting_adjourn", **form_of(meeting, any={"reason": "too late"}))
    desk.post("meeting_resume")
    assert fates(meeting)[2] == ("Any other business", "not_reached", "NOT REACHED: too late")


def test_going_on_forgets_the_first_press(meeting):
    propose_adjournment(meeting, save=SAVE)
    assert resume_meeting(meeting, save=SAVE) == []
    adjourn(meeting, LATER)
    meeting.refresh_from_db()
    assert meeting.adjourned == datetime.time(11, 22)


def test_resuming_takes_back_numbers_and_time(desk, meeting):
    adjourn(meeting)
    page = desk.post("meeting_resume")
    assert page.status_code == 200
    meeting.refresh_from_db()
    assert (meeting.state, meeting.adjourned, meeting.adjourning_at) == ("in_session", None, None)
    assert numbers(meeting) == [None]


def test_numbers_that_are_not_the_last_stay_and_the_page_says_so(desk, meeting, harbour):
    adjourn(meeting)
    make.resolution(make.item(make.meeting(harbour)), number="R-2026-02")
    page = desk.post("meeting_resume").content.decode()
    assert "so these stay: R-2026-01" in page
    adjourn(meeting)
    assert numbers(meeting) == ["R-2026-01"]


@pytest.mark.parametrize(
    "fields", [{"sent_at": AT}, {"state": "circulated"}, {"state": "approved"}]
)
def test_an_adjournment_is_not_taken_back_once_it_had_consequences(fields, meeting):
    adjourn(meeting)
    Meeting.objects.update(**fields)
    with pytest.raises(NotNow):
        resume_meeting(meeting, save=SAVE)
    assert numbers(meeting) == ["R-2026-01"]
