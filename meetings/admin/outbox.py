"""What is told, and the mails that carry it, in the admin: read there, and tried again."""

from __future__ import annotations

from typing import Any

from django.contrib import admin, messages
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils import timezone
from django.utils.html import format_html
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from meetings.admin.kinds import ReadOnlyAdmin, RecordAdmin
from meetings.models import MailChoice, Mailing, Notice

RED = "color: #ba2121; font-weight: bold"


class MailingAdmin(ReadOnlyAdmin):
    """A mail that failed is marked red; whatever was in the way, it can be tried again."""

    exclude = ("token_hash",)

    @admin.display(description=_("state"), ordering="state")
    def mark(self, mailing: Mailing) -> Any:
        if mailing.state == Mailing.State.FAILED:
            return format_html('<span style="{}">✗ {}</span>', RED, mailing.get_state_display())
        return mailing.get_state_display()

    @admin.action(description=_("Try again"))
    def try_again(self, request: HttpRequest, mailings: QuerySet[Mailing]) -> None:
        now = timezone.now()
        tried = sum(mailing.try_again(now) for mailing in mailings)
        words = _now("%(tried)d mails will be tried again; the others have not failed.")
        messages.info(request, words % {"tried": tried})


admin.site.register(
    Mailing,
    MailingAdmin,
    list_display=("created_at", "person", "subject", "mark", "attempts", "sent_at", "error"),
    list_filter=("state", "board"),
    list_select_related=("board", "person"),
    search_fields=("person__name", "address", "message_id", "subject"),
    date_hierarchy="created_at",
    actions=("try_again",),
)
admin.site.register(
    Notice,
    ReadOnlyAdmin,
    list_display=("created_at", "person", "kind", "fate", "cause"),
    list_filter=("fate", "board", "kind"),
    list_select_related=("board", "person"),
    search_fields=("person__name", "cause"),
    date_hierarchy="created_at",
)
admin.site.register(
    MailChoice,
    RecordAdmin,
    list_display=("person", "kind", "how"),
    list_filter=("kind", "how"),
    list_select_related=("person",),
    search_fields=("person__name",),
)
