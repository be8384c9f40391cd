"""Boards and the people on them, in the admin: what each list tells, and how a row is found."""

from __future__ import annotations

from django.contrib import admin
from django.contrib.auth.admin import UserAdmin

from meetings import models as records
from meetings.admin.kinds import HistoryAdmin, PersonAdmin, RecordAdmin, TermAdmin


class AccountAdmin(UserAdmin):  # type: ignore[type-arg]
    list_display = ("username", "email", "is_active", "is_staff", "is_demo", "last_login")
    fieldsets = (*(UserAdmin.fieldsets or ()), (None, {"fields": ("is_demo",)}))


register = admin.site.register

register(records.User, AccountAdmin)
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
