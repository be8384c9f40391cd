"""Plain text, such as a page copied from the browser or a mail."""

from __future__ import annotations

from meetings.importers.columns import drawn_columns
from meetings.importers.document import Fate, LineFate
from meetings.importers.layout import Layout, join_wrapped, noise_in


def plain_layout(text: str) -> Layout:
    """Lines of plain text, with its tables read and the names at its right kept apart."""
    physical = text.split("\n")
    layout = Layout([])
    drawn = drawn_columns(physical)
    for index, line in enumerate(physical):
        stripped = line.strip()
        if not stripped:
            continue
        reason = "table heading" if drawn.heads(index) else noise_in(stripped, index)
        if reason:
            layout.fates.append(LineFate(index + 1, Fate.NOISE, reason))
        else:
            layout.lines.append(drawn.rows.get(index) or drawn.line(index, physical))
    layout.lines = join_wrapped(layout.lines)
    return layout
