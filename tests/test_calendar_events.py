"""What calendars are told: local times in every zone, texts of any kind, invitations by mail."""

import datetime
from zoneinfo import ZoneInfo, available_timezones

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from icalendar import Calendar

from meetings.exports.calendar import (
    Invited,
    calendar_of,
    invitation_of,
    meeting_entry,
)
from meetings.models import Board, Meeting
from meetings.services.calendar import Pattern, Rule, occasions

SITE = "https://board.example.org"
NOON = datetime.datetime(2026, 1, 1, 12)  # noqa: DTZ001 - a clock's time, of no zone yet
STAMP = datetime.datetime(2026, 1, 1, tzinfo=datetime.UTC)
KIM = Invited("Kim Lee", "kim@example.org", "Harbour Board", "board@example.org")


def meeting(date=datetime.date(2026, 3, 5), time=datetime.time(9), zone="Europe/Berlin", **fields):
    """No row: what is written of a meeting hangs on nothing but its fields."""
    board = Board(pk=1, name="Harbour Board", slug="harbour", time_zone=zone)
    known = {"pk": 7, "key": "k", "board": board, "date": date, "start_time": time}
    known |= {"planned_minutes": 60, "calendar_changed_at": STAMP, "calendar_sequence": 0}
    return Meeting(**known | fields)


def entry_of(of, **known):
    entry = meeting_entry(of, site=SITE, **known)
    assert entry
    return entry


def written(of, titles=()):
    return calendar_of([entry_of(of, titles=titles)], name="Harbour Board")


def read(of, titles=()):
    return read_bytes(written(of, titles))


def read_bytes(data):
    (event,) = Calendar.from_ical(data).walk("VEVENT")
    return event


def instants(event):
    return [event.decoded(name).astimezone(datetime.UTC) for name in ("dtstart", "dtend")]


def test_nine_in_the_morning_stays_nine_over_a_change_of_clocks():
    rule = Rule(datetime.date(2026, 3, 19), Pattern.WEEKS, count=4)
    days = [occasion.date for occasion in occasions(rule)]
    entries = [entry_of(meeting(day, pk=number)) for number, day in enumerate(days, 1)]
    calendar = Calendar.from_ical(calendar_of(entries, name="x"))
    starts = [event.decoded("dtstart") for event in calendar.walk("VEVENT")]
    assert [start.time() for start in starts] == [datetime.time(9)] * 4
    assert [start.astimezone(datetime.UTC).hour for start in starts] == [8, 8, 7, 7]
    (zone,) = calendar.walk("VTIMEZONE")
    assert zone["tzid"] == "Europe/Berlin"


def test_the_zone_that_is_written_says_the_same_as_ours_without_knowing_its_name():
    for zone in ("Europe/Berlin", "America/New_York", "Australia/Lord_Howe", "Asia/Kathmandu"):
        (rules,) = Calendar.from_ical(written(meeting(zone=zone))).walk("VTIMEZONE")
        theirs = rules.to_tz(lookup_tzid=False)
        for day in range(0, 365 * 3, 5):
            naive = NOON + datetime.timedelta(days=day)
            ours = naive.replace(tzinfo=ZoneInfo(zone)).utcoffset()
            assert naive.replace(tzinfo=theirs).utcoffset() == ours, (zone, naive)


@pytest.mark.parametrize("zone", sorted(available_timezones()))
def test_in_every_zone_a_meeting_begins_when_it_does(zone):
    of = meeting(zone=zone)
    start, end = instants(read(of))
    assert start == of.starts_at
    assert end - start == datetime.timedelta(hours=1)


@settings(deadline=None)  # the first of a zone makes its rules
@given(
    st.datetimes(NOON.replace(year=2020), NOON.replace(year=2035)),
    st.sampled_from(["Europe/Berlin", "America/St_Johns", "Africa/Casablanca", "Pacific/Apia"]),
    st.integers(1, 1440),
    st.booleans(),
)
def test_a_meeting_lasts_as_long_as_planned_whatever_the_clocks_do(at, zone, minutes, second):
    at = at.replace(second=0, microsecond=0)
    of = meeting(at.date(), at.time(), zone, planned_minutes=minutes, is_second_time=second)
    start, end = instants(read(of))
    assert start == of.starts_at
    assert end - start == datetime.timedelta(minutes=minutes)


def test_the_second_of_two_equal_times_is_said_in_utc():
    of = meeting(datetime.date(2026, 10, 25), datetime.time(2, 30), is_second_time=True)
    data = written(of)
    assert b"DTSTART:20261025T013000Z" in data
    assert b"VTIMEZONE" not in data


