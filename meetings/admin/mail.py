"""Votes by mail in the admin: read, never written, and nothing of what is in camera."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.db import models
from django.http import HttpRequest

from meetings import models as records
from meetings.admin.kinds import DrawnAdmin, ReadOnlyAdmin


class MessageAdmin(ReadOnlyAdmin):
    """What somebody wrote is the board's to read, not an operator's."""

    exclude = ("content", "text", "own")

    def get_queryset(self, request: HttpRequest) -> models.QuerySet[Any]:
        secret = records.MailClaim.objects.filter(ballot__resolution__item__is_in_camera=True)
        rows = super().get_queryset(request).exclude(claims__in=secret)
        return rows.defer("content", "text", "own")


class ClaimAdmin(DrawnAdmin):
    item_path = "ballot__resolution__item"


class MailObjectionAdmin(DrawnAdmin):
    item_path = "claim__ballot__resolution__item"


register = admin.site.register
register(
    records.MailMessage,
    MessageAdmin,
    list_display=("sender_name", "sender_address", "subject", "received_at", "brought_by"),
    list_filter=("board",),
    list_select_related=("brought_by",),
    search_fields=("sender_name", "sender_address", "message_id", "sha256"),
    date_hierarchy="received_at",
)
register(
    records.MailClaim,
    ClaimAdmin,
    list_display=("message", "seat", "choice", "state", "decided_by", "decided_at"),
    list_filter=("state",),
    list_select_related=("message", "seat", "decided_by"),
    search_fields=("seat__name", "message__sender_name", "message__sender_address"),
)
register(
    records.MailObjection,
    MailObjectionAdmin,
    list_display=("claim", "person", "recorded_at", "answers"),
    list_select_related=("claim__message", "person", "answers__claim__message"),
    search_fields=("claim__seat__name", "person__name"),
    date_hierarchy="recorded_at",
)
