"""Approved minutes are corrected: a line, its new words, the decision; a look; one press."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from meetings.access import BoardRequest, board_form
from meetings.exports.corrected import Saying, corrections_of, sayings_of
from meetings.exports.minutes import read_meeting
from meetings.forms.amending import CorrectForm
from meetings.models import Meeting
from meetings.notation.compare import compare
from meetings.rules.amending import Ground
from meetings.services.amending import Amendment, correct_minutes, refuse_if_unfit
from meetings.views.finding import meeting_of, save_of
from meetings.views.refusing import NO, status_of


@board_form
def minutes_correct(request: BoardRequest, key: str) -> HttpResponse:
    meeting = meeting_of(request, key)
    context: dict[str, object] = {"meeting": meeting}
    if not meeting.is_frozen:
        context["why"] = _("These minutes are not approved here: they are simply edited.")
        return render(request, "meetings/minutes_correct.html", context, status=409)
    asked = request.POST if request.method == "POST" else request.GET
    sayings = sayings_of(
        read_meeting(meeting, request.actor), corrections_of(meeting, request.actor)
    )
    chosen = {one.value: one for one in sayings}.get(asked.get("line", ""))
    context |= {"sayings": sayings, "chosen": chosen}
    if chosen is None:
        status = 422 if asked.get("line") or request.method == "POST" else 200
        context["not_chosen"] = status == 422
        return render(request, "meetings/minutes_correct.html", context, status=status)
    return _of_a_line(request, meeting, chosen, context)


def _of_a_line(
    request: BoardRequest, meeting: Meeting, chosen: Saying, context: dict[str, object]
) -> HttpResponse:
    """The form; then the look at what differs; then the press."""
    form = CorrectForm(
        request.POST if request.method == "POST" else None,
        initial={"reads": chosen.reads}, meeting=meeting, actor=request.actor,
    )  # fmt: skip
    context |= {"form": form}
    if not form.is_valid():
        status = 422 if form.errors else 200
        return render(request, "meetings/minutes_correct.html", context, status=status)
    amendment = _amendment(request, chosen, form)
    status = 200
    try:
        if request.POST.get("confirm") == "yes":
            correct_minutes(amendment=amendment, save=save_of(request))
            messages.success(request, _("The correction is in the register; the original stays."))
            return redirect(f"{meeting.get_absolute_url()}?as=corrected")
        context["found"] = refuse_if_unfit(amendment)
    except NO as no:
        context["why"], status = str(no), status_of(no)
    context["rows"] = compare(amendment.was, amendment.reads)
    return render(request, "meetings/minutes_correct.html", context, status=status)


def _amendment(request: BoardRequest, chosen: Saying, form: CorrectForm) -> Amendment:
    """`was` is what somebody looked at, so that a press on an older page is noticed."""
    item, decision = form.found[form.cleaned_data["adopted"]]
    item.meeting.board = chosen.item.meeting.board
    stated = form.cleaned_data["stated"]
    return Amendment(
        item=chosen.item,
        line=chosen.line,
        was=request.POST.get("was", chosen.reads).replace("\r\n", "\n"),
        reads=form.cleaned_data["reads"].replace("\r\n", "\n").strip(),
        adopted_in=item,
        resolution=decision,
        stated=Ground(stated) if stated else None,
    )
