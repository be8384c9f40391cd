"""Adjourning a meeting, and taking that back."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from meetings.access import BoardRequest, board_act, board_form
from meetings.forms.adjourning import FateForm
from meetings.models import Meeting, Resolution
from meetings.services.adjourning import (
    Overtaken,
    adjourn_meeting,
    propose_adjournment,
    resume_meeting,
)
from meetings.services.planning import NotNow
from meetings.views.finding import meeting_of, save_of


@board_act
def meeting_adjourn_propose(request: BoardRequest, key: str) -> HttpResponse:
    """The first press of "Adjourn": its time is kept, and the confirmation shown."""
    meeting = meeting_of(request, key)
    try:
        propose_adjournment(meeting, save=save_of(request))
    except NotNow as no:
        return _page(request, meeting, why=str(no), status=409)
    return redirect("meeting_adjourn", request.board.slug, meeting.key)


@board_form
def meeting_adjourn(request: BoardRequest, key: str) -> HttpResponse:
    """What became of every item, to be confirmed; what is still open, with links."""
    meeting = meeting_of(request, key)
    if request.method != "POST":
        return _page(request, meeting)
    forms = _forms(request, meeting)
    if any(form.errors for form in forms):
        is_new = any("revision" in form.errors for form in forms)
        why = _("The agenda changed while you were looking. Look at it again.") if is_new else ""
        return _page(request, meeting, forms=None if is_new else forms, why=why, status=422)
    fates = {form.item.pk: form.fate() for form in forms}
    try:
        given = adjourn_meeting(meeting, fates=fates, save=save_of(request))
    except Overtaken as no:
        return _page(request, meeting, why=str(no), status=409)
    except NotNow as no:
        meeting.refresh_from_db(fields=["state"])
        return _page(request, meeting, why=str(no), status=409)
    text = ngettext("%d resolution has its number.", "%d resolutions have their numbers.", given)
    messages.success(request, " ".join([_("The meeting is adjourned."), text % given]))
    return redirect(meeting)


@board_act
def meeting_resume(request: BoardRequest, key: str) -> HttpResponse:
    """The meeting goes on."""
    meeting = meeting_of(request, key)
    try:
        kept = resume_meeting(meeting, save=save_of(request))
    except NotNow as no:
        return _page(request, meeting, why=str(no), status=409)
    messages.success(request, _("The meeting goes on."))
    if kept:
        stay = _("Later numbers have been given, so these stay: %s.") % ", ".join(kept)
        messages.warning(request, stay)
    return redirect("meeting_draft", request.board.slug, meeting.key)


def _forms(request: BoardRequest, meeting: Meeting) -> list[FateForm]:
    items = list(meeting.items.order_by("position"))
    data = request.POST if request.method == "POST" else None
    return [FateForm(data, item=item, items=items) for item in items]


def _page(
    request: BoardRequest,
    meeting: Meeting,
    *,
    forms: list[FateForm] | None = None,
    why: str = "",
    status: int = 200,
) -> HttpResponse:
    """The proposals as the text has them now, or the forms as they were sent."""
    items = list(meeting.items.order_by("position"))
    forms = forms or [FateForm(None, item=item, items=items) for item in items]
    undecided = Resolution.objects.visible_to(request.actor).filter(
        item__meeting=meeting, recorded_outcome="", amends=None
    )
    pressed = meeting.adjourning_at
    context = {
        "meeting": meeting,
        "forms": forms,
        "why": why,
        "pressed": pressed.astimezone(request.board.zone) if pressed else None,
        "asked": [item for item in items if item.flags],
        "undecided": undecided.select_related("item", "board"),
        "may_resume": meeting.state == Meeting.State.ADJOURNED
        and meeting.sent_at is None
        and meeting.source_id is None,
    }
    return render(request, "meetings/meeting_adjourn.html", context, status=status)
