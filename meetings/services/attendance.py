"""Who was there, as a list says it: people and organisations found or made."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping

from meetings.importers.document import Attendee, Role
from meetings.models import Attendance, Board, Meeting, Organisation, Person
from meetings.notation.names import fold
from meetings.services.refusals import Refused


class _Directory:
    """The board's people and organisations by every name they are written with."""

    def __init__(self, board: Board, chosen: Mapping[str, Person]) -> None:
        self.board = board
        self.made: dict[str, list[int]] = {"people": [], "organisations": []}
        people = Person.objects.filter(board=board).select_related("merged_into")
        firms = Organisation.objects.filter(board=board).select_related("merged_into")
        self._people: dict[str, dict[int, Person]] = defaultdict(dict)
        self._firms: dict[str, Organisation] = {}
        for person in people.prefetch_related("aliases"):
            target = person.merged_into or person
            for name in (person.name, *(a.name for a in person.aliases.all())):
                self._people[fold(name)][target.pk] = target
        self._people |= {name: {person.pk: person} for name, person in chosen.items()}
        for firm in firms.prefetch_related("aliases"):
            for name in (firm.name, *(a.name for a in firm.aliases.all())):
                self._firms[fold(name)] = firm.merged_into or firm

    def person(self, attendee: Attendee) -> Person:
        """The board's person of that full name or alias, or a new one."""
        found = self._people[fold(attendee.name)]
        if len(found) > 1:
            raise Refused(
                f"Line {attendee.line}: this board has {len(found)} people called "
                f"{attendee.name}. Merge them or rename one, then import again."
            )
        if not found:
            person = Person.objects.create(board=self.board, name=attendee.name)
            found[person.pk] = person
            self.made["people"].append(person.pk)
        return next(iter(found.values()))

    def organisation(self, name: str | None) -> Organisation | None:
        if not name:
            return None
        if fold(name) not in self._firms:
            self._firms[fold(name)] = Organisation.objects.create(board=self.board, name=name)
            self.made["organisations"].append(self._firms[fold(name)].pk)
        return self._firms[fold(name)]


def create_attendance(
    meeting: Meeting, attendees: tuple[Attendee, ...], chosen: Mapping[str, Person]
) -> dict[str, list[int]]:
    """The attendance list of a meeting; people and organisations are known or made.

    In: also, by folded name, whom somebody said that a name of the list means.
    Out: the keys of the "people" and "organisations" that were made.
    Raises Refused where the board has two people of one full name or alias.
    """
    directory = _Directory(meeting.board, chosen)
    rows: dict[int, Attendance] = {}
    for position, attendee in enumerate(attendees, start=1):
        person = directory.person(attendee)
        is_there = attendee.is_present
        row = Attendance(
            meeting=meeting,
            person=person,
            organisation=directory.organisation(attendee.organisation),
            position=position,
            name=attendee.name,
            organisation_name=attendee.organisation or "",
            mode=_mode(attendee),
            capacity=_capacity(attendee),
            is_presiding=is_there and attendee.role is Role.CHAIR,
            is_taking_minutes=is_there and attendee.role is Role.SECRETARY,
            is_voting_as_recorded=attendee.is_voting,
        )
        rows.setdefault(person.pk, row)
    Attendance.objects.bulk_create(rows.values())
    return directory.made


def _mode(attendee: Attendee) -> str:
    if attendee.is_present:
        return Attendance.Mode.PRESENT
    return Attendance.Mode.APOLOGIES if attendee.has_apologised else Attendance.Mode.ABSENT


def _capacity(attendee: Attendee) -> str:
    if attendee.role is Role.GUEST:
        return Attendance.Capacity.GUEST
    if attendee.role is Role.MEMBER:
        return Attendance.Capacity.MEMBER
    return Attendance.Capacity.UNSTATED
