"""What a table of members would change on a board: found out first, for a look at it."""

from __future__ import annotations

import datetime
import hashlib
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any, TypeAlias

from django.utils.translation import gettext as _

from meetings.importers.emails import same_email
from meetings.importers.members import MemberRow, Table, same_person
from meetings.models import Board, Member, Organisation, Person, Seat
from meetings.notation.names import fold
from meetings.services.members import said
from meetings.services.naming import known_by

PLAIN_ROLES = (Member.Role.MEMBER, Member.Role.OBSERVER, Member.Role.STAFF)
Holder: TypeAlias = "Organisation | str | None"  # a name is one that will be new
Chair: TypeAlias = "Seat | str | None"


@dataclass
class Step:
    """What becomes of a row. `term` is the one that runs; `wanted` the fields it should have."""

    row: MemberRow
    person: Person | None
    term: Member | None
    since: datetime.date
    is_new: bool
    wanted: dict[str, Any] = field(default_factory=dict)
    changes: list[str] = field(default_factory=list)

    @property
    def kind(self) -> str:
        if self.is_new:
            return "new"
        return "changed" if self.changes else "unchanged"


@dataclass
class Plan:
    """The steps in the order of the rows, or why nothing can be done."""

    steps: list[Step] = field(default_factory=list)
    organisations: dict[str, str] = field(default_factory=dict)
    seats: dict[str, tuple[str, Any]] = field(default_factory=dict)
    found: list[tuple[int, str]] = field(default_factory=list)

    def count(self, kind: str) -> int:
        return sum(step.kind == kind for step in self.steps)

    @property
    def changes_nothing(self) -> bool:
        return self.count("unchanged") == len(self.steps)

    @property
    def problems(self) -> list[str]:
        return [sentence for _number, sentence in sorted(self.found, key=lambda one: one[0])]

    @property
    def mark(self) -> str:
        """Another table, or another board by now, gives another mark."""
        seen = repr([(step.row, step.kind, step.changes, str(step.since)) for step in self.steps])
        return hashlib.sha256(seen.encode()).hexdigest()[:16]


class _Board:
    """What the board knows, by the names and addresses that a table may use; eight queries."""

    def __init__(self, board: Board, on: datetime.date) -> None:
        people = list(Person.objects.filter(board=board).select_related("merged_into"))
        self.person = {row.pk: row.kept_as for row in people}
        self.by_email: dict[str, set[int]] = defaultdict(set)
        for row in people:
            if row.email:
                self.by_email[same_email(row.email)].add(row.kept_as.pk)
        self.by_name: dict[str, set[int]] = defaultdict(set)
        self.names: dict[int, set[str]] = {}
        for known in known_by(board, Person):
            self.names[known.key] = {fold(n) for n in (known.name, *known.others)}
            for name in self.names[known.key]:
                self.by_name[name].add(known.key)
        firms = {row.pk: row for row in Organisation.objects.filter(board=board)}
        self.firms = {
            fold(name): firms[known.key]
            for known in known_by(board, Organisation)
            for name in (known.name, *known.others)
        }
        seats = Seat.objects.within(on, datetime.date.max).filter(board=board)
        self.seats = {fold(seat.name): seat for seat in seats.select_related("organisation")}
        terms = Member.objects.filter(person__board=board, is_from_minutes=False)
        self.terms: dict[int, Member] = {}
        self.ended: dict[int, datetime.date] = {}
        joined = terms.select_related("person__board", "seat__organisation", "organisation")
        for term in joined.order_by("end_date"):
            if term.end_date is None:
                self.terms[term.person_id] = term
            else:
                self.ended[term.person_id] = term.end_date


def plan_members(board: Board, table: Table, *, on: datetime.date) -> Plan:
    """What the table would change; `on` is the day of rows that name none.

    What a row leaves empty stays as it is. Sentences say everything that cannot be done, each
    with its row.
    """
    plan, known = Plan(), _Board(board, on)
    for row in table.rows:
        step = _step(row, known, on, plan)
        plan.steps.append(step)
        _want(step, known, plan)
    _refuse_twice(plan)
    _give_places(plan, known)
    for step in plan.steps:
        _tell_changes(step, known, plan)
    return plan


def _step(row: MemberRow, known: _Board, on: datetime.date, plan: Plan) -> Step:
    pk = _whose(row, known, plan)
    person = known.person[pk] if pk else None
    return Step(row, person, known.terms.get(pk or 0), row.since or on, is_new=not pk)


def _whose(row: MemberRow, known: _Board, plan: Plan) -> int | None:
    """By address, else by name."""
    by_name = known.by_name.get(fold(row.name), set())
    found = known.by_email.get(same_email(row.email), set()) if row.email else set()
    if found:
        pk = min(found & by_name or found)
        if pk not in by_name:
            words = {"row": row.number, "who": known.person[pk].name, "name": row.name}
            plan.found.append(
                (
                    row.number,
                    _("Row %(row)d: this is the address of %(who)s; the row says “%(name)s”.")
                    % words,
                )
            )
        return pk
    if len(by_name) > 1:
        words = {"row": row.number, "count": len(by_name), "name": row.name}
        sentence = _(
            "Row %(row)d: %(count)d people here are called “%(name)s”. "
            "Give the e-mail address that one of them has."
        )
        plan.found.append((row.number, sentence % words))
    return min(by_name, default=None)


