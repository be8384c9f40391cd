"""The body of a page: every line of it put under its item, with what it means."""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace

from meetings.importers.document import Attendee, Fate, LineFate, Quorum
from meetings.importers.headings import (
    NUMBERING,
    AttendanceKind,
    Section,
    done_by_heading,
    section_of,
)
from meetings.importers.layout import Mark, Owned, RowKind, SourceLine
from meetings.importers.lines import (
    NOT_REACHED,
    is_put_off,
    not_reached,
    read_content,
    read_disposition,
)
from meetings.importers.motions import split_decision
from meetings.importers.outline import title_and_presenters
from meetings.importers.owned import divided, owners_behind
from meetings.importers.promised import promises_in, reference_of
from meetings.importers.roll import Outline
from meetings.importers.statuses import KEPT, done_by_mark
from meetings.importers.tasks import read_task
from meetings.importers.titles import quorum_in
from meetings.notation.context import Context
from meetings.notation.dates import find_due
from meetings.notation.lines import (
    Action,
    Content,
    Line,
    Motion,
    Note,
    Outcome,
    OutcomeKind,
    Result,
    Statement,
)
from meetings.notation.parser import nesting_level

OPENING = "Opening"
STATUS = re.compile(r"status\s*:\s*(?P<word>\w+).{0,80}", re.IGNORECASE)
TABLED_LIST = re.compile(r"(?:tabled|deferred|parked|postponed)(?:\s+items?)?\s*:?", re.IGNORECASE)
RESOLVED_WORD = re.compile(
    r"\W*(?:[a-z0-9]{1,4}\)\s+)?(?:it\s+was\s+)?(?:(?:further|also|duly)\s+)?resol(?:ved|ution)\b",
    re.IGNORECASE,
)


@dataclass
class OpenItem:
    title: str
    presenters: tuple[str, ...]
    number: int
    section: Section = Section.ITEM
    done: bool | None = None
    in_list: bool = False
    resolved: set[int] = field(default_factory=set)
    lines: list[Line] = field(default_factory=list)
    indents: list[int] = field(default_factory=list)
    length: int = 0
    undecided: int = 0


@dataclass
class Reading:
    outline: Outline
    fates: list[LineFate]
    attendees: list[Attendee] = field(default_factory=list)
    items: list[OpenItem] = field(default_factory=list)
    quorum: Quorum | None = None
    kind: AttendanceKind | None = None
    unreached: str = ""
    context: Context = field(default_factory=Context)
    done: dict[int, bool] = field(default_factory=dict)
    promised: dict[str, int] = field(default_factory=dict)

    def mark(self, line: SourceLine, fate: Fate, kind: str) -> None:
        self.fates.extend(LineFate(number, fate, kind) for number in line.numbers)


def read_body(lines: list[SourceLine], reading: Reading) -> None:
    outline = reading.outline
    for place, line in enumerate(lines):
        below = lines[place + 1] if place + 1 < len(lines) else None
        if line is outline.title or line.numbers in outline.repeated_titles:
            reading.mark(line, Fate.RECORD, "title")
        elif line.numbers in outline.people:
            reading.mark(line, Fate.RECORD, "attendee")
        elif line.numbers in outline.attendance_headings:
            reading.mark(line, Fate.RECORD, "attendance heading")
        elif _heads_unreached(line, below):
            reading.unreached = line.text
            reading.mark(line, Fate.RECORD, "disposition")
        elif reading.unreached and line.mark is Mark.BULLET:
            item = _start(reading, line, Section.ITEM)
            item.lines.append(Line(not_reached(reading.unreached)))
        elif line.numbers in outline.headings:
            reading.unreached = ""
            _start(reading, line, outline.headings[line.numbers])
        else:
            reading.unreached = ""
            _add(reading, line)


def _heads_unreached(line: SourceLine, below: SourceLine | None) -> bool:
    heads_bullets = below is not None and below.mark is Mark.BULLET and not line.is_listed
    heads = NOT_REACHED.fullmatch(line.text) or TABLED_LIST.fullmatch(line.text)
    return heads_bullets and bool(heads)


def _start(reading: Reading, line: SourceLine, section: Section) -> OpenItem:
    heading, rest = reading.outline.run_in.get(line.numbers, (line.text, ""))
    if line.mark in (Mark.HEADING, Mark.BOLD):
        heading = NUMBERING.sub("", heading) or heading
    title, presenters = title_and_presenters(heading)
    item = OpenItem(title, presenters, line.numbers[0], section)
    if section is Section.ACTIONS:
        item.done = done_by_heading(line.text)
    reading.items.append(item)
    reading.mark(line, Fate.RECORD, "item")
    for text in (rest, *line.cells):
        if text:
            _place(reading, replace(line, text=text, mark=Mark.NONE, kind=RowKind.NONE))
    deferred = re.match(r"(?:deferred|tabled|postponed)\s*:\s*(?P<rest>.+)", title, re.IGNORECASE)
    if deferred:
        item.title = deferred["rest"]
        item.lines.append(Line(read_content(title, reading.context)))
    return item


def _add(reading: Reading, line: SourceLine) -> None:
    if quorum_in(line.text) and len(line.text) <= 120 and not reading.items:
        reading.mark(line, Fate.RECORD, "quorum")
        return
    if not reading.items:
        reading.items.append(OpenItem(OPENING, (), line.numbers[0], Section.CONTAINER))
    whole = replace(line, text=" - ".join((line.text, *line.cells)))
    kind = _place(reading, whole)
    reading.mark(line, Fate.RECORD if kind else Fate.NOTE, kind or "note")


