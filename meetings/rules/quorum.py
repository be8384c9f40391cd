"""How many seats have to be there before anything can be decided."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from meetings.rules.counts import Counts, Recusal

FEWEST_QUALIFIED = 2


class QuorumKind(StrEnum):
    MORE_THAN_HALF = "more_than_half"
    AT_LEAST_HALF = "at_least_half"
    TWO_THIRDS = "two_thirds"
    FIXED = "fixed"


@dataclass(frozen=True)
class Quorum:
    """`number` belongs to the fixed kind."""

    kind: QuorumKind
    number: int = 0


def seats_of(quorum: Quorum, seats: int) -> int:
    """How many of `seats` make a quorum. Source: domain rules, section 2."""
    match quorum.kind:
        case QuorumKind.MORE_THAN_HALF:
            return seats // 2 + 1
        case QuorumKind.AT_LEAST_HALF:
            return (seats + 1) // 2
        case QuorumKind.TWO_THIRDS:
            return (2 * seats + 2) // 3
        case QuorumKind.FIXED:
            return quorum.number


def needed(quorum: Quorum, counts: Counts) -> int:
    """How many seats this decision needs, recusals taken into account.

    Where recused seats leave the base, at least two others have to be there (section 5).
    """
    least = seats_of(quorum, counts.all_seats)
    shrinks = counts.recused > 0 and counts.recusal is Recusal.VOTES_AND_QUORUM
    return max(least, FEWEST_QUALIFIED) if shrinks else least
