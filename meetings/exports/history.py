"""The history of an item's notes as people read it: by sitting, not by save."""

from __future__ import annotations

import datetime
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from typing import NamedTuple

from meetings.models import AgendaItem, Board, NotesRevision
from meetings.notation.compare import count_changes

PAUSE = datetime.timedelta(minutes=10)


class Join(NamedTuple):
    """A revision that joined two: the text as `sent`, and the one `met` in force."""

    number: int
    sent: int
    met: int


@dataclass(frozen=True)
class Kept:
    """One revision without its text; `parent` and `merged_from` are numbers."""

    number: int
    saved_by: int | None
    written_by: str
    saved_at: datetime.datetime
    parent: int | None
    merged_from: int | None

    @property
    def is_second_half(self) -> bool:
        """The joined text of a save whose text as sent is the revision before."""
        return self.merged_from is not None and self.parent == self.number - 1


@dataclass(frozen=True)
class Sitting:
    """Saves `first` to `last` of one person with less than ten minutes between them."""

    first: int
    last: int
    saved_by: int | None
    written_by: str
    since: datetime.datetime
    until: datetime.datetime
    saves: int = 1
    joins: tuple[Join, ...] = ()
    added: int = field(default=0, compare=False)
    removed: int = field(default=0, compare=False)

    @property
    def before(self) -> int:
        """The revision that was in force before it; 0: none."""
        return self.first - 1

    @property
    def is_a_moment(self) -> bool:
        """Begun and ended within the same minute."""
        return self.since.replace(second=0, microsecond=0) == self.until.replace(
            second=0, microsecond=0
        )


def sittings_of(item: AgendaItem, board: Board) -> list[Sitting]:
    """An item's sittings, newest first, in one query; lines are not counted yet."""
    rows = NotesRevision.objects.filter(item=item).with_writers(board).order_by("number")
    columns = ("number", "saved_by", "written_by", "saved_at", "parent__number")
    kept = (Kept(*row) for row in rows.values_list(*columns, "merged_from__number"))
    return sittings_in(kept)[::-1]


def sittings_in(revisions: Iterable[Kept]) -> list[Sitting]:
    """Revisions in the order of their numbers, joined to sittings. Pure.

    A save that merged is two revisions and counts once. Sittings of two who type at the
    same time alternate: the order of what happened is kept.
    """
    found: list[Sitting] = []
    for kept in revisions:
        sitting = _begin(kept)
        if found and _goes_on(found[-1], kept):
            last = found.pop()
            sitting = replace(
                last,
                last=kept.number,
                until=kept.saved_at,
                saves=last.saves + (not kept.is_second_half),
                joins=last.joins + sitting.joins,
            )
        found.append(sitting)
    return found


def _begin(kept: Kept) -> Sitting:
    joins: tuple[Join, ...] = ()
    if kept.parent is not None and kept.merged_from is not None:
        joins = (Join(kept.number, kept.parent, kept.merged_from),)
    return Sitting(
        kept.number,
        kept.number,
        kept.saved_by,
        kept.written_by,
        kept.saved_at,
        kept.saved_at,
        joins=joins,
    )


def _goes_on(sitting: Sitting, kept: Kept) -> bool:
    same = (sitting.saved_by, sitting.written_by) == (kept.saved_by, kept.written_by)
    return same and kept.saved_at - sitting.until < PAUSE


def with_counts(item: AgendaItem, sittings: Iterable[Sitting]) -> list[Sitting]:
    """The same with the lines each added and removed, in one query."""
    sittings = list(sittings)
    numbers = {number for one in sittings for number in (one.before, one.last)}
    rows = NotesRevision.objects.filter(item=item, number__in=numbers)
    texts = dict(rows.values_list("number", "text"))
    counted = []
    for one in sittings:
        added, removed = count_changes(texts.get(one.before, ""), texts.get(one.last, ""))
        counted.append(replace(one, added=added, removed=removed))
    return counted
