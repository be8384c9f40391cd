"""Every model in the admin: plain forms, read-only where rows may not change."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.contrib.auth.admin import UserAdmin
from django.db import models
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from simple_history.admin import SimpleHistoryAdmin

from meetings import models as records

MASKED = _("in camera: not shown here")
WORDING = ("text", "wording", "mover_name", "seconder_name", "recorded_words")


class RecordAdmin(admin.ModelAdmin):  # type: ignore[type-arg]
    """Long selects are replaced by keys, so that a form costs no more as rows grow."""

    list_per_page = 50
    list_select_related = True

    def __init__(self, model: type[models.Model], site: admin.AdminSite) -> None:
        relations = (models.ForeignKey, models.OneToOneField)
        self.raw_id_fields = [  # type: ignore[misc]
            field.name for field in model._meta.fields if isinstance(field, relations)
        ]
        super().__init__(model, site)


class HistoryAdmin(SimpleHistoryAdmin, RecordAdmin):  # type: ignore[misc]
    """Records that people edit through forms: each change is kept."""


class ReadOnlyAdmin(RecordAdmin):
    """Rows that are drawn from the minutes or may never change."""

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


class SourceAdmin(ReadOnlyAdmin):
    """The bytes are minutes; an operator sees that they are there, not what they say."""

    exclude = ("report",)
    list_display = ("name", "board", "imported_at")

    def get_queryset(self, request: HttpRequest) -> models.QuerySet[Any]:
        return super().get_queryset(request).defer("content")


class NotesAdmin(RecordAdmin):
    """The wording of notes is written on our pages; an operator does not read it in camera."""

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> list[str]:
        return ["masked_notes"] if obj is None else ["masked_notes", "is_in_camera"]

    def get_exclude(self, request: HttpRequest, obj: Any = None) -> list[str]:
        is_masked = obj is not None and obj.is_in_camera
        return ["notes", "flags", *(["disposition_reason"] if is_masked else [])]

    @admin.display(description=_("notes"))
    def masked_notes(self, item: records.AgendaItem) -> str:
        return str(MASKED) if item.is_in_camera else item.notes


class WordingAdmin(RecordAdmin):
    """Wording is corrected where it was typed: here it is read, and not even that in camera."""

    list_display = ("pk", "wording", "item", "state")

    def get_fields(self, request: HttpRequest, obj: Any = None) -> list[Any]:
        names = list(super().get_fields(request, obj))
        if obj is None:
            return [name for name in names if name != "wording"]
        hidden = WORDING if obj.item.is_in_camera else ("text", "wording")
        return ["wording", *(name for name in names if name not in hidden)]

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> list[str]:
        return [] if obj is None else ["wording"]

    @admin.display(description=_("wording"))
    def wording(self, row: records.Action | records.Resolution) -> str:
        return str(MASKED) if row.item.is_in_camera else row.text


class DrawnAdmin(ReadOnlyAdmin):
    """Rows that the notes draw again at each save; those of in-camera items are not shown."""

    item_path = "item"

    def get_queryset(self, request: HttpRequest) -> models.QuerySet[Any]:
        is_open = {f"{self.item_path}__is_in_camera": False}
        return super().get_queryset(request).filter(**is_open)


class LedgerAdmin(DrawnAdmin):
    item_path = "action__item"


class RecusalAdmin(RecordAdmin):
    """The nature of a conflict in camera is not an operator's to read."""

    def get_queryset(self, request: HttpRequest) -> models.QuerySet[Any]:
        return super().get_queryset(request).filter(item__is_in_camera=False)


PLAIN: tuple[type[models.Model], ...] = (
    records.Board,
    records.FormerKey,
    records.ItemPresenter,
    records.Attendance,
    records.Presence,
    records.Representation,
    records.Proxy,
    records.PersonAlias,
    records.OrganisationAlias,
    records.ActionOwner,
)
WITH_HISTORY: tuple[type[models.Model], ...] = (
    records.Bylaws,
    records.Person,
    records.Organisation,
    records.Affiliation,
    records.Seat,
    records.Member,
    records.Meeting,
)

admin.site.register(records.User, UserAdmin)
admin.site.register(PLAIN, RecordAdmin)
admin.site.register(WITH_HISTORY, HistoryAdmin)
admin.site.register(records.AgendaItem, NotesAdmin)
admin.site.register((records.Action, records.Resolution), WordingAdmin)
admin.site.register((records.NotesRevision, records.Statement, records.ActionReview), DrawnAdmin)
admin.site.register(records.ActionUpdate, LedgerAdmin)
admin.site.register(records.Recusal, RecusalAdmin)
admin.site.register(records.ImportSource, SourceAdmin)
admin.site.register(records.ImportBatch, ReadOnlyAdmin)
