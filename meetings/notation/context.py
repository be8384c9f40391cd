"""What a text is read against: the roster, the day, the other items."""

from __future__ import annotations

import datetime
import re
from dataclasses import dataclass, field

from meetings.notation.lines import Candidate
from meetings.notation.names import Roster, fold


@dataclass(frozen=True)
class ItemRef:
    """An item of the same agenda; `presenters` as typed."""

    position: int
    title: str
    presenters: tuple[str, ...] = ()


@dataclass(frozen=True)
class Context:
    """`on` is the meeting's day, in the board's time zone, if it is known.

    `position` is the item whose notes are being read, `items` the whole agenda.
    """

    roster: Roster = field(default_factory=Roster)
    on: datetime.date | None = None
    items: tuple[ItemRef, ...] = ()
    position: int | None = None

    def item_named(self, typed: str) -> int | None:
        """The position of the item that a number or a title means."""
        number = re.match(r"(?:item\s+)?(\d{1,3})\b", typed, re.IGNORECASE)
        for item in self.items:
            if item.position == self.position:
                continue
            if number and int(number[1]) == item.position:
                return item.position
            if fold(typed) == fold(item.title):
                return item.position
        return None

    def likely_items(self) -> tuple[Candidate, ...]:
        """Items above that share a presenter, else the nearest one above."""
        above = [i for i in self.items if self.position and i.position < self.position]
        own = next((i for i in self.items if i.position == self.position), None)
        presenters = {fold(name) for name in own.presenters} if own else set()
        shared = [i for i in above if presenters & {fold(n) for n in i.presenters}]
        return tuple(Candidate(i.title, i.position) for i in shared or above[-1:])
