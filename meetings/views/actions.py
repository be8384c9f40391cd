"""Actions: the list, and one with its ledger."""

from __future__ import annotations

from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _

from meetings.access import BoardRequest, board_form, board_page
from meetings.filters import ActionFilter
from meetings.forms.promises import reports_on
from meetings.forms.resolutions import CarriesOutForm
from meetings.models import Action, Resolution
from meetings.models.actors import items_in_sight
from meetings.models.slips import slips_for
from meetings.rules.verdict import OutOfOrder
from meetings.services.carrying_out import say_what_it_carries_out
from meetings.services.ledger import ledger_of, slips_in
from meetings.views.lists import list_context
from meetings.views.promises import may_report


def listed(request: BoardRequest) -> QuerySet[Action]:
    """What the list and its table show, before any filter."""
    return (
        Action.objects.visible_to(request.actor)
        .select_related("board", "item__meeting__board")
        .prefetch_related("owners__person__merged_into")
        .annotate(slips=slips_for(request.actor))
    )


@board_page
def action_list(request: BoardRequest) -> HttpResponse:
    context = list_context(request, ActionFilter, listed(request))
    return render(request, "meetings/action_list.html", context)


@board_page
def action_detail(request: BoardRequest, number: int) -> HttpResponse:
    """One action: how it stands, its ledger, and what the reader may do about it."""
    actions = Action.objects.visible_to(request.actor).select_related(
        "board",
        "item__meeting__board",
        "superseded_by__board",
        "superseded_by__item__meeting__board",
        "part_of__board",
        "part_of__item__meeting__board",
    )
    action = get_object_or_404(
        actions.prefetch_related("owners__person__merged_into", "updates__by__merged_into"),
        number=number,
    )
    in_sight = items_in_sight(request.actor, "item")
    reviews = action.reviews.filter(in_sight).select_related("meeting__board", "item")
    entries = ledger_of(action, reviews)
    in_sight_too = Resolution.objects.visible_to(request.actor).select_related("board")
    carried_out = action.carries_out_id and in_sight_too.filter(pk=action.carries_out_id).first()
    reports = may_report(request, action)
    context = {
        "action": action,
        "entries": entries,
        "slips": slips_in(entries),
        "parts": listed(request).filter(part_of=action),
        "carries_out": carried_out,
        "reports": reports_on(action, request.actor) if reports else [],
        "acts": _acts_on(action) if request.actor.keeps_minutes else [],
    }
    return render(request, "meetings/action_detail.html", context)


def _acts_on(action: Action) -> list[str]:
    """What the secretariat may do besides, by the names of the pages."""
    if not action.is_open:
        return []
    is_split = action.part_of_id or any(owner.is_everyone for owner in action.owners.all())
    rows = [] if action.follows_text else ["action_hand_over", "action_change"]
    rows += [] if action.follows_text or is_split else ["action_split"]
    return [*rows, "action_supersede", "action_cancel"]


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
