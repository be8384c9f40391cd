"""Actions: the list, and one with its reviews."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render

from meetings.access import BoardRequest, board_page
from meetings.filters import ActionFilter
from meetings.models import Action
from meetings.models.actors import items_in_sight
from meetings.views.lists import list_context


@board_page
def action_list(request: BoardRequest) -> HttpResponse:
    actions = (
        Action.objects.visible_to(request.actor)
        .select_related("board", "item__meeting__board")
        .prefetch_related("owners__person__merged_into")
    )
    context = list_context(request, ActionFilter, actions)
    return render(request, "meetings/action_list.html", context)


@board_page
def action_detail(request: BoardRequest, number: int) -> HttpResponse:
    actions = Action.objects.visible_to(request.actor).select_related(
        "board",
        "item__meeting__board",
        "superseded_by__board",
        "superseded_by__item__meeting__board",
        "part_of__board",
        "part_of__item__meeting__board",
    )
    action = get_object_or_404(
        actions.prefetch_related("owners__person__merged_into", "updates__by"),
        number=number,
    )
    in_sight = items_in_sight(request.actor, "item")
    reviews = action.reviews.filter(in_sight).select_related("meeting__board", "item")
    parts = (
        Action.objects.visible_to(request.actor)
        .filter(part_of=action)
        .select_related("board", "item__meeting__board")
        .prefetch_related("owners__person__merged_into")
    )
    context = {"action": action, "reviews": reviews, "parts": parts}
    return render(request, "meetings/action_detail.html", context)
