"""Acts on an action between meetings: how it stands, and that it is no more to be done."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _

from meetings.access import BoardRequest, board_form
from meetings.forms.promises import ReasonForm, ReportForm, SeenForm, SupersedeForm
from meetings.models import Action, Person
from meetings.rules.actions import Act, State
from meetings.rules.verdict import OutOfOrder
from meetings.services.handing import FollowsText
from meetings.services.promises import Deed, do, drop
from meetings.services.refusals import Refused
from meetings.views.finding import save_of

Doing = Callable[[], object]


def action_of(request: BoardRequest, number: int) -> Action:
    rows = Action.objects.visible_to(request.actor).select_related(
        "board", "part_of", "item__meeting"
    )
    action = get_object_or_404(rows.prefetch_related("owners__person__merged_into"), number=number)
    action.item.meeting.board = action.board
    return action


def may_report(request: BoardRequest, action: Action) -> bool:
    """Its owners, whoever speaks for an organisation that owns it, and the secretariat."""
    if request.actor.keeps_minutes:
        return True
    return Action.objects.mine(request.actor).filter(pk=action.pk).exists()


def me(request: BoardRequest) -> Person:
    if request.actor.person is None:
        raise Http404
    return request.actor.person


def deed_of(request: BoardRequest, form: SeenForm, act: Act) -> Deed:
    data = form.cleaned_data
    return Deed(
        act=act,
        seen=data["seen"],
        by=data.get("by") or me(request),
        save=save_of(request),
        remark=data.get("remark", ""),
        evidence=data.get("evidence", ""),
        until=data.get("until"),
        to=data.get("to"),
    )


def act_page(
    request: BoardRequest, action: Action, form: SeenForm, doing: Doing, **more: Any
) -> HttpResponse:
    """The form, or what became of it. After a no, the form looks at what stands now."""
    why, status = "", 200
    if request.method == "POST" and form.is_valid():
        try:
            doing()
        except (OutOfOrder, Refused) as no:
            why, status = str(no), 422 if isinstance(no, Refused) else 409
            more["is_in_text"] = isinstance(no, FollowsText)
            _look_again(request, form, action)
        else:
            messages.success(request, _("%s: what you told is in its ledger.") % action.label)
            is_from_home = request.POST.get("back") == "home"
            return redirect("home" if is_from_home else action.get_absolute_url())
    status = 422 if form.errors else status
    page = f"meetings/{request.resolver_match.url_name}.html"  # type: ignore[union-attr]
    context = {"action": action, "form": form, "why": why, **more}
    return render(request, page, context, status=status)


def _look_again(request: BoardRequest, form: SeenForm, action: Action) -> None:
    """What was typed stays; sent once more, it is sent on what stands now."""
    data = request.POST.copy()
    data["seen"] = Action.objects.get(pk=action.pk).seen
    form.data = data


@board_form
def action_report(request: BoardRequest, number: int) -> HttpResponse:
    action = action_of(request, number)
    if not may_report(request, action):
        raise PermissionDenied(_("to own the action, or to be secretary or chair"))
    form = ReportForm(request.POST or None, action=action, actor=request.actor, today=request.today)

    def report() -> object:
        act = Act(form.cleaned_data["act"])
        if (
            act is Act.REOPEN
            and action.state == State.CANCELLED
            and not request.actor.keeps_minutes
        ):
            raise PermissionDenied(_("to be secretary, chair or deputy chair"))
        return do(action, deed_of(request, form, act))

    return act_page(request, action, form, report)


@board_form
def action_cancel(request: BoardRequest, number: int) -> HttpResponse:
    action = action_of(request, number)
    form = ReasonForm(request.POST or None, action=action)
    return act_page(request, action, form, lambda: drop(action, deed_of(request, form, Act.CANCEL)))


@board_form
def action_supersede(request: BoardRequest, number: int) -> HttpResponse:
    action = action_of(request, number)
    form = SupersedeForm(request.POST or None, action=action, actor=request.actor)

    def supersede() -> object:
        deed = deed_of(request, form, Act.SUPERSEDE)
        return drop(action, deed, by_action=form.cleaned_data["other"])

    return act_page(request, action, form, supersede)
