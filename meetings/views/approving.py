"""Minutes are approved: what will be frozen, what is undecided, and the press."""

from __future__ import annotations

from collections.abc import Mapping

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from meetings.access import BoardRequest, board_form
from meetings.forms.approving import ApproveForm
from meetings.models import Approval, Meeting
from meetings.rules.verdict import OutOfOrder
from meetings.services.approving import Approved, approve_minutes
from meetings.services.assenting import (
    approve_at,
    decisions_to_approve,
    items_to_approve,
)
from meetings.services.changes import Frozen, Save
from meetings.services.changing import was_changed_since_circulation
from meetings.services.commenting import open_comments
from meetings.services.undecided import undecided
from meetings.views.finding import meeting_of, save_of


@board_form
def minutes_approve(request: BoardRequest, key: str) -> HttpResponse:
    """Approves a meeting's minutes by a decision of a later one."""
    meeting = meeting_of(request, key)
    if meeting.is_frozen:
        words = _("These minutes are approved already.")
        return _page(request, meeting, None, why=words, status=409 if request.POST else 200)
    found = undecided(meeting)
    comments = open_comments(meeting)
    form = ApproveForm(
        request.POST or None,
        items=items_to_approve(meeting),
        decisions=decisions_to_approve(meeting),
        is_corrected=was_changed_since_circulation(meeting),
        asks=bool(found.is_asked_about or comments),
    )
    facts = {"undecided": found, "comments": comments}
    if request.method != "POST" or not form.is_valid():
        return _page(request, meeting, form, status=422 if request.POST else 200, facts=facts)
    try:
        _approve(meeting, form, save_of(request))
    except (OutOfOrder, Frozen) as no:
        return _page(request, meeting, form, why=str(no), status=409, facts=facts)
    messages.success(request, _("The minutes of %s are approved.") % meeting.when)
    return redirect(meeting)


def _approve(meeting: Meeting, form: ApproveForm, save: Save) -> Approval:
    item, decision, is_corrected = form.chosen()
    if item:
        return approve_at(item, meeting=meeting, is_corrected=is_corrected, save=save)
    how = Approved(Approval.How.RESOLUTION, decision, is_corrected)
    return approve_minutes(meeting, approved=how, save=save)


def _page(
    request: BoardRequest,
    meeting: Meeting,
    form: ApproveForm | None,
    *,
    why: str = "",
    status: int = 200,
    facts: Mapping[str, object] | None = None,
) -> HttpResponse:
    context = {
        "meeting": meeting,
        "form": form,
        "why": why,
        "items": meeting.items.order_by("position"),
        **(facts or {}),
    }
    return render(request, "meetings/minutes_approve.html", context, status=status)
