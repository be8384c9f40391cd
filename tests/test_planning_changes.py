"""A meeting that people count on moves or is off: they are told, and calendars can tell."""

import datetime

import pytest
from django.urls import reverse

from meetings.models import AgendaItem, Meeting, Member, Notice
from meetings.services.agendas import publish_agenda
from meetings.services.answers import give_answer
from meetings.services.carrying import bring_items, waiting_for
from meetings.services.planning import taken_days
from tests import make
from tests.ballot_desk import text_of
from tests.test_planning import GOOD

A_DAY = datetime.date(2031, 4, 2)
REASON = "The pier is under water."


@pytest.fixture
def meeting(harbour):
    return make.planned_meeting(harbour, A_DAY)


def move(client, meeting, **changed):
    same = {"date": "2031-04-02", "start_time": "16:00", "planned_minutes": "60"}
    address = reverse("meeting_edit", args=["harbour", meeting.key])
    response = client.post(address, GOOD | same | changed)
    assert response.status_code == 302
    meeting.refresh_from_db()


def cancel(client, meeting, reason=REASON):
    return client.post(reverse("meeting_cancel", args=["harbour", meeting.key]), {"reason": reason})


def someone_comes(meeting):
    term = Member.objects.get(person__user__username="secretary")
    give_answer(meeting, person=term.person, choice="comes", save=make.a_save())


def told(kind):
    return list(Notice.objects.filter(kind=kind).values_list("person__name", "text"))


def test_a_meeting_that_nobody_counts_on_moves_in_silence(meeting, as_secretary):
    move(as_secretary, meeting, date="2031-04-09")
    assert Notice.objects.count() == 0


def test_everybody_is_told_where_a_meeting_with_a_published_agenda_moves(
    meeting, as_secretary, signed_in
):
    signed_in("observer")
    make.item(meeting)
    publish_agenda(meeting, save=make.a_save())
    move(as_secretary, meeting, date="2031-04-09", start_time="09:30", place="Town hall")
    names = {name for name, _text in told("meeting_changed")}
    assert names == {"Observer Person", "Secretary Person"}
    assert told("meeting_changed")[0][1] == (
        "The meeting of 2 April 2031 has changed. It is now: 9 April 2031, 09:30 UTC, Town hall. "
        "Please say again whether you come."
    )


def test_answers_were_for_the_day_and_lapse_with_it(meeting, as_secretary):
    someone_comes(meeting)
    move(as_secretary, meeting, start_time="09:00")
    assert meeting.answers.count() == 1
    move(as_secretary, meeting, date="2031-04-09")
    assert meeting.answers.count() == 0
    assert len(told("meeting_changed")) == 2


def test_what_calendars_do_not_show_is_no_news(meeting, as_secretary):
    someone_comes(meeting)
    move(as_secretary, meeting, kind="extraordinary")
    assert (meeting.calendar_sequence, Notice.objects.count()) == (0, 0)


@pytest.mark.parametrize(
    "changed", [{"date": "2031-04-09"}, {"start_time": "09:00"}, {"place": "x"}, {"start_time": ""}]
)
def test_each_change_of_the_plan_is_counted_for_calendars(changed, meeting, as_secretary):
    before = Meeting.objects.get().calendar_changed_at
    move(as_secretary, meeting, **changed)
    assert meeting.calendar_sequence == 1
    assert meeting.calendar_changed_at > before
    move(as_secretary, meeting, **changed)
    assert meeting.calendar_sequence == 1


def test_publishing_an_agenda_is_counted_too(meeting):
    make.item(meeting)
    publish_agenda(meeting, save=make.a_save())
    meeting.refresh_from_db()
    assert meeting.calendar_sequence == 1


def test_a_meeting_is_cancelled_for_a_reason_and_everybody_is_told(meeting, as_secretary):
    response = cancel(as_secretary, meeting)
    meeting.refresh_from_db()
    assert (response.status_code, meeting.state) == (302, "cancelled")
    assert meeting.cancellation.reason == REASON
    assert meeting.calendar_sequence == 1
    assert told("meeting_cancelled") == [
        ("Secretary Person", f"The meeting of 2 April 2031 is cancelled: {REASON}")
    ]
    page = text_of(as_secretary.get(meeting.get_absolute_url()))
    assert f"This meeting is cancelled. {REASON}" in page
    assert "Begin the meeting" not in page


