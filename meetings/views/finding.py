"""What most pages of a meeting begin with: the row in the address, or 404, and who saves."""

from __future__ import annotations

import re

from django.shortcuts import get_object_or_404
from django.utils import timezone

from meetings.access import BoardRequest
from meetings.models import AgendaItem, Ballot, Meeting, Resolution
from meetings.services.changes import Save

DRAFT = re.compile(r"draft-([1-9][0-9]{0,17})", re.ASCII)


def meeting_of(request: BoardRequest, key: str) -> Meeting:
    meeting = get_object_or_404(Meeting.objects.visible_to(request.actor), key=key)
    meeting.board = request.board
    return meeting


def item_of(request: BoardRequest, key: str, pk: int) -> AgendaItem:
    item = get_object_or_404(AgendaItem, meeting=meeting_of(request, key), pk=pk)
    item.meeting.board = request.board
    return item


def readable_item(request: BoardRequest, key: str, pk: int) -> AgendaItem:
    """An item whose notes this actor may read."""
    items = AgendaItem.objects.visible_to(request.actor).select_related("meeting")
    item = get_object_or_404(items, meeting__key=key, pk=pk)
    item.meeting.board = request.board
    return item


def resolution_of(request: BoardRequest, number: str) -> Resolution:
    """By its number, or while it has none by `draft-<id>`."""
    rows = Resolution.objects.visible_to(request.actor)
    found = rows.select_related("item__meeting", "mover__merged_into", "seconder__merged_into")
    draft = DRAFT.fullmatch(number)
    if draft:
        resolution = get_object_or_404(found, pk=draft[1], number=None)
    else:
        resolution = get_object_or_404(found, number=number)
    resolution.board = resolution.item.meeting.board = request.board
    return resolution


def save_of(request: BoardRequest) -> Save:
    return Save(by=request.user, at=timezone.now())


def ballot_of(request: BoardRequest, pk: int) -> Ballot:
    ballots = Ballot.objects.visible_to(request.actor).select_related(
        "resolution__item__meeting", "bylaws"
    )
    ballot = get_object_or_404(ballots, pk=pk)
    ballot.resolution.board = ballot.resolution.item.meeting.board = request.board
    return ballot
