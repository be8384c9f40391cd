"""What a reader understood of one source, as plain data."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from meetings.notation.dates import PartialDate
from meetings.notation.lines import Line


class Role(StrEnum):
    CHAIR = "chair"
    SECRETARY = "secretary"
    GUEST = "guest"
    MEMBER = "member"


@dataclass(frozen=True)
class Attendee:
    """Names as written; None where the text says nothing. `line` counts from 1."""

    name: str
    organisation: str | None = None
    role: Role | None = None
    is_voting: bool | None = None
    is_present: bool = True
    has_apologised: bool = False
    line: int = 0


@dataclass(frozen=True)
class Quorum:
    """`is_met` is None where the text mentions a quorum without settling it."""

    words: str
    is_met: bool | None


@dataclass(frozen=True)
class Item:
    """An agenda item; its lines have no source: the writer composes them."""

    title: str
    presenters: tuple[str, ...] = ()
    lines: tuple[Line, ...] = ()
    line: int = 0
    is_container: bool = False


class Fate(StrEnum):
    RECORD = "record"
    NOTE = "note"
    NOISE = "noise"
    LOST = "not_understood"


@dataclass(frozen=True)
class LineFate:
    """What became of a line of the source: its number from 1, and as what."""

    number: int
    fate: Fate
    kind: str


@dataclass(frozen=True)
class Document:
    """One meeting's minutes. `fates` has every line that is not blank, in order.

    `done` has the numbers of the lines whose action is marked as done, or as not done.
    """

    body: str | None
    title: str
    date: PartialDate | None
    attendees: tuple[Attendee, ...]
    items: tuple[Item, ...]
    fates: tuple[LineFate, ...]
    quorum: Quorum | None = None
    done: tuple[tuple[int, bool], ...] = ()

    def count(self, fate: Fate) -> int:
        return sum(1 for line in self.fates if line.fate is fate)
