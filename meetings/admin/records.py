"""What came of meetings, in the admin. Wording is not searched: some of it is in camera."""

from __future__ import annotations

from django.contrib import admin

from meetings import models as records
from meetings.admin.kinds import (
    DrawnAdmin,
    LedgerAdmin,
    ReadOnlyAdmin,
    RecordAdmin,
    SourceAdmin,
    WordingAdmin,
)

register = admin.site.register

register(
    records.Action,
    WordingAdmin,
    list_display=("label", "wording", "board", "item", "state", "due_on"),
    list_filter=("board", "state", "is_archived"),
    list_select_related=("board", "item"),
    search_fields=("=number", "owners__name", "item__title"),
    date_hierarchy="due_on",
    parts=(records.ActionOwner,),
)
register(
    records.ActionOwner,
    RecordAdmin,
    list_display=("name", "action", "person", "organisation", "is_everyone"),
    list_filter=("is_everyone",),
    list_select_related=("action", "person", "organisation"),
    search_fields=("name", "person__name", "organisation__name"),
)
register(
    records.Resolution,
    WordingAdmin,
    list_display=("label", "wording", "board", "item", "state", "recorded_outcome"),
    list_filter=("board", "state", "recorded_outcome"),
    list_select_related=("board", "item"),
    search_fields=("number", "own_number", "item__title"),
    date_hierarchy="item__meeting__date",
)
register(
    records.NotesRevision,
    DrawnAdmin,
    list_display=("item", "number", "saved_by", "saved_at"),
    list_select_related=("item", "saved_by"),
    search_fields=("item__title",),
    date_hierarchy="saved_at",
)
register(
    records.Statement,
    DrawnAdmin,
    list_display=("speaker", "person", "item", "line"),
    list_select_related=("person", "item"),
    search_fields=("speaker", "person__name", "item__title"),
)
register(
    records.Aside,
    DrawnAdmin,
    list_display=("author", "written_at", "item", "line"),
    list_select_related=("item",),
    search_fields=("author", "item__title"),
    date_hierarchy="written_at",
)
register(
    records.ActionReview,
    DrawnAdmin,
    list_display=("action", "verdict", "meeting", "item"),
    list_filter=("verdict",),
    list_select_related=("action", "meeting__board", "item"),
    search_fields=("=action__number", "item__title"),
    date_hierarchy="meeting__date",
)
register(
    records.ActionUpdate,
    LedgerAdmin,
    list_display=("action", "state", "by", "at"),
    list_filter=("state",),
    list_select_related=("action", "by"),
    search_fields=("=action__number", "by__name"),
    date_hierarchy="at",
)
register(
    records.ImportBatch,
    ReadOnlyAdmin,
    list_display=("board", "brought_by", "brought_at", "is_final"),
    list_filter=("board", "is_final"),
    list_select_related=("board", "brought_by"),
    search_fields=("board__name",),
    date_hierarchy="brought_at",
)
register(
    records.ImportSource,
    SourceAdmin,
    list_display=("name", "board", "reader", "imported_by", "imported_at"),
    list_filter=("board",),
    list_select_related=("board", "imported_by"),
    search_fields=("name", "sha256"),
    date_hierarchy="imported_at",
)
