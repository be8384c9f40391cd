"""Invitations to meetings, as mails bring them along."""

from __future__ import annotations

from collections.abc import Iterable

from django.conf import settings

from meetings.exports.calendar import Invited, invitation_of, method_of
from meetings.exports.letters import Attachment
from meetings.models import Mailing, Meeting, Notice
from meetings.services.feeds import meeting_entries
from meetings.services.mailings import address_of

INVITING = (
    Notice.Kind.AGENDA_PUBLISHED,
    Notice.Kind.MEETING_CHANGED,
    Notice.Kind.MEETING_CANCELLED,
)


def invitations(mailing: Mailing, notices: Iterable[Notice], *, site: str) -> list[Attachment]:
    """One for each meeting of which the notices tell that it is planned, moved or off.

    It says what stands on the day of the mail. Nothing for meetings without a known day.
    """
    told = [row.subject_key for row in notices if row.kind in INVITING and _is_of_meeting(row)]
    if not told:
        return []
    meetings = Meeting.objects.filter(pk__in=told, board=mailing.board).order_by("date", "pk")
    person = mailing.person.kept_as
    address = mailing.address or address_of(person)
    invited = Invited(person.name, address, mailing.board.name, settings.MAIL_FROM)
    return [
        Attachment(
            f"{entry.start:%Y-%m-%d}.ics",
            invitation_of(entry, invited),
            f"text/calendar; charset=utf-8; method={method_of(entry)}",
        )
        for entry in meeting_entries(meetings, site=site)
    ]


def _is_of_meeting(notice: Notice) -> bool:
    return notice.subject_kind == "meeting"
