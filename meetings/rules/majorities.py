"""How many votes carry a motion: every majority names its base."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from enum import StrEnum

from meetings.rules.counts import Casting, Counts


class MajorityKind(StrEnum):
    SIMPLE = "simple"
    OF_PRESENT = "of_present"
    OF_ALL_SEATS = "of_all_seats"
    OF_BALLOTS = "of_ballots"
    TWO_THIRDS_OF_CAST = "two_thirds_of_cast"
    TWO_THIRDS_OF_ALL = "two_thirds_of_all"
    NO_OBJECTIONS = "no_objections"
    FRACTION = "fraction"
    FIXED = "fixed"


class Base(StrEnum):
    CAST = "cast"
    PRESENT = "present"
    ALL = "all"


@dataclass(frozen=True)
class Majority:
    """`number` belongs to the fixed kind, `p`, `q` and `base` to fractions (p of q parts)."""

    kind: MajorityKind
    number: int = 0
    p: int = 0
    q: int = 1
    base: Base = Base.CAST


def holds(majority: Majority, counts: Counts) -> bool:
    """Whether these votes reach this majority. Source: domain rules, section 3.

    A tie under the simple kind goes as the casting vote does, if there is one.
    """
    return REACHED[majority.kind](majority, counts)


def _simple(counts: Counts) -> bool:
    is_tie = counts.votes_for == counts.against
    return counts.votes_for > counts.against or (is_tie and counts.casting is Casting.FOR)


def _two_thirds_of_cast(counts: Counts) -> bool:
    return counts.votes_for >= 2 * counts.against and counts.votes_for > 0


REACHED: dict[MajorityKind, Callable[[Majority, Counts], bool]] = {
    MajorityKind.SIMPLE: lambda _m, c: _simple(c),
    MajorityKind.OF_PRESENT: lambda _m, c: 2 * c.votes_for > c.voters,
    MajorityKind.OF_ALL_SEATS: lambda _m, c: 2 * c.votes_for > c.all_seats,
    MajorityKind.OF_BALLOTS: lambda _m, c: c.votes_for > c.against + c.abstain,
    MajorityKind.TWO_THIRDS_OF_CAST: lambda _m, c: _two_thirds_of_cast(c),
    MajorityKind.TWO_THIRDS_OF_ALL: lambda _m, c: 3 * c.votes_for >= 2 * c.all_seats,
    MajorityKind.NO_OBJECTIONS: lambda _m, c: c.objections == 0,
    MajorityKind.FRACTION: lambda m, c: m.q * c.votes_for >= m.p * size_of(m.base, c),
    MajorityKind.FIXED: lambda m, c: c.votes_for >= m.number,
}


def size_of(base: Base, counts: Counts) -> int:
    match base:
        case Base.CAST:
            return counts.cast
        case Base.PRESENT:
            return counts.voters
        case Base.ALL:
            return counts.all_seats


def votes_needed(majorities: tuple[Majority, ...], counts: Counts) -> int | None:
    """The least number of votes for that carries, those against and abstaining as they are.

    Quorum and casting vote are left aside; at least one vote has to be cast. None where no
    number would do, or where an objection could not be outvoted. Source: section 13, 3.
    """
    if any(majority.kind is MajorityKind.NO_OBJECTIONS for majority in majorities):
        return None

    def carries(votes_for: int) -> bool:
        tried = replace(counts, votes_for=votes_for, casting=None)
        return tried.cast > 0 and all(holds(majority, tried) for majority in majorities)

    low, high = 0, counts.voters - counts.against - counts.abstain
    if not carries(high):
        return None
    while low < high:  # more votes for never undo a majority, so halving finds the least
        middle = (low + high) // 2
        low, high = (low, middle) if carries(middle) else (middle + 1, high)
    return low


def least_where_all_vote(majority: Majority, seats: int) -> int:
    """The least votes for that carry where every seat is there and votes for or against.

    In: a majority that can be reached so. Source: domain rules, section 3.
    """

    def carries(ayes: int) -> bool:
        return holds(majority, Counts(seats, seats, votes_for=ayes, against=seats - ayes))

    return next(ayes for ayes in range(seats + 1) if carries(ayes))
