"""The attendance list follows what lines say of people, and gives back what they overruled."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from typing import Any

from django.db import transaction
from django.db.models import F, ProtectedError

from meetings.models import Attendance, Meeting
from meetings.notation.lines import Line, Roll, RollKind
from meetings.notation.names import Known, Roster
from meetings.services.overruling import overrule
from meetings.services.placing import update_rows
from meetings.services.stays import Stay, moved, stay_of, write_stays

UNSAID: dict[str, Any] = {
    "mode": Attendance.Mode.PRESENT,
    "organisation_id": None,
    "organisation_name": "",
    "is_presiding": False,
    "is_taking_minutes": False,
}
THERE = (Attendance.Mode.PRESENT, Attendance.Mode.REMOTE)
FIELDS = (*UNSAID, "name", "item_id", "line", "overruled")


@dataclass
class Told:
    """What the lines say of one person, in their order; the last is where to look."""

    person: int
    name: str
    is_new: bool
    lines: list[tuple[int, Line, Roll]] = field(default_factory=list)


@dataclass
class AttendanceList:
    """A meeting's rows by the person they stand for, and what is to be written of them.

    `stays` are those of each row; None where no line speaks of them, nor did before.
    """

    meeting: Meeting
    roster: Roster
    rows: dict[int, Attendance]
    stays: dict[int, list[Stay]] | None
    changed: list[Attendance] = field(default_factory=list)
    moved: list[tuple[Attendance, list[Stay], list[Stay]]] = field(default_factory=list)
    unmade: set[int] = field(default_factory=set)


def read_list(meeting: Meeting, roster: Roster, *, has_times: bool) -> AttendanceList:
    """In one query. In: whether a line speaks of when somebody came or left, or did before."""
    rows = Attendance.objects.filter(meeting=meeting).select_related("person")
    if not has_times:
        return AttendanceList(meeting, roster, {_person_of(row): row for row in rows}, None)
    asked = {name: F(f"presences__{name}") for name in ("from_item_id", "to_item_id", "arrived")}
    asked |= {"left_at": F("presences__left"), "stay": F("presences__pk")}
    found: dict[int, Attendance] = {}
    stays: dict[int, list[Stay]] = {}
    asked_rows = rows.annotate(**asked).order_by("position", "pk", "presences__pk")
    with_stays: Iterable[Any] = asked_rows  # one for each stay
    for row in with_stays:
        found[_person_of(row)] = row
        if row.stay:
            stay = stay_of(row.from_item_id, row.to_item_id, row.arrived, row.left_at)
            stays.setdefault(row.pk, []).append(stay)
    return AttendanceList(meeting, roster, found, stays)


def _person_of(row: Attendance) -> int:
    return row.person.merged_into_id or row.person_id


def write_list(on: AttendanceList, told: dict[int, Told]) -> Roster:
    """Makes, changes and takes away rows of the list; whom names may mean then."""
    for key, row in list(on.rows.items()):
        if key not in told and _give_back(on, row):
            del on.rows[key]
    for key, one in told.items():
        row = on.rows.get(key) or _new_row(on, one)
        on.rows[key] = row
        _write_row(on, row, one)
    new = [row for row in on.changed if row._state.adding]
    known = [row for row in on.changed if not row._state.adding]
    if known:
        update_rows(Attendance, known, FIELDS)
    if new:
        Attendance.objects.bulk_create(new)
    for row, now, wanted in on.moved:
        write_stays(row, wanted, are_first=not now)
    return _roster_now(on, told)


def _roster_now(on: AttendanceList, told: dict[int, Told]) -> Roster:
    """The same people, but for those whom a line alone makes, renames or unmakes."""
    named = {one.person: one.name for one in told.values() if one.is_new}
    people = [
        replace(one, name=named.pop(one.key, one.name), is_here=one.key in on.rows)
        for one in on.roster.people
        if one.key not in on.unmade
    ]
    people += [Known(key, name) for key, name in named.items()]
    return Roster(people, on.roster.organisations)


def _new_row(on: AttendanceList, told: Told) -> Attendance:
    return Attendance(
        meeting=on.meeting,
        person_id=told.person,
        position=max((row.position for row in on.rows.values()), default=0) + 1,
        overruled=None,
        is_new_person=told.is_new,
        capacity=Attendance.Capacity.GUEST if told.is_new else "",
    )


def _write_row(on: AttendanceList, row: Attendance, told: Told) -> None:
    before = _values(row)
    item, line, _roll = told.lines[-1]
    overrule(row, _said(row, told, on.roster), UNSAID)
    if row._state.adding or row.is_new_person:
        row.name = told.name
    row.item_id, row.line = item, line.number
    _follow(on, row, before, [(pk, roll) for pk, _line, roll in told.lines if roll.time])


def _values(row: Attendance) -> list[Any]:
    return [getattr(row, name) for name in FIELDS]


def _give_back(on: AttendanceList, row: Attendance) -> bool:
    """No line speaks of somebody any more; whether they are off the list with it."""
    before = _values(row)
    if row.overruled is None:
        if not row.representations.exists():
            _take_off(on, row)
            return True
        row.overruled = {}  # a seat's voice hangs on the row: it stays, as entered by hand
    elif row.item_id is None:
        return False
    overrule(row, {}, UNSAID)
    row.item_id = row.line = None
    _follow(on, row, before, [])
    return False


def _take_off(on: AttendanceList, row: Attendance) -> None:
    """With somebody whom the line alone had made, unless more is known of them since."""
    row.delete()
    if not row.is_new_person or row.person.aliases.exists():
        return
    try:
        with transaction.atomic():
            key = row.person_id
            row.person.delete()
    except ProtectedError:
        return
    on.unmade.add(key)


def _follow(
    on: AttendanceList, row: Attendance, before: list[Any], moves: list[tuple[int, Roll]]
) -> None:
    """When they were in the room, from what stood by hand on; what is then to be written."""
    if on.stays is not None:
        now = on.stays.get(row.pk, [])
        by_hand = row.overruled
        stood = now if by_hand is not None else []
        if by_hand is not None:
            stood = by_hand.pop("stays", stood)
            if moves:
                by_hand["stays"] = stood
        wanted = moved(stood, moves)
        if wanted != now:
            on.moved.append((row, now, wanted))
    if row._state.adding or _values(row) != before:
        on.changed.append(row)


def _said(row: Attendance, told: Told, roster: Roster) -> dict[str, Any]:
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
