"""Whether drafts read otherwise than they were circulated."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection

from django.db.models import F

from meetings.exports.minutes_text import attendance_text
from meetings.models import AgendaItem, Attendance, CirculatedItem, Circulation, Meeting


def was_changed_since_circulation(meeting: Meeting) -> bool:
    """False where it never was circulated."""
    return meeting.pk in changed_since_circulation([meeting])


def changed_since_circulation(meetings: Collection[Meeting]) -> set[int]:
    """The keys of those that changed since they were circulated last, in four queries."""
    rounds = Circulation.objects.filter(meeting__in=meetings).order_by("number")
    last = {one.meeting_id: one for one in rounds}
    unchanged = CirculatedItem.objects.filter(
        circulation__in=last.values(), notes=F("item__notes"), title=F("item__title")
    )
    same = set(unchanged.values_list("item_id", flat=True))
    items = AgendaItem.objects.filter(meeting__in=last).values_list("pk", "meeting_id")
    changed = {meeting for item, meeting in items if item not in same}
    listed = defaultdict(list)
    for row in Attendance.objects.filter(meeting__in=last).order_by("position", "pk"):
        listed[row.meeting_id].append(row)
    lists = {key for key, one in last.items() if attendance_text(listed[key]) != one.attendance}
    return changed | lists