def _want(step: Step, known: _Board, plan: Plan) -> None:
    """The term's fields as the row would have them, its place on the seat left for later."""
    row, term = step.row, step.term
    firm: Any = term.organisation if term else None
    if row.organisation:
        firm = known.firms.get(fold(row.organisation)) or fold(row.organisation)
    seat: Any = term.seat if term else None
    if row.seat:
        seat = known.seats.get(fold(row.seat)) or fold(row.seat)
    firm = firm or (seat.organisation if isinstance(seat, Seat) else None)
    if isinstance(firm, str):
        plan.organisations.setdefault(firm, row.organisation)
    if isinstance(seat, str):
        _new_seat(step, seat, firm, plan)
    role = row.role or (term.role if term else Member.Role.MEMBER)
    step.wanted = {"role": role, "seat": seat, "organisation": firm}
    for sentence in _why_not(step, known):
        plan.found.append((row.number, f"{_('Row')} {row.number}: {sentence}"))


def _new_seat(step: Step, key: str, firm: Any, plan: Plan) -> None:
    row = step.row
    held = plan.seats.setdefault(key, (row.seat, firm))[1]
    words = {"row": row.number, "seat": row.seat}
    if firm is None:
        sentence = _("Row %(row)d: the seat “%(seat)s” is new. Say which organisation holds it.")
        plan.found.append((row.number, sentence % words))
    elif held != firm:
        sentence = _("Row %(row)d: the new seat “%(seat)s” has another organisation further up.")
        plan.found.append((row.number, sentence % words))


def _why_not(step: Step, known: _Board) -> Iterable[str]:
    term, seat, firm = step.term, step.wanted["seat"], step.wanted["organisation"]
    role = step.wanted["role"]
    name = {"name": step.row.name}
    if term and term.role not in PLAIN_ROLES and role != term.role:
        office = name | {"role": term.get_role_display()}
        yield _("%(name)s is %(role)s. Roles are given on the Members page.") % office
    if seat and role in ("observer", "staff"):
        yield _("Observers and staff hold no seat.")
    if isinstance(seat, Seat) and seat.organisation and step.row.organisation:
        held = {"seat": seat.name, "firm": seat.organisation.name}
        if firm != seat.organisation:
            yield _("the seat “%(seat)s” is held by %(firm)s.") % held
    ended = known.ended.get(step.person.pk) if step.person and not term else None
    if ended and ended >= step.since:
        yield _("%(name)s has a term until %(day)s.") % (name | {"day": said(ended)})


def _refuse_twice(plan: Plan) -> None:
    numbers: dict[int, list[int]] = defaultdict(list)
    for step in plan.steps:
        if step.person:
            numbers[step.person.pk].append(step.row.number)
    plan.found += [(rows[0], same_person(rows)) for rows in numbers.values() if len(rows) > 1]


def _give_places(plan: Plan, known: _Board) -> None:
    """Places asked for and kept first, then the next free ones; whoever is in no row stays."""
    in_rows = {step.term.pk for step in plan.steps if step.term}
    taken: dict[Any, dict[int, str]] = defaultdict(dict)
    for term in known.terms.values():
        if term.seat and term.pk not in in_rows:
            taken[term.seat][term.precedence] = term.person.name
    later = []
    for step in plan.steps:
        seat, place = step.wanted["seat"], _place_of(step)
        if seat is None:
            step.wanted["precedence"] = step.term.precedence if step.term else 1
        elif place is None:
            later.append(step)
        else:
            _take(step, seat, place, taken, plan)
    for step in later:
        seat = step.wanted["seat"]
        _take(step, seat, max(taken[seat], default=0) + 1, taken, plan)


def _place_of(step: Step) -> int | None:
    """The place a row asks for, or the one that is kept."""
    if step.row.place is None and step.term and step.term.seat == step.wanted["seat"]:
        return int(step.term.precedence)
    return step.row.place


def _take(step: Step, seat: Any, place: int, taken: Any, plan: Plan) -> None:
    step.wanted["precedence"] = place
    if place in taken[seat]:
        words = {"row": step.row.number, "who": taken[seat][place], "place": place}
        sentence = _("Row %(row)d: %(who)s has place %(place)d on the seat already.")
        plan.found.append((step.row.number, sentence % words))
    taken[seat][place] = step.row.name


def _tell_changes(step: Step, known: _Board, plan: Plan) -> None:
    """What changes, in words; a term that would change before it began is refused."""
    row, person, term = step.row, step.person, step.term
    if person and row.email and same_email(person.email) != same_email(row.email):
        step.changes.append(_("e-mail: %s") % row.email)
    if term is None:
        step.changes.append(_("on the board since %s") % said(step.since))
        return
    other = [name for name, value in step.wanted.items() if getattr(term, name) != value]
    words = {"role": _("role"), "seat": _("seat"), "organisation": _("organisation")}
    words["precedence"] = _("place")
    if other:
        what = ", ".join(words[name] for name in other)
        since = {"what": what, "day": said(step.since)}
        step.changes.append(_("%(what)s from %(day)s on") % since)
    if other and term.start_date and step.since < term.start_date:
        told = {"row": row.number, "name": row.name, "day": said(term.start_date)}
        sentence = _("Row %(row)d: %(name)s's term began on %(day)s: a change lies later.")
        plan.found.append((row.number, sentence % told))
