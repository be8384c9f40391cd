"""The private calendar feed: who reads it, what is in it, and when it ends."""

import datetime
import re

import pytest
from django.core.cache import cache
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from icalendar import Calendar

from meetings.models import CalendarFeed, Meeting, Member, User
from meetings.services.cancelling import cancel_meeting
from meetings.services.feeds import make_feed, revoke_feed
from meetings.services.planning import Frame, plan_again
from meetings.services.tokens import hash_of
from tests import make
from tests.ballot_desk import text_of

SETTINGS = reverse("calendar_feed_settings")
DAY = timezone.localdate() + datetime.timedelta(days=30)


@pytest.fixture
def reader(signed_in):
    signed_in("member")
    return User.objects.get(username="member")


@pytest.fixture
def token(reader):
    return make_feed(reader, at=timezone.now())


def get(token, **headers):
    """By a program without a session."""
    return Client().get(reverse("calendar_feed", args=[token]), headers=headers)


def events(response):
    assert response.status_code == 200
    return {str(e["uid"]): e for e in Calendar.from_ical(response.content).walk("VEVENT")}


def only_event(token):
    (event,) = events(get(token)).values()
    return event


def test_a_feed_is_read_without_a_sign_in_and_starts_no_session(token):
    response = get(token)
    assert response.status_code == 200
    assert response["Content-Type"] == "text/calendar; charset=utf-8"
    assert not response.cookies
    assert Client().head(reverse("calendar_feed", args=[token])).status_code == 200


def test_the_address_is_shown_once_and_only_its_hash_is_kept(signed_in):
    client = signed_in("member")
    page = client.post(SETTINGS, {"act": "make"}).content.decode()
    (token,) = re.findall(r"http://testserver/calendar/([\w-]+)\.ics", page)
    assert len(token) == 43
    assert CalendarFeed.objects.get().token_hash == hash_of(token)
    assert token not in CalendarFeed.objects.get().token_hash
    assert token not in client.get(SETTINGS).content.decode()
    assert get(token).status_code == 200


def test_a_replaced_address_ends_with_the_press(signed_in, token):
    signed_in("member").post(SETTINGS, {"act": "make"})
    assert get(token).status_code == 404
    assert CalendarFeed.objects.count() == 1


def test_a_revoked_address_ends_with_the_press(signed_in, token):
    assert signed_in("member").post(SETTINGS, {"act": "revoke"}).status_code == 302
    assert get(token).status_code == 404
    revoke_feed(User.objects.get(username="member"))


def test_a_press_that_says_nothing_makes_no_address(signed_in):
    assert signed_in("member").post(SETTINGS, {"act": "?"}).status_code == 200
    assert CalendarFeed.objects.count() == 0


def test_the_feed_is_dead_with_the_last_term(reader, token):
    yesterday = timezone.localdate() - datetime.timedelta(days=1)
    Member.objects.filter(person__user=reader).update(end_date=yesterday)
    assert get(token).status_code == 404


def test_the_feed_is_dead_with_the_account(reader, token):
    User.objects.filter(pk=reader.pk).update(is_active=False)
    assert get(token).status_code == 404


def test_a_board_whose_term_ended_is_gone_from_a_feed_that_lives_on(reader, token, library):
    make.member(library, name="Also Here", account=None)
    person = library.people.get()
    person.user = reader
    person.save(update_fields=["user"])
    there = make.planned_meeting(library, DAY)
    assert [e["summary"] for e in events(get(token)).values()] == ["Library Board: meeting"]
    Member.objects.filter(person=person).update(
        end_date=timezone.localdate() - datetime.timedelta(1)
    )
    assert events(get(token)) == {}
    assert Meeting.objects.get() == there


def test_another_boards_meetings_are_nobody_elses(token, library):
    make.planned_meeting(library, DAY)
    assert events(get(token)) == {}


@pytest.mark.parametrize("guess", ["x", "a" * 43, "é", "%00", "a" * 3000, "..", "A.ics"])
def test_a_guess_finds_nothing(guess, token):
    assert get(guess).status_code == 404


def test_whoever_tries_many_addresses_waits_and_the_right_one_still_opens(token):
    answers = [get(f"guess-{number}").status_code for number in range(22)]
    assert answers == [404] * 20 + [429] * 2
    assert get("x")["Retry-After"] == "60"
    assert get(token).status_code == 200
    cache.clear()
    assert get("x").status_code == 404


def test_the_feed_stays_the_same_bytes_until_something_changes(token, harbour):
    meeting = make.planned_meeting(harbour, DAY)
    first = get(token)
    again = get(token, **{"if-none-match": first["ETag"]})
    assert (again.status_code, again.content) == (304, b"")
    assert get(token).content == first.content
    change(meeting, place="Town hall")
    changed = get(token, **{"if-none-match": first["ETag"]})
    assert changed.status_code == 200
    assert changed["ETag"] != first["ETag"]


def change(meeting, **changed):
    frame = Frame(**{"date": meeting.date, "start_time": meeting.start_time} | changed)
    return plan_again(meeting, frame=frame, save=make.a_save())


