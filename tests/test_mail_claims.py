"""Votes by mail are recorded when somebody confirms them, once; members may object."""

import datetime

import pytest
from django.db import DatabaseError, transaction
from django.utils import timezone

from meetings.models import (
    BallotPhase,
    MailClaim,
    MailMessage,
    MailObjection,
    Member,
    Notice,
    Person,
    Vote,
)
from meetings.services.closing import LookAgain
from meetings.services.mail_claims import (
    Correction,
    confirm_claim,
    correct_claim,
    move_claim,
    refuse_claim,
)
from meetings.services.mail_intake import Funnel, funnel_of
from meetings.services.mail_objections import Answer, answer_objection, object_to
from meetings.services.own_votes import NotYours
from meetings.services.refusals import Refused
from meetings.services.tallying import tally_of
from meetings.services.votes import Closed, HasVoted
from tests import make
from tests.mailbox import bring, from_delegate, mail, written
from tests.test_written_votes import circular, close, own
from tests.voting import seat

pytestmark = pytest.mark.django_db
FOR, AGAINST, ABSTAIN = Vote.Choice.FOR, Vote.Choice.AGAINST, Vote.Choice.ABSTAIN


def claim_on(ballot, *mails):
    return bring(ballot, *(mails or [from_delegate("Aster")]))[0][0]


def confirm(claim, by=None):
    claim.refresh_from_db()
    return confirm_claim(claim, seen=claim.mark, save=make.a_save(by))


def delegate(name="Aster"):
    return Person.objects.get(name=f"{name} Delegate")


def test_a_confirmed_claim_is_a_vote_by_mail_with_the_message_as_its_evidence():
    ballot, secretary = written(), make.user("secretary")
    vote = confirm(claim_on(ballot), secretary)
    assert (vote.choice, vote.channel, vote.via) == ("for", "mail", "named")
    assert (vote.cast_by, vote.recorded_by) == (delegate(), secretary)
    assert vote.mail_claim.message.own == "+1"
    assert funnel_of(ballot) == Funnel(1, 1, 0, 0, 0)


def test_confirmed_twice_it_is_the_same_vote_and_told_once():
    claim = claim_on(written())
    seen = claim.mark
    votes = {confirm_claim(claim, seen=seen, save=make.a_save()).pk for _ in range(3)}
    told = Notice.objects.filter(kind="vote_mailed")
    assert len(votes) == Vote.objects.count() == told.count() == 1


def test_everybody_who_may_vote_for_the_seat_is_told():
    ballot = written()
    named = Member.objects.get(person=delegate())
    alternate = make.member(
        ballot.resolution.board, name="Alma Second", seat=named.seat, precedence=2
    )
    confirm(claim_on(ballot))
    told = Notice.objects.filter(kind="vote_mailed")
    assert {notice.person for notice in told} == {delegate(), alternate.person}
    assert "the vote “for” for Aster, which came by mail from Aster Delegate" in told[0].text
    assert "If you did not vote this way, object" in told[0].text


def test_what_was_matched_anew_is_not_recorded_unseen():
    claim = claim_on(written())
    seen = claim.mark
    choice = Correction(claim.seat_id, claim.person_id, AGAINST)
    correct_claim(claim, correction=choice, seen=seen, save=make.a_save())
    with pytest.raises(LookAgain):
        confirm_claim(claim, seen=seen, save=make.a_save())
    assert not Vote.objects.exists()
    vote = confirm(claim)
    assert (vote.choice, vote.mail_claim.stated) == ("against", "for")


def test_an_unknown_sender_s_vote_can_be_given_to_a_seat():
    ballot = written()
    claim = claim_on(ballot, mail("Assistant <desk@example.org>", "+1 from Aster"))
    right = Correction(seat(ballot, "Aster"), delegate().pk, FOR)
    correct_claim(claim, correction=right, seen=claim.mark, save=make.a_save())
    assert confirm(claim).cast_by == delegate()


def test_nobody_votes_for_a_seat_that_is_not_theirs():
    ballot = written()
    claim = claim_on(ballot)
    wrong = Correction(seat(ballot, "Calder"), delegate().pk, FOR)
    with pytest.raises(NotYours):
        correct_claim(claim, correction=wrong, seen=claim.mark, save=make.a_save())
    Member.objects.update(end_date=timezone.now().date() - datetime.timedelta(days=2))
    with pytest.raises(NotYours, match="Aster Delegate may not vote for Aster"):
        confirm(claim)
    assert not Vote.objects.exists()


def test_a_claim_without_a_choice_is_not_recorded():
    with pytest.raises(Exception, match="Say whose vote it is and what they voted first"):
        confirm(claim_on(written(), from_delegate("Aster", "Fine.")))


def test_a_claim_is_moved_to_the_motion_it_means():
    first = written()
    second = circular(first.resolution.board, "That the roof be mended")
    claim = claim_on(first)
    assert claim.ballot == first
    move_claim(claim, ballot=second, seen=claim.mark, save=make.a_save())
    claim.refresh_from_db()
    assert (claim.seat.ballot, claim.seat.name) == (second, "Aster")
    assert confirm(claim).seat.ballot == second


def test_a_claim_is_refused_for_a_reason_and_stays():
    ballot = written()
    claim = claim_on(ballot)
    with pytest.raises(Refused, match="Give a reason"):
        refuse_claim(claim, reason=" ", seen=claim.mark, save=make.a_save())
    refuse_claim(claim, reason="A joke", seen=claim.mark, save=make.a_save())
    with pytest.raises(LookAgain):
        confirm(claim)
    assert funnel_of(ballot) == Funnel(1, 0, 1, 0, 0)


