"""Correcting a draft or an import: who was there, what became of an item, an action, a result."""

from __future__ import annotations

from collections.abc import Callable

from django.contrib import messages
from django.forms import BaseForm
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _

from meetings.access import BoardRequest, board_form
from meetings.forms.corrections import ActionForm, AttendeeForm, DispositionForm, ResolutionForm
from meetings.models import Action, AgendaItem, Attendance, Meeting, Organisation, Resolution
from meetings.notation import edit
from meetings.notation.motions import motions_in
from meetings.notation.parser import parse
from meetings.services.changes import Frozen
from meetings.services.minutes import context_of, edit_notes
from meetings.services.refusals import Refused
from meetings.services.roll import put_on_list, take_off_list
from meetings.views.finding import resolution_of, save_of


@board_form
def attendee_new(request: BoardRequest, key: str) -> HttpResponse:
    meeting = get_object_or_404(Meeting.objects.visible_to(request.actor), key=key)
    meeting.board = request.board
    return _attendee(request, meeting, None)


@board_form
def attendee_edit(request: BoardRequest, key: str, pk: int) -> HttpResponse:
    rows = Attendance.objects.filter(meeting__board=request.board, meeting__key=key)
    row = get_object_or_404(rows.select_related("meeting"), pk=pk)
    row.meeting.board = request.board
    return _attendee(request, row.meeting, row)


def _attendee(request: BoardRequest, meeting: Meeting, row: Attendance | None) -> HttpResponse:
    form = AttendeeForm(request.POST or None, meeting=meeting, instance=row)
    why = ""
    try:
        if request.method == "POST" and row and "remove" in request.POST:
            take_off_list(row, save=save_of(request))
            messages.success(request, _("%s is off the list.") % row.name)
            return _to_attendance(meeting)
        if request.method == "POST" and form.is_valid():
            saved = put_on_list(meeting, row=row, fields=form.cleaned_data, save=save_of(request))
            messages.success(request, _("The attendance of %s is corrected.") % saved.name)
            return _to_attendance(meeting)
    except (Frozen, Refused) as no:
        why = str(no)
    context = {
        "meeting": meeting,
        "row": row,
        "form": form,
        "why": why,
        "organisations": Organisation.objects.filter(board=request.board, merged_into=None),
    }
    page = "meetings/attendee_edit.html" if row else "meetings/attendee_new.html"
    return render(request, page, context, status=_status(request, form, why))


def _to_attendance(meeting: Meeting) -> HttpResponse:
    return redirect(f"{meeting.get_absolute_url()}#attendance")


def _status(request: BoardRequest, form: BaseForm, why: str) -> int:
    """A page that only says why not is a page; a form sent to it is refused."""
    if why and request.method == "POST":
        return 409
    return 422 if form.errors else 200


@board_form
def item_disposition(request: BoardRequest, key: str, pk: int) -> HttpResponse:
    """The item's text is made to say what became of it."""
    items = AgendaItem.objects.for_saving().filter(meeting__board=request.board)
    item = get_object_or_404(items, meeting__key=key, pk=pk)
    form = DispositionForm(request.POST or None, item=item)
    why = ""
    if request.method == "POST" and form.is_valid():
        wanted = form.disposition()
        context = context_of(item, "COVERED")
        try:
            edit_notes(
                item,
                edit=lambda text: edit.with_disposition(text, wanted, context),
                save=save_of(request),
            )
        except Frozen as no:
            why = str(no)
        else:
            return redirect(f"{item.meeting.get_absolute_url()}#{item.anchor()}")
    context_shown = {"item": item, "meeting": item.meeting, "form": form, "why": why}
    status = _status(request, form, why)
    return render(request, "meetings/item_disposition.html", context_shown, status=status)


@board_form
def action_edit(request: BoardRequest, number: int) -> HttpResponse:
    """The action's line is rewritten; the row follows."""
    actions = Action.objects.visible_to(request.actor).select_related("board")
    action = get_object_or_404(actions.prefetch_related("owners"), number=number)
    item = AgendaItem.objects.for_saving().get(pk=action.item_id)
    context = context_of(item, item.notes)
    typed = ", ".join(owner.name for owner in action.owners.all())
    initial = {"owners": typed, "text": action.text}
    named = _number_in_line(action, item)
    form = ActionForm(request.POST or None, initial=initial, context=context, number=named)
    why = "" if action.line else _("Its line is no longer in the minutes.")
    if request.method == "POST" and not why and form.is_valid():
        content, line = form.line(), action.line
        assert content is not None  # noqa: S101 - the form saw to it
        assert line is not None  # noqa: S101 - `why` is empty only with a line
        try:
            _rewrite(request, item, lambda text: edit.replace_line(text, line, content, context))
        except (Frozen, LookupError) as no:
            why = _worded(no)
        else:
            messages.success(request, _("%s is corrected in the minutes.") % action.label)
            return redirect(action.get_absolute_url())
    shown = {"action": action, "item": item, "form": form, "why": why}
    return render(request, "meetings/action_edit.html", shown, status=_status(request, form, why))


def _number_in_line(action: Action, item: AgendaItem) -> int | None:
    """A-41 stays in a line that names it."""
    first = item.notes.split("\n")[(action.line or 1) - 1 : action.line]
    return action.number if first and f"A-{action.number}" in first[0] else None


def _worded(no: Exception) -> str:
    if isinstance(no, LookupError):
        return _("The minutes changed while you were writing. Look at them and try again.")
    return str(no)


@board_form
def resolution_edit(request: BoardRequest, number: str) -> HttpResponse:
    """The motion's line and its result are rewritten; the row follows."""
    resolution = resolution_of(request, number)
    item = AgendaItem.objects.for_saving().get(pk=resolution.item_id)
    context = context_of(item, item.notes)
    bound = next(
        (m for m in motions_in(parse(item.notes, context).lines) if m.line == resolution.line), None
    )
    form = ResolutionForm(
        request.POST or None,
        initial=_as_initial(resolution),
        context=context,
        is_amendment=bool(bound and bound.motion.is_amendment),
    )
    why = "" if bound else _("Its line is no longer in the minutes.")
    if request.method == "POST" and bound and form.is_valid():
        motion, line = form.motion(), bound.line
        try:
            _rewrite(request, item, lambda text: edit.with_motion(text, line, motion, context))
        except (Frozen, LookupError) as no:
            why = _worded(no)
        else:
            messages.success(request, _("%s is corrected in the minutes.") % resolution.label)
            return redirect(resolution.get_absolute_url())
    shown = {"resolution": resolution, "item": item, "form": form, "why": why}
    return render(
        request, "meetings/resolution_edit.html", shown, status=_status(request, form, why)
    )


def _rewrite(request: BoardRequest, item: AgendaItem, change: Callable[[str], str]) -> None:
    """Changes the text that was looked at. Raises LookupError where another is in force now."""
    seen = item.notes

    def on_the_same(text: str) -> str:
        if text != seen:
            raise LookupError("the text has changed")
        return change(text)

    edit_notes(item, edit=on_the_same, save=save_of(request))


def _as_initial(resolution: Resolution) -> dict[str, object]:
    return {
        "text": resolution.text,
        "outcome": resolution.recorded_outcome,
        "votes_for": resolution.recorded_for,
        "against": resolution.recorded_against,
        "abstain": resolution.recorded_abstain,
        "mover": resolution.mover_name,
        "seconder": resolution.seconder_name,
    }
