"""One line of a text is rewritten or added, and the others stay as they were typed."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable
from dataclasses import replace
from itertools import islice

from meetings.notation.actions import names_mentioned
from meetings.notation.context import Context
from meetings.notation.lines import (
    Action,
    Content,
    Disposition,
    Line,
    Motion,
    Name,
    NamedVotes,
    Note,
    Outcome,
    Result,
    Review,
    Roll,
    Statement,
)
from meetings.notation.motions import motions_in
from meetings.notation.names import SPEAKER
from meetings.notation.parser import FENCE, classify, parse
from meetings.notation.writer import compose

MARK = re.compile(r"\s*(?:(?:--|[-*•])\s+)?")
OWNERLESS = re.compile(r"(?:ACTION(?:\s+ITEM)?|AI)(?:\s+A-\d{1,9})?(?=\s*:)")
TAB = 4  # as the parser counts it
MOST_PLACES = 20  # of one name in one line

Reads = Callable[[Content, Content], bool]


def replace_line(text: str, number: int, content: Content, context: Context) -> str:
    """The text with the logical line that begins at `number` (from 1) saying `content`.

    Its bullet and indentation stay; lines that continued it go. Raises LookupError where
    no line begins there: the text has changed since somebody looked at it.
    """
    return _put(text, number, [compose(content)], context)


def remove_line(text: str, number: int, context: Context) -> str:
    """The text without that logical line. Raises LookupError as `replace_line` does."""
    return _put(text, number, [], context)


def without_marks(typed: str) -> str:
    """Lines as somebody reads them: without the bullets and the indentation before them."""
    return "\n".join(MARK.sub("", line, count=1) for line in typed.splitlines())


def words_at(text: str, number: int, context: Context) -> str:
    """The logical line that begins at `number` as it was typed, without bullet and indentation.

    Raises LookupError where no line begins there.
    """
    start, end = _extent(text, number, context)
    first, *rest = text.split("\n")[start:end]
    mark = MARK.match(first)
    words = first[mark.end() if mark else 0 :]
    if words.startswith(FENCE):
        return "\n".join([words, *rest])
    return "\n".join([words, *(_outdented(line, _width(mark)) for line in rest)])


def with_words(text: str, number: int, words: str, context: Context) -> str:
    """The text with the logical line at `number` typed as `words`, whatever they then mean.

    Its bullet and indentation stay. Raises LookupError where no line begins there.
    """
    start, end = _extent(text, number, context)
    physical = text.split("\n")
    mark = MARK.match(physical[start])
    first, *rest = words.split("\n")
    if not first.startswith(FENCE):
        rest = [" " * _width(mark) + line if line.strip() else line for line in rest]
    typed = (mark[0] if mark else "") + first
    return "\n".join([*physical[:start], typed, *rest, *physical[end:]])


def _width(mark: re.Match[str] | None) -> int:
    """How many columns stand before a line's words."""
    return len(mark[0].expandtabs(TAB)) if mark else 0


def _outdented(line: str, width: int) -> str:
    lead = line[: len(line) - len(line.lstrip())].expandtabs(TAB)
    return lead[min(width, len(lead)) :] + line.lstrip()


def add_line(text: str, content: Content, *, after: int | None, context: Context) -> str:
    """The text with one more line: under the logical line at `after`, or as the last one."""
    written = compose(content)
    if after is None:
        return f"{text.rstrip()}\n{written}".lstrip("\n")
    physical = text.split("\n")
    end = _extent(text, after, context)[1]
    indent = re.match(r"\s*", physical[after - 1])
    return "\n".join([*physical[:end], (indent[0] if indent else "") + written, *physical[end:]])


def with_disposition(text: str, disposition: Disposition | None, context: Context) -> str:
    """The text saying what became of the item once, or (None) not at all: it was discussed."""
    said = [x.number for x in parse(text, context).lines if isinstance(x.content, Disposition)]
    for number in reversed(said[:-1] if disposition else said):
        text = remove_line(text, number, context)
    if disposition is None:
        return text
    if not said:
        return add_line(text, disposition, after=None, context=context)
    last = [x.number for x in parse(text, context).lines if isinstance(x.content, Disposition)]
    return replace_line(text, last[-1], disposition, context)


def with_review(text: str, number: int, review: Review | None, context: Context) -> str:
    """The text saying once, where it stood or as its last line, how action A-`number` was found.

    None: it does not speak of it any more.
    """
    said = _reviews_of(text, number, context)
    for line in reversed(said[:-1] if review else said):
        text = remove_line(text, line, context)
    if review is None:
        return text
    if not said:
        return add_line(text, review, after=None, context=context)
    return replace_line(text, _reviews_of(text, number, context)[-1], review, context)


def _reviews_of(text: str, number: int, context: Context) -> list[int]:
    """The lines that review that action."""
    contents = ((line.number, line.content) for line in parse(text, context).lines)
    return [at for at, one in contents if isinstance(one, Review) and one.number == number]


