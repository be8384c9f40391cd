"""When somebody was in the room: intervals as the list has them, and as lines go on from there."""

from __future__ import annotations

import datetime
from collections.abc import Iterable

from meetings.models import Attendance, Presence
from meetings.notation.lines import Roll, RollKind

Stay = list[int | str | None]  # from item, to item, arrived, left; the times as text
FROM, TO, ARRIVED, LEFT = range(4)


def stays_of(row: Attendance) -> list[Stay]:
    """The intervals of a row of the list, oldest first; none: there all along, or never."""
    if row._state.adding:
        return []
    return [
        stay_of(one.from_item_id, one.to_item_id, one.arrived, one.left)
        for one in row.presences.all()
    ]


def stay_of(
    from_item: int | None,
    to_item: int | None,
    arrived: datetime.time | None,
    left: datetime.time | None,
) -> Stay:
    return [from_item, to_item, _text(arrived), _text(left)]


def moved(stays: Iterable[Stay], lines: Iterable[tuple[int, Roll]]) -> list[Stay]:
    """The intervals once the lines have their say; each line with its item's key.

    Who arrives begins another stay; who leaves ends the one they are in, or one that began
    with the meeting.
    """
    found = [list(stay) for stay in stays]
    for item, roll in lines:
        if roll.kind is RollKind.ARRIVED:
            found.append([item, None, _text(roll.time), None])
        elif roll.kind is RollKind.LEFT:
            if not found:
                found.append([None, None, None, None])
            found[-1][TO], found[-1][LEFT] = item, _text(roll.time)
    return found


def write_stays(row: Attendance, stays: Iterable[Stay], *, are_first: bool = False) -> None:
    """Makes these the intervals of a row that exists; of one that has none, if they are first."""
    if not are_first:
        row.presences.all().delete()
    Presence.objects.bulk_create(
        Presence(
            attendance=row,
            from_item_id=stay[FROM],
            to_item_id=stay[TO],
            arrived=_time(stay[ARRIVED]),
            left=_time(stay[LEFT]),
        )
        for stay in stays
    )


def _text(time: datetime.time | None) -> str | None:
    return f"{time:%H:%M}" if time else None


def _time(text: int | str | None) -> datetime.time | None:
    return datetime.time.fromisoformat(text) if isinstance(text, str) else None
