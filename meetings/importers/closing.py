"""Items when every line of theirs is known: gathered, decided, with their presenters."""

from __future__ import annotations

from dataclasses import replace

from meetings.importers.body import OpenItem
from meetings.importers.document import Item
from meetings.importers.gathering import gather, resolved_by_word
from meetings.importers.headings import Section
from meetings.importers.outline import title_and_presenters
from meetings.importers.source import Unreadable
from meetings.notation.context import Context
from meetings.notation.lines import Note
from meetings.notation.names import fold

LONGEST_SECTION = 60_000


def closed_item(item: OpenItem, context: Context) -> Item:
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


def with_presenters(items: list[Item]) -> tuple[Item, ...]:
    """Items with the presenters that the agenda above names behind their titles."""
    agenda: dict[str, tuple[str, ...]] = {}
    for item in items:
        for line in item.lines if item.is_container else ():
            if isinstance(line.content, Note):
                title, presenters = title_and_presenters(line.content.text)
                agenda.setdefault(fold(title), presenters)
    return tuple(
        replace(item, presenters=item.presenters or agenda.get(fold(item.title), ()))
        for item in items
    )
