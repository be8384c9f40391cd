"""Remarks made afterwards carry who wrote them and when."""

from __future__ import annotations

from meetings.models import Aside, Person
from meetings.notation import lines as notation
from meetings.notation.align import Held, Typed, align
from meetings.services.changes import Change
from meetings.services.placing import redraw_rows

FIELDS = ("text", "author", "written_at")


def draw_asides(change: Change) -> None:
    """An aside that was there before keeps its date and author; a new one is this save's."""
    wanted = {
        line.number: line.content.text
        for line in change.lines
        if isinstance(line.content, notation.Aside)
    }
    if wanted == {row.line: row.text for row in change.drawn.rows["aside"]}:
        return
    rows = {row.pk: row for row in Aside.objects.filter(item=change.item)}
    found = align(
        [Held(row.pk, row.line, row.text) for row in rows.values()],
        [],
        [Typed(line, text) for line, text in wanted.items()],
        change.before,
        change.after,
    )
    new = _new(change) if len(found) < len(wanted) else Aside()
    said = {
        line: (text, old.author, old.written_at)
        for line, text in wanted.items()
        for old in [rows.get(found.get(line, 0), new)]
    }
    drawn = {row.line: (row.pk, (row.text, row.author, row.written_at)) for row in rows.values()}
    redraw_rows(Aside, FIELDS, drawn, said, item_id=change.item.pk)


def _new(change: Change) -> Aside:
    """Old minutes do not say when an aside was written."""
    save = change.save
    if save.is_archived or save.by is None:
        return Aside()
    people = Person.objects.filter(board=change.item.meeting.board_id, user=save.by)
    name = people.values_list("name", flat=True).first()
    return Aside(author=name or str(save.by), written_at=save.at)
