"""Meetings are planned, planned anew and made in series, each bad date with its sentence."""

import datetime

import pytest
from django.urls import reverse

from meetings.models import Board, FormerKey, Meeting
from tests import make

GOOD = {"date": "2027-03-04", "start_time": "09:00", "planned_minutes": "90", "kind": "ordinary"}


@pytest.fixture
def berlin(harbour):
    Board.objects.filter(pk=harbour.pk).update(time_zone="Europe/Berlin")
    harbour.refresh_from_db()
    return harbour


@pytest.fixture
def desk(as_secretary, berlin):
    class Desk:
        def plan(self, **changed):
            return as_secretary.post(reverse("meeting_new", args=["harbour"]), GOOD | changed)

        def change(self, meeting, **changed):
            address = reverse("meeting_edit", args=["harbour", meeting.key])
            return as_secretary.post(address, GOOD | changed)

        def series(self, **fields):
            return as_secretary.post(reverse("series_new", args=["harbour"]), fields)

        get = staticmethod(as_secretary.get)

    return Desk()


def test_a_meeting_is_planned(desk):
    response = desk.plan(place="Town hall", kind="extraordinary")
    meeting = Meeting.objects.get()
    assert response.url == meeting.get_absolute_url()
    assert (meeting.key, meeting.state, meeting.place) == ("2027-03-04", "scheduled", "Town hall")
    assert (meeting.kind, meeting.planned_minutes) == ("extraordinary", 90)
    assert str(meeting.starts_at) == "2027-03-04 08:00:00+00:00"
    assert meeting.history.get().history_user.username == "secretary"


BAD = {
    "a day that is none": ({"date": "2027-02-29"}, "2027-02-29 is not a date."),
    "a month that is none": ({"date": "31/02/2027"}, "31/02/2027 is not a date."),
    "day and month alone": ({"date": "31/02"}, "31/02 is not a date."),
    "year nought": ({"date": "0000-01-01"}, "0000-01-01 is not a date."),
    "year one": ({"date": "0001-01-01"}, "Choose a date between 1900 and 2100."),
    "the last year": ({"date": "9999-12-31"}, "Choose a date between 1900 and 2100."),
    "no date": ({"date": ""}, "This field is required."),
    "a time that is none": ({"start_time": "25:00"}, "25:00 is not a time."),
    "words for a time": ({"start_time": "noon"}, "noon is not a time."),
    "a time that the clocks skip": (
        {"date": "2027-03-28", "start_time": "02:30"},
        "28 March 2027: the clocks go forward then. Did you mean 03:30?",
    ),
    "a time that comes twice": (
        {"date": "2026-10-25", "start_time": "02:30"},
        "25 October 2026: the clocks go back then, and 02:30 comes twice.",
    ),
    "forty days": (
        {"planned_minutes": "57600"},
        "From 2027-03-04 09:00 to 2027-04-13 09:00: a meeting lasts 24 hours at most.",
    ),
    "no time at all": ({"planned_minutes": "-1"}, "greater than or equal to 1"),
    "without end": ({"planned_minutes": "9" * 30}, "a meeting lasts 24 hours at most."),
    "a kind that is none": ({"kind": "secret"}, "secret is not one of the available choices"),
    "a place without end": ({"place": "x" * 201}, "at most 200 characters"),
    "a NUL": ({"place": "a\0b"}, "Null characters are not allowed."),
}


@pytest.mark.parametrize("what", BAD)
def test_a_bad_meeting_is_refused_in_a_sentence_and_what_was_typed_stays(what, desk):
    changed, sentence = BAD[what]
    response = desk.plan(**changed)
    page = response.content.decode()
    assert response.status_code == 422
    assert sentence in page
    assert not Meeting.objects.exists()
    (typed,) = list(changed.values())[-1:]
    assert f'value="{typed}"' in page or typed in ("", "secret", "a\0b")


def test_of_two_equal_times_the_one_that_is_meant_is_asked_for(desk):
    twice = {"date": "2026-10-25", "start_time": "02:30"}
    assert "The second" in desk.plan(**twice).content.decode()
    desk.plan(**twice, which="second")
    desk.plan(**twice, which="first", another="on")
    at = [str(meeting.starts_at) for meeting in Meeting.objects.order_by("pk")]
    assert at == ["2026-10-25 01:30:00+00:00", "2026-10-25 00:30:00+00:00"]


