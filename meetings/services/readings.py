"""What the rules of order say of a meeting that somebody reads."""

from __future__ import annotations

import datetime
from typing import Any

from meetings.exports.minutes import ReadMeeting
from meetings.services.halls import hall_of
from meetings.services.quorum import quorum_of
from meetings.services.reckoning import verdicts_for


def by_the_rules(read: ReadMeeting, *, on: datetime.date, at: datetime.datetime) -> dict[str, Any]:
    """The quorum and what the rules say of the resolutions, from one hall, as a page asks for them.

    Empty where the reader may not read the notes.
    """
    if not read.notes_are_out:
        return {}
    hall = hall_of(read.meeting, on=on)
    return {
        "quorum": quorum_of(read.meeting, hall, at=at),
        "findings": verdicts_for(read.resolutions, halls={read.meeting.pk: hall}),
    }
