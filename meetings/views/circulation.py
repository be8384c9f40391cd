"""Draft minutes go out to the members: the look before, what changed since, the plain text."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from meetings.access import BoardRequest, board_form, board_page
from meetings.exports.circulation import changes_since, since_circulation
from meetings.exports.minutes import ReadMeeting
from meetings.exports.minutes_text import minutes_text as text_of
from meetings.models import Meeting
from meetings.rules.verdict import OutOfOrder
from meetings.services.changes import Frozen
from meetings.services.circulating import CIRCULABLE, Round, circulate, plan_circulation
from meetings.services.commenting import open_comments
from meetings.services.planning import NotNow
from meetings.services.refusals import Refused
from meetings.views.comments import commenting_on
from meetings.views.finding import meeting_of, save_of

NO = (Frozen, NotNow, OutOfOrder, Refused)


@board_form
def minutes_circulate(request: BoardRequest, key: str) -> HttpResponse:
    """Who will be told and what is undecided; one press sends the draft to its readers."""
    meeting = meeting_of(request, key)
    why, status, is_anyway = "", 200, bool(request.POST.get("anyway"))
    if request.method == "POST":
        mark = request.POST.get("mark", "")
        try:
            done = circulate(meeting, mark=mark, anyway=is_anyway, save=save_of(request))
        except NO as no:
            why, status = str(no), 422 if isinstance(no, Refused) else 409
        else:
            return _circulated(request, meeting, done.number)
    planned, why_not = _plan(request, meeting)
    context = {
        "meeting": meeting,
        "planned": planned,
        "why": why or why_not,
        "is_anyway": is_anyway,
        "open_comments": open_comments(meeting),
    }
    return render(request, "meetings/minutes_circulate.html", context, status=status)


def _circulated(request: BoardRequest, meeting: Meeting, number: int) -> HttpResponse:
    words = _("The draft is circulated.") if number == 1 else _("The draft is circulated again.")
    messages.success(request, words)
    return redirect(meeting)


def _plan(request: BoardRequest, meeting: Meeting) -> tuple[Round | None, str]:
    try:
        return plan_circulation(meeting, on=request.today), ""
    except (Frozen, OutOfOrder) as no:
        return None, str(no)


@board_page
def minutes_changes(request: BoardRequest, key: str) -> HttpResponse:
    """What the draft says otherwise than when it was circulated, item by item."""
    meeting = _readable(request, key)
    rounds = list(meeting.circulations.order_by("-number"))
    wanted = request.GET.get("since", "")
    found = next((one for one in rounds if str(one.number) == wanted or not wanted), None)
    if wanted and not found:
        raise Http404
    changes = None
    if found:
        found.meeting = meeting
        changes = changes_since(found, request.actor)
    context = {"meeting": meeting, "changes": changes, "rounds": rounds}
    return render(request, "meetings/minutes_changes.html", context)


@board_page
def minutes_text(request: BoardRequest, key: str) -> HttpResponse:
    """The minutes as plain text; a draft says on every page that it is one."""
    meeting = _readable(request, key)
    text = text_of(meeting, request.actor)
    answer = HttpResponse(text, content_type="text/plain; charset=utf-8")
    answer["Content-Disposition"] = f'inline; filename="{meeting.key}.txt"'
    return answer


def as_circulated(request: BoardRequest, meeting: Meeting, read: ReadMeeting) -> dict[str, Any]:
    """For the minutes page: what changed since they went out, what is said about their lines."""
    may_circulate = meeting.state in CIRCULABLE and not meeting.is_final_as_recorded
    if meeting.state != Meeting.State.CIRCULATED:
        return {"may_circulate": may_circulate}
    items = [one.item for one in read.items]
    return {
        "may_circulate": may_circulate,
        "since": since_circulation(meeting, request.actor, items, [*read.there, *read.away]),
        "commenting": commenting_on(request, meeting, items),
    }


def _readable(request: BoardRequest, key: str) -> Meeting:
    """A meeting whose minutes this reader may see, or 404."""
    meeting = meeting_of(request, key)
    if not meeting.minutes_open_to(request.actor):
        raise Http404
    return meeting
