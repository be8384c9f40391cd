"""Old minutes, in whatever form, as a document: title, people, items and every line's fate."""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace

from meetings.importers.attendance import NAME, roster_of
from meetings.importers.document import Attendee, Document, Fate, Item, LineFate, Quorum, Role
from meetings.importers.headings import (
    AttendanceKind,
    Section,
    done_by_heading,
    section_of,
)
from meetings.importers.layout import Layout, Mark, RowKind, SourceLine, plain_layout
from meetings.importers.lines import NOT_REACHED, done_by_mark, not_reached, read_content
from meetings.importers.markdown import looks_like_markdown, markdown_layout
from meetings.importers.mediawiki import looks_like_mediawiki, mediawiki_layout
from meetings.importers.motions import gather, resolved_by_word, split_decision
from meetings.importers.outline import Outline, outline_of, title_and_presenters
from meetings.importers.source import Unreadable
from meetings.importers.titles import body_of, date_of, day_of, quorum_in
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
    Statement,
)
from meetings.notation.names import fold
from meetings.notation.parser import nesting_level

LONGEST_SECTION = 60_000
STATUS = re.compile(r"status\s*:\s*(?P<word>\w+).{0,80}", re.IGNORECASE)
TABLED_LIST = re.compile(r"(?:tabled|deferred|parked|postponed)(?:\s+items?)?\s*:?", re.IGNORECASE)
RESOLVED_WORD = re.compile(r"\W*resol(?:ved|ution)\b", re.IGNORECASE)
DONE_WORD = re.compile(r"done|complete[d]?|closed|finished", re.IGNORECASE)
PRESIDED = re.compile(
    rf"(?P<a>{NAME})\s+(?:presided|chaired|called\s+the\s+meeting)"
    rf"|(?:called\s+to\s+order\b[^.]{{0,30}}|chaired|led|presided\s+over)\s*by:?\s+(?P<b>{NAME})"
    rf"|(?:[Cc]onfirm|[Ee]lected)\s+(?P<c>{NAME})\s+as\s+(?:the\s+)?chair"
    rf"|(?P<d>{NAME})\s+was\s+(?:nominated|elected|confirmed|appointed)\s+as\s+(?:the\s+)?chair"
)
PREPARED = re.compile(
    rf"(?P<a>{NAME})\s+(?:prepared|took|recorded|volunt\w+\s+to\s+take)\s+(?:the\s+)?minutes"
    rf"|(?:[Mm]inutes|[Nn]otes)\s+(?:taken|prepared|recorded)\s+by:?\s+(?P<b>{NAME})"
)


@dataclass
class _OpenItem:
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


@dataclass
class _Reading:
    outline: Outline
    fates: list[LineFate]
    attendees: list[Attendee] = field(default_factory=list)
    items: list[_OpenItem] = field(default_factory=list)
    quorum: Quorum | None = None
    kind: AttendanceKind | None = None
    unreached: str = ""
    context: Context = field(default_factory=Context)
    done: dict[int, bool] = field(default_factory=dict)

    def mark(self, line: SourceLine, fate: Fate, kind: str) -> None:
        self.fates.extend(LineFate(number, fate, kind) for number in line.numbers)


def layout_of(text: str) -> Layout:
    """The page's lines, read by what it seems to be written in."""
    if looks_like_mediawiki(text):
        return mediawiki_layout(text)
    return markdown_layout(text) if looks_like_markdown(text) else plain_layout(text)


def read_minutes(text: str) -> Document:
    """Minutes in MediaWiki, Markdown or plain text.

    In: the text, line ends "\\n". Out: what was understood, with every line's fate.
    Raises Unreadable where the text has no agenda item, or a section over 60,000
    characters.
    """
    layout = layout_of(text)
    outline = outline_of(layout.lines)
    reading = _Reading(outline, list(layout.fates))
    title = outline.title.text if outline.title else layout.metadata.get("title", "")
    first = [line.text for line in layout.lines[:14]]
    date = date_of(title, layout.metadata, first)
    _read_people(layout.lines, reading)
    reading.context = Context(roster_of(tuple(reading.attendees)), day_of(date))
    _read_body(layout.lines, reading)
    items = [item for item in reading.items if item.section is not Section.CONTAINER]
    has_notes = any(item.lines for item in items)
    if not items or not (date or reading.attendees or has_notes):
        raise Unreadable(
            "No agenda item found. Put each item's title on a line of its own, "
            "with a blank line around it, such as: Budget (Ada)."
        )
    return Document(
        body=body_of(title),
        title=title,
        date=date,
        attendees=tuple(reading.attendees),
        items=tuple(_closed(item, reading.context) for item in reading.items),
        fates=tuple(sorted(reading.fates, key=lambda fate: fate.number)),
        quorum=reading.quorum,
        done=tuple(reading.done.items()),
    )


def _read_people(lines: list[SourceLine], reading: _Reading) -> None:
    """Everybody listed, before anything else is read: names are bound to them."""
    known: dict[str, Attendee] = {}
    for line in lines:
        for attendee in reading.outline.people.get(line.numbers, ()):
            key = fold(attendee.name)
            known[key] = _merged(known[key], attendee) if key in known else attendee
    for line in lines:
        _note_offices(line.text, known)
        reading.quorum = reading.quorum or quorum_in(line.text)
    reading.attendees = list(known.values())


