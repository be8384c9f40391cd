"""An item's notes are saved: revisions, and the records that follow from them."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from typing import Any, NamedTuple

from django.db import OperationalError, transaction
from django.db.models import F

from meetings.exports.records import Labels, labels_of
from meetings.models import AgendaItem, Meeting, NotesRevision
from meetings.notation.context import Context
from meetings.notation.lines import Line
from meetings.notation.merge import merge
from meetings.notation.motions import motions_in
from meetings.notation.names import Roster, names_changed
from meetings.notation.parser import parse
from meetings.services.actions import draw_actions
from meetings.services.asides import draw_asides
from meetings.services.asking import ask_more, asked
from meetings.services.carrying_out import carried_out_in
from meetings.services.changes import Change, Save, refuse_if_frozen
from meetings.services.dispositions import disposition_fields
from meetings.services.drawn import Drawn, drawn_of, names_and_drawn_of
from meetings.services.resolutions import draw_resolutions
from meetings.services.reviews import draw_reviews
from meetings.services.revisions import new_revision, typed_on
from meetings.services.roll_lines import changes_roll, draw_roll, mentions_roll, roll_flags
from meetings.services.rosters import context_for, item_refs, others_naming, roster_for
from meetings.services.statements import draw_statements

DRAWN_FIELDS = ("notes", "revision", "flags", "disposition", "disposition_reason", "covered_under")
MOST_TRIES = 20


@dataclass(frozen=True)
class Saved:
    """What became of a save.

    `revision` is the text as it was sent, the writer's next base; `head` and `text` are in
    force now. They differ where somebody else had saved in between, and `merged` is true.
    """

    item: AgendaItem
    revision: int
    head: int
    merged: bool
    lines: tuple[Line, ...]
    roster: Roster
    labels: Labels

    @property
    def text(self) -> str:
        return self.item.notes


class _Read(NamedTuple):
    lines: tuple[Line, ...]
    roster: Roster
    labels: Labels


class _Meant(NamedTuple):
    """A text as it is understood."""

    lines: tuple[Line, ...]
    context: Context
    flags: list[dict[str, Any]]


class Clash(Exception):
    """Two people changed the same lines; nothing was stored. `theirs` is in force as `revision`."""

    def __init__(self, revision: int, yours: str, theirs: str) -> None:
        self.revision, self.yours, self.theirs = revision, yours, theirs
        super().__init__("Somebody else changed the same lines.")


class _Overtaken(Exception):
    """Another save came first while this one was worked out."""


@transaction.atomic
def write_first_notes(item: AgendaItem, *, text: str, context: Context, save: Save) -> AgendaItem:
    """An item's first notes, as revision 1, with every record they hold.

    In: an item without notes, the text in the notation, the context of its meeting
    (`context_for`). Out: the item, its flags and disposition set.
    """
    context = replace(context, position=item.position)
    NotesRevision.objects.create(item=item, number=1, text=text, saved_by=save.by, saved_at=save.at)
    meant = _understand(item, text, context, save, speaks_of_roll=mentions_roll(text))
    _set(item, _head_fields(item, text, meant, revision=1))
    item.save(update_fields=DRAWN_FIELDS)
    _draw(Change(item, "", text, meant.lines, drawn_of(item), save))
    return item


def save_notes(item: AgendaItem, *, text: str, base: int, save: Save) -> Saved:
    """Saves what somebody typed on the revision `base` (0: on nothing).

    In: an item as `AgendaItem.objects.for_saving()` gives it, the text with "\\n" line ends.
    If others saved in between, the texts are merged by line (`notation.merge`); every
    record of the item follows in the same transaction. A save that is sent twice counts
    once. Raises Clash where both changed the same lines or the base is unknown, Frozen
    where the minutes are approved. Source: design.md sections 5 and 8.
    """
    return _in_turn(item, lambda _now: (text, base), save)


def edit_notes(item: AgendaItem, *, edit: Callable[[str], str], save: Save) -> Saved:
    """Changes the notes in force by a rule that is applied again to whatever came between."""
    return _in_turn(item, lambda now: (edit(now.notes), now.revision), save)


def _in_turn(
    item: AgendaItem, wanted: Callable[[AgendaItem], tuple[str, int]], save: Save
) -> Saved:
    """Whoever was overtaken, or stood in the way of an act on the whole meeting, tries again."""
    for _try in range(MOST_TRIES):
        try:
            with transaction.atomic():
                return _save(item, *wanted(item), save)
        except _Overtaken:
            pass
        except OperationalError as error:
            if "deadlock" not in str(error):
                raise
        item = AgendaItem.objects.for_saving().get(pk=item.pk)
    raise Clash(item.revision, wanted(item)[0], item.notes)


@transaction.atomic
def redraw(meeting: Meeting, *, save: Save) -> None:
    """Reads a meeting's notes again after its roster changed; no text and no revision does."""
    items = AgendaItem.objects.for_saving().filter(meeting=meeting).exclude(notes="")
    _read_again(items, context_for(meeting), save)


def _read_again(items: Iterable[AgendaItem], context: Context, save: Save) -> None:
    for item in items:
        context = replace(context, position=item.position)
        speaks = mentions_roll(item.notes)
        meant = _understand(item, item.notes, context, save, speaks_of_roll=speaks)
        context = meant.context
        fields = _head_fields(item, item.notes, meant, revision=item.revision)
        unchanged = AgendaItem.objects.filter(pk=item.pk, revision=item.revision)
        if unchanged.update(readings=F("readings") + 1, **fields):
            _set(item, fields)
            _draw(Change(item, item.notes, item.notes, meant.lines, drawn_of(item), save))
        # else somebody saved just now, and was read against the new roster


