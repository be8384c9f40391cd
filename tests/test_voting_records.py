"""What people and organisations voted, on their pages; and one decision as a paper."""

import html

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from meetings.models import Meeting, Vote
from meetings.services.ballots import open_ballot
from meetings.services.closing import give_up_ballot
from meetings.services.votes import Change, change_vote
from tests import make
from tests.test_register import reader
from tests.voting import close, seat, vote

pytestmark = pytest.mark.django_db
FOR, AGAINST = Vote.Choice.FOR, Vote.Choice.AGAINST


@pytest.fixture
def board(db):
    return make.seated_board()


def decided(board, date=make.A_DAY, **choices):
    of = make.seated_meeting(board, date=date)
    ballot = open_ballot(of.items.get().resolutions.get(), save=make.a_save())
    vote(ballot, **(choices or {"Aster": FOR}))
    close(ballot)
    return ballot


def aster(board):
    return board.people.get(name="Aster Delegate"), board.organisations.get(name="Aster")


def shown(record, role="secretary", query=""):
    response = reader(record.board, role).get(record.get_absolute_url() + query)
    assert response.status_code == 200
    found = [(v.seat.name, v.choice) for v in response.context["votes"]]
    return found, response.context["vote_counts"].get("total", 0)


def test_a_person_and_an_organisation_gain_their_votes(board):
    decided(board, Aster=FOR, Calder=AGAINST)
    for record in aster(board):
        assert shown(record) == ([("Aster", "for")], 1)


def test_a_changed_vote_is_shown_once_as_changed(board):
    ballot = make.ballot(board)
    vote(ballot, Aster=FOR)
    change = Change(seat(ballot, "Aster"), AGAINST, "misheard")
    change_vote(ballot, change=change, key="b", save=make.a_save())
    close(ballot)
    person, _firm = aster(board)
    assert shown(person) == ([("Aster", "against")], 1)
    page = reader(board).get(person.get_absolute_url()).content.decode()
    assert "changed from for" in page


def test_votes_that_were_given_up_retaken_or_are_open_are_left_out(board):
    first = decided(board, Aster=FOR)
    given_up = open_ballot(first.resolution, save=make.a_save())
    vote(given_up, Aster=FOR)
    give_up_ballot(given_up, reason="A slip.", save=make.a_save())
    person, firm = aster(board)
    assert shown(person) == ([("Aster", "for")], 1)
    again = open_ballot(first.resolution, save=make.a_save())
    vote(again, Aster=AGAINST)
    assert shown(firm) == ([("Aster", "for")], 1)
    close(again)
    assert shown(firm) == ([("Aster", "against")], 1)


def test_an_observer_sees_votes_of_published_minutes_alone_and_none_in_camera(board):
    ballot = decided(board)
    person, firm = aster(board)
    assert shown(person, "observer") == ([], 0)
    Meeting.objects.update(state=Meeting.State.CIRCULATED)
    assert shown(firm, "observer")[1] == 1
    ballot.resolution.item.meeting.items.update(is_in_camera=True)
    assert shown(person, "observer") == shown(firm, "observer") == ([], 0)


def test_votes_of_merged_records_are_those_of_the_one_kept(board):
    decided(board)
    person, firm = aster(board)
    kept, other = make.person(board, "Ada Low"), make.organisation(board, "Aster Ltd")
    for record, into in ((person, kept), (firm, other)):
        record.merged_into = into
        record.save(update_fields=["merged_into"])
        assert shown(into)[1] == 1


def test_long_records_are_paged(board):
    for day in range(1, 23):
        decided(board, date=make.A_DAY.replace(day=day))
    person, _firm = aster(board)
    found, total = shown(person)
    assert (len(found), total) == (20, 22)
    assert len(shown(person, query="?page=2")[0]) == 2
    assert reader(board).get(f"{person.get_absolute_url()}?page=x").status_code == 400


@pytest.mark.parametrize("count", [3, 30])
def test_votes_take_no_more_queries_however_many(count, board):
    for number in range(count):
        decided(board, date=make.A_DAY.replace(month=number % 12 + 1, day=number % 28 + 1))
    client = reader(board)
    for record in aster(board):
        with CaptureQueriesContext(connection) as captured:
            assert client.get(record.get_absolute_url()).status_code == 200
        assert len(captured) <= 20


def paper(resolution, role="secretary"):
    client = reader(resolution.board, role)
    response = client.get(f"{resolution.get_absolute_url()}excerpt/")
    assert response.status_code == 200
    return " ".join(html.unescape(response.content.decode()).split())


def test_an_excerpt_holds_all_of_one_decision_and_says_that_it_is_a_draft(board):
    ballot = decided(board, Aster=FOR, Calder=AGAINST, Brightwater=FOR)
    page = paper(ballot.resolution)
    for word in (ballot.text, ballot.hash, ballot.result.hash, ballot.result.sentence, "Calder"):
        assert word in page
    assert "<strong>Draft</strong>" in page
    Meeting.objects.update(state=Meeting.State.APPROVED, approved_on=make.A_DAY)
    page = paper(ballot.resolution)
    assert "<strong>Draft</strong>" not in page
    assert "5 March 2026" in page


def test_an_excerpt_of_a_recorded_decision_names_who_was_there(board):
    of = make.seated_meeting(board, "RESOLVED: Buy rope - carried, no objections", ["Aster"])
    page = paper(of.items.get().resolutions.get())
    assert "Aster Delegate" in page
    assert "no objections" in page
    assert "1 seat present; 2 needed" in page
    assert "<details" not in page.split("<main", 1)[1]
