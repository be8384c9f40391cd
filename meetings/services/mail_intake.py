"""Messages with votes are brought: kept as evidence, and matched to what they claim."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass

from django.db import transaction
from django.db.models import Count, Exists, OuterRef, Q
from django.db.models.functions import Now
from django.utils.translation import gettext as _

from meetings.importers.bounded import BoundedReader
from meetings.importers.mailed import Mailed
from meetings.importers.source import Unreadable
from meetings.models import Ballot, BallotPhase, MailClaim, MailMessage
from meetings.rules.verdict import OutOfOrder
from meetings.services.ballots import phase_of
from meetings.services.changes import Save
from meetings.services.mail_matching import Desk, Match, desk_for, matches_of
from meetings.services.refusals import Refused
from meetings.services.votes import refuse_if_closed

READER = BoundedReader[Mailed]("meetings.importers.mailed:read_messages")


@dataclass(frozen=True)
class Funnel:
    """What became of every message that was brought to a vote; the parts add up to `brought`."""

    brought: int
    recorded: int
    refused: int
    duplicate: int
    held: int


def bring_mail(ballot: Ballot, *, content: bytes, limit: int, save: Save) -> tuple[int, int]:
    """Keeps every message in what was brought, each with the votes it claims; records none.

    In: an e-mail, a mailbox or pasted text. Out: how many messages are new, and how many were
    brought before. Raises Refused for what cannot be read, Closed where the vote is over,
    OutOfOrder where it is not in writing. Source: reliability.md, promise 7.
    """
    refuse_if_closed(ballot)
    _refuse_unwritten(ballot)
    try:
        found = READER.read(content, limit=limit)
    except Unreadable as no:
        raise Refused(str(no)) from no
    return keep_mail(ballot, found=found, save=save)


@transaction.atomic
def keep_mail(ballot: Ballot, *, found: tuple[Mailed, ...], save: Save) -> tuple[int, int]:
    """The same for messages that were read."""
    board = ballot.resolution.board
    board.wait_for_turn()
    hashes = [hashlib.sha256(mailed.content).hexdigest() for mailed in found]
    known = _known(board.pk, hashes)
    by_hash = dict(zip(hashes, found, strict=True))
    fresh = {digest: mailed for digest, mailed in by_hash.items() if digest not in known}
    ids = [mailed.message_id for mailed in fresh.values() if mailed.message_id]
    same = MailMessage.objects.filter(board=board, message_id__in=ids)
    message_ids = set(same.values_list("message_id", flat=True))
    MailMessage.objects.bulk_create(
        _kept(ballot, digest, mailed, save) for digest, mailed in fresh.items()
    )
    kept = _known(board.pk, hashes)
    if fresh:
        received = next(kept[digest].received_at for digest in fresh)
        desk = desk_for(ballot, received=received, save=save)
        desk.message_ids = message_ids
        MailClaim.objects.bulk_create(
            claim
            for digest, mailed in fresh.items()
            for claim in _claims(kept[digest], mailed, desk)
        )
    _keep_duplicates(ballot, [kept[digest] for digest in _again(hashes, known)], save)
    return len(fresh), len(found) - len(fresh)


def funnel_of(ballot: Ballot) -> Funnel:
    """Every message that was brought to a vote, counted once; one brought again, each time.

    A message with several votes is held while one of them is, then recorded if one of them is.
    """
    mine = MailClaim.objects.filter(ballot=ballot, message=OuterRef("pk"))
    first = mine.exclude(state="duplicate")
    messages = MailMessage.objects.filter(Exists(first))
    is_held, is_recorded = (
        Exists(first.filter(state="held")),
        Exists(first.filter(state="recorded")),
    )
    counts = messages.aggregate(
        all=Count("pk"),
        held=Count("pk", filter=Q(is_held)),
        recorded=Count("pk", filter=~Q(is_held) & Q(is_recorded)),
        refused=Count("pk", filter=~Q(is_held) & ~Q(is_recorded)),
    )
    again = MailClaim.objects.filter(ballot=ballot, state="duplicate").count()
    return Funnel(
        counts["all"] + again, counts["recorded"], counts["refused"], again, counts["held"]
    )


def held_elsewhere(ballot: Ballot) -> list[tuple[Ballot, int]]:
    """The board's other votes for which messages wait, with how many votes those claim."""
    held = MailClaim.objects.held().filter(ballot__resolution__board=ballot.resolution.board_id)
    counted = held.exclude(ballot=ballot).order_by().values_list("ballot").annotate(Count("pk"))
    waiting = dict(counted)
    others = Ballot.objects.filter(pk__in=waiting).select_related("resolution")
    return [(other, waiting[other.pk]) for other in others.order_by("opened_at", "pk")]


def _refuse_unwritten(ballot: Ballot) -> None:
    if phase_of(ballot).channel != BallotPhase.Channel.WRITING:
        raise OutOfOrder(
            _("This vote is taken in the meeting: votes by mail are for one in writing.")
        )


def _known(board: int, hashes: list[str]) -> dict[str, MailMessage]:
    rows = MailMessage.objects.filter(board=board, sha256__in=hashes).defer("content", "text")
    return {row.sha256: row for row in rows}


def _again(hashes: list[str], known: dict[str, MailMessage]) -> list[str]:
    """The hash of every message that was there before, in the database or further up."""
    seen, again = set(known), []
    for digest in hashes:
        if digest in seen:
            again.append(digest)
        seen.add(digest)
    return again


def _kept(ballot: Ballot, digest: str, mailed: Mailed, save: Save) -> MailMessage:
    return MailMessage(
        board_id=ballot.resolution.board_id, content=mailed.content, sha256=digest,
        text=mailed.text, own=mailed.own, message_id=mailed.message_id[:500],
        sender_name=mailed.name[:500], sender_address=mailed.address[:500],
        subject=mailed.subject[:500], sent=mailed.sent[:500], brought_by=save.by,
    )  # fmt: skip


def _claims(message: MailMessage, mailed: Mailed, desk: Desk) -> list[MailClaim]:
    return [_claim(message, match) for match in matches_of(mailed, desk)]


def _claim(message: MailMessage, match: Match) -> MailClaim:
    return MailClaim(
        message=message, ballot=match.ballot, words=match.stated.words[:500],
        stated=match.choice, choice=match.choice, seat=match.seat, person_id=match.person,
        held_for=" ".join(dict.fromkeys(match.held_for))[:1000],
    )  # fmt: skip


def _keep_duplicates(ballot: Ballot, again: list[MailMessage], save: Save) -> None:
    MailClaim.objects.bulk_create(
        MailClaim(
            message=message, ballot=ballot, state=MailClaim.State.DUPLICATE,
            decided_by=save.by, decided_at=Now(),
        )
        for message in again
    )  # fmt: skip
