"""Approved minutes are served as they were stored."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.safestring import SafeString

from meetings.access import BoardRequest, can
from meetings.exports.corrected import corrections_of
from meetings.exports.kept import KeptMinutes
from meetings.services.readings import corrected_minutes
from meetings.templatetags.records import action_mark, mark_html


def stored_minutes(request: BoardRequest, kept: KeptMinutes) -> HttpResponse:
    """The stored page in its frame, with what lives on filled in."""
    states: dict[int, SafeString] = {}
    for state, keys in kept.actions.items():
        states |= dict.fromkeys(keys, mark_html(action_mark(state, request.today)))
    corrections = corrections_of(kept.meeting, request.actor) if kept.has_corrections else []
    is_corrected = bool(corrections) and request.GET.get("as") == "corrected"
    if is_corrected:
        kept = corrected_minutes(kept, corrections)
    context = {
        "corrections": corrections,
        "is_corrected": is_corrected,
        "may_amend": can(request.actor, "minutes_correct"),
        "meeting": kept.meeting,
        "when": kept.meeting.when,
        "kept": kept,
        "pages": kept.pages(states),
        "may_send": request.actor.keeps_minutes and kept.meeting.source_id is None,
    }
    return render(request, "meetings/meeting_stored.html", context)
