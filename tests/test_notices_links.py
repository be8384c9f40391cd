"""What stands in a mail: words, links and headers. No link does anything until it is pressed."""

import datetime
import email.header
import html
import re

import pytest
from django.core import mail
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from icalendar import Calendar

from meetings.exports.letters import WORDS, clean, subject_of
from meetings.models import MailChoice, Mailing, Meeting, Notice
from meetings.services.mail_choices import choices_of
from tests import make
from tests.conftest import BACKEND
from tests.races import together
from tests.test_notices_mails import KIND, everything, note, pack, reader, send

pytestmark = pytest.mark.django_db
SITE = "https://board.example.org"
PREFETCHES = ({"Purpose": "prefetch"}, {"Sec-Purpose": "prefetch;prerender"}, {"X-Moz": "prefetch"})


@pytest.fixture(autouse=True)
def in_the_morning(settings):
    settings.MAIL_HOUR = 0


def subjects(board):
    """One record for each kind of notice, as it is told of."""
    ballot = make.ballot(board)
    item = ballot.resolution.item
    action = make.action(item)
    found = dict.fromkeys(KIND, item.meeting)
    found |= {kind: action for kind in KIND if kind.startswith("action")}
    found |= {kind: ballot for kind in KIND if kind.startswith(("ballot", "vote"))}
    return found


@pytest.fixture
def told():
    """Ada, to whom a mail of every kind was sent."""
    board = make.seated_board()
    account = make.user("ada")
    ada = reader(board, "Ada Low", user=account)
    for kind, subject in subjects(board).items():
        note(ada, kind, at=timezone.now(), text=f"of {kind}", subject=subject)
    send()
    return ada


def links_of(message):
    """Every address in a mail: in its text, its HTML and its headers."""
    text = message.body + " ".join(message.extra_headers.values())
    found = set(re.findall(r"https?://[^\s<>]+", text))
    return found | {
        html.unescape(at) for at in re.findall(r'href="([^"]+)"', message.alternatives[0][0])
    }


def all_links():
    return sorted({link for message in mail.outbox for link in links_of(message)})


def test_every_kind_of_notice_has_its_words():
    assert set(WORDS) == set(Notice.Kind)


def test_every_link_leads_to_the_configured_site_and_opens_a_page(told):
    client = Client()
    client.force_login(told.user, BACKEND)
    for link in all_links():
        assert link.startswith(f"{SITE}/")
        assert client.get(link.removeprefix(SITE)).status_code == 200, link


def test_no_link_in_any_mail_does_anything_when_it_is_fetched(told):
    """As scanners and mail programs do: GET and HEAD five times, prefetched, known or not."""
    signed_in = Client()
    signed_in.force_login(told.user, BACKEND)
    links = [link.removeprefix(SITE) for link in all_links()]
    assert len(links) >= 6
    before = everything()
    for link in links:
        for client in (Client(), signed_in):
            for _time in range(5):
                client.get(link)
                client.head(link)
            for headers in PREFETCHES:
                client.get(link, headers=headers)
    assert everything() == before


def ending(told):
    message = next(one for one in mail.outbox if "List-Unsubscribe" in one.extra_headers)
    return message.extra_headers["List-Unsubscribe"].strip("<>").removeprefix(SITE)


def press(address):
    """As a mail program does: no cookie, no form token. Source: RFC 8058."""
    client = Client(enforce_csrf_checks=True)
    return client.post(address, {"List-Unsubscribe": "One-Click"})


def test_one_press_in_the_mail_program_ends_the_mails_but_not_those_about_votes(told):
    answer = press(ending(told))
    assert answer.status_code == 200
    assert "sessionid" not in answer.cookies
    assert set(choices_of(told).values()) == {"never"}
    mail.outbox.clear()
    for kind in KIND:
        note(told, kind, at=timezone.now())
    send()
    assert len(mail.outbox) == len(Notice.ALWAYS)


def test_what_waits_when_mails_are_ended_does_not_leave(told):
    note(told, KIND.MEETING_CANCELLED, at=timezone.now())
    note(told, KIND.BALLOT_OPENED, at=timezone.now())
    pack(timezone.now())
    press(ending(told))
    waiting = Mailing.objects.exclude(state="sent").order_by("pk")
    assert [mailing.state for mailing in waiting] == ["dropped", "waiting"]


def test_pressed_again_it_says_the_same_and_changes_nothing(told):
    press(ending(told))
    before = everything()
    assert press(ending(told)).status_code == 200
    assert everything() == before


