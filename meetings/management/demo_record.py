"""The demo's minutes as its register keeps them: approved one after the other, one corrected."""

from __future__ import annotations

import datetime
from collections.abc import Iterable
from dataclasses import replace
from itertools import pairwise

from django.db.models import Max

from meetings.models import AgendaItem, Approval, Board, Meeting, Notice, Resolution, User
from meetings.models.notices import LONGEST_WAIT
from meetings.services.amending import Amendment, correct_minutes
from meetings.services.approving import Approved, approve_minutes
from meetings.services.changes import Save

MINUTES = "Minutes of the last meeting"
MISHEARD = "- PRIYA: Two ports, four thousand messages, nineteen that nobody understood."
RIGHT = MISHEARD.replace("nineteen", "ninety-one")


def approve_in_turn(meetings: Iterable[Meeting], save: Save) -> None:
    """Each by the meeting after it, on its day; by its resolution, where it took one."""
    for meeting, later in pairwise(meetings):
        assert later.date is not None  # noqa: S101 - every demo text has its date
        evening = datetime.time(17, tzinfo=meeting.board.zone)
        then = replace(save, at=datetime.datetime.combine(later.date, evening))
        decision = Resolution.objects.filter(item__meeting=later, item__title=MINUTES).first()
        approved = Approved(Approval.How.RESOLUTION, decision)
        approve_minutes(meeting, approved=approved, save=then)


def have_read(board: Board, save: Save) -> None:
    """What was told more than a fortnight ago is no news to anybody."""
    old = Notice.objects.filter(board=board, created_at__lt=save.at - LONGEST_WAIT)
    newest = old.aggregate(newest=Max("pk"))["newest"]
    User.objects.filter(people__board=board).update(read_to=newest)


def correct(meetings: Iterable[Meeting], later: Meeting, save: Save) -> None:
    """A number that was misheard, put right by the newest meeting."""
    item = AgendaItem.objects.select_related("meeting__board").get(
        meeting__in=meetings, notes__contains=MISHEARD
    )
    there = AgendaItem.objects.select_related("meeting").get(meeting=later, title=MINUTES)
    line = item.notes.split("\n").index(MISHEARD) + 1
    amendment = Amendment(item, MISHEARD, RIGHT, there, line)
    correct_minutes(amendment=amendment, save=save)
