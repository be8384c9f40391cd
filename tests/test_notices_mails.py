"""Notices become mails, and mails leave: once each, whoever runs, whatever breaks."""

import datetime
import io

import pytest
from django.core import mail
from django.core.management import CommandError, call_command
from django.db import connection
from django.utils import timezone

from meetings.models import MailChoice, Mailing, Member, Notice
from meetings.services import delivering
from meetings.services.delivering import NotTaken, claim, deliver
from meetings.services.mailings import Post, pack_all
from meetings.services.notices import News, tell
from tests import make

pytestmark = pytest.mark.django_db
SITE = "https://board.example.org"
MORNING = datetime.datetime(2026, 3, 5, 8, tzinfo=datetime.UTC)
NIGHT = MORNING.replace(hour=3)
KIND = Notice.Kind


def reader(board, name="Ada Low", **fields):
    """Somebody on the board whom mails reach."""
    fields = {"email": f"{make.next_number()}@example.org"} | fields
    person = make.person(board, name, **fields)
    Member.objects.create(person=person)
    return person


def note(person, kind=KIND.ACTION_NEW, at=MORNING, text="A-1: send the figures", subject=None):
    news = News(
        board=person.board, kind=kind, subject=subject or person.board, text=text, cause="a test"
    )
    assert tell([person], news=news, save=make.a_save().__class__(by=None, at=at)) == 1
    return Notice.objects.latest("pk")


def pack(now=MORNING):
    return pack_all(post=Post(SITE, 7), now=now)


class Server:
    """A way out that remembers, and breaks as it is told."""

    def __init__(self, *faults):
        self.taken, self.faults = [], list(faults)

    def __call__(self, mailing, letter):
        fault = self.faults.pop(0) if self.faults else None
        if fault:
            raise fault
        self.taken.append((mailing.message_id, mailing.address, letter))


def run(server, now=MORNING):
    return deliver(hand_over=server, site=SITE, clock=lambda: now)


def test_what_can_wait_is_one_mail_a_person_board_and_day(harbour, library):
    ada, bo = reader(harbour), reader(harbour, "Bo Orr")
    also_ada = reader(library)
    for person in (ada, ada, bo, also_ada):
        note(person)
    assert pack() == 3
    note(ada)
    assert pack(MORNING.replace(hour=20)) == 0
    assert pack(MORNING + datetime.timedelta(days=1)) == 1


def test_what_can_wait_leaves_in_the_morning_of_the_boards_clock(harbour):
    harbour.time_zone = "America/New_York"
    harbour.save(update_fields=["time_zone"])
    note(reader(harbour), at=NIGHT)
    assert pack(MORNING) == 0
    assert pack(MORNING.replace(hour=12)) == 1


@pytest.mark.parametrize("kind", [KIND.BALLOT_OPENED, KIND.VOTE_RECORDED, KIND.MEETING_CANCELLED])
def test_what_cannot_wait_is_a_mail_of_its_own_at_once(kind, harbour):
    ada = reader(harbour)
    note(ada, kind, at=NIGHT)
    note(ada, kind, at=NIGHT)
    assert pack(NIGHT) == 2


def test_who_wants_a_kind_at_once_gets_it_at_once_and_who_wants_none_gets_none(harbour):
    ada, bo = reader(harbour), reader(harbour, "Bo Orr")
    ada.mail_choices.create(kind=KIND.ACTION_NEW, how="at_once")
    bo.mail_choices.create(kind=KIND.ACTION_NEW, how="never")
    note(ada, at=NIGHT)
    declined = note(bo)
    assert pack(NIGHT) == 1
    declined.refresh_from_db()
    assert declined.fate == "declined"


def test_nobody_declines_to_be_asked_for_a_vote(harbour):
    from django.db import IntegrityError

    with pytest.raises(IntegrityError):
        MailChoice.objects.create(person=reader(harbour), kind=KIND.BALLOT_OPENED, how="never")


def test_who_has_no_address_is_listed_and_is_written_to_once_there_is_one(harbour):
    ada = reader(harbour, email="")
    told = note(ada)
    assert pack() == 0
    told.refresh_from_db()
    assert told.fate == "unreachable"
    ada.email = "ada@example.org"
    ada.save(update_fields=["email"])
    assert pack() == 1


def test_the_accounts_address_comes_first_and_a_shut_account_gets_none(harbour):
    account = make.user("ada")
    ada = reader(harbour, user=account)
    note(ada)
    assert pack() == 1
    assert Mailing.objects.get().address == "ada@example.org"
    account.is_active = False
    account.save(update_fields=["is_active"])
    note(ada, KIND.BALLOT_OPENED)
    assert pack() == 0


def test_whose_term_has_ended_hears_no_more(harbour):
    ada = reader(harbour)
    gone = note(ada, KIND.BALLOT_OPENED)
    ada.memberships.update(end_date=MORNING.date() - datetime.timedelta(days=1))
    assert pack() == 0
    gone.refresh_from_db()
    assert gone.fate == "ended"


def test_whose_term_ends_while_a_mail_waits_does_not_get_it(harbour):
    ada = reader(harbour)
    note(ada)
    pack()
    ada.memberships.update(end_date=MORNING.date() - datetime.timedelta(days=1))
    server = Server()
    assert run(server).dropped == 1
    assert server.taken == []
    assert Mailing.objects.get().state == "dropped"


def test_news_of_long_ago_is_not_mailed(harbour):
    note(reader(harbour), at=MORNING - datetime.timedelta(days=15))
    assert pack() == 0


def test_a_mail_is_sent_once(harbour):
    note(reader(harbour))
    pack()
    server = Server()
    assert [run(server).sent, run(server).sent] == [1, 0]
    (taken,) = server.taken
    assert taken[0] == Mailing.objects.get().message_id


