"""A table of members brought onto the board: all of it, or nothing."""

from __future__ import annotations

import datetime
from typing import Any

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _
from simple_history.utils import bulk_create_with_history, bulk_update_with_history

from meetings.importers.emails import same_email
from meetings.importers.members import Table
from meetings.models import Board, Member, Organisation, Person, Seat
from meetings.services.member_plans import Plan, Step, plan_members
from meetings.services.members import differs, succeed
from meetings.services.refusals import Refused


class LookAgain(Refused):
    """The board, or the table, is not the one that was looked at; nothing was stored."""


def import_members(board: Board, table: Table, *, on: datetime.date, seen: str) -> Plan:
    """What was planned and looked at, done; `seen` is that plan's mark.

    Out: the plan. Where nothing is left to do, nothing is done. Raises LookAgain where the
    board has changed so that another plan would come of it.
    """
    try:
        with transaction.atomic():
            board.wait_for_turn()
            plan = plan_members(board, table, on=on)
            if not plan.problems and plan.changes_nothing:
                return plan
            if plan.problems or plan.mark != seen:
                raise LookAgain(_("The board has changed since you looked. Look again."))
            _store(board, plan)
            return plan
    except IntegrityError as no:
        raise LookAgain(_("Somebody changed the members just now. Look again.")) from no


def _store(board: Board, plan: Plan) -> None:
    firms = _made(
        Organisation,
        {key: Organisation(board=board, name=name) for key, name in plan.organisations.items()},
    )
    seats = _made(
        Seat,
        {
            key: Seat(
                board=board, name=name, organisation=firms.get(firm, firm), start_date=_first(plan)
            )
            for key, (name, firm) in plan.seats.items()
        },
    )
    for step in plan.steps:
        for name, new in (("organisation", firms), ("seat", seats)):
            step.wanted[name] = new.get(step.wanted[name], step.wanted[name])
    _keep_people(board, plan)
    changed = [step for step in plan.steps if step.term and differs(step.term, step.wanted)]
    succeed([(step.term, step.wanted, step.since) for step in changed if step.term])
    terms = [
        Member(person=step.person, start_date=step.since, **step.wanted)
        for step in plan.steps
        if step.term is None
    ]
    bulk_create_with_history(terms, Member)


def _first(plan: Plan) -> datetime.date:
    """New seats stand from the first day that somebody sits on one."""
    return min(step.since for step in plan.steps)


def _made(kind: type[Any], rows: dict[str, Any]) -> dict[Any, Any]:
    """The rows with their keys, by the names under which the plan has them."""
    if not rows:
        return {}
    kept = bulk_create_with_history(list(rows.values()), kind)
    return dict(zip(rows, kept, strict=True))


def _keep_people(board: Board, plan: Plan) -> None:
    new = [step for step in plan.steps if step.person is None]
    people = [Person(board=board, name=step.row.name, email=step.row.email) for step in new]
    for step, person in zip(new, bulk_create_with_history(people, Person), strict=True):
        step.person = person
    changed = [person for step in plan.steps if (person := _with_new_email(step))]
    if changed:
        bulk_update_with_history(changed, Person, ["email"])


def _with_new_email(step: Step) -> Person | None:
    person, email = step.person, step.row.email
    if person is None or not email or same_email(person.email) == same_email(email):
        return None
    person.email = email
    return person