def test_a_meeting_that_moves_is_the_same_event_with_a_higher_count(token, harbour):
    meeting = make.planned_meeting(harbour, DAY)
    before = only_event(token)
    change(meeting, date=DAY + datetime.timedelta(days=7))
    after = only_event(token)
    assert before["uid"] == after["uid"] == f"meeting-{meeting.pk}@harbour.boardapp"
    assert after["sequence"] == before["sequence"] + 1
    assert after.decoded("dtstart").date() == DAY + datetime.timedelta(days=7)
    assert after.decoded("dtstamp") >= before.decoded("dtstamp")


def test_a_cancelled_meeting_stays_and_says_so(token, harbour):
    meeting = make.planned_meeting(harbour, DAY)
    cancel_meeting(meeting, reason="Flood; all, of it.", save=make.a_save())
    event = only_event(token)
    assert (event["status"], event["sequence"]) == ("CANCELLED", 1)
    assert "Flood; all, of it." in event["description"]


class Importer:
    """A calendar program as they all are: an event is its UID, a lower count changes nothing."""

    def __init__(self):
        self.kept = {}

    def take(self, response):
        for uid, event in events(response).items():
            known = self.kept.get(uid)
            if known is None or known["sequence"] <= event["sequence"]:
                self.kept[uid] = event


def test_taken_in_twice_nothing_is_there_twice(token, harbour):
    meeting = make.planned_meeting(harbour, DAY)
    make.planned_meeting(harbour, DAY + datetime.timedelta(days=1))
    program = Importer()
    program.take(get(token))
    old = get(token)
    change(meeting, date=DAY + datetime.timedelta(days=9), start_time=datetime.time(9))
    program.take(get(token))
    program.take(get(token))
    program.take(old)  # a cache answers late
    assert len(program.kept) == 2
    moved = program.kept[f"meeting-{meeting.pk}@harbour.boardapp"]
    assert moved.decoded("dtstart").date() == DAY + datetime.timedelta(days=9)


def test_own_actions_that_were_sent_are_there_on_their_day(token, reader, harbour):
    own = Member.objects.get(person__user=reader).person
    item = make.item(make.meeting(harbour))
    sent = make.action(item, own, "oil, the press", due_on=DAY, sent_at=timezone.now())
    make.action(item, own, "not sent", due_on=DAY)
    make.action(item, own, "no day", sent_at=timezone.now())
    make.action(item, own, "done", due_on=DAY, sent_at=timezone.now(), state="done", closed_on=DAY)
    make.action(item, make.person(harbour, "E. Else"), due_on=DAY, sent_at=timezone.now())
    found = [e for uid, e in events(get(token)).items() if uid.startswith("action")]
    (event,) = found
    assert event["summary"] == f"A-{sent.number} due: oil, the press"
    assert event.decoded("dtstart") == DAY
    assert event["dtstart"].params["VALUE"] == "DATE"
    assert event["transp"] == "TRANSPARENT"


def test_nothing_in_camera_leaves_by_the_feed(token, reader, harbour):
    own = Member.objects.get(person__user=reader).person
    meeting = make.planned_meeting(harbour, DAY)
    make.item(meeting, "Welcome")
    secret = make.item(meeting, "The harbour master's pay", is_in_camera=True)
    make.action(secret, own, "ask the harbour master", due_on=DAY, sent_at=timezone.now())
    text = get(token).content.decode().replace("\r\n ", "")
    assert "1. Welcome" in text
    assert "harbour master" not in text
    assert "an action in camera" in text


def test_meetings_without_a_day_are_left_out_and_those_without_a_time_last_the_day(token, harbour):
    make.meeting(harbour, None, "scheduled", date_precision="none")
    make.meeting(harbour, DAY.replace(day=1), "scheduled", date_precision="month")
    make.meeting(harbour, DAY, "adjourned", kind="written")
    make.meeting(harbour, timezone.localdate() - datetime.timedelta(days=366))
    make.meeting(harbour, DAY, "scheduled")
    event = only_event(token)
    assert event.decoded("dtstart") == DAY
    assert event.decoded("dtend") == DAY + datetime.timedelta(days=1)


@pytest.mark.parametrize("rows", [3, 30, 500])
def test_a_feed_takes_six_queries_however_full(rows, token, reader, harbour):
    own = Member.objects.get(person__user=reader).person
    for number in range(rows):
        meeting = make.planned_meeting(harbour, DAY + datetime.timedelta(days=number))
        if number % 10 == 0:
            item = make.item(meeting)
            make.action(item, own, due_on=DAY, sent_at=timezone.now())
            cancel_meeting(meeting, reason="x", save=make.a_save())
    with CaptureQueriesContext(connection) as captured:
        assert len(events(get(token))) == rows + -(-rows // 10)
    assert len(captured) == 6


def test_one_meeting_is_opened_by_whoever_may_see_it(signed_in, harbour):
    meeting = make.planned_meeting(harbour, DAY)
    address = reverse("meeting_ics", args=["harbour", meeting.key])
    response = signed_in("observer").get(address)
    (uid,) = events(response)
    assert uid == f"meeting-{meeting.pk}@harbour.boardapp"
    assert response["Content-Disposition"].endswith(f'"harbour-{meeting.key}.ics"')
    assert signed_in("outsider").get(address).status_code == 404


def test_the_settings_say_what_is_in_it_to_somebody_without_a_board(client, db):
    client.force_login(make.user("nobody"), "allauth.account.auth_backends.AuthenticationBackend")
    assert "an address would show nothing" in text_of(client.get(SETTINGS))
    client.post(SETTINGS, {"act": "make"})
    assert CalendarFeed.objects.count() == 1
