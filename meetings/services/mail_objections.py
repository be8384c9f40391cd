""" "I did not vote this way": objections to votes by mail, and how they are answered."""

from __future__ import annotations

from dataclasses import dataclass

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from meetings.models import Ballot, MailClaim, MailObjection, Notice, Person, Vote
from meetings.rules.verdict import OutOfOrder
from meetings.services.changes import Save
from meetings.services.mail_claims import voters_of
from meetings.services.notices import News, tell
from meetings.services.own_votes import NotYours
from meetings.services.refusals import Refused
from meetings.services.votes import Change, Hand, change_vote, take_turns


@dataclass(frozen=True)
class Answer:
    """What the secretariat says; with a `choice` the vote is that one from now on."""

    words: str
    key: str
    choice: Vote.Choice | None = None


def may_object(claim: MailClaim, person: Person, *, save: Save) -> bool:
    """Whoever the vote is said to be from, and everybody who may vote for the seat."""
    if claim.seat is None or claim.state != MailClaim.State.RECORDED:
        return False
    return claim.person_id == person.pk or person.pk in voters_of(claim.ballot, claim.seat, save)


@transaction.atomic
def object_to(claim: MailClaim, *, person: Person, words: str, save: Save) -> MailObjection:
    """Somebody says that a vote by mail was not theirs; the vote stands until it is answered.

    Raises Refused without words, NotYours, Closed once the result is out, OutOfOrder a second
    time. Source: reliability.md, section 4, 23.
    """
    said = _said(words)
    if not may_object(claim, person, save=save):
        raise NotYours(_("This vote is not for a seat of yours."))
    take_turns(claim.ballot, 1, is_closing=True)
    try:
        with transaction.atomic():
            return MailObjection.objects.create(
                claim=claim, person=person, words=said, recorded_by=save.by
            )
    except IntegrityError:
        raise OutOfOrder(_("Somebody has objected to this vote already.")) from None


@transaction.atomic
def answer_objection(objection: MailObjection, *, answer: Answer, save: Save) -> MailObjection:
    """The vote is changed for that reason, or kept; whoever objected is told.

    Raises Refused without words, Closed once the result is out, OutOfOrder where it is
    answered already or the choice is the one that stands.
    """
    said = _said(answer.words)
    claim = objection.claim
    take_turns(claim.ballot, 1, is_closing=True)
    if objection.answers_id or MailObjection.objects.filter(answers=objection).exists():
        raise OutOfOrder(_("This objection is answered already."))
    vote = _changed(claim, answer, said, save) if answer.choice else None
    row = MailObjection.objects.create(
        claim=claim, person=objection.person, words=said, recorded_by=save.by,
        answers=objection, vote=vote,
    )  # fmt: skip
    _tell(objection, said, vote, save)
    return row


def objections_on(ballot: Ballot) -> list[MailObjection]:
    """Those that wait for an answer come first."""
    rows = MailObjection.objects.filter(claim__ballot=ballot, answers=None)
    found = rows.select_related("claim__seat", "claim__vote", "person", "answer__vote")
    return sorted(found, key=lambda row: (hasattr(row, "answer"), row.pk))


def _changed(claim: MailClaim, answer: Answer, said: str, save: Save) -> Vote:
    """In time if the message was: it takes the place of the vote that came with it."""
    if claim.vote is None or answer.choice is None:
        raise OutOfOrder(_("This seat has not voted: there is nothing to change."))
    hand = Hand(
        claim.person_id, claim.vote.via, Vote.Channel.ASSISTED, received=claim.message.received_at
    )
    change = Change(claim.vote.seat_id, answer.choice, said)
    return change_vote(claim.ballot, change=change, key=answer.key, save=save, hand=hand)


def _said(words: str) -> str:
    said = " ".join(words.split())
    if not said:
        raise Refused(_("Say what is wrong, or how you answer."))
    return said[:300]


def _tell(objection: MailObjection, said: str, vote: Vote | None, save: Save) -> None:
    if objection.person is None:
        return
    claim = objection.claim
    sentence = _("%(label)s: your objection was heard; the vote for %(seat)s stays. %(words)s")
    if vote:
        sentence = _(
            "%(label)s: your objection was heard; the vote for %(seat)s is now “%(choice)s”. "
            "%(words)s"
        )
    words = {
        "label": claim.ballot.resolution.label,
        "seat": claim.seat.name if claim.seat else "",
        "choice": vote.get_choice_display() if vote else "",
        "words": said,
    }
    news = News(
        board=claim.ballot.resolution.board,
        kind=Notice.Kind.VOTE_ANSWERED,
        subject=claim,
        text=sentence % words,
        cause=f"objection {objection.pk}",
    )
    tell([objection.person], news=news, save=save)
