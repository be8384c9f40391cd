"""Names that minutes use where a name is meant, and the questions they raise in an archive."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass

from meetings.importers.document import Document
from meetings.notation.actions import names_mentioned
from meetings.notation.lines import (
    Action,
    Content,
    FlagCode,
    Motion,
    Name,
    NamedVotes,
    Note,
    Roll,
)
from meetings.notation.names import EVERYONE, NAME_WORD, SPEAKER, Known, Roster, fold
from meetings.notation.questions import LABELS
from meetings.notation.writer import compose

UNKNOWN_INITIALS = re.compile(r"[A-Z]{2,3}")
LONGEST_EXAMPLE = 160
MOST_NAMES = 500


@dataclass
class Used:
    """A name as typed, on how many notes before a colon, and the first line that has it."""

    typed: str
    said: int
    line: int
    example: str


def names_in(document: Document) -> list[Used]:
    """Every name that the minutes use for an owner, mover, voter or speaker, each once.

    In the order of the text, the first 500 of them; the attendance list is not among them.
    """
    found: dict[str, Used] = {}
    for item in document.items:
        for line in item.lines:
            for typed, is_said in _names_of(line.content):
                example = compose(line.content)[:LONGEST_EXAMPLE]
                used = found.setdefault(fold(typed), Used(typed, 0, line.number, example))
                used.said += is_said
    return list(found.values())[:MOST_NAMES]


def _names_of(content: Content) -> Iterator[tuple[str, bool]]:
    if isinstance(content, Note):
        speaker = SPEAKER.fullmatch(content.text)
        if speaker and NAME_WORD.fullmatch(speaker["name"]) and speaker["name"][0].isupper():
            yield speaker["name"], True
        return
    for name in _named(content):
        if name and fold(name.typed) not in EVERYONE:
            yield name.typed, False
    if isinstance(content, Action):
        yield from ((typed, False) for typed in names_mentioned(content))


def _named(content: Content) -> tuple[Name | None, ...]:
    if isinstance(content, Action):
        return content.owners
    if isinstance(content, Motion):
        return (content.mover, content.seconder)
    if isinstance(content, NamedVotes):
        return (*content.votes_for, *content.against, *content.abstain)
    return (content.name, content.principal) if isinstance(content, Roll) else ()


def question_about(
    used: Used, roster: Roster, there: Collection[int]
) -> tuple[FlagCode, list[Known]] | None:
    """What is to be asked about a name, with the people whom it may mean.

    In: the name, everybody whom an archive knows, the keys of those on this text's list:
    they win over the rest. Out: None where it fits just one, or nobody nearly.
    """
    found = roster.people_called(used.typed)
    fitting = [person for person in found if person.key in there] or found
    if fitting:
        return (FlagCode.AMBIGUOUS_NAME, fitting) if len(fitting) > 1 else None
    if roster.organisation_called(used.typed):
        return None
    near = roster.people_nearly_called(used.typed)
    if near:
        return FlagCode.NEAR_NAME, near
    if used.said > 1 and UNKNOWN_INITIALS.fullmatch(used.typed) and used.typed not in LABELS:
        return FlagCode.UNKNOWN_INITIALS, []
    return None
