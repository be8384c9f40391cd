"""Meetings: the list, the page that reads as the minutes, and an import's loss report."""

from __future__ import annotations

import datetime
from typing import Any

from django.db.models import Count, Q, QuerySet
from django.http import Http404, HttpResponse, HttpResponsePermanentRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone

from meetings.access import BoardRequest, board_page, can
from meetings.exports.kept import kept_minutes
from meetings.exports.minutes import meeting_to_read, read_meeting
from meetings.filters import MeetingFilter
from meetings.models import AgendaItem, Cancellation, FormerKey, Meeting
from meetings.services.answers import expected_of
from meetings.services.halls import hall_of
from meetings.services.lapsing import lapses_at
from meetings.services.readings import by_the_rules
from meetings.views.circulation import as_circulated
from meetings.views.lists import list_context
from meetings.views.stored import stored_minutes


def listed(request: BoardRequest) -> QuerySet[Meeting]:
    """What the list and its table show, before any filter."""
    known = AgendaItem.objects.on_agenda_for(request.actor)
    return (
        Meeting.objects.visible_to(request.actor)
        .annotate(item_count=Count("items", filter=Q(items__in=known), distinct=True))
        .select_related("board")
        .newest_first()
    )


@board_page
def meeting_list(request: BoardRequest) -> HttpResponse:
    context = list_context(request, MeetingFilter, listed(request))
    return render(request, "meetings/meeting_list.html", context)


@board_page
def meeting_detail(request: BoardRequest, key: str) -> HttpResponse:
    kept = kept_minutes(request.actor, key)
    if kept:
        return stored_minutes(request, kept)
    meeting = meeting_to_read(request.actor, key)
    if meeting is None:
        return _redirect_former(request, key)
    read = read_meeting(meeting, request.actor)
    here = meeting.current_item_id if meeting.state == Meeting.State.IN_SESSION else None
    circulated = as_circulated(request, meeting, read)
    context = {
        "meeting": meeting,
        "read": read,
        **by_the_rules(read, on=request.today, at=timezone.now()),
        **_ahead(request, meeting),
        **circulated,
        "lapses_on": _lapses_on(request, meeting, circulated),
        "now": next((one.item for one in read.items if one.item.pk == here), None),
        "may_correct": request.actor.keeps_minutes
        and meeting.has_minutes
        and not meeting.is_frozen,
        "follows": request.actor.sees_drafts and not meeting.is_published,
        "heads": ",".join(str(one.item.revision) for one in read.items),
    }
    return render(request, "meetings/meeting_detail.html", context)


def _lapses_on(
    request: BoardRequest, meeting: Meeting, circulated: dict[str, Any]
) -> datetime.date | None:
    """The day on which circulated minutes count as approved, in the board's zone."""
    since = circulated.get("since")
    at = lapses_at(meeting, since.circulation.at) if since else None
    return request.board.day_of(at) if at else None


def _ahead(request: BoardRequest, meeting: Meeting) -> dict[str, Any]:
    """Before it begins: what answers make of the quorum; once it is cancelled, why."""
    if meeting.state == Meeting.State.CANCELLED:
        return {"cancellation": Cancellation.objects.filter(meeting=meeting).first()}
    actor = request.actor
    if meeting.state not in Meeting.NOT_BEGUN or not can(actor, "meeting_answer"):
        return {}
    expected = expected_of(meeting, hall_of(meeting, on=request.today), on=request.today)
    own = actor.person.kept_as.pk if actor.person else 0
    return {"expected": expected, "own_answer": expected.answers.get(own)}


def _redirect_former(request: BoardRequest, key: str) -> HttpResponse:
    """A meeting whose date changed is found under its old key too."""
    former = FormerKey.objects.filter(
        key=key, meeting__in=Meeting.objects.visible_to(request.actor)
    )
    meeting_key = former.values_list("meeting__key", flat=True).first()
    if meeting_key is None:
        raise Http404
    return HttpResponsePermanentRedirect(
        reverse("meeting_detail", args=[request.board.slug, meeting_key])
    )


@board_page
def meeting_source(request: BoardRequest, key: str) -> HttpResponse:
    """Every line of the imported text beside what became of it."""
    meetings = Meeting.objects.visible_to(request.actor).exclude(source=None)
    meeting = get_object_or_404(meetings.select_related("source"), key=key)
    meeting.board = request.board
    source = meeting.source
    assert source is not None  # noqa: S101 - the query above leaves none without one
    fates = {number: (fate, kind) for number, fate, kind in source.report["lines"]}
    lines = source.lines_with(fates)
    context = {"meeting": meeting, "source": source, "lines": lines}
    return render(request, "meetings/meeting_source.html", context)
