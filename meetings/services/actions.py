"""Action lines become actions that keep their identity from save to save."""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from dataclasses import dataclass

from meetings.models import Action, ActionOwner, Board
from meetings.notation import lines as notation
from meetings.notation.align import Held, Typed, align
from meetings.notation.lines import Name, NameKind
from meetings.notation.names import fold
from meetings.services.changes import Change
from meetings.services.drawn import Row
from meetings.services.placing import in_free_order, update_rows

Owner = tuple[str, int | None, int | None, bool]
Labels = dict[int, str]
FIELDS = (
    "item_id", "line", "number", "text", "due_on", "carries_out_id", "carries_out_is_said",
)  # fmt: skip


@dataclass
class _Row:
    """An action as it stands in the database, with its owners in order."""

    key: int
    line: int | None
    number: int | None
    text: str
    due: datetime.date | None
    carries_out: int | None
    is_said: bool
    owners: list[Owner]


@dataclass(frozen=True)
class _Wanted:
    """An action as its line says."""

    line: int
    content: notation.Action
    carries_out: int | None

    @property
    def owners(self) -> list[Owner]:
        return [_columns(name) for name in self.content.owners]

    @property
    def has_owner(self) -> bool:
        """A number is given once somebody is known to own the action."""
        return any(owner.kind is not NameKind.UNCLEAR for owner in self.content.owners)


def draw_actions(change: Change, carried_out: Mapping[int, int]) -> Labels:
    """Actions follow their lines: found again, changed, made, or left without a line.

    In: the resolutions that they carry out, by line. Out: what they are called, by line.
    """
    rows = _rows(change.drawn.rows["action"])
    wanted = [
        _Wanted(line.number, content, carried_out.get(line.number))
        for line in change.lines
        if isinstance(content := line.content, notation.Action)
        and content.number not in change.drawn.meeting_of  # then it is about that other one
    ]
    if not wanted and not any(row.line for row in rows.values()):
        return {}
    found = align(
        [_as_held(row) for row in rows.values() if row.line is not None],
        [_as_held(row) for row in rows.values() if row.line is None],
        [_as_typed(one, known={row.number for row in rows.values()}) for one in wanted],
        change.before,
        change.after,
    )
    kept = {one.line: rows[found[one.line]] for one in wanted if one.line in found}
    numbers = {line: row.number for line, row in kept.items() if row.number}
    numbers |= _new_numbers(change.item.meeting.board, wanted, numbers)
    order = _release(rows, kept)
    _write(change, wanted, kept, numbers, order)
    return {one.line: _label(numbers.get(one.line)) for one in wanted}


def _label(number: int | None) -> str:
    return f"A-{number}" if number else "A-?"


def _rows(drawn: list[Row]) -> dict[int, _Row]:
    rows: dict[int, _Row] = {}
    for one in drawn:
        due = datetime.date.fromisoformat(one.due) if one.due else None
        row = rows.setdefault(
            one.key,
            _Row(
                one.key, one.line, one.number, one.text, due, one.carries_out,
                bool(one.is_said), [],
            ),
        )  # fmt: skip
        if one.place:
            row.owners.append((one.name, one.person, one.firm, bool(one.is_everyone)))
    return rows


def _as_held(row: _Row) -> Held:
    return Held(row.key, row.line, row.text, _labels(row.owners), row.number)


def _as_typed(one: _Wanted, *, known: set[int | None]) -> Typed:
    """A number that no action has says nothing about which one is meant."""
    number = one.content.number if one.content.number in known else None
    return Typed(one.line, one.content.text, _labels(one.owners), number)


def _labels(owners: list[Owner]) -> frozenset[str]:
    return frozenset(
        f"p{person}" if person else f"o{firm}" if firm else "all" if everyone else fold(name)
        for name, person, firm, everyone in owners
    )


def _release(rows: dict[int, _Row], kept: dict[int, _Row]) -> list[int]:
    """Lines that are lost, or in the way of others, are given up; in which order the rest go."""
    moves = {row.key: (row.line, line) for line, row in kept.items()}
    order, giving_up = in_free_order(moves)
    giving_up += [row.key for row in rows.values() if row.line and row.key not in moves]
    if giving_up:
        Action.objects.filter(pk__in=giving_up).update(line=None)
    return order


def _new_numbers(board: Board, wanted: list[_Wanted], have: dict[int, int]) -> dict[int, int]:
    """New numbers, by line, for those whose first owner is known now."""
    lines = [one.line for one in wanted if one.has_owner and one.line not in have]
    return dict(zip(lines, board.take_action_numbers(len(lines)), strict=True)) if lines else {}


def _write(
    change: Change,
    wanted: list[_Wanted],
    kept: dict[int, _Row],
    numbers: dict[int, int],
    order: list[int],
) -> None:
    actions = {one.line: _action(change, one, numbers) for one in wanted}
    for line, row in kept.items():
        actions[line].pk = row.key
        if not actions[line].carries_out_is_said and not row.is_said:  # by hand it stays
            actions[line].carries_out_id = row.carries_out
    is_same = {row.key: _is_same(row, actions[line]) for line, row in kept.items()}
    at = {row.key: line for line, row in kept.items()}
    changed = [actions[at[key]] for key in order if not is_same[key]]
    if changed:
        update_rows(Action, changed, FIELDS)
    new = [action for line, action in actions.items() if line not in kept]
    if new:
        Action.objects.bulk_create(new)
    had = [one for one in wanted if one.line in kept and kept[one.line].owners != one.owners]
    if had:
        ActionOwner.objects.filter(action__in=[kept[one.line].key for one in had]).delete()
    owned = [(actions[one.line], one) for one in wanted if one.line not in kept or one in had]
    if owned:
        ActionOwner.objects.bulk_create(_owner_rows(owned))


def _action(change: Change, one: _Wanted, numbers: dict[int, int]) -> Action:
    return Action(
        board_id=change.item.meeting.board_id,
        number=numbers.get(one.line),
        text=one.content.text,
        item_id=change.item.pk,
        line=one.line,
        due_on=one.content.due,
        carries_out_id=one.carries_out,
        carries_out_is_said=one.carries_out is not None,
        is_archived=change.save.is_archived,
    )


def _is_same(row: _Row, action: Action) -> bool:
    drawn = (row.line, row.number, row.text, row.due, row.carries_out, row.is_said)
    return drawn == (
        action.line, action.number, action.text, action.due_on,
        action.carries_out_id, action.carries_out_is_said,
    )  # fmt: skip


def _owner_rows(owned: list[tuple[Action, _Wanted]]) -> list[ActionOwner]:
    return [
        ActionOwner(
            action=action,
            position=position,
            name=name,
            person_id=person,
            organisation_id=firm,
            is_everyone=everyone,
        )
        for action, one in owned
        for position, (name, person, firm, everyone) in enumerate(one.owners, start=1)
    ]


def _columns(name: Name) -> Owner:
    return (
        name.typed,
        name.key if name.kind is NameKind.PERSON else None,
        name.key if name.kind is NameKind.ORGANISATION else None,
        name.kind is NameKind.EVERYONE,
    )
