"""The register: its entries, one of them worked out again, and the copy that anybody can check."""

from __future__ import annotations

import json
from dataclasses import dataclass, field

from django.http import HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _

from meetings.access import BoardRequest, board_page
from meetings.exports.chain import time_text
from meetings.exports.readable import readable
from meetings.exports.register import zipped_register
from meetings.filters import RegisterFilter
from meetings.models import Board, RegisterEntry
from meetings.services.register import head_of, last_of
from meetings.services.verifying import findings_on
from meetings.views.lists import list_context

TIES = ("meeting__board", "result__ballot__resolution__board")


@dataclass
class EntryRow:
    """An entry and what it is about: words and addresses, none without sight of it."""

    entry: RegisterEntry
    about: list[tuple[str, str]] = field(default_factory=list)


@board_page
def register_list(request: BoardRequest) -> HttpResponse:
    entries = RegisterEntry.objects.visible_to(request.actor).select_related(*TIES)
    rows = entries.with_sight(request.actor).with_fate().order_by("-seq")
    context = list_context(request, RegisterFilter, rows)
    context["rows"] = [_row(request.board, entry) for entry in context["page"]]
    context["head"] = last_of(request.board)
    return render(request, "meetings/register_list.html", context)


@board_page
def register_entry(request: BoardRequest, seq: int) -> HttpResponse:
    """One entry, what it commits to, and whether all of it is still so."""
    entries = RegisterEntry.objects.visible_to(request.actor).select_related(*TIES, "kept")
    entry = get_object_or_404(entries.with_sight(request.actor).with_fate(), seq=seq)
    entry.board = request.board
    near = RegisterEntry.objects.filter(board=request.board, seq__in=(seq - 1, seq + 1))
    by_number = {other.seq: other for other in near}
    before = by_number.get(seq - 1)
    context = {
        "row": _row(request.board, entry),
        "entry": entry,
        "findings": findings_on(entry, before),
        "lines": readable(entry.kept.text) if entry.in_sight and entry.is_kept else [],
        "time_text": time_text(entry.time),
        "before": before,
        "after": by_number.get(seq + 1),
    }
    return render(request, "meetings/register_entry.html", context)


@board_page
def register_help(request: BoardRequest) -> HttpResponse:
    export = reverse("register_export", args=[request.board.slug])
    context = {"head": head_of(request.board), "export": export}
    return render(request, "meetings/register_help.html", context)


@board_page
def register_export(request: BoardRequest) -> HttpResponseBase:
    """The register as a file, with the texts that its reader may read."""
    pieces = zipped_register(request.board, request.actor)
    name = f"{request.board.slug}-register.zip"
    saved_as = {"Content-Disposition": f'attachment; filename="{name}"'}
    return StreamingHttpResponse(pieces, content_type="application/zip", headers=saved_as)


def _row(board: Board, entry: RegisterEntry) -> EntryRow:
    if not entry.in_sight:
        return EntryRow(entry)
    said = json.loads(entry.said) if entry.said else {}
    numbers = said.get("entries") or [said[name] for name in ("entry",) if name in said]
    if numbers:
        return EntryRow(entry, [_entry_link(board, seq) for seq in numbers])
    if entry.result:
        resolution = entry.result.ballot.resolution
        return EntryRow(entry, [(resolution.label, resolution.get_absolute_url())])
    if entry.meeting:
        return EntryRow(entry, [(entry.meeting.when, entry.meeting.get_absolute_url())])
    return EntryRow(entry)


def _entry_link(board: Board, seq: int) -> tuple[str, str]:
    return _("entry %d") % seq, reverse("register_entry", args=[board.slug, seq])
