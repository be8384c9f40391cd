"""Lines that say who is there, and when: the attendance list follows them.

A meeting's lines are read together, in the order in which its items were taken, so that a
line which goes leaves no trace. What was entered by hand stands again then.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from django.db import transaction
from django.db.models import F, ProtectedError, Q

from meetings.models import AgendaItem, Attendance, Person
from meetings.notation.context import Context
from meetings.notation.lines import Fact, Flag, FlagCode, Line, NameKind, Roll, RollKind
from meetings.notation.names import Roster, fold, looks_like_name
from meetings.notation.parser import FENCE, parse
from meetings.services.bylaws import bylaws_on
from meetings.services.changes import Change
from meetings.services.facts import draw_facts
from meetings.services.overruling import overrule
from meetings.services.roll_seats import draw_proxies, draw_recusals
from meetings.services.rosters import roster_for
from meetings.services.seats import seats_on
from meetings.services.stays import moved, stays_of, write_stays

WORDS = re.compile(
    r"PRESENT\+|REGRETS\+|\b(?:ARRIVED|LEFT|CHAIR|SCRIBE|PROXY|RECUSED|CALLED TO ORDER|ADJOURNED"
    r"|NEXT MEETING)\b"
)
FLAGS = {
    FlagCode.UNKNOWN_PERSON,
    FlagCode.NO_SEAT,
    FlagCode.NO_PROXIES,
    FlagCode.OTHER_ORGANISATION,
    FlagCode.TOO_MANY_PROXIES,
}
UNSAID: dict[str, Any] = {
    "mode": Attendance.Mode.PRESENT,
    "organisation_id": None,
    "organisation_name": "",
    "is_presiding": False,
    "is_taking_minutes": False,
}
THERE = (Attendance.Mode.PRESENT, Attendance.Mode.REMOTE)
FIELDS = [
    "mode",
    "organisation",
    "organisation_name",
    "is_presiding",
    "is_taking_minutes",
    "name",
    "item",
    "line",
    "overruled",
]


@dataclass(frozen=True)
class Drawn:
    """What became of the lines of the item that was saved."""

    is_roster_changed: bool
    flags: tuple[Flag, ...]


@dataclass
class _Told:
    """What the lines say of one person, in their order; the last is where to look."""

    person: int
    name: str
    is_new: bool
    lines: list[tuple[int, Line, Roll]] = field(default_factory=list)


def mentions_roll(*texts: str) -> bool:
    """Whether a text may hold such lines: most do not, and cost nothing more then."""
    return any(WORDS.search(text) for text in texts)


def changes_roll(before: str, after: str) -> bool:
    """Whether such lines may have come, gone, moved or changed, whoever is on the roster."""
    return mentions_roll(before, after) and list(_spoken(before)) != list(_spoken(after))


def _spoken(text: str) -> Iterator[tuple[int, str]]:
    """By their numbers, the lines that may speak, what may continue them, and fences."""
    goes_on = False
    for number, line in enumerate(text.split("\n"), start=1):
        goes_on = mentions_roll(line) or (goes_on and line[:1].isspace() and bool(line.strip()))
        if goes_on or FENCE in line:
            yield number, line


def roll_flags(item: AgendaItem) -> list[dict[str, Any]]:
    """What is asked of such lines, as an item has it; it holds as long as they do."""
    return [flag for flag in item.flags if flag["code"] in FLAGS]


def draw_roll(change: Change) -> Drawn:
    """Attendance, presence, proxies, recusals and the meeting's facts, as all its lines say."""
    meeting = change.item.meeting
    roster = roster_for(meeting)
    lines = list(_lines_of(change, roster))
    rolls = [(pk, line, c) for pk, line in lines if isinstance(c := line.content, Roll)]
    draw_facts(meeting, [c for _pk, line in lines if isinstance(c := line.content, Fact)])
    named = {key.key: key.name for key in roster.people}
    rows = {_person_of(row): row for row in _listed(change)}
    told, flags = _tell(change, rolls, named, rows)
    is_changed = _write(change, told, rows, roster)
    day = meeting.date or change.save.at.date()
    seats = seats_on(meeting.board, day)
    flags += draw_proxies(meeting, rolls, seats, bylaws_on(meeting.board, day))
    draw_recusals(meeting, rolls, seats)
    own = tuple(flag for pk, flag in flags if pk == change.item.pk)
    return Drawn(is_changed, own)


def _lines_of(change: Change, roster: Roster) -> Iterator[tuple[int, Line]]:
    """Every line of the meeting that may speak of attendance, with its item's key."""
    items = AgendaItem.objects.filter(meeting=change.item.meeting)
    items = items.exclude(~Q(pk=change.item.pk), notes="")
    taken = items.order_by(F("order_taken").asc(nulls_last=True), "position")
    context = Context(roster, change.item.meeting.date)
    for pk, notes in taken.values_list("pk", "notes"):
        if pk == change.item.pk:
            yield from ((pk, line) for line in change.lines)
        elif mentions_roll(notes):
            yield from ((pk, line) for line in parse(notes, context).lines)


def _listed(change: Change) -> list[Attendance]:
    rows = Attendance.objects.filter(meeting=change.item.meeting)
    return list(rows.select_related("person").prefetch_related("presences"))


def _person_of(row: Attendance) -> int:
    return row.person.merged_into_id or row.person_id


