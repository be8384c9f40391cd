"""Circulated minutes count as approved after some days, where the bylaws say so."""

from __future__ import annotations

import datetime

from django.db.models import Max
from django.db.models.functions import Now

from meetings.models import Approval, Meeting
from meetings.rules.verdict import OutOfOrder
from meetings.services.approving import Approved, approve_minutes
from meetings.services.bylaws import bylaws_on
from meetings.services.changes import Frozen, Save
from meetings.services.changing import was_changed_since_circulation
from meetings.services.commenting import open_comments


def lapses_at(meeting: Meeting, last: datetime.datetime | None = None) -> datetime.datetime | None:
    """When circulated minutes count as approved, by the bylaws of the day they went out.

    In: `last`, when they went out, if that is known already. None where they are not
    circulated or no such rule holds.
    """
    if meeting.state != Meeting.State.CIRCULATED or meeting.is_final_as_recorded:
        return None
    at = last or meeting.circulations.aggregate(last=Max("at"))["last"]
    if at is None:
        return None
    days = bylaws_on(meeting.board, meeting.board.day_of(at)).approval_lapse_days
    return at + datetime.timedelta(days=days) if days else None


def lapse_due(*, save: Save) -> list[Approval]:
    """Approves all whose time is over by the database's clock and to which nobody objects.

    A comment that waits for an answer is an objection, and so is a text that was changed since
    it went out: it is circulated again. Run again, it finds nothing.
    Source: domain rules, section 8.
    """
    circulated = Meeting.objects.filter(state=Meeting.State.CIRCULATED)
    done = []
    now = circulated.annotate(now=Now()).values_list("now", flat=True).first()
    for meeting in circulated.select_related("board").order_by("board", "date", "pk"):
        at = lapses_at(meeting)
        if at is None or now is None or at > now or _is_objected_to(meeting):
            continue
        try:
            how = Approved(Approval.How.LAPSE)
            done.append(approve_minutes(meeting, approved=how, save=save))
        except (Frozen, OutOfOrder):  # somebody approves just now, or a vote is open
            continue
    return done


def _is_objected_to(meeting: Meeting) -> bool:
    return bool(open_comments(meeting)) or was_changed_since_circulation(meeting)
