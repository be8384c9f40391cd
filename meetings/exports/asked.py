"""What the page of a meeting asks of its records, each composed once.

They find the records of all items of the meeting; who reads them drops those out of sight.
"""

from __future__ import annotations

from collections import defaultdict
from typing import Any

from django.db.models import QuerySet
from django.db.models.functions import Coalesce

from meetings.models import (
    Action,
    ActionOwner,
    ActionReview,
    Aside,
    Attendance,
    Comment,
    Meeting,
    Resolution,
    Statement,
)
from meetings.models.hot import Shape, Slot, anybody_of, hot, in_meetings

MEETING = Slot("meeting")


@hot
def attendances(meetings: Any = MEETING) -> QuerySet[Attendance]:
    """Everybody on the list, with the records under which they and their organisations are kept."""
    kept = {
        "kept_person": Coalesce("person__merged_into", "person"),
        "kept_firm": Coalesce("organisation__merged_into", "organisation"),
    }
    rows = Attendance.objects.filter(in_meetings("meeting", meetings)).annotate(**kept)
    return rows.order_by("meeting_id", "position", "pk")


def attendance_of(meeting: Meeting) -> list[Attendance]:
    return attendances(meeting=meeting.pk)


def actions_of(meeting: Meeting) -> list[Action]:
    """Those with a line, with their owners in order."""
    found: list[Action] = _actions(meeting=meeting.pk)
    owners: dict[int, list[ActionOwner]] = defaultdict(list)
    for owner in _owners(meeting=meeting.pk) if found else ():
        owners[owner.action_id].append(owner)
    for action in found:
        action.known_owners = owners[action.pk]  # type: ignore[attr-defined]
    return found


def owners_of(action: Any) -> list[ActionOwner]:
    """Those of an action that `actions_of` found."""
    found: list[ActionOwner] = action.known_owners
    return found


@hot
def _actions() -> QuerySet[Action]:
    return Action.objects.filter(item__meeting=MEETING, line__isnull=False).order_by()


@hot
def _owners() -> QuerySet[ActionOwner]:
    rows = ActionOwner.objects.filter(action__item__meeting=MEETING, action__line__isnull=False)
    return rows.order_by("action_id", "position")


@hot
def statements() -> QuerySet[Statement]:
    return Statement.objects.filter(item__meeting=MEETING).order_by()


@hot
def resolutions() -> QuerySet[Resolution]:
    return Resolution.objects.filter(item__meeting=MEETING, line__isnull=False).order_by()


@hot
def asides() -> QuerySet[Aside]:
    return Aside.objects.filter(item__meeting=MEETING).order_by()


@hot
def comments() -> QuerySet[Comment]:
    return Comment.objects.filter(item__meeting=MEETING).order_by()


@hot
def reviews(shape: Shape) -> QuerySet[ActionReview]:
    """With their actions, as far as the reader may know of them."""
    known = Action.objects.visible_to(anybody_of(shape))
    rows = ActionReview.objects.filter(item__meeting=MEETING, action__in=known)
    return rows.select_related("action").order_by()
