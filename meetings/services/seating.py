"""Seats: made, ended, and handed from one person to another on a day."""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from meetings.models import Board, Member, Organisation, Person, Seat
from meetings.services.members import A_DAY, Place, open_term, said, seat_member, stored, succeed
from meetings.services.refusals import Refused


@transaction.atomic
def add_seat(
    board: Board, *, name: str, holder: Organisation | Person, since: datetime.date | None
) -> Seat:
    """One more vote on the board, held by an organisation or a person.

    The same asked twice is one seat. Raises Refused where a seat in force has the name.
    """
    board.wait_for_turn()
    held = {"organisation" if isinstance(holder, Organisation) else "person": holder}
    same: Seat | None = Seat.objects.filter(board=board, name__iexact=name, end_date=None).first()
    if same and same.start_date == since and holder in (same.organisation, same.person):
        return same
    if same:
        raise Refused(_("The board has a seat “%s” already.") % same)
    return stored(Seat(board=board, name=name, start_date=since, **held))


@transaction.atomic
def end_seat(seat: Seat, *, last_day: datetime.date) -> int:
    """The seat's last day: who sits on it stays a member without a vote from the next.

    Out: how many people that is. Raises Refused with the reason.
    """
    seat = _in_turn(seat)
    if seat.end_date == last_day:
        return 0
    if seat.end_date and seat.end_date < last_day:
        raise Refused(_("This seat ended on %s already.") % said(seat.end_date))
    if seat.start_date and last_day < seat.start_date:
        raise Refused(_("The seat began on %s: it cannot end before.") % said(seat.start_date))
    next_day = last_day + A_DAY
    terms = list(people_of(seat))
    for term in terms:
        begins = max(term.start_date or next_day, next_day)
        succeed([(term, {"seat": None, "precedence": 1}, begins)])
    seat.end_date = last_day
    seat.save(update_fields=["end_date"])
    return len(terms)


@transaction.atomic
def represent(
    seat: Seat,
    *,
    order: Mapping[int, int | None],
    since: datetime.date,
    newcomer: tuple[Person, int] | None = None,
) -> bool:
    """Who speaks for a seat from a day on: 1 is its representative, 2 and up are alternates.

    In: `order` by the key of each person on the seat; None leaves it and stays a member
    without a vote. `newcomer` is somebody else who takes a place. Out: whether that changed
    anything: the same asked twice changes nothing. Raises Refused with the reason.
    """
    seat = _in_turn(seat)
    terms = {term.person_id: term for term in people_of(seat)}
    wanted = {pk: at for pk, at in order.items() if at or pk in terms}
    if newcomer and newcomer[0].pk in terms:
        wanted[newcomer[0].pk], newcomer = newcomer[1], None
    if set(wanted) != set(terms):
        raise Refused(_("Somebody changed who sits here in the meantime. Look again."))
    changes: list[tuple[Member, dict[str, Any], datetime.date]] = [
        (terms[pk], {"precedence": at} if at else {"seat": None, "precedence": 1}, since)
        for pk, at in sorted(wanted.items(), key=lambda pair: pair[1] is not None)
        if at != terms[pk].precedence
    ]
    succeed(changes)
    if newcomer:
        _seat_newcomer(seat, *newcomer, since)
    return bool(changes or newcomer)


def _seat_newcomer(seat: Seat, person: Person, at: int, since: datetime.date) -> None:
    term = open_term(person)
    if term and term.seat_id and term.seat_id != seat.pk:
        taken = {"name": person.name, "seat": term.seat}
        raise Refused(_("%(name)s sits on the seat “%(seat)s”. Free them there first.") % taken)
    seat_member(person, place=Place(seat=seat, precedence=at), since=since)


def people_of(seat: Seat) -> Any:
    """The open terms on a seat, its representative first."""
    terms = Member.objects.filter(seat=seat, end_date=None).order_by("precedence", "pk")
    return terms.select_related("person__board", "seat", "organisation")


def _in_turn(seat: Seat) -> Seat:
    seat.board.wait_for_turn()
    rows = Seat.objects.select_related("board", "organisation", "person")
    now: Seat | None = rows.filter(pk=seat.pk).first()
    if now is None:
        raise Refused(_("This seat has been deleted in the meantime."))
    return now
