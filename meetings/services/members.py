"""Members' terms: begun, changed and ended on a day. What was, stays as it was."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, TypeAlias, TypeVar

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import F, Max, Model
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from meetings.models import Ballot, Member, Organisation, Person, Seat
from meetings.services.naming import in_turn
from meetings.services.refusals import Refused

A_DAY = datetime.timedelta(days=1)
PARKED = 10_000  # out of the way while people of a seat change places
Changes: TypeAlias = Mapping[str, Any]
Row = TypeVar("Row", bound=Model)


@dataclass(frozen=True)
class Place:
    """What somebody is on the board; without a precedence they come last on the seat.

    Without an organisation they are there for the seat's.
    """

    role: str = Member.Role.MEMBER
    seat: Seat | None = None
    organisation: Organisation | None = None
    precedence: int | None = None

    def fields(self) -> dict[str, Any]:
        held_by = self.seat.organisation if self.seat else None
        return {
            "role": self.role,
            "seat": self.seat,
            "organisation": self.organisation or held_by,
            "precedence": self.precedence or (next_precedence(self.seat) if self.seat else 1),
        }


def next_precedence(seat: Seat) -> int:
    highest = Member.objects.filter(seat=seat, end_date=None).aggregate(n=Max("precedence"))["n"]
    return (highest or 0) + 1


def open_term(person: Person) -> Member | None:
    terms = Member.objects.filter(person=person, end_date=None)
    return terms.select_related("person__board", "seat", "organisation").first()


@transaction.atomic
def seat_member(person: Person, *, place: Place, since: datetime.date) -> Member:
    """Makes somebody a member from a day on, or gives a member another seat or organisation.

    Who is a member keeps their role: that is changed by `change_role`. Asked a second time
    it changes nothing. Raises Refused with the reason.
    """
    person = in_turn(person)
    if person.merged_into:
        raise Refused(_("%s was merged into another record.") % person)
    if place.seat and place.seat.end_date and place.seat.end_date < since:
        day = {"seat": place.seat, "day": said(place.seat.end_date)}
        raise Refused(_("The seat “%(seat)s” ended on %(day)s.") % day)
    term = open_term(person)
    if term:
        return _reseat(term, place, since)
    _refuse_overlap(person, since)
    return stored(Member(person=person, start_date=since, **place.fields()))


def _reseat(term: Member, place: Place, since: datetime.date) -> Member:
    changes = place.fields()
    del changes["role"]
    if place.precedence is None and place.seat == term.seat:
        changes["precedence"] = term.precedence
    return succeed([(term, changes, since)])[0]


@transaction.atomic
def change_role(term: Member, *, role: str, is_administrator: bool, since: datetime.date) -> Member:
    """Another role, or the administrator's mark, from a day on. Raises Refused."""
    term = _in_turn(term)
    if not is_administrator:
        _keep_an_administrator(term, since)
    changes = {"role": role, "is_administrator": is_administrator}
    return succeed([(term, changes, since)])[0]


@transaction.atomic
def end_term(term: Member, *, last_day: datetime.date, today: datetime.date) -> None:
    """The term's last day. One that begins today or later can be taken back altogether,
    by a last day before it begins. Raises Refused with the reason.
    """
    term = _in_turn(term)
    if term.end_date == last_day:
        return
    if term.end_date and term.end_date < last_day:
        raise Refused(_("This term ended on %s already.") % said(term.end_date))
    _keep_an_administrator(term, last_day + A_DAY)
    if term.start_date and last_day < term.start_date:
        if term.start_date < today:
            raise Refused(_("The term began on %s: it cannot end before.") % said(term.start_date))
        term.delete()
        return
    term.end_date = last_day
    term.save(update_fields=["end_date"])


