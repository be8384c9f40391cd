"""Two people's edits of one text, joined line by line."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import TypeAlias

from meetings.notation.diff import Stretch, changed_stretches, likely_pairs, unchanged_lines

LONGEST_OVERLAP = 5000
Pairs: TypeAlias = list[tuple[int, int]]


@dataclass(frozen=True)
class Merged:
    """The merged text; where it clashes, what is in force, unchanged."""

    text: str
    clashes: bool


@dataclass(frozen=True)
class _Edits:
    """What one side made of the base.

    `kept` has where each unchanged base line stands now; `became` what each base line became,
    `above` what was written above it (the last: at the end).
    """

    lines: list[str]
    kept: dict[int, int]
    became: list[list[str]]
    above: list[list[str]]


def merge(base: str, yours: str, theirs: str) -> Merged:
    """Joins what a writer sent with what is in force.

    In: the text that the writer started from, what the writer sent, what is in force; lines
    end in "\\n". Out: a text with every line that either side wrote and without every line
    that either side deleted. Where both wrote at the same point, theirs comes first. It
    clashes if both made something different of the same line, unless that line has no word
    in it. Never raises; takes time in proportion to the texts.
    """
    if theirs in (base, yours):
        return Merged(yours, clashes=False)
    if yours == base:
        return Merged(theirs, clashes=False)
    lines = _joined_lines(_lines(base), _lines(yours), _lines(theirs))
    if lines is None:
        return Merged(theirs, clashes=True)
    kept = theirs if yours.endswith("\n") == base.endswith("\n") else yours
    end = "\n" if lines and kept.endswith("\n") else ""
    return Merged("\n".join(lines) + end, clashes=False)


def _lines(text: str) -> list[str]:
    """A line end that closes the text begins no further line, so nobody can clash over it."""
    return text.removesuffix("\n").split("\n") if text else []


def _joined_lines(base: list[str], yours: list[str], theirs: list[str]) -> list[str] | None:
    """None if both sides made something different of the same line."""
    mine, other = _edits(base, yours), _edits(base, theirs)
    if _has_all_of(mine, other):
        return theirs
    if _has_all_of(other, mine):
        return yours
    lines = [*_joined(other.above[0], mine.above[0])]
    for at, line in enumerate(base):
        became = _became(line, mine.became[at], other.became[at])
        if became is None:
            return None
        lines += became + _joined(other.above[at + 1], mine.above[at + 1])
    return lines


def _has_all_of(less: _Edits, more: _Edits) -> bool:
    """Whether one side holds all that the other did, as when a save is sent again.

    That is so if each line of `less` stands in `more`, in its order, but for base lines that
    `more` dropped, and each base line that `less` dropped is in `more` gone or a line of `less`.
    """
    there = {line for line, _ in unchanged_lines(less.lines, more.lines)}
    there |= {new for old, new in less.kept.items() if old not in more.kept}
    written = set(less.lines)
    return len(there) == len(less.lines) and all(
        old not in more.kept and written.issuperset(became)
        for old, became in enumerate(more.became)
        if old not in less.kept
    )


def _became(line: str, yours: list[str], theirs: list[str]) -> list[str] | None:
    if yours in ([line], theirs):
        return theirs
    if theirs == [line]:
        return yours
    if any(map(str.isalnum, line)):
        return None
    return _joined(theirs, yours)  # a blank line or a bare "- ", which both filled


def _joined(theirs: list[str], yours: list[str]) -> list[str]:
    """Both sides' new lines, theirs first.

    Lines that both have are kept once where a save sent again explains them: the one is how
    the other begins, or yours goes on where theirs ends.
    """
    if theirs[: len(yours)] == yours:
        return theirs
    if yours[: len(theirs)] == theirs:
        return yours
    longest = min(len(theirs), len(yours), LONGEST_OVERLAP)
    sizes = (n for n in range(longest, 0, -1) if theirs[-n:] == yours[:n])
    return theirs + yours[next(sizes, 0) :]


def _edits(base: list[str], side: list[str]) -> _Edits:
    unchanged = unchanged_lines(base, side)
    base_of = {new: old for old, new in unchanged}
    for stretch in changed_stretches(unchanged, len(base), len(side)):
        base_of.update(_edited_lines(base, side, stretch))
    edits = _Edits(side, dict(unchanged), [[] for _ in base], [[] for _ in (*base, "")])
    reached = 0
    for new, line in enumerate(side):
        old = base_of.get(new)
        if old is None:
            edits.above[reached].append(line)
        else:
            edits.became[old].append(line)
            reached = old + 1
    return edits


def _edited_lines(base: Sequence[str], side: Sequence[str], part: Stretch) -> dict[int, int]:
    """Which base line each line of a changed stretch was, in order: new index -> old index.

    As many as there can be, so that a half-typed line and what was written below it are
    two matters, and somebody else's line between them is none.
    """
    old, new = base[part.old_from : part.old_to], side[part.new_from : part.new_to]
    pairs = [] if len(old) == len(new) else _in_order(likely_pairs(old, new))
    for (i, j), (k, m) in pairwise([(-1, -1), *pairs, (len(old), len(new))]):
        pairs += zip(range(i + 1, k), range(j + 1, m), strict=False)
    return {part.new_from + j: part.old_from + i for i, j in pairs}


def _in_order(pairs: Pairs) -> Pairs:
    """The likeliest pairs that do not cross each other."""
    chosen: Pairs = []
    for old, new in pairs:
        if all((old - i) * (new - j) > 0 for i, j in chosen):
            chosen.append((old, new))
    return sorted(chosen)
