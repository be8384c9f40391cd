"""Imported minutes become a meeting: one source, one transaction."""

from __future__ import annotations

import hashlib
from collections import Counter
from dataclasses import dataclass, replace
from typing import Any, TypeAlias

from django.db import transaction

from meetings.importers.attendance import roster_of
from meetings.importers.bounded import read_bounded
from meetings.importers.document import Document, Item
from meetings.models import (
    Action,
    AgendaItem,
    Board,
    ImportBatch,
    ImportSource,
    Meeting,
)
from meetings.notation.context import Context
from meetings.notation.lines import Action as ActionLine
from meetings.notation.lines import Line, Motion, Note, Notes
from meetings.notation.writer import numbers_of, write_lines
from meetings.services.attendance import create_attendance
from meetings.services.changes import Save
from meetings.services.minutes import write_first_notes
from meetings.services.questions import names_report
from meetings.services.refusals import Refused
from meetings.services.relisting import name_known
from meetings.services.remembering import settle_names
from meetings.services.rosters import context_for, create_presenters, item_refs
from meetings.services.terms import extend_terms

MOST_ROWS = 1_000
LONGEST_TITLE = 300
Place: TypeAlias = tuple[int, int]


class ImportedBefore(Refused):
    def __init__(self, source: ImportSource) -> None:
        self.source = source
        meeting = Meeting.objects.filter(source=source).first()
        became = f"as the meeting {meeting.key}" if meeting else "as a meeting that has gone"
        if source.imported_at is None:
            became = "but are still waiting to become a meeting"
        when = f", on {source.imported_at:%-d %B %Y}" if source.imported_at else ""
        super().__init__(f"These minutes were imported before{when}, {became}.")


class DateTaken(Refused):
    """The board has a meeting of that date: perhaps this is another version of its minutes."""

    def __init__(self, meeting: Meeting) -> None:
        super().__init__(f"This board has a meeting of {meeting.when} already ({meeting.key}).")


@dataclass(frozen=True)
class Source:
    """The bytes as they came, the name of their file, and the reader that read them."""

    name: str
    content: bytes
    reader: str = "plain"

    @property
    def sha256(self) -> str:
        return hashlib.sha256(self.content).hexdigest()


def read_sources(name: str, content: bytes, *, limit: int) -> list[tuple[Source, Document]]:
    """A file's minutes in the order of the file, each meeting's with a name of its own.

    In: the file's name and bytes, and the most that are read. Raises Unreadable for the
    whole file.
    """
    parts = read_bounded(content, limit=limit)
    if len(parts) == 1:
        return [(Source(name, parts[0].content), parts[0].document)]
    return [
        (Source(f"{name} ({number} of {len(parts)})", part.content), part.document)
        for number, part in enumerate(parts, start=1)
    ]


@transaction.atomic
def import_minutes(
    board: Board,
    *,
    document: Document,
    source: Source,
    save: Save,
    is_final: bool = False,
) -> Meeting:
    """A meeting with everything that the document holds.

    `is_final`: the minutes were approved elsewhere, so everybody on the board may read
    them; otherwise they are a draft to be finished. Raises ImportedBefore for bytes that
    the board has, DateTaken where it has another meeting of that date, and Refused where
    it has two people of one name. Nothing is stored then.
    """
    board.wait_for_turn()
    refuse_if_known(board, source)
    same = meetings_of(board, document)
    if same:
        raise DateTaken(same[0])
    row = keep_source(board, document=document, source=source, save=save)
    return make_meeting(row, document=document, save=save, is_final=is_final, is_another=True)


def keep_source(
    board: Board,
    *,
    document: Document,
    source: Source,
    save: Save,
    batch: ImportBatch | None = None,
) -> ImportSource:
    """The bytes and what was understood of them; no meeting is made of them yet."""
    return ImportSource.objects.create(
        board=board,
        batch=batch,
        name=source.name[-255:],
        content=source.content,
        sha256=source.sha256,
        reader=source.reader,
        report=_report(document),
        imported_by=save.by,
    )


@transaction.atomic
def make_meeting(
    source: ImportSource,
    *,
    document: Document,
    save: Save,
    is_final: bool = False,
    is_another: bool = False,
) -> Meeting:
    """The meeting of a source that was kept. Raises Refused as `import_minutes` does.

    Unless somebody said that it `is_another` meeting, one of that month is too near where
    either is known to the month only.
    """
    board = source.board
    board.wait_for_turn()
    if not ImportSource.objects.filter(pk=source.pk).exists():
        raise Refused("These minutes were thrown away in the meantime.")
    if Meeting.objects.filter(source=source).exists():
        raise Refused("These minutes have become a meeting in the meantime.")
    _refuse_if_too_long(document)
    if not is_another:
        _refuse_if_date_taken(board, document)
    meeting = _create_meeting(board, document, source, is_final=is_final)
    chosen = settle_names(source)
    source.report["made"] = create_attendance(meeting, document.attendees, chosen)
    extend_terms(meeting)
    source.imported_at = save.at
    source.save(update_fields=["imported_at", "report"])
    _close(meeting, _create_items(meeting, document, save))
    return meeting


