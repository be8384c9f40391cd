"""An agenda as it reads: times, how often an item was deferred, what changed since publication."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from difflib import SequenceMatcher
from typing import Any

from django.db.models import Exists, OuterRef, Prefetch, QuerySet, prefetch_related_objects
from django.utils import formats
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _lazy

from meetings.models import AgendaItem, AgendaVersion, ItemPresenter, Meeting, Paper
from meetings.models.actors import Actor
from meetings.models.hot import Shape, Slot, anybody_of, hot, shape_of, slots_of

ORDINALS = (
    _lazy("third"),
    _lazy("fourth"),
    _lazy("fifth"),
    _lazy("sixth"),
    _lazy("seventh"),
    _lazy("eighth"),
    _lazy("ninth"),
    _lazy("tenth"),
)
SPOKEN_FROM = 3
OWN = [field.name for field in AgendaItem._meta.concrete_fields]
FRAME = ("key", "date", "date_precision", "board_id")
LINKED = [  # all that is shown of where an item was before, or went
    f"{link}__{name}"
    for link in ("carried_to", "carried_from")
    for name in ("position", *(f"meeting__{name}" for name in FRAME))
]

LAID = Prefetch("papers", Paper.objects.order_by("position"), to_attr="laid")
PRESENTING = Prefetch(
    "presenters", ItemPresenter.objects.order_by("position"), to_attr="presenting"
)


@dataclass
class AgendaRow:
    """An item's place in the meeting. `starts` is local; `carried` says why it is here again."""

    item: AgendaItem
    starts: datetime.time | None = None
    carried: str = ""
    changes: list[str] = field(default_factory=list)


@dataclass
class ReadAgenda:
    """`dropped` are titles that were published and are gone; `planned` is the sum of minutes."""

    rows: list[AgendaRow]
    planned: int
    dropped: list[str]
    version: AgendaVersion | None

    @property
    def is_changed(self) -> bool:
        return bool(self.dropped or any(row.changes for row in self.rows))

    def row_of(self) -> dict[int, AgendaRow]:
        return {row.item.pk: row for row in self.rows}


def agenda_items(meeting: Meeting, actor: Actor) -> list[AgendaItem]:
    """The items that this actor may know of, with what a page shows of each."""
    items: list[AgendaItem] = _items(shape_of(actor), meeting=meeting.pk, **slots_of(actor))
    for has, found in (("holds_papers", LAID), ("is_presented", PRESENTING)):
        prefetch_related_objects([item for item in items if getattr(item, has)], found)
    return items


@hot
def _items(shape: Shape) -> QuerySet[AgendaItem]:
    here: dict[str, Any] = {"item": OuterRef("pk")}
    asked = {
        "holds_papers": Exists(Paper.objects.filter(**here)),
        "is_presented": Exists(ItemPresenter.objects.filter(**here)),
    }
    return (
        AgendaItem.objects.on_agenda_for(anybody_of(shape))
        .filter(meeting=Slot("meeting"))
        .select_related("carried_to__meeting", "carried_from__meeting")
        .only(*OWN, "carried_to__carried_from", *LINKED)
        .annotate(**asked)
        .order_by("position")
    )


def read_agenda(meeting: Meeting, items: Sequence[AgendaItem], actor: Actor) -> ReadAgenda:
    """The agenda as this actor may read it, at a number of queries that does not grow."""
    version = meeting.agenda_versions.order_by("-number").first() if meeting.is_ahead else None
    rows = [AgendaRow(item) for item in items]
    _add_times(meeting, rows)
    _add_carried(rows, actor)
    dropped = _add_changes(rows, version, actor) if version else []
    planned = sum(item.planned_minutes or 0 for item in items)
    return ReadAgenda(rows, planned, dropped, version)


def _add_times(meeting: Meeting, rows: Iterable[AgendaRow]) -> None:
    """When each item begins, if every one takes as long as planned; local to the board."""
    instant = meeting.starts_at
    if instant is None:
        return
    for row in rows:
        row.starts = instant.astimezone(meeting.board.zone).time()
        instant += datetime.timedelta(minutes=row.item.planned_minutes or 0)


