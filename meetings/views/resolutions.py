"""Resolutions: the register, and one with its result."""

from __future__ import annotations

from dataclasses import dataclass, field

from django.db.models import Q
from django.http import HttpResponse
from django.shortcuts import render

from meetings.access import BoardRequest, board_page, can
from meetings.filters import ResolutionFilter
from meetings.models import Resolution
from meetings.services.reckoning import verdicts_for
from meetings.services.results import ballots_of
from meetings.views.finding import resolution_of
from meetings.views.lists import list_context


@dataclass
class Relatives:
    """Other resolutions that this one changes or is changed by, as far as they are in sight."""

    amends: Resolution | None = None
    replaces: Resolution | None = None
    replaced_by: Resolution | None = None
    amendments: list[Resolution] = field(default_factory=list)


@board_page
def resolution_list(request: BoardRequest) -> HttpResponse:
    resolutions = Resolution.objects.visible_to(request.actor).select_related(
        "board", "item__meeting__board", "mover__merged_into"
    )
    context = list_context(request, ResolutionFilter, resolutions)
    findings = verdicts_for(context["page"].object_list)
    context["rows"] = [(row, findings.get(row.pk)) for row in context["page"]]
    return render(request, "meetings/resolution_list.html", context)


@board_page
def resolution_detail(request: BoardRequest, number: str) -> HttpResponse:
    resolution = resolution_of(request, number)
    ballots = ballots_of(resolution)
    context = {
        "resolution": resolution,
        "ballots": ballots,
        "finding": verdicts_for([resolution]).get(resolution.pk),
        "may_vote": can(request.actor, "ballot_open") and resolution.is_before_the_board,
        "related": _relatives(request, resolution),
    }
    return render(request, "meetings/resolution_detail.html", context)


def _relatives(request: BoardRequest, resolution: Resolution) -> Relatives:
    keys = [key for key in (resolution.amends_id, resolution.replaces_id) if key]
    ties = Q(pk__in=keys) | Q(amends=resolution) | Q(replaces=resolution)
    found = Relatives()
    for row in Resolution.objects.visible_to(request.actor).filter(ties):
        row.board = request.board
        if row.pk == resolution.amends_id:
            found.amends = row
        elif row.pk == resolution.replaces_id:
            found.replaces = row
        elif row.replaces_id == resolution.pk:
            found.replaced_by = row
        else:
            found.amendments.append(row)
    return found