def succeed(changes: Iterable[tuple[Member, Changes, datetime.date]]) -> list[Member]:
    """Terms that go on otherwise from a day: each ends the day before, and another begins.

    A term that began on that very day is put right instead; one that is so already is left
    alone. People of one seat may change places. Raises Refused; the caller's transaction
    holds all of it or nothing.
    """
    asked = [(*one, differs(*one[:2])) for one in changes]
    for number, (term, _wanted, since, is_other) in enumerate(asked):
        if is_other:
            _make_room(term, since, number)
    return [_after(term, want, since) if other else term for term, want, since, other in asked]


def differs(term: Member, wanted: Changes) -> bool:
    return any(getattr(term, name) != value for name, value in wanted.items())


def _make_room(term: Member, since: datetime.date, number: int) -> None:
    name = {"name": term.person.name}
    if term.start_date and since < term.start_date:
        day = name | {"day": said(term.start_date)}
        raise Refused(
            _("%(name)s's term began on %(day)s: a change lies on that day or later.") % day
        )
    if term.end_date and term.end_date < since:
        raise Refused(
            _("%(name)s's term ended on %(day)s.") % (name | {"day": said(term.end_date)})
        )
    if term.start_date == since:
        Member.objects.filter(pk=term.pk).update(precedence=PARKED + F("precedence") + number)
    else:
        Member.objects.filter(pk=term.pk).update(end_date=since - A_DAY)


def _after(term: Member, wanted: Changes, since: datetime.date) -> Member:
    if term.start_date == since:
        for name, value in wanted.items():
            setattr(term, name, value)
        refuse_conflicts(term)
        term.save(update_fields=list(wanted))
        return term
    kept = {field.attname: getattr(term, field.attname) for field in Member._meta.concrete_fields}
    new = Member(**(kept | {"id": None, "start_date": since}))
    new.person = term.person
    for name, value in wanted.items():
        setattr(new, name, value)
    term.end_date = since - A_DAY
    term.save(update_fields=["end_date"])  # with its entry in the history
    return stored(new)


def stored(row: Row) -> Row:
    """A new row, refused in the database's words where it conflicts."""
    refuse_conflicts(row)
    row.save(force_insert=True)
    return row


def refuse_conflicts(row: Model) -> None:
    """Raises Refused with the sentences of the constraints that the row would break."""
    try:
        row.validate_constraints()
    except ValidationError as no:
        raise Refused(" ".join(no.messages)) from no


def _refuse_overlap(person: Person, since: datetime.date) -> None:
    """One term at a time: what minutes show of earlier terms stands beside it."""
    by_hand = Member.objects.filter(person=person, is_from_minutes=False)
    later = by_hand.filter(end_date__gte=since).order_by("-end_date").first()
    if later and later.end_date:
        name = {"name": person.name, "day": said(later.end_date)}
        raise Refused(_("%(name)s has a term until %(day)s: the next begins after it.") % name)


def _keep_an_administrator(term: Member, on: datetime.date) -> None:
    """A board without an administrator could not give itself another."""
    if not term.is_administrator:
        return
    others = Member.objects.current(on).filter(person__board=term.person.board)
    if not others.filter(is_administrator=True).exclude(pk=term.pk).exists():
        raise Refused(
            _("%s is the board's only administrator. Make somebody else one first.") % term.person
        )


def _in_turn(term: Member) -> Member:
    term.person.board.wait_for_turn()
    rows = Member.objects.select_related("person__board", "seat", "organisation")
    now: Member | None = rows.filter(pk=term.pk).first()
    if now is None:
        raise Refused(_("This term has been taken back in the meantime."))
    return now


def said(day: datetime.date) -> str:
    return date_format(day, "j F Y")


def open_ballots_of(seat: Seat | None) -> list[Ballot]:
    """Open votes whose electorate has the seat: it was frozen when each was opened."""
    if seat is None:
        return []
    found = Ballot.objects.open().filter(seats__seat=seat)
    return list(found.select_related("resolution__item__meeting__board", "resolution__board"))
