"""A registered text is disposed of, held or released: one proposes, another confirms."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _

from meetings.access import BoardRequest, board_form
from meetings.forms.votes import words_in
from meetings.models import RegisterEntry, TextProposal
from meetings.services.disposing import Act, answer, propose
from meetings.views.finding import save_of
from meetings.views.refusing import NO, status_of


@board_form
def register_dispose(request: BoardRequest, seq: int) -> HttpResponse:
    return _page(request, seq, Act.DISPOSE, "meetings/register_dispose.html")


@board_form
def register_hold(request: BoardRequest, seq: int) -> HttpResponse:
    return _page(request, seq, Act.HOLD, "meetings/register_hold.html")


@board_form
def register_lift(request: BoardRequest, seq: int) -> HttpResponse:
    return _page(request, seq, Act.LIFT, "meetings/register_lift.html")


def _page(request: BoardRequest, seq: int, act: Act, template: str) -> HttpResponse:
    entry = get_object_or_404(RegisterEntry.objects.visible_to(request.actor), seq=seq)
    entry.board = request.board
    why, status = "", 200
    if request.method == "POST":
        try:
            _take(request, entry, act)
        except NO as no:
            why, status = str(no), status_of(no)
        else:
            return redirect(entry.get_absolute_url())
    waiting = entry.proposals.filter(answered_at=None).select_related("proposed_by")
    context = {
        "entry": entry,
        "proposal": waiting.first(),
        "why": why,
        "reason": request.POST.get("reason", ""),
    }
    return render(request, template, context, status=status)


def _take(request: BoardRequest, entry: RegisterEntry, act: Act) -> None:
    save = save_of(request)
    if "answer" not in request.POST:
        reason = words_in(request.POST, "reason", most=300)
        propose(entry, act=act, reason=reason, by=request.user, save=save)
        messages.success(request, _("Proposed. Another administrator has to confirm it."))
        return
    asked = request.POST.get("proposal", "")
    number = int(asked) if asked.isascii() and asked.isdigit() and len(asked) < 19 else 0
    proposal = get_object_or_404(
        TextProposal.objects.select_related("entry"), pk=number, entry=entry
    )
    proposal.entry = entry
    confirms = request.POST["answer"] == "yes"
    answer(proposal, confirms=confirms, by=request.user, save=save)
    messages.success(request, _("Done, and registered.") if confirms else _("It is dropped."))