def _add_carried(rows: Iterable[AgendaRow], actor: Actor) -> None:
    """Deferred when, or how often since when, as far as the reader may read those minutes."""
    carried = [row for row in rows if row.item.carried_from_id]
    if not carried:
        return
    before = {
        item.pk: item
        for item in AgendaItem.objects.visible_to(actor)
        .filter(carried_to__isnull=False, disposition__in=AgendaItem.UNFINISHED)
        .select_related("meeting")
        .only("carried_from_id", "disposition", "meeting__date", "meeting__date_precision")
    }
    for row in carried:
        chain: list[AgendaItem] = []
        at = before.get(row.item.carried_from_id or 0)
        while at is not None and at not in chain:
            chain.append(at)
            at = before.get(at.carried_from_id or 0)
        row.carried = _carried_words(chain)


def _carried_words(chain: Sequence[AgendaItem]) -> str:
    if not chain:
        return ""
    if len(chain) < SPOKEN_FROM:
        words = {"how": chain[0].get_disposition_display(), "when": chain[0].meeting.when}
        return _("%(how)s on %(when)s") % words
    nth = len(chain) - SPOKEN_FROM
    since = chain[-1].meeting.date
    month = formats.date_format(since, "F Y") if since else _("long ago")
    if nth < len(ORDINALS):
        return _("%(nth)s deferral since %(month)s") % {"nth": ORDINALS[nth], "month": month}
    return _("%(count)d deferrals since %(month)s") % {"count": len(chain), "month": month}


def snapshot_of(meeting: Meeting) -> list[dict[str, Any]]:
    """What is kept of an agenda when it is published."""
    items = AgendaItem.objects.filter(meeting=meeting).prefetch_related("presenters")
    return [
        {
            "pk": item.pk,
            "title": item.title,
            "minutes": item.planned_minutes,
            "presenters": [presenter.name for presenter in item.presenters.all()],
            "in_camera": item.is_in_camera,
        }
        for item in items.order_by("position")
    ]


def _add_changes(rows: Sequence[AgendaRow], version: AgendaVersion, actor: Actor) -> list[str]:
    """Marks what changed since the publication. Out: the titles of items that were dropped."""
    published = {entry["pk"]: entry for entry in version.items}
    here = [row.item.pk for row in rows]
    moved = _moved([pk for pk in published if pk in here], [pk for pk in here if pk in published])
    for row in rows:
        entry = published.get(row.item.pk)
        if entry is None:
            row.changes.append(_("added after publication"))
            continue
        if row.item.pk in moved:
            row.changes.append(_("moved"))
        if entry["title"] != row.item.title:
            row.changes.append(_title_words(entry, actor))
        if entry["minutes"] != row.item.planned_minutes:
            row.changes.append(_("minutes changed"))
        if entry["presenters"] != [p.name for p in getattr(row.item, "presenting", ())]:
            row.changes.append(_("presenters changed"))
    gone = [pk for pk in published if pk not in here]
    if gone:
        there = AgendaItem.objects.filter(pk__in=gone).values_list("pk", flat=True)
        gone = sorted(set(gone) - set(there))
    return [published[pk]["title"] for pk in gone if _may_name(published[pk], actor)]


def _title_words(entry: dict[str, Any], actor: Actor) -> str:
    if not _may_name(entry, actor):
        return _("title changed")
    return _("title changed from “%(title)s”") % {"title": entry["title"]}


def _may_name(entry: dict[str, Any], actor: Actor) -> bool:
    """What was in camera then is not told now to those who could not see it."""
    return actor.keeps_minutes or not entry["in_camera"]


def _moved(then: list[int], now: list[int]) -> set[int]:
    """The fewest items, or nearly, whose moving explains the new order."""
    matches = SequenceMatcher(None, then, now, autojunk=False).get_matching_blocks()
    stayed = {pk for match in matches for pk in then[match.a : match.a + match.size]}
    return set(then) - stayed
