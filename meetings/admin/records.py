"""Every model in the admin: what its list tells, and how a row is found."""

from __future__ import annotations

from django.contrib import admin
from django.contrib.auth.admin import UserAdmin

from meetings import models as records
from meetings.admin.kinds import (
    DrawnAdmin,
    HistoryAdmin,
    LedgerAdmin,
    NotesAdmin,
    PersonAdmin,
    PublishedAgendaAdmin,
    ReadOnlyAdmin,
    RecordAdmin,
    RecusalAdmin,
    SourceAdmin,
    TermAdmin,
    WordingAdmin,
)


class AccountAdmin(UserAdmin):  # type: ignore[type-arg]
    list_display = ("username", "email", "is_active", "is_staff", "is_demo", "last_login")
    fieldsets = (*(UserAdmin.fieldsets or ()), (None, {"fields": ("is_demo",)}))


register = admin.site.register
register(records.User, AccountAdmin)

# Boards and the people on them.
register(
    records.Board,
    RecordAdmin,
    list_display=("name", "slug", "time_zone"),
    search_fields=("name", "slug"),
)
register(
    records.Bylaws,
    HistoryAdmin,
    list_display=("board", "effective_from", "quorum_kind", "quorum_number", "majority_kind"),
    list_filter=("board", "quorum_kind"),
    search_fields=("board__name", "charter_words"),
    date_hierarchy="effective_from",
)
register(
    records.Person,
    PersonAdmin,
    list_display=("name", "board", "email", "user", "merged_into"),
    list_filter=("board",),
    list_select_related=("board", "user", "merged_into"),
    search_fields=("name", "email", "aliases__name"),
    parts=(records.PersonAlias, records.Member),
)
register(
    records.PersonAlias,
    RecordAdmin,
    list_display=("name", "person"),
    search_fields=("name", "person__name"),
)
register(
    records.Organisation,
    HistoryAdmin,
    list_display=("name", "board", "merged_into"),
    list_filter=("board",),
    list_select_related=("board", "merged_into"),
    search_fields=("name", "aliases__name"),
    parts=(records.OrganisationAlias, records.Affiliation),
)
register(
    records.OrganisationAlias,
    RecordAdmin,
    list_display=("name", "organisation"),
    search_fields=("name", "organisation__name"),
)
register(
    records.Affiliation,
    HistoryAdmin,
    list_display=("organisation", "membership_class", "contract", "fee", "start_date", "end_date"),
    list_filter=("contract", "fee", "organisation__board"),
    search_fields=("organisation__name", "membership_class"),
    date_hierarchy="start_date",
)
register(
    records.Seat,
    HistoryAdmin,
    list_display=("name", "board", "organisation", "person", "start_date", "end_date"),
    list_filter=("board",),
    list_select_related=("board", "organisation", "person"),
    search_fields=("name", "organisation__name", "person__name"),
    date_hierarchy="start_date",
)
register(
    records.Member,
    TermAdmin,
    list_display=(
        "person",
        "role",
        "seat",
        "organisation",
        "start_date",
        "end_date",
        "is_from_minutes",
    ),
    list_filter=("role", "is_administrator", "is_from_minutes", "person__board"),
    list_select_related=("person", "seat", "organisation"),
    search_fields=("person__name", "organisation__name", "seat__name"),
    date_hierarchy="start_date",
)

# Meetings and who was there.
register(
    records.Meeting,
    HistoryAdmin,
    list_display=("key", "board", "date", "kind", "state", "is_final_as_recorded"),
    list_filter=("board", "state", "kind", "is_final_as_recorded"),
    search_fields=("key", "place", "board__name"),
    date_hierarchy="date",
    parts=(records.Attendance,),
)
register(
    records.FormerKey,
    RecordAdmin,
    list_display=("key", "board", "meeting"),
    list_select_related=("board", "meeting__board"),
    search_fields=("key",),
)
register(
    records.AgendaItem,
    NotesAdmin,
    list_display=("title", "meeting", "position", "disposition", "is_in_camera"),
    list_filter=("meeting__board", "disposition", "is_in_camera"),
    list_select_related=("meeting__board",),
    search_fields=("title", "meeting__key"),
    date_hierarchy="meeting__date",
    parts=(records.ItemPresenter,),
)
register(
    records.ItemPresenter,
    RecordAdmin,
    list_display=("name", "person", "item"),
    list_select_related=("person", "item"),
    search_fields=("name", "person__name"),
)
register(
    records.AgendaVersion,
    PublishedAgendaAdmin,
    list_display=("meeting", "number", "published_by", "published_at"),
    list_filter=("meeting__board",),
    list_select_related=("meeting__board", "published_by"),
    search_fields=("meeting__key",),
    date_hierarchy="published_at",
)
register(
    records.AgendaTemplate,
    RecordAdmin,
    list_display=("name", "board"),
    list_filter=("board",),
    search_fields=("name", "board__name"),
    parts=(records.AgendaTemplateItem,),
)
register(
    records.AgendaTemplateItem,
    RecordAdmin,
    list_display=("title", "template", "position", "planned_minutes"),
    list_select_related=("template",),
    search_fields=("title", "template__name"),
)
register(
    records.Paper,
    DrawnAdmin,
    list_display=("title", "item", "file_name", "size", "uploaded_by", "uploaded_at"),
    list_filter=("item__meeting__board",),
    list_select_related=("item", "uploaded_by"),
    search_fields=("title", "item__title"),
    date_hierarchy="uploaded_at",
)
register(
    records.Attendance,
    RecordAdmin,
    list_display=("name", "person", "meeting", "mode", "is_presiding", "is_taking_minutes"),
    list_filter=("meeting__board", "mode", "capacity", "is_presiding"),
    list_select_related=("person", "meeting__board"),
    search_fields=("name", "person__name", "meeting__key"),
    date_hierarchy="meeting__date",
    parts=(records.Presence,),
)
register(
    records.Presence,
    RecordAdmin,
    list_display=("attendance", "from_item", "to_item", "arrived", "left"),
    list_select_related=("attendance", "from_item", "to_item"),
    search_fields=("attendance__name",),
)
register(
    records.Representation,
    RecordAdmin,
    list_display=("seat", "attendance", "meeting", "reason"),
    list_select_related=("seat", "attendance", "meeting__board"),
    search_fields=("seat__name", "attendance__name"),
)
register(
    records.Proxy,
    RecordAdmin,
    list_display=("seat", "holder", "meeting"),
    list_select_related=("seat", "holder", "meeting__board"),
    search_fields=("seat__name", "holder__name"),
)
register(
    records.Recusal,
    RecusalAdmin,
    list_display=("person", "seat", "item", "left_room"),
    list_select_related=("person", "seat", "item"),
    search_fields=("person__name", "seat__name"),
)

# What came of them. Wording is not searched: some of it is in camera.
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
