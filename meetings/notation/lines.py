"""What a line of minutes can be, as plain data."""

from __future__ import annotations

import datetime
from dataclasses import dataclass, field
from enum import StrEnum
from typing import TypeAlias


class NameKind(StrEnum):
    PERSON = "person"
    ORGANISATION = "organisation"
    EVERYONE = "everyone"
    OUTSIDE = "outside"
    UNCLEAR = "unclear"


@dataclass(frozen=True)
class Name:
    """A name as typed, and whom it is bound to (`key` is the roster's)."""

    typed: str
    kind: NameKind = NameKind.OUTSIDE
    key: int | None = None


@dataclass(frozen=True)
class Note:
    text: str


@dataclass(frozen=True)
class Quote:
    text: str
    depth: int = 1


@dataclass(frozen=True)
class Code:
    text: str
    info: str = ""


@dataclass(frozen=True)
class Statement:
    speaker: Name
    text: str


@dataclass(frozen=True)
class Aside:
    """A remark made afterwards. `author` and `place` come from `[Lars - offline] text`."""

    text: str
    author: Name | None = None
    place: str = ""


@dataclass(frozen=True)
class Action:
    """`number` is given where the line names the action (`ACTION A-41 Lars: ...`)."""

    owners: tuple[Name, ...]
    text: str
    due: datetime.date | None = None
    number: int | None = None


class Verdict(StrEnum):
    DONE = "done"
    IN_PROGRESS = "in_progress"
    NOT_DONE = "not_done"
    DEFERRED = "deferred"


@dataclass(frozen=True)
class Review:
    number: int
    verdict: Verdict
    remark: str = ""


class OutcomeKind(StrEnum):
    CARRIED = "carried"
    NOT_CARRIED = "not_carried"
    NO_QUORUM = "no_quorum"
    NOT_DECIDED = "not_decided"
    TABLED = "tabled"
    WITHDRAWN = "withdrawn"
    UNSTATED = ""


@dataclass(frozen=True)
class Tally:
    votes_for: int
    against: int
    abstain: int | None = None


@dataclass(frozen=True)
class Outcome:
    """A result as recorded; `words` are the minutes' own, such as "no objections"."""

    kind: OutcomeKind
    tally: Tally | None = None
    words: str = ""


@dataclass(frozen=True)
class Motion:
    """A motion, an amendment, or a resolution with its result in one line."""

    text: str
    mover: Name | None = None
    seconder: Name | None = None
    outcome: Outcome | None = None
    is_amendment: bool = False


@dataclass(frozen=True)
class Result:
    """A result on a line of its own: it belongs to the nearest open motion above."""

    outcome: Outcome


@dataclass(frozen=True)
class NamedVotes:
    votes_for: tuple[Name, ...] = ()
    against: tuple[Name, ...] = ()
    abstain: tuple[Name, ...] = ()


class DispositionKind(StrEnum):
    COVERED = "covered"
    DEFERRED = "deferred"
    NOT_REACHED = "not_reached"
    WITHDRAWN = "withdrawn"


@dataclass(frozen=True)
class Disposition:
    """`target` is the other item as typed, `item` its position where one fits."""

    kind: DispositionKind
    reason: str = ""
    target: str = ""
    item: int | None = None


class RollKind(StrEnum):
    PRESENT = "present"
    REGRETS = "regrets"
    ARRIVED = "arrived"
    LEFT = "left"
    CHAIR = "chair"
    SCRIBE = "scribe"
    PROXY = "proxy"
    RECUSED = "recused"


@dataclass(frozen=True)
class Roll:
    """A change to attendance. `principal` gave the proxy; `nature` is a conflict's."""

    kind: RollKind
    name: Name
    organisation: str = ""
    is_remote: bool = False
    time: datetime.time | None = None
    principal: Name | None = None
    nature: str = ""


class FactKind(StrEnum):
    CALLED_TO_ORDER = "called_to_order"
    ADJOURNED = "adjourned"
    NEXT_MEETING = "next_meeting"


@dataclass(frozen=True)
class Fact:
    """A fact of the meeting. Times are local to the board."""

    kind: FactKind
    time: datetime.time | None = None
    date: datetime.date | None = None


Content: TypeAlias = (
    Note
    | Quote
    | Code
    | Statement
    | Aside
    | Action
    | Review
    | Motion
    | Result
    | NamedVotes
    | Disposition
    | Roll
    | Fact
)


@dataclass(frozen=True)
class Line:
    """One line's meaning, with its place on the page.

    `number` counts from 1 in the text; `source` is the line as typed, without mark and
    indentation, and None where no one typed it. Neither is part of what the line means.
    """

    content: Content
    level: int = 0
    has_bullet: bool = False
    follows_gap: bool = False
    number: int = field(default=0, compare=False)
    source: str | None = field(default=None, compare=False)


class FlagCode(StrEnum):
    AMBIGUOUS_NAME = "ambiguous_name"
    NEAR_NAME = "near_name"
    UNKNOWN_INITIALS = "unknown_initials"
    NO_OWNER = "no_owner"
    TALLY = "tally"
    NO_MOTION = "no_motion"
    UNKNOWN_ITEM = "unknown_item"
    UNKNOWN_PERSON = "unknown_person"
    NO_SEAT = "no_seat"
    NO_PROXIES = "no_proxies"
    OTHER_ORGANISATION = "other_organisation"
    TOO_MANY_PROXIES = "too_many_proxies"
    VOTED_TEXT = "voted_text"
    VOTED_RESULT = "voted_result"


@dataclass(frozen=True)
class Candidate:
    """One possible answer: a person of the roster, a full name in the text, an item."""

    label: str
    key: int | None = None


@dataclass(frozen=True)
class Flag:
    """Something that looks meant and cannot be bound. What was typed stays."""

    code: FlagCode
    subject: str
    candidates: tuple[Candidate, ...] = ()
    line: int = field(default=0, compare=False)


@dataclass(frozen=True)
class Notes:
    lines: tuple[Line, ...]
    flags: tuple[Flag, ...] = ()
