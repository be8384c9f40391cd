"""The quorum as it stands, and each item in which it is lost or reached."""

from __future__ import annotations

import datetime
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from meetings.models import Meeting
from meetings.rules.presence import Moment
from meetings.rules.quorum import needed
from meetings.rules.tally import Entry, Sheet, counts_of
from meetings.services.bylaws import rule_of
from meetings.services.halls import Hall
from meetings.services.sessions import local_time

NO_ITEM = 0
BEGINNING = Moment(-1)  # before whoever came in the first item


@dataclass(frozen=True)
class Meter:
    """Seats that count towards the quorum, all seats of the base, and how many are needed.

    `would_help` are the seats that nobody speaks for.
    """

    there: int
    seats: int
    needed: int
    would_help: tuple[str, ...] = ()

    @property
    def is_met(self) -> bool:
        return self.there >= self.needed

    @property
    def short(self) -> int:
        return self.needed - self.there


@dataclass(frozen=True)
class Moved:
    """A seat that came to be spoken for, or ceased to be; `at` is None where nobody knows when."""

    seat: str
    at: datetime.time | None


@dataclass(frozen=True)
class Turn:
    """What becomes of the quorum in an item: "lost", "reached", or "recused" for the item alone."""

    kind: str
    meter: Meter
    moved: tuple[Moved, ...] = ()


@dataclass(frozen=True)
class Quorum:
    """A meeting's quorum: now while it runs, at its beginning once it is over.

    `meter` is None where the roll was not called or the board has no seats that day;
    `turns` are by item.
    """

    is_called: bool
    has_seats: bool
    is_now: bool = False
    meter: Meter | None = None
    turns: Mapping[int, tuple[Turn, ...]] = field(default_factory=dict)


def quorum_of(meeting: Meeting, hall: Hall, *, at: datetime.datetime) -> Quorum:
    """The quorum of a meeting, in no queries.

    In: `at` is the instant for which it is asked, while the meeting runs. It is computed
    before and after each item in which somebody came or left, and in those with recusals.
    Source: domain rules, sections 2 and 5.
    """
    if not (hall.seats and hall.is_called):
        return Quorum(hall.is_called, bool(hall.seats))
    turns: dict[int, tuple[Turn, ...]] = {}
    for item, turn in _turns(hall):
        turns[item] = (*turns.get(item, ()), turn)
    is_now = meeting.state == Meeting.State.IN_SESSION
    head = _now(meeting, hall, at) if is_now else hall.sheet(NO_ITEM, BEGINNING)
    return Quorum(True, True, is_now, meter_of(hall, head), turns)


def _now(meeting: Meeting, hall: Hall, at: datetime.datetime) -> Sheet:
    """Every line that was typed has happened, whatever item it stands in."""
    last = max(len(hall.places) - 1, 0)
    now = Moment(last, is_now=True, minute=hall.minute(local_time(meeting, at)))
    return hall.sheet(meeting.current_item_id or NO_ITEM, now)


def meter_of(hall: Hall, sheet: Sheet) -> Meter:
    """How many of the hall's seats count at that moment, and how many are needed."""
    rule, recusal = rule_of(hall.bylaws)
    counts = counts_of(sheet, recusal)
    away = (e.name for e in sheet.entries if not e.is_there and e.recused is None)
    return Meter(counts.counted, counts.all_seats, needed(rule.quorum, counts), tuple(away))


def _turns(hall: Hall) -> Iterator[tuple[int, Turn]]:
    """Only items in which something happens are looked at: most meetings have few."""
    stays = [stay for guest in hall.guests for stay in guest.stays]
    eventful = {stay.start for stay in stays} | {stay.end for stay in stays}
    before = hall.sheet(NO_ITEM, BEGINNING)
    for item, place in hall.places.items():
        if place not in eventful and item not in hall.recused:
            continue
        during = hall.sheet(NO_ITEM, Moment(place))
        after = hall.sheet(NO_ITEM, Moment(place, is_now=True))
        for turn in (
            _between(hall, place, before, during),
            _by_recusal(hall, item, during),
            _between(hall, place, during, after),
        ):
            if turn:
                yield item, turn
        before = after


def _between(hall: Hall, place: int, before: Sheet, after: Sheet) -> Turn | None:
    then, now = meter_of(hall, before), meter_of(hall, after)
    if then.is_met == now.is_met:
        return None
    kind = "reached" if now.is_met else "lost"
    return Turn(kind, now, tuple(_moved(hall, place, before, after, is_lost=kind == "lost")))


def _moved(
    hall: Hall, place: int, before: Sheet, after: Sheet, *, is_lost: bool
) -> Iterator[Moved]:
    """The seats that made the difference, with the time at which their speaker came or left."""
    for old, new in zip(before.entries, after.entries, strict=True):
        if _counts(old) == is_lost and _counts(new) != is_lost:
            yield Moved(old.name, _time(hall, place, old if is_lost else new, is_lost=is_lost))


def _counts(entry: Entry) -> bool:
    return entry.is_there and entry.counts


def _time(hall: Hall, place: int, entry: Entry, *, is_lost: bool) -> datetime.time | None:
    person = entry.spoken.person
    stays = [stay for guest in hall.guests if guest.person == person for stay in guest.stays]
    if is_lost:
        minutes = [stay.left for stay in stays if stay.end == place]
    else:
        minutes = [stay.arrived for stay in stays if stay.start == place]
    return hall.clock(minutes[-1]) if minutes else None


def _by_recusal(hall: Hall, item: int, during: Sheet) -> Turn | None:
    """Those recused leave the item without a quorum that there is otherwise."""
    if item not in hall.recused or not meter_of(hall, during).is_met:
        return None
    sheet = hall.sheet(item, hall.moment(item))
    meter = meter_of(hall, sheet)
    if meter.is_met:
        return None
    return Turn("recused", meter, tuple(Moved(e.name, None) for e in sheet.entries if _is_out(e)))


def _is_out(entry: Entry) -> bool:
    return entry.recused is not None