def test_a_meeting_without_a_time_lasts_its_day():
    event = read(meeting(time=None))
    assert event["dtstart"].params["VALUE"] == "DATE"
    assert event.decoded("dtend") - event.decoded("dtstart") == datetime.timedelta(days=1)


NO_DAY = {"date": None, "date_precision": "none"}
A_MONTH = {"date": datetime.date(2026, 3, 1), "date_precision": "month"}


@pytest.mark.parametrize("fields", [NO_DAY, A_MONTH, {"kind": "written"}])
def test_a_meeting_without_a_day_or_without_people_is_in_no_calendar(fields):
    assert meeting_entry(meeting(**fields), site=SITE) is None


AWKWARD = 'Pier; "Kai", all\\ of it: 20 %\nand a second line, with ünïcode and 港' * 5


def test_commas_semicolons_backslashes_and_line_ends_come_back_as_they_were():
    event = read(meeting(place="Hall 2; left, then \\up\\"), [(1, AWKWARD)])
    assert event["location"] == "Hall 2; left, then \\up\\"
    assert str(event["description"]).startswith(f"1. {AWKWARD}\n")


@settings(deadline=None)
@given(st.text(max_size=300), st.text(max_size=200))
def test_no_text_breaks_the_calendar(title, place):
    data = written(meeting(place=place), [(1, title)])
    event = read_bytes(data)
    assert str(event["uid"]) == "meeting-7@harbour.boardapp"
    assert data.count(b"\r\nBEGIN:VEVENT") == 1
    data.decode("utf-8")


def test_no_line_is_longer_than_75_bytes_and_every_one_ends_in_crlf():
    data = written(meeting(), [(1, "港" * 200)])
    assert data.endswith(b"END:VCALENDAR\r\n")
    lines = data.split(b"\r\n")
    assert max(map(len, lines)) <= 75
    assert not any(b"\n" in line or b"\r" in line for line in lines)


def test_marks_that_turn_the_writing_round_are_shown():
    event = read(meeting(place="Hall \u202e2 lla\x07"), [(1, "pay\u2066roll")])
    assert event["location"] == "Hall ⟨U+202E⟩2 lla"
    assert "pay⟨U+2066⟩roll" in event["description"]


def test_an_address_in_the_place_is_where_one_joins():
    event = read(meeting(place="Video: https://meet.example.org/pier?x=1,2."))
    assert event["url"] == "https://meet.example.org/pier?x=1,2"
    event = read(meeting(place="Town hall"))
    assert event["url"] == f"{SITE}/boards/harbour/meetings/k/"


@pytest.mark.parametrize("place", ["javascript:alert(1)", "file:///etc/passwd", "data:text/html,x"])
def test_no_other_scheme_becomes_a_link(place):
    assert str(read(meeting(place=place))["url"]).startswith(SITE)


def test_an_invitation_asks_one_person_and_a_cancellation_takes_the_same_event_back():
    asked = entry_of(meeting())
    off = entry_of(meeting(state="cancelled", calendar_sequence=1), reason="Flood")
    calendars = [Calendar.from_ical(invitation_of(entry, KIM)) for entry in (asked, off)]
    events = [calendar.walk("VEVENT")[0] for calendar in calendars]
    assert [calendar["method"] for calendar in calendars] == ["REQUEST", "CANCEL"]
    assert [event["sequence"] for event in events] == [0, 1]
    assert [event["status"] for event in events] == ["CONFIRMED", "CANCELLED"]
    assert events[0]["uid"] == events[1]["uid"]
    for event in events:
        assert event["attendee"] == "mailto:kim@example.org"
        assert event["attendee"].params["CN"] == "Kim Lee"
        assert event["organizer"] == "mailto:board@example.org"


def test_a_name_with_quotes_and_line_ends_cannot_add_to_an_invitation():
    invited = Invited('K"im\r\nATTENDEE:mailto:x@y', "kim@example.org", "B;o:a,rd", "b@example.org")
    data = invitation_of(entry_of(meeting()), invited)
    assert data.count(b"\r\nATTENDEE") == 1
    (event,) = Calendar.from_ical(data).walk("VEVENT")
    assert event["attendee"] == "mailto:kim@example.org"


def test_the_calendars_name_is_escaped():
    lines = calendar_of([], name="A, B; C\nBEGIN:VEVENT").split(b"\r\n")
    assert b"NAME:A\\, B\\; C BEGIN:VEVENT" in lines
    assert b"X-WR-CALNAME:A\\, B\\; C BEGIN:VEVENT" in lines
