"""The rows of which a meeting's hall is made."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import DateField, Exists, F, QuerySet

from meetings.exports.asked import attendances
from meetings.models import (
    AgendaItem,
    Attendance,
    Board,
    Meeting,
    Member,
    Presence,
    Proxy,
    Recusal,
    Representation,
    Seat,
)
from meetings.models.hot import Slot, hot, in_meetings

MEETING, BOARD = Slot("meeting"), Slot("board")
FIRST, LAST = Slot("first", DateField()), Slot("last", DateField())
Span = tuple[datetime.date, datetime.date]


@dataclass(frozen=True)
class Told:
    """What the rows of several meetings say, by meeting."""

    rows: Mapping[int, list[Attendance]]
    places: Mapping[int, dict[int, int]]
    stays: Mapping[int, list[Presence]]
    proxies: Mapping[int, dict[int, int]]
    said: Mapping[int, dict[int, int]]
    recused: Mapping[int, dict[int, dict[int, str]]]


def told_of(meetings: Iterable[Meeting], listed: Sequence[Attendance] | None = None) -> Told:
    """In: `listed`, one meeting's attendance list, if it is there already."""
    keys = [meeting.pk for meeting in meetings]
    rows: dict[int, list[Attendance]] = {key: [] for key in keys}
    for row in attendances.of_meetings(keys) if listed is None else listed:
        rows[row.meeting_id].append(row)
    places: dict[int, dict[int, int]] = {key: {} for key in keys}
    for pk, meeting in _items.of_meetings(keys):
        places[meeting][pk] = len(places[meeting])
    if len(keys) == 1 and not any(_rare(meeting=keys[0])[0]):  # as nearly always
        return Told(rows, places, {}, {}, {}, {})
    stays: dict[int, list[Presence]] = {}
    for stay in _stays.of_meetings(keys):
        stays.setdefault(stay.attendance_id, []).append(stay)
    return Told(rows, places, stays, _proxies(keys), _said(keys), _recused(keys))


def terms_of(board: Board, span: Span) -> Iterable[Member]:
    for term in _term_rows(board=board.pk, first=span[0], last=span[1]):
        term.person_id = term.person.merged_into_id or term.person_id
        yield term


@hot
def _term_rows() -> QuerySet[Member]:
    terms: QuerySet[Member] = Member.objects.within(FIRST, LAST).filter(person__board=BOARD)
    return terms.select_related("person", "organisation").order_by("precedence", "pk")


@hot
def seats() -> QuerySet[Seat]:
    seats: QuerySet[Seat] = Seat.objects.within(FIRST, LAST).filter(board=BOARD)
    return seats.select_related("organisation")


def _proxies(meetings: list[int]) -> dict[int, dict[int, int]]:
    """Who holds the proxy of which seat, by meeting."""
    found: dict[int, dict[int, int]] = {}
    for row in _proxy_rows.of_meetings(meetings):
        found.setdefault(row.meeting_id, {})[row.seat_id] = (
            row.holder.merged_into_id or row.holder_id
        )
    return found


def _said(meetings: list[int]) -> dict[int, dict[int, int]]:
    """Who was said to speak for which seat, by meeting."""
    found: dict[int, dict[int, int]] = {}
    for row in _representations.of_meetings(meetings):
        person = row.attendance.person
        found.setdefault(row.meeting_id, {})[row.seat_id] = person.merged_into_id or person.pk
    return found


def _recused(meetings: list[int]) -> dict[int, dict[int, dict[int, str]]]:
    """The nature of each conflict, by meeting, item and seat."""
    found: dict[int, dict[int, dict[int, str]]] = {}
    for row in _recusals.of_meetings(meetings):
        of_meeting = found.setdefault(row.item.meeting_id, {})
        of_meeting.setdefault(row.item_id, {})[row.seat_id or 0] = row.nature
    return found


@hot
def _rare() -> QuerySet[Any]:
    """Whether a meeting has anything that most have not, in one row."""
    rows = (_stays, _proxy_rows, _representations, _recusals)
    here = Meeting.objects.filter(pk=MEETING).order_by()
    return here.values_list(*(Exists(query.plain(MEETING).order_by()) for query in rows))


@hot
def _items(meetings: Any = MEETING) -> QuerySet[Any]:
    order = (F("order_taken").asc(nulls_last=True), "position")
    items = AgendaItem.objects.filter(in_meetings("meeting", meetings))
    return items.order_by("meeting_id", *order).values_list("pk", "meeting")


@hot
def _stays(meetings: Any = MEETING) -> QuerySet[Presence]:
    rows = Presence.objects.filter(in_meetings("attendance__meeting", meetings))
    return rows.order_by("attendance_id", "pk")


@hot
def _proxy_rows(meetings: Any = MEETING) -> QuerySet[Proxy]:
    return Proxy.objects.filter(in_meetings("meeting", meetings)).select_related("holder")


@hot
def _representations(meetings: Any = MEETING) -> QuerySet[Representation]:
    rows = Representation.objects.filter(in_meetings("meeting", meetings))
    return rows.select_related("attendance__person")


@hot
def _recusals(meetings: Any = MEETING) -> QuerySet[Recusal]:
    of_seats = Recusal.objects.filter(in_meetings("item__meeting", meetings), seat__isnull=False)
    return of_seats.select_related("item")
