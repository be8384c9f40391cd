"""A meeting as it reads: items with their lines, each bound to the record it became."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from django.db.models import CharField, QuerySet
from django.utils.safestring import SafeString, mark_safe

from meetings.exports import asked
from meetings.exports.agenda import AgendaRow, ReadAgenda, agenda_items, read_agenda
from meetings.models import (
    Action,
    ActionReview,
    AgendaItem,
    Aside,
    Attendance,
    ImportSource,
    Meeting,
    Resolution,
    Statement,
)
from meetings.models.actors import Actor, Standing
from meetings.models.hot import Shape, Slot, anybody_of, hot, shape_of, slots_of
from meetings.notation import lines as notation
from meetings.notation.context import Context
from meetings.notation.lines import Content, Line
from meetings.notation.markup import render_inline
from meetings.notation.names import Known, Roster
from meetings.notation.parser import parse
from meetings.notation.writer import compose

RECORDS = ("statements", "actions", "reviews", "resolutions", "asides")
NUMBERED = re.compile(r"(?i)\ba-\d")
ASIDE = re.compile(r"(?i)aside\s*:|\[[^\]]+ [-–—] ")
DEEPEST_SHOWN = 6


@dataclass
class Block:
    """One thing on the page. `kind` names how it is shown; `row` is its record, if any."""

    kind: str
    anchor: str
    html: SafeString = field(default_factory=SafeString)
    level: int = 0
    row: Any = None
    content: Any = None
    entries: list[Block] = field(default_factory=list)


@dataclass
class ReadItem:
    item: AgendaItem
    blocks: list[Block]
    plan: AgendaRow

    @property
    def flags(self) -> list[dict[str, Any]]:
        return [flag | {"anchor": self.item.anchor(flag["line"])} for flag in self.item.flags]


@dataclass
class ReadMeeting:
    """`notes_are_out` is whether this reader may see the notes at all."""

    meeting: Meeting
    notes_are_out: bool
    there: list[Attendance]
    away: list[Attendance]
    agenda: ReadAgenda
    items: list[ReadItem]
    actions: list[Action]
    resolutions: list[Resolution]

    @property
    def presiding(self) -> Attendance | None:
        return next((a for a in self.there if a.is_presiding), None)

    @property
    def flag_count(self) -> int:
        return sum(len(read.flags) for read in self.items)


def meeting_to_read(actor: Actor, key: str) -> Meeting | None:
    """A meeting that this actor may know of, with the keys of those before and after it."""
    found = _meeting(shape_of(actor), key=key, **slots_of(actor))
    if not found:
        return None
    meeting: Meeting = found[0]
    meeting.board = actor.board
    if meeting.source_id and actor.keeps_minutes:  # nobody else is told of it
        meeting.source = ImportSource.objects.defer("content").get(pk=meeting.source_id)
    return meeting


@hot
def _meeting(shape: Shape) -> QuerySet[Meeting]:
    actor = anybody_of(shape)
    meetings = Meeting.objects.visible_to(actor).with_neighbours(actor)
    return meetings.filter(key=Slot("key", CharField())).order_by()


def read_meeting(meeting: Meeting, actor: Actor) -> ReadMeeting:
    """The meeting as this actor may read it, at a number of queries that does not grow."""
    is_out = meeting.minutes_open_to(actor)
    items = {item.pk: item for item in agenda_items(meeting, actor)}
    agenda = read_agenda(meeting, list(items.values()), actor)
    for item in items.values():
        item.meeting = meeting
        item.covered_under = items.get(item.covered_under_id or 0)
        if not is_out:
            item.disposition, item.covered_under = "", None
    attendances = asked.attendance_of(meeting) if is_out else []
    rows = _rows(meeting, items, actor) if is_out else {}
    roster = _roster(attendances, rows)
    return ReadMeeting(
        meeting=meeting,
        notes_are_out=is_out,
        there=[a for a in attendances if a.is_there],
        away=[a for a in attendances if not a.is_there],
        agenda=agenda,
        items=[
            ReadItem(plan.item, list(_blocks(plan.item, rows, roster)) if is_out else [], plan)
            for plan in agenda.rows
        ],
        actions=[row for row in rows.values() if isinstance(row, Action)],
        resolutions=[row for row in rows.values() if isinstance(row, Resolution)],
    )


Rows = dict[tuple[str, int, int], Any]


def _rows(meeting: Meeting, items: dict[int, AgendaItem], actor: Actor) -> Rows:
    """Records by what they are, their item and their line, in the order of the minutes.

    The items are those in sight, and so are their records; reviews and asides are looked for
    where the notes can have any.
    """
    if not items:
        return {}
    notes = "\n".join(item.notes for item in items.values())
    here = {"meeting": meeting.pk}
    found: dict[str, list[Any]] = {"statements": asked.statements(**here)}
    if actor.is_at_least(Standing.OBSERVER):
        found["actions"] = asked.actions_of(meeting)
        if NUMBERED.search(notes) or meeting.source_id:
            found["reviews"] = asked.reviews(shape_of(actor), **here, **slots_of(actor))
        found["resolutions"] = asked.resolutions(**here)
    if ASIDE.search(notes):
        found["asides"] = asked.asides(**here)
    return {
        (name, row.item_id, row.line): row
        for name, records in found.items()
        for row in _in_order(records, items, actor)
    }


def _in_order(records: list[Any], items: dict[int, AgendaItem], actor: Actor) -> Iterator[Any]:
    """The records of items in sight: the queries find those of all items of the meeting."""
    seen = [row for row in records if row.item_id in items]
    for row in sorted(seen, key=lambda row: (items[row.item_id].position, row.line)):
        row.item = items[row.item_id]
        record = row.action if isinstance(row, ActionReview) else row
        if isinstance(record, (Action, Resolution)):
            record.board = actor.board
        yield row


def _roster(attendances: list[Attendance], rows: Rows) -> Roster:
    """Names that were bound when the notes were saved, to tell their lines apart again."""
    names: dict[int, set[str]] = defaultdict(set)
    for attendance in attendances:
        names[attendance.person_id].add(attendance.name)
    for row in rows.values():
        if isinstance(row, Statement):
            names[row.person_id].add(row.speaker)
        elif isinstance(row, Action):
            for owner in asked.owners_of(row):
                names[owner.person_id or -owner.pk].add(owner.name)
    return Roster(Known(key, next(iter(typed)), tuple(typed)) for key, typed in names.items())


def _blocks(item: AgendaItem, rows: Rows, roster: Roster) -> Iterator[Block]:
    run: Block | None = None
    for line in parse(item.notes, Context(roster)).lines:
        block = _block(item, line, rows)
        if block.kind == "note" and line.has_bullet:
            if run is None:
                run = Block("list", block.anchor)
                yield run
            run.entries.append(block)
        else:
            run = None
            yield block


def _block(item: AgendaItem, line: Line, rows: Rows) -> Block:
    content = line.content
    anchor = item.anchor(line.number)
    level = min(line.level, DEEPEST_SHOWN)
    for name in RECORDS:
        row = rows.get((name, item.pk, line.number))
        if row is not None:
            return Block(
                name.removesuffix("s"),
                anchor,
                _inline(_text_of(row, content)),
                level,
                row,
                content,
            )
    kind = type(content).__name__.lower()
    if isinstance(content, notation.Disposition):
        return Block(kind, anchor, _inline(content.reason), level, item, content)
    if isinstance(content, (notation.Aside, notation.Quote)):
        return Block(kind, anchor, _inline(content.text), level, content=content)
    if isinstance(content, notation.Code):
        return Block(kind, anchor, SafeString(""), level, content=content)
    if isinstance(content, (notation.Result, notation.NamedVotes, notation.Roll, notation.Fact)):
        return Block("said", anchor, _inline(line.source or compose(content)), level)
    text = line.source if line.source is not None else compose(content)
    return Block("note", anchor, _inline(text.removeprefix("\\")), level)


def _text_of(row: Statement | Action | ActionReview | Resolution | Aside, content: Content) -> str:
    if not isinstance(row, ActionReview):
        return row.text
    if isinstance(content, notation.Action):  # listed again in its own words
        return f"{', '.join(owner.typed for owner in content.owners)}: {content.text}"
    return row.remark


def _inline(text: str) -> SafeString:
    return mark_safe(render_inline(text))  # noqa: S308 - only what the sanitiser let through
