"""Minutes as plain text, such as a wiki page copied from the browser."""

from __future__ import annotations

import datetime
import re
from dataclasses import dataclass, field
from itertools import zip_longest

from meetings.importers.attendance import heading_of, read_attendees, roster_of
from meetings.importers.document import Attendee, Document, Fate, Item, LineFate
from meetings.importers.lines import (
    NOT_REACHED,
    not_reached,
    read_content,
    without_image_name,
)
from meetings.importers.source import Unreadable
from meetings.notation.context import Context
from meetings.notation.dates import PartialDate, find_date
from meetings.notation.lines import Line, Note
from meetings.notation.names import looks_like_name

BULLET = re.compile(r"(?:--|[-*•+])\s+")
# What a wiki prints around a page: "From Site", "Jump to navigation".
SITE_NOTICE = re.compile(
    r"From [A-Z]\w+(?: \w+)?|(?:Jump to (?:navigation|search)\s*)+", re.IGNORECASE
)
BRACKET_AT_END = re.compile(r"(?P<title>.*\S)\s*\((?P<names>[^()]{1,80})\)\s*")
BODY = re.compile(r"(?P<body>.+?)\s+(?:Meeting|Minutes)\b", re.IGNORECASE)
LONGEST_HEADING = 80
LONGEST_SECTION = 60_000
HEADING_WORDS = 8
NOT_A_HEADING = re.compile(r"(?:we|i|they|he|she|it|there|this|no|none)\b", re.IGNORECASE)


@dataclass(frozen=True)
class _SourceLine:
    number: int
    indent: int
    text: str
    has_bullet: bool
    follows_gap: bool
    precedes_gap: bool

    @property
    def stands_alone(self) -> bool:
        return self.follows_gap and self.precedes_gap


@dataclass
class _OpenItem:
    title: str
    presenters: tuple[str, ...]
    number: int
    lines: list[Line] = field(default_factory=list)
    indents: list[int] = field(default_factory=list)
    lengths: list[int] = field(default_factory=list)


@dataclass
class _Reading:
    fates: list[LineFate] = field(default_factory=list)
    attendees: list[Attendee] = field(default_factory=list)
    items: list[_OpenItem] = field(default_factory=list)

    def mark(self, line: _SourceLine, fate: Fate, kind: str) -> None:
        self.fates.append(LineFate(line.number, fate, kind))


def read_plain(text: str) -> Document:
    """Minutes copied as plain text.

    In: the text, line ends "\\n". Out: what was understood, with every line's fate.
    Raises Unreadable where the text has no agenda item, or a section over 60,000
    characters.
    """
    lines = _source_lines(text)
    reading = _Reading()
    title, rest = _read_title(lines, reading)
    date = find_date(title) if title else None
    rest = _read_attendance(rest, reading)
    attendees = tuple(reading.attendees)
    context = Context(roster_of(attendees), _day(date))
    _read_items(rest, reading, context)
    if not reading.items:
        raise Unreadable(
            "No agenda item found. Put each item's title on a line of its own, "
            "with a blank line around it, such as: Budget (Ada)."
        )
    return Document(
        body=_body(title),
        title=title,
        date=date,
        attendees=attendees,
        items=tuple(_closed(item) for item in reading.items),
        fates=tuple(sorted(reading.fates, key=lambda fate: fate.number)),
    )


def _source_lines(text: str) -> list[_SourceLine]:
    physical = text.split("\n")
    blank = [not line.strip() for line in physical]
    found = []
    for index, line in enumerate(physical):
        if blank[index]:
            continue
        stripped = line.strip()
        bullet = BULLET.match(stripped)
        expanded = line.expandtabs(4)
        found.append(
            _SourceLine(
                number=index + 1,
                indent=len(expanded) - len(expanded.lstrip()),
                text=stripped[bullet.end() :] if bullet else stripped,
                has_bullet=bullet is not None,
                follows_gap=index == 0 or blank[index - 1],
                precedes_gap=index + 1 == len(physical) or blank[index + 1],
            )
        )
    return found


def _read_title(lines: list[_SourceLine], reading: _Reading) -> tuple[str, list[_SourceLine]]:
    """The first line is the title if it has a date or says that these are minutes."""
    title = ""
    rest: list[_SourceLine] = []
    for line in lines:
        if SITE_NOTICE.fullmatch(line.text):
            reading.mark(line, Fate.NOISE, "site notice")
        elif not title and not rest and _is_title(line):
            title = line.text
            reading.mark(line, Fate.RECORD, "title")
        else:
            rest.append(line)
    return title, rest


def _is_title(line: _SourceLine) -> bool:
    return not line.has_bullet and (
        find_date(line.text) is not None
        or bool(re.search(r"\bminutes\b", line.text, re.IGNORECASE))
    )


