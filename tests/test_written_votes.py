"""Votes in writing: circulars, votes continued from a meeting, deadlines, notes in the minutes."""

import datetime

import pytest
from django.utils import timezone

from meetings.models import (
    AgendaItem,
    Ballot,
    BallotPhase,
    Meeting,
    Member,
    Person,
    Resolution,
    Seat,
    Vote,
)
from meetings.rules.counts import Counts
from meetings.rules.majorities import Majority, MajorityKind
from meetings.rules.quorum import Quorum, QuorumKind
from meetings.rules.verdict import Outcome, OutOfOrder, Rule, decide
from meetings.rules.writing import is_settled, outcomes_ahead
from meetings.services.changes import Save
from meetings.services.closing import Closing, close_ballot, seen_as
from meetings.services.own_votes import NotYours, OwnVote, cast_own_vote, own_seats
from meetings.services.refusals import Refused
from meetings.services.sessions import begin_meeting
from meetings.services.tallying import tally_of
from meetings.services.votes import Closed, HasVoted
from meetings.services.written import Circular, continue_in_writing, open_circular
from tests import make
from tests.voting import notes_of, seat, vote

pytestmark = pytest.mark.django_db
FOR, AGAINST, ABSTAIN = Vote.Choice.FOR, Vote.Choice.AGAINST, Vote.Choice.ABSTAIN
SEVEN = ("Ada", "Bee", "Cay", "Dow", "Elm", "Fir", "Gum", "Hay", "Ivy", "Jay", "Kea", "Lee", "May")
SIMPLE = Rule(Quorum(QuorumKind.FIXED, 2), (Majority(MajorityKind.SIMPLE),))


def in_a_week():
    return timezone.now() + datetime.timedelta(days=7)


def circular(on, text="That the budget be approved", **more):
    asked = Circular("Budget", text, more.pop("deadline", in_a_week()), **more)
    return open_circular(on, circular=asked, save=make.a_save())


def own(ballot, name, choice=FOR, person=None, **more):
    person = person or Person.objects.get(name=f"{name} Delegate")
    given = {"key": f"{name}-key", "hash": ballot.hash} | more
    mine = OwnVote(seat(ballot, name), choice, **given)
    return cast_own_vote(ballot, person=person, vote=mine, save=make.a_save())


def close(ballot, at=None):
    save = Save(by=None, at=at or timezone.now())
    closing = Closing("roll_call", seen_as(tally_of(ballot, save=save)))
    return close_ballot(ballot, closing=closing, save=save)


def past(ballot):
    """The deadline has passed: a phase that ended a minute ago."""
    last = ballot.phases.order_by("-number")[0]
    BallotPhase.objects.create(
        ballot=ballot, number=last.number + 1, channel="writing", basis="answered",
        rule=last.rule, deadline=timezone.now() - datetime.timedelta(minutes=1),
    )  # fmt: skip


def test_a_circular_is_a_written_meeting_with_one_motion():
    ballot = circular(make.seated_board())
    meeting = ballot.resolution.item.meeting
    assert (meeting.kind, meeting.items.get().notes) == (
        "written",
        "MOTION: That the budget be approved",
    )
    assert ballot.rule["majority"] == {"kind": "of_all_seats"}


def test_bylaws_may_forbid_votes_in_writing():
    with pytest.raises(OutOfOrder, match="allow no votes in writing"):
        circular(make.seated_board(allows_written_votes=False))


def test_a_deadline_lies_ahead():
    with pytest.raises(Refused, match="The deadline has passed"):
        circular(make.seated_board(), deadline=timezone.now())


def test_a_member_votes_for_their_own_seat():
    ballot = circular(make.seated_board())
    given = own(ballot, "Aster")
    assert (given.channel, given.cast_by.name, given.via) == ("page", "Aster Delegate", "named")


def test_a_member_does_not_vote_for_another_seat():
    ballot = circular(make.seated_board())
    with pytest.raises(NotYours, match="only for your own seat"):
        own(ballot, "Aster", person=Person.objects.get(name="Calder Delegate"))


def test_a_retry_gives_the_same_vote_and_another_choice_is_refused():
    ballot = circular(make.seated_board())
    assert own(ballot, "Aster") == own(ballot, "Aster")
    with pytest.raises(HasVoted):
        own(ballot, "Aster", AGAINST)
    changed = own(ballot, "Aster", AGAINST, key="new", reason="I read it again")
    assert changed.supersedes.choice == FOR


def test_who_opened_another_ballot_s_page_records_nothing():
    ballot = circular(make.seated_board())
    with pytest.raises(OutOfOrder, match="The motion changed"):
        own(ballot, "Aster", hash="other")


def test_in_a_meeting_members_vote_only_where_the_bylaws_say_so():
    ballot = make.ballot(make.seated_board())
    ada = Person.objects.get(name="Aster Delegate")
    assert own_seats(ballot, ada, save=make.a_save()) == []


def test_members_vote_by_their_own_hand_in_a_meeting_where_they_may():
    ballot = make.ballot(make.seated_board(members_vote=True))
    assert own(ballot, "Aster").channel == "page"


def test_a_late_vote_is_refused_by_the_database_s_clock():
    ballot = circular(make.seated_board())
    past(ballot)
    with pytest.raises(Closed, match=r"Voting closed at \d\d:\d\d:\d\d UTC. Your vote was not"):
        own(ballot, "Aster")
    assert list(Ballot.objects.due()) == [ballot]


