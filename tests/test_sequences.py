"""How a vote went, step by step, and what stood after each."""

import datetime

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from meetings.models import Ballot, BallotResult, Vote
from meetings.rules.seats import Missing, Via
from meetings.services.closing import give_up_ballot
from meetings.services.objections import cast_casting_vote, raise_objection, resolve_objection
from meetings.services.sequences import Effective, sequence_of, sequences_of
from meetings.services.votes import Change, Hand, change_vote, count_hands, record_votes
from meetings.services.written import continue_in_writing
from meetings.templatetags.votes import missing_words, outcome_mark, via_words
from tests import make
from tests.voting import close, seat, vote

pytestmark = pytest.mark.django_db
FOR, AGAINST, ABSTAIN = Vote.Choice.FOR, Vote.Choice.AGAINST, Vote.Choice.ABSTAIN


def steps(ballot):
    return [(e.kind.value, e.seat, e.choice) for e in sequence_of(fresh(ballot))]


def standing(ballot):
    return [entry.effective for entry in sequence_of(fresh(ballot))]


def fresh(ballot):
    return Ballot.objects.get(pk=ballot.pk)


def change(ballot, name, choice):
    changed = Change(seat(ballot, name), choice, "misheard")
    return change_vote(ballot, change=changed, key=f"{name} {choice}", save=make.a_save())


def test_a_vote_and_its_change_stand_in_order_with_what_counted_after_each():
    ballot = make.ballot(make.seated_board())
    vote(ballot, Aster=FOR, Calder=AGAINST)
    change(ballot, "Aster", ABSTAIN)
    assert steps(ballot) == [
        ("opened", "", ""),
        ("vote", "Aster", "for"),
        ("vote", "Calder", "against"),
        ("change", "Aster", "abstain"),
    ]
    assert standing(ballot)[1:] == [Effective(1, 0, 0), Effective(1, 1, 0), Effective(0, 1, 1)]
    last = sequence_of(ballot)[-1]
    assert (last.before, last.reason, last.by.name) == ("for", "misheard", "Aster Delegate")


def test_whoever_recorded_is_named_as_the_board_knows_them():
    on = make.seated_board()
    account = make.user("nora")
    make.person(on, "Nora Quist", user=account)
    ballot = make.ballot(on, by=account)
    assert sequence_of(ballot)[0].recorded_by == "Nora Quist"


def test_a_concern_stands_until_it_is_resolved():
    ballot = make.ballot(make.seated_board(objection_blocks=True))
    concern = raise_objection(
        ballot, seat=seat(ballot, "Calder"), words="too dear", save=make.a_save()
    )
    resolve_objection(concern, words="capped", save=make.a_save())
    assert [e.concerns for e in standing(ballot)] == [(), ("Calder",), ()]
    assert [e.reason for e in sequence_of(fresh(ballot))] == ["", "too dear", "capped"]


def test_a_casting_vote_is_none_of_the_votes_that_stand():
    ballot = make.ballot(make.seated_board("Aster", "Calder", casting_vote="chair"))
    vote(ballot, Aster=FOR, Calder=AGAINST)
    cast_casting_vote(ballot, choice="for", person=None, save=make.a_save())
    close(ballot)
    assert steps(ballot)[-2:] == [("casting", "", "for"), ("closed", "", "carried")]
    assert standing(ballot)[-1] == Effective(1, 1, 0)


def test_hands_counted_again_replace_those_counted_first():
    ballot = make.ballot(make.seated_board())
    count_hands(ballot, counted=(2, 1, 0), save=make.a_save())
    count_hands(ballot, counted=(3, 0, 0), reason="a hand was overlooked", save=make.a_save())
    assert [step[0] for step in steps(ballot)] == ["opened", "hands", "recount"]
    assert standing(ballot)[-1] == Effective(3, 0, 0)


def test_after_a_vote_was_given_up_nothing_stands():
    ballot = make.ballot(make.seated_board())
    vote(ballot, Aster=FOR)
    give_up_ballot(ballot, reason="The text changed.", save=make.a_save())
    assert standing(ballot)[-1] is None
    assert steps(ballot)[-1][0] == "given_up"


@pytest.mark.parametrize("count", [1, 4])
def test_several_ballots_take_as_many_queries_as_one(count):
    on = make.seated_board()
    ballots = [make.ballot(on) for _n in range(count)]
    for one in ballots:
        vote(one, Aster=FOR)
    found = list(Ballot.objects.select_related("resolution"))
    with CaptureQueriesContext(connection) as captured:
        assert len(sequences_of(found)) == count
    assert len(captured) <= 8


def test_a_vote_that_goes_on_in_writing_says_until_when_and_how_its_votes_came():
    on = make.seated_board("Aster", "Calder")
    ballot = make.ballot(on, here=["Aster"])
    vote(ballot, Aster=FOR)
    deadline = timezone.now() + datetime.timedelta(days=7)
    continue_in_writing(ballot, deadline=deadline, save=make.a_save())
    delegate = on.people.get(name="Calder Delegate")
    hand = Hand(delegate.pk, "named", Vote.Channel.ASSISTED)
    choice = {seat(ballot, "Calder"): FOR}
    record_votes(ballot, choices=choice, key="letter", save=make.a_save(), hand=hand)
    found = sequence_of(fresh(ballot))
    assert [entry.kind.value for entry in found] == ["opened", "vote", "writing", "vote"]
    assert [entry.channel for entry in found] == ["", "", "", "entered for them"]
    assert found[2].deadline == deadline


def test_every_reason_for_an_absence_and_every_way_to_speak_has_its_words():
    assert {missing_words(one.value) for one in Missing}
    assert [via_words(one.value) for one in Via].count("") == 1
    assert {outcome_mark(one.value).word for one in BallotResult.Outcome}
