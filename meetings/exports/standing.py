"""The members' status: each organisation's standing, and who holds which seat, on a day."""

from __future__ import annotations

import datetime
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from meetings.models import Affiliation, Board, Member, Organisation, Person, Seat

RECORDED = ("membership_class", "contract", "fee", "fee_due_on", "fee_paid_on")


@dataclass(frozen=True)
class Line:
    """An organisation, or a person with a seat of their own, and one seat of theirs or none.

    `people` are those who sit on the seat, or are on the board for the organisation without
    one; the representative first.
    """

    organisation: Organisation | None
    affiliation: Affiliation | None
    seat: Seat | None
    people: tuple[Person, ...]

    @property
    def is_vacant(self) -> bool:
        return self.seat is not None and not self.people


def standing_on(board: Board, day: datetime.date, *, today: datetime.date) -> list[Line]:
    """Everybody with a seat or a membership on a day, by name, in five queries at most.

    A day that has passed is told as it had been recorded by its end; what was written down
    only later is told from the first entry there is. Merged records stand for those kept.
    """
    standings = {_firm_key(row): row for row in _affiliations(board, day)}
    if day < today:
        _as_recorded(board, day, standings.values())
    firms = {_firm_key(row): row.organisation.kept_as for row in standings.values()}
    seats: dict[int, list[Seat]] = defaultdict(list)
    own: list[Seat] = []
    for seat in _seats(board, day):
        if seat.organisation:
            firms[seat.organisation.kept_as.pk] = seat.organisation.kept_as
            seats[seat.organisation.kept_as.pk].append(seat)
        else:
            own.append(seat)
    sitting, seatless = _people(board, day)
    found = [
        line
        for key, firm in sorted(firms.items(), key=lambda pair: pair[1].name.casefold())
        for line in _lines(firm, standings.get(key), seats[key], sitting, tuple(seatless[key]))
    ]
    return found + [Line(None, None, seat, _own(seat, sitting)) for seat in own]


def _lines(
    firm: Organisation,
    affiliation: Affiliation | None,
    seats: list[Seat],
    sitting: dict[int, list[Person]],
    seatless: tuple[Person, ...],
) -> Iterator[Line]:
    for seat in seats:
        yield Line(firm, affiliation, seat, tuple(sitting[seat.pk]))
    if not seats:
        yield Line(firm, affiliation, None, seatless)


def _own(seat: Seat, sitting: dict[int, list[Person]]) -> tuple[Person, ...]:
    holder = (seat.person.kept_as,) if seat.person else ()
    return tuple(dict.fromkeys((*holder, *sitting[seat.pk])))


def _affiliations(board: Board, day: datetime.date) -> Iterable[Affiliation]:
    rows: Iterable[Affiliation] = (
        Affiliation.objects.current(day)
        .filter(organisation__board=board)
        .select_related("organisation__merged_into")
        .order_by("start_date", "pk")
    )
    return rows


def _seats(board: Board, day: datetime.date) -> Iterable[Seat]:
    ways = ("organisation__merged_into", "person__merged_into")
    rows: Iterable[Seat] = (
        Seat.objects.current(day).filter(board=board).select_related(*ways).order_by("name", "pk")
    )
    return rows


def _firm_key(row: Affiliation) -> int:
    return row.organisation.merged_into_id or row.organisation_id


def _people(
    board: Board, day: datetime.date
) -> tuple[dict[int, list[Person]], dict[int, list[Person]]]:
    """By seat, and those without a seat by their organisation."""
    sitting: dict[int, list[Person]] = defaultdict(list)
    seatless: dict[int, list[Person]] = defaultdict(list)
    terms = Member.objects.current(day).filter(person__board=board, is_from_minutes=False)
    ways = ("person__merged_into", "organisation")
    for term in terms.select_related(*ways).order_by("precedence", "pk"):
        firm = term.organisation
        if term.seat_id:
            sitting[term.seat_id].append(term.person.kept_as)
        elif firm:
            seatless[firm.merged_into_id or firm.pk].append(term.person.kept_as)
    return sitting, seatless


def _as_recorded(board: Board, day: datetime.date, rows: Iterable[Affiliation]) -> None:
    """Class, contract and fee as the history had them when the day ended."""
    by_key: dict[Any, Affiliation] = {row.pk: row for row in rows}
    end = datetime.datetime.combine(day, datetime.time.max, board.zone)
    told: set[Any] = set()
    entries = Affiliation.history.filter(id__in=by_key).order_by("history_date", "history_id")
    for entry in entries:
        if entry.id not in told or entry.history_date <= end:
            told.add(entry.id)
            for name in RECORDED:
                setattr(by_key[entry.id], name, getattr(entry, name))


def sitting_on(day: datetime.date) -> Any:
    """The terms of those who sit on seats that day, the representative first."""
    terms = Member.objects.current(day).filter(is_from_minutes=False)
    return terms.select_related("person").order_by("precedence", "pk")


def history_of(organisations: Iterable[int]) -> list[Any]:
    """What was recorded of their memberships and when, newest first; one entry a change."""
    entries = Affiliation.history.filter(organisation__in=list(organisations))
    return list(entries.select_related("history_user").order_by("-history_date", "-history_id"))