def with_motion(text: str, number: int, motion: Motion, context: Context) -> str:
    """The text with that motion rewritten, its result where it stood: in its line or below.

    `motion.outcome` is the result wanted. Raises LookupError where no motion stands at `number`.
    """
    bound = next((m for m in motions_in(parse(text, context).lines) if m.line == number), None)
    if bound is None:
        raise LookupError(f"no motion stands at {number}")
    if bound.decided_on is None:
        return replace_line(text, number, motion, context)
    outcome: Outcome | None = motion.outcome
    if outcome:  # the lower line first, so that the upper one's number still holds
        text = replace_line(text, bound.decided_on, Result(outcome), context)
    else:
        text = remove_line(text, bound.decided_on, context)
    return replace_line(text, number, replace(motion, outcome=None), context)


def with_name(text: str, number: int, typed: str, full: str, context: Context) -> str:
    """The text with `typed` written as `full` where the line at `number` means a name by it.

    Only that occurrence changes, all else stays to the letter. Raises LookupError where
    no such line or name is there, or the line would not be read with the new one.
    """

    def reads(before: Content, after: Content) -> bool:
        old, new = _names_in(before), _names_in(after)
        return old - new == Counter({typed: 1}) and set(new - old) <= {full}

    written = r"\s+".join(re.escape(word) for word in typed.split())
    found = re.compile(rf"(?<!\w){written}(?!\w)")
    return _put_within(text, number, found, full, context, reads)


def with_owner(text: str, number: int, owner: str, context: Context) -> str:
    """The text with the action at `number`, which nobody owns, owned by `owner` as typed.

    Raises LookupError where no such action is there, or `owner` is no list of names.
    """

    def reads(before: Content, after: Content) -> bool:
        if not isinstance(before, Action) or not isinstance(after, Action):
            return False
        return not before.owners and bool(after.owners) and after.text == before.text

    return _put_within(text, number, OWNERLESS, rf"\g<0> {owner}", context, reads)


def with_target(text: str, number: int, position: int, context: Context) -> str:
    """The text with the line at `number` covered under the item at `position`.

    Raises LookupError where no such line is there, or no such item.
    """
    content = _line_at(text, number, context).content
    if not isinstance(content, Disposition) or not content.target:
        raise LookupError(f"no other item is named at {number}")
    wanted = replace(content, target=str(position), item=position)

    def reads(before: Content, after: Content) -> bool:
        return after == wanted

    found = re.compile(r"\s+".join(re.escape(word) for word in content.target.split()))
    return _put_within(text, number, found, str(position), context, reads)


def _names_in(content: Content) -> Counter[str]:
    """Names in the places of a line where a name is meant, as typed."""
    names: list[Name | None] = []
    match content:
        case Action():
            mentioned = [Name(typed) for typed in names_mentioned(content)]
            names = [*content.owners, *mentioned]
        case Motion():
            names = [content.mover, content.seconder]
        case NamedVotes():
            names = [*content.votes_for, *content.against, *content.abstain]
        case Roll():
            names = [content.name, content.principal]
        case Statement():
            names = [content.speaker]
        case Note():
            speaker = SPEAKER.fullmatch(content.text)
            names = [Name(speaker["name"])] if speaker else []
        case _:
            pass
    return Counter(name.typed for name in names if name)


def _put_within(
    text: str, number: int, found: re.Pattern[str], written: str, context: Context, reads: Reads
) -> str:
    """The text with the first match in a line written anew with which the line `reads`."""
    line = _line_at(text, number, context)
    source = line.source or ""
    for at, match in enumerate(islice(found.finditer(source), MOST_PLACES)):
        new = _spliced(source, match, written)
        if reads(line.content, classify(new, context)):
            start, end = _extent(text, number, context)
            physical = text.split("\n")
            body = "\n".join(physical[start:end])
            mark = MARK.match(body)
            places = found.finditer(body, mark.end() if mark else 0)
            place = next(islice(places, at, None))
            return "\n".join([*physical[:start], _spliced(body, place, written), *physical[end:]])
    raise LookupError(f"nothing to rewrite at {number}")


def _spliced(text: str, match: re.Match[str], written: str) -> str:
    return text[: match.start()] + written.replace(r"\g<0>", match[0]) + text[match.end() :]


def _line_at(text: str, number: int, context: Context) -> Line:
    lines = parse(text, context).lines
    line = next((line for line in lines if line.number == number), None)
    if line is None:
        raise LookupError(f"no line begins at {number}")
    return line


def _put(text: str, number: int, written: list[str], context: Context) -> str:
    physical = text.split("\n")
    start, end = _extent(text, number, context)
    mark = MARK.match(physical[start])
    lines = [(mark[0] if mark else "") + line for line in written]
    return "\n".join([*physical[:start], *lines, *physical[end:]])


def _extent(text: str, number: int, context: Context) -> tuple[int, int]:
    """Where a logical line begins and ends among the physical ones, blank ones left out."""
    physical = text.split("\n")
    starts = [line.number for line in parse(text, context).lines]
    if number not in starts:
        raise LookupError(f"no line begins at {number}")
    following = starts[starts.index(number) + 1 :]
    end = following[0] - 1 if following else len(physical)
    while end > number and not physical[end - 1].strip():
        end -= 1
    return number - 1, end
