"""A meeting's minutes as plain data: what the register keeps of them."""

from __future__ import annotations

import datetime
from typing import Any

from meetings.models import Action, AgendaItem, Attendance, BallotResult, Meeting, Resolution


def snapshot(meeting: Meeting, *, in_camera: bool = False) -> dict[str, Any]:
    """The minutes as they stand: frame, attendance, items with their text, records.

    In: `in_camera` for the items that were, else those that were not. Dates and times are text
    in the board's zone. Out: what `chain.canonical` takes.
    """
    items = AgendaItem.objects.filter(meeting=meeting, is_in_camera=in_camera).order_by("position")
    found = {
        "board": meeting.board.name,
        "time_zone": meeting.board.time_zone,
        "meeting": {
            "key": meeting.key,
            "kind": meeting.kind,
            "date": _text(meeting.date),
            "called_to_order": _text(meeting.called_to_order),
            "adjourned": _text(meeting.adjourned),
            "place": meeting.place,
        },
        "items": [_item(item) for item in items.prefetch_related("presenters")],
        "actions": [_action(row) for row in _drawn(Action, items).prefetch_related("owners")],
        "resolutions": _resolutions(items),
    }
    if not in_camera:
        found["attendance"] = [_attendance(row) for row in meeting.attendances.order_by("position")]
    return found


def has_in_camera(meeting: Meeting) -> bool:
    return AgendaItem.objects.filter(meeting=meeting, is_in_camera=True).exists()


def _item(item: AgendaItem) -> dict[str, Any]:
    return {
        "position": item.position,
        "title": item.title,
        "presenters": [presenter.name for presenter in item.presenters.all()],
        "disposition": item.disposition,
        "disposition_reason": item.disposition_reason,
        "order_taken": item.order_taken,
        "notes": item.notes,
    }


def _attendance(row: Attendance) -> dict[str, Any]:
    return {
        "name": row.name,
        "organisation": row.organisation_name,
        "mode": row.mode,
        "capacity": row.capacity,
        "presiding": row.is_presiding,
        "taking_minutes": row.is_taking_minutes,
    }


def _drawn(model: Any, items: Any) -> Any:
    rows = model.objects.kept().filter(item__in=items)
    return rows.select_related("item").order_by("item__position", "line", "pk")


def _action(row: Action) -> dict[str, Any]:
    return {
        "item": row.item.position,
        "number": row.number,
        "text": row.text,
        "owners": [owner.name for owner in row.owners.all()],
        "due": _text(row.due_on),
    }


def _resolutions(items: Any) -> list[dict[str, Any]]:
    rows = list(_drawn(Resolution, items))
    results = BallotResult.objects.filter(ballot__resolution__in=rows).exclude(outcome="void")
    computed = {
        result.ballot.resolution_id: result
        for result in results.select_related("ballot").order_by("ballot__number")
    }
    return [_resolution(row, computed.get(row.pk)) for row in rows]


def _resolution(row: Resolution, result: BallotResult | None) -> dict[str, Any]:
    return {
        "item": row.item.position,
        "number": row.number,
        "text": row.text,
        "mover": row.mover_name,
        "seconder": row.seconder_name,
        "state": row.state,
        "recorded": {
            "outcome": row.recorded_outcome,
            "words": row.recorded_words,
            "for": row.recorded_for,
            "against": row.recorded_against,
            "abstain": row.recorded_abstain,
        },
        "ballot": {"hash": result.hash, "sentence": result.sentence} if result else None,
    }


def _text(found: datetime.date | datetime.time | None) -> str | None:
    return found.isoformat() if found else None
