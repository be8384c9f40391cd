"""Ballots and votes in the admin: read, never written, and nothing of what is in camera."""

from __future__ import annotations

from django.contrib import admin

from meetings import models as records
from meetings.admin.kinds import DrawnAdmin


class BallotAdmin(DrawnAdmin):
    item_path = "resolution__item"


class BallotPartAdmin(DrawnAdmin):
    item_path = "ballot__resolution__item"


class NotedAdmin(DrawnAdmin):
    item_path = "result__ballot__resolution__item"


class VoteAdmin(DrawnAdmin):
    item_path = "seat__ballot__resolution__item"


register = admin.site.register
register(
    records.Ballot,
    BallotAdmin,
    list_display=("resolution", "number", "opened_at", "opened_by", "closed_at"),
    list_filter=("resolution__board",),
    list_select_related=("resolution", "opened_by"),
    search_fields=("resolution__number", "hash"),
    date_hierarchy="opened_at",
)
register(
    records.BallotPhase,
    BallotPartAdmin,
    list_display=("ballot", "number", "channel", "opened_at", "deadline"),
    list_filter=("channel",),
    list_select_related=("ballot__resolution",),
    search_fields=("ballot__resolution__number",),
    date_hierarchy="opened_at",
)
register(
    records.BallotSeat,
    BallotPartAdmin,
    list_display=("name", "ballot", "position"),
    list_select_related=("ballot__resolution",),
    search_fields=("name", "ballot__resolution__number"),
)
register(
    records.BallotResult,
    BallotPartAdmin,
    list_display=("ballot", "outcome", "declared", "method", "closed_at", "closed_by"),
    list_filter=("outcome", "method"),
    list_select_related=("ballot__resolution", "closed_by"),
    search_fields=("ballot__resolution__number", "hash"),
    date_hierarchy="closed_at",
)
register(
    records.Vote,
    VoteAdmin,
    list_display=("seat", "choice", "cast_by", "recorded_by", "recorded_at"),
    list_filter=("choice",),
    list_select_related=("seat", "cast_by", "recorded_by"),
    search_fields=("seat__name", "cast_by__name"),
    date_hierarchy="recorded_at",
)
register(
    records.HandCount,
    BallotPartAdmin,
    list_display=("ballot", "votes_for", "votes_against", "abstentions", "recorded_at"),
    list_select_related=("ballot__resolution",),
    search_fields=("ballot__resolution__number",),
    date_hierarchy="recorded_at",
)
register(
    records.Objection,
    BallotPartAdmin,
    list_display=("seat", "person", "recorded_at", "resolves"),
    list_select_related=("seat", "person", "resolves__seat"),
    search_fields=("seat__name", "person__name"),
    date_hierarchy="recorded_at",
)
register(
    records.CastingVote,
    BallotPartAdmin,
    list_display=("ballot", "choice", "cast_by", "recorded_at"),
    list_select_related=("ballot__resolution", "cast_by"),
    search_fields=("ballot__resolution__number",),
    date_hierarchy="recorded_at",
)
register(
    records.NotedResult,
    NotedAdmin,
    list_display=("result", "item"),
    list_select_related=("result__ballot__resolution", "item"),
    search_fields=("result__ballot__resolution__number", "item__title"),
)
