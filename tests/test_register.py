"""A resolution's page: who voted how, what that decided, and how anybody can check it."""

import html
import json
import subprocess
import sys

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from meetings.models import Attendance, Meeting, Recusal, Vote
from meetings.services.ballots import open_ballot
from meetings.services.closing import give_up_ballot
from meetings.services.results import ballots_of
from meetings.services.votes import Change, change_vote
from tests import make
from tests.conftest import BACKEND
from tests.voting import close, seat, vote

pytestmark = pytest.mark.django_db
FOR, AGAINST, ABSTAIN = Vote.Choice.FOR, Vote.Choice.AGAINST, Vote.Choice.ABSTAIN


def reader(on, role="secretary"):
    account = make.user(f"{role}{make.next_number()}")
    make.member(on, role, account=account)
    client = Client()
    client.force_login(account, BACKEND)
    return client


def page_of(ballot, role="secretary"):
    """The resolution's page as a reader sees it, without the wrapping of its lines."""
    resolution = ballot.resolution
    resolution.refresh_from_db()
    response = reader(resolution.board, role).get(resolution.get_absolute_url())
    assert response.status_code == 200
    return " ".join(html.unescape(response.content.decode()).split())


def recuse(ballot, name, nature="supplier"):
    row = ballot.seats.get(name=name)
    person = Attendance.objects.get(organisation=row.seat.organisation).person
    item = ballot.resolution.item
    Recusal.objects.create(item=item, seat=row.seat, person=person, nature=nature)


def test_the_page_names_every_seat_with_who_spoke_and_what_it_chose():
    ballot = make.ballot(make.seated_board(), here=["Aster", "Brightwater"])
    recuse(ballot, "Brightwater")
    vote(ballot, Aster=FOR)
    close(ballot, accepts_no_quorum=True)
    (read,) = ballots_of(ballot.resolution)
    assert [(x.name, x.person.name, x.choice, x.recused) for x in read.lines] == [
        ("Aster", "Aster Delegate", "for", None),
        ("Brightwater", "Brightwater Delegate", "", "supplier"),
    ]
    assert [(x.names, x.missing) for x in read.away] == [(("Calder",), "absent")]
    page = page_of(ballot)
    assert "recused: supplier" in page
    assert "Calder</th>" in page
    assert "not there" in page


def test_the_page_gives_the_sentence_and_both_hashes():
    ballot = make.ballot(make.seated_board())
    vote(ballot, Aster=FOR, Brightwater=FOR, Calder=AGAINST)
    result = close(ballot)
    page = page_of(ballot)
    assert result.sentence in page
    assert ballot.hash in page
    assert result.hash in page


def test_anybody_can_recompute_the_result_from_the_page():
    ballot = make.ballot(make.seated_board())
    vote(ballot, Aster=FOR, Brightwater=FOR, Calder=AGAINST)
    close(ballot)
    (read,) = ballots_of(ballot.resolution)
    page = page_of(ballot)
    assert f"<code>{read.case}</code>" in page
    assert f"<code>{read.answer_line}</code>" in page
    assert "the same outcome and numbers as recorded" in page
    ran = subprocess.run(
        [sys.executable, "-m", "meetings.rules"],
        input=read.case,
        capture_output=True,
        check=True,
        text=True,
    )
    assert json.loads(ran.stdout) == read.answer


def test_a_result_declared_instead_stands_beside_the_computed_one_with_its_reason():
    ballot = make.ballot(make.seated_board())
    vote(ballot, Aster=FOR, Brightwater=FOR)
    close(ballot, declared="not_carried", reason="The notice was late.")
    page = page_of(ballot)
    assert "computed: carried" in page
    assert "declared: not carried" in page
    assert "The notice was late." in page


def test_a_recount_is_in_force_and_what_came_before_it_stays_to_be_read():
    ballot = make.ballot(make.seated_board())
    vote(ballot, Aster=FOR)
    close(ballot)
    given_up = open_ballot(ballot.resolution, save=make.a_save())
    give_up_ballot(given_up, reason="A microphone failed.", save=make.a_save())
    again = open_ballot(ballot.resolution, save=make.a_save())
    vote(again, Aster=AGAINST)
    close(again)
    read = ballots_of(ballot.resolution)
    assert [(one.ballot.number, one.is_in_force) for one in read] == [
        (3, True),
        (2, False),
        (1, False),
    ]
    page = page_of(ballot)
    assert "A microphone failed." in page
    assert "voted on again since" in page


def test_a_changed_vote_is_shown_with_what_it_was():
    ballot = make.ballot(make.seated_board())
    vote(ballot, Aster=FOR, Calder=FOR)
    change = Change(seat(ballot, "Calder"), AGAINST, "misheard")
    change_vote(ballot, change=change, key="b", save=make.a_save())
    close(ballot)
    page = page_of(ballot)
    assert "<s>for</s> against" in page
    assert "misheard" in page
    assert [line.was_changed for line in ballots_of(ballot.resolution)[0].lines] == [
        False,
        False,
        True,
    ]


def test_somebody_merged_since_is_named_as_they_are_kept():
    ballot = make.ballot(make.seated_board())
    vote(ballot, Aster=FOR)
    close(ballot)
    spoke = ballot.resolution.board.people.get(name="Aster Delegate")
    spoke.merged_into = make.person(ballot.resolution.board, "Ada Low")
    spoke.save(update_fields=["merged_into"])
    assert ballots_of(ballot.resolution)[0].lines[0].person.name == "Ada Low"


def test_observers_see_a_result_once_the_minutes_are_out():
    ballot = make.ballot(make.seated_board())
    vote(ballot, Aster=FOR)
    close(ballot)
    observer = reader(ballot.resolution.board, "observer")
    address = ballot.resolution.get_absolute_url()
    assert observer.get(address).status_code == 404
    Meeting.objects.update(state=Meeting.State.CIRCULATED)
    assert observer.get(address).status_code == 200


def test_what_replaces_it_in_camera_is_not_named_to_an_observer():
    on = make.seated_board()
    of = make.meeting(on, state=Meeting.State.CIRCULATED)
    old = make.resolution(make.item(of), number="R-2026-01", state="superseded")
    secret = make.item(of, "Pay", is_in_camera=True)
    make.resolution(secret, number="R-2026-C01", state="carried", replaces=old)
    address = old.get_absolute_url()
    assert "R-2026-C01" not in reader(on, "observer").get(address).content.decode()
    assert "R-2026-C01" in reader(on).get(address).content.decode()


@pytest.mark.parametrize("count", [3, 30])
def test_the_page_takes_no_more_queries_for_more_seats_and_votes(count):
    names = [f"Firm {number}" for number in range(count)]
    ballot = make.ballot(make.seated_board(*names))
    vote(ballot, **dict.fromkeys(names, FOR))
    close(ballot)
    client = reader(ballot.resolution.board)
    address = ballot.resolution.get_absolute_url()
    with CaptureQueriesContext(connection) as captured:
        assert client.get(address).status_code == 200
    assert len(captured) <= 19
