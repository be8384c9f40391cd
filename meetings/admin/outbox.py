"""What is to be told, in the admin: read, never written there."""

from __future__ import annotations

from django.contrib import admin

from meetings.admin.kinds import ReadOnlyAdmin
from meetings.models import Notice

admin.site.register(
    Notice,
    ReadOnlyAdmin,
    list_display=("created_at", "person", "kind", "cause"),
    list_filter=("board", "kind"),
    list_select_related=("board", "person"),
    search_fields=("person__name", "cause"),
    date_hierarchy="created_at",
)
