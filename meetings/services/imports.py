"""Imported minutes become a meeting: one source, one transaction."""

from __future__ import annotations

import hashlib
from collections import Counter, defaultdict
from dataclasses import dataclass
from typing import Any

from django.db import transaction

from meetings.importers.attendance import roster_of
from meetings.importers.document import Attendee, Document, Item, Role
from meetings.models import (
    Action,
    AgendaItem,
    Attendance,
    Board,
    ImportSource,
    ItemPresenter,
    Meeting,
    Organisation,
    Person,
)
from meetings.notation.context import Context
from meetings.notation.lines import Action as ActionLine
from meetings.notation.lines import Line, NameKind, Note, Notes
from meetings.notation.names import fold
from meetings.notation.writer import write
from meetings.services.minutes import Save, write_first_notes
from meetings.services.rosters import context_for

MOST_ROWS = 1_000
LONGEST_TITLE = 300


class Refused(Exception):
    """The import is refused and nothing was stored; the message says why."""


class ImportedBefore(Refused):
    def __init__(self, source: ImportSource) -> None:
        self.source = source
        meeting = Meeting.objects.filter(source=source).first()
        became = f"as the meeting {meeting.key}" if meeting else "as a meeting that has gone"
        super().__init__(
            f"These minutes were imported before, on {source.imported_at:%-d %B %Y}, {became}."
        )


@dataclass(frozen=True)
class Source:
    """The bytes as they came, the name of their file, and the reader that read them."""

    name: str
    content: bytes
    reader: str = "plain"

    @property
    def sha256(self) -> str:
        return hashlib.sha256(self.content).hexdigest()


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
    the board has, and Refused where the board has another meeting of that date or two
    people of one name. Nothing is stored then.
    """
    board.wait_for_turn()
    refuse_if_known(board, source)
    _refuse_if_too_long(document)
    _refuse_if_date_taken(board, document)
    row = ImportSource.objects.create(
        board=board,
        name=source.name[-255:],
        content=source.content,
        sha256=source.sha256,
        reader=source.reader,
        report=_report(document),
        imported_by=save.by,
        imported_at=save.at,
    )
    meeting = _create_meeting(board, document, row, is_final=is_final)
    _create_attendance(meeting, document.attendees)
    _create_items(meeting, document, save)
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
    same = Meeting.objects.filter(
        board=board,
        date=document.date.as_date,
        date_precision=_precision(document),
    ).first()
    if same:
        raise Refused(
            f"This board has a meeting of {same.when} already ({same.key}). "
            "If this is another version of its minutes, correct that meeting instead."
        )


def _precision(document: Document) -> str:
    if document.date is None:
        return Meeting.Precision.NONE
    is_day = document.date.day is not None
    return Meeting.Precision.DAY if is_day else Meeting.Precision.MONTH


def _report(document: Document) -> dict[str, Any]:
    return {
        "title": document.title,
        "lines": [[f.number, f.fate.value, f.kind] for f in document.fates],
        "counts": dict(Counter(f.fate.value for f in document.fates)),
    }


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


class _Directory:
    """The board's people and organisations by every name they are written with."""

    def __init__(self, board: Board) -> None:
        self.board = board
        people = Person.objects.filter(board=board).select_related("merged_into")
        firms = Organisation.objects.filter(board=board).select_related("merged_into")
        self._people: dict[str, dict[int, Person]] = defaultdict(dict)
        self._firms: dict[str, Organisation] = {}
        for person in people.prefetch_related("aliases"):
            target = person.merged_into or person
            for name in (person.name, *(a.name for a in person.aliases.all())):
                self._people[fold(name)][target.pk] = target
        for firm in firms.prefetch_related("aliases"):
            for name in (firm.name, *(a.name for a in firm.aliases.all())):
                self._firms[fold(name)] = firm.merged_into or firm

    def person(self, attendee: Attendee) -> Person:
        """The board's person of that full name or alias, or a new one."""
        found = self._people[fold(attendee.name)]
        if len(found) > 1:
            raise Refused(
                f"Line {attendee.line}: this board has {len(found)} people called "
                f"{attendee.name}. Merge them or rename one, then import again."
            )
        if not found:
            person = Person.objects.create(board=self.board, name=attendee.name)
            found[person.pk] = person
        return next(iter(found.values()))

    def organisation(self, name: str | None) -> Organisation | None:
        if not name:
            return None
        if fold(name) not in self._firms:
            self._firms[fold(name)] = Organisation.objects.create(board=self.board, name=name)
        return self._firms[fold(name)]


