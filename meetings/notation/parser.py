"""Text in, lines and flags out: never raises, in time linear in the text's length."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from meetings.notation.actions import read_action, read_review
from meetings.notation.attendance import read_roll
from meetings.notation.context import Context
from meetings.notation.items import read_disposition, read_fact
from meetings.notation.lines import (
    Aside,
    Code,
    Content,
    Disposition,
    Fact,
    Line,
    Motion,
    Name,
    NamedVotes,
    NameKind,
    Note,
    Notes,
    Quote,
    Result,
    Review,
    Roll,
    Statement,
)
from meetings.notation.names import SPEAKER
from meetings.notation.questions import questions_in
from meetings.notation.resolutions import read_motion, read_result, read_votes

BULLET = re.compile(r"(?:--|[-*•])(?=\s)\s*(?=\S)")
BARE_MARK = re.compile(r"--|[-*•]")
ASIDE = re.compile(r"(?:ASIDE|Aside)\s*:\s*(?P<text>\S.*)", re.DOTALL)
BRACKETED = re.compile(
    r"\[(?P<author>[^\][]{1,60}?)\s+[-–—]\s+(?P<place>[^\][]{1,60})\]\s+(?P<text>\S.*)",
    re.DOTALL,
)
QUOTE = re.compile(r"(?P<depth>(?:>\s*)+)(?P<text>.*)", re.DOTALL)
FENCE = "```"
DEEPEST = 20


@dataclass
class _Raw:
    """A logical line: a physical one with those that continue it."""

    number: int
    indent: int
    has_bullet: bool
    follows_gap: bool
    parts: list[str]
    code: Code | None = None
    is_open: bool | None = None

    @property
    def text(self) -> str:
        return " ".join(self.parts)


def parse(text: str, context: Context | None = None) -> Notes:
    """Reads one item's notes.

    In: any text; lines end in "\\n". Out: a line for each logical line in order, with its
    number from 1, and the flags. Whatever is not plainly a record is a note.
    """
    context = context or Context()
    lines: list[Line] = []
    stack: list[int] = []
    for raw in _logical_lines(text, context):
        level = nesting_level(stack, raw.indent)
        content = raw.code or classify(raw.text, context)
        source = None if raw.code else raw.text
        gap = raw.follows_gap and bool(lines)
        lines.append(Line(content, level, raw.has_bullet, gap, raw.number, source))
    return Notes(tuple(lines), tuple(questions_in(text, lines, context)))


def _logical_lines(text: str, context: Context) -> Iterator[_Raw]:
    current: _Raw | None = None
    for raw in _marked_lines(text):
        if current and _continues(current, raw, context):
            current.parts += raw.parts
        else:
            if current:
                yield current
            current = raw
    if current:
        yield current


def _marked_lines(text: str) -> Iterator[_Raw]:
    """Physical lines with what is in front of them; a fenced block is one of them."""
    physical = text.split("\n")
    fences = _closing_fences(physical)
    follows_gap = False
    index = 0
    while index < len(physical):
        closing = fences.get(index)
        if closing is not None:
            yield _code(physical, index, closing, follows_gap=follows_gap)
        elif physical[index].strip():
            yield _raw(index + 1, physical[index], follows_gap=follows_gap)
        follows_gap = closing is None and not physical[index].strip()
        index = (closing or index) + 1


def _closing_fences(physical: list[str]) -> dict[int, int]:
    """Where each fenced block opens and closes; a fence never closed is no fence."""
    found: dict[int, int] = {}
    opened: int | None = None
    for index, line in enumerate(physical):
        stripped = line.strip()
        if opened is not None:
            if stripped == FENCE:
                found[opened] = index
                opened = None
        elif stripped.startswith(FENCE) and "`" not in stripped[3:]:
            opened = index
    return found


def _code(physical: list[str], opening: int, closing: int, *, follows_gap: bool) -> _Raw:
    info = physical[opening].strip()[3:].strip()
    block = "\n".join(physical[opening + 1 : closing])
    return _Raw(opening + 1, 0, False, follows_gap, [], Code(block, info))


def _raw(number: int, line: str, *, follows_gap: bool) -> _Raw:
    stripped = " ".join(line.split())  # runs of spaces mean nothing, and cost much to match
    bullet = BULLET.match(stripped)
    text = stripped[bullet.end() :] if bullet else stripped
    return _Raw(number, _indent(line), bullet is not None, follows_gap, [text])


def _indent(line: str) -> int:
    expanded = line.expandtabs(4)
    return len(expanded) - len(expanded.lstrip())


def _continues(current: _Raw, raw: _Raw, context: Context) -> bool:
    """Indented under the line before, without a mark of its own, and no record."""
    if current.code or raw.code or raw.follows_gap or raw.has_bullet:
        return False
    if raw.indent <= current.indent or raw.text[0] in "\\>":
        return False
    if current.is_open is None:
        current.is_open = _is_open_ended(current.text, context)
    return current.is_open and isinstance(classify(raw.text, context), Note)


def _is_open_ended(text: str, context: Context) -> bool:
    """Whether more words leave a line what it is, as they do a note or an action."""
    if BARE_MARK.fullmatch(text):
        return False
    content = classify(text, context)
    if isinstance(content, Disposition):
        return bool(content.reason)
    if isinstance(content, Motion):
        return content.outcome is None
    if isinstance(content, Review):
        return bool(content.remark) and not text.endswith(")")
    return not isinstance(content, (Result, NamedVotes, Roll, Fact))


def nesting_level(stack: list[int], indent: int) -> int:
    """How deep a line stands, by the indentations above it, which `stack` keeps."""
    while stack and stack[-1] > indent:
        stack.pop()
    if not stack or stack[-1] < indent:
        stack.append(indent)
    return min(len(stack) - 1, DEEPEST)


def classify(text: str, context: Context) -> Content:
    """What one logical line means, without its mark and indentation."""
    if text[0] == "\\" and text[1:].strip():
        return Note(text[1:].strip())
    if text[0] == ">":
        quote = QUOTE.fullmatch(text)
        depth = quote["depth"].count(">") if quote else 1
        return Quote(quote["text"].strip() if quote else "", min(depth, DEEPEST))
    return _record(text, context) or Note(text)


def _record(text: str, context: Context) -> Content | None:
    return (
        read_review(text)
        or read_action(text, context)
        or read_motion(text, context)
        or read_result(text)
        or read_votes(text, context)
        or read_disposition(text, context)
        or read_fact(text, context)
        or read_roll(text, context)
        or _aside(text, context)
        or _statement(text, context)
    )


def _aside(text: str, context: Context) -> Aside | None:
    plain = ASIDE.fullmatch(text)
    if plain:
        return Aside(plain["text"])
    match = BRACKETED.fullmatch(text)
    author = context.roster.bind(match["author"]) if match else None
    if match and author and author.kind is NameKind.PERSON:
        return Aside(match["text"], author, match["place"])
    return None


def _statement(text: str, context: Context) -> Statement | None:
    match = SPEAKER.fullmatch(text)
    if not match or match["name"][0].islower():
        return None
    name = match["name"].strip()
    people = context.roster.people_called(name)
    if len(people) != 1:
        return None
    return Statement(Name(name, NameKind.PERSON, people[0].key), match["text"])
