"""Tables in MediaWiki's own text."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field, replace

from meetings.importers.document import Fate, LineFate
from meetings.importers.layout import Layout, marked
from meetings.importers.tables import Table

CELL_SIGN = re.compile(r"\s*(?:\|\||!!)\s*")
ATTRIBUTES = re.compile(r"^[\w-]+\s*=\s*[^|\[\]{}]*\|\s*")
ANSWER = re.compile(r"\{\{\s*(\w[\w ]*)\}\}")
MOST_LINES = 3_000


@dataclass
class _Row:
    numbers: list[int] = field(default_factory=list)
    cells: list[str] = field(default_factory=list)
    headings: int = 0


def read_wikitable(
    physical: list[str], start: int, layout: Layout, plain: Callable[[str], str]
) -> int:
    """Reads a table into lines, by its headings; returns the place behind it.

    `plain` takes the wiki's marks out of a cell. A table without an end is none: then the
    place is `start`.
    """
    end = _end_of(physical, start)
    if end is None:
        return start
    rows = _rows(physical, start, end, layout)
    if not rows:
        return end + 1
    table = Table([plain(cell) for cell in rows[0].cells])
    for place, row in enumerate(rows):
        if place == 0 and (table.has_headings or row.headings > 1):
            layout.fates.extend(LineFate(n + 1, Fate.NOISE, "table heading") for n in row.numbers)
            continue
        line = table.row(marked(row.numbers[0], physical), [plain(cell) for cell in row.cells])
        numbers = tuple(number + 1 for number in row.numbers)
        layout.lines.append(replace(line, numbers=numbers, follows_gap=False))
    return end + 1


def _end_of(physical: list[str], start: int) -> int | None:
    for index in range(start + 1, min(len(physical), start + MOST_LINES)):
        if physical[index].strip().startswith("|}"):
            return index
    return None


def _rows(physical: list[str], start: int, end: int, layout: Layout) -> list[_Row]:
    """The rows, each of one line or of several; what only draws the table is left out."""
    rows = [_Row()]
    for index in range(start, end + 1):
        text = physical[index].strip()
        if not text:
            continue
        if text.startswith("|-"):
            rows.append(_Row())
        if text.startswith(("{|", "|-", "|}", "|+")):
            layout.fates.append(LineFate(index + 1, Fate.NOISE, "markup"))
            continue
        _add(rows[-1], index, text)
    return [row for row in rows if row.cells]


def _add(row: _Row, index: int, text: str) -> None:
    row.numbers.append(index)
    if text[0] not in "|!":
        row.cells = [*row.cells[:-1], f"{row.cells[-1] if row.cells else ''} {text}".strip()]
        return
    cells = [ANSWER.sub(r"\1", cell) for cell in CELL_SIGN.split(text[1:].strip())]
    row.cells.extend(ATTRIBUTES.sub("", cell).strip() for cell in cells)
    row.headings += len(cells) if text[0] == "!" else 0
