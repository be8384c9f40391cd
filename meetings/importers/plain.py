"""Plain text, such as a page copied from the browser or a mail."""

from __future__ import annotations

from dataclasses import replace

from meetings.importers.columns import drawn_tables, has_margin, heads_margin, split_margin
from meetings.importers.document import Fate, LineFate
from meetings.importers.layout import Layout, Owned, SourceLine, join_wrapped, marked, noise_in


def plain_layout(text: str) -> Layout:
    """Lines of plain text, with its tables read and the names at its right kept apart."""
    physical = text.split("\n")
    layout = Layout([])
    tables = drawn_tables(physical)
    is_column = has_margin(physical)
    for index, line in enumerate(physical):
        stripped = line.strip()
        if not stripped:
            continue
        reason = noise_in(stripped, index)
        if index in tables.ruled or (is_column and heads_margin(line)):
            reason = "table heading"
        if reason:
            layout.fates.append(LineFate(index + 1, Fate.NOISE, reason))
        elif index in tables.rows:
            layout.lines.append(tables.rows[index])
        else:
            layout.lines.append(_line(index, physical, is_column=is_column))
    layout.lines = join_wrapped(layout.lines)
    return layout


def _line(index: int, physical: list[str], *, is_column: bool) -> SourceLine:
    bare, owners = split_margin(physical[index], is_column=is_column)
    if not owners:
        return marked(index, physical)
    line = marked(index, physical, bare)
    return replace(line, margin=(Owned(len(line.text), owners),))
