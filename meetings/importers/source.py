"""Bytes into lines, or a sentence that says why not."""

from __future__ import annotations

import codecs
import unicodedata

SIGNATURES = (
    b"%PDF",
    b"PK\x03\x04",
    b"\x89PNG",
    b"\xff\xd8\xff",
    b"GIF8",
    b"\xd0\xcf\x11\xe0",
)
UTF_16_MARKS = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)
MEGABYTE = 1024 * 1024


class Unreadable(Exception):
    """The source is refused. The message is a sentence for the person who brought it."""


def refuse_size(size: int, limit: int) -> None:
    """Raises Unreadable for more than `limit` bytes, so that nobody need read them."""
    if size > limit:
        raise Unreadable(
            f"The file is too large ({size / MEGABYTE:.1f} MB; "
            f"the limit is {limit / MEGABYTE:.0f} MB)."
        )


def decode(content: bytes, *, limit: int) -> str:
    """The text of a source, with line ends as "\\n" and no byte order mark.

    In: the bytes and the most that are read (bytes). Raises Unreadable for an empty,
    too large, binary or wrongly encoded source and for characters that no database
    stores, naming the first bad line.
    """
    if not content.strip():
        raise Unreadable("The file is empty.")
    refuse_size(len(content), limit)
    if content.startswith(SIGNATURES):
        raise Unreadable("The file is not text. Save the minutes as plain text and try again.")
    if content.startswith(UTF_16_MARKS) or _looks_like_utf_16(content):
        raise Unreadable("The file is not UTF-8 but UTF-16. Save it as UTF-8 and try again.")
    text = "\n".join(as_lines(_decode_utf_8(content)))
    _refuse_controls(text)
    if not text.strip():
        raise Unreadable("The file is empty.")
    return text


def as_lines(text: str) -> list[str]:
    """The lines that are counted: they end as files of any system end them, and no other way."""
    return text.replace("\r\n", "\n").replace("\r", "\n").split("\n")


def _looks_like_utf_16(content: bytes) -> bool:
    """Latin text in UTF-16 has a NUL in every other byte."""
    sample = content[:1000]
    return len(sample) >= 4 and sample.count(0) > len(sample) // 3


def _decode_utf_8(content: bytes) -> str:
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        raise Unreadable(
            f"The file is not UTF-8. Save it as UTF-8 and try again. "
            f"The first bad line is line {line}."
        ) from error


def _refuse_controls(text: str) -> None:
    for number, line in enumerate(text.split("\n"), start=1):
        for character in line:
            if unicodedata.category(character) == "Cc" and character not in "\t\f\v":
                raise Unreadable(
                    f"Line {number} has a character that cannot be stored "
                    f"(U+{ord(character):04X}). Remove it and try again."
                )