def refuse_if_known(board: Board, source: Source) -> None:
    known = ImportSource.objects.filter(board=board, sha256=source.sha256)
    found = known.defer("content").first()
    if found:
        raise ImportedBefore(found)


def _refuse_if_too_long(document: Document) -> None:
    for count, what in ((len(document.items), "items"), (len(document.attendees), "people")):
        if count > MOST_ROWS:
            raise Refused(f"{count:,} {what} in one meeting; the limit is {MOST_ROWS:,}.")


def _refuse_if_date_taken(board: Board, document: Document) -> None:
    if document.date is None:
        return
    on_board = Meeting.objects.filter(board=board)
    near = on_board.perhaps_of(document.date.as_date, _precision(document)).first()
    if near:
        raise DateTaken(near)


def meetings_of(board: Board, document: Document) -> list[Meeting]:
    """The board's meetings of the very date of a document."""
    if document.date is None:
        return []
    return list(
        Meeting.objects.filter(
            board=board, date=document.date.as_date, date_precision=_precision(document)
        )
    )


def _precision(document: Document) -> str:
    if document.date is None:
        return Meeting.Precision.NONE
    is_day = document.date.day is not None
    return Meeting.Precision.DAY if is_day else Meeting.Precision.MONTH


def _report(document: Document) -> dict[str, Any]:
    return {
        "title": document.title,
        "date": str(document.date or ""),
        "found": {
            "people": len(document.attendees),
            "items": len(document.items),
            "actions": _count(document, ActionLine),
            "resolutions": _count(document, Motion),
        },
        "names": names_report(document),
        "lines": [[f.number, f.fate.value, f.kind] for f in document.fates],
        "counts": dict(Counter(f.fate.value for f in document.fates)),
    }


def _count(document: Document, kind: type[ActionLine] | type[Motion]) -> int:
    lines = (line for item in document.items for line in item.lines)
    return sum(isinstance(line.content, kind) for line in lines)


def _create_meeting(
    board: Board, document: Document, source: ImportSource, *, is_final: bool
) -> Meeting:
    date = document.date.as_date if document.date else None
    precision = _precision(document)
    quorum = Meeting.RecordedQuorum.NOT_STATED
    if document.quorum:
        quorum = {
            True: Meeting.RecordedQuorum.MET,
            False: Meeting.RecordedQuorum.NOT_MET,
            None: Meeting.RecordedQuorum.UNCLEAR,
        }[document.quorum.is_met]
    return Meeting.objects.create(
        board=board,
        key=Meeting.free_key(board, date, precision),
        date=date,
        date_precision=precision,
        state=Meeting.State.ADJOURNED,
        is_final_as_recorded=is_final,
        recorded_quorum=quorum,
        recorded_quorum_words=document.quorum.words[:300] if document.quorum else "",
        source=source,
    )


def _create_items(meeting: Meeting, document: Document, save: Save) -> set[Place]:
    """Out: where, by item and line, the minutes mark an action as done."""
    items, done, closed = document.items, dict(document.done), set[Place]()
    rows = AgendaItem.objects.bulk_create(
        AgendaItem(meeting=meeting, position=position, title=_short(item.title))
        for position, item in enumerate(items, start=1)
    )
    context = context_for(meeting)
    for row, item in zip(rows, items, strict=True):
        create_presenters(row, item.presenters, context.roster)
    context = replace(context, items=item_refs(meeting))
    listed = Context(roster_of(document.attendees))
    named = name_known(meeting, [_lines(item) for item in items], context=context, done=done)
    for row, lines in zip(rows, named, strict=True):
        if lines:
            written = write_lines(Notes(lines), listed)
            write_first_notes(row, text="\n".join(written), context=context, save=save)
            placed = zip(numbers_of(written), lines, strict=True)
            closed |= {(row.pk, number) for number, line in placed if done.get(line.number)}
    return closed


def _lines(item: Item) -> tuple[Line, ...]:
    """The whole of a title that does not fit opens the item's notes."""
    opening = (Line(Note(item.title)),) if len(item.title) > LONGEST_TITLE else ()
    return (*opening, *item.lines)


def _short(title: str) -> str:
    return title if len(title) <= LONGEST_TITLE else title[: LONGEST_TITLE - 1] + "…"


def _close(meeting: Meeting, places: set[Place]) -> None:
    """Actions that the minutes mark as done, each found by its own line."""
    rows = Action.objects.filter(item__meeting=meeting) if places else Action.objects.none()
    marked = [row.pk for row in rows if (row.item_id, row.line) in places]
    Action.objects.filter(pk__in=marked).update(state=Action.State.DONE, closed_on=meeting.date)
