"""What the rules of order say of a meeting that somebody reads."""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from meetings.exports.corrected import as_corrected
from meetings.exports.kept import KeptMinutes, Part
from meetings.exports.minutes import ReadMeeting
from meetings.exports.stored import read_for_storing, stored_page
from meetings.models import Correction, Meeting
from meetings.services.halls import hall_of
from meetings.services.quorum import quorum_of
from meetings.services.reckoning import verdicts_for


def by_the_rules(read: ReadMeeting, *, on: datetime.date, at: datetime.datetime) -> dict[str, Any]:
    """The quorum and what the rules say of the resolutions, from one hall, as a page asks for them.

    Empty where the reader may not read the notes.
    """
    if not read.notes_are_out:
        return {}
    hall = hall_of(read.meeting, on=on, listed=[*read.there, *read.away])
    return {
        "quorum": quorum_of(read.meeting, hall, at=at),
        "findings": verdicts_for(read.resolutions, halls={read.meeting.pk: hall}),
    }


def corrected_minutes(kept: KeptMinutes, corrections: Sequence[Correction]) -> KeptMinutes:
    """The stored pages built anew with the words that later meetings adopted; none that is gone."""
    meeting = Meeting.objects.select_related("board", "approval").get(pk=kept.meeting.pk)
    parts = [
        part if part.page is None else _anew(part, meeting, corrections, in_camera=number > 0)
        for number, part in enumerate(kept.parts)
    ]
    return replace(kept, parts=parts)


def _anew(
    part: Part, meeting: Meeting, corrections: Sequence[Correction], *, in_camera: bool
) -> Part:
    read = read_for_storing(meeting, in_camera=in_camera)
    at = meeting.approval.approved_at
    rules = by_the_rules(read, on=meeting.approved_on or at.date(), at=at)
    as_corrected(read, list(corrections))
    return replace(part, page=stored_page(read, in_camera=in_camera, rules=rules))
