"""Motions, their amendments, votes and results become one resolution each."""

from __future__ import annotations

from typing import Any

from django.db.models import Q

from meetings.models import Resolution
from meetings.notation import lines as notation
from meetings.notation.align import Held, Typed, align
from meetings.notation.lines import Flag, FlagCode, Name, NameKind, OutcomeKind
from meetings.notation.motions import BoundMotion, motions_in
from meetings.services.changes import Change
from meetings.services.decided import Voted, voted_on

STATE_OF_OUTCOME = {
    OutcomeKind.CARRIED: Resolution.State.CARRIED,
    OutcomeKind.NOT_CARRIED: Resolution.State.NOT_CARRIED,
    OutcomeKind.NO_QUORUM: Resolution.State.NO_QUORUM,
    OutcomeKind.NOT_DECIDED: Resolution.State.NOT_DECIDED,
    OutcomeKind.TABLED: Resolution.State.TABLED,
    OutcomeKind.WITHDRAWN: Resolution.State.WITHDRAWN,
    OutcomeKind.UNSTATED: Resolution.State.PROPOSED,
}

DRAWN_FIELDS = (
    "text", "item", "line", "amends", "mover", "mover_name", "seconder", "seconder_name", "state",
    "recorded_outcome", "recorded_words", "recorded_for", "recorded_against", "recorded_abstain",
)  # fmt: skip


def draw_resolutions(change: Change) -> list[Flag]:
    """Resolutions follow their motions: found again, changed, made, or left without a line.

    Out: where a line says something else than what was voted on, or than the vote decided.
    """
    if not change.concerns(notation.Motion):
        return []
    motions = motions_in(change.lines)
    held = _held(change)
    found = align(
        [_as_held(row) for row in held.values() if row.line is not None],
        [_as_held(row) for row in held.values() if row.line is None],
        [Typed(bound.line, bound.motion.text) for bound in motions],
        change.before,
        change.after,
    )
    kept = {bound.line: held[found[bound.line]] for bound in motions if bound.line in found}
    _release(held, kept)
    rows = {bound.line: kept.get(bound.line) or Resolution() for bound in motions}
    voted = voted_on(row.pk for row in held.values() if row.has_ballot)
    for first in (True, False):  # what is amended has a key before its amendments name it
        _write(change, [m for m in motions if (m.amends is None) is first], rows, voted)
    return [flag for m in motions for flag in _differing(m, voted.get(rows[m.line].pk))]


def _held(change: Change) -> dict[int, Resolution]:
    """Resolutions of the item, and those of the meeting that lost their line."""
    item = change.item
    mine = Q(item=item, line__isnull=False) | Q(item__meeting=item.meeting_id, line=None)
    found = Resolution.objects.filter(mine, replaced_by=None).with_ballots()
    return {row.pk: row for row in found}


def _as_held(row: Resolution) -> Held:
    return Held(row.pk, row.line, row.text)


def _release(held: dict[int, Resolution], kept: dict[int, Resolution]) -> None:
    """Lines are given up before others take them: a line holds one resolution at a time."""
    line_of = {row.pk: line for line, row in kept.items()}
    moving = [r.pk for r in held.values() if r.line is not None and line_of.get(r.pk) != r.line]
    if moving:
        Resolution.objects.filter(pk__in=moving).update(line=None)


def _write(
    change: Change,
    motions: list[BoundMotion],
    rows: dict[int, Resolution],
    voted: dict[int, Voted],
) -> None:
    new, changed = [], []
    for bound in motions:
        row, amended = rows[bound.line], rows.get(bound.amends or 0)
        fields = _fields(bound) | {
            "board_id": change.item.meeting.board_id,
            "item_id": change.item.pk,
            "line": bound.line,
            "amends_id": amended.pk if amended else None,
        }
        if row.pk in voted:  # what was voted on, and what that decided, outlasts the line
            fields |= {"text": voted[row.pk].text, "state": voted[row.pk].state}
        is_changed = any(getattr(row, name) != value for name, value in fields.items())
        for name, value in fields.items():
            setattr(row, name, value)
        if row._state.adding:
            new.append(row)
        elif is_changed:
            changed.append(row)
    Resolution.objects.bulk_create(new)
    Resolution.objects.bulk_update(changed, DRAWN_FIELDS)


def _fields(bound: BoundMotion) -> dict[str, Any]:
    motion, outcome = bound.motion, bound.outcome
    tally = outcome.tally if outcome else None
    return {
        "text": motion.text,
        "mover_id": _person_id(motion.mover),
        "mover_name": motion.mover.typed if motion.mover else "",
        "seconder_id": _person_id(motion.seconder),
        "seconder_name": motion.seconder.typed if motion.seconder else "",
        "state": STATE_OF_OUTCOME[outcome.kind if outcome else OutcomeKind.UNSTATED],
        "recorded_outcome": outcome.kind.value if outcome else "",
        "recorded_words": outcome.words[:300] if outcome else "",
        "recorded_for": tally.votes_for if tally else None,
        "recorded_against": tally.against if tally else None,
        "recorded_abstain": tally.abstain if tally else None,
    }


def _person_id(name: Name | None) -> int | None:
    return name.key if name and name.kind is NameKind.PERSON else None


def _differing(bound: BoundMotion, voted: Voted | None) -> list[Flag]:
    """What a line says against the vote on its motion. Source: design.md section 8, results."""
    if voted is None:
        return []
    flags = []
    if bound.motion.text != voted.text:
        flags.append(Flag(FlagCode.VOTED_TEXT, voted.text, (), bound.line))
    if voted.outcome and not voted.is_told_by(bound.outcome):
        flags.append(Flag(FlagCode.VOTED_RESULT, voted.in_words, (), bound.line))
    return flags
