"""Pictures of a year: who came for each seat, and what became of actions, month by month.

Everything is drawn in a frame 320 units wide, which is what the narrowest phone has; a table
beside each picture says the same in numbers.
"""

from __future__ import annotations

import calendar
import datetime
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Prefetch

from meetings.models import Action, Attendance, Meeting, Member, Organisation, Seat
from meetings.models.actors import Actor
from meetings.models.fields import in_force
from meetings.models.slips import slipped_reviews

WIDTH = 320
ROW = 36
GAP = 2
WIDEST_CELL = 24
THERE, APOLOGIES, ABSENT, NONE = "there", "apologies", "absent", "none"
CAME = (Attendance.Mode.PRESENT, Attendance.Mode.REMOTE)
NO_VOICE = (Attendance.Capacity.GUEST, Attendance.Capacity.STAFF)
PLOT_LEFT, PLOT_TOP, PLOT_HEIGHT = 28, 8, 140
KINDS = ("open", "closed", "slipped")


@dataclass(frozen=True)
class Cell:
    """One meeting of a seat's row; a seat that was not there that day has none."""

    x: float
    kind: str
    meeting: Meeting


@dataclass(frozen=True)
class SeatRow:
    seat: Seat
    y: int
    cells: tuple[Cell, ...]

    def count(self, kind: str) -> int:
        return sum(cell.kind == kind for cell in self.cells)

    @property
    def came(self) -> int:
        return self.count(THERE)

    @property
    def excused(self) -> int:
        return self.count(APOLOGIES)

    @property
    def missed(self) -> int:
        return self.count(ABSENT)


@dataclass(frozen=True)
class SeatsPicture:
    """Attendance per seat; `size` is the width of a cell."""

    rows: tuple[SeatRow, ...]
    size: float
    width: int = WIDTH

    @property
    def height(self) -> int:
        return len(self.rows) * ROW

    @property
    def inner(self) -> float:
        """The width of a cell without its edge."""
        return round(self.size - 1, 2)


@dataclass(frozen=True)
class Bar:
    x: float
    y: float
    width: float
    height: float
    kind: str


@dataclass(frozen=True)
class Month:
    """One month: actions open at its end, closed and slipped in it, and their bars."""

    first: datetime.date
    open: int
    closed: int
    slipped: int
    x: float
    bars: tuple[Bar, ...]
    is_named: bool


@dataclass(frozen=True)
class ActionsPicture:
    months: tuple[Month, ...]
    steps: tuple[tuple[float, int], ...]
    width: int = WIDTH
    height: int = PLOT_TOP + PLOT_HEIGHT + 22
    base: int = PLOT_TOP + PLOT_HEIGHT
    left: int = PLOT_LEFT


def seats_picture(actor: Actor, first: datetime.date, last: datetime.date) -> SeatsPicture:
    """Who came for each seat to the meetings of these days that the reader may know of.

    In four queries. Anybody of the seat's, or of the organisation that holds it, was there for
    it; guests and staff were not. Meetings without a roll are left out.
    """
    listed = Attendance.objects.select_related("person", "organisation")
    meetings = [
        meeting
        for meeting in Meeting.objects.attended_in_sight_of(actor)
        .filter(date__range=(first, last))
        .order_by("date", "pk")
        .prefetch_related(Prefetch("attendances", listed))
        if meeting.attendances.all()
    ]
    seats = Seat.objects.within(first, last).filter(board=actor.board)
    terms = list(
        Member.objects.within(first, last).filter(seat__board=actor.board).select_related("person")
    )
    size = min(WIDEST_CELL, WIDTH / max(len(meetings), 1))
    rows = []
    for number, seat in enumerate(seats.select_related("organisation").order_by("name", "pk")):
        own = [term for term in terms if term.seat_id == seat.pk]
        kinds = [(meeting, _kind(seat, own, meeting)) for meeting in meetings]
        cells = (Cell(round(at * size, 2), kind, m) for at, (m, kind) in enumerate(kinds))
        rows.append(SeatRow(seat, number * ROW, tuple(c for c in cells if c.kind != NONE)))
    return SeatsPicture(tuple(rows), round(size - GAP, 2))


