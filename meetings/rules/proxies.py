"""Proxies that no board could honour, whatever its bylaws allow."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum

from meetings.rules.seats import Seat


class Fault(StrEnum):
    ONESELF = "oneself"
    PASSED_ON = "passed_on"
    CYCLE = "cycle"


@dataclass(frozen=True)
class Flaw:
    """What is wrong, and the names of the seats from the one that gives, in order."""

    fault: Fault
    seats: tuple[str, ...]


def flaw_in(seats: Iterable[Seat], given: Mapping[int, int]) -> Flaw | None:
    """The first flaw of proxies given for a meeting, None where there is none.

    In: by seat, who holds its proxy. A seat gives it to nobody who sits on it, and to nobody
    whose own seat has given its proxy away.
    Source: domain rules, section 1, 3: who casts has to be there.
    """
    seats = list(seats)
    sits: dict[int, Seat] = {}
    for seat in seats:
        for person in seat.people:
            sits.setdefault(person, seat)
    for seat in seats:
        flaw = _flaw(seat, sits, given)
        if flaw:
            return flaw
    return None


def _flaw(seat: Seat, sits: Mapping[int, Seat], given: Mapping[int, int]) -> Flaw | None:
    holder = given.get(seat.key)
    if holder in seat.people:
        return Flaw(Fault.ONESELF, (seat.name,))
    chain = [seat]
    while holder is not None:
        own = sits.get(holder)
        if own is None or own is chain[-1]:
            break  # somebody without a seat, or an alternate of the same one
        if own in chain:
            return Flaw(Fault.CYCLE, tuple(one.name for one in chain))
        chain.append(own)
        holder = given.get(own.key)
    if len(chain) > 2 or (len(chain) == 2 and holder is not None):
        return Flaw(Fault.PASSED_ON, tuple(one.name for one in chain[:2]))
    return None
