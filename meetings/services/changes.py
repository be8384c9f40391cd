"""One save of an item's notes: who typed what over what."""

from __future__ import annotations

import datetime
from dataclasses import dataclass

from meetings.models import AgendaItem, Meeting, User
from meetings.notation.lines import Line
from meetings.services.drawn import Drawn


class Frozen(Exception):
    """The minutes are approved; nothing was stored."""


def refuse_if_frozen(meeting: Meeting) -> None:
    """Raises Frozen where the record changes only by a later meeting's decision, or never."""
    if meeting.state == Meeting.State.CANCELLED:
        raise Frozen("This meeting was cancelled: there is nothing to record of it.")
    if meeting.is_frozen:
        raise Frozen(
            "These minutes are approved. They change only by a decision of a later meeting."
        )


@dataclass(frozen=True)
class Save:
    """Who saved, when (UTC), and whether the minutes come from an archive.

    `writer` is the page that typed (one open tab), `sequence` counts its saves: so a save
    whose answer got lost is known again. Both are left out where no page typed.
    """

    by: User | None
    at: datetime.datetime
    is_archived: bool = False
    writer: str = ""
    sequence: int | None = None


@dataclass(frozen=True)
class Change:
    """An item's notes before and after a save, and the lines of those in force now.

    `drawn` are the records as they stand, drawn from the notes before.
    """

    item: AgendaItem
    before: str
    after: str
    lines: tuple[Line, ...]
    drawn: Drawn
    save: Save