def test_digits_of_another_script_are_read_and_shown_back_as_ours(desk):
    page = desk.plan(date="٢٠٢٧-٠١-٠١", kind="x").content.decode()
    assert 'value="2027-01-01"' in page
    desk.plan(date="٢٠٢٧-٠١-٠١", start_time="٠٩:٣٠")
    meeting = Meeting.objects.get()
    assert (str(meeting.date), str(meeting.start_time)) == ("2027-01-01", "09:30:00")


def test_a_second_meeting_of_a_day_is_planned_only_when_it_is_meant(desk):
    desk.plan()
    again = desk.plan()
    assert again.status_code == 422
    assert "There is a meeting on 4 March 2027 already." in again.content.decode()
    desk.plan(another="on")
    assert sorted(m.key for m in Meeting.objects.all()) == ["2027-03-04", "2027-03-04-2"]


def test_with_another_date_the_old_address_leads_to_the_new_one(desk, berlin):
    desk.plan()
    meeting = Meeting.objects.get()
    old = meeting.get_absolute_url()
    response = desk.change(meeting, date="2027-03-11", place="Pier 2")
    meeting.refresh_from_db()
    assert (meeting.key, meeting.place) == ("2027-03-11", "Pier 2")
    assert response.url == meeting.get_absolute_url()
    assert desk.get(old).url == meeting.get_absolute_url()
    assert meeting.history.count() == 2


def test_a_meeting_moved_back_has_its_old_key_again(desk):
    desk.plan()
    meeting = Meeting.objects.get()
    for date in ("2027-03-11", "2027-03-04"):
        desk.change(meeting, date=date)
        meeting.refresh_from_db()
    assert meeting.key == "2027-03-04"
    assert FormerKey.objects.get().key == "2027-03-11"


def test_a_key_that_another_meeting_once_had_is_not_given_again(desk):
    desk.plan()
    desk.change(Meeting.objects.get(), date="2027-03-11")
    desk.plan()
    assert sorted(m.key for m in Meeting.objects.all()) == ["2027-03-04-2", "2027-03-11"]


def test_place_and_time_change_without_another_key(desk):
    desk.plan()
    desk.change(Meeting.objects.get(), start_time="10:15")
    meeting = Meeting.objects.get()
    assert (meeting.key, str(meeting.start_time)) == ("2027-03-04", "10:15:00")
    assert not FormerKey.objects.exists()


@pytest.mark.parametrize("state", ["adjourned", "circulated", "approved"])
def test_an_adjourned_meetings_date_is_minutes(state, desk, berlin):
    meeting = make.meeting(berlin, state=state)
    response = desk.change(meeting)
    assert response.status_code == 409
    assert "has been adjourned" in response.content.decode()
    meeting.refresh_from_db()
    assert meeting.date == make.A_DAY


def test_another_boards_meeting_cannot_be_changed(desk, library):
    meeting = make.meeting(library, state="scheduled")
    assert desk.change(meeting).status_code == 404


SERIES = {
    "start": "2027-01-05",
    "every": "1",
    "pattern": "weeks",
    "count": "3",
    "start_time": "09:00",
    "kind": "ordinary",
}


def make_all(desk, **fields):
    """Looks, then presses, as a person does."""
    looked = desk.series(**fields)
    mark = looked.context["form"].mark
    return desk.series(**fields, seen=mark, make="yes")


def test_a_look_at_a_series_makes_nothing(desk):
    page = desk.series(**SERIES).content.decode()
    assert "Tuesday, 12 January 2027" in page
    assert "Plan 3 meetings" in page
    assert not Meeting.objects.exists()


def test_one_press_makes_all_the_meetings_of_a_series(desk, berlin):
    response = make_all(desk, **SERIES | {"place": "Pier 2"})
    assert response.url == reverse("meeting_list", args=["harbour"])
    keys = [m.key for m in Meeting.objects.order_by("date")]
    assert keys == ["2027-01-05", "2027-01-12", "2027-01-19"]
    assert {m.place for m in Meeting.objects.all()} == {"Pier 2"}
    assert Meeting.history.count() == 3


