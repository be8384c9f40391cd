"""What became of an item, as its text says."""

from __future__ import annotations

from typing import Any

from meetings.models import AgendaItem
from meetings.notation.lines import Disposition, Line


def disposition_fields(item: AgendaItem, lines: tuple[Line, ...]) -> dict[str, Any]:
    """The last line that says what became of the item holds; text alone was discussed."""
    said = [c for line in lines if isinstance(c := line.content, Disposition)]
    if not said:
        kind = AgendaItem.Disposition.DISCUSSED if lines else AgendaItem.Disposition.UNDECIDED
        return {"disposition": kind, "disposition_reason": "", "covered_under": None}
    last = said[-1]
    others = AgendaItem.objects.filter(meeting=item.meeting_id, position=last.item or 0)
    return {
        "disposition": last.kind.value,
        "disposition_reason": last.reason[:500],
        "covered_under": others.first() if last.item else None,
    }
