"""The chain of an item's revisions: what a text grew from, and what a save adds."""

from __future__ import annotations

from django.db.models import Q

from meetings.models import AgendaItem, NotesRevision
from meetings.services.changes import Save


def typed_on(
    item: AgendaItem, text: str, base: int, save: Save
) -> tuple[NotesRevision | None, bool]:
    """The revision that a text really grew from, and whether this very save is known.

    It is `base`, unless the same page has saved since and the answer got lost: then it is
    that save. What reaches us after a later save of the same page is part of that one.
    """
    wanted = Q(number=base) | Q(number__gt=base, text=text, saved_by=save.by)
    if save.writer:
        wanted |= Q(number__gt=base, writer=save.writer)
    found = list(NotesRevision.objects.filter(wanted, item=item).order_by("-number"))
    own = [row for row in found if row.number > base and save.writer and row.writer == save.writer]
    if own:
        return own[0], (save.sequence or 0) <= (own[0].sequence or 0)
    nothing = NotesRevision(item=item, number=0, text="") if base == 0 else None
    grown_from = next((row for row in found if row.number == base), nothing)
    for row in found:
        is_child = grown_from is not None and row.parent_id == grown_from.pk
        if is_child and row.text == text and row.saved_by_id == (save.by and save.by.pk):
            return row, True
    return grown_from, False


def new_revision(
    item: AgendaItem, number: int, text: str, save: Save, *, parent: NotesRevision | None
) -> NotesRevision:
    """One more revision, not yet stored; where several saves are merged, it has another parent."""
    return NotesRevision(
        item=item,
        number=number,
        text=text,
        parent=parent if parent and parent.pk else None,
        saved_by=save.by,
        saved_at=save.at,
        writer=save.writer,
        sequence=save.sequence if save.writer else None,
    )
