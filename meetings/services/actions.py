"""Action lines become actions that keep their identity from save to save."""

from __future__ import annotations

import datetime
from dataclasses import dataclass

from django.db.models import Q

from meetings.models import Action, ActionOwner, Board, Meeting
from meetings.notation import lines as notation
from meetings.notation.align import Held, Typed, align
from meetings.notation.lines import Name, NameKind
from meetings.notation.names import fold
from meetings.services.changes import Change

HELD_COLUMNS = ("pk", "line", "number", "text", "due_on")
OWNER_COLUMNS = ("name", "person_id", "organisation_id", "is_everyone")

Owner = tuple[str, int | None, int | None, bool]


@dataclass
class _Row:
    """An action as it stands in the database, with its owners in order."""

    key: int
    line: int | None
    number: int | None
    text: str
    due: datetime.date | None
    owners: list[Owner]


@dataclass(frozen=True)
class _Wanted:
    """An action as its line says."""

    line: int
    content: notation.Action

    @property
    def owners(self) -> list[Owner]:
        return [_columns(name) for name in self.content.owners]

    @property
    def has_owner(self) -> bool:
        """A number is given once somebody is known to own the action."""
        return any(owner.kind is not NameKind.UNCLEAR for owner in self.content.owners)


def draw_actions(change: Change) -> None:
    """Actions follow their lines: found again, changed, made, or left without a line."""
    wanted = [
        _Wanted(line.number, content)
        for line in change.lines
        if isinstance(content := line.content, notation.Action)
    ]
    if not change.concerns(notation.Action):
        return
    rows = _held(change)
    wanted = _without_other_meetings(wanted, rows, change.item.meeting)
    found = align(
        [_as_held(row) for row in rows.values() if row.line is not None],
        [_as_held(row) for row in rows.values() if row.line is None],
        [_as_typed(one, known={row.number for row in rows.values()}) for one in wanted],
        change.before,
        change.after,
    )
    kept = {one.line: rows[found[one.line]] for one in wanted if one.line in found}
    _release(rows, kept)
    numbers = _numbers(change.item.meeting.board, wanted, kept)
    _update(change, wanted, kept, numbers)
    _create(change, [one for one in wanted if one.line not in kept], numbers)


def _held(change: Change) -> dict[int, _Row]:
    """Actions of the item, and those of the meeting that lost their line: one query."""
    item = change.item
    mine = Q(item=item, line__isnull=False) | Q(
        item__meeting=item.meeting_id, line=None, part_of=None
    )
    columns = (*HELD_COLUMNS, *(f"owners__{name}" for name in OWNER_COLUMNS))
    rows: dict[int, _Row] = {}
    actions = Action.objects.filter(mine, superseded_by=None).order_by("pk", "owners__position")
    for pk, line, number, text, due, *owner in actions.values_list(*columns):
        row = rows.setdefault(pk, _Row(pk, line, number, text, due, []))
        if owner[0]:
            row.owners.append((owner[0], owner[1], owner[2], owner[3]))
    return rows


def _without_other_meetings(
    wanted: list[_Wanted], rows: dict[int, _Row], meeting: Meeting
) -> list[_Wanted]:
    """A line that names an action of another meeting is about that one, not a new one."""
    own = {row.number for row in rows.values()}
    named = {one.content.number for one in wanted} - own - {None}
    if not named:
        return wanted
    others = Action.objects.filter(board=meeting.board_id, number__in=named)
    known = set(others.values_list("number", flat=True))
    return [one for one in wanted if one.content.number not in known]


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


def _release(rows: dict[int, _Row], kept: dict[int, _Row]) -> None:
    """Lines are given up before others take them: a line holds one action at a time."""
    line_of = {row.key: line for line, row in kept.items()}
    moving = [r.key for r in rows.values() if r.line is not None and line_of.get(r.key) != r.line]
    if moving:
        Action.objects.filter(pk__in=moving).update(line=None)


def _numbers(board: Board, wanted: list[_Wanted], kept: dict[int, _Row]) -> dict[int, int]:
    """New numbers, by line, for those whose first owner is known now."""
    lines = [
        one.line
        for one in wanted
        if one.has_owner and (one.line not in kept or kept[one.line].number is None)
    ]
    return dict(zip(lines, board.take_action_numbers(len(lines)), strict=True)) if lines else {}


def _update(
    change: Change, wanted: list[_Wanted], kept: dict[int, _Row], numbers: dict[int, int]
) -> None:
    changed, owned = [], []
    for one in wanted:
        row = kept.get(one.line)
        if row is None:
            continue
        number = numbers.get(one.line, row.number)
        action = Action(
            pk=row.key,
            item=change.item,
            line=one.line,
            number=number,
            text=one.content.text,
            due_on=one.content.due,
        )
        before = (row.line, row.number, row.text, row.due)
        if before != (one.line, number, one.content.text, one.content.due):
            changed.append(action)
        if row.owners != one.owners:
            owned.append((action, one))
    Action.objects.bulk_update(changed, ["item", "line", "number", "text", "due_on"])
    if owned:
        ActionOwner.objects.filter(action__in=[action for action, _one in owned]).delete()
        ActionOwner.objects.bulk_create(_owner_rows(owned))


def _create(change: Change, new: list[_Wanted], numbers: dict[int, int]) -> None:
    made = Action.objects.bulk_create(
        Action(
            board=change.item.meeting.board,
            number=numbers.get(one.line),
            text=one.content.text,
            item=change.item,
            line=one.line,
            due_on=one.content.due,
            is_archived=change.save.is_archived,
        )
        for one in new
    )
    ActionOwner.objects.bulk_create(_owner_rows(list(zip(made, new, strict=True))))


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