def _merged(first: Attendee, again: Attendee) -> Attendee:
    """Somebody listed twice is one person: what one entry lacks, the other has."""
    return replace(
        first,
        organisation=first.organisation or again.organisation,
        role=again.role if first.role in (None, Role.MEMBER) and again.role else first.role,
        is_voting=first.is_voting if again.is_voting is None else again.is_voting,
        is_present=first.is_present or again.is_present,
    )


def _note_offices(text: str, known: dict[str, Attendee]) -> None:
    """Who presided and who wrote, where a sentence says it of somebody listed."""
    for form, role in ((PRESIDED, Role.CHAIR), (PREPARED, Role.SECRETARY)):
        match = form.search(text)
        if not match:
            continue
        typed = next(name for name in match.groups() if name)
        listed = list(known.values())
        people = roster_of(tuple(listed)).people_called(typed)
        holder = listed[people[0].key] if len(people) == 1 else None
        if holder and holder.is_present and holder.role in (None, Role.MEMBER):
            known[fold(holder.name)] = replace(holder, role=role)


def _read_body(lines: list[SourceLine], reading: _Reading) -> None:
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


def _start(reading: _Reading, line: SourceLine, section: Section) -> _OpenItem:
    title, presenters = title_and_presenters(line.text)
    item = _OpenItem(title, presenters, line.numbers[0], section)
    if section is Section.ACTIONS:
        item.done = done_by_heading(line.text)
    reading.items.append(item)
    reading.mark(line, Fate.RECORD, "item")
    deferred = re.match(r"(?:deferred|tabled|postponed)\s*:\s*(?P<rest>.+)", title, re.IGNORECASE)
    if deferred:
        item.title = deferred["rest"]
        item.lines.append(Line(read_content(title, reading.context)))
    return item


def _add(reading: _Reading, line: SourceLine) -> None:
    if quorum_in(line.text) and len(line.text) <= 120 and not reading.items:
        reading.mark(line, Fate.RECORD, "quorum")
        return
    if not reading.items:
        reading.items.append(_OpenItem("Opening", (), line.numbers[0], Section.CONTAINER))
    item = reading.items[-1]
    item.length += len(line.text)
    contents = _contents(line, item, reading.context)
    _note_status(reading, item, line)
    if any(isinstance(content, Action) for content in contents):
        _note_done(reading, item, line)
    kinds = [type(c).__name__.lower() for c in contents if not isinstance(c, Note)]
    reading.mark(line, Fate.RECORD if kinds else Fate.NOTE, kinds[0] if kinds else "note")
    if RESOLVED_WORD.match(line.text):
        item.resolved.add(line.numbers[0])
    level = nesting_level(item.indents, line.indent) if line.is_listed else 0
    for place, content in enumerate(contents):
        item.lines.append(
            Line(
                content,
                level,
                has_bullet=line.is_listed,
                follows_gap=line.follows_gap and bool(item.lines) and place == 0,
                number=line.numbers[0],
            )
        )


def _contents(line: SourceLine, item: _OpenItem, context: Context) -> list[Content]:
    """What a line holds: one thing, or notes around a decision in the midst of a paragraph."""
    content = _content(line, item, context)
    if not isinstance(content, Note):
        return [content]
    parts = split_decision(content.text)
    return [_content(replace(line, text=part), item, context) for part in parts]


def _content(line: SourceLine, item: _OpenItem, context: Context) -> Content:
    """In a list of actions or resolutions a top entry is one, whatever it looks like."""
    is_top = line.is_listed and line.indent <= min(item.indents, default=line.indent)
    if not line.is_listed:
        item.in_list = item.section is not Section.ACTIONS and _heads_actions(line)
    in_list = (item.section is Section.ACTIONS and is_top) or (item.in_list and line.is_listed)
    in_actions = in_list or line.kind is RowKind.ACTION
    content = read_content(line.text, context, in_actions=in_actions)
    if in_actions and isinstance(content, Statement):
        return Action((content.speaker,), content.text, find_due(content.text, context.on))
    if item.section is Section.RESOLUTIONS and is_top and isinstance(content, Note):
        return Motion(content.text, outcome=Outcome(OutcomeKind.CARRIED))
    return content


def _heads_actions(line: SourceLine) -> bool:
    """ "**Action**" on a line of its own: the list under it is one of actions."""
    return len(line.text) <= 30 and section_of(line.text) is Section.ACTIONS


def _note_status(reading: _Reading, item: _OpenItem, line: SourceLine) -> None:
    """ "STATUS: Pending" under an action is that action's."""
    status = STATUS.fullmatch(line.text)
    above = item.lines[-1] if item.lines else None
    if status and above and isinstance(above.content, Action):
        reading.done[above.number] = bool(DONE_WORD.fullmatch(status["word"]))


def _note_done(reading: _Reading, item: _OpenItem, line: SourceLine) -> None:
    marked = done_by_mark(line.text)
    done = line.is_checked if marked is None and line.is_checked is not None else marked
    done = item.done if done is None else done
    if done is not None:
        reading.done[line.numbers[0]] = done


def _closed(item: _OpenItem, context: Context) -> Item:
    if item.length > LONGEST_SECTION:
        raise Unreadable(
            f"The section from line {item.number} is too long ({item.length:,} characters; "
            f"the limit is {LONGEST_SECTION:,}). Divide it and try again."
        )
    return Item(
        item.title,
        item.presenters,
        tuple(resolved_by_word(gather(item.lines, context, item.title), item.resolved)),
        item.number,
        is_container=item.section is Section.CONTAINER,
    )
