"""Imported minutes are adopted: one meeting's, or all that are final as recorded."""

from __future__ import annotations

import time

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from meetings.access import BoardRequest, board_form
from meetings.rules.verdict import OutOfOrder
from meetings.services.adopting import adopt_minutes, adoptable, adoption_of
from meetings.views.finding import meeting_of, save_of

SECONDS_A_REQUEST = 5


@board_form
def minutes_adopt(request: BoardRequest, key: str) -> HttpResponse:
    """What it means for one meeting, and the press."""
    meeting = meeting_of(request, key)
    adoption = adoption_of(adoptable(request.board).filter(pk=meeting.pk))
    context = {"meeting": meeting, "adoption": adoption}
    if request.method != "POST":
        return render(request, "meetings/minutes_adopt.html", context)
    try:
        adopted = adopt_minutes(meeting, save=save_of(request))
    except OutOfOrder as no:
        return render(request, "meetings/minutes_adopt.html", context | {"why": no}, status=409)
    done = _("Adopted.") if adopted else _("These minutes are in the register already.")
    messages.success(request, done)
    return redirect(meeting)


@board_form
def import_adopt(request: BoardRequest) -> HttpResponse:
    """All of the board, or one archive's (`batch`), for a few seconds a request, oldest first."""
    batch = request.GET.get("batch", "")
    waiting = adoptable(request.board)
    if batch.isdecimal():
        waiting = waiting.filter(source__batch=int(batch[:9]))
    if request.method != "POST":
        context = {
            "adoption": adoption_of(waiting),
            "first": waiting.first(),
            "last": waiting.last(),
            "goes_on": "go" in request.GET,
            "batch": batch,
        }
        return render(request, "meetings/import_adopt.html", context)
    until, done = time.monotonic() + SECONDS_A_REQUEST, 0
    while (meeting := waiting.first()) and time.monotonic() < until:
        done += adopt_minutes(meeting, save=save_of(request)) is not None
    left = waiting.count()
    told = ngettext("%d meeting's minutes adopted.", "Minutes of %d meetings adopted.", done)
    messages.success(request, told % done)
    address = reverse("import_adopt", args=[request.board.slug])
    query = [f"batch={int(batch[:9])}"] if batch.isdecimal() else []
    return redirect("?".join([address, "&".join([*query, *(["go=on"] if left else [])])]))
