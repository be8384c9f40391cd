"""Taking minutes: the page, and saving an item's notes from it."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from dataclasses import replace
from itertools import chain, zip_longest
from typing import Any

from django.core.serializers.json import DjangoJSONEncoder
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone

from meetings.access import BoardRequest, board_act, board_page, can
from meetings.exports.records import Record, labels_of, records_in
from meetings.forms.notes import BadNotes, Typed, read_notes
from meetings.models import AgendaItem, Meeting
from meetings.notation.compare import compare, shortened
from meetings.notation.context import Context
from meetings.notation.names import Known, Roster
from meetings.notation.parser import parse
from meetings.services.assenting import approved_at, to_approve
from meetings.services.changes import Frozen, Save
from meetings.services.halls import hall_of
from meetings.services.minutes import Clash, Saved, save_notes
from meetings.services.quorum import quorum_of
from meetings.services.rosters import context_for

FIRST = "1"
MOST_BUTTONS = 8


@board_page
def meeting_draft(request: BoardRequest, key: str) -> HttpResponse:
    """The agenda, the notes of one item, and what was understood of them.

    All items are on the page, one is shown: whoever lost the network writes on in any of them.
    """
    meetings = Meeting.objects.visible_to(request.actor)
    meeting = get_object_or_404(meetings, key=key)
    meeting.board = request.board
    items = list(meeting.items.order_by("position").prefetch_related("presenters"))
    wanted = request.GET.get("item", FIRST)
    shown = next((i for i in items if str(i.position) == wanted), items[0] if items else None)
    reading = context_for(meeting)
    context = {"meeting": meeting, "drafts": _drafts(meeting, items, reading), "shown": shown}
    context["agenda"] = agenda_of(meeting, items)
    context["quorum"] = quorum_of(meeting, hall_of(meeting, on=request.today), at=timezone.now())
    context["roster"] = reading.roster
    context["here"] = _here(reading.roster)
    if any(item.kind == AgendaItem.Kind.APPROVAL for item in items):
        context |= {"to_approve": to_approve(meeting), "approved": approved_at(meeting)}
    return render(request, "meetings/meeting_draft.html", context)


def _here(roster: Roster) -> list[Known]:
    """Who is offered by a button where nobody is likelier: those here, if they are few."""
    here = [known for known in roster.people if known.is_here]
    return here if len(here) <= MOST_BUTTONS else []


def agenda_of(meeting: Meeting, items: Iterable[AgendaItem]) -> str:
    """Changes as soon as what the page shows of the agenda does, the notes apart."""
    rows = [
        (item.pk, item.position, item.title, item.is_in_camera, item.planned_minutes)
        for item in items
    ]
    return digest_of(meeting.state, meeting.current_item_id, rows)


def digest_of(*parts: object) -> str:
    """Changes as soon as what it stands for does."""
    written = DjangoJSONEncoder(sort_keys=True).encode(parts)
    return hashlib.sha256(written.encode()).hexdigest()[:24]


def _drafts(meeting: Meeting, items: list[AgendaItem], reading: Context) -> list[dict[str, Any]]:
    """Each item with what was understood of it, and the one that comes after."""
    lines = {i.pk: parse(i.notes, replace(reading, position=i.position)).lines for i in items}
    labels = labels_of(items, chain.from_iterable(lines.values()))
    for item in items:
        item.meeting = meeting
    return [
        {
            "item": item,
            "records": records_in(lines[item.pk], reading.roster, item, labels[item.pk]),
            "flags": item.flags,
            "following": following,
        }
        for item, following in zip_longest(items, items[1:])
    ]


@board_act
def item_notes(request: BoardRequest, key: str, pk: int) -> HttpResponse:
    """Saves notes: the front door for pages, scripts and plain forms alike."""
    items = AgendaItem.objects.for_saving().filter(meeting__board=request.board)
    item = get_object_or_404(items, meeting__key=key, pk=pk)
    try:
        typed = _typed(request)
        saved = save_notes(item, text=typed.text, base=typed.base, save=_save(request, typed))
    except BadNotes as no:
        return refused(request, item, str(no), no.status)
    except Frozen as no:
        return refused(request, item, str(no), 409)
    except Clash as clash:
        return _clashed(request, item, clash)
    if not wants_json(request):
        return to_draft(request, item)
    return JsonResponse(answer_of(request, saved, typed.dropped))


def _typed(request: HttpRequest) -> Typed:
    data = request.POST
    return read_notes(
        data.get("text"), data.get("base"), data.get("writer", ""), data.get("sequence", "")
    )


def _save(request: BoardRequest, typed: Typed) -> Save:
    return Save(by=request.user, at=timezone.now(), writer=typed.writer, sequence=typed.sequence)


def wants_json(request: HttpRequest) -> bool:
    return "application/json" in request.headers.get("Accept", "")


def answer_of(
    request: BoardRequest, saved: Saved, left_out: list[tuple[int, str]]
) -> dict[str, Any]:
    dropped = [
        {"code": "dropped", "line": line, "subject": name, "candidates": []}
        for line, name in left_out
    ]
    records = records_in(saved.lines, saved.roster, saved.item, saved.labels)
    return {
        "revision": saved.revision,
        "head": saved.head,
        "text": saved.text,
        "merged": saved.merged,
        **understood(request, saved.item, records, saved.roster, dropped),
    }


def understood(
    request: BoardRequest,
    item: AgendaItem,
    records: list[Record],
    roster: Roster,
    dropped: list[dict[str, Any]],
) -> dict[str, Any]:
    """What was understood of an item, as JSON and, for whoever takes minutes, as shown there."""
    flags = [*item.flags, *dropped]
    shown = {"item": item, "meeting": item.meeting, "records": records, "flags": flags}
    shown["here"] = _here(roster)
    answer = {
        "readings": item.readings,
        "records": records,
        "flags": flags,
        "disposition": item.get_disposition_display(),
    }
    if can(request.actor, "meeting_draft"):
        answer["html"] = render_to_string("components/understood.html", shown, request)
    return answer


def refused(request: BoardRequest, item: AgendaItem, words: str, status: int) -> HttpResponse:
    if wants_json(request):
        return JsonResponse({"error": words}, status=status)
    context = {"item": item, "meeting": item.meeting, "why": words}
    context["yours"] = request.POST.get("text", "")
    return render(request, "meetings/item_refused.html", context, status=status)


def _clashed(request: BoardRequest, item: AgendaItem, clash: Clash) -> HttpResponse:
    texts = {"revision": clash.revision, "yours": clash.yours, "theirs": clash.theirs}
    if wants_json(request):
        return JsonResponse(texts, status=409)
    rows = shortened(compare(clash.theirs, clash.yours))
    context = {"item": item, "meeting": item.meeting, "rows": rows, **texts}
    return render(request, "meetings/item_clash.html", context, status=409)


def to_draft(request: BoardRequest, item: AgendaItem) -> HttpResponse:
    """After a plain save: the item that was asked for, or the same again."""
    address = reverse("meeting_draft", args=[request.board.slug, item.meeting.key])
    then = request.POST.get("then", "")
    return redirect(f"{address}?item={then if then.isdecimal() else item.position}")
