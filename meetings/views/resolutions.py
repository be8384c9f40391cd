"""Resolutions: the list, and one with its result."""

from __future__ import annotations

import re

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render

from meetings.access import BoardRequest, board_page
from meetings.filters import ResolutionFilter
from meetings.models import Resolution
from meetings.views.lists import list_context

DRAFT = re.compile(r"draft-([1-9][0-9]{0,17})", re.ASCII)


@board_page
def resolution_list(request: BoardRequest) -> HttpResponse:
    resolutions = Resolution.objects.visible_to(request.actor).select_related(
        "board", "item__meeting__board"
    )
    context = list_context(request, ResolutionFilter, resolutions)
    return render(request, "meetings/resolution_list.html", context)


@board_page
def resolution_detail(request: BoardRequest, number: str) -> HttpResponse:
    resolutions = Resolution.objects.visible_to(request.actor).select_related(
        "board", "item__meeting__board", "mover", "seconder", "amends", "replaces"
    )
    draft = DRAFT.fullmatch(number)
    if draft:
        resolution = get_object_or_404(resolutions, pk=draft[1], number=None)
    else:
        resolution = get_object_or_404(resolutions, number=number)
    context = {
        "resolution": resolution,
        "amendments": Resolution.objects.visible_to(request.actor)
        .filter(amends=resolution)
        .select_related("board"),
        "replaced_by": Resolution.objects.filter(replaces=resolution)
        .select_related("board")
        .first(),
    }
    return render(request, "meetings/resolution_detail.html", context)
