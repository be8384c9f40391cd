"""Two records of one person or organisation: kept under one name, and separated again.

No row is re-linked: the record merely says whom it is the same as, and reads resolve it
by one step. What was merged into it before goes along, and comes back with it.
"""

from __future__ import annotations

import datetime
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, TypeAlias

from django.db import transaction
from django.db.models import Count, Q, QuerySet
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _lazy

from meetings.models import (
    Action,
    Affiliation,
    Attendance,
    Meeting,
    Member,
    Organisation,
    Person,
    Resolution,
    Seat,
    Statement,
)
from meetings.services.naming import Record, in_turn, records_of
from meetings.services.refusals import Refused
from meetings.services.terms import draw_terms

# What only the record that is kept may have.
TIES = {
    "account": _lazy("an account to sign in with"),
    "term": _lazy("a term that runs"),
    "seat": _lazy("a seat"),
    "affiliation": _lazy("a membership that runs"),
}
# What hangs on people and on organisations, in words; the rows, and the ways they hang there.
Hanging: TypeAlias = tuple[tuple[str | Promise, Any, tuple[str, ...]], ...]
ON_PEOPLE: Hanging = (
    (_lazy("Meetings"), Meeting, ("attendances__person",)),
    (_lazy("Actions"), Action, ("owners__person",)),
    (_lazy("Statements"), Statement, ("person",)),
    (_lazy("Motions moved or seconded"), Resolution, ("mover", "seconder")),
    (_lazy("Terms"), Member, ("person",)),
    (_lazy("Seats"), Seat, ("person",)),
)
ON_ORGANISATIONS: Hanging = (
    (_lazy("Meetings"), Meeting, ("attendances__organisation",)),
    (_lazy("Actions"), Action, ("owners__organisation",)),
    (_lazy("Terms of its people"), Member, ("organisation",)),
    (_lazy("Seats"), Seat, ("organisation",)),
    (_lazy("Memberships"), Affiliation, ("organisation",)),
)


@dataclass(frozen=True)
class Weighed:
    """How many rows of a kind hang on each of two records, and on both together."""

    what: str | Promise
    one: int
    other: int
    together: int


@dataclass(frozen=True)
class Merged:
    """A record kept under another's name; since when and by whom, where that is known."""

    record: Person | Organisation
    at: datetime.datetime | None = None
    by: str = ""


@transaction.atomic
def merge(record: Record, *, into: Record, on: datetime.date) -> Record:
    """From now on the record, and what was merged into it, is kept under `into`.

    `on` is the board's day: terms and seats that run then decide which record is kept.
    Out: the record. Raises Refused where the two cannot be one, or no longer are two.
    """
    now, target = in_turn(record), in_turn(into)
    why = why_not(now, into=target, on=on)
    if why:
        raise Refused(why)
    for row in reversed(records_of(now)):
        row.merged_into = target
        row.save(update_fields=["merged_into"])
    return now


@transaction.atomic
def separate(record: Record) -> Record:
    """Undoes a merge: the record stands alone again, with what had been merged into it.

    Out: the record. Raises Refused where it stands alone already.
    """
    now = in_turn(record)
    if now.merged_into is None:
        raise Refused(_("%s is separate already.") % now)
    target = now.merged_into
    siblings = list(target.merged_from.exclude(pk=now.pk))
    ways = _ways(siblings)
    for row in siblings:
        if now.pk in [step.merged_into_id for step in ways[row.pk]]:
            row.merged_into = now
            row.save(update_fields=["merged_into"])
    now.merged_into = None
    now.save(update_fields=["merged_into"])
    _draw_terms_anew(now, [now.pk, target.pk] + [row.pk for row in siblings])
    return now


def _draw_terms_anew(record: Person | Organisation, keys: list[int]) -> None:
    """Minutes imported meanwhile drew the terms of both sides as those of one."""
    if isinstance(record, Person):
        return draw_terms(keys)
    came = Attendance.objects.filter(organisation__in=keys)
    return draw_terms(came.values_list("person_id", flat=True))


def why_not(record: Record, *, into: Record, on: datetime.date) -> str:
    """Why a record cannot be merged into another, as a sentence; empty if it can."""
    names = {"one": record.name, "other": into.name}
    if record.pk == into.pk:
        return _("%(one)s cannot be merged into itself. Choose another record.") % names
    if record.board_id != into.board_id:
        return _("%(one)s and %(other)s belong to two boards.") % names
    if record.merged_into:
        names["kept"] = record.merged_into.name
        return _("%(one)s has been merged into %(kept)s already.") % names
    if into.merged_into:
        names["kept"] = into.merged_into.name
        return _("%(other)s has been merged into %(kept)s. Choose %(kept)s instead.") % names
    return _why_tied(names, _ties(record, on), _ties(into, on))