def _save(item: AgendaItem, text: str, base: int, save: Save) -> Saved:
    refuse_if_frozen(item.meeting)
    head = item.revision
    if text == item.notes and 0 <= base <= head:
        return _saved(item, head, _read(item))
    if base == head:
        parent = NotesRevision(pk=item.head_pk)
        read = _put_in_force(item, text, head + 1, save)
        new_revision(item, head + 1, text, save, parent=parent).save(force_insert=True)
        return _saved(item, head + 1, read)
    return _save_on_older(item, text, base, save)


def _save_on_older(item: AgendaItem, text: str, base: int, save: Save) -> Saved:
    """Somebody else was faster, or the answer to this page's last save got lost."""
    head = item.revision
    grown_from, is_repeat = typed_on(item, text, base, save)
    if grown_from is None:
        raise Clash(head, text, item.notes)
    if is_repeat:
        return _saved(item, grown_from.number, _read(item), merged=text != item.notes)
    merged = merge(grown_from.text, text, item.notes)
    if merged.clashes:
        raise Clash(head, text, item.notes)
    sent = new_revision(item, head + 1, text, save, parent=grown_from)
    if merged.text == text:
        is_merge = sent.parent_id and grown_from.number != head
        sent.merged_from_id = item.head_pk if is_merge else None
        read = _put_in_force(item, text, head + 1, save)
        sent.save(force_insert=True)
        return _saved(item, head + 1, read)
    read = _put_in_force(item, merged.text, head + 2, save)
    sent.save(force_insert=True)
    both = new_revision(item, head + 2, merged.text, replace(save, writer=""), parent=sent)
    both.merged_from_id = item.head_pk
    both.save(force_insert=True)
    return _saved(item, head + 1, read, merged=True)


def _saved(item: AgendaItem, revision: int, read: _Read, *, merged: bool = False) -> Saved:
    return Saved(item, revision, item.revision, merged, *read)


def _read(item: AgendaItem) -> _Read:
    """What is in force already."""
    context = context_of(item, item.notes)
    lines = parse(item.notes, context).lines
    return _Read(lines, context.roster, labels_of([item], lines)[item.pk])


def _put_in_force(item: AgendaItem, text: str, revision: int, save: Save) -> _Read:
    """The conditional update: whoever comes second finds another revision, and starts again.

    What is drawn is read before it, with the roster: so another reading of the same notes
    counts as another revision does.
    """
    before = item.notes
    speaks = changes_roll(before, text)
    if speaks:
        item.meeting.board.wait_for_turn()  # before the item's own row, as whoever edits the list
    roster, drawn = names_and_drawn_of(item)
    context = context_of(item, text, roster)
    meant = _understand(item, text, context, save, speaks_of_roll=speaks)
    fields = _head_fields(item, text, meant, revision=revision)
    waiting = AgendaItem.objects.filter(pk=item.pk, revision=item.revision, readings=item.readings)
    if not waiting.update(**fields):
        raise _Overtaken
    _set(item, fields)
    labels = _draw(Change(item, before, text, meant.lines, drawn, save))
    if meant.context.roster is not roster:
        others = others_naming(item, names_changed(roster, meant.context.roster))
        if others:
            agenda = item_refs(item.meeting)
            _read_again(others, replace(meant.context, items=agenda), save)
    return _Read(meant.lines, meant.context.roster, labels)


def _understand(
    item: AgendaItem, text: str, context: Context, save: Save, *, speaks_of_roll: bool
) -> _Meant:
    """What a text means. Who is there first: other lines may name somebody who has just come."""
    notes = parse(text, context)
    if not speaks_of_roll:
        return _Meant(notes.lines, context, [*asked(item, notes.flags), *roll_flags(item)])
    drawn = draw_roll(Change(item, item.notes, text, notes.lines, Drawn(), save), context.roster)
    if drawn.roster.people != context.roster.people:
        context = replace(context, roster=drawn.roster)
        notes = parse(text, context)
    return _Meant(notes.lines, context, asked(item, [*notes.flags, *drawn.flags]))


def _set(item: AgendaItem, fields: dict[str, Any]) -> None:
    for name, value in fields.items():
        setattr(item, name, value)


def context_of(item: AgendaItem, text: str, roster: Roster | None = None) -> Context:
    """What an item's notes are read against: `context_for` of its meeting, as one of its items.

    In: the roster, if it is known. The agenda is looked up only where a line may refer to it.
    """
    refers = "COVERED" in text
    items = item_refs(item.meeting) if refers else ()
    roster = roster or roster_for(item.meeting)
    return Context(roster, item.meeting.date, items, item.position)


def _head_fields(item: AgendaItem, text: str, meant: _Meant, *, revision: int) -> dict[str, Any]:
    """What an item says of itself once these notes are in force, by field."""
    return {
        "notes": text,
        "revision": revision,
        "flags": meant.flags,
        **disposition_fields(item, meant.lines),
    }


def _draw(change: Change) -> Labels:
    """Every record of an item, as the lines now in force say; what they are called."""
    change.drawn.follow(change.item, change.lines)
    draw_statements(change)
    draw_asides(change)
    motions = motions_in(change.lines)
    resolutions, flags = draw_resolutions(change, motions)
    actions = draw_actions(change, carried_out_in(change, motions, resolutions))
    draw_reviews(change)
    ask_more(change.item, flags)
    labels = {("action", line): label for line, label in actions.items()}
    labels |= {("resolution", line): row.label for line, row in resolutions.items()}
    return labels
