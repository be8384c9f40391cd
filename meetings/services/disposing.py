"""Texts of the register are disposed of, or held against it: always a new entry."""

from __future__ import annotations

from collections.abc import Iterable

from django.db import IntegrityError, transaction
from django.db.models import ProtectedError
from django.utils.translation import gettext as _

from meetings.models import Board, LegalHold, RegisterEntry, RegisterText, TextProposal, User
from meetings.rules.verdict import OutOfOrder
from meetings.services.changes import Save
from meetings.services.emptying import empty_minutes
from meetings.services.refusals import Refused
from meetings.services.register import Kind, Record, register

Act = TextProposal.Act


@transaction.atomic
def propose(entry: RegisterEntry, *, act: Act, reason: str, by: User, save: Save) -> TextProposal:
    """Asks somebody else to confirm what is to become of a text.

    Raises Refused without a reason, OutOfOrder where something is proposed already, or where it
    could not be done. Source: reliability.md, decision 10.
    """
    if not reason.strip():
        raise Refused(_("Give a reason."))
    entry.board.wait_for_turn()
    if entry.proposals.filter(answered_at=None).exists():
        raise OutOfOrder(_("Something is proposed for this text already: answer that first."))
    _refuse_impossible(entry, act)
    return TextProposal.objects.create(
        entry=entry, act=act, reason=reason.strip()[:300], proposed_at=save.at, proposed_by=by
    )


@transaction.atomic
def answer(proposal: TextProposal, *, confirms: bool, by: User, save: Save) -> None:
    """Does what was proposed, or drops it; nobody confirms their own, of two answers one counts.

    Raises OutOfOrder.
    """
    entry = proposal.entry
    entry.board.wait_for_turn()
    if confirms and by.pk == proposal.proposed_by_id:
        raise OutOfOrder(_("Somebody else has to confirm what you proposed."))
    waiting = TextProposal.objects.filter(pk=proposal.pk, answered_at=None)
    if not waiting.update(answered_at=save.at, answered_by=by, is_confirmed=confirms):
        raise OutOfOrder(_("This was answered already."))
    if not confirms:
        return
    _refuse_impossible(entry, Act(proposal.act))
    if proposal.act == Act.DISPOSE:
        dispose_of(entry.board, entries=[entry], reason=proposal.reason, save=save)
    elif proposal.act == Act.HOLD:
        place_hold(entry, reason=proposal.reason, save=save)
    else:
        lift_hold(_hold_on(entry), reason=proposal.reason, save=save)


def _refuse_impossible(entry: RegisterEntry, act: Act) -> None:
    hold = LegalHold.objects.filter(kept__entry=entry).exists()
    if not RegisterText.objects.filter(entry=entry).exists():
        raise OutOfOrder(_("The text was disposed of already."))
    if act == Act.LIFT and not hold:
        raise OutOfOrder(_("The text is not under legal hold."))
    if act == Act.HOLD and hold:
        raise OutOfOrder(_("The text is under legal hold already."))
    if act == Act.DISPOSE and hold:
        raise OutOfOrder(_("An entry is under legal hold and cannot be disposed of."))
    if act == Act.DISPOSE and entry.kind in (Kind.DISPOSAL, Kind.HOLD):
        raise OutOfOrder(_("What says why a text went, or was held, is kept."))


def _hold_on(entry: RegisterEntry) -> LegalHold:
    return LegalHold.objects.select_related("kept__entry__board").get(kept__entry=entry)


@transaction.atomic
def dispose_of(
    board: Board, *, entries: Iterable[RegisterEntry], reason: str, save: Save
) -> RegisterEntry:
    """Destroys the texts and salts of entries for good, and what approved minutes left in the
    working tables; that they were there stays provable.

    Out: the entry that says so. Raises Refused without a reason, OutOfOrder where one is under
    legal hold or gone already. Source: reliability.md, promise 14.
    """
    if not reason.strip():
        raise Refused(_("Give a reason."))
    board.wait_for_turn()
    entries = list(entries)
    gone = sorted(entry.seq for entry in entries)
    if any(entry.kind in (Kind.DISPOSAL, Kind.HOLD) for entry in entries):
        raise OutOfOrder(_("What says why a text went, or was held, is kept."))
    kept = RegisterText.objects.filter(entry__board=board, entry__seq__in=gone)
    if not gone or kept.count() != len(gone):
        raise OutOfOrder(_("What is to be disposed of is not kept any more."))
    try:
        with transaction.atomic():
            kept.delete()
    except (ProtectedError, IntegrityError):
        raise OutOfOrder(_("An entry is under legal hold and cannot be disposed of.")) from None
    for entry in entries:
        empty_minutes(entry)
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
    if kept.holds.exists():
        raise OutOfOrder(_("The text is under legal hold already."))
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
    if not LegalHold.objects.filter(pk=hold.pk).delete()[0]:
        raise OutOfOrder(_("The legal hold was lifted already."))
    return _enter_hold(entry, "lifted", reason.strip(), save)


def _enter_hold(entry: RegisterEntry, act: str, reason: str, save: Save) -> RegisterEntry:
    record = Record(Kind.HOLD, {"entry": entry.seq, "act": act, "reason": reason})
    return register(entry.board, record=record, at=save.at)
