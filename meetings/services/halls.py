"""A meeting's hall: its seats and everybody there, as quorums and votes count them."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from meetings.models import (
    Attendance,
    Bylaws,
    Meeting,
    Member,
    Presence,
    Seat,
)
from meetings.models.fields import in_force
from meetings.rules import seats as rules
from meetings.rules.presence import Moment, Stay, is_there
from meetings.rules.seats import Missing
from meetings.rules.tally import Entry, Sheet
from meetings.services.bylaws import bylaws_by_day
from meetings.services.hall_rows import Told, seats, terms_of, told_of

SEATLESS_VOTERS = (Member.Role.MEMBER,)
THERE = (Attendance.Mode.PRESENT, Attendance.Mode.REMOTE)
HALF_A_DAY = 12 * 60
NOON = datetime.time(12)  # where nobody knows when a meeting began, its times are of one day


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

    `is_called`: anybody is on the attendance list at all. `profile` is a ballot's own, frozen
    when it was opened.
    """

    bylaws: Bylaws
    seats: tuple[rules.Seat, ...]
    guests: tuple[Guest, ...]
    is_called: bool
    begun: datetime.time
    places: Mapping[int, int]
    proxies: Mapping[int, int] = field(default_factory=dict)
    said: Mapping[int, int] = field(default_factory=dict)
    recused: Mapping[int, Mapping[int, str]] = field(default_factory=dict)
    ended: Mapping[int, datetime.date] = field(default_factory=dict)
    profile: rules.Profile | None = None

    def moment(self, item: int, *, is_now: bool = False, at: datetime.time | None = None) -> Moment:
        """A decision in an item; `at` is the local time, if it is taken now."""
        return Moment(self.places[item], is_now, self.minute(at))

    def minute(self, at: datetime.time | None) -> int | None:
        """The minute of the meeting at a local time."""
        return _minutes(self.begun, at)

    def clock(self, minute: int | None) -> datetime.time | None:
        """The local time of a minute of the meeting."""
        if minute is None:
            return None
        at = (self.begun.hour * 60 + self.begun.minute + minute) % (2 * HALF_A_DAY)
        return datetime.time(*divmod(at, 60))

    def sheet(self, item: int, moment: Moment) -> Sheet:
        """The seats at that moment, nobody having voted yet."""
        there = [guest for guest in self.guests if is_there(guest.stays, moment)]
        names = {guest.person: guest.name for guest in there}
        present = tuple(rules.Present(g.person, g.organisation, g.may_vote) for g in there)
        room = rules.Room(present, self.proxies, self.said)
        spoken = rules.speakers(self.seats, room, self.profile or profile_of(self.bylaws))
        out = self.recused.get(item, {})
        entries = [
            Entry(s, names.get(s.person or 0, ""), out.get(s.seat.key), others=_others(s, there))
            for s in spoken
        ]
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

    def written_sheet(self, item: int, day: datetime.date) -> Sheet:
        """The seats in a vote in writing, nobody having answered; who left by `day` drops out."""
        out = self.recused.get(item, {})
        entries = []
        for seat in self.seats:
            ended = self.ended.get(seat.key)
            missing = Missing.LEFT if ended and ended < day else Missing.SILENT
            entries.append(Entry(rules.Spoken(seat, missing=missing), "", out.get(seat.key)))
        return Sheet(tuple(entries), base=self.bylaws.seats_fixed, is_written=True)


def hall_of(
    meeting: Meeting,
    *,
    on: datetime.date,
    electorate: Iterable[Seat] | None = None,
    listed: Sequence[Attendance] | None = None,
) -> Hall:
    """Everything about a meeting's seats and people, in six queries, and one for what is rare.

    In: `on` is the day for a meeting without a date; `electorate` are a ballot's seats, left
    out for those in force; `listed` the attendance list, if it is there already. Merged people
    and organisations stand for those they were merged into.
    """
    days = {meeting: meeting.date or on}
    return _halls(days, told_of([meeting], listed), electorate)[meeting.pk]


def halls_of(
    meetings: Iterable[Meeting], *, on: datetime.date, electorate: Iterable[Seat] | None = None
) -> dict[int, Hall]:
    """The halls of meetings of one board, in as many queries as that of one."""
    days = {meeting: meeting.date or on for meeting in meetings}
    return _halls(days, told_of(days), electorate) if days else {}


