"""Kinds of admin: with history, read-only, masked in camera."""

from __future__ import annotations

from typing import Any, ClassVar

from django.contrib import admin
from django.db import models
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from simple_history.admin import SimpleHistoryAdmin

from meetings import models as records
from meetings.models.locks import LOCKED_MODELS as LOCKED

MASKED = _("in camera: not shown here")
WORDING = ("text", "wording", "mover_name", "seconder_name", "recorded_words")


class RecordAdmin(admin.ModelAdmin):  # type: ignore[type-arg]
    """Long selects are completed while one types, so that a form costs no more as rows grow."""

    list_per_page = 50
    list_select_related = True
    show_full_result_count = False
    parts: ClassVar[tuple[type[models.Model], ...]] = ()

    def __init__(self, model: type[models.Model], site: admin.AdminSite) -> None:
        self.autocomplete_fields = relations_of(model)  # type: ignore[misc]
        super().__init__(model, site)

    def get_inlines(self, request: HttpRequest, obj: Any = None) -> list[Any]:
        """Parts are edited with their whole, once there is one."""
        return [part_inline(part) for part in self.parts] if obj else []

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        is_fixed = not isinstance(obj, records.Action) and is_in_approved_minutes(obj)
        return not is_fixed and bool(super().has_change_permission(request, obj))

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        is_fixed = is_in_approved_minutes(obj)
        return not is_fixed and bool(super().has_delete_permission(request, obj))

    def get_deleted_objects(self, objs: Any, request: HttpRequest) -> Any:
        """Rows of approved minutes are named as protected, when many are chosen too."""
        found, counts, needed, protected = super().get_deleted_objects(objs, request)
        fixed = [str(row) for row in objs if is_in_approved_minutes(row)]
        return found, counts, needed, [*protected, *fixed]


def is_in_approved_minutes(row: Any) -> bool:
    """Whether the database would refuse: an action lives on, its place in the minutes does not."""
    if row is None or row._meta.model_name not in LOCKED:
        return False
    meeting = row.pk if isinstance(row, records.Meeting) else getattr(row, "meeting_id", None)
    if meeting is None:
        meeting = row.item.meeting_id
    return records.Approval.objects.filter(meeting=meeting).exists()


class PartInline(admin.TabularInline):  # type: ignore[type-arg]
    extra = 0


def part_inline(part: type[models.Model]) -> type[PartInline]:
    options = {"model": part, "autocomplete_fields": relations_of(part)}
    return type(f"{part.__name__}Inline", (PartInline,), options)


def relations_of(model: type[models.Model]) -> tuple[str, ...]:
    kinds = (models.ForeignKey, models.OneToOneField)
    return tuple(field.name for field in model._meta.fields if isinstance(field, kinds))


class HistoryAdmin(SimpleHistoryAdmin, RecordAdmin):  # type: ignore[misc]
    """Records that people edit through forms: each change is kept."""


class TermAdmin(HistoryAdmin):
    """A term seen in minutes becomes one that is kept by hand once somebody changes it."""

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:
        obj.is_from_minutes = False
        super().save_model(request, obj, form, change)


class PersonAdmin(HistoryAdmin):
    """Terms are edited here too."""

    def save_formset(self, request: HttpRequest, form: Any, formset: Any, change: bool) -> None:
        for part in formset.forms:
            if isinstance(part.instance, records.Member) and part.has_changed():
                part.instance.is_from_minutes = False
        super().save_formset(request, form, formset, change)


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

    def get_queryset(self, request: HttpRequest) -> models.QuerySet[Any]:
        return super().get_queryset(request).defer("content")


class PublishedAgendaAdmin(ReadOnlyAdmin):
    """That it was published, and when; its items are among the meeting's, some in camera."""

    exclude = ("items",)


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
