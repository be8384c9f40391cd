"""Something previously adopted is amended: what it takes, and what a vote's counts reach."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Ground(StrEnum):
    """Any one is enough."""

    UNANIMOUS = "unanimous"
    TWO_THIRDS = "two_thirds"
    MAJORITY_OF_ALL = "majority_of_all"
    NOTICE = "notice"


@dataclass(frozen=True)
class Counted:
    """A vote as far as it is known; `seats` are all that there are."""

    votes_for: int | None = None
    against: int | None = None
    seats: int | None = None
    is_consensus: bool = False


@dataclass(frozen=True)
class Reached:
    """The ground that the counts reach by themselves, if any, and why in a sentence."""

    ground: Ground | None
    sentence: str
    is_short: bool = False  # known, and enough only with notice


def reached(vote: Counted) -> Reached:
    """What a carried vote reaches: two thirds, a majority with notice or of all, or everybody.

    Source: domain rules, section 8.
    """
    if vote.is_consensus:
        return Reached(Ground.UNANIMOUS, "Nobody objected: that is unanimous consent.")
    if vote.votes_for is None or vote.against is None:
        return Reached(None, "The votes are not known in numbers: say what it was adopted by.")
    counts = f"{vote.votes_for} for, {vote.against} against"
    if not vote.against and vote.votes_for:
        return Reached(Ground.UNANIMOUS, f"{counts}: nobody voted against it.")
    if vote.votes_for >= 2 * vote.against and vote.votes_for:
        return Reached(Ground.TWO_THIRDS, f"{counts}: two thirds of the votes cast.")
    if vote.seats and 2 * vote.votes_for > vote.seats:
        return Reached(Ground.MAJORITY_OF_ALL, f"{counts}: a majority of all {vote.seats} seats.")
    return Reached(None, f"{counts}: a majority, which is enough only with notice.", is_short=True)
