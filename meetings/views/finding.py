"""What most pages of a meeting begin with: the row in the address, or 404, and who saves."""

from __future__ import annotations

from django.shortcuts import get_object_or_404
from django.utils import timezone

from meetings.access import BoardRequest
from meetings.models import AgendaItem, Meeting
from meetings.services.changes import Save


def meeting_of(request: BoardRequest, key: str) -> Meeting:
    meeting = get_object_or_404(Meeting.objects.visible_to(request.actor), key=key)
    meeting.board = request.board
    return meeting


def item_of(request: BoardRequest, key: str, pk: int) -> AgendaItem:
    item = get_object_or_404(AgendaItem, meeting=meeting_of(request, key), pk=pk)
    item.meeting.board = request.board
    return item


def save_of(request: BoardRequest) -> Save:
    return Save(by=request.user, at=timezone.now())
