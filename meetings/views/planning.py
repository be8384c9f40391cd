"""Planning meetings: one, the same one anew, or a series after a look at its days."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from meetings.access import BoardRequest, board_form
from meetings.forms.meetings import MeetingForm, SeriesForm
from meetings.models import Meeting
from meetings.services.planning import (
    NotNow,
    SameDay,
    plan_again,
    plan_meeting,
    plan_series,
    taken_days,
    why_over,
)
from meetings.views.finding import save_of


@board_form
def meeting_new(request: BoardRequest) -> HttpResponse:
    form = MeetingForm(_posted(request), board=request.board)
    if request.method == "POST" and form.is_valid():
        try:
            meeting = plan_meeting(
                request.board, frame=form.frame(), shares_day=form.cleaned_data["another"]
            )
        except SameDay as no:
            form.ask_another(no)
        else:
            messages.success(request, _("The meeting of %s is planned.") % meeting.when)
            return redirect(meeting)
    status = 422 if form.errors else 200
    return render(request, "meetings/meeting_new.html", {"form": form}, status=status)


@board_form
def meeting_edit(request: BoardRequest, key: str) -> HttpResponse:
    """Date, time, place and length, as long as the meeting has not been adjourned."""
    meeting = get_object_or_404(Meeting, board=request.board, key=key)
    meeting.board = request.board
    form = MeetingForm(
        _posted(request), board=request.board, initial=MeetingForm.initial_of(meeting)
    )
    status = 200
    if request.method == "POST" and form.is_valid():
        try:
            plan_again(
                meeting,
                frame=form.frame(),
                save=save_of(request),
                shares_day=form.cleaned_data["another"],
            )
        except SameDay as no:
            form.ask_another(no)
        except NotNow:
            status = 409
        else:
            messages.success(request, _("Changed."))
            return redirect(meeting)
    context = {"form": form, "meeting": meeting, "why": why_over(meeting)}
    status = 422 if form.errors else status
    return render(request, "meetings/meeting_edit.html", context, status=status)


@board_form
def series_new(request: BoardRequest) -> HttpResponse:
    """The days a rule means are shown first; the same form, sent again, makes the meetings."""
    form = SeriesForm(_posted(request), board=request.board)
    is_valid = request.method == "POST" and form.is_valid()
    if is_valid and "make" in request.POST and form.was_looked_at():
        made = plan_series(request.board, days=form.days, frame=form.frame())
        text = ngettext("%d meeting is planned.", "%d meetings are planned.", len(made))
        messages.success(request, text % len(made))
        return redirect("meeting_list", request.board.slug)
    context: dict[str, object] = {"form": form}
    if is_valid:
        there = taken_days(request.board, form.days)
        context |= {
            "there": there,
            "made_count": len(set(form.days) - there),
            "was_changed": "make" in request.POST,
        }
    status = 422 if form.errors else 200
    return render(request, "meetings/series_new.html", context, status=status)


def _posted(request: BoardRequest) -> dict[str, str] | None:
    return request.POST.dict() if request.method == "POST" else None