@pytest.mark.parametrize("reason", ["", " \n "])
def test_without_a_reason_no_meeting_is_cancelled(reason, meeting, as_secretary):
    response = cancel(as_secretary, meeting, reason)
    assert response.status_code == 422
    assert "Say why the meeting is off" in text_of(response)
    assert Meeting.objects.get().state == "scheduled"


@pytest.mark.parametrize("state", ["in_session", "adjourned", "circulated", "approved"])
def test_a_meeting_that_has_begun_is_not_cancelled(state, meeting, as_secretary):
    Meeting.objects.update(state=state)
    response = cancel(as_secretary, meeting)
    assert response.status_code == 409
    assert "This meeting has begun" in text_of(response)
    assert Notice.objects.count() == 0


def test_a_second_press_cancels_nothing_more(meeting, as_secretary):
    cancel(as_secretary, meeting)
    response = cancel(as_secretary, meeting)
    assert response.status_code == 409
    assert "cancelled already" in text_of(response)
    assert Notice.objects.count() == 1


def test_a_meeting_with_notes_is_not_cancelled(meeting, as_secretary):
    make.notes(make.item(meeting), "- a note")
    response = cancel(as_secretary, meeting)
    assert response.status_code == 409
    assert "they are minutes" in text_of(response)


def test_what_was_carried_over_to_it_waits_for_the_next_meeting(harbour, meeting, as_secretary):
    last = make.meeting(harbour, make.A_DAY, "adjourned")
    old = make.item(last, "Repair the pier", disposition="deferred")
    bring_items(meeting)
    assert AgendaItem.objects.filter(meeting=meeting, carried_from=old).exists()
    cancel(as_secretary, meeting)
    following = make.planned_meeting(harbour, A_DAY + datetime.timedelta(days=7))
    assert old.pk in [waiting.item.pk for waiting in waiting_for(following) if waiting.item]


ACTS = {
    "meeting_begin": ({}, "begun"),
    "meeting_edit": (GOOD, "This meeting was cancelled."),
    "agenda_begin": ({"all": "yes"}, "This meeting was cancelled."),
    "item_add": ({"title": "Late"}, "This meeting was cancelled."),
    "roll_call": ({}, "This meeting was cancelled"),
}


@pytest.mark.parametrize("page", ACTS)
def test_nothing_is_done_in_a_cancelled_meeting(page, meeting, as_secretary):
    cancel(as_secretary, meeting)
    fields, sentence = ACTS[page]
    response = as_secretary.post(reverse(page, args=["harbour", meeting.key]), fields)
    assert response.status_code in (409, 422)
    assert sentence in text_of(response)
    assert Meeting.objects.get().state == "cancelled"


def test_no_notes_are_saved_in_a_cancelled_meeting(meeting, as_secretary):
    item = make.item(meeting)
    cancel(as_secretary, meeting)
    address = reverse("item_notes", args=["harbour", meeting.key, item.pk])
    response = as_secretary.post(
        address, {"text": "- a note", "base": 0}, headers={"accept": "application/json"}
    )
    assert response.status_code == 409
    assert "cancelled" in response.json()["error"]


def test_its_day_is_free_again(harbour, meeting, as_secretary):
    cancel(as_secretary, meeting)
    assert taken_days(harbour, [A_DAY]) == set()
    response = as_secretary.post(
        reverse("meeting_new", args=["harbour"]), GOOD | {"date": "2031-04-02"}
    )
    assert response.status_code == 302
    assert Meeting.objects.exclude(pk=meeting.pk).get().key == "2031-04-02-2"


def test_a_cancelled_meeting_is_not_among_the_next_ones(harbour, meeting, as_secretary):
    assert Meeting.objects.upcoming(make.A_DAY).count() == 1
    cancel(as_secretary, meeting)
    assert Meeting.objects.upcoming(make.A_DAY).count() == 0
    listed = text_of(as_secretary.get(reverse("meeting_list", args=["harbour"])))
    assert "cancelled" in listed


def test_an_observer_cancels_nothing(meeting, signed_in):
    assert cancel(signed_in("observer"), meeting).status_code == 403
