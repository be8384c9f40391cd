"""Who is told for a seat or an organisation: those who speak for it on a day."""

from __future__ import annotations

import datetime
from dataclasses import dataclass

from meetings.models import ActionOwner, Board, Member, Organisation, Person, Seat


@dataclass(frozen=True)
class Voice:
    """A seat's named representative; the organisation alone where nobody sits on the seat."""

    person: Person | None = None
    organisation: Organisation | None = None

    @property
    def key(self) -> str:
        return (
            f"p{self.person.pk}"
            if self.person
            else f"o{self.organisation and self.organisation.pk}"
        )

    @property
    def name(self) -> str:
        return str(self.person or self.organisation)


@dataclass(frozen=True)
class Voices:
    """Everybody who is told on a day, by seat; by organisation for what it owns."""

    of_seats: tuple[Voice, ...]
    of_organisation: dict[int, tuple[Person, ...]]

    def behind(self, owner: ActionOwner) -> tuple[Person, ...]:
        """Those to tell of an action of this owner; nobody for an outside name."""
        if owner.person:
            return (owner.person.merged_into or owner.person,)
        firm = owner.organisation
        return self.of_organisation.get(firm.merged_into_id or firm.pk, ()) if firm else ()


def voices_on(board: Board, day: datetime.date) -> Voices:
    """In two queries. An organisation without a seat is told through all its people."""
    terms = Member.objects.current(day).filter(person__board=board).order_by("precedence", "pk")
    first: dict[int, Person] = {}
    people: dict[int, list[Person]] = {}
    for term in terms.select_related("person__merged_into"):
        person = term.person.merged_into or term.person
        if term.seat_id:
            first.setdefault(term.seat_id, person)
        if term.organisation_id:
            people.setdefault(term.organisation_id, []).append(person)
    seated: dict[int, list[Person]] = {}
    voices: dict[str, Voice] = {}
    seats = Seat.objects.current(day).filter(board=board)
    for seat in seats.select_related("organisation__merged_into", "person__merged_into"):
        firm = seat.organisation and (seat.organisation.merged_into or seat.organisation)
        own = seat.person and (seat.person.merged_into or seat.person)
        voice = Voice(own or first.get(seat.pk), firm)
        voices.setdefault(voice.key, voice)
        if firm and voice.person:
            seated.setdefault(firm.pk, []).append(voice.person)
    of_firm = {key: tuple(dict.fromkeys(found)) for key, found in (people | seated).items()}
    return Voices(tuple(voices.values()), of_firm)
