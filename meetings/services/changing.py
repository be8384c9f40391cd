"""Whether a draft reads otherwise than it was circulated."""

from __future__ import annotations

from meetings.exports.circulation import changes_since
from meetings.models import Meeting
from meetings.models.actors import Actor, Standing


def was_changed_since_circulation(meeting: Meeting) -> bool:
    """False where it never was circulated."""
    last = meeting.circulations.order_by("-number").first()
    secretary = Actor(meeting.board, Standing.SECRETARIAT)
    return last is not None and changes_since(last, secretary).count > 0
