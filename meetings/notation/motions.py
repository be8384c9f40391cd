"""A motion, its amendments, its votes and its result: one resolution each."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from meetings.notation.lines import Line, Motion, NamedVotes, Outcome, Result


@dataclass
class BoundMotion:
    """`amends` is the line of the motion that an amendment is to, where one is open.

    `decided_on` is the line with the result, where that is not the motion's own; `votes_on`
    the line with the votes by name.
    """

    line: int
    motion: Motion
    outcome: Outcome | None = None
    votes: NamedVotes | None = None
    amends: int | None = None
    decided_on: int | None = None
    votes_on: int | None = None

    @property
    def is_open(self) -> bool:
        return self.outcome is None


def motions_in(lines: Iterable[Line]) -> list[BoundMotion]:
    """Every motion of an item in order, each with the votes and result that are its own.

    A result goes to the nearest open motion above it, so that an amendment is decided
    before the motion it amends. Votes by name may follow the result.
    """
    bound: list[BoundMotion] = []
    undecided: list[BoundMotion] = []
    for line in lines:
        content = line.content
        if isinstance(content, Motion):
            motion = _start(line.number, content, undecided)
            bound.append(motion)
            if motion.is_open:
                undecided.append(motion)
        elif isinstance(content, Result) and undecided:
            decided = undecided.pop()
            decided.outcome, decided.decided_on = content.outcome, line.number
        elif isinstance(content, NamedVotes) and bound:
            voted = undecided[-1] if undecided else bound[-1]
            if voted.votes is None:
                voted.votes, voted.votes_on = content, line.number
    return bound


def motions_above(lines: Iterable[Line], motions: Iterable[BoundMotion]) -> dict[int, int]:
    """The motion that a line is indented under, itself or its result or its votes.

    In: an item's lines and what `motions_in` found in them. Out: lines of motions, by line.
    """
    own = {
        place: motion.line
        for motion in motions
        for place in (motion.line, motion.decided_on, motion.votes_on)
        if place
    }
    above: list[Line] = []
    found: dict[int, int] = {}
    for line in lines:
        while above and above[-1].level >= line.level:
            above.pop()
        under = [own[one.number] for one in above if one.number in own]
        if under:
            found[line.number] = under[-1]
        above.append(line)
    return found


def stray_results(lines: Iterable[Line]) -> list[int]:
    """The numbers of the lines whose result has no open motion above it."""
    open_motions = 0
    stray: list[int] = []
    for line in lines:
        content = line.content
        if isinstance(content, Motion):
            open_motions += content.outcome is None
        elif isinstance(content, Result):
            if open_motions == 0:
                stray.append(line.number)
            open_motions = max(0, open_motions - 1)
    return stray


def _start(number: int, motion: Motion, undecided: list[BoundMotion]) -> BoundMotion:
    amended = undecided[-1] if motion.is_amendment and undecided else None
    amends = amended.amends or amended.line if amended else None
    return BoundMotion(number, motion, motion.outcome, amends=amends)
