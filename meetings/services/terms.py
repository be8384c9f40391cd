"""Terms as imported minutes show them: who came for whom, from when to when."""

from __future__ import annotations

import datetime
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import zip_longest
from typing import Any

from django.db.models import Q

from meetings.models import Attendance, Meeting, Member, Person

NO_MEMBERS = (Attendance.Capacity.GUEST, Attendance.Capacity.STAFF)


@dataclass
class _Run:
    """Meetings in a row at which somebody came for one organisation."""

    organisation: int
    first: datetime.date
    last: datetime.date


def draw_terms(people: Iterable[int]) -> None:
    """Draws anew the terms that imported minutes show of these people.

    In: keys of people; a merged one stands for the one they are. Each run of dated,
    imported meetings for one organisation becomes a term from the first to the last of
    them; who changes organisation has two terms and stays one person. Such terms are
    closed: they give no access and nobody counts as a member of today by them. People
    with a login have none, and where somebody keeps terms by hand they are left alone.
    """
    asked = Person.objects.filter(pk__in=set(people))
    targets = {person.merged_into_id or person.pk for person in asked}
    records = Person.objects.filter(Q(pk__in=targets) | Q(merged_into__in=targets))
    target_of = {person.pk: person.merged_into_id or person.pk for person in records}
    signing_in = {target_of[person.pk] for person in records if person.user_id}
    drawn: dict[int, list[Member]] = {pk: [] for pk in targets}
    for term in Member.objects.filter(person__in=target_of).order_by("start_date", "pk"):
        if not term.is_from_minutes:
            drawn.pop(target_of[term.person_id], None)
        elif target_of[term.person_id] in drawn:
            drawn[target_of[term.person_id]].append(term)
    runs = _runs({pk: target for pk, target in target_of.items() if target not in signing_in})
    _redraw({pk: (terms, runs.get(pk, [])) for pk, terms in drawn.items()})


def extend_terms(meeting: Meeting) -> None:
    """What one more imported meeting adds to the terms of those on its list.

    An archive comes in the order of its dates, so that most terms only get a later end; whom
    that does not fit (somebody new, another organisation, an earlier day) is drawn anew.
    """
    if meeting.date is None:
        return
    came = {
        row.person.merged_into_id or row.person_id: row.organisation
        for row in Attendance.objects.filter(meeting=meeting, organisation__isnull=False)
        .select_related("person", "organisation")
        .exclude(capacity__in=NO_MEMBERS)
    }
    several = Person.objects.filter(merged_into__in=came).values_list("merged_into", flat=True)
    whole = set(several)  # one of several records: their terms are one list
    longer: list[Member] = []
    terms = Member.objects.filter(person__in=came).order_by("start_date", "pk")
    for term in {term.person_id: term for term in terms}.values():  # the last one of each
        firm = came[term.person_id]
        is_same = (
            firm
            and term.person_id not in whole
            and term.organisation_id == (firm.merged_into_id or firm.pk)
        )
        if is_same and term.is_from_minutes and term.end_date and term.end_date <= meeting.date:
            term.end_date = meeting.date
            longer.append(term)
    Member.objects.bulk_update(longer, ["end_date"])
    draw_terms(set(came) - {term.person_id for term in longer})


def _runs(target_of: dict[int, int]) -> dict[int, list[_Run]]:
    seen = (
        Attendance.objects.filter(
            person__in=target_of,
            organisation__isnull=False,
            meeting__source__isnull=False,
            meeting__date__isnull=False,
        )
        .exclude(capacity__in=NO_MEMBERS)
        .select_related("meeting", "organisation")
        .order_by("meeting__date", "meeting", "pk")
    )
    runs: dict[int, list[_Run]] = defaultdict(list)
    for row in seen:
        firm, day = row.organisation, row.meeting.date
        if firm is None or day is None:
            continue
        key, of_person = firm.merged_into_id or firm.pk, runs[target_of[row.person_id]]
        if of_person and of_person[-1].organisation == key:
            of_person[-1].last = day
        else:
            of_person.append(_Run(key, day, day))
    return runs


def _redraw(people: dict[int, tuple[list[Member], list[_Run]]]) -> None:
    """A term that goes on keeps its row: each import would leave a trace in its history."""
    changed, made, gone = list[Member](), list[Member](), list[int]()
    for pk, (terms, runs) in people.items():
        for term, run in zip_longest(terms, runs):
            if run is None:
                gone.append(term.pk)
            elif term is None:
                made.append(Member(is_from_minutes=True, **_fields(pk, run)))
            else:
                vars(term).update(_fields(pk, run))
                changed.append(term)
    Member.objects.filter(pk__in=gone).delete()
    Member.objects.bulk_update(changed, ["person", "organisation", "start_date", "end_date"])
    Member.objects.bulk_create(made)


def _fields(pk: int, run: _Run) -> dict[str, Any]:
    return {
        "person_id": pk,
        "organisation_id": run.organisation,
        "start_date": run.first,
        "end_date": run.last,
    }
