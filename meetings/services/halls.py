"""A meeting's hall: its seats and everybody there, as quorums and votes count them."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from django.db.models import F

from meetings.models import (
    AgendaItem,
    Attendance,
    Board,
    Bylaws,
    Meeting,
    Member,
    Proxy,
    Recusal,
    Representation,
    Seat,
)
from meetings.models.fields import in_force
from meetings.rules import seats as rules
from meetings.rules.presence import Moment, Stay, is_there
from meetings.rules.seats import Missing
from meetings.rules.tally import Entry, Sheet
from meetings.services.bylaws import bylaws_by_day

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
    meeting: Meeting, *, on: datetime.date, electorate: Iterable[Seat] | None = None
) -> Hall:
    """Everything about a meeting's seats and people, in nine queries.

    In: `on` is the day for a meeting without a date; `electorate` are a ballot's seats, left
    out for those in force. Merged people and organisations stand for those they were merged
    into.
    """
    return halls_of([meeting], on=on, electorate=electorate)[meeting.pk]


def halls_of(
    meetings: Iterable[Meeting], *, on: datetime.date, electorate: Iterable[Seat] | None = None
) -> dict[int, Hall]:
    """The halls of meetings of one board, in as many queries as that of one."""
    days = {meeting: meeting.date or on for meeting in meetings}
    if not days:
        return {}
    board, span = next(iter(days)).board, (min(days.values()), max(days.values()))
    laws = bylaws_by_day(board, days.values())
    terms = list(_terms(board, span))
    seats = list(_seats(board, span) if electorate is None else electorate)
    told = _told(days)
    halls = {}
    for meeting, day in days.items():
        own_terms = [term for term in terms if in_force(term, day)]
        filled = [s for s in seats if electorate is not None or in_force(s, day)]
        halls[meeting.pk] = _hall(meeting, laws[day], filled, own_terms, told)
    return halls


@dataclass(frozen=True)
class _Told:
    """What the rows of several meetings say, by meeting."""

    rows: Mapping[int, list[Attendance]]
    places: Mapping[int, dict[int, int]]
    proxies: Mapping[int, dict[int, int]]
    said: Mapping[int, dict[int, int]]
    recused: Mapping[int, dict[int, dict[int, str]]]


def _told(meetings: Iterable[Meeting]) -> _Told:
    keys = [meeting.pk for meeting in meetings]
    listed = Attendance.objects.filter(meeting__in=keys).select_related("person", "organisation")
    rows: dict[int, list[Attendance]] = {key: [] for key in keys}
    for row in listed.prefetch_related("presences"):
        rows[row.meeting_id].append(row)
    order = (F("order_taken").asc(nulls_last=True), "position")
    places: dict[int, dict[int, int]] = {key: {} for key in keys}
    items = AgendaItem.objects.filter(meeting__in=keys).order_by("meeting", *order)
    for pk, meeting in items.values_list("pk", "meeting"):
        places[meeting][pk] = len(places[meeting])
    return _Told(rows, places, _proxies(keys), _said(keys), _recused(keys))


def _hall(
    meeting: Meeting, bylaws: Bylaws, seats: list[Seat], terms: list[Member], told: _Told
) -> Hall:
    rows, places = told.rows[meeting.pk], told.places[meeting.pk]
    held = {term.person_id: term for term in terms}
    begun = meeting.called_to_order or meeting.start_time or NOON
    return Hall(
        bylaws=bylaws,
        seats=tuple(_seat(seat, terms) for seat in seats),
        guests=tuple(_guest(row, held, places, begun) for row in rows if row.mode in THERE),
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


Span = tuple[datetime.date, datetime.date]


def _terms(board: Board, span: Span) -> Iterable[Member]:
    terms = Member.objects.within(*span).filter(person__board=board)
    for term in terms.select_related("person", "organisation").order_by("precedence", "pk"):
        term.person_id = term.person.merged_into_id or term.person_id
        yield term


def _seats(board: Board, span: Span) -> Iterable[Seat]:
    yield from Seat.objects.within(*span).filter(board=board).select_related("organisation")


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
    begun: datetime.time,
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


def _minutes(begun: datetime.time, time: datetime.time | None) -> int | None:
    """Minutes since the meeting began; a time up to half a day before lies before it."""
    if time is None:
        return None
    apart = (time.hour - begun.hour) * 60 + time.minute - begun.minute
    return (apart + HALF_A_DAY) % (2 * HALF_A_DAY) - HALF_A_DAY


def _proxies(meetings: list[int]) -> dict[int, dict[int, int]]:
    """Who holds the proxy of which seat, by meeting."""
    found: dict[int, dict[int, int]] = {}
    for row in Proxy.objects.filter(meeting__in=meetings).select_related("holder"):
        found.setdefault(row.meeting_id, {})[row.seat_id] = (
            row.holder.merged_into_id or row.holder_id
        )
    return found


def _said(meetings: list[int]) -> dict[int, dict[int, int]]:
    """Who was said to speak for which seat, by meeting."""
    found: dict[int, dict[int, int]] = {}
    rows = Representation.objects.filter(meeting__in=meetings)
    for row in rows.select_related("attendance__person"):
        person = row.attendance.person
        found.setdefault(row.meeting_id, {})[row.seat_id] = person.merged_into_id or person.pk
    return found


def _recused(meetings: list[int]) -> dict[int, dict[int, dict[int, str]]]:
    """The nature of each conflict, by meeting, item and seat."""
    found: dict[int, dict[int, dict[int, str]]] = {}
    rows = Recusal.objects.filter(item__meeting__in=meetings, seat__isnull=False)
    for row in rows.select_related("item"):
        of_meeting = found.setdefault(row.item.meeting_id, {})
        of_meeting.setdefault(row.item_id, {})[row.seat_id or 0] = row.nature
    return found
