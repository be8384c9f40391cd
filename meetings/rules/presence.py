"""Who is in the room at a decision: stays are intervals, in the order in which items were taken."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True)
class Stay:
    """From an item to an item, by their places in the order taken; None: from or to the end of all.

    `arrived` and `left` are minutes since the meeting began, where only a time is known.
    """

    start: int | None = None
    end: int | None = None
    arrived: int | None = None
    left: int | None = None


@dataclass(frozen=True)
class Moment:
    """A decision: in which item (its place in the order taken), and when.

    `is_now`: whoever left during the item is gone; else they were still there for it.
    `minute` counts from the meeting's beginning, None where nobody knows.
    """

    place: int
    is_now: bool = False
    minute: int | None = None


def is_there(stays: Iterable[Stay], moment: Moment) -> bool:
    """Whether somebody of the attendance list is in the room; without stays they never left.

    Source: domain rules, section 2, 3.
    """
    stays = list(stays)
    return not stays or any(_covers(stay, moment) for stay in stays)


def _covers(stay: Stay, moment: Moment) -> bool:
    return _has_come(stay, moment) and not _has_gone(stay, moment)


def _has_come(stay: Stay, moment: Moment) -> bool:
    if stay.start is not None:
        return stay.start <= moment.place
    return stay.arrived is None or moment.minute is None or stay.arrived <= moment.minute


def _has_gone(stay: Stay, moment: Moment) -> bool:
    if stay.end is not None:
        return stay.end < moment.place or (moment.is_now and stay.end == moment.place)
    return stay.left is not None and moment.minute is not None and stay.left <= moment.minute