def _halls(
    days: Mapping[Meeting, datetime.date], told: Told, electorate: Iterable[Seat] | None
) -> dict[int, Hall]:
    board, span = next(iter(days)).board, (min(days.values()), max(days.values()))
    laws = bylaws_by_day(board, days.values())
    terms = list(terms_of(board, span))
    if electorate is None:
        found = seats(board=board.pk, first=span[0], last=span[1])
    else:
        found = list(electorate)
    halls = {}
    for meeting, day in days.items():
        own_terms = [term for term in terms if in_force(term, day)]
        filled = [s for s in found if electorate is not None or in_force(s, day)]
        halls[meeting.pk] = _hall(meeting, laws[day], filled, own_terms, told)
    return halls


def _hall(
    meeting: Meeting, bylaws: Bylaws, seats: list[Seat], terms: list[Member], told: Told
) -> Hall:
    rows, places = told.rows[meeting.pk], told.places[meeting.pk]
    held = {term.person_id: term for term in terms}
    begun = meeting.called_to_order or meeting.start_time or NOON
    return Hall(
        bylaws=bylaws,
        seats=tuple(_seat(seat, terms) for seat in seats),
        guests=tuple(
            _guest(row, told.stays.get(row.pk, ()), held, places, begun)
            for row in rows
            if row.mode in THERE
        ),
        is_called=bool(rows),
        begun=begun,
        places=places,
        proxies=told.proxies.get(meeting.pk, {}),
        said=told.said.get(meeting.pk, {}),
        recused=told.recused.get(meeting.pk, {}),
        ended={seat.pk: seat.end_date for seat in seats if seat.end_date},
    )


def _others(spoken: rules.Spoken, there: Iterable[Guest]) -> tuple[str, ...]:
    """Who is there of a seat's people beside whoever speaks for it."""
    seat = spoken.seat
    return tuple(
        guest.name
        for guest in there
        if guest.person != spoken.person
        and (
            guest.person in seat.people
            or (seat.organisation is not None and guest.organisation == seat.organisation)
        )
    )


def profile_of(bylaws: Bylaws) -> rules.Profile:
    return rules.Profile(
        proxies=bylaws.allows_proxies,
        proxies_count=bylaws.proxies_count_for_quorum,
        proxies_across=bylaws.proxies_across_organisations,
        most_proxies=bylaws.most_proxies,
        delegates=bylaws.allows_other_delegates,
    )


def _seat(seat: Seat, terms: Iterable[Member]) -> rules.Seat:
    firm = seat.organisation
    own = (seat.person_id,) if seat.person_id else ()
    sitting = (term.person_id for term in terms if term.seat_id == seat.pk)
    people = tuple(dict.fromkeys((*own, *sitting)))
    return rules.Seat(
        seat.pk, seat.name, people, (firm.merged_into_id or firm.pk) if firm else None
    )


def _guest(
    row: Any,
    stays: Iterable[Presence],
    terms: Mapping[int, Member],
    places: Mapping[int, int],
    begun: datetime.time,
) -> Guest:
    person = row.kept_person
    term = terms.get(person)
    firm = term.organisation if term and not row.kept_firm else None
    return Guest(
        person,
        row.name,
        (firm.merged_into_id or firm.pk) if firm else row.kept_firm,
        _may_vote(row, term),
        row.is_presiding,
        tuple(
            Stay(
                places.get(stay.from_item_id or 0),
                places.get(stay.to_item_id or 0),
                _minutes(begun, stay.arrived),
                _minutes(begun, stay.left),
            )
            for stay in stays
        ),
    )


def _may_vote(row: Attendance, term: Member | None) -> bool:
    """Guests, staff and a chair without a vote speak for no seat. Source: domain rules, 1, 2."""
    if row.is_voting_as_recorded is False:
        return False
    if row.capacity in (Attendance.Capacity.GUEST, Attendance.Capacity.STAFF):
        return False
    return term is None or term.seat_id is not None or term.role in SEATLESS_VOTERS


def _minutes(begun: datetime.time, time: datetime.time | None) -> int | None:
    """Minutes since the meeting began; a time up to half a day before lies before it."""
    if time is None:
        return None
    apart = (time.hour - begun.hour) * 60 + time.minute - begun.minute
    return (apart + HALF_A_DAY) % (2 * HALF_A_DAY) - HALF_A_DAY
