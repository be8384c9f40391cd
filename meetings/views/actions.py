"""Actions: the list, and one with its reviews."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _

from meetings.access import BoardRequest, board_form, board_page
from meetings.filters import ActionFilter
from meetings.forms.resolutions import CarriesOutForm
from meetings.models import Action, Resolution
from meetings.models.actors import items_in_sight
from meetings.rules.verdict import OutOfOrder
from meetings.services.carrying_out import say_what_it_carries_out
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
    in_sight_too = Resolution.objects.visible_to(request.actor).select_related("board")
    carried_out = action.carries_out_id and in_sight_too.filter(pk=action.carries_out_id).first()
    context = {
        "action": action,
        "reviews": reviews,
        "parts": parts,
        "carries_out": carried_out,
    }
    return render(request, "meetings/action_detail.html", context)


@board_form
def action_carries_out(request: BoardRequest, number: int) -> HttpResponse:
    """Which resolution an action carries out, where its line does not say."""
    actions = Action.objects.visible_to(request.actor).select_related("board")
    action = get_object_or_404(actions, number=number)
    form = CarriesOutForm(
        request.POST or None,
        initial={"resolution": action.carries_out_id},
        kept=action.carries_out_id,
        rows=Resolution.objects.visible_to(request.actor),
    )
    why = ""
    if request.method == "POST" and form.is_valid():
        try:
            say_what_it_carries_out(action, form.cleaned_data["resolution"])
        except OutOfOrder as no:
            why = str(no)
        else:
            messages.success(request, _("What %s carries out is kept.") % action.label)
            return redirect(action.get_absolute_url())
    status = 409 if why else 422 if form.errors else 200
    context = {"action": action, "form": form, "why": why}
    return render(request, "meetings/action_carries_out.html", context, status=status)
