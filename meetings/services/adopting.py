"""Imported minutes that are final as recorded become part of the register."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from meetings.models import Action, AgendaItem, Approval, Board, Meeting, Resolution
from meetings.rules.verdict import OutOfOrder
from meetings.services.approving import APPROVABLE, Approved, approve_minutes
from meetings.services.changes import Frozen, Save


@dataclass(frozen=True)
class Adoption:
    """What would be adopted, in numbers."""

    meetings: int
    items: int
    resolutions: int
    actions: int


def adoptable(board: Board) -> QuerySet[Meeting]:
    """Final as recorded and not in the register yet, oldest first."""
    rows = Meeting.objects.filter(board=board, is_final_as_recorded=True, state__in=APPROVABLE)
    return rows.select_related("board").order_by("date", "pk")


def adoption_of(meetings: QuerySet[Meeting]) -> Adoption:
    """Four queries, however many meetings."""
    keys = meetings.order_by().values("pk")
    return Adoption(
        meetings=meetings.count(),
        items=AgendaItem.objects.filter(meeting__in=keys).count(),
        resolutions=Resolution.objects.kept().filter(item__meeting__in=keys).count(),
        actions=Action.objects.kept().filter(item__meeting__in=keys).count(),
    )


def adopt_minutes(meeting: Meeting, *, save: Save) -> Approval | None:
    """Enters them as they were recorded; no vote is claimed and nobody is told.

    Out: None where they are in the register already. Raises OutOfOrder where they are not
    final as recorded.
    """
    if not meeting.is_final_as_recorded:
        raise OutOfOrder(_("Only imported minutes that are final as recorded are adopted."))
    try:
        return approve_minutes(meeting, approved=Approved(Approval.How.ADOPTED), save=save)
    except Frozen:
        return None
