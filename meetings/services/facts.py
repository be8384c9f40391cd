"""The meeting's own facts: when it was called to order, adjourned, and meets again."""

from __future__ import annotations

import datetime
from typing import Any

from meetings.models import Meeting
from meetings.notation.lines import Fact, FactKind
from meetings.services.overruling import overrule

UNSAID = {"called_to_order": None, "adjourned": None, "next_date": None, "next_time": None}


def draw_facts(meeting: Meeting, facts: list[Fact]) -> None:
    """The last line of each kind holds; what stood by hand stands again once none is left."""
    row = _row(meeting)
    if overrule(row, _said(facts), UNSAID):
        Meeting.objects.filter(pk=row.pk).update(
            overruled=row.overruled, **{name: getattr(row, name) for name in UNSAID}
        )


def set_time(meeting: Meeting, name: str, time: datetime.time | None) -> None:
    """What somebody says by a press; a line that says otherwise goes on winning."""
    row = _row(meeting)
    if name in row.overruled:
        row.overruled[name] = time
        Meeting.objects.filter(pk=row.pk).update(overruled=row.overruled)
    else:
        Meeting.objects.filter(pk=row.pk).update(**{name: time})


def _row(meeting: Meeting) -> Meeting:
    (row,) = Meeting.objects.filter(pk=meeting.pk).only("overruled", *UNSAID)
    row.overruled = {name: _decoded(name, text) for name, text in row.overruled.items()}
    return row


def _decoded(name: str, text: str | None) -> datetime.time | datetime.date | None:
    if text is None:
        return None
    return (datetime.date if name == "next_date" else datetime.time).fromisoformat(text)


def _said(facts: list[Fact]) -> dict[str, Any]:
    said: dict[str, Any] = {}
    for fact in facts:
        if fact.kind is FactKind.NEXT_MEETING:
            said |= {"next_date": fact.date, "next_time": fact.time}
        elif fact.kind is FactKind.ADJOURNED:
            said["adjourned"] = fact.time
        else:
            said["called_to_order"] = fact.time
    return said
