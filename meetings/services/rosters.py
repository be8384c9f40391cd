"""Whom the names in a meeting's notes may mean."""

from __future__ import annotations

from meetings.models import AgendaItem, Attendance, Meeting, Organisation, Person
from meetings.notation.context import Context, ItemRef
from meetings.notation.names import Known, Roster


def context_for(meeting: Meeting) -> Context:
    """What the notes of a meeting are read against.

    Keys are primary keys. Who is on the attendance list wins over the rest of the board.
    A merged record stands for the one it was merged into. Dates without a year are
    understood from the meeting's date, local to the board.
    """
    listed = Attendance.objects.filter(meeting=meeting)
    there = set(listed.values_list("person_id", flat=True))
    people = Person.objects.filter(board=meeting.board_id).prefetch_related("aliases")
    firms = Organisation.objects.filter(board=meeting.board_id).prefetch_related("aliases")
    roster = Roster(_known(people, there), _known(firms, set()))
    return Context(roster, meeting.date, item_refs(meeting))


def item_refs(meeting: Meeting) -> tuple[ItemRef, ...]:
    """The agenda, as the notes of its items may refer to it."""
    items = AgendaItem.objects.filter(meeting=meeting).prefetch_related("presenters")
    return tuple(
        ItemRef(i.position, i.title, tuple(p.name for p in i.presenters.all())) for i in items
    )


def _known(records: object, there: set[int]) -> list[Known]:
    rows: list[Person | Organisation] = list(records)  # type: ignore[call-overload]
    names: dict[int, list[str]] = {row.pk: [] for row in rows}
    here = set(there)
    for row in rows:
        target = row.merged_into_id or row.pk
        names[target] += [alias.name for alias in row.aliases.all()]
        if row.merged_into_id:
            names[target].append(row.name)
            if row.pk in there:
                here.add(target)
    return [
        Known(row.pk, row.name, tuple(names[row.pk]), row.pk in here)
        for row in rows
        if not row.merged_into_id
    ]