@pytest.mark.django_db(transaction=True)
def test_pressed_by_many_at_once_it_ends_them_once(told):
    answers = together(*[lambda: press(ending(told)).status_code] * 10)
    assert answers == [200] * 10
    assert MailChoice.objects.count() == len(KIND) - len(Notice.ALWAYS)


def test_a_token_that_is_in_no_mail_opens_nothing(told):
    assert press(reverse("unsubscribe", args=["0" * 64])).status_code == 404
    assert Client().get(reverse("unsubscribe", args=["x"])).status_code == 404


def test_the_database_holds_no_token(told):
    token = ending(told).split("/")[-2]
    assert len(token) == 64
    assert token not in str(everything())


def test_mails_that_cannot_be_ended_do_not_say_that_they_can(told):
    (receipt,) = [one for one in mail.outbox if one.subject.endswith("Receipt of your vote")]
    assert "List-Unsubscribe" not in receipt.extra_headers
    assert "unsubscribe" not in receipt.body
    assert f"{SITE}/mail/preferences/" in receipt.body


def test_a_mail_says_what_an_automaton_and_a_mail_program_need(told):
    (daily,) = [one for one in mail.outbox if "notices" in one.subject]
    headers = daily.extra_headers
    assert headers["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert headers["Auto-Submitted"] == "auto-generated"
    assert re.fullmatch(r"<[0-9a-f-]{36}@board\.example\.org>", headers["Message-ID"])
    assert "Times are those of UTC" in daily.body


EVIL = "Board\r\nBcc: everybody@example.org\x07\u2028\u202e"


def test_no_header_holds_a_control_character():
    board = make.board("harbour", name=EVIL)
    note(reader(board), KIND.BALLOT_OPENED, at=timezone.now(), text=EVIL)
    send()
    (message,) = mail.outbox
    sent = message.message()
    decoded = [str(email.header.make_header(email.header.decode_header(v))) for v in sent.values()]
    assert not [v for v in decoded if re.search(r"[\x00-\x08\x0b-\x1f\u2028\u202e]", v)]
    assert sent["Bcc"] is None
    assert message.to == [Mailing.objects.get().address]


def test_a_subject_is_one_line_of_bounded_length():
    board = make.board("harbour", name="x" * 200)
    assert len(subject_of(board, list(KIND))) == 150
    assert clean(" a \r\n b\x07\tc ") == "a b c"


def test_what_is_gone_leads_to_the_boards_page(harbour):
    notice = note(reader(harbour), KIND.BALLOT_OPENED, at=timezone.now())
    Notice.objects.filter(pk=notice.pk).update(subject_kind="ballot", subject_key=9**9)
    send()
    assert f"{SITE}/boards/harbour/\n" in mail.outbox[0].body


def events_of(message):
    """The invitations that a mail brings along, by their method."""
    found = [Calendar.from_ical(attached.content) for attached in message.attachments]
    return [(one["METHOD"], event) for one in found for event in one.walk("VEVENT")]


def test_a_mail_on_an_agenda_and_on_a_meeting_that_is_off_brings_its_invitation(harbour):
    meeting, ada = make.meeting(harbour), reader(harbour)
    note(ada, KIND.AGENDA_PUBLISHED, at=timezone.now(), subject=meeting)
    send()
    Meeting.objects.filter(pk=meeting.pk).update(state="cancelled", calendar_sequence=1)
    note(ada, KIND.MEETING_CANCELLED, at=timezone.now(), subject=meeting)
    send()
    ((asked, event),), ((off, same),) = [events_of(message) for message in mail.outbox]
    assert (asked, off) == ("REQUEST", "CANCEL")
    assert event["UID"] == same["UID"]
    assert (event["SEQUENCE"], same["SEQUENCE"]) == (0, 1)
    assert event["ATTENDEE"] == f"mailto:{ada.email}"
    assert event["ORGANIZER"] == "mailto:boardapp@localhost"


def test_two_notices_on_one_meeting_bring_one_invitation(harbour):
    meeting, ada = make.meeting(harbour), reader(harbour)
    for _twice in range(2):
        note(ada, KIND.AGENDA_PUBLISHED, at=timezone.now(), subject=meeting)
    send()
    assert len(events_of(mail.outbox[0])) == 1


def test_the_part_of_a_mail_with_an_invitation_says_what_it_asks(harbour):
    note(reader(harbour), KIND.MEETING_CHANGED, at=timezone.now(), subject=make.meeting(harbour))
    send()
    source = mail.outbox[0].message().as_string()
    assert 'text/calendar; charset="utf-8"; method="REQUEST"' in source


def test_a_notice_on_something_else_brings_nothing(harbour):
    note(reader(harbour), at=timezone.now())
    send()
    assert mail.outbox[0].attachments == []


@pytest.mark.parametrize("count", [3, 30])
def test_a_run_takes_a_bounded_number_of_queries_for_each_mail(count, harbour):
    for number in range(count):
        ada = reader(harbour, f"Reader {number}")
        note(ada, at=timezone.now())
        note(ada, KIND.BALLOT_OPENED, at=timezone.now())
    with CaptureQueriesContext(connection) as captured:
        send()
    assert len(mail.outbox) == 2 * count
    assert len(captured) <= 30 + 7 * 2 * count


def test_preferences_are_chosen_for_each_board(signed_in, harbour):
    client = signed_in("member")
    person = harbour.people.get(user__username="member")
    page = client.get("/mail/preferences/").content.decode()
    assert "Mails go to member@example.org." in page
    prefix = f"p{person.pk}-"
    chosen = dict.fromkeys(choices_of(person), "daily") | {KIND.ACTION_LATE.value: "never"}
    form = {"person": person.pk, **{prefix + kind: how for kind, how in chosen.items()}}
    assert client.post("/mail/preferences/", form).status_code == 302
    assert choices_of(person) == chosen
    assert client.post("/mail/preferences/", form | {f"{prefix}action_new": "x"}).status_code == 422


def test_nobody_chooses_for_somebody_else(signed_in, harbour):
    other = reader(harbour)
    answer = signed_in("member").post("/mail/preferences/", {"person": other.pk})
    assert answer.status_code == 200
    assert not MailChoice.objects.exists()


@pytest.fixture
def in_the_demo(settings):
    settings.DEMO, settings.EMAIL_URL = True, ""


def test_the_demo_shows_what_would_have_left_and_sends_nothing(in_the_demo, signed_in, harbour):
    note(reader(harbour), KIND.BALLOT_OPENED, at=timezone.now(), text="Vote <b>now</b>")
    client = signed_in("member")
    assert "Vote &lt;b&gt;now" in client.get("/outbox/").content.decode()
    assert client.post("/outbox/").status_code == 302
    mailing = Mailing.objects.get()
    assert "Your vote is asked for" in client.get("/outbox/").content.decode()
    page = client.get(f"/outbox/{mailing.pk}/").content.decode()
    assert f'href="{SITE}/boards/harbour/"' in page
    assert "<b>now" not in page
    assert "&lt;p&gt;Dear Ada Low" in page
    assert mail.outbox == []


def test_the_demo_shows_no_other_boards_mails(in_the_demo, signed_in, harbour):
    note(reader(harbour), KIND.BALLOT_OPENED, at=timezone.now(), text="Harbours own")
    outsider = signed_in("outsider")
    outsider.post("/outbox/")
    assert "Ada Low" not in outsider.get("/outbox/").content.decode()
    assert outsider.get(f"/outbox/{Mailing.objects.get().pk}/").status_code == 404


def test_where_mails_leave_nobody_reads_other_peoples(in_the_demo, signed_in, harbour, settings):
    settings.EMAIL_URL = "smtp://localhost:25"
    for method in ("get", "post"):
        assert getattr(signed_in("secretary"), method)("/outbox/").status_code == 404


def test_the_link_in_an_old_mail_still_ends_the_mails_after_a_year(told):
    Mailing.objects.update(sent_at=timezone.now() - datetime.timedelta(days=366))
    assert press(ending(told)).status_code == 200


@pytest.mark.parametrize("count", [3, 30])
def test_the_demos_page_takes_no_more_queries_as_mails_grow(count, in_the_demo, signed_in, harbour):
    client = signed_in("member")
    for number in range(count):
        ada = reader(harbour, f"Reader {number}")
        note(ada, KIND.BALLOT_OPENED, at=timezone.now())
    client.post("/outbox/")
    note(reader(harbour, email=""), at=timezone.now())
    with CaptureQueriesContext(connection) as captured:
        assert client.get("/outbox/").status_code == 200
    assert len(captured) <= 6


def test_a_comment_leads_to_the_comments_of_its_minutes(harbour):
    meeting = make.meeting(harbour, state="circulated")
    ada = reader(harbour)
    make.circulation(meeting)
    comment = make.comment(make.item(meeting), ada)
    note(ada, KIND.COMMENT_MADE, at=timezone.now(), subject=comment)
    send()
    assert f"{SITE}{meeting.get_absolute_url()}comments/\n" in mail.outbox[0].body
