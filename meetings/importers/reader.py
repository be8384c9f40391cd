"""Old minutes, in whatever form, as a document: title, people, items and every line's fate."""

from __future__ import annotations

import re
from dataclasses import replace

from meetings.importers.attendance import NAME, roster_of
from meetings.importers.body import OPENING, OpenItem, Reading, read_body
from meetings.importers.closing import closed_item, with_presenters
from meetings.importers.document import Attendee, Document, Role
from meetings.importers.headings import Section
from meetings.importers.layout import Layout, SourceLine
from meetings.importers.outline import outline_of
from meetings.importers.page import layout_of
from meetings.importers.source import Unreadable
from meetings.importers.titles import body_of, date_of, day_of, quorum_in, title_of
from meetings.notation.context import Context
from meetings.notation.names import fold

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


def read_minutes(text: str) -> Document:
    """Minutes in MediaWiki, Markdown or plain text.

    In: the text, line ends "\\n". Out: what was understood, with every line's fate.
    Raises Unreadable where the text has no agenda item, or a section over 60,000
    characters.
    """
    return read_layout(layout_of(text))


def read_layout(layout: Layout) -> Document:
    """`read_minutes` of a page whose lines are known."""
    outline = outline_of(layout.lines)
    reading = Reading(outline, list(layout.fates))
    title = title_of(outline.title.text if outline.title else "", layout.metadata)
    first = [line.text for line in layout.lines[:14]]
    date = date_of(title, layout.metadata, first)
    _read_people(layout.lines, reading)
    reading.context = Context(roster_of(tuple(reading.attendees)), day_of(date))
    read_body(layout.lines, reading)
    items = [item for item in reading.items if item.section is not Section.CONTAINER]
    if not items and _is_minutes(reading, is_dated=date is not None):
        items = _one_item(reading)
    has_notes = any(item.lines for item in items)
    if not items or not (date or reading.attendees or has_notes):
        raise Unreadable(
            "No agenda item found. Put each item's title on a line of its own, "
            "with a blank line around it, such as: Budget (Ada)."
        )
    return Document(
        body=body_of(title, outline.above_title, outline.below_title),
        title=title,
        date=date,
        attendees=tuple(reading.attendees),
        items=with_presenters([closed_item(item, reading.context) for item in reading.items]),
        fates=tuple(sorted(reading.fates, key=lambda fate: fate.number)),
        quorum=reading.quorum,
        done=tuple(reading.done.items()),
    )


def _is_minutes(reading: Reading, *, is_dated: bool) -> bool:
    """Whether a page without items says enough to be minutes: a day or people, and a text."""
    said = sum(len(item.lines) for item in reading.items)
    return said > 0 and (is_dated or len(reading.attendees) > 1)


def _one_item(reading: Reading) -> list[OpenItem]:
    """A page with text and no item is one item that holds all of it."""
    held = [item for item in reading.items if item.lines]
    for item in held:
        item.section = Section.ITEM
        item.title = "Minutes" if item.title == OPENING else item.title
    return held


def _read_people(lines: list[SourceLine], reading: Reading) -> None:
    """Everybody listed, before anything else is read: names are bound to them."""
    known: dict[str, Attendee] = {}
    for line in lines:
        for attendee in reading.outline.people.get(line.numbers, ()):
            key = _listed_as(attendee, known)
            known[key] = _merged(known[key], attendee) if key in known else attendee
    for line in lines:
        _note_offices(line.text, known)
        reading.quorum = reading.quorum or quorum_in(line.text)
    reading.attendees = list(known.values())


def _listed_as(attendee: Attendee, known: dict[str, Attendee]) -> str:
    """Under what somebody is known: "Chair: Ada" is the Ada Low who is listed."""
    key = fold(attendee.name)
    if key in known or attendee.role not in (Role.CHAIR, Role.SECRETARY):
        return key
    fitting = [other for other in known if " " not in key and other.split(" ")[0] == key]
    return fitting[0] if len(fitting) == 1 else key


def _without_office(typed: str) -> str:
    """ "President Ada Low" is Ada Low."""
    return " ".join(typed.split()[1:])


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
        roster = roster_of(tuple(listed))
        people = roster.people_called(typed) or roster.people_called(_without_office(typed))
        holder = listed[people[0].key] if len(people) == 1 else None
        if holder and holder.is_present and holder.role in (None, Role.MEMBER):
            known[fold(holder.name)] = replace(holder, role=role)
