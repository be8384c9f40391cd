"""Votes of seats: recorded once, changed for a reason, refused in words."""

import pytest

from meetings.models import (
    Attendance,
    Objection,
    Recusal,
    Vote,
)
from meetings.rules.verdict import OutOfOrder
from meetings.services.objections import cast_casting_vote, raise_objection, resolve_objection
from meetings.services.refusals import Refused
from meetings.services.tallying import tally_of
from meetings.services.votes import (
    Change,
    Closed,
    HasVoted,
    change_vote,
    count_hands,
    standing_votes,
)
from tests import make
from tests.voting import close, notes_of, seat, vote

pytestmark = pytest.mark.django_db
FOR, AGAINST, ABSTAIN = Vote.Choice.FOR, Vote.Choice.AGAINST, Vote.Choice.ABSTAIN


def test_votes_are_recorded_with_who_cast_them():
    ballot = make.ballot(make.seated_board())
    (one,) = vote(ballot, Aster=FOR)
    assert (one.cast_by.name, one.via, one.number) == ("Aster Delegate", "named", 1)


def test_the_same_form_sent_twice_gives_the_same_votes():
    ballot = make.ballot(make.seated_board())
    assert vote(ballot, Aster=FOR, Calder=AGAINST) == vote(ballot, Aster=FOR, Calder=AGAINST)
    assert Vote.objects.count() == 2


def test_another_choice_under_the_same_key_is_refused():
    ballot = make.ballot(make.seated_board())
    vote(ballot, Aster=FOR)
    with pytest.raises(HasVoted, match="Aster: the vote “for” was recorded at"):
        vote(ballot, Aster=AGAINST)


def test_a_seat_votes_once():
    ballot = make.ballot(make.seated_board())
    vote(ballot, Aster=FOR)
    with pytest.raises(HasVoted):
        vote(ballot, key="another", Aster=FOR, Calder=FOR)
    assert Vote.objects.count() == 1


def test_a_vote_is_changed_for_a_reason_and_the_first_one_stays():
    ballot = make.ballot(make.seated_board())
    (first,) = vote(ballot, Aster=FOR)
    change = Change(first.seat_id, AGAINST, "misheard")
    second = change_vote(ballot, change=change, key="b", save=make.a_save())
    assert second.supersedes == first
    assert standing_votes(ballot)[first.seat_id].choice == AGAINST
    assert Vote.objects.count() == 2


def test_a_vote_is_not_changed_without_a_reason():
    ballot = make.ballot(make.seated_board())
    (first,) = vote(ballot, Aster=FOR)
    with pytest.raises(Refused, match="Give a reason"):
        change_vote(ballot, change=Change(first.seat_id, AGAINST, " "), key="b", save=make.a_save())


def test_a_seat_that_nobody_speaks_for_has_no_vote():
    ballot = make.ballot(make.seated_board(), here=["Aster", "Brightwater"])
    with pytest.raises(OutOfOrder, match="Calder: nobody is there"):
        vote(ballot, Calder=FOR)


def test_a_recused_seat_has_no_vote():
    ballot = make.ballot(make.seated_board())
    row = ballot.seats.get(name="Calder")
    person = Attendance.objects.get(organisation=row.seat.organisation).person
    Recusal.objects.create(
        item=ballot.resolution.item, seat=row.seat, person=person, nature="supplier"
    )
    with pytest.raises(OutOfOrder, match="Calder is recused"):
        vote(ballot, Calder=FOR)


def test_a_show_of_hands_is_three_numbers():
    ballot = make.ballot(make.seated_board())
    count_hands(ballot, counted=(2, 1, 0), save=make.a_save())
    assert close(ballot, "hands").method == "hands"
    assert notes_of(ballot).endswith("\nCARRIED 2-1-0")


def test_more_hands_than_seats_are_refused():
    ballot = make.ballot(make.seated_board())
    with pytest.raises(OutOfOrder, match="There are 3 seats that may vote; you entered 4 votes"):
        count_hands(ballot, counted=(4, 0, 0), save=make.a_save())


def test_a_closed_vote_takes_no_more_votes():
    ballot = make.ballot(make.seated_board())
    vote(ballot, Aster=FOR)
    close(ballot)
    with pytest.raises(Closed, match=r"Voting closed at \d\d:\d\d:\d\d UTC. Your vote was not"):
        vote(ballot, key="late", Calder=FOR)


def test_a_concern_blocks_until_it_is_resolved_where_the_bylaws_say_so():
    ballot = make.ballot(make.seated_board(objection_blocks=True))
    vote(ballot, Aster=FOR, Brightwater=FOR, Calder=ABSTAIN)
    concern = raise_objection(
        ballot, seat=seat(ballot, "Calder"), words="too dear", save=make.a_save()
    )
    assert tally_of(ballot, save=make.a_save()).verdict.outcome == "not_carried"
    resolve_objection(concern, words="capped", save=make.a_save())
    assert tally_of(ballot, save=make.a_save()).verdict.outcome == "carried"
    assert Objection.objects.count() == 2


def test_a_casting_vote_exists_only_where_it_is_granted():
    ballot = make.ballot(make.seated_board("Aster", "Calder"))
    vote(ballot, Aster=FOR, Calder=AGAINST)
    with pytest.raises(OutOfOrder, match="grant no casting vote"):
        cast_casting_vote(ballot, choice="for", person=None, save=make.a_save())


def test_a_casting_vote_breaks_a_tie_and_stands_apart():
    ballot = make.ballot(make.seated_board("Aster", "Calder", casting_vote="chair"))
    vote(ballot, Aster=FOR, Calder=AGAINST)
    cast_casting_vote(ballot, choice="for", person=None, save=make.a_save())
    result = close(ballot)
    assert result.outcome == "carried"
    assert (result.case["for"], result.case["casting_vote"]) == (1, "for")
