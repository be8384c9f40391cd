"""What stands beside the votes: changes, concerns, casting votes and recusals."""

import pytest

from meetings.models import Attendance, Objection
from tests import make
from tests.ballot_desk import desk, text_of
from tests.voting import notes_of, vote

pytestmark = pytest.mark.django_db


def test_a_standing_vote_is_shown_with_the_way_to_change_it():
    at = desk(make.seated_board())
    (standing,) = vote(at.ballot, Aster="for")
    page = at.get().content.decode()
    assert at.address("vote_change", standing.seat_id) in page
    assert f'name="seat-{standing.seat_id}"' not in page


def test_a_vote_is_changed_for_a_reason_and_both_stand_in_the_sequence():
    at = desk(make.seated_board())
    (standing,) = vote(at.ballot, Aster="for")
    address = at.address("vote_change", standing.seat_id)
    at.client.post(address, {"choice": "against", "reason": "misheard", "key": "another-key"})
    page = text_of(at.get())
    assert "Aster: for against" in page
    assert "misheard" in page
    assert "0 for, 1 against, 0 abstained" in page


def test_a_concern_is_raised_resolved_and_stays_in_the_sequence():
    at = desk(make.seated_board(objection_blocks=True))
    seat = at.ballot.seats.get(name="Calder").pk
    at.client.post(at.address("objection_raise"), {"seat": seat, "words": "too dear"})
    assert "Not carried: 1 objection, which blocks." in text_of(at.get())
    concern = Objection.objects.get()
    at.client.post(at.address("objection_resolve", concern.pk), {"words": "a cap is set"})
    page = text_of(at.get())
    assert "which blocks" not in page
    assert "Calder: concern resolved" in page


def test_whoever_presides_breaks_a_tie_where_the_bylaws_grant_it():
    at = desk(make.seated_board("Aster", "Calder", casting_vote="chair"))
    Attendance.objects.filter(name="Aster Delegate").update(is_presiding=True)
    assert "Casting vote for" not in text_of(at.get())
    vote(at.ballot, Aster="for", Calder="against")
    assert "Casting vote for" in text_of(at.get())
    at.client.post(at.address("casting_vote"), {"choice": "for"})
    page = text_of(at.get())
    assert "would be: carried" in page
    assert "Casting vote: for ( Aster Delegate )" in page
    assert "Casting vote for" not in page


def test_a_seat_is_recused_by_a_line_of_the_notes():
    at = desk(make.seated_board())
    seat = at.ballot.seats.get(name="Calder").pk
    at.client.post(at.address("recusal_add"), {"seat": seat, "nature": "supplier"})
    assert notes_of(at.ballot).endswith("\nRECUSED Calder Delegate: supplier")
    page = text_of(at.get())
    assert "recused: supplier" in page
    assert "Recused, left out of quorum and vote: Calder (supplier)." in page
