"""The demo: two boards, all accounts, and a server that will not mix it with a real board."""

import datetime
import io

import pytest
from django.core.exceptions import ImproperlyConfigured
from django.core.management import CommandError, call_command
from django.test import Client
from django.utils import timezone

from boardapp.startup import refuse_unsafe_start
from meetings.management.commands.load_demo import filled_in, meeting_day
from meetings.models import (
    Action,
    AgendaItem,
    Board,
    Meeting,
    Objection,
    Person,
    RegisterEntry,
    Resolution,
    User,
    Vote,
)
from meetings.services.halls import hall_of
from meetings.services.quorum import quorum_of
from meetings.services.reckoning import verdicts_for
from tests import make
from tests.registered import verify


@pytest.fixture(scope="module")
def loaded(once):
    with once(lambda: call_command("load_demo")):
        yield


@pytest.fixture
def demo(loaded, db):
    """The demo, loaded once: each test has it as it came."""


def test_both_boards_come_with_their_meetings(demo):
    counts = {b.slug: b.meetings.exclude(source=None).count() for b in Board.objects.all()}
    assert counts == {"harbour": 14, "library": 1}


def test_organisations_hold_the_seats_of_harbour_and_people_those_of_library(demo):
    assert not Board.objects.get(slug="harbour").seats.filter(organisation=None).exists()
    assert not Board.objects.get(slug="library").seats.filter(person=None).exists()


@pytest.mark.parametrize("name", ["chair", "secretary", "member", "observer", "outsider", "admin"])
def test_every_account_signs_in_with_the_public_password(name, demo):
    client = Client()
    response = client.post("/accounts/login/", {"login": name, "password": "demo"})
    assert response.url == "/"
    assert client.get("/").status_code == 200
    assert User.objects.get(username=name).is_demo


def test_loading_it_twice_changes_nothing(demo):
    call_command("load_demo")
    assert Board.objects.count() == 2


def test_every_line_of_the_demo_is_understood(demo):
    reports = [m.source.report["counts"] for m in Meeting.objects.exclude(source=None)]
    assert all("not_understood" not in counts for counts in reports)


def test_what_was_left_over_is_carried_over(demo):
    carried = AgendaItem.objects.exclude(carried_from=None)
    assert {item.title for item in carried} == {
        "A page for the public",
        "Data licence",
        "Hosting the spring meeting",
        "Membership and fees",
        "Newcomers' guide",
    }


def test_the_demo_tells_a_story(demo):
    harbour = Board.objects.get(slug="harbour")
    short = harbour.meetings.get(recorded_quorum=Meeting.RecordedQuorum.NOT_MET)
    undecided = Resolution.objects.get(item__meeting=short)
    assert undecided.state == Resolution.State.NO_QUORUM
    contested = Resolution.objects.get(board=harbour, recorded_against=3, state="carried")
    assert contested.amendments.get().state == Resolution.State.NOT_CARRIED
    slipping = Action.objects.get(board=harbour, number=1)
    assert [r.verdict for r in slipping.reviews.order_by("meeting__date")] == [
        "in_progress", "not_done", "deferred", "in_progress", "done",
    ]  # fmt: skip
    licence = AgendaItem.objects.filter(title="Data licence").order_by("meeting__date")
    assert [item.disposition for item in licence] == [
        "discussed", "deferred", "deferred", "deferred", "discussed",
    ]  # fmt: skip
    assert Person.objects.get(name="Vera Holm").memberships.get().end_date is not None


def test_the_newest_meeting_has_been_voted_in(demo):
    contested, agreed, without = Resolution.objects.filter(
        item__meeting__board__slug="harbour", item__meeting__state="adjourned", item__position__gt=4
    ).order_by("item__position")
    result = contested.ballots.get().result
    assert (result.method, result.outcome) == ("roll_call", "carried")
    assert "4 for, 2 against, 0 abstained" in result.sentence
    assert "Oriel (proxy: Tomas Lind" in result.sentence
    assert "Recused, left out of quorum and vote: Quayside" in result.sentence
    assert Vote.objects.filter(supersedes__isnull=False).get().reason
    assert Objection.objects.filter(resolves__isnull=False).get().words
    assert agreed.ballots.get().result.method == "consensus"
    finding = verdicts_for([without])[without.pk]
    assert (without.state, finding.outcome, finding.differs) == ("carried", "no_quorum", True)
    meeting = agreed.item.meeting
    turns = quorum_of(meeting, hall_of(meeting, on=make.A_DAY), at=timezone.now()).turns
    assert [(key, turn.kind) for key, (turn,) in turns.items()] == [(agreed.item_id, "lost")]


def test_the_demos_register_is_whole_and_has_a_correction(demo, tmp_path):
    call_command("verify_register", "harbour", stdout=io.StringIO())
    kinds = RegisterEntry.objects.values_list("kind", flat=True)
    assert (len(kinds), set(kinds)) == (15, {"minutes", "correction", "result"})
    call_command("export_board", "harbour", str(tmp_path), stdout=io.StringIO())
    assert verify(tmp_path)[1][0] == "15 entries, 15 of them whole"


def test_the_demos_next_meeting_begins_with_the_minutes_that_wait(demo):
    drafts = Meeting.objects.filter(board__slug="harbour", state__in=("circulated", "adjourned"))
    days = ", ".join(meeting.when for meeting in drafts.order_by("date"))
    first = AgendaItem.objects.get(
        meeting__board__slug="harbour", meeting__state="agenda_published", position=1
    )
    assert (first.kind, first.title) == ("approval", f"Minutes of the meetings of {days}")


@pytest.mark.parametrize("today", ["2026-11-22", "2026-11-19", "2026-01-01", "2028-02-29"])
def test_the_newest_meeting_has_just_been_held(today):
    day = datetime.date.fromisoformat(today)
    newest, coming = meeting_day(day, 0), meeting_day(day, 1)
    assert newest < day <= coming
    assert newest.weekday() == coming.weekday() == 3


def test_dates_are_counted_from_the_texts_own_meeting():
    text = filled_in("On {day -1}, due {due 7}", datetime.date(2026, 11, 22))
    assert text == "On 15 October 2026, due 22 October 2026"


def test_the_sign_in_page_lists_the_accounts_while_the_demo_runs(client, db, settings):
    assert "Demo accounts" not in client.get("/accounts/login/").content.decode()
    settings.DEMO = True
    assert "Demo accounts" in client.get("/accounts/login/").content.decode()


def test_the_server_refuses_to_start_with_demo_accounts_and_demo_off(demo, settings):
    with pytest.raises(ImproperlyConfigured, match="DEMO is off"):
        refuse_unsafe_start()
    settings.DEMO = True
    refuse_unsafe_start()


def test_a_board_is_flushed_in_tests_alone(db, settings):
    board = make.board("orchard")
    settings.FLUSH_ALLOWED = False
    with pytest.raises(CommandError, match="not flushed"):
        call_command("flush", interactive=False)
    assert Board.objects.filter(pk=board.pk).exists()


def test_an_empty_home_says_what_to_do(client, db):
    client.force_login(make.user("nobody"), "allauth.account.auth_backends.AuthenticationBackend")
    assert "Ask the secretary" in client.get("/").content.decode()