def _why_tied(names: dict[str, str], ties: list[str], others: list[str]) -> str:
    """An account, a running term or a seat stays on the record that is kept."""
    both = [tie for tie in ties if tie in others]
    if both:
        what = {"what": TIES[both[0]]}
        return _(
            "%(one)s and %(other)s each have %(what)s. Take it from one of them, then merge."
        ) % (names | what)
    if ties and others:
        what = {"what": TIES[ties[0]], "that": TIES[others[0]]}
        return _(
            "%(one)s has %(what)s and %(other)s has %(that)s. "
            "Bring them to one of the records, then merge."
        ) % (names | what)
    if ties:
        what = {"what": TIES[ties[0]]}
        return _(
            "%(one)s has %(what)s, so this is the record to keep. Merge %(other)s into it instead."
        ) % (names | what)
    return ""


def _ties(record: Person | Organisation, on: datetime.date) -> list[str]:
    """Which of TIES the record has, now or ahead of the day."""
    runs = Q(end_date__isnull=True) | Q(end_date__gte=on)
    found = {"seat": record.seats.filter(runs).exists()}
    if isinstance(record, Person):
        found["account"] = record.user_id is not None
        found["term"] = record.memberships.filter(runs, is_from_minutes=False).exists()
    else:
        found["affiliation"] = record.affiliations.filter(runs).exists()
    return [tie for tie in TIES if found.get(tie)]


def weigh(ones: Sequence[Record], others: Sequence[Record]) -> list[Weighed]:
    """What hangs on the records of each side, and on both together; nothing counts twice."""
    keys, others_keys = [row.pk for row in ones], [row.pk for row in others]
    weighed = []
    for what, model, ways in _hanging_on(ones[0]):
        counts = model.objects.filter(_hangs(ways, keys + others_keys)).aggregate(
            one=Count("pk", distinct=True, filter=_hangs(ways, keys)),
            other=Count("pk", distinct=True, filter=_hangs(ways, others_keys)),
            together=Count("pk", distinct=True),
        )
        weighed.append(Weighed(what, **counts))
    return [each for each in weighed if each.together]


def _hanging_on(record: Person | Organisation) -> Hanging:
    return ON_PEOPLE if isinstance(record, Person) else ON_ORGANISATIONS


def _hangs(ways: tuple[str, ...], keys: Sequence[int]) -> Q:
    hangs = Q()
    for way in ways:
        hangs |= Q(**{f"{way}__in": keys})
    return hangs


def meetings_of_both(ones: Sequence[Record], others: Sequence[Record]) -> QuerySet[Meeting]:
    """Meetings whose attendance list has people of both sides: a sign that they are two."""
    if isinstance(ones[0], Organisation):
        return Meeting.objects.none()
    listed = Meeting.objects.filter(attendances__person__in=ones)
    both = listed.filter(attendances__person__in=others)
    return both.select_related("board").distinct()


def merged_records(records: Sequence[Record]) -> list[Merged]:
    """The records merged into the first of `records_of`, with what their history tells."""
    rows = records[1:]
    ways = _ways(rows)
    last = {pk: way[-1] for pk, way in ways.items() if way}
    users = {step.history_user_id for step in last.values() if step.history_user_id}
    named = Person.objects.filter(board=records[0].board_id, user__in=users)
    names: dict[Any, str] = dict(named.values_list("user_id", "name"))
    return [_merged(row, last.get(row.pk), names) for row in rows]


def _merged(record: Person | Organisation, step: Any, names: dict[Any, str]) -> Merged:
    if step is None:
        return Merged(record)
    return Merged(
        record, step.history_date, names.get(step.history_user_id) or str(step.history_user or "")
    )


def _ways(records: Sequence[Record]) -> dict[int, list[Any]]:
    """For each record the entries of its history that brought it where it is, oldest first.

    A step on is a merge of the record it was in, a step back its separation.
    """
    ways: dict[int, list[Any]] = defaultdict(list)
    if not records:
        return ways
    entries = type(records[0]).history.filter(id__in=[record.pk for record in records])
    for entry in entries.select_related("history_user").order_by("history_id"):
        way = ways[entry.id]
        targets = [step.merged_into_id for step in way]
        if entry.merged_into_id is None:
            way.clear()
        elif entry.merged_into_id in targets:
            del way[targets.index(entry.merged_into_id) + 1 :]
        else:
            way.append(entry)
    return ways