def test_what_was_not_looked_at_is_not_made(desk):
    mark = desk.series(**SERIES).context["form"].mark
    for changed in ({"count": "4"}, {"start_time": "10:00"}):
        response = desk.series(**SERIES | changed, seen=mark, make="yes")
        assert "changed since you looked" in response.content.decode()
    assert not Meeting.objects.exists()


def test_a_series_stays_at_nine_where_the_clocks_change(desk):
    make_all(desk, **SERIES | {"start": "2027-03-22"})
    at = [str(m.starts_at) for m in Meeting.objects.order_by("date")]
    assert at == [
        "2027-03-22 08:00:00+00:00",
        "2027-03-29 07:00:00+00:00",
        "2027-04-05 07:00:00+00:00",
    ]


def test_days_with_a_meeting_are_marked_and_left_out(desk, berlin):
    make.meeting(berlin, datetime.date(2027, 1, 12))
    page = desk.series(**SERIES).content.decode()
    assert "has a meeting already" in page
    assert "Plan 2 meetings" in page
    make_all(desk, **SERIES)
    assert Meeting.objects.count() == 3


def test_the_same_series_sent_twice_is_made_once(desk):
    make_all(desk, **SERIES)
    make_all(desk, **SERIES)
    assert Meeting.objects.count() == 3


def test_months_without_such_a_day_are_shown_and_skipped_or_ended(desk):
    monthly = SERIES | {"start": "2027-01-31", "pattern": "month_day"}
    page = desk.series(**monthly).content.decode()
    assert "<s>February 2027</s>" in page
    assert "Leave that month out" in page
    page = desk.series(**monthly, missing="last").content.decode()
    assert "Sunday, 28 February 2027" in page
    make_all(desk, **monthly, missing="last")
    assert [m.key[5:] for m in Meeting.objects.order_by("date")] == ["01-31", "02-28", "03-31"]


BAD_SERIES = {
    "a million": ({"count": "1000000"}, "At most 200 meetings can be made at once."),
    "201": ({"count": "201"}, "At most 200 meetings can be made at once."),
    "until far away": (
        {"count": "", "until": "2099-01-01"},
        "At most 200 meetings can be made at once.",
    ),
    "no end": ({"count": ""}, "Say how many meetings, or until which day."),
    "no step": ({"every": "0"}, "Give a whole number from 1 to 99."),
    "seconds": ({"pattern": "SECONDLY"}, "SECONDLY is not one of the available choices"),
    "an end before the start": (
        {"until": "2026-12-31"},
        "The series would begin on 2027-01-05 and end on 2026-12-31.",
    ),
    "none that fits": (
        {"start": "2027-01-01", "pattern": "last_weekday", "until": "2027-01-08"},
        "No day between the two fits.",
    ),
    "a start that is none": ({"start": "2027-02-29"}, "2027-02-29 is not a date."),
    "a time that is skipped on one of the days": (
        {"start": "2027-03-21", "start_time": "02:30"},
        "28 March 2027: the clocks go forward then.",
    ),
}


@pytest.mark.parametrize("what", BAD_SERIES)
def test_a_bad_series_is_refused_in_a_sentence(what, desk):
    changed, sentence = BAD_SERIES[what]
    response = desk.series(**SERIES | changed, make="yes")
    assert response.status_code == 422
    assert sentence in response.content.decode()
    assert not Meeting.objects.exists()


@pytest.mark.parametrize("who", ["observer", "member"])
@pytest.mark.parametrize("name", ["meeting_new", "series_new", "meeting_edit"])
def test_only_the_secretariat_plans(name, who, signed_in, harbour):
    meeting = make.meeting(harbour, state="scheduled")
    keys = [meeting.key] if name == "meeting_edit" else []
    response = signed_in(who).post(reverse(name, args=["harbour", *keys]), GOOD)
    assert response.status_code == 403
    page = signed_in(who).get(meeting.get_absolute_url()).content.decode()
    assert "Change date and place" not in page
    assert "Plan a meeting" not in signed_in(who).get("/boards/harbour/meetings/").content.decode()