def test_a_vote_in_writing_ends_early_only_when_nothing_can_change_it():
    ballot = circular(make.seated_board())
    own(ballot, "Aster")
    with pytest.raises(OutOfOrder, match="2 outstanding votes can still change the result"):
        close(ballot)
    own(ballot, "Calder")
    assert close(ballot).outcome == "carried"


def test_the_sentence_of_a_vote_in_writing_speaks_of_answers():
    ballot = circular(make.seated_board())
    own(ballot, "Aster")
    own(ballot, "Calder")
    assert close(ballot).sentence == (
        "2 seats answered; 2 needed (more than half of 3 seats): quorum. "
        "Carried: 2 for, 0 against, 0 abstained; more than half of all 3 seats are needed. "
        "For: Aster and Calder. Not answered: Brightwater."
    )


def test_a_decision_in_writing_gets_its_number_at_once():
    ballot = circular(make.seated_board())
    own(ballot, "Aster")
    own(ballot, "Calder")
    close(ballot)
    year = timezone.now().year
    assert Resolution.objects.get().number == f"R-{year}-01"


def test_three_in_the_meeting_four_by_mail_carried_on_the_seventh():
    on = make.seated_board(
        *SEVEN, quorum_kind="fixed", quorum_number=7, majority_kind="fixed", majority_number=7
    )
    ballot = make.ballot(on, here=SEVEN[:3])
    vote(ballot, **dict.fromkeys(SEVEN[:3], FOR))
    assert tally_of(ballot, save=make.a_save()).verdict.outcome == "no_quorum"
    continue_in_writing(ballot, deadline=in_a_week(), save=make.a_save())
    assert "The vote goes on in writing until" in notes_of(ballot)
    for name in SEVEN[3:6]:
        own(ballot, name)
        assert tally_of(ballot, save=make.a_save()).verdict.outcome == "no_quorum"
    own(ballot, SEVEN[6])
    past(ballot)
    result = close(ballot)
    assert (result.outcome, result.case["for"]) == ("carried", 7)
    channels = Vote.objects.values_list("channel", flat=True).order_by("number")
    assert list(channels) == ["meeting"] * 3 + ["page"] * 4


def test_a_vote_continued_in_writing_keeps_its_rule_unless_the_bylaws_say_otherwise():
    ballot = make.ballot(make.seated_board(continues_by_written_majority=True), here=["Aster"])
    vote(ballot, Aster=FOR)
    phase = continue_in_writing(ballot, deadline=in_a_week(), save=make.a_save())
    assert phase.rule == ballot.rule | {"majority": {"kind": "of_all_seats"}}
    assert ballot.rule["majority"] == {"kind": "simple"}


def test_silence_may_abstain_after_the_deadline_without_counting_for_quorum():
    ballot = circular(make.seated_board(silence="abstains", written_majority_kind="of_ballots"))
    own(ballot, "Aster")
    own(ballot, "Brightwater")
    past(ballot)
    result = close(ballot)
    assert (result.case["abstain"], result.case["uncounted"]) == (1, 1)
    assert "Silent, counted as abstaining: Calder." in result.sentence


def test_a_seat_that_left_without_voting_drops_out_of_the_base():
    ballot = circular(make.seated_board())
    own(ballot, "Aster")
    day = timezone.now().date()
    Seat.objects.filter(name="Calder").update(end_date=day - datetime.timedelta(days=2))
    tally = tally_of(ballot, save=make.a_save())
    assert tally.counts.seats == 2
    assert "Calder (no longer on the board)" in tally.verdict.sentence


def test_whose_term_ended_votes_no_more():
    ballot = circular(make.seated_board())
    day = timezone.now().date()
    Member.objects.filter(person__name="Aster Delegate").update(
        end_date=day - datetime.timedelta(days=2)
    )
    with pytest.raises(NotYours):
        own(ballot, "Aster")


def test_a_decision_takes_effect_with_the_last_vote_needed_where_the_bylaws_say_so():
    ballot = circular(make.seated_board(written_effective="last_vote"))
    own(ballot, "Aster")
    needed = own(ballot, "Calder")
    own(ballot, "Brightwater")
    assert close(ballot).effective_at == Vote.objects.get(pk=needed.pk).recorded_at


def test_a_decision_in_writing_is_noted_in_the_next_meeting_by_itself_and_once():
    on = make.seated_board()
    ballot = circular(on)
    own(ballot, "Aster")
    own(ballot, "Calder")
    close(ballot)
    day = timezone.now().date()
    for later in (1, 2):
        coming = make.planned_meeting(on, day + datetime.timedelta(days=later))
        begin_meeting(coming, save=make.a_save())
    noted = AgendaItem.objects.filter(kind="written")
    assert [item.meeting.date for item in noted] == [day + datetime.timedelta(days=1)]
    assert "carried 2-0-0. “That the budget be approved”" in noted[0].notes
    assert Meeting.objects.get(pk=noted[0].meeting_id).state == "in_session"
    assert not Resolution.objects.filter(item=noted[0]).exists()


@pytest.mark.parametrize("outstanding", range(4))
def test_a_vote_is_settled_exactly_when_every_way_to_go_on_ends_the_same(outstanding):
    for votes_for in range(5):
        for against in range(5):
            counts = Counts(9, votes_for + against, votes_for=votes_for, against=against)
            ends = outcomes_ahead(SIMPLE, counts, outstanding)
            assert is_settled(SIMPLE, counts, outstanding) == (len(ends) == 1)
            assert decide(SIMPLE, counts).outcome in ends
            lead = votes_for - against
            if votes_for + against >= 2 and lead > outstanding:
                assert ends == {Outcome.CARRIED}
