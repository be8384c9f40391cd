"""The register in the admin: read, never written; what was committed to is not shown here."""

from __future__ import annotations

from django.contrib import admin

from meetings import models as records
from meetings.admin.kinds import DrawnAdmin, ReadOnlyAdmin


class TextAdmin(ReadOnlyAdmin):
    """An operator sees that it is kept, not what it says."""

    exclude = ("salt", "text", "page")


register = admin.site.register
register(
    records.RegisterEntry,
    ReadOnlyAdmin,
    list_display=("board", "seq", "kind", "time", "hash"),
    list_filter=("board", "kind"),
    list_select_related=("board",),
    search_fields=("hash", "=seq"),
    date_hierarchy="time",
)
register(
    records.RegisterText,
    TextAdmin,
    list_display=("entry",),
    list_select_related=("entry",),
    search_fields=("entry__hash",),
)
register(
    records.LegalHold,
    ReadOnlyAdmin,
    list_display=("kept", "placed_at", "placed_by"),
    list_select_related=("kept__entry", "placed_by"),
    search_fields=("kept__entry__hash",),
    date_hierarchy="placed_at",
)
register(
    records.TextProposal,
    ReadOnlyAdmin,
    list_display=("entry", "act", "proposed_at", "proposed_by", "is_confirmed"),
    list_filter=("act",),
    list_select_related=("entry", "proposed_by"),
    search_fields=("entry__hash",),
    date_hierarchy="proposed_at",
)
register(
    records.Approval,
    ReadOnlyAdmin,
    list_display=("meeting", "how", "approved_at", "approved_by"),
    list_filter=("how",),
    list_select_related=("meeting__board", "approved_by"),
    search_fields=("meeting__key",),
    date_hierarchy="approved_at",
)
register(
    records.Correction,
    DrawnAdmin,
    list_display=("item", "line", "adopted_in"),
    list_select_related=("item", "adopted_in"),
    search_fields=("item__title",),
)
