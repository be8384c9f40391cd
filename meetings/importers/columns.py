"""Columns of plain text: tables drawn with spaces or bars, and names in the right-hand margin."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from meetings.importers.layout import Owned, RowKind, SourceLine, marked
from meetings.importers.tables import Table

CELL = re.compile(r"\S(?: ?\S)*")
RULE = re.compile(r"[-+=|: ]{3,}")
MARGIN_HEADING = re.compile(
    r"(?:actions?|action\s+by|owner|who|by\s+whom|responsible)", re.IGNORECASE
)
FARTHEST = 30
_OWNER = r"(?:[A-Z]{2,4}|[Aa]ll|ALL|[A-Z][a-z'’-]+(?: [A-Z][a-z'’-]+)?)"
_OWNERS = rf"{_OWNER}(?:\s?[/,&+]\s?{_OWNER}|\s+and\s+{_OWNER}){{0,5}}"
OWNERS = re.compile(_OWNERS)
MARKED_OWNERS = re.compile(rf"(?:ACTIONS?|Actions?)(?:\s+[Bb]y)?\s*[:–-]\s*(?P<owners>{_OWNERS})")


@dataclass(frozen=True)
class Drawn:
    """What a page draws in columns: the rows of its tables, and owners at its right.

    `ruled` has the places of lines that are headings or rules of the tables.
    """

    rows: dict[int, SourceLine]
    ruled: frozenset[int]
    has_margin: bool

    def heads(self, index: int) -> bool:
        return index in self.ruled

    def line(self, index: int, physical: list[str]) -> SourceLine:
        """A line that is no row, with the owners at its right kept apart."""
        bare, owners = split_margin(physical[index], is_column=self.has_margin)
        if not owners:
            return marked(index, physical)
        line = marked(index, physical, bare)
        return replace(line, margin=(Owned(len(line.text), owners),))


def drawn_columns(physical: list[str]) -> Drawn:
    """Tables whose headings name people or actions, and a column of owners at the right."""
    rows: dict[int, SourceLine] = {}
    ruled = {index for index, line in enumerate(physical) if _heads_margin(line)}
    margin = bool(ruled)
    index = 0
    while index < len(physical):
        table = _headings(physical[index])
        found = dict(_rows(table, physical, index)) if table else {}
        if found:
            rows.update(found)
            last = max(found)
            ruled.update(n for n in range(index, last) if n not in found and physical[n].strip())
            index = last
        index += 1
    return Drawn(rows, frozenset(ruled), margin)


@dataclass(frozen=True)
class _Headed:
    table: Table
    starts: tuple[int, ...]
    has_bars: bool

    def cells(self, line: str) -> list[str]:
        """The cells of a row; between spaces they are found by where the headings begin."""
        if self.has_bars:
            return [cell.strip() for cell in line.strip().strip("|").split("|")]
        cells = [""] * len(self.starts)
        for match in CELL.finditer(line):
            column = max(sum(start <= match.start() + 1 for start in self.starts) - 1, 0)
            cells[column] = f"{cells[column]} {match.group()}".strip()
        return cells


def _headings(line: str) -> _Headed | None:
    if line.lstrip().startswith("|"):
        return None
    has_bars = " | " in line
    expanded = line.expandtabs(4)
    if has_bars:
        texts = [cell.strip() for cell in expanded.strip().strip("|").split("|")]
        starts: tuple[int, ...] = ()
    else:
        found = list(CELL.finditer(expanded))
        texts = [match.group() for match in found]
        starts = tuple(match.start() for match in found)
    if not 2 <= len(texts) <= 12:
        return None
    table = Table(texts)
    is_read = table.kind and (has_bars or table.kind is not RowKind.ITEM)
    return _Headed(table, starts, has_bars) if is_read else None


def _rows(headed: _Headed, physical: list[str], start: int) -> Iterator[tuple[int, SourceLine]]:
    for index in range(start + 1, len(physical)):
        stripped = physical[index].strip()
        if RULE.fullmatch(stripped):
            continue
        cells = headed.cells(physical[index].expandtabs(4))
        if not stripped or sum(map(bool, cells)) < 2:
            return
        yield index, headed.table.row(marked(index, physical), cells)


def _heads_margin(line: str) -> bool:
    """Whether a line is nothing but the heading of a column at the right."""
    expanded = line.expandtabs(4)
    indent = len(expanded) - len(expanded.lstrip())
    return indent >= FARTHEST and bool(MARGIN_HEADING.fullmatch(line.strip()))


def split_margin(line: str, *, is_column: bool) -> tuple[str, str]:
    """A line without the owners at its right, and them: "... by May.      ACTION: AL".

    Bare names are owners only where the page has such a column (`is_column`).
    """
    expanded = line.expandtabs(4).rstrip()
    gap = expanded.rfind("   ")
    text, last = expanded[:gap].rstrip(), expanded[gap:].strip()
    if gap < 0 or not text.strip():
        return line, ""
    labelled = MARKED_OWNERS.fullmatch(last)
    if labelled:
        return text, labelled["owners"]
    is_far = is_column and gap >= FARTHEST and OWNERS.fullmatch(last)
    return (text, last) if is_far else (line, "")
