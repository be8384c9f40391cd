"""Headings that are numbered, and those with letters or numbers within one."""

from __future__ import annotations

import re
from itertools import pairwise

from meetings.importers.headings import LONGEST_HEADING, reads_as_heading
from meetings.importers.layout import Mark, SourceLine
from meetings.importers.roll import Key
from meetings.notation.dates import MONTHS

ROMAN = ("I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X", "XI", "XII", "XIII")


def numbered_headings(lines: list[SourceLine]) -> set[Key]:
    """ "1) Report", "2.1 Budget", "B. Roof": numbers that grow, at least two of them."""
    found = [line for line in lines if line.mark is Mark.NUMBER and _may_be_numbered(line)]
    shallow = [line for line in found if len(_rank(line.label)) == 1]
    if 2 <= len(shallow) < len(found):  # "1.1 The roof leaks." is what was said under 1
        found = [line for line in found if line in shallow or reads_as_heading(line.text)]
    after_gap = [line for line in found if line.follows_gap]
    if len(after_gap) >= 2:
        found = after_gap
    ranks = [_rank(line.label) for line in found]
    grows = all(lower < higher for lower, higher in pairwise(ranks))
    is_list = len(found) >= 2 and (grows or len(after_gap) >= 2)
    return {line.numbers for line in found} if is_list else set()


def _may_be_numbered(line: SourceLine) -> bool:
    first = line.text.split(maxsplit=1)[0].strip(".,").lower()
    return (
        line.indent <= 3
        and len(line.text) <= LONGEST_HEADING
        and not line.text[0].islower()
        and first not in MONTHS
    )


def _rank(label: str) -> tuple[int, ...]:
    if label in ROMAN:
        return (ROMAN.index(label) + 1,)
    parts = re.split(r"[./]", label)
    return tuple(int(part) if part.isdigit() else ord(part[0]) for part in parts if part)


def headings_within(lines: list[SourceLine], numbered: set[Key]) -> dict[Key, list[Key]]:
    """Numbered headings with headings of their own right below them, each over its text.

    "VI. ACTION ITEMS", and below it "A. New bylaws" and what was said of them.
    """
    found: dict[Key, list[Key]] = {}
    parent: SourceLine | None = None
    indent = 0
    for above, line, below in zip(lines, lines[1:], lines[2:], strict=False):
        if above.numbers in numbered and not (parent and above.indent > parent.indent):
            parent, indent = above, line.indent
        if not parent or line.indent != indent or indent <= parent.indent:
            continue
        is_first = above is parent
        if _heads_text(line, below) and (is_first or parent.numbers in found):
            found.setdefault(parent.numbers, []).append(line.numbers)
    return found


def _heads_text(line: SourceLine, below: SourceLine) -> bool:
    return (
        line.mark is Mark.NUMBER
        and line.follows_gap
        and line.indent > 0
        and len(line.text) <= LONGEST_HEADING
        and line.text[-1] not in ".;,"
        and below.indent > line.indent
        and not (below.is_listed or below.follows_gap)
    )
