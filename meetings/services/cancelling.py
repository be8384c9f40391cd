"""A meeting is off: the row stays, those who might have come are told."""

from __future__ import annotations

from django.db import transaction
from django.utils.translation import gettext as _

from meetings.models import AgendaItem, Cancellation, Meeting, Notice
from meetings.services.changes import Save
from meetings.services.notices import News, readers_of, tell
from meetings.services.planning import NotNow, count_change
from meetings.services.refusals import Refused


@transaction.atomic
def cancel_meeting(meeting: Meeting, *, reason: str, save: Save) -> Cancellation:
    """Calls a meeting off that has not begun; what was carried over to it waits again.

    Raises NotNow where it has begun, was cancelled, or has notes; Refused without a reason.
    """
    reason = " ".join(reason.split())
    if not reason:
        raise Refused(_("Say why the meeting is off: everybody is told."))
    meeting.board.wait_for_turn()
    items = AgendaItem.objects.filter(meeting=meeting)
    if items.exclude(notes="").exists():
        raise NotNow(_("Notes were written in this meeting already: they are minutes."))
    waiting = Meeting.objects.filter(pk=meeting.pk, state__in=Meeting.NOT_BEGUN)
    if not waiting.update(state=Meeting.State.CANCELLED):
        raise NotNow(_why_not(meeting))
    meeting.state = Meeting.State.CANCELLED
    items.exclude(carried_from=None).update(carried_from=None)
    count_change(meeting, save)
    _tell(meeting, reason, save)
    return Cancellation.objects.create(
        meeting=meeting, reason=reason, cancelled_at=save.at, cancelled_by=save.by
    )


def _why_not(meeting: Meeting) -> str:
    if Cancellation.objects.filter(meeting=meeting).exists():
        return _("This meeting is cancelled already.")
    return _("This meeting has begun: it can be adjourned, not cancelled.")


def _tell(meeting: Meeting, reason: str, save: Save) -> None:
    words = {"when": meeting.when, "reason": reason}
    news = News(
        board=meeting.board,
        kind=Notice.Kind.MEETING_CANCELLED,
        subject=meeting,
        text=_("The meeting of %(when)s is cancelled: %(reason)s") % words,
        cause=f"meeting {meeting.pk} cancelled",
    )
    tell(readers_of(meeting, meeting.board.day_of(save.at)), news=news, save=save)
