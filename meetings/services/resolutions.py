"""Motions, their amendments, votes and results become one resolution each."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from meetings.models import Resolution
from meetings.notation.align import Held, Typed, align
from meetings.notation.lines import Flag, FlagCode, Name, NameKind, OutcomeKind
from meetings.notation.motions import BoundMotion
from meetings.services.changes import Change
from meetings.services.decided import Voted, voted_on
from meetings.services.drawn import Row
from meetings.services.placing import in_free_order, update_rows

STATE_OF_OUTCOME = {
    OutcomeKind.CARRIED: Resolution.State.CARRIED,
    OutcomeKind.NOT_CARRIED: Resolution.State.NOT_CARRIED,
    OutcomeKind.NO_QUORUM: Resolution.State.NO_QUORUM,
    OutcomeKind.NOT_DECIDED: Resolution.State.NOT_DECIDED,
    OutcomeKind.TABLED: Resolution.State.TABLED,
    OutcomeKind.WITHDRAWN: Resolution.State.WITHDRAWN,
    OutcomeKind.UNSTATED: Resolution.State.PROPOSED,
}

FIELDS = (
    "text", "item_id", "line", "amends_id", "mover_id", "mover_name", "seconder_id",
    "seconder_name", "state", "recorded_outcome", "recorded_words", "recorded_for",
    "recorded_against", "recorded_abstain",
)  # fmt: skip


Drawn = tuple[dict[int, Resolution], list[Flag]]


def draw_resolutions(change: Change, motions: list[BoundMotion]) -> Drawn:
    """Resolutions follow their motions: found again, changed, made, or left without a line.

    In: what `motions_in` found. Out: the resolutions, by line, and what is to be asked: where a
    line says something else than what was voted on, or than the vote decided.
    """
    held = {row.key: row for row in change.drawn.rows["resolution"]}
    if not motions and not any(row.line for row in held.values()):
        return {}, []
    found = align(
        [_as_held(row) for row in held.values() if row.line is not None],
        [_as_held(row) for row in held.values() if row.line is None],
        [Typed(bound.line, bound.motion.text) for bound in motions],
        change.before,
        change.after,
    )
    kept = {bound.line: held[found[bound.line]] for bound in motions if bound.line in found}
    order = _release(held, kept)
    rows = {bound.line: _resolution(change, bound, kept.get(bound.line)) for bound in motions}
    voted = voted_on(row.key for row in held.values() if row.has_ballot)
    for row in rows.values():
        if row.pk in voted:  # what was voted on, and what that decided, outlasts the line
            row.text, row.state = voted[row.pk].text, voted[row.pk].state
    for line, before in kept.items():
        if before.state in Resolution.ENDED:  # by a later one; the line still says it was carried
            rows[line].state = before.state
    _write(motions, rows, kept, order)
    flags = [flag for one in motions for flag in differing(one, voted.get(rows[one.line].pk))]
    return rows, flags


def _as_held(row: Row) -> Held:
    return Held(row.key, row.line, row.text)


def _release(held: dict[int, Row], kept: dict[int, Row]) -> list[int]:
    """Lines that are lost, or in the way of others, are given up; in which order the rest go."""
    moves = {row.key: (row.line, line) for line, row in kept.items()}
    order, giving_up = in_free_order(moves)
    giving_up += [row.key for row in held.values() if row.line and row.key not in moves]
    if giving_up:
        Resolution.objects.filter(pk__in=giving_up).update(line=None)
    return order


def _resolution(change: Change, bound: BoundMotion, row: Row | None) -> Resolution:
    return Resolution(
        pk=row.key if row else None,
        number=row.label if row else None,
        board_id=change.item.meeting.board_id,
        item_id=change.item.pk,
        line=bound.line,
        **_fields(bound),
    )


def _write(
    motions: list[BoundMotion],
    rows: dict[int, Resolution],
    kept: dict[int, Row],
    order: list[int],
) -> None:
    """What is amended has a key before its amendments name it."""
    at = {row.key: line for line, row in kept.items()}
    amended = {bound.line: rows[bound.amends] for bound in motions if bound.amends}

    def bind(lines: Iterable[int]) -> list[Resolution]:
        for line in lines:
            rows[line].amends_id = amended[line].pk if line in amended else None
        return [rows[line] for line in lines]

    known = bind([at[key] for key in order])
    changed = [row for row in known if _as_drawn(row) != _said(kept[row.line or 0])]
    if changed:
        update_rows(Resolution, changed, FIELDS)
    for is_amendment in (False, True):
        new = [line for line in rows if line not in kept and (line in amended) is is_amendment]
        if new:
            Resolution.objects.bulk_create(bind(new))
    late = [line for line in amended if line in kept and amended[line].line not in kept]
    if late:
        update_rows(Resolution, bind(late), FIELDS)


def _as_drawn(row: Resolution) -> tuple[Any, ...]:
    return tuple(getattr(row, name) for name in FIELDS if name != "item_id")


def _said(row: Row) -> tuple[Any, ...]:
    """Column for column what FIELDS name."""
    return (
        row.text, row.line, row.amends, row.person, row.name, row.other_person, row.other_name,
        row.state, row.outcome, row.words, row.votes_for, row.votes_against, row.votes_abstain,
    )  # fmt: skip


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


def differing(bound: BoundMotion, voted: Voted | None) -> list[Flag]:
    """What a line says against the vote on its motion. Source: design.md section 8, results."""
    if voted is None:
        return []
    flags = []
    if bound.motion.text != voted.text:
        flags.append(Flag(FlagCode.VOTED_TEXT, voted.text, (), bound.line))
    if voted.outcome and not voted.is_told_by(bound.outcome):
        flags.append(Flag(FlagCode.VOTED_RESULT, voted.in_words, (), bound.line))
    return flags
