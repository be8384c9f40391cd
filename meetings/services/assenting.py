"""A later meeting approves the minutes of earlier ones: one press at its item for that."""

from __future__ import annotations

from dataclasses import dataclass

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from meetings.models import AgendaItem, Approval, Meeting, Resolution
from meetings.notation.lines import OutcomeKind
from meetings.rules.verdict import OutOfOrder
from meetings.services.approving import APPROVABLE, Approved, approve_minutes
from meetings.services.changes import Save
from meetings.services.changing import changed_since_circulation
from meetings.services.minutes import edit_notes


@dataclass(frozen=True)
class ToApprove:
    """Minutes that wait for approval; `is_corrected` where the text changed since it went out."""

    meeting: Meeting
    is_corrected: bool


def waiting_before(meeting: Meeting) -> list[Meeting]:
    """The unapproved minutes of earlier meetings that were kept here, oldest first."""
    if meeting.date is None:
        return []
    earlier = Q(date__lt=meeting.date) | Q(date=meeting.date, pk__lt=meeting.pk)
    rows = Meeting.objects.filter(
        earlier, board=meeting.board_id, state__in=APPROVABLE, is_final_as_recorded=False
    )
    return list(rows.order_by("date", "pk"))


def to_approve(meeting: Meeting) -> list[ToApprove]:
    """What a meeting's item for it may approve."""
    waiting = waiting_before(meeting)
    changed = changed_since_circulation(waiting)
    return [ToApprove(one, one.pk in changed) for one in waiting]


def items_to_approve(meeting: Meeting) -> list[AgendaItem]:
    """The items of later meetings, begun and not approved themselves, that may approve these."""
    if meeting.date is None:
        return []
    later = Q(meeting__date__gt=meeting.date)
    later |= Q(meeting__date=meeting.date, meeting__pk__gt=meeting.pk)
    items = AgendaItem.objects.filter(
        later, meeting__board=meeting.board_id, kind=AgendaItem.Kind.APPROVAL
    )
    begun = items.exclude(meeting__state__in=(*Meeting.NOT_BEGUN, Meeting.State.APPROVED))
    return list(begun.select_related("meeting").order_by("meeting__date", "meeting__pk"))


def decisions_to_approve(meeting: Meeting) -> list[Resolution]:
    """What later meetings carried at their items for it, by a vote or as somebody typed it."""
    items = items_to_approve(meeting)
    carried = Resolution.objects.kept().filter(item__in=items, state=Resolution.State.CARRIED)
    rows = carried.filter(approvals=None).select_related("item__meeting", "board")
    return list(rows.order_by("item__meeting__date", "line"))


@transaction.atomic
def approve_at(item: AgendaItem, *, meeting: Meeting, is_corrected: bool, save: Save) -> Approval:
    """No objections: writes the decision into the later meeting's notes, and approves by it.

    In: the later meeting's item. Raises Frozen where the minutes are approved already (of two
    presses one approves, and one line is written), OutOfOrder where that item cannot approve
    them, and what `approve_minutes` raises. Source: domain rules, section 8.
    """
    meeting.board.wait_for_turn()
    meeting.refresh_from_db(fields=["state"])
    if not meeting.is_frozen and item not in items_to_approve(meeting):
        raise OutOfOrder(_("Minutes are approved at a later meeting, once it has begun."))
    decision = None if meeting.is_frozen else _write(item, meeting, is_corrected, save)
    how = Approved(Approval.How.RESOLUTION, decision, is_corrected)
    return approve_minutes(meeting, approved=how, save=save)


def _write(item: AgendaItem, meeting: Meeting, is_corrected: bool, save: Save) -> Resolution:
    """A line as somebody would type it, at the end of the item."""
    text = _("That the minutes of the meeting of %(when)s be approved as presented")
    if is_corrected:
        text = _("That the minutes of the meeting of %(when)s be approved as corrected")
    motion = text % {"when": meeting.when}
    line = f"RESOLVED: {motion} - {OutcomeKind.CARRIED.value}, no objections"

    def add(notes: str) -> str:
        return f"{notes.rstrip()}\n{line}" if notes.strip() else line

    fresh = AgendaItem.objects.for_saving().get(pk=item.pk)
    edit_notes(fresh, edit=add, save=save)
    rows = Resolution.objects.kept().filter(item=item, line__isnull=False, text=motion)
    found: Resolution = rows.latest("line")
    return found


def approved_at(meeting: Meeting) -> list[Approval]:
    """What was approved by decisions of a meeting; it stays so, whatever becomes of the lines."""
    rows = Approval.objects.filter(resolution__item__meeting=meeting)
    return list(rows.select_related("meeting", "resolution__item"))
