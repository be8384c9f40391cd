"""Draft minutes become the record: approved, frozen, registered."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass

from django.db import transaction
from django.utils.translation import gettext as _

from meetings.exports.snapshot import has_in_camera, snapshot
from meetings.exports.stored import read_for_storing, stored_page
from meetings.models import (
    Approval,
    Meeting,
    Notice,
    RegisterEntry,
    Resolution,
)
from meetings.rules.verdict import OutOfOrder
from meetings.services.changes import Save, refuse_if_frozen
from meetings.services.notices import News, readers_of, tell
from meetings.services.numbering import number_resolutions
from meetings.services.readers import who_may_read
from meetings.services.readings import by_the_rules
from meetings.services.register import Kind, Record, head_of, register
from meetings.services.undecided import refuse_open_vote, votes_in_the_way

APPROVABLE = (Meeting.State.ADJOURNED, Meeting.State.CIRCULATED)


@dataclass(frozen=True)
class Approved:
    """How minutes were approved; `resolution` is the later meeting's decision, if there was one."""

    how: Approval.How
    resolution: Resolution | None = None
    is_corrected: bool = False


@transaction.atomic
def approve_minutes(meeting: Meeting, *, approved: Approved, save: Save) -> Approval:
    """Freezes a meeting's minutes and registers them, in camera items as an entry of their own.

    Raises Frozen where they are approved already (of two presses one approves), OutOfOrder
    while the meeting is not over or a vote in it is open. Readers are told, except of an
    archive that is adopted.
    Source: domain rules, section 8; reliability.md, promises 11 to 15.
    """
    meeting.board.wait_for_turn()
    meeting.refresh_from_db(fields=["state"])
    refuse_if_frozen(meeting)
    if meeting.state not in APPROVABLE:
        raise OutOfOrder(_("Minutes are approved after the meeting."))
    refuse_open_vote(votes_in_the_way(meeting).select_related("resolution").first())
    day = meeting.board.day_of(save.at)
    number_resolutions(meeting, year=(meeting.date or day).year)
    Meeting.objects.filter(pk=meeting.pk).update(state=Meeting.State.APPROVED, approved_on=day)
    meeting.refresh_from_db(fields=["state", "approved_on"])
    hidden = _registered(meeting, Kind.IN_CAMERA, save) if has_in_camera(meeting) else None
    approval = Approval.objects.create(
        meeting=meeting,
        entry=_registered(meeting, Kind.MINUTES, save),
        in_camera_entry=hidden,
        how=approved.how,
        is_corrected=approved.is_corrected,
        resolution=approved.resolution,
        approved_at=save.at,
        approved_by=save.by,
    )
    if approved.how != Approval.How.ADOPTED:
        _tell_readers(approval, save)
    return approval


def _tell_readers(approval: Approval, save: Save) -> None:
    """With the register's head, so that every reader holds one."""
    meeting = approval.meeting
    sentence = _("The minutes of %(when)s are approved as presented. Register: %(head)s")
    if approval.is_corrected:
        sentence = _("The minutes of %(when)s are approved as corrected. Register: %(head)s")
    words = {"when": meeting.when, "head": head_of(meeting.board)}
    news = News(
        board=meeting.board,
        kind=Notice.Kind.MINUTES_APPROVED,
        subject=meeting,
        text=sentence % words,
        cause=f"approval {approval.pk}",
    )
    day = meeting.board.day_of(save.at)
    tell(readers_of(meeting, day), news=news, save=save)


def _registered(meeting: Meeting, kind: Kind, save: Save) -> RegisterEntry:
    """The minutes with the page as it looks today, and who could read them when they were fixed."""
    in_camera = kind == Kind.IN_CAMERA
    day = meeting.board.day_of(save.at)
    read = read_for_storing(meeting, in_camera=in_camera)
    rules = by_the_rules(read, on=day, at=save.at)
    page = stored_page(read, in_camera=in_camera, rules=rules)
    content = {
        **snapshot(meeting, in_camera=in_camera),
        "may_read": who_may_read(meeting, on=day, in_camera=in_camera),
        "page_sha256": hashlib.sha256(page.encode()).hexdigest(),
    }
    record = Record(kind, content, meeting=meeting, page=page)
    return register(meeting.board, record=record, at=save.at)