def _body(title: str) -> str | None:
    """The words in front of "Meeting" or "Minutes", where they are not a date."""
    match = BODY.match(title)
    return match["body"].strip() if match and not find_date(match["body"]) else None


def _day(date: PartialDate | None) -> datetime.date | None:
    return date.as_date if date else None


def _read_attendance(lines: list[_SourceLine], reading: _Reading) -> list[_SourceLine]:
    """The list at the top: under its heading, or a run of people with a bracket each."""
    heading = ""
    for place, line in enumerate(lines):
        word = heading_of(line.text)
        if word:
            heading = word
            reading.mark(line, Fate.RECORD, "attendance heading")
            continue
        people = read_attendees(line.text, line.number, heading)
        if not people or not (line.has_bullet or heading):
            return lines[place:]
        reading.attendees.extend(people)
        reading.mark(line, Fate.RECORD, "attendee")
    return []


def _read_items(lines: list[_SourceLine], reading: _Reading, context: Context) -> None:
    needs_bracket = sum(1 for line in lines if _bracketed(line)) >= 2
    unreached = ""
    for line, below in zip_longest(lines, lines[1:]):
        text = without_image_name(line.text)
        heads_bullets = below is not None and below.has_bullet and not line.has_bullet
        if heads_bullets and NOT_REACHED.fullmatch(text):
            unreached = text
            reading.mark(line, Fate.RECORD, "disposition")
        elif unreached and line.has_bullet:
            item = _start(reading, line, *_title_and_presenters(text))
            item.lines.append(Line(not_reached(unreached)))
        elif _is_heading(line, text, needs_bracket=needs_bracket):
            unreached = ""
            _start(reading, line, *_title_and_presenters(text))
        elif reading.items:
            unreached = ""
            _add(reading, line, text, context)
        else:
            reading.mark(line, Fate.LOST, "before the first item")


def _start(
    reading: _Reading, line: _SourceLine, title: str, presenters: tuple[str, ...]
) -> _OpenItem:
    item = _OpenItem(title, presenters, line.number)
    reading.items.append(item)
    reading.mark(line, Fate.RECORD, "item")
    return item


def _title_and_presenters(text: str) -> tuple[str, tuple[str, ...]]:
    """ "Budget (Ada, Bo)" has two presenters; "Fair (spring, in Oslo)" has none."""
    match = BRACKET_AT_END.fullmatch(text)
    if not match:
        return text, ()
    names = [name for name in re.split(r"\s*(?:[,;&/]|\band\b)\s*", match["names"]) if name]
    if not names or not all(map(looks_like_name, names)):
        return text, ()
    return match["title"], tuple(names)


def _bracketed(line: _SourceLine) -> bool:
    return (
        not line.has_bullet
        and len(line.text) <= LONGEST_HEADING
        and bool(_title_and_presenters(line.text)[1])
    )


def _is_heading(line: _SourceLine, text: str, *, needs_bracket: bool) -> bool:
    """A bare short line between blank lines; with a presenter where such is the habit.

    Where it is, a bullet alone with a presenter is one too.
    """
    if len(text) > LONGEST_HEADING or text != line.text or not line.stands_alone:
        return False
    if needs_bracket:
        return bool(_title_and_presenters(text)[1])
    return (
        not line.has_bullet
        and len(text.split()) <= HEADING_WORDS
        and text[-1] not in ".:;,!?"
        and ":" not in text
        and not NOT_A_HEADING.match(text)
    )


def _add(reading: _Reading, line: _SourceLine, text: str, context: Context) -> None:
    item = reading.items[-1]
    item.lengths.append(len(text))
    content = read_content(text, context)
    level = _level(item.indents, line.indent) if line.has_bullet else 0
    is_note = isinstance(content, Note)
    reading.mark(
        line,
        Fate.NOTE if is_note else Fate.RECORD,
        "note" if is_note else type(content).__name__.lower(),
    )
    item.lines.append(
        Line(
            content,
            level,
            has_bullet=line.has_bullet,
            follows_gap=line.follows_gap and bool(item.lines),
            number=line.number,
        )
    )


def _level(stack: list[int], indent: int) -> int:
    while stack and stack[-1] > indent:
        stack.pop()
    if not stack or stack[-1] < indent:
        stack.append(indent)
    return len(stack) - 1


def _closed(item: _OpenItem) -> Item:
    length = sum(item.lengths)
    if length > LONGEST_SECTION:
        raise Unreadable(
            f"The section from line {item.number} is too long ({length:,} characters; "
            f"the limit is {LONGEST_SECTION:,}). Divide it and try again."
        )
    return Item(item.title, item.presenters, tuple(item.lines), item.number)
