"""Whose seat is whose on a day."""

from __future__ import annotations

import datetime
from dataclasses import dataclass

from meetings.models import Board, Member, Seat


@dataclass(frozen=True)
class Seats:
    """Keys of the seats in force on a day: by the person who sits on one, by organisation."""

    of_person: dict[int, int]
    of_organisation: dict[int, list[int]]
    organisation_of: dict[int, int | None]


def seats_on(board: Board, day: datetime.date) -> Seats:
    """In two queries. Merged people and organisations stand for those they were merged into."""
    found = Seats({}, {}, {})
    for seat in Seat.objects.current(day).filter(board=board).select_related("organisation"):
        firm = seat.organisation
        key = (firm.merged_into_id or firm.pk) if firm else None
        found.organisation_of[seat.pk] = key
        if key:
            found.of_organisation.setdefault(key, []).append(seat.pk)
        elif seat.person_id:
            found.of_person[seat.person_id] = seat.pk
    terms = Member.objects.current(day).filter(seat__in=found.organisation_of)
    for term in terms.select_related("person"):
        person = term.person.merged_into_id or term.person_id
        found.of_person.setdefault(person, term.seat_id)
    return found
