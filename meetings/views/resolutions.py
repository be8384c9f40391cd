"""Resolutions: the register, and one with its result."""

from __future__ import annotations

from dataclasses import dataclass, field

from django.contrib import messages
from django.db.models import Q, QuerySet
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from meetings.access import BoardRequest, board_form, board_page, can
from meetings.filters import ResolutionFilter
from meetings.forms.resolutions import EndsForm
from meetings.models import Action, Resolution
from meetings.rules.verdict import OutOfOrder
from meetings.services.reckoning import verdicts_for
from meetings.services.results import ballots_of
from meetings.services.succession import say_what_it_ends
from meetings.views.finding import resolution_of
from meetings.views.lists import list_context


@dataclass
class Relatives:
    """Other resolutions that this one changes or is changed by, as far as they are in sight."""

    amends: Resolution | None = None
    replaces: Resolution | None = None
    replaced_by: Resolution | None = None
    amendments: list[Resolution] = field(default_factory=list)


def listed(request: BoardRequest) -> QuerySet[Resolution]:
    """What the list and its table show, before any filter."""
    return Resolution.objects.visible_to(request.actor).select_related(
        "board", "item__meeting__board", "mover__merged_into"
    )


@board_page
def resolution_list(request: BoardRequest) -> HttpResponse:
    context = list_context(request, ResolutionFilter, listed(request))
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
        "actions": _carried_out_by(request, resolution),
    }
    return render(request, "meetings/resolution_detail.html", context)


def _carried_out_by(request: BoardRequest, resolution: Resolution) -> QuerySet[Action]:
    actions = Action.objects.visible_to(request.actor).filter(carries_out=resolution)
    rows = actions.select_related("board", "item__meeting__board").order_by("number", "pk")
    return rows.prefetch_related("owners__person__merged_into")


@board_page
def resolution_excerpt(request: BoardRequest, number: str) -> HttpResponse:
    """One decision as a paper to be filed."""
    resolution = resolution_of(request, number)
    ballots = ballots_of(resolution)
    context = {
        "resolution": resolution,
        "meeting": resolution.item.meeting,
        "read": next((read for read in ballots if read.is_in_force), None),
        "finding": verdicts_for([resolution]).get(resolution.pk),
        "related": _relatives(request, resolution),
        "there": [a for a in resolution.item.meeting.attendances.all() if a.is_there],
        "printed_on": request.today,
    }
    return render(request, "meetings/resolution_excerpt.html", context)


@board_form
def resolution_ends(request: BoardRequest, number: str) -> HttpResponse:
    """Which earlier resolution this one replaces or rescinds."""
    resolution = resolution_of(request, number)
    rows = Resolution.objects.visible_to(request.actor).exclude(pk=resolution.pk)
    earlier = resolution.replaces
    initial = {"earlier": earlier, "how": earlier.state if earlier else None}
    form = EndsForm(
        request.POST or None,
        initial=initial,
        kept=resolution.replaces_id,
        rows=rows.select_related("item__meeting"),
    )
    why = ""
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        try:
            say_what_it_ends(resolution, earlier=data["earlier"], how=data["how"])
        except OutOfOrder as no:
            why = str(no)
        else:
            messages.success(request, _("What %s ends is kept.") % resolution.label)
            return redirect(resolution.get_absolute_url())
    status = 409 if why else 422 if form.errors else 200
    context = {"resolution": resolution, "form": form, "why": why}
    return render(request, "meetings/resolution_ends.html", context, status=status)


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
