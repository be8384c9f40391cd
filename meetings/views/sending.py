"""Sending out actions: a look at who will be told what, and the act."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import ngettext

from meetings.access import BoardRequest, board_form
from meetings.models import Meeting
from meetings.services.planning import NotNow
from meetings.services.sending import Sending, plan_sending, send_out
from meetings.views.finding import save_of


@board_form
def meeting_send(request: BoardRequest, key: str) -> HttpResponse:
    """Nobody is told anything before this is pressed; later it tells what is new or changed."""
    meeting = get_object_or_404(Meeting.objects.visible_to(request.actor), key=key)
    meeting.board = request.board
    why, status = "", 200
    if request.method == "POST":
        save = save_of(request)
        try:
            told = send_out(meeting, mark=request.POST.get("mark", ""), save=save)
        except NotNow as no:
            why, status = str(no), 409
        else:
            text = ngettext("%d notice is on its way.", "%d notices are on their way.", told)
            messages.success(request, text % told)
            return redirect(meeting)
    sending, why_not = _plan(request, meeting)
    context = {"meeting": meeting, "sending": sending, "why": why or why_not}
    return render(request, "meetings/meeting_send.html", context, status=status)


def _plan(request: BoardRequest, meeting: Meeting) -> tuple[Sending | None, str]:
    try:
        return plan_sending(meeting, on=request.today), ""
    except NotNow as no:
        return None, str(no)
