"""The attendance list is corrected by hand; the notes are read again against it."""

from __future__ import annotations

from typing import Any

from django.db import transaction
from django.db.models import Max, ProtectedError

from meetings.models import Attendance, Board, Meeting, Organisation, OrganisationAlias, Person
from meetings.notation.names import fold
from meetings.services.changes import Save, refuse_if_frozen
from meetings.services.minutes import redraw
from meetings.services.refusals import Refused

COLUMNS = (
    "person", "organisation", "name", "organisation_name", "mode", "capacity", "is_presiding",
    "is_taking_minutes", "remark",
)  # fmt: skip


@transaction.atomic
def put_on_list(
    meeting: Meeting, *, row: Attendance | None, fields: dict[str, Any], save: Save
) -> Attendance:
    """Adds somebody to the attendance list, or corrects `row`.

    In: `fields` by the columns of Attendance; `person` None makes a person of that name,
    `organisation_name` finds or makes the organisation. Raises Frozen once approved.
    """
    refuse_if_frozen(meeting)
    meeting.board.wait_for_turn()
    person = fields["person"] or Person.objects.create(board=meeting.board, name=fields["name"])
    typed = " ".join(fields["organisation_name"].split())
    firm = organisation_called(meeting.board, typed) if typed else None
    values = fields | {"person": person, "organisation": firm, "organisation_name": typed}
    row = row or Attendance(meeting=meeting, position=_last(meeting) + 1)
    _enter_by_hand(row, values)
    row.save(update_fields=(*COLUMNS, "overruled", "is_new_person") if row.pk else None)
    read_again(meeting, save)
    return row


def _enter_by_hand(row: Attendance, values: dict[str, Any]) -> None:
    """Lines that speak of the row are read again after it, and win again."""
    stays = [] if row.overruled is None else row.overruled.get("stays")
    row.overruled = {} if stays is None else {"stays": stays}
    row.is_new_person = False
    for name in COLUMNS:
        setattr(row, name, values[name])


@transaction.atomic
def take_off_list(row: Attendance, *, save: Save) -> None:
    """Removes somebody who was never there. Raises Frozen, and Refused where votes hang on it."""
    refuse_if_frozen(row.meeting)
    row.meeting.board.wait_for_turn()
    try:
        row.delete()
    except ProtectedError as no:
        raise Refused(f"{row.name} speaks for a seat at this meeting. Change that first.") from no
    read_again(row.meeting, save)


def organisation_called(board: Board, typed: str) -> Organisation:
    """The board's organisation of that name or alias, merged ones resolved, or a new one."""
    firms = Organisation.objects.filter(board=board).select_related("merged_into")
    aliases = OrganisationAlias.objects.filter(organisation__board=board)
    for firm in firms:
        if fold(firm.name) == fold(typed):
            return firm.merged_into or firm
    for alias in aliases.select_related("organisation__merged_into"):
        if fold(alias.name) == fold(typed):
            return alias.organisation.merged_into or alias.organisation
    return Organisation.objects.create(board=board, name=typed)


def _last(meeting: Meeting) -> int:
    return meeting.attendances.aggregate(last=Max("position"))["last"] or 0


def read_again(meeting: Meeting, save: Save) -> None:
    Meeting.objects.filter(pk=meeting.pk).update(corrected_at=save.at)
    redraw(meeting, save=save)
