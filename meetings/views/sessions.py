"""A meeting runs: it begins, takes an item, gains one."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from meetings.access import BoardRequest, board_act, board_form
from meetings.forms.sessions import NewItemForm, SplitForm, sentences_of
from meetings.models import AgendaItem, Meeting
from meetings.services.changes import Frozen
from meetings.services.planning import NotNow
from meetings.services.sessions import add_item, begin_meeting, split_item, take_item
from meetings.views.finding import item_of, meeting_of, save_of


@board_act
def meeting_begin(request: BoardRequest, key: str) -> HttpResponse:
    """Calls the meeting to order, at the time of the press."""
    meeting = meeting_of(request, key)
    try:
        begin_meeting(meeting, save=save_of(request))
    except NotNow as no:
        return _refused(request, meeting, str(no))
    messages.success(request, _("The meeting has begun."))
    return redirect("meeting_draft", request.board.slug, meeting.key)


@board_act
def item_take(request: BoardRequest, key: str, pk: int) -> HttpResponse:
    """We are here."""
    item = item_of(request, key, pk)
    try:
        take_item(item, save=save_of(request))
    except NotNow as no:
        return _refused(request, item.meeting, str(no), item=item)
    return _to(item)


@board_act
def item_add(request: BoardRequest, key: str) -> HttpResponse:
    """One more item, at the end or after the one that is under discussion."""
    meeting = meeting_of(request, key)
    form = NewItemForm(request.POST, items=AgendaItem.objects.filter(meeting=meeting))
    if not form.is_valid():
        return _refused(request, meeting, sentences_of(form), status=422)
    data = form.cleaned_data
    try:
        item = add_item(meeting, title=data["title"], after=data["after"], save=save_of(request))
    except NotNow as no:
        return _refused(request, meeting, str(no))
    return _to(item)


@board_form
def item_split(request: BoardRequest, key: str, pk: int) -> HttpResponse:
    """The rest of the notes, from a line on, becomes those of a new item."""
    item = item_of(request, key, pk)
    is_sent = request.method == "POST"
    form = SplitForm(request.POST if is_sent else None)
    why = ""
    if is_sent and form.is_valid():
        try:
            new = split_item(item, save=save_of(request), **form.cleaned_data)
        except LookupError:
            why = _("The notes changed while you were looking. Look at them and split again.")
        except (NotNow, Frozen) as no:
            why = str(no)
        else:
            return _to(new)
    context = {
        "meeting": item.meeting,
        "item": item,
        "form": form,
        "why": why,
        "lines": item.notes.split("\n"),
        "back": _address(item),
    }
    status = 409 if why else 422 if form.errors else 200
    return render(request, "meetings/item_split.html", context, status=status)


def _to(item: AgendaItem) -> HttpResponse:
    return redirect(_address(item))


def _address(item: AgendaItem) -> str:
    address = reverse("meeting_draft", args=[item.meeting.board.slug, item.meeting.key])
    return f"{address}?item={item.position}"


def _refused(
    request: BoardRequest,
    meeting: Meeting,
    why: str,
    *,
    item: AgendaItem | None = None,
    status: int = 409,
) -> HttpResponse:
    """Why not, with what was typed."""
    typed = request.POST.get("title", "")
    context = {"meeting": meeting, "why": why, "item": item, "typed": typed}
    return render(request, "meetings/meeting_refused.html", context, status=status)
