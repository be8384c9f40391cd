"""Building an agenda: items added, changed, dropped, put in order, and published."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.db import transaction
from django.db.models import Case, F, ProtectedError, Value, When
from django.utils.translation import gettext as _

from meetings.exports.agenda import snapshot_of
from meetings.models import AgendaItem, AgendaTemplate, AgendaVersion, Meeting
from meetings.services.announcing import tell_agenda
from meetings.services.changes import Save, refuse_if_frozen
from meetings.services.covering import follow_numbers, name_dropped
from meetings.services.minutes import redraw
from meetings.services.papers import drop_papers
from meetings.services.planning import OFF, NotNow, count_change
from meetings.services.rosters import create_presenters, roster_for

MOST_ITEMS = 500
OUT_OF_THE_WAY = 10_000  # positions that no agenda reaches
NEWCOMERS = 2 * OUT_OF_THE_WAY  # and those that no item is moved to
Order = list[int]


@dataclass(frozen=True)
class Planned:
    """An item as somebody plans it; presenters are names as typed."""

    title: str
    presenters: tuple[str, ...] = ()
    planned_minutes: int | None = None
    is_in_camera: bool = False
    kind: str = AgendaItem.Kind.ORDINARY

    def fields(self) -> dict[str, object]:
        return {name: value for name, value in vars(self).items() if name != "presenters"}


def lock_agenda(meeting: Meeting) -> Order:
    """The items' keys in their order; whoever changes the agenda goes one after the other.

    Inside a transaction. Raises NotNow once the meeting has been adjourned.
    """
    meeting.board.wait_for_turn()  # first, as every act on a whole meeting
    locked = Meeting.objects.select_for_update().get(pk=meeting.pk)
    if locked.state == Meeting.State.CANCELLED:
        raise NotNow(OFF)
    if not locked.is_ahead:
        raise NotNow(_("This meeting has been adjourned: its agenda is minutes now."))
    meeting.state = locked.state
    items = AgendaItem.objects.filter(meeting=meeting).order_by("position")
    return list(items.values_list("pk", flat=True))


def number_items(meeting: Meeting, order: Order) -> None:
    """Positions 1, 2, 3 ... in this order. No two items share one on the way."""
    items = AgendaItem.objects.filter(meeting=meeting)
    items.update(position=F("position") + OUT_OF_THE_WAY)
    places = [When(pk=pk, then=Value(position)) for position, pk in enumerate(order, start=1)]
    if places:
        items.update(position=Case(*places))


@transaction.atomic
def add_items(meeting: Meeting, planned: Sequence[Planned]) -> list[AgendaItem]:
    """New items at the end. Raises NotNow for an adjourned meeting or a full agenda."""
    order = lock_agenda(meeting)
    if len(order) + len(planned) > MOST_ITEMS:
        raise NotNow(_("An agenda has %d items at most.") % MOST_ITEMS)
    made = AgendaItem.objects.bulk_create(
        AgendaItem(meeting=meeting, position=NEWCOMERS + number, **plan.fields())
        for number, plan in enumerate(planned)
    )
    roster = roster_for(meeting)
    for item, plan in zip(made, planned, strict=True):
        create_presenters(item, plan.presenters, roster)
    number_items(meeting, [*order, *(item.pk for item in made)])
    return made


def add_template(meeting: Meeting, template: AgendaTemplate) -> list[AgendaItem]:
    """The template's items, at the end of the agenda."""
    planned = [
        Planned(row.title, names_in(row.presenters), row.planned_minutes, row.is_in_camera)
        for row in template.items.order_by("position")
    ]
    return add_items(meeting, planned)


def names_in(typed: str) -> tuple[str, ...]:
    """Names with commas between them."""
    return tuple(name for part in typed.split(",") if (name := part.strip()))


@transaction.atomic
def change_item(item: AgendaItem, planned: Planned, *, save: Save) -> None:
    """What was planned of an item, said anew; in a draft or an import, what was said of it.

    The notes of minutes are read again, for they may name an item or a presenter. Raises
    Frozen once the minutes are approved.
    """
    meeting = Meeting.objects.select_for_update().get(pk=item.meeting_id)
    refuse_if_frozen(meeting)
    AgendaItem.objects.filter(pk=item.pk).update(**planned.fields() | {"kind": item.kind})
    item.presenters.all().delete()
    create_presenters(item, planned.presenters, roster_for(item.meeting))
    if not meeting.is_ahead:
        Meeting.objects.filter(pk=meeting.pk).update(corrected_at=save.at)
        redraw(item.meeting, save=save)


@transaction.atomic
def drop_item(item: AgendaItem, *, save: Save) -> None:
    """Takes an item and its papers off the agenda. What it was carried over from waits again.

    Lines that say another item was covered under it name it by its title. Raises NotNow
    where the item has notes, or other records hang on it.
    """
    order = lock_agenda(item.meeting)
    locked = AgendaItem.objects.select_for_update().filter(pk=item.pk).first()
    if locked is None:
        raise NotNow(_("This item has been dropped already."))
    if locked.notes or locked.revision:
        raise NotNow(_("This item has notes: they are minutes, so it stays on the agenda."))
    covered = list(locked.covers.values_list("pk", flat=True))
    try:
        with transaction.atomic():
            if not item.meeting.has_minutes:
                item.recusals.all().delete()  # announced or carried over, not yet minutes
            if item.papers.exists():
                drop_papers(item)
            locked.delete()
    except ProtectedError as no:
        raise NotNow(_("Recusals or other records hang on this item. Remove them first.")) from no
    number_items(item.meeting, [pk for pk in order if pk != item.pk])
    name_dropped(covered, item.title, save)
    follow_numbers(item.meeting, save)


@transaction.atomic
def move_item(item: AgendaItem, *, by: int, save: Save) -> None:
    """So many places down, or up where `by` is negative, from where the item stands now."""
    order = lock_agenda(item.meeting)
    if item.pk not in order:
        raise NotNow(_("This item has been dropped already."))
    place = order.index(item.pk)
    order.insert(max(0, place + by), order.pop(place))
    number_items(item.meeting, order)
    follow_numbers(item.meeting, save)


@transaction.atomic
def publish_agenda(meeting: Meeting, *, save: Save) -> AgendaVersion:
    """The agenda as it stands, kept, so that later changes can be shown as changes.

    A scheduled meeting's state moves on; published again, it is another version. Everybody on the
    board is told, with what changed. Raises NotNow for an empty agenda, one that has not
    changed, or an adjourned meeting.
    """
    if not lock_agenda(meeting):
        raise NotNow(_("The agenda has no items yet."))
    items = snapshot_of(meeting)
    latest = meeting.agenda_versions.order_by("-number").first()
    if latest and latest.items == items:
        raise NotNow(_("The agenda has not changed since it was published."))
    if Meeting.objects.filter(pk=meeting.pk, state=Meeting.State.SCHEDULED).update(
        state=Meeting.State.AGENDA_PUBLISHED
    ):
        meeting.state = Meeting.State.AGENDA_PUBLISHED
    count_change(meeting, save)
    version = AgendaVersion.objects.create(
        meeting=meeting,
        number=latest.number + 1 if latest else 1,
        published_at=save.at,
        published_by=save.by,
        items=items,
    )
    tell_agenda(version, latest, save=save)
    return version
