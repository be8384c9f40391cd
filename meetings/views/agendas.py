"""The agenda: building it, putting it in order, publishing it."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from meetings.access import BoardRequest, board_act, board_form
from meetings.exports.agenda import agenda_items, read_agenda
from meetings.forms.agendas import ItemForm
from meetings.models import AgendaTemplate, Meeting
from meetings.services.agendas import (
    add_items,
    add_template,
    change_item,
    drop_item,
    move_item,
    publish_agenda,
)
from meetings.services.carrying import bring_items, waiting_for
from meetings.services.changes import Frozen
from meetings.services.planning import NotNow
from meetings.views.finding import item_of, meeting_of, save_of

STEPS = {"up": -1, "down": 1}


@board_form
def agenda_edit(request: BoardRequest, key: str) -> HttpResponse:
    meeting = meeting_of(request, key)
    form = ItemForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            add_items(meeting, [form.planned()])
        except NotNow as no:
            return _page(request, meeting, form, no)
        return _back(meeting, "add=more")
    return _page(request, meeting, form)


def _back(meeting: Meeting, query: str = "") -> HttpResponse:
    address = reverse("agenda_edit", args=[meeting.board.slug, meeting.key])
    return redirect(f"{address}?{query}" if query else address)


def _page(
    request: BoardRequest, meeting: Meeting, form: ItemForm | None = None, no: NotNow | None = None
) -> HttpResponse:
    """The agenda with its forms; with a refusal, the sentence above it."""
    agenda = read_agenda(meeting, agenda_items(meeting, request.actor), request.actor)
    form = form or ItemForm()
    context = {
        "meeting": meeting,
        "agenda": agenda,
        "form": form,
        "waiting": waiting_for(meeting),
        "templates": AgendaTemplate.objects.filter(board=request.board),
        "moved": request.GET.get("moved", ""),
        "step": request.GET.get("step", ""),
        "adds_more": request.GET.get("add") == "more",
        "why": str(no or ""),
    }
    status = 409 if no else 422 if form.errors else 200
    return render(request, "meetings/agenda_edit.html", context, status=status)


@board_act
def agenda_begin(request: BoardRequest, key: str) -> HttpResponse:
    """Puts on the agenda what is due: all of it, or what was ticked."""
    meeting = meeting_of(request, key)
    chosen = None if "all" in request.POST else request.POST.getlist("bring")
    try:
        made = bring_items(meeting, chosen=chosen)
    except NotNow as no:
        return _page(request, meeting, no=no)
    if not made and chosen is not None:
        messages.error(request, _("Tick what should come on the agenda."))
    return _back(meeting)


@board_form
def agenda_item(request: BoardRequest, key: str, pk: int) -> HttpResponse:
    """One item as planned, to be changed or dropped."""
    item = item_of(request, key, pk)
    is_sent = request.method == "POST"
    form = ItemForm(request.POST if is_sent else None, initial=ItemForm.initial_of(item))
    status, why = 200, ""
    if is_sent and form.is_valid():
        try:
            change_item(item, form.planned(), save=save_of(request))
        except Frozen as no:
            status, why = 409, str(no)
        else:
            if not item.meeting.is_ahead:
                return redirect(f"{item.meeting.get_absolute_url()}#{item.anchor()}")
            return _back(item.meeting, f"moved={item.pk}")
    context = {
        "meeting": item.meeting,
        "item": item,
        "has_papers": item.papers.exists(),
        "form": form,
        "why": why,
    }
    status = 422 if form.errors else status
    return render(request, "meetings/agenda_item.html", context, status=status)


@board_act
def agenda_move(request: BoardRequest, key: str, pk: int) -> HttpResponse:
    """One place up or down; the button that was pressed has the focus again."""
    item = item_of(request, key, pk)
    step = request.POST.get("step", "")
    try:
        move_item(item, by=STEPS.get(step, 0), save=save_of(request))
    except NotNow as no:
        return _page(request, item.meeting, no=no)
    return _back(item.meeting, f"moved={item.pk}&step={step if step in STEPS else ''}")


@board_act
def agenda_drop(request: BoardRequest, key: str, pk: int) -> HttpResponse:
    item = item_of(request, key, pk)
    try:
        drop_item(item, save=save_of(request))
    except NotNow as no:
        return _page(request, item.meeting, no=no)
    messages.success(request, _("Dropped: %s") % item.title)
    return _back(item.meeting)


@board_act
def agenda_use(request: BoardRequest, key: str) -> HttpResponse:
    """Adds the items of a template."""
    meeting = meeting_of(request, key)
    wanted = request.POST.get("template", "")
    templates = AgendaTemplate.objects.filter(board=request.board)
    template = get_object_or_404(
        templates, pk=wanted if wanted.isdecimal() and len(wanted) < 18 else 0
    )
    try:
        add_template(meeting, template)
    except NotNow as no:
        return _page(request, meeting, no=no)
    return _back(meeting)


@board_act
def agenda_publish(request: BoardRequest, key: str) -> HttpResponse:
    meeting = meeting_of(request, key)
    try:
        publish_agenda(meeting, save=save_of(request))
    except NotNow as no:
        return _page(request, meeting, no=no)
    messages.success(request, _("The agenda is published. Later changes are shown as changes."))
    return redirect(meeting)