def test_a_worker_that_died_holding_a_mail_is_followed_by_another_with_the_same_mail(harbour):
    note(reader(harbour))
    pack()
    dead = claim(now=MORNING)
    server = Server()
    assert run(server, MORNING + datetime.timedelta(minutes=9)).sent == 0
    assert run(server, MORNING + datetime.timedelta(minutes=11)).sent == 1
    assert server.taken[0][0] == dead.message_id


def test_who_comes_back_after_the_lease_marks_nothing(harbour):
    note(reader(harbour))
    pack()
    late = claim(now=MORNING)
    assert late
    run(Server(), MORNING + datetime.timedelta(minutes=11))
    delivering._put_off(late, delivering.Delivery(), NotTaken("too late"), MORNING)
    assert Mailing.objects.get().state == "sent"


def test_what_fails_is_tried_again_twice_as_long_after_and_never_more_than_an_hour(harbour):
    note(reader(harbour))
    pack()
    mailing, now, pauses = Mailing.objects.get(), MORNING, []
    for _try in range(8):
        assert run(Server(NotTaken("busy")), now).put_off == 1
        mailing.refresh_from_db()
        pauses.append((mailing.next_try_at - now).seconds // 60)
        now = mailing.next_try_at
    assert pauses == [1, 2, 4, 8, 16, 32, 60, 60]
    assert mailing.error == "busy"


def test_what_keeps_failing_has_failed_and_can_be_tried_again_by_hand(harbour, signed_in):
    note(reader(harbour))
    pack()
    Mailing.objects.update(attempts=delivering.MOST_ATTEMPTS - 1)
    assert run(Server(NotTaken("busy"))).failed == 1
    mailing = Mailing.objects.get()
    page = signed_in("admin").get("/admin/meetings/mailing/").content.decode()
    assert "✗ failed" in page
    act = {"action": "try_again", "_selected_action": [mailing.pk]}
    signed_in("admin").post("/admin/meetings/mailing/", act)
    assert run(Server(), timezone.now()).sent == 1


def test_an_address_that_is_refused_for_good_has_failed_at_once(harbour):
    note(reader(harbour))
    pack()
    assert run(Server(NotTaken("550 no such user", is_final=True))).failed == 1


def test_where_no_server_answers_the_others_are_left_for_the_next_run(harbour):
    for name in ("Ada", "Bo", "Cy"):
        note(reader(harbour, name))
    pack()
    assert run(Server(NotTaken("refused", is_away=True))).put_off == 1
    assert Mailing.objects.filter(attempts=0).count() == 2


def test_a_mail_that_cannot_be_made_does_not_stop_the_others(harbour, monkeypatch):
    for name in ("Ada", "Bo"):
        note(reader(harbour, name))
    pack()
    poisoned = Mailing.objects.latest("pk").pk
    make_letter = delivering.letter_for

    def letter_for(mailing, site):
        if mailing.pk == poisoned:
            raise ValueError("no words")
        return make_letter(mailing, site)

    monkeypatch.setattr(delivering, "letter_for", letter_for)
    found = run(Server())
    assert (found.sent, found.put_off) == (1, 1)


def send(*options):
    out = io.StringIO()
    call_command("send_notices", *options, stdout=out)
    return out.getvalue()


def test_the_command_sends_what_waits(harbour):
    ada = reader(harbour, email="ada@example.org")
    note(
        ada,
        KIND.BALLOT_OPENED,
        at=timezone.now(),
        text="Vote until tomorrow: “That <b>it</b> rain”",
    )
    assert "1 sent" in send()
    (message,) = mail.outbox
    assert message.to == ["ada@example.org"]
    assert message.from_email == "Harbour Board <boardapp@localhost>"
    assert message.subject == "Harbour Board: Your vote is asked for"
    assert message.extra_headers["Message-ID"] == Mailing.objects.get().message_id
    html = message.alternatives[0][0]
    assert "That &lt;b&gt;it&lt;/b&gt; rain" in html
    assert "That <b>it</b> rain" in message.body
    assert f"{SITE}/boards/harbour/" in message.body
    assert send().startswith("0 reminders written, 0 mails made: 0 sent")


def everything():
    with connection.cursor() as cursor:
        tables = [t for t in connection.introspection.table_names(cursor) if t != "cache"]
        found = {}
        for table in tables:
            cursor.execute(f'SELECT * FROM "{table}"')  # noqa: S608  # names of tables
            found[table] = sorted(map(repr, cursor.fetchall()))
    return found


def test_a_dry_run_lists_recipients_and_subjects_and_writes_nothing(harbour):
    note(reader(harbour, email="ada@example.org"), KIND.BALLOT_OPENED, at=timezone.now())
    note(reader(harbour, "Bo Orr", email=""), KIND.BALLOT_OPENED, at=timezone.now())
    before = everything()
    told = send("--dry-run")
    assert everything() == before
    assert "harbour: Ada Low <ada@example.org>: Harbour Board: Your vote is asked for" in told
    assert "harbour: Bo Orr: a vote to be given (not reachable)" in told
    assert mail.outbox == []


@pytest.mark.parametrize("missing", ["SITE_URL", "EMAIL_URL"])
def test_the_command_refuses_to_send_into_the_void(missing, harbour, settings):
    setattr(settings, missing, "")
    note(reader(harbour), KIND.BALLOT_OPENED, at=timezone.now())
    with pytest.raises(CommandError, match=missing):
        send()
    assert not Mailing.objects.exists()


def test_a_failure_is_told_to_whoever_runs_the_command(harbour, settings):
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 9
    note(reader(harbour), KIND.BALLOT_OPENED, at=timezone.now())
    with pytest.raises(CommandError, match="refused"):
        send()
    assert "refused" in Mailing.objects.get().error
