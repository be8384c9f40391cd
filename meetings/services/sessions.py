"""A meeting runs: it begins, takes its items in an order, and gains items on the way."""

from __future__ import annotations

import datetime

from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from meetings.models import AgendaItem, Meeting
from meetings.services.agendas import Planned, add_items, number_items
from meetings.services.carrying import bring_items
from meetings.services.changes import Save
from meetings.services.covering import follow_numbers
from meetings.services.facts import set_time
from meetings.services.minutes import edit_notes, redraw
from meetings.services.noting import note_results
from meetings.services.planning import NotNow
from meetings.services.roll_lines import mentions_roll


def local_time(meeting: Meeting, at: datetime.datetime) -> datetime.time:
    """The board's own time of an instant, to the minute."""
    return at.astimezone(meeting.board.zone).time().replace(second=0, microsecond=0)


@transaction.atomic
def begin_meeting(meeting: Meeting, *, save: Save) -> None:
    """Calls the meeting to order at the time of the press.

    Raises NotNow where it has begun: of two presses one begins it.
    """
    waiting = Meeting.objects.filter(pk=meeting.pk, state__in=Meeting.NOT_BEGUN)
    if not waiting.update(state=Meeting.State.IN_SESSION):
        raise NotNow(_("This meeting has begun already."))
    set_time(meeting, "called_to_order", local_time(meeting, save.at))
    _note_what_was_decided(meeting, save)


def _note_what_was_decided(meeting: Meeting, save: Save) -> None:
    """Decisions taken in writing since the last meeting are in this one's minutes."""
    kind = AgendaItem.Kind.WRITTEN
    brought = bring_items(meeting, chosen=[kind])
    item = next(iter(brought), None) or meeting.items.filter(kind=kind).first()
    if item:
        item.meeting = meeting
        note_results(item, save=save)


@transaction.atomic
def take_item(item: AgendaItem, *, save: Save) -> None:
    """ "We are here": the item under discussion, and its place in the order taken.

    An item that is taken up again keeps its first place. Of lines that say who is there, the
    later taken wins. Raises NotNow outside the meeting.
    """
    speaks_of_roll = mentions_roll(item.notes)
    if speaks_of_roll:
        item.meeting.board.wait_for_turn()
    _lock_running(item.meeting)
    taken = AgendaItem.objects.filter(meeting=item.meeting)
    last = taken.aggregate(last=Max("order_taken"))["last"] or 0
    taken.filter(pk=item.pk, order_taken=None).update(order_taken=last + 1)
    Meeting.objects.filter(pk=item.meeting_id).update(current_item=item)
    if speaks_of_roll:
        redraw(item.meeting, save=save)


def _lock_running(meeting: Meeting) -> None:
    locked = Meeting.objects.select_for_update().get(pk=meeting.pk)
    if locked.state != Meeting.State.IN_SESSION:
        raise NotNow(_("This meeting is not running."))


@transaction.atomic
def add_item(
    meeting: Meeting, *, title: str, save: Save, after: AgendaItem | None = None
) -> AgendaItem:
    """An item that comes up on the way: the last one, or the one after `after`.

    Raises NotNow once the meeting has been adjourned, or where the agenda is full.
    """
    (item,) = add_items(meeting, [Planned(title)])
    if after is not None:
        _put_after(item, after, save)
    return AgendaItem.objects.for_saving().get(pk=item.pk)


@transaction.atomic
def split_item(item: AgendaItem, *, line: int, title: str, base: int, save: Save) -> AgendaItem:
    """The notes from a line on become those of a new item after this one.

    In: `base`, the revision in which that line stood. Records move with their lines and
    keep their identity. Raises LookupError where the notes have changed since or the line
    is not in them, Frozen and NotNow as saving and adding do.
    """
    item.meeting.board.wait_for_turn()  # before the item's own row, as a save with roll lines
    item = AgendaItem.objects.for_saving().get(pk=item.pk)
    seen = item.notes
    physical = seen.split("\n")
    if item.revision != base or not 1 < line <= len(physical):
        raise LookupError("the notes have changed")
    kept, moved = "\n".join(physical[: line - 1]).rstrip(), "\n".join(physical[line - 1 :])

    def on_the_same(text: str) -> str:
        if text != seen:
            raise LookupError("the notes have changed")
        return kept

    edit_notes(item, edit=on_the_same, save=save)
    new = add_item(item.meeting, title=title, save=save, after=item)
    AgendaItem.objects.filter(pk=new.pk).update(is_in_camera=item.is_in_camera)
    edit_notes(new, edit=lambda _text: moved, save=save)
    return new


def _put_after(item: AgendaItem, after: AgendaItem, save: Save) -> None:
    items = AgendaItem.objects.filter(meeting=item.meeting).exclude(pk=item.pk)
    order = list(items.order_by("position").values_list("pk", flat=True))
    order.insert(order.index(after.pk) + 1, item.pk)
    number_items(item.meeting, order)
    follow_numbers(item.meeting, save)
