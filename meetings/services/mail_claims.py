"""What becomes of a vote that came by mail: confirmed, corrected, refused; each of them once."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.db.models.functions import Now
from django.utils.translation import gettext as _

from meetings.models import Ballot, BallotSeat, MailClaim, Notice, Person, Vote
from meetings.models.mail import MailClaimQuerySet
from meetings.rules.verdict import OutOfOrder
from meetings.services.changes import Save
from meetings.services.closing import LookAgain
from meetings.services.mail_matching import open_in_writing
from meetings.services.notices import News, tell
from meetings.services.own_votes import NotYours, voters_in_writing
from meetings.services.refusals import Refused
from meetings.services.telling import behind
from meetings.services.votes import Hand, record_votes


@dataclass(frozen=True)
class Correction:
    """Another seat, person (by key) and choice than a message was matched to."""

    seat: int
    person: int
    choice: Vote.Choice


def claims_of(ballot: Ballot) -> list[MailClaim]:
    """The claims on a vote with all that a page shows; those that wait come first."""
    rows = MailClaim.objects.filter(ballot=ballot).select_related(
        "message", "seat", "person", "vote", "decided_by"
    )
    found = rows.defer("message__content", "message__text").order_by("pk")
    return sorted(found, key=lambda claim: (not claim.is_held, claim.pk))


@transaction.atomic
def confirm_claim(claim: MailClaim, *, seen: str, save: Save) -> Vote:
    """Records the vote that a message claims, with the message as its evidence, and tells them.

    In: the `mark` of the claim as it was looked at. Confirmed twice it gives the same vote.
    Raises LookAgain where it is another by now, Closed where it was received too late or the
    vote is over, HasVoted, NotYours. Source: domain rules, section 7, 7.
    """
    row = _fresh(claim)
    if row.vote:
        return row.vote
    _refuse_changed(row, seen)
    if row.seat is None or row.person is None or not row.choice:
        raise OutOfOrder(_("Say whose vote it is and what they voted first."))
    voters = voters_of(row.ballot, row.seat, save)
    if row.person_id not in voters:
        names = {"person": row.person.name, "seat": row.seat.name}
        raise NotYours(_("%(person)s may not vote for %(seat)s.") % names)
    received = row.message.received_at
    hand = Hand(row.person_id, voters[row.person_id], Vote.Channel.MAIL, received=received)
    choices = {row.seat.pk: Vote.Choice(row.choice)}
    (vote,) = record_votes(row.ballot, choices=choices, key=f"mail-{row.pk}", save=save, hand=hand)
    if _decided(row, save, state=MailClaim.State.RECORDED, vote=vote):
        _tell(row, vote, save)
    elif _fresh(claim).vote != vote:
        raise LookAgain(_("Somebody else has decided on this message just now."))
    return vote


@transaction.atomic
def refuse_claim(claim: MailClaim, *, reason: str, seen: str, save: Save) -> None:
    """Nothing is recorded of it; the message stays. Raises Refused without a reason, LookAgain."""
    if not reason.strip():
        raise Refused(_("Give a reason."))
    row = _fresh(claim)
    _refuse_changed(row, seen)
    if not _decided(row, save, state=MailClaim.State.REFUSED, reason=reason.strip()[:300]):
        raise LookAgain(_("Somebody else has decided on this message just now."))


@transaction.atomic
def correct_claim(claim: MailClaim, *, correction: Correction, seen: str, save: Save) -> None:
    """Whose vote it is and what they voted, as somebody reads the message; still held.

    Raises LookAgain, NotYours for somebody who may not vote for that seat.
    """
    row = _fresh(claim)
    _refuse_changed(row, seen)
    seat = BallotSeat.objects.filter(ballot=row.ballot, pk=correction.seat).first()
    if seat is None or correction.person not in voters_of(row.ballot, seat, save):
        raise NotYours(_("That person may not vote for that seat."))
    _match(row, seat=seat.pk, person=correction.person, choice=correction.choice)


@transaction.atomic
def move_claim(claim: MailClaim, *, ballot: Ballot, seen: str, save: Save) -> None:
    """It means another motion: matched there to its sender's seat, if they have one there.

    Raises LookAgain, OutOfOrder where that motion is not open for votes in writing.
    """
    row = _fresh(claim)
    _refuse_changed(row, seen)
    if ballot.pk not in {other.pk for other in open_in_writing(row.ballot)}:
        raise OutOfOrder(_("That motion is not open for votes in writing."))
    found = voters_in_writing(ballot, save=save, only=row.person) if row.person else []
    seat = found[0][1].row.pk if len(found) == 1 else None
    _match(row, ballot=ballot.pk, seat=seat, person=row.person_id, choice=row.choice)


def voters_of(ballot: Ballot, seat: BallotSeat, save: Save) -> dict[int, str]:
    """Who may vote in writing for a seat, by key, and as what."""
    found = voters_in_writing(ballot, save=save)
    return {person: own.via for person, own in found if own.row.pk == seat.pk}


def voter_names(ballot: Ballot, *, save: Save) -> list[tuple[str, str]]:
    """Who may vote in writing for which seat, as "seat-person" and in words, by seat."""
    voters = voters_in_writing(ballot, save=save)
    names = Person.objects.in_bulk([person for person, _own in voters])
    return [
        (f"{own.row.pk}-{person}", f"{own.row.name}: {names[person].name}")
        for person, own in voters
    ]


def _fresh(claim: MailClaim) -> MailClaim:
    rows = MailClaim.objects.select_related(
        "message", "seat", "person__merged_into", "vote", "ballot__resolution__item__meeting__board"
    )
    row = rows.defer("message__content", "message__text").get(pk=claim.pk)
    row.ballot.resolution.board = row.ballot.resolution.item.meeting.board
    return row


def _refuse_changed(row: MailClaim, seen: str) -> None:
    if not row.is_held:
        raise LookAgain(_("Somebody else has decided on this message just now."))
    if row.mark != seen:
        raise LookAgain(_("This message was matched anew meanwhile. Look at it again."))


def _mine(row: MailClaim) -> MailClaimQuerySet:
    """The claim, as long as it is held and matched as it was read."""
    held = MailClaim.objects.held().filter(pk=row.pk, ballot=row.ballot_id)
    return held.filter(seat=row.seat_id, person=row.person_id, choice=row.choice)


def _match(row: MailClaim, **fields: Any) -> None:
    if not _mine(row).update(held_for="", **fields):
        raise LookAgain(_("Somebody else has decided on this message just now."))


def _decided(row: MailClaim, save: Save, **fields: Any) -> bool:
    return bool(_mine(row).update(decided_by=save.by, decided_at=Now(), **fields))


def _tell(row: MailClaim, vote: Vote, save: Save) -> None:
    """Its sender and everybody behind the seat hear of it; the motion stays on the pages."""
    if row.seat is None or row.person is None:
        return
    resolution = row.ballot.resolution
    sentence = _(
        "%(label)s: the vote “%(choice)s” for %(seat)s, which came by mail from %(person)s, is "
        "recorded (receipt %(receipt)s). If you did not vote this way, object until the result "
        "is out."
    )
    words = {
        "label": resolution.label,
        "choice": vote.get_choice_display(),
        "seat": row.seat.name,
        "person": row.person.name,
        "receipt": vote.receipt_on(row.ballot),
    }
    news = News(
        board=resolution.board,
        kind=Notice.Kind.VOTE_MAILED,
        subject=row,
        text=sentence % words,
        cause=f"mail {row.message_id}",
    )
    tell([row.person.kept_as, *behind(row.ballot, [row.seat], save)], news=news, save=save)
