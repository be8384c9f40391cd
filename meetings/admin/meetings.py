"""Meetings and who was there, in the admin."""

from __future__ import annotations

from django.contrib import admin

from meetings import models as records
from meetings.admin.kinds import (
    DrawnAdmin,
    HistoryAdmin,
    NotesAdmin,
    PublishedAgendaAdmin,
    RecordAdmin,
    RecusalAdmin,
)

register = admin.site.register

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
