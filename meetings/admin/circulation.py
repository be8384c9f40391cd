"""Circulated minutes and comments in the admin: read, never written; nothing said in camera."""

from __future__ import annotations

from django.contrib import admin

from meetings import models as records
from meetings.admin.kinds import DrawnAdmin, ReadOnlyAdmin


class TextsAdmin(DrawnAdmin):
    """That it was circulated, not what it says: the board's pages show that."""

    exclude = ("notes",)


register = admin.site.register
register(
    records.Circulation,
    ReadOnlyAdmin,
    list_display=("meeting", "number", "at", "by"),
    list_select_related=("meeting__board", "by"),
    search_fields=("meeting__key",),
    date_hierarchy="at",
)
register(
    records.CirculatedItem,
    TextsAdmin,
    list_display=("circulation", "position", "title", "revision"),
    list_select_related=("circulation__meeting__board",),
    search_fields=("title",),
)
register(
    records.Comment,
    DrawnAdmin,
    list_display=("item", "line", "person", "recorded_at", "state", "answered_by"),
    list_filter=("state",),
    list_select_related=("item", "person", "answered_by"),
    search_fields=("item__title", "person__name"),
    date_hierarchy="recorded_at",
)