def _tell(
    change: Change,
    rolls: list[tuple[int, Line, Roll]],
    named: dict[int, str],
    rows: dict[int, Attendance],
) -> tuple[dict[int, _Told], list[tuple[int, Flag]]]:
    """What is said of whom. Somebody unknown is made of `PRESENT+` and a full name alone."""
    told: dict[int, _Told] = {}
    flags: list[tuple[int, Flag]] = []
    bound = {roll.name.key for _pk, _line, roll in rolls}
    made: dict[str, int] = {}
    for pk, line, roll in rolls:
        key = roll.name.key if roll.name.kind is NameKind.PERSON else None
        if key is None and _is_newcomer(roll):
            name = fold(roll.name.typed)
            if name not in made:
                made[name] = _newcomer(change, roll.name.typed, (pk, line.number), rows, bound)
            key = made[name]
            named[key] = roll.name.typed
        if key is None:
            if roll.name.kind is not NameKind.UNCLEAR:  # which the parser asks about
                flag = Flag(FlagCode.UNKNOWN_PERSON, roll.name.typed, (), line.number)
                flags.append((pk, flag))
        elif roll.kind not in (RollKind.PROXY, RollKind.RECUSED):
            is_new = key in made.values()
            told.setdefault(key, _Told(key, named[key], is_new)).lines.append((pk, line, roll))
    return told, flags


def _is_newcomer(roll: Roll) -> bool:
    typed = roll.name.typed
    is_outside = roll.kind is RollKind.PRESENT and roll.name.kind is NameKind.OUTSIDE
    return is_outside and " " in typed and looks_like_name(typed)


def _newcomer(
    change: Change,
    name: str,
    place: tuple[int, int],
    rows: dict[int, Attendance],
    bound: set[int | None],
) -> int:
    """A person for a name that nobody has; one whose name is still being typed is renamed."""
    for key, row in rows.items():
        if row.is_new_person and key not in bound and (row.item_id, row.line) == place:
            row.person.name = row.name = name
            row.person.save(update_fields=["name"])
            return key
    return Person.objects.create(board=change.item.meeting.board, name=name).pk


def _write(
    change: Change, told: dict[int, _Told], rows: dict[int, Attendance], roster: Roster
) -> bool:
    """Makes, changes and takes away rows of the list; whether names may now mean others."""
    last = max((row.position for row in rows.values()), default=0)
    is_changed = False
    for key, one in told.items():
        row = rows.get(key)
        if row is None:
            last += 1
            row = Attendance(
                meeting=change.item.meeting, person_id=key, position=last, overruled=None
            )
            row.is_new_person = one.is_new
            row.capacity = Attendance.Capacity.GUEST if one.is_new else ""
            is_changed = True
        is_changed |= one.is_new
        _write_row(row, one, roster)
    for key, row in rows.items():
        if key not in told:
            is_changed |= _give_back(row)
    return is_changed


def _write_row(row: Attendance, told: _Told, roster: Roster) -> None:
    item, line, _roll = told.lines[-1]
    overrule(row, _said(row, told, roster), UNSAID)
    if row._state.adding or row.is_new_person:
        row.name = told.name
    row.item_id, row.line = item, line.number
    _save(row, [(pk, roll) for pk, _line, roll in told.lines if roll.time])


def _give_back(row: Attendance) -> bool:
    """No line speaks of somebody any more; whether they are off the list with it."""
    if row.overruled is None:
        if not row.representations.exists():
            _take_off(row)
            return True
        row.overruled = {}  # a seat's voice hangs on the row: it stays, as entered by hand
    elif row.item_id is None:
        return False
    overrule(row, {}, UNSAID)
    row.item_id = row.line = None
    _save(row, [])
    return False


def _take_off(row: Attendance) -> None:
    """With somebody whom the line alone had made, unless more is known of them since."""
    row.delete()
    if not row.is_new_person or row.person.aliases.exists():
        return
    try:
        with transaction.atomic():
            row.person.delete()
    except ProtectedError:
        return


def _save(row: Attendance, moves: list[tuple[int, Roll]]) -> None:
    """The row, and when they were in the room, from what stood by hand on."""
    now = stays_of(row)
    by_hand = row.overruled
    before = now if by_hand is not None else []
    if by_hand is not None:
        before = by_hand.pop("stays", before)
        if moves:
            by_hand["stays"] = before
    wanted = moved(before, moves)
    row.save(update_fields=FIELDS if row.pk else None)
    if wanted != now:
        write_stays(row, wanted)


def _said(row: Attendance, told: _Told, roster: Roster) -> dict[str, Any]:
    """The columns that the lines set, the later line over the earlier."""
    before = UNSAID if row.overruled is None else row.overruled
    said: dict[str, Any] = {}
    for _pk, _line, roll in told.lines:
        if roll.kind is RollKind.REGRETS:
            said |= {"is_presiding": False, "is_taking_minutes": False}
            said["mode"] = Attendance.Mode.APOLOGIES
            continue
        if roll.kind is RollKind.PRESENT:
            said["mode"] = Attendance.Mode.REMOTE if roll.is_remote else Attendance.Mode.PRESENT
            said |= _for_organisation(roll, roster)
        elif said.get("mode", before.get("mode", row.mode)) not in THERE:
            said["mode"] = Attendance.Mode.PRESENT
        if roll.kind is RollKind.CHAIR:
            said["is_presiding"] = True
        elif roll.kind is RollKind.SCRIBE:
            said["is_taking_minutes"] = True
    return said


def _for_organisation(roll: Roll, roster: Roster) -> dict[str, Any]:
    if not roll.organisation:
        return {}
    firm = roster.organisation_called(roll.organisation)
    key = firm.key if firm else None
    return {"organisation_id": key, "organisation_name": roll.organisation[:200]}