def _place(reading: Reading, line: SourceLine) -> str:
    """Puts a line under the last item; the kind of its first record, or nothing."""
    item = reading.items[-1]
    item.length += len(line.text)
    if _gives_above(line, item, reading.context):
        return "action"
    contents = _contents(line, item, reading.context)
    _note_status(reading, item, line)
    if _is_listed_again(reading, line, contents):
        contents = [Note(line.text)]
    if any(isinstance(content, Action) for content in contents):
        _note_done(reading, item, line)
    kinds = [type(c).__name__.lower() for c in contents if not isinstance(c, Note)]
    if RESOLVED_WORD.match(line.text):
        item.resolved.add(line.numbers[0])
    level = nesting_level(item.indents, line.indent) if line.is_listed else 0
    for place, content in enumerate(contents):
        item.undecided += isinstance(content, Motion) and content.outcome is None
        item.undecided -= isinstance(content, Result) and item.undecided > 0
        item.lines.append(
            Line(
                content,
                level,
                has_bullet=line.is_listed,
                follows_gap=line.follows_gap and bool(item.lines) and place == 0,
                number=line.numbers[0],
            )
        )
    return kinds[0] if kinds else ""


def _gives_above(line: SourceLine, item: OpenItem, context: Context) -> bool:
    """ "ACTION: AL" on a line of its own: the sentence above is what AL does."""
    behind = owners_behind(line.text, context)
    above = item.lines[-1] if item.lines else None
    if not behind or behind[0] or not above or not isinstance(above.content, Note):
        return False
    text = above.content.text
    parts = divided(text, (Owned(len(text), behind[1]),), context)
    item.lines[-1:] = [
        replace(above, content=Note(part) if isinstance(part, str) else part) for part in parts
    ]
    return True


def _contents(line: SourceLine, item: OpenItem, context: Context) -> list[Content]:
    """What a line holds: one thing, or notes around a decision in the midst of a paragraph."""
    promises = promises_in(line.text, context) if line.kind is not RowKind.ACTION else []
    if any(isinstance(part, Action) for part in promises) and not line.margin:
        return [
            content
            for part in promises
            for content in (
                [part]
                if isinstance(part, Action)
                else _around_decision(replace(line, text=part), item, context)
            )
        ]
    behind = owners_behind(line.text, context)
    margin = line.margin
    if behind and behind[0]:
        line, margin = replace(line, text=behind[0]), (Owned(len(behind[0]), behind[1]),)
    if not margin:
        return _around_decision(line, item, context)
    found: list[Content] = []
    for part in divided(line.text, margin, context):
        if isinstance(part, Action):
            found.append(part)
        else:
            found.extend(_around_decision(replace(line, text=part), item, context))
    return found


def _around_decision(line: SourceLine, item: OpenItem, context: Context) -> list[Content]:
    content = _content(line, item, context)
    if not isinstance(content, Note):
        return [content]
    parts = split_decision(content.text, also=is_put_off)
    return [_content(replace(line, text=part), item, context) for part in parts]


def _content(line: SourceLine, item: OpenItem, context: Context) -> Content:
    """In a list of actions or resolutions a top entry is one, whatever it looks like."""
    is_top = line.is_listed and line.indent <= min(item.indents, default=line.indent)
    is_quoted = line.mark is Mark.QUOTE
    if not (line.is_listed or is_quoted):
        item.in_list = item.section is not Section.ACTIONS and _heads_actions(line)
    in_list = (item.section is Section.ACTIONS and is_top) or (
        item.in_list and (line.is_listed or is_quoted)
    )
    in_actions = in_list or line.kind is RowKind.ACTION
    task = read_task(line.text, context) if line.mark is Mark.BOX and not in_actions else None
    content = task or read_content(line.text, context, in_actions=in_actions)
    if in_actions and isinstance(content, Statement):
        return Action((content.speaker,), content.text, find_due(content.text, context.on))
    if isinstance(content, Result) and content.outcome.kind is OutcomeKind.TABLED:
        return content if item.undecided else read_disposition(line.text) or content
    if item.section is Section.RESOLUTIONS and is_top and isinstance(content, Note):
        return Motion(content.text, outcome=Outcome(OutcomeKind.CARRIED))
    return content


def _heads_actions(line: SourceLine) -> bool:
    """ "**Action**" on a line of its own: the list under it is one of actions."""
    return len(line.text) <= 30 and section_of(line.text) is Section.ACTIONS


def _is_listed_again(reading: Reading, line: SourceLine, contents: list[Content]) -> bool:
    """Whether a log lists what the minutes promised by its number: its state is that one's."""
    number = line.label if line.kind is RowKind.ACTION else reference_of(line.text)
    if not number or not any(isinstance(content, Action) for content in contents):
        return False
    first = reading.promised.setdefault(number, line.numbers[0])
    if first == line.numbers[0] or line.kind is not RowKind.ACTION:
        return False
    if line.is_checked is not None:
        reading.done[first] = line.is_checked
    return True


def _note_status(reading: Reading, item: OpenItem, line: SourceLine) -> None:
    """ "STATUS: Pending" under an action is that action's."""
    status = STATUS.fullmatch(line.text)
    above = item.lines[-1] if item.lines else None
    if status and above and isinstance(above.content, Action):
        reading.done[above.number] = bool(KEPT.fullmatch(status["word"]))


def _note_done(reading: Reading, item: OpenItem, line: SourceLine) -> None:
    marked = done_by_mark(line.text)
    done = line.is_checked if marked is None and line.is_checked is not None else marked
    done = item.done if done is None else done
    if done is not None:
        reading.done[line.numbers[0]] = done
