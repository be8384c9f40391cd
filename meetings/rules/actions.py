"""What may become of a promise: its states, its parts, how often it slipped."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum

from meetings.rules.verdict import OutOfOrder


class State(StrEnum):
    OPEN = "open"
    IN_PROGRESS = "in_progress"
    DEFERRED = "deferred"
    DONE = "done"
    CANCELLED = "cancelled"
    SUPERSEDED = "superseded"

    @property
    def is_open(self) -> bool:
        return self in OPEN_STATES

    @property
    def words(self) -> str:
        return self.value.replace("_", " ")


class Act(StrEnum):
    """What somebody does to an action, by the name that the ledger keeps."""

    REMARK = "remark"
    START = "start"
    FINISH = "finish"
    REOPEN = "reopen"
    DEFER = "defer"
    HAND_OVER = "hand_over"
    CANCEL = "cancel"
    SUPERSEDE = "supersede"
    CHANGE = "change"
    SPLIT = "split"


class Verdict(StrEnum):
    """What a meeting found. Not done is no state: the action stays open."""

    DONE = "done"
    IN_PROGRESS = "in_progress"
    NOT_DONE = "not_done"
    DEFERRED = "deferred"


OPEN_STATES = (State.OPEN, State.IN_PROGRESS, State.DEFERRED)
# From which states an act leads where; None: the state stays. Source: domain rules, section 10.
# Deferred work may be taken up early, and a cancellation taken back.
MOVES: dict[Act, tuple[tuple[State, ...], State | None]] = {
    Act.REMARK: (tuple(State), None),
    Act.START: (OPEN_STATES, State.IN_PROGRESS),
    Act.FINISH: (OPEN_STATES, State.DONE),
    Act.REOPEN: ((State.DONE, State.CANCELLED), State.OPEN),
    Act.DEFER: (OPEN_STATES, State.DEFERRED),
    Act.HAND_OVER: (OPEN_STATES, State.OPEN),
    Act.CANCEL: (OPEN_STATES, State.CANCELLED),
    Act.SUPERSEDE: (OPEN_STATES, State.SUPERSEDED),
    Act.CHANGE: (OPEN_STATES, None),
    Act.SPLIT: (OPEN_STATES, None),
}
NEEDS_REASON = (Act.REOPEN, Act.DEFER, Act.CANCEL)
NO_MORE = {
    State.OPEN: "it is open",
    State.IN_PROGRESS: "it is in progress",
    State.DEFERRED: "it is deferred",
    State.DONE: "it is done",
    State.CANCELLED: "it was cancelled",
    State.SUPERSEDED: "another action has taken its place",
}
SLIPPING = (Verdict.NOT_DONE, Verdict.DEFERRED)
TIMES = (
    "", "first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth",
)  # fmt: skip
MONTHS = (
    "", "January", "February", "March", "April", "May", "June", "July", "August",
    "September", "October", "November", "December",
)  # fmt: skip


def may(state: State, act: Act) -> bool:
    return state in MOVES[act][0]


def after(state: State, act: Act, *, open_parts: Sequence[str] = ()) -> State:
    """The state that an act leads to. Source: domain rules, section 10, rules 1 and 3.

    In: what the parts that are still open are called. Raises OutOfOrder where the state does
    not allow the act, and where an action would be done before its parts are.
    """
    if not may(state, act):
        raise OutOfOrder(f"That cannot be done to this action: {NO_MORE[state]}.")
    if act is Act.FINISH and open_parts:
        verb = "is" if len(open_parts) == 1 else "are"
        raise OutOfOrder(f"It is done when its parts are: {', '.join(open_parts)} {verb} open.")
    return MOVES[act][1] or state


def with_parts(state: State, parts: Sequence[State]) -> State:
    """What a whole is once its parts stand so.

    It is done when none is open and one was done; open again when one is open again. Where
    all were dropped nobody did it: somebody has to say what becomes of it.
    """
    if any(part.is_open for part in parts):
        return State.OPEN if state is State.DONE else state
    return State.DONE if state.is_open and State.DONE in parts else state


def state_on(state: State, deferred_until: datetime.date | None, on: datetime.date) -> State:
    """What is deferred until a day is open again on that day."""
    is_due = deferred_until is not None and deferred_until <= on
    return State.OPEN if state is State.DEFERRED and is_due else state


def is_overdue(state: State, due: datetime.date | None, on: datetime.date) -> bool:
    """The day is past, and it is open. On the day itself it is not late."""
    return state.is_open and due is not None and due < on


@dataclass(frozen=True)
class Review:
    """A meeting's verdict, and when the action was due as that meeting knew it."""

    verdict: Verdict
    on: datetime.date | None
    due: datetime.date | None

    @property
    def is_slip(self) -> bool:
        """Not done or deferred, unless the due date still lay ahead (section 10, rule 4)."""
        lies_ahead = self.due is not None and self.on is not None and self.due > self.on
        return self.verdict in SLIPPING and not lies_ahead


def slips_of(reviews: Iterable[Review]) -> int:
    return sum(review.is_slip for review in reviews)


def slip_words(count: int, since: datetime.date | None, today: datetime.date) -> str:
    """“third time since June”: how often it slipped since the meeting that promised it.

    Empty where it never did; the year is named where it is another one.
    """
    if count < 1:
        return ""
    words = f"{_ordinal(count)} time"
    if since is None:
        return words
    year = "" if since.year == today.year else f" {since.year}"
    return f"{words} since {MONTHS[since.month]}{year}"


def _ordinal(count: int) -> str:
    if count < len(TIMES):
        return TIMES[count]
    is_teen = count // 10 % 10 == 1
    ending = "th" if is_teen else {1: "st", 2: "nd", 3: "rd"}.get(count % 10, "th")
    return f"{count}{ending}"
