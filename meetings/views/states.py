"""What the drafting page asks for again and again: how things stand, and who may be named."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseNotModified, JsonResponse
from django.shortcuts import get_object_or_404
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.http import parse_etags, quote_etag

from meetings.access import BoardRequest, board_page, can
from meetings.exports.records import labels_of, records_in
from meetings.models import AgendaItem, Meeting, NotesRevision
from meetings.notation.parser import parse
from meetings.services.halls import hall_of
from meetings.services.minutes import context_of
from meetings.services.quorum import quorum_of
from meetings.services.rosters import namable
from meetings.views.drafts import agenda_of, digest_of, understood
from meetings.views.finding import ballot_of
from meetings.views.sheets import tag_of


@board_page
def item_state(request: BoardRequest, key: str, pk: int) -> HttpResponse:
    """An item's notes as they stand, for whoever may read the draft; 304 if nothing changed."""
    items = AgendaItem.objects.visible_to(request.actor).select_related("meeting")
    item = get_object_or_404(items, meeting__key=key, pk=pk)
    item.meeting.board = request.board
    tag = _tag(item.revision, item.readings)
    if _knows(request, tag):
        return _not_modified(tag)
    return JsonResponse(_item_state(request, item), headers={"ETag": tag})


def _item_state(request: BoardRequest, item: AgendaItem) -> dict[str, Any]:
    reading = context_of(item, item.notes)
    lines = parse(item.notes, reading).lines
    records = records_in(lines, reading.roster, item, labels_of([item], lines)[item.pk])
    revisions = NotesRevision.objects.filter(item=item, number=item.revision)
    head = revisions.with_writers(request.board).first()
    return {
        "head": item.revision,
        "text": item.notes,
        "saved_by": head.written_by if head else "",
        "saved_at": head.saved_at if head else None,
        **understood(request, item, records, reading.roster, []),
    }


@board_page
def meeting_state(request: BoardRequest, key: str) -> HttpResponse:
    """Where a meeting is: its state, the item under discussion, and each item's revision.

    "agenda" changes with what the drafting page shows beside the texts.
    """
    meeting = get_object_or_404(Meeting.objects.visible_to(request.actor), key=key)
    meeting.board = request.board
    visible = AgendaItem.objects.visible_to(request.actor).filter(meeting=meeting)
    found = list(visible.with_recusals().order_by("position").defer("notes", "flags"))
    order = [(item.order_taken, item.recused) for item in found]
    items = [
        {
            "id": item.pk,
            "position": item.position,
            "title": item.title,
            "disposition": str(item.get_disposition_display()),
            "head": item.revision,
            "readings": item.readings,
        }
        for item in found
    ]
    current = _current(meeting, visible) if meeting.state == Meeting.State.IN_SESSION else None
    agenda = agenda_of(meeting, found)
    state: dict[str, Any] = {
        "state": meeting.state,
        "current": current,
        "agenda": agenda,
        "items": items,
    }
    tag = _tag(state, meeting.corrected_at, order)  # the quorum follows from them
    if _knows(request, tag):
        return _not_modified(tag)
    if can(request.actor, "meeting_draft"):
        state["quorum"] = _quorum(request, meeting)
    return JsonResponse(state, headers={"ETag": tag})


def _quorum(request: BoardRequest, meeting: Meeting) -> dict[str, Any]:
    """As the drafting page shows it: the meter, and what became of it in each item."""
    hall = hall_of(meeting, on=request.today)
    quorum = quorum_of(meeting, hall, at=timezone.now())
    meter = render_to_string("components/quorum_meter.html", {"quorum": quorum}, request)
    turns = {
        item: render_to_string("components/quorum_turns.html", {"turns": turns}, request)
        for item, turns in quorum.turns.items()
    }
    return {"html": meter, "turns": turns}


def _current(meeting: Meeting, visible: Any) -> int | None:
    """The item that somebody said is under discussion; until then the one last written in."""
    if meeting.current_item_id is None:
        return _last_written(visible)
    is_seen = visible.filter(pk=meeting.current_item_id).exists()
    return meeting.current_item_id if is_seen else None


def _last_written(items: Any) -> int | None:
    heads = NotesRevision.objects.heads().filter(item__in=items).order_by("-saved_at", "-pk")
    return heads.values_list("item", flat=True).first()


@board_page
def meeting_names(request: BoardRequest, key: str) -> HttpResponse:
    """Whom somebody typing may mean: who is on the list first, then the rest of the board."""
    meeting = get_object_or_404(Meeting.objects.visible_to(request.actor), key=key)
    return JsonResponse({"names": namable(meeting, on=request.today)})


@board_page
def ballot_state(request: BoardRequest, pk: int) -> HttpResponse:
    """Whether a vote looks otherwise by now; 304 if nothing changed."""
    ballot = ballot_of(request, pk)
    shown = tag_of(ballot)
    tag = quote_etag(shown)
    if _knows(request, tag):
        return _not_modified(tag)
    return JsonResponse({"is_open": ballot.is_open, "tag": shown}, headers={"ETag": tag})


def _tag(*parts: object) -> str:
    return quote_etag(digest_of(*parts))


def _knows(request: HttpRequest, tag: str) -> bool:
    known = parse_etags(request.headers.get("If-None-Match", ""))
    return tag in (one.removeprefix("W/") for one in known)


def _not_modified(tag: str) -> HttpResponse:
    answer = HttpResponseNotModified()
    answer["ETag"] = tag
    return answer
