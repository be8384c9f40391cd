"""A file's bytes as the minutes in it: one meeting's, or several, each with its own bytes."""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import pairwise

from meetings.importers.borders import meeting_starts
from meetings.importers.document import Document
from meetings.importers.message import text_of_message
from meetings.importers.page import layout_of
from meetings.importers.reader import read_layout
from meetings.importers.source import Unreadable, decode

MOST_LINES = 30_000
LINE = re.compile(rb"[^\r\n]*(?:\r\n|\r|\n|$)")


@dataclass(frozen=True)
class Part:
    """The minutes of one meeting, and the bytes that they were read from."""

    content: bytes
    document: Document


def read_parts(content: bytes, *, limit: int) -> tuple[Part, ...]:
    """The minutes in a file, one part for each meeting.

    In: the bytes, and the most that are read. Out: at least one part. Joined, their bytes
    are the file's, or those of an e-mail's text; a part read by itself is one part. Raises
    Unreadable for more than 30,000 lines, and where one part cannot be read, so that no
    file is taken by halves.
    """
    content = text_of_message(content)
    text = decode(content, limit=limit)
    _refuse_lines(text)
    layout = layout_of(text)
    starts = meeting_starts(layout, text.split("\n"))
    if not starts:
        return (Part(content, read_layout(layout)),)
    pieces = _cut(content, starts)
    try:
        return tuple(part for piece in pieces for part in read_parts(piece, limit=limit))
    except Unreadable as no:
        raise Unreadable(
            f"The file holds the minutes of {len(pieces)} meetings, and those of one cannot be "
            f"read by themselves. {no}"
        ) from no


def _refuse_lines(text: str) -> None:
    count = sum(1 for line in text.split("\n") if line.strip())
    if count > MOST_LINES:
        raise Unreadable(
            f"The text has {count:,} lines; the limit is {MOST_LINES:,}. "
            "Divide it and bring the parts."
        )


def _cut(content: bytes, starts: list[int]) -> list[bytes]:
    """The bytes from each of these lines on."""
    lines = LINE.findall(content)
    edges = [*(start - 1 for start in starts), len(lines)]
    return [b"".join(lines[start:end]) for start, end in pairwise(edges)]
