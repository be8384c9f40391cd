"""Texts of the register are disposed of, or held against it: always a new entry."""

from __future__ import annotations

from collections.abc import Iterable

from django.db import IntegrityError, transaction
from django.db.models import ProtectedError
from django.utils.translation import gettext as _

from meetings.models import Board, LegalHold, RegisterEntry, RegisterText
from meetings.rules.verdict import OutOfOrder
from meetings.services.changes import Save
from meetings.services.refusals import Refused
from meetings.services.register import Kind, Record, register


@transaction.atomic
def dispose_of(
    board: Board, *, entries: Iterable[RegisterEntry], reason: str, save: Save
) -> RegisterEntry:
    """Destroys the texts and salts of entries for good; that they were there stays provable.

    Out: the entry that says so. Raises Refused without a reason, OutOfOrder where one is under
    legal hold or gone already. Source: reliability.md, promise 14.
    """
    if not reason.strip():
        raise Refused(_("Give a reason."))
    board.wait_for_turn()
    gone = sorted(entry.seq for entry in entries)
    kept = RegisterText.objects.filter(entry__board=board, entry__seq__in=gone)
    if not gone or kept.count() != len(gone):
        raise OutOfOrder(_("What is to be disposed of is not kept any more."))
    try:
        with transaction.atomic():
            kept.delete()
    except (ProtectedError, IntegrityError):
        raise OutOfOrder(_("An entry is under legal hold and cannot be disposed of.")) from None
    record = Record(Kind.DISPOSAL, {"entries": gone, "reason": reason.strip()})
    return register(board, record=record, at=save.at)


@transaction.atomic
def place_hold(entry: RegisterEntry, *, reason: str, save: Save) -> LegalHold:
    """From now on the database refuses to dispose of the entry's text.

    Raises Refused without a reason, OutOfOrder where the text is gone.
    """
    if not reason.strip():
        raise Refused(_("Give a reason."))
    entry.board.wait_for_turn()
    kept = RegisterText.objects.filter(entry=entry).first()
    if kept is None:
        raise OutOfOrder(_("The text was disposed of: there is nothing to hold."))
    hold = LegalHold.objects.create(
        kept=kept, reason=reason.strip(), placed_at=save.at, placed_by=save.by
    )
    _enter_hold(entry, "placed", hold.reason, save)
    return hold


@transaction.atomic
def lift_hold(hold: LegalHold, *, reason: str, save: Save) -> RegisterEntry:
    """The text may be disposed of again. Raises Refused without a reason."""
    if not reason.strip():
        raise Refused(_("Give a reason."))
    entry = hold.kept.entry
    entry.board.wait_for_turn()
    LegalHold.objects.filter(pk=hold.pk).delete()
    return _enter_hold(entry, "lifted", reason.strip(), save)


def _enter_hold(entry: RegisterEntry, act: str, reason: str, save: Save) -> RegisterEntry:
    record = Record(Kind.HOLD, {"entry": entry.seq, "act": act, "reason": reason})
    return register(entry.board, record=record, at=save.at)
