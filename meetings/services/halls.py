"""A meeting's hall: its seats and everybody there, as quorums and votes count them."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from django.db.models import F

from meetings.models import (
    AgendaItem,
    Attendance,
    Bylaws,
    Meeting,
    Member,
    Proxy,
    Recusal,
    Representation,
    Seat,
)
from meetings.rules import seats as rules
from meetings.rules.presence import Moment, Stay, is_there
from meetings.rules.tally import Entry, Sheet
from meetings.services.bylaws import bylaws_on

SEATLESS_VOTERS = (Member.Role.MEMBER,)
THERE = (Attendance.Mode.PRESENT, Attendance.Mode.REMOTE)
HALF_A_DAY = 12 * 60


@dataclass(frozen=True)
class Guest:
    """Somebody of the attendance list who came; `is_presiding` as the list says."""

    person: int
    name: str
    organisation: int | None
    may_vote: bool
    is_presiding: bool
    stays: tuple[Stay, ...]


@dataclass(frozen=True)
class Hall:
    """What decides who speaks for a seat in a meeting; `places` are the items' in the order taken.

    `is_called`: anybody is on the attendance list at all.
    """

    bylaws: Bylaws
    seats: tuple[rules.Seat, ...]
    guests: tuple[Guest, ...]
    is_called: bool
    begun: datetime.time | None
    places: Mapping[int, int]
    proxies: Mapping[int, int] = field(default_factory=dict)
    said: Mapping[int, int] = field(default_factory=dict)
    recused: Mapping[int, Mapping[int, str]] = field(default_factory=dict)

    def moment(self, item: int, *, is_now: bool = False, at: datetime.time | None = None) -> Moment:
        """A decision in an item; `at` is the local time, if it is taken now."""
        minute = _minutes(self.begun, at) if at else None
        return Moment(self.places[item], is_now, minute)

    def sheet(self, item: int, moment: Moment) -> Sheet:
        """The seats at that moment, nobody having voted yet."""
        there = [guest for guest in self.guests if is_there(guest.stays, moment)]
        names = {guest.person: guest.name for guest in there}
        present = tuple(rules.Present(g.person, g.organisation, g.may_vote) for g in there)
        room = rules.Room(present, self.proxies, self.said)
        spoken = rules.speakers(self.seats, room, profile_of(self.bylaws))
        out = self.recused.get(item, {})
        entries = [Entry(s, names.get(s.person or 0, ""), out.get(s.seat.key)) for s in spoken]
        speaking = {one.person for one in spoken}
        return Sheet(
            tuple(entries),
            base=self.bylaws.seats_fixed,
            refers_ties=self.bylaws.casting_vote == Bylaws.CastingVote.REFER,
            without_vote=tuple(
                f"{g.name} (presiding)"
                for g in there
                if g.is_presiding and g.person not in speaking
            ),
        )


def hall_of(
    meeting: Meeting, *, on: datetime.date, electorate: Iterable[Seat] | None = None
) -> Hall:
    """Everything about a meeting's seats and people, in nine queries.

    In: `on` is the day for a meeting without a date; `electorate` are a ballot's seats, left
    out for those in force. Merged people and organisations stand for those they were merged
    into.
    """
    day = meeting.date or on
    bylaws = bylaws_on(meeting.board, day)
    terms = list(_terms(meeting, day))
    seats = Seat.objects.current(day).filter(board=meeting.board).select_related("organisation")
    listed = Attendance.objects.filter(meeting=meeting).select_related("person", "organisation")
    rows = list(listed.prefetch_related("presences"))
    items = AgendaItem.objects.filter(meeting=meeting)
    order = items.order_by(F("order_taken").asc(nulls_last=True), "position")
    places = {pk: place for place, pk in enumerate(order.values_list("pk", flat=True))}
    held = {term.person_id: term for term in terms}
    begun = meeting.called_to_order or meeting.start_time
    came = [row for row in rows if row.mode in THERE]
    known = [_seat(seat, terms) for seat in (seats if electorate is None else electorate)]
    return Hall(
        bylaws=bylaws,
        seats=tuple(known),
        guests=tuple(_guest(row, held, places, begun) for row in came),
        is_called=bool(rows),
        begun=begun,
        places=places,
        proxies=_proxies(meeting),
        said=_said(meeting),
        recused=_recused(meeting),
    )


def profile_of(bylaws: Bylaws) -> rules.Profile:
    return rules.Profile(
        proxies=bylaws.allows_proxies,
        proxies_count=bylaws.proxies_count_for_quorum,
        proxies_across=bylaws.proxies_across_organisations,
        most_proxies=bylaws.most_proxies,
        delegates=bylaws.allows_other_delegates,
    )


def _terms(meeting: Meeting, day: datetime.date) -> Iterable[Member]:
    terms = Member.objects.current(day).filter(person__board=meeting.board_id)
    for term in terms.select_related("person", "organisation").order_by("precedence", "pk"):
        term.person_id = term.person.merged_into_id or term.person_id
        yield term


def _seat(seat: Seat, terms: Iterable[Member]) -> rules.Seat:
    firm = seat.organisation
    own = (seat.person_id,) if seat.person_id else ()
    sitting = (term.person_id for term in terms if term.seat_id == seat.pk)
    people = tuple(dict.fromkeys((*own, *sitting)))
    return rules.Seat(
        seat.pk, seat.name, people, (firm.merged_into_id or firm.pk) if firm else None
    )


def _guest(
    row: Attendance,
    terms: Mapping[int, Member],
    places: Mapping[int, int],
    begun: datetime.time | None,
) -> Guest:
    person = row.person.merged_into_id or row.person_id
    term = terms.get(person)
    firm = row.organisation or (term.organisation if term else None)
    return Guest(
        person,
        row.name,
        (firm.merged_into_id or firm.pk) if firm else None,
        _may_vote(row, term),
        row.is_presiding,
        tuple(
            Stay(
                places.get(stay.from_item_id or 0),
                places.get(stay.to_item_id or 0),
                _minutes(begun, stay.arrived),
                _minutes(begun, stay.left),
            )
            for stay in row.presences.all()
        ),
    )


def _may_vote(row: Attendance, term: Member | None) -> bool:
    """Guests, staff and a chair without a vote speak for no seat. Source: domain rules, 1, 2."""
    if row.is_voting_as_recorded is False:
        return False
    if row.capacity in (Attendance.Capacity.GUEST, Attendance.Capacity.STAFF):
        return False
    return term is None or term.seat_id is not None or term.role in SEATLESS_VOTERS


def _minutes(begun: datetime.time | None, time: datetime.time | None) -> int | None:
    """Minutes since the meeting began; a time up to half a day before lies before it."""
    if begun is None or time is None:
        return None
    apart = (time.hour - begun.hour) * 60 + time.minute - begun.minute
    return (apart + HALF_A_DAY) % (2 * HALF_A_DAY) - HALF_A_DAY


def _proxies(meeting: Meeting) -> dict[int, int]:
    rows = Proxy.objects.filter(meeting=meeting).select_related("holder")
    return {row.seat_id: row.holder.merged_into_id or row.holder_id for row in rows}


def _said(meeting: Meeting) -> dict[int, int]:
    rows = Representation.objects.filter(meeting=meeting).select_related("attendance__person")
    people = ((row.seat_id, row.attendance.person) for row in rows)
    return {seat: person.merged_into_id or person.pk for seat, person in people}


def _recused(meeting: Meeting) -> dict[int, dict[int, str]]:
    """The nature of each conflict, by item and seat."""
    found: dict[int, dict[int, str]] = {}
    for row in Recusal.objects.filter(item__meeting=meeting, seat__isnull=False):
        found.setdefault(row.item_id, {})[row.seat_id or 0] = row.nature
    return found
