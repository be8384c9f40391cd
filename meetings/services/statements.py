"""Lines in which somebody speaks become statements."""

from __future__ import annotations

from meetings.models import Statement
from meetings.notation import lines as notation
from meetings.services.changes import Change
from meetings.services.placing import redraw_rows

FIELDS = ("person_id", "speaker", "text")


def draw_statements(change: Change) -> None:
    """Statements have no identity beyond their line: what changed is drawn anew."""
    wanted = {
        line.number: (said.speaker.key, said.speaker.typed, said.text)
        for line in change.lines
        if isinstance(said := line.content, notation.Statement) and said.speaker.key
    }
    drawn = {
        row.line or 0: (row.key, (row.person, row.name, row.text))
        for row in change.drawn.rows["statement"]
    }
    redraw_rows(Statement, FIELDS, drawn, wanted, item_id=change.item.pk)
