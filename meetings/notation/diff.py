"""Two texts, line by line: which lines are still there, and which resemble each other.

Nothing here takes time in proportion to the square of a text: a stretch too repetitive to
compare within bounds counts as changed, and its lines then go by their order.
"""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter
from collections.abc import Iterator, Sequence
from difflib import SequenceMatcher
from itertools import pairwise
from typing import NamedTuple

ALIKE = 0.6  # as difflib has it for close matches; unlike promises rarely reach a half
MOST_COMPARED = 1024  # pairs of lines in one stretch: 32 lines against 32
ROUNDS = 24


class Stretch(NamedTuple):
    """Lines `old_from:old_to` of one text, which `new_from:new_to` of the other stand for."""

    old_from: int
    old_to: int
    new_from: int
    new_to: int

    @property
    def is_empty(self) -> bool:
        return self.old_from == self.old_to or self.new_from == self.new_to

    @property
    def is_small(self) -> bool:
        return (self.old_to - self.old_from) * (self.new_to - self.new_from) <= MOST_COMPARED


def unchanged_lines(old: Sequence[str], new: Sequence[str]) -> list[tuple[int, int]]:
    """Pairs of indexes of equal lines, rising on both sides.

    Lines that occur once on each side anchor the rest (the "patience" diff): blank lines
    and twins never pull two texts out of step, and the time is linear.
    """
    found: list[tuple[int, int]] = []
    stretches = [Stretch(0, len(old), 0, len(new))]
    for _round in range(ROUNDS):
        stretches = [part for one in stretches for part in _divide(old, new, one, found)]
    return sorted(found)


def changed_stretches(
    unchanged: Sequence[tuple[int, int]], old: int, new: int
) -> Iterator[Stretch]:
    """What lies between unchanged lines, in texts of `old` and `new` lines."""
    for (old_above, new_above), (old_below, new_below) in pairwise(
        [(-1, -1), *unchanged, (old, new)]
    ):
        stretch = Stretch(old_above + 1, old_below, new_above + 1, new_below)
        if stretch.old_from < stretch.old_to or stretch.new_from < stretch.new_to:
            yield stretch


def likely_pairs(
    old: Sequence[str], new: Sequence[str], *, least: float = ALIKE, may_grow: bool = True
) -> list[tuple[int, int]]:
    """Pairs of indexes of lines that resemble each other, the likeliest first.

    A line resembles another if enough of their letter pairs are the same (Dice's measure:
    difflib's ratio would cost fifty times as much), or, with `may_grow`, if one begins the
    other, as while somebody is typing. Empty if there is more to compare than is allowed.
    """
    if len(old) * len(new) > MOST_COMPARED:
        return []
    old_pairs = [_letter_pairs(line) for line in old]
    new_pairs = [_letter_pairs(line) for line in new]
    ranked = []
    for i, one in enumerate(old):
        for j, other in enumerate(new):
            has_grown = may_grow and _has_grown(one, other)
            score = _dice(old_pairs[i], new_pairs[j])
            if has_grown or score >= least:
                ranked.append((-has_grown, -score, abs(i - j), i, j))
    return [(i, j) for *_, i, j in sorted(ranked)]


def _has_grown(one: str, other: str) -> bool:
    shorter, longer = sorted((one, other), key=len)
    return bool(shorter.strip()) and longer.startswith(shorter)


def _letter_pairs(line: str) -> set[tuple[str, str]]:
    return set(pairwise(line.casefold()))


def _dice(one: set[tuple[str, str]], other: set[tuple[str, str]]) -> float:
    return 2 * len(one & other) / ((len(one) + len(other)) or 1)


def _divide(
    old: Sequence[str], new: Sequence[str], within: Stretch, found: list[tuple[int, int]]
) -> list[Stretch]:
    """Notes the equal lines of a stretch; out come the smaller stretches left to look at."""
    rest = _trim(old, new, within, found)
    if rest.is_empty:
        return []
    anchors = _anchors(old, new, rest)
    if not anchors:
        if rest.is_small:
            found += _longest_first(old, new, rest)
        return []
    found += anchors
    edges = [(rest.old_from - 1, rest.new_from - 1), *anchors, (rest.old_to, rest.new_to)]
    parts = [Stretch(i + 1, k, j + 1, m) for (i, j), (k, m) in pairwise(edges)]
    return [part for part in parts if not part.is_empty]


def _trim(
    old: Sequence[str], new: Sequence[str], within: Stretch, found: list[tuple[int, int]]
) -> Stretch:
    """The stretch without the equal lines at its head and its end, which are noted."""
    old_from, old_to, new_from, new_to = within
    while old_from < old_to and new_from < new_to and old[old_from] == new[new_from]:
        found.append((old_from, new_from))
        old_from, new_from = old_from + 1, new_from + 1
    while old_from < old_to and new_from < new_to and old[old_to - 1] == new[new_to - 1]:
        old_to, new_to = old_to - 1, new_to - 1
        found.append((old_to, new_to))
    return Stretch(old_from, old_to, new_from, new_to)


def _anchors(old: Sequence[str], new: Sequence[str], within: Stretch) -> list[tuple[int, int]]:
    """Lines that occur once on each side: as many as stand in the same order."""
    ours = _single(old, within.old_from, within.old_to)
    theirs = _single(new, within.new_from, within.new_to)
    return _longest_rising([(i, theirs[line]) for line, i in ours.items() if line in theirs])


def _single(lines: Sequence[str], start: int, stop: int) -> dict[str, int]:
    part = lines[start:stop]
    counts = Counter(part)
    return {line: at for at, line in enumerate(part, start) if counts[line] == 1}


def _longest_rising(pairs: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """The longest part of `pairs`, which rise on the left, that rises on the right too."""
    tails: list[int] = []
    last_of: list[int] = []
    before: list[int | None] = []
    for at, (_, right) in enumerate(pairs):
        place = bisect_left(tails, right)
        before.append(last_of[place - 1] if place else None)
        tails[place : place + 1] = [right]
        last_of[place : place + 1] = [at]
    chain: list[tuple[int, int]] = []
    step = last_of[-1] if last_of else None
    while step is not None:
        chain.append(pairs[step])
        step = before[step]
    return chain[::-1]


def _longest_first(
    old: Sequence[str], new: Sequence[str], within: Stretch
) -> Iterator[tuple[int, int]]:
    """For a few lines none of which is single: the longest equal run, then around it."""
    old_part = old[within.old_from : within.old_to]
    new_part = new[within.new_from : within.new_to]
    if set(old_part).isdisjoint(new_part):
        return
    matcher = SequenceMatcher(None, old_part, new_part, autojunk=False)
    for block in matcher.get_matching_blocks():
        for step in range(block.size):
            yield within.old_from + block.a + step, within.new_from + block.b + step