def _kind(seat: Seat, terms: Iterable[Member], meeting: Meeting) -> str:
    day = meeting.date
    if day is None or not in_force(seat, day):
        return NONE
    people = {term.person.merged_into_id or term.person_id for term in terms if in_force(term, day)}
    people |= {seat.person_id} if seat.person_id else set()
    firm = seat.organisation
    modes = {
        row.mode
        for row in meeting.attendances.all()
        if row.capacity not in NO_VOICE and _is_for(row, people, _kept(firm) if firm else None)
    }
    if modes & set(CAME):
        return THERE
    return APOLOGIES if Attendance.Mode.APOLOGIES in modes else ABSENT


def _is_for(row: Attendance, people: set[int], firm: int | None) -> bool:
    if (row.person.merged_into_id or row.person_id) in people:
        return True
    return firm is not None and row.organisation is not None and _kept(row.organisation) == firm


def _kept(firm: Organisation) -> int:
    return firm.merged_into_id or firm.pk


def actions_picture(actor: Actor, first: datetime.date, last: datetime.date) -> ActionsPicture:
    """Actions open, closed and slipped in each month of these days, in two queries.

    An action is open from its meeting on until the day it was closed. A slip is what
    `rules.actions` says it is.
    """
    born: list[datetime.date] = []
    closed: list[datetime.date] = []
    for begun, ended, state in Action.objects.visible_to(actor).values_list(
        "item__meeting__date", "closed_on", "state"
    ):
        if state in Action.OPEN_STATES:
            born.append(begun or datetime.date.min)
        elif ended:
            born.append(begun or datetime.date.min)
            closed.append(ended)
    slips = slipped_reviews(actor).filter(
        meeting__board=actor.board, meeting__date__range=(first, last)
    )
    slipped = Counter(
        day.replace(day=1) for day in slips.values_list("meeting__date", flat=True) if day
    )
    counts = []
    for month in _months(first, last):
        end = month.replace(day=calendar.monthrange(month.year, month.month)[1])
        still = sum(day <= end for day in born) - sum(day <= end for day in closed)
        done = sum(month <= day <= end for day in closed)
        counts.append((month, (still, done, slipped[month])))
    return _drawn(counts)


def _drawn(counts: list[tuple[datetime.date, tuple[int, int, int]]]) -> ActionsPicture:
    top = _round_top(max((n for _month, numbers in counts for n in numbers), default=0))
    group = (WIDTH - PLOT_LEFT) / max(len(counts), 1)
    bar = round(group / 4, 2)
    months = []
    for at, (month, numbers) in enumerate(counts):
        x = round(PLOT_LEFT + at * group, 2)
        bars = tuple(
            _bar(round(x + bar * (place + 0.5), 2), bar, n / top, kind)
            for place, (n, kind) in enumerate(zip(numbers, KINDS, strict=True))
            if n
        )
        months.append(Month(month, *numbers, x=x, bars=bars, is_named=at % 2 == 0))
    steps = ((0, 0), (0.5, top // 2), (1, top))
    ticks = tuple((round(PLOT_TOP + PLOT_HEIGHT * (1 - share), 2), n) for share, n in steps)
    return ActionsPicture(tuple(months), ticks)


def _bar(x: float, width: float, share: float, kind: str) -> Bar:
    height = round(PLOT_HEIGHT * share, 2)
    return Bar(x, round(PLOT_TOP + PLOT_HEIGHT - height, 2), round(width - 1, 2), height, kind)


def _round_top(highest: int) -> int:
    """The next even number of a scale that reads well."""
    for step in (2, 4, 10, 20, 50, 100, 200, 500):
        if highest <= step:
            return step
    return highest + highest % 2


def _months(first: datetime.date, last: datetime.date) -> Iterable[datetime.date]:
    month = first.replace(day=1)
    while month <= last:
        yield month
        month = (month + datetime.timedelta(days=31)).replace(day=1)


def last_twelve_months(today: datetime.date) -> tuple[datetime.date, datetime.date]:
    """The first day of the eleventh month before this one, and today."""
    return (today.replace(day=1) - datetime.timedelta(days=330)).replace(day=1), today
