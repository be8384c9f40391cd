"""Answers to meetings, cancellations and calendar feeds, in the admin."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.http import HttpRequest

from meetings.admin.kinds import HistoryAdmin, ReadOnlyAdmin
from meetings.models import CalendarFeed, Cancellation, MeetingAnswer


class FeedAdmin(ReadOnlyAdmin):
    """That there is one; taking it away ends the address at once."""

    exclude = ("token_hash",)

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return admin.ModelAdmin.has_delete_permission(self, request, obj)


admin.site.register(
    MeetingAnswer,
    HistoryAdmin,
    list_display=("meeting", "person", "choice", "delegate_name", "given_at"),
    list_filter=("meeting__board", "choice"),
    list_select_related=("meeting__board", "person"),
    search_fields=("person__name", "delegate_name"),
    date_hierarchy="given_at",
)
admin.site.register(
    Cancellation,
    ReadOnlyAdmin,
    list_display=("meeting", "reason", "cancelled_at"),
    list_filter=("meeting__board",),
    list_select_related=("meeting__board",),
    search_fields=("reason",),
    date_hierarchy="cancelled_at",
)
admin.site.register(
    CalendarFeed,
    FeedAdmin,
    list_display=("user", "made_at"),
    list_select_related=("user",),
    search_fields=("user__username",),
    date_hierarchy="made_at",
)