def test_a_seat_that_voted_meanwhile_is_not_voted_for_again():
    ballot = written()
    claim = claim_on(ballot)
    own(ballot, "Aster", AGAINST)
    with pytest.raises(HasVoted):
        confirm(claim)
    claim.refresh_from_db()
    assert claim.state == "held"
    assert not Notice.objects.filter(kind="vote_mailed").exists()


def ended(ballot, at):
    """The deadline was then, by a phase that follows."""
    last = ballot.phases.order_by("-number")[0]
    BallotPhase.objects.create(
        ballot=ballot, number=last.number + 1, channel="writing", basis="answered",
        rule=last.rule, deadline=at,
    )  # fmt: skip


def test_what_came_in_time_counts_though_it_is_confirmed_after_the_deadline():
    ballot = written()
    claim = claim_on(ballot)
    ended(ballot, MailMessage.objects.get().received_at + datetime.timedelta(microseconds=1))
    assert confirm(claim).choice == "for"
    assert tally_of(ballot, save=make.a_save()).counts.votes_for == 1


def test_what_came_too_late_is_not_recorded_whatever_its_date_says():
    ballot = written()
    claim = claim_on(ballot)
    ended(ballot, MailMessage.objects.get().received_at)
    with pytest.raises(Closed):
        confirm(claim)
    assert not Vote.objects.exists()


def test_nothing_is_recorded_once_the_vote_is_closed():
    ballot = written()
    claim = claim_on(ballot, from_delegate("Brightwater"))
    for name in ("Aster", "Calder"):
        own(ballot, name)
    close(ballot)
    with pytest.raises(Closed):
        confirm(claim)
    refuse_claim(claim, reason="Too late", seen=claim.mark, save=make.a_save())


@pytest.mark.parametrize(
    "change",
    [
        lambda claim: MailClaim.objects.filter(pk=claim.pk).update(reason="other"),
        lambda claim: MailClaim.objects.filter(pk=claim.pk).update(state="held", vote=None),
        lambda claim: claim.delete(),
        lambda claim: MailMessage.objects.update(own="-1"),
        lambda claim: MailMessage.objects.all().delete(),
        lambda claim: MailObjection.objects.update(words="none"),
    ],
    ids=["its reason", "its state", "the claim", "the words", "the message", "the objection"],
)
def test_what_was_decided_is_kept_by_the_database(change):
    claim = claim_on(written())
    confirm(claim)
    object_to(claim_of(claim), person=delegate(), words="Not me", save=make.a_save())
    with pytest.raises(DatabaseError), transaction.atomic():
        change(claim)


def test_what_a_message_says_is_kept_while_it_is_held():
    claim = claim_on(written())
    with pytest.raises(DatabaseError), transaction.atomic():
        MailClaim.objects.filter(pk=claim.pk).update(stated="against")
    assert MailClaim.objects.filter(pk=claim.pk).update(choice="against")


def claim_of(claim):
    return MailClaim.objects.select_related("vote", "seat", "message").get(pk=claim.pk)


def objected(ballot):
    claim = claim_on(ballot)
    confirm(claim)
    return object_to(
        claim_of(claim), person=delegate(), words="I wrote no mail", save=make.a_save()
    )


def test_a_member_objects_once_and_the_vote_stands_until_it_is_answered():
    ballot = written()
    objection = objected(ballot)
    with pytest.raises(Exception, match="objected to this vote already"):
        object_to(objection.claim, person=delegate(), words="Again", save=make.a_save())
    assert list(MailObjection.objects.unanswered()) == [objection]
    assert tally_of(ballot, save=make.a_save()).counts.votes_for == 1


def test_only_who_may_vote_for_the_seat_objects_and_with_words():
    claim = claim_on(written())
    confirm(claim)
    with pytest.raises(NotYours):
        object_to(claim_of(claim), person=delegate("Calder"), words="No", save=make.a_save())
    with pytest.raises(Refused):
        object_to(claim_of(claim), person=delegate(), words=" ", save=make.a_save())


def test_an_answer_changes_the_vote_for_its_reason_and_tells_who_objected():
    ballot = written()
    objection = objected(ballot)
    answer = Answer("Asked by telephone", "an-answer", AGAINST)
    row = answer_objection(objection, answer=answer, save=make.a_save())
    assert (row.vote.choice, row.vote.reason, row.vote.supersedes) == (
        "against", "Asked by telephone", objection.claim.vote,
    )  # fmt: skip
    assert not MailObjection.objects.unanswered().exists()
    assert "is now “against”" in Notice.objects.get(kind="vote_answered").text
    with pytest.raises(Exception, match="answered already"):
        answer_objection(objection, answer=answer, save=make.a_save())


def test_an_answer_may_keep_the_vote():
    objection = objected(written())
    row = answer_objection(objection, answer=Answer("You did write", "k"), save=make.a_save())
    assert row.vote is None
    assert Vote.objects.count() == 1
    assert "stays. You did write" in Notice.objects.get(kind="vote_answered").text


def test_no_objection_is_raised_or_answered_once_the_result_is_out():
    ballot = written()
    objection = objected(ballot)
    claim = claim_on(ballot, from_delegate("Calder"))
    confirm(claim)
    close(ballot)
    with pytest.raises(Closed):
        answer_objection(objection, answer=Answer("Late", "k", AGAINST), save=make.a_save())
    with pytest.raises(Closed):
        object_to(claim_of(claim), person=delegate("Calder"), words="Not me", save=make.a_save())
