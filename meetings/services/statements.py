"""Lines in which somebody speaks become statements."""

from __future__ import annotations

from meetings.models import Statement
from meetings.notation import lines as notation
from meetings.services.changes import Change

COLUMNS = ("line", "person_id", "speaker", "text")


def draw_statements(change: Change) -> None:
    """Statements have no identity beyond their line: what changed is drawn anew."""
    if not change.concerns(notation.Statement):
        return
    wanted = {
        line.number: (said.speaker.key, said.speaker.typed, said.text)
        for line in change.lines
        if isinstance(said := line.content, notation.Statement) and said.speaker.key
    }
    rows = Statement.objects.filter(item=change.item)
    drawn = {n: (key, typed, text) for n, key, typed, text in rows.values_list(*COLUMNS)}
    stale = [number for number, said in drawn.items() if wanted.get(number) != said]
    if stale:
        rows.filter(line__in=stale).delete()
    Statement.objects.bulk_create(
        Statement(item=change.item, line=number, person_id=key, speaker=typed, text=text)
        for number, (key, typed, text) in wanted.items()
        if drawn.get(number) != (key, typed, text)
    )