def _create_attendance(meeting: Meeting, attendees: tuple[Attendee, ...]) -> None:
    directory = _Directory(meeting.board)
    rows: dict[int, Attendance] = {}
    for position, attendee in enumerate(attendees, start=1):
        person = directory.person(attendee)
        is_there = attendee.is_present
        row = Attendance(
            meeting=meeting,
            person=person,
            organisation=directory.organisation(attendee.organisation),
            position=position,
            name=attendee.name,
            organisation_name=attendee.organisation or "",
            mode=_mode(attendee),
            capacity=_capacity(attendee),
            is_presiding=is_there and attendee.role is Role.CHAIR,
            is_taking_minutes=is_there and attendee.role is Role.SECRETARY,
            is_voting_as_recorded=attendee.is_voting,
        )
        rows.setdefault(person.pk, row)
    Attendance.objects.bulk_create(rows.values())


def _mode(attendee: Attendee) -> str:
    if attendee.is_present:
        return Attendance.Mode.PRESENT
    return Attendance.Mode.APOLOGIES if attendee.has_apologised else Attendance.Mode.ABSENT


def _capacity(attendee: Attendee) -> str:
    if attendee.role is Role.GUEST:
        return Attendance.Capacity.GUEST
    if attendee.role is Role.MEMBER:
        return Attendance.Capacity.MEMBER
    return Attendance.Capacity.UNSTATED


def _create_items(meeting: Meeting, document: Document, save: Save) -> None:
    items = document.items
    rows = AgendaItem.objects.bulk_create(
        AgendaItem(meeting=meeting, position=position, title=_short(item.title))
        for position, item in enumerate(items, start=1)
    )
    context = context_for(meeting)
    for row, item in zip(rows, items, strict=True):
        _create_presenters(row, item, context)
    context = context_for(meeting)
    for row, item in zip(rows, items, strict=True):
        lines = item.lines
        if len(item.title) > LONGEST_TITLE:
            lines = (Line(Note(item.title)), *lines)
        if lines:
            text = write(Notes(lines), Context(roster_of(document.attendees)))
            write_first_notes(row, text=text, context=context, save=save)
            _close_done(row, item, dict(document.done))


def _short(title: str) -> str:
    """A title that fits; the whole of a longer one opens the item's notes."""
    return title if len(title) <= LONGEST_TITLE else title[: LONGEST_TITLE - 1] + "…"


def _close_done(row: AgendaItem, item: Item, done: dict[int, bool]) -> None:
    """Actions that the minutes mark as done; they stand in the order of their lines."""
    marked = [done.get(x.number) for x in item.lines if isinstance(x.content, ActionLine)]
    for action, is_done in zip(row.actions.order_by("line"), marked, strict=False):
        if is_done:
            action.state, action.closed_on = Action.State.DONE, row.meeting.date
            action.save(update_fields=["state", "closed_on"])


def _create_presenters(row: AgendaItem, item: Item, context: Context) -> None:
    ItemPresenter.objects.bulk_create(
        ItemPresenter(
            item=row,
            position=position,
            name=typed,
            person_id=name.key if name.kind is NameKind.PERSON else None,
        )
        for position, typed in enumerate(item.presenters, start=1)
        for name in [context.roster.bind(typed)]
    )
