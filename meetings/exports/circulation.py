"""What has changed in a draft since it was circulated."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import Case, F, Q, QuerySet, Value, When

from meetings.exports.minutes_text import attendance_text
from meetings.models import AgendaItem, Attendance, CirculatedItem, Circulation, Meeting
from meetings.models.actors import Actor
from meetings.models.circulation import CirculatedItemQuerySet
from meetings.models.hot import Shape, Slot, anybody_of, hot, shape_of, slots_of
from meetings.notation.compare import Row, compare, shortened


@dataclass(frozen=True)
class ChangedItem:
    """`title` is the former one where it changed; a new item was not circulated."""

    item: AgendaItem
    rows: list[Row]
    title: str = ""
    is_new: bool = False


@dataclass(frozen=True)
class Changes:
    """What differs from a circulation, for one reader."""

    circulation: Circulation
    items: list[ChangedItem]
    attendance: list[Row]

    @property
    def count(self) -> int:
        return len(self.items) + bool(self.attendance)


@dataclass(frozen=True)
class Since:
    """The last circulation, and in how many places the draft differs from it by now."""

    circulation: Circulation
    count: int


def changes_since(circulation: Circulation, actor: Actor) -> Changes:
    """Item by item what was changed, as this actor may read it, in three queries."""
    meeting = circulation.meeting
    then = {row.item_id: row for row in _rows(circulation, actor)}
    items = AgendaItem.objects.visible_to(actor).filter(meeting=meeting).order_by("position")
    found = (_changed(item, then.get(item.pk)) for item in items)
    now = attendance_text(meeting.attendances.order_by("position", "pk"))
    return Changes(
        circulation,
        [one for one in found if one],
        shortened(compare(circulation.attendance, now)),
    )


def since_circulation(
    meeting: Meeting, actor: Actor, items: Iterable[AgendaItem], there: Iterable[Attendance]
) -> Since | None:
    """How much a page differs from what was circulated last, in two queries.

    In: the items on the page and everybody on the list.
    """
    newest = _newest(meeting=meeting.pk)
    if not newest:
        return None
    last: Circulation = newest[0]
    last.meeting = meeting
    known = dict(_same(shape_of(actor), circulation=last.pk, **slots_of(actor)))
    count = sum(not known.get(item.pk) for item in items)
    listed = sorted(there, key=lambda row: (row.position, row.pk))
    return Since(last, count + (attendance_text(listed) != last.attendance))


@hot
def _newest() -> QuerySet[Circulation]:
    return Circulation.objects.filter(meeting=Slot("meeting")).order_by("-number")[:1]


@hot
def _same(shape: Shape) -> QuerySet[Any]:
    """Whether each circulated item in sight reads as it did."""
    same = Q(notes=F("item__notes"), title=F("item__title"))
    known = CirculatedItem.objects.visible_to(anybody_of(shape))
    rows = known.filter(circulation=Slot("circulation"))
    marked = rows.annotate(is_same=Case(When(same, then=Value(1)), default=Value(0)))
    return marked.values_list("item_id", "is_same").order_by()


def _rows(circulation: Circulation, actor: Actor) -> CirculatedItemQuerySet:
    return CirculatedItem.objects.visible_to(actor).filter(circulation=circulation)


def _changed(item: AgendaItem, then: CirculatedItem | None) -> ChangedItem | None:
    if then is None:
        return ChangedItem(item, shortened(compare("", item.notes)), is_new=True)
    if (then.notes, then.title) == (item.notes, item.title):
        return None
    title = then.title if then.title != item.title else ""
    return ChangedItem(item, shortened(compare(then.notes, item.notes)), title)
