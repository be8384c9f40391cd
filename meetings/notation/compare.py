"""Two versions of a text beside each other, for a reader: by line, and by word in a line."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from enum import StrEnum
from itertools import groupby
from typing import NamedTuple

from meetings.notation.diff import Stretch, changed_stretches, likely_pairs, unchanged_lines

WORDS = re.compile(r"\w+|\s+|[^\w\s]")
AROUND = 3  # unchanged lines shown above and below a change
MOST_ROWS = 2000


class RowKind(StrEnum):
    SAME = "same"
    CHANGED = "changed"
    REMOVED = "removed"
    ADDED = "added"
    SKIPPED = "skipped"


class Piece(NamedTuple):
    text: str
    is_changed: bool = False


class Side(NamedTuple):
    """One line of one text, its number from 1."""

    number: int
    pieces: tuple[Piece, ...]


class Row(NamedTuple):
    """A line in both texts, or in one; `skipped` counts the lines a row stands for."""

    kind: RowKind
    old: Side | None = None
    new: Side | None = None
    skipped: int = 0


def compare(old: str, new: str) -> list[Row]:
    """Both texts row by row: every line of either, in its order, is in exactly one row.

    Lines that resemble each other stand in one row with the words marked that differ.
    Takes time in proportion to the texts' length.
    """
    ours, theirs = _lines(old), _lines(new)
    unchanged = unchanged_lines(ours, theirs)
    same = [(i, j, Row(RowKind.SAME, _whole(ours, i), _whole(theirs, j))) for i, j in unchanged]
    changed = [
        (stretch.old_from, stretch.new_from, row)
        for stretch in changed_stretches(unchanged, len(ours), len(theirs))
        for row in _changed(ours, theirs, stretch)
    ]
    return [row for *_, row in sorted(same + changed, key=lambda placed: placed[:2])]


def shortened(rows: Sequence[Row]) -> list[Row]:
    """The changes with three lines around them; none where the texts are equal.

    At most 2,000 rows: the last stands for what is left out.
    """
    near = _near_a_change(rows)
    shown: list[Row] = []
    for is_shown, part in groupby(zip(near, rows, strict=True), key=lambda pair: pair[0]):
        kept = [row for _near, row in part]
        shown += kept if is_shown else [Row(RowKind.SKIPPED, skipped=len(kept))]
    if not any(near):
        return []
    left_out = sum(row.skipped or 1 for row in shown[MOST_ROWS:])
    rest = [Row(RowKind.SKIPPED, skipped=left_out)] if left_out else []
    return shown[:MOST_ROWS] + rest


def count_changes(old: str, new: str) -> tuple[int, int]:
    """How many lines were added and how many removed; a changed line is both."""
    ours, theirs = _lines(old), _lines(new)
    kept = len(unchanged_lines(ours, theirs))
    return len(theirs) - kept, len(ours) - kept


def _lines(text: str) -> list[str]:
    return text.split("\n") if text else []


def _near_a_change(rows: Sequence[Row]) -> list[bool]:
    near = [False] * len(rows)
    for at, row in enumerate(rows):
        if row.kind is not RowKind.SAME:
            around = range(max(0, at - AROUND), min(len(rows), at + AROUND + 1))
            for place in around:
                near[place] = True
    return near


def _whole(lines: Sequence[str], at: int, *, is_changed: bool = False) -> Side:
    return Side(at + 1, (Piece(lines[at], is_changed),))


def _changed(old: Sequence[str], new: Sequence[str], within: Stretch) -> Iterator[Row]:
    """The rows of a stretch: what went, then what came, between lines that resemble."""
    pairs = _in_order(
        likely_pairs(old[within.old_from : within.old_to], new[within.new_from : within.new_to])
    )
    i, j = within.old_from, within.new_from
    ends = (within.old_to - within.old_from, within.new_to - within.new_from)
    for left, right in [*pairs, ends]:
        above_old = range(i, within.old_from + left)
        above_new = range(j, within.new_from + right)
        for at in above_old:
            yield Row(RowKind.REMOVED, old=_whole(old, at, is_changed=True))
        for at in above_new:
            yield Row(RowKind.ADDED, new=_whole(new, at, is_changed=True))
        i, j = above_old.stop, above_new.stop
        if (left, right) != ends:
            was, became = _words(old[i], new[j])
            yield Row(RowKind.CHANGED, Side(i + 1, was), Side(j + 1, became))
            i, j = i + 1, j + 1


def _in_order(pairs: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """The likeliest pairs of which no two cross, from top to bottom."""
    kept: list[tuple[int, int]] = []
    for i, j in pairs:
        if all((i < k and j < m) or (i > k and j > m) for k, m in kept):
            kept.append((i, j))
    return sorted(kept)


def _words(old: str, new: str) -> tuple[tuple[Piece, ...], tuple[Piece, ...]]:
    ours, theirs = WORDS.findall(old), WORDS.findall(new)
    unchanged = unchanged_lines(ours, theirs)
    return _pieces(ours, {i for i, _ in unchanged}), _pieces(theirs, {j for _, j in unchanged})


def _pieces(words: list[str], same: set[int]) -> tuple[Piece, ...]:
    """Words joined to pieces; a space between two changed words is changed with them."""
    last = len(words) - 1
    marks = [
        at not in same
        or (word.isspace() and 0 < at < last and at - 1 not in same and at + 1 not in same)
        for at, word in enumerate(words)
    ]
    runs = groupby(zip(marks, words, strict=True), key=lambda pair: pair[0])
    return tuple(Piece("".join(word for _, word in run), mark) for mark, run in runs)
