"""One line of a text is rewritten or added, and the others stay as they were typed."""

from __future__ import annotations

import re
from dataclasses import replace

from meetings.notation.context import Context
from meetings.notation.lines import Content, Disposition, Motion, Outcome, Result
from meetings.notation.motions import motions_in
from meetings.notation.parser import parse
from meetings.notation.writer import compose

MARK = re.compile(r"\s*(?:(?:--|[-*•])\s+)?")


def replace_line(text: str, number: int, content: Content, context: Context) -> str:
    """The text with the logical line that begins at `number` (from 1) saying `content`.

    Its bullet and indentation stay; lines that continued it go. Raises LookupError where
    no line begins there: the text has changed since somebody looked at it.
    """
    return _put(text, number, [compose(content)], context)


def remove_line(text: str, number: int, context: Context) -> str:
    """The text without that logical line. Raises LookupError as `replace_line` does."""
    return _put(text, number, [], context)


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
