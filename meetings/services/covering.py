"""`COVERED UNDER 3` means an item, not a place: the line follows it when the agenda changes."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from django.utils.translation import gettext as _

from meetings.models import AgendaItem, Meeting
from meetings.notation import lines as notation
from meetings.notation.edit import with_disposition
from meetings.notation.parser import parse
from meetings.services.changes import Save
from meetings.services.minutes import context_of, edit_notes

LONGEST_TITLE = 80


def follow_numbers(meeting: Meeting, save: Save) -> None:
    """`COVERED UNDER 3` goes on meaning the item that it meant before the items moved."""
    items = AgendaItem.objects.for_saving().filter(meeting=meeting, covered_under__isnull=False)
    for item in items.select_related("covered_under"):
        said, meant = _said(item), item.covered_under
        if said and meant and said.target.isdecimal() and said.target != str(meant.position):
            _say(item, replace(said, target=str(meant.position), item=meant.position), save)


def name_dropped(keys: Iterable[int], title: str, save: Save) -> None:
    """The lines of those items name the item that was dropped: its number is another's now.

    They are asked about then, as any line that names no item of the agenda.
    """
    words = " ".join(title.replace(":", " ").split())[:LONGEST_TITLE]
    target = _("the dropped item %s") % words
    for item in AgendaItem.objects.for_saving().filter(pk__in=keys):
        said = _said(item)
        if said and said.kind is notation.DispositionKind.COVERED:
            _say(item, replace(said, target=target, item=None), save)


def _said(item: AgendaItem) -> notation.Disposition | None:
    lines = parse(item.notes, context_of(item, item.notes)).lines
    said = [c for line in lines if isinstance(c := line.content, notation.Disposition)]
    return said[-1] if said else None


def _say(item: AgendaItem, now: notation.Disposition, save: Save) -> None:
    context = context_of(item, item.notes)
    edit_notes(item, edit=lambda text: with_disposition(text, now, context), save=save)
