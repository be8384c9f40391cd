"""The history of an item's notes: what was saved when, what differs, and the way back."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _

from meetings.access import BoardRequest, board_act, board_page
from meetings.exports.history import sittings_of, with_counts
from meetings.models import AgendaItem, NotesRevision
from meetings.notation.compare import compare, shortened
from meetings.services.changes import Frozen
from meetings.services.drafts import drafts_gone
from meetings.services.minutes import Clash, save_notes
from meetings.views.finding import readable_item, save_of
from meetings.views.lists import page_of

SITTINGS_A_PAGE = 20


@board_page
def item_history(request: BoardRequest, key: str, pk: int) -> HttpResponse:
    """Who wrote in the notes and when, newest first."""
    item = readable_item(request, key, pk)
    sittings = sittings_of(item, request.board)
    page = page_of(sittings, request.GET.get("page", "1"), size=SITTINGS_A_PAGE)
    counted = with_counts(item, page.object_list)
    context = _about(item) | {"page": page, "sittings": counted}
    return render(request, "meetings/item_history.html", context)


@board_page
def item_revision(request: BoardRequest, key: str, pk: int, number: int) -> HttpResponse:
    """One version of the notes, as typed."""
    item = readable_item(request, key, pk)
    rows = _revisions(request, item).select_related("parent", "merged_from")
    revision = rows.defer("parent__text", "merged_from__text").filter(number=number).first()
    if revision is None:
        return _gone(request, item, number)
    context = _about(item) | {"revision": revision}
    return render(request, "meetings/item_revision.html", context)


@board_page
def item_compare(request: BoardRequest, key: str, pk: int, number: int, other: int) -> HttpResponse:
    """Two versions of the notes, line by line."""
    item = readable_item(request, key, pk)
    found = {
        row.number: row for row in _revisions(request, item).filter(number__in=(number, other))
    }
    if number not in found or other not in found:
        return _gone(request, item, number if number not in found else other)
    old, new = found[number], found[other]
    rows = shortened(compare(old.text, new.text))
    context = _about(item) | {"old": old, "new": new, "rows": rows}
    return render(request, "meetings/item_compare.html", context)


@board_act
def item_restore(request: BoardRequest, key: str, pk: int, number: int) -> HttpResponse:
    """An old text is put in force again, as one more version."""
    items = AgendaItem.objects.for_saving().filter(meeting__board=request.board)
    item = get_object_or_404(items, meeting__key=key, pk=pk)
    old = get_object_or_404(NotesRevision, item=item, number=number)
    head = item.revision
    save = save_of(request)
    try:
        saved = save_notes(item, text=old.text, base=head, save=save)
    except (Frozen, Clash) as no:
        context = _about(item) | {"why": _worded(no)}
        return render(request, "meetings/item_refused.html", context, status=409)
    messages.success(request, _said(number, head, saved.head))
    return redirect("item_history", request.board.slug, key, pk)


def _gone(request: BoardRequest, item: AgendaItem, number: int) -> HttpResponse:
    """A version that was disposed of; raises Http404 for one that never was."""
    context = _about(item) | {"number": number}
    if not item.meeting.is_frozen or not 1 <= number <= item.revision:
        raise Http404
    return render(request, "meetings/item_gone.html", context, status=410)


def _said(number: int, before: int, head: int) -> str:
    if head == before:
        return _("Version %(number)s says what is in force already.") % {"number": number}
    words = _(
        "The text of version %(number)s is in force again, as version %(head)s. "
        "To undo that, restore version %(before)s."
    )
    return words % {"number": number, "head": head, "before": before}


def _worded(no: Exception) -> str:
    if isinstance(no, Clash):
        return _("Somebody else was writing in these notes just now. Look at them and try again.")
    return str(no)


def _revisions(request: BoardRequest, item: AgendaItem) -> Any:
    return NotesRevision.objects.filter(item=item).with_writers(request.board)


def _about(item: AgendaItem) -> dict[str, Any]:
    return {"item": item, "meeting": item.meeting, "gone": drafts_gone(item.meeting)}
