"""What every request asks of whoever is signed in, composed once."""

from __future__ import annotations

from django.db.models import DateField, Q, QuerySet

from meetings.models.attendance import Attendance
from meetings.models.hot import Slot, hot
from meetings.models.meetings import Meeting
from meetings.models.members import Member

USER = Slot("user")


@hot
def terms() -> QuerySet[Member]:
    """Those running on a day, with person and board."""
    current = Member.objects.current(Slot("on", DateField())).filter(person__user=USER)
    found: QuerySet[Member] = current.select_related("person__board").order_by()
    return found


@hot
def meetings_as_guest() -> QuerySet[Meeting]:
    """Those to which somebody was invited without being on the board."""
    who = Q(attendances__person__user=USER) | Q(attendances__person__merged_into__user=USER)
    listed = Meeting.objects.filter(who, attendances__capacity=Attendance.Capacity.GUEST)
    return listed.select_related("board").newest_first().distinct()
