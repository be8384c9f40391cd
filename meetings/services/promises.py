"""What becomes of a promise between meetings: each act is one entry of its ledger."""

from __future__ import annotations

import datetime
from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Any

from django.db import transaction
from django.db.models import F
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from meetings.models import Action, ActionUpdate, Meeting, Person
from meetings.rules.actions import NEEDS_REASON, Act, State, after
from meetings.rules.verdict import OutOfOrder
from meetings.services.changes import Save
from meetings.services.refusals import Refused
from meetings.services.wholes import open_parts, settle_wholes


class MovedOn(OutOfOrder):
    """Somebody else did something since this one looked; nothing was stored."""


@dataclass(frozen=True)
class Deed:
    """One act as somebody does it.

    `seen` is `Action.seen` of what they looked at. `by` says it, whoever types (`save.by`).
    """

    act: Act
    seen: str
    by: Person
    save: Save
    remark: str = ""
    evidence: str = ""
    until: datetime.date | None = None
    to: Meeting | None = None

    @property
    def deferred_until(self) -> datetime.date | None:
        return self.to.date if self.to else self.until


@transaction.atomic
def do(action: Action, deed: Deed, *, wrote: dict[str, Any] | None = None, **fields: Any) -> Action:
    """Does one act: the action moves, its ledger tells it, and its whole follows.

    In: `fields` of the action that the act sets besides its state, and `wrote`, what the
    entry tells besides. Raises MovedOn where something happened since `deed.seen`, OutOfOrder
    where the state does not allow it (`rules.actions.after`), Refused without a reason that
    is due. Source: domain rules, section 10.
    """
    _refuse_without_reason(action, deed)
    action.board.wait_for_turn()
    now = _as_it_stands(action)
    if deed.seen != now.seen:
        raise MovedOn(_moved_on(now))
    parts = [part.label for part in open_parts(now)]
    state = after(State(now.state), deed.act, open_parts=parts)
    moved = {"state": state, **_sets(now, state, deed), **fields}
    guarded = Action.objects.filter(pk=now.pk, state=now.state, version=now.version)
    if not guarded.update(version=F("version") + 1, **moved):
        raise MovedOn(_moved_on(_as_it_stands(now)))
    _tell(now, state, deed, **(wrote or {}))
    for whole in settle_wholes([now.part_of_id], on=_day(now, deed)):
        remark = _("All its parts are closed.") if not whole.is_open else _("A part is open again.")
        act = Act.FINISH if not whole.is_open else Act.REOPEN
        _tell(whole, State(whole.state), replace(deed, act=act, remark=remark, evidence=""))
    return _as_it_stands(now)


def _as_it_stands(action: Action) -> Action:
    rows = Action.objects.select_related("board", "item__meeting__board")
    return rows.filter(pk=action.pk)[0]


def do_all(deeds: Iterable[tuple[Action, Deed]]) -> dict[int, str]:
    """All of them or none; what stood in the way of each, by the action's key."""
    refused = dict[int, str]()
    with transaction.atomic():
        for action, deed in deeds:
            try:
                do(action, deed)
            except (OutOfOrder, Refused) as no:
                refused[action.pk] = str(no)
        if refused:
            transaction.set_rollback(True)
    return refused


@transaction.atomic
def drop(action: Action, deed: Deed, *, by_action: Action | None = None) -> Action:
    """Cancels an action, or another takes its place; parts that are open go with it.

    Raises what `do` does, and OutOfOrder where the other cannot take its place.
    """
    if by_action is not None:
        _refuse_successor(action, by_action)
    dropped = do(action, deed, superseded_by=by_action)
    for part in open_parts(action):
        do(part, replace(deed, seen=part.seen), superseded_by=by_action)
    return dropped


def _refuse_successor(action: Action, other: Action) -> None:
    related = {other.pk, other.part_of_id} & {action.pk, action.part_of_id or action.pk}
    if related:
        raise OutOfOrder(_("An action cannot be superseded by itself or by its own part."))
    if not other.is_open:
        raise OutOfOrder(_("%s is closed: it takes nothing over.") % other.label)


def _refuse_without_reason(action: Action, deed: Deed) -> None:
    if deed.act in NEEDS_REASON and not deed.remark.strip():
        raise Refused(_("Say why."))
    if deed.act is Act.DEFER:
        until = deed.deferred_until
        if until is None:
            raise Refused(_("Say until when: a day, or a meeting."))
        if until <= _day(action, deed):
            raise Refused(_("Choose a day to come."))


def _day(action: Action, deed: Deed) -> datetime.date:
    return action.board.day_of(deed.save.at)


def _sets(action: Action, state: State, deed: Deed) -> dict[str, Any]:
    """The days that go with a state, where the act changes it."""
    if deed.act is Act.DEFER:
        return {"deferred_until": deed.deferred_until, "deferred_to": deed.to}
    if state == action.state:
        return {}
    closed = None if state.is_open else _day(action, deed)
    return {"closed_on": closed, "deferred_until": None, "deferred_to": None}


def _tell(action: Action, state: State, deed: Deed, **wrote: Any) -> None:
    if deed.save.by is None:
        raise LookupError("a report is recorded by somebody")
    ActionUpdate.objects.create(
        action=action,
        at=deed.save.at,
        by=deed.by,
        recorded_by=deed.save.by,
        act=deed.act,
        state=state,
        remark=deed.remark.strip(),
        evidence=deed.evidence,
        deferred_until=deed.deferred_until if deed.act is Act.DEFER else None,
        **wrote,
    )


def _moved_on(action: Action) -> str:
    """What happened since, in a sentence."""
    last = action.updates.select_related("by").first()
    words = {"label": action.label, "state": action.get_state_display()}
    if last is None or last.state != action.state:
        sentence = _("A meeting found %(label)s %(state)s since you looked.") % words
    else:
        words["name"] = last.by.name
        words["act"] = last.get_act_display()
        words["day"] = date_format(last.at.astimezone(action.board.zone), "j F Y H:i")
        sentence = _("Since you looked, %(name)s told of %(label)s: %(act)s (%(day)s).") % words
        if last.remark:
            sentence += f" “{last.remark}”"
    return sentence + " " + _("Nothing was stored, and what you typed is still here.")
