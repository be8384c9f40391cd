"""Mails as they are pasted or saved: one, a thread, a mailbox; who wrote what in each."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from meetings.importers.mail import FOOTER, FORWARDED, RULE, WROTE
from meetings.importers.mail import HEADER as KNOWN_HEADER
from meetings.importers.mailed_headers import (
    FORGED,
    LONGEST_HEADER,
    LONGEST_LINE,
    answers_by_itself,
    instant,
    plain,
    sender_of,
    storable,
)
from meetings.importers.mailed_votes import OwnLine, Stated, Why, reference_at, votes_in
from meetings.importers.message import SENT, text_of_message
from meetings.importers.source import Unreadable, as_lines, decode, refuse_size

MOST_MESSAGES = 200
MOST_HEADERS = 200
HEADER = re.compile(r"\**(?P<name>[A-Za-z][A-Za-z-]{1,40}):\**(?:[ \t]+|$)(?P<value>.*)")
STARTS = re.compile(r"\**(?:Auto-Submitted|Auto-Reply|Precedence):", re.IGNORECASE)
# As a mail program prints a mail: name, address and day in one line.
PRINTED = re.compile(
    r"(?P<from>[^<>@:]{1,80}<[^<>\s]{1,64}@[^<>\s]{1,190}>)\s+(?P<date>[^<>]{6,60})"
)
MAILBOX = re.compile(rb"^From \S+ +\w{3} +\w{3} +\d{1,2} +\d\d:\d\d.{0,30}\d{4}\s*$")


@dataclass(frozen=True)
class Mailed:
    """A message: its bytes, how it reads, what it says of itself, and the votes it states.

    `sent_at` is what its Date header says, in UTC as ISO text, "" where that is no date.
    `is_forged`: a mail server on its way found that its sender is not who it says.
    """

    content: bytes
    text: str
    name: str
    address: str
    message_id: str
    subject: str
    sent: str
    sent_at: str
    own: str
    votes: tuple[Stated, ...]
    is_forged: bool = False


@dataclass
class _Piece:
    """The lines of a message, and where its own text begins."""

    lines: list[str]
    said: dict[str, str] = field(default_factory=dict)
    body: int = 0


def read_messages(content: bytes, *, limit: int) -> tuple[Mailed, ...]:
    """The messages in a file or a paste: an e-mail as sent, a mailbox, or text with headers.

    Raises Unreadable for what is empty, too large, no text, or more than 200 messages.
    """
    refuse_size(len(content), limit)
    found: list[Mailed] = []
    for piece in _mailbox(content):
        if SENT.match(piece):
            found.append(_sent(piece))
        elif piece.strip():
            found += read_thread(decode(piece, limit=limit))
    if not found:
        raise Unreadable("There is no message in this.")
    if len(found) > MOST_MESSAGES:
        raise Unreadable(
            f"These are {len(found)} messages; the limit is {MOST_MESSAGES} at once. "
            "Divide them and bring the parts."
        )
    return tuple(found)


def read_thread(text: str) -> tuple[Mailed, ...]:
    """The messages of a text, in its order; every line with words is in one of them."""
    lines = as_lines(text)
    return tuple(_mailed(piece) for piece in _pieces(lines) if any(map(str.strip, piece.lines)))


def _mailbox(content: bytes) -> Iterator[bytes]:
    """The messages of a mailbox; anything else is one piece."""
    piece: list[bytes] = []
    is_after_blank = True
    for line in content.splitlines(keepends=True):
        if is_after_blank and line.startswith(b"From ") and MAILBOX.match(line[:LONGEST_LINE]):
            yield b"".join(piece)
            piece = []
        else:
            piece.append(line)
        is_after_blank = not line.strip()
    yield b"".join(piece)


def _sent(content: bytes) -> Mailed:
    """An e-mail as a mail program sent it."""
    content = content.rstrip(b"\r\n") + b"\n"
    lines = as_lines(content.decode("utf-8", "replace"))
    head = next((place for place, line in enumerate(lines) if not line.strip()), len(lines))
    _end, said = _headers(lines[:head], 0, most=head)
    try:
        readable = as_lines(storable(text_of_message(content).decode("utf-8", "replace")))
    except Exception:  # a broken message may raise anything
        return _mailed(_Piece([*lines[:head], ""], said, head), content, why=Why.NO_TEXT)
    body = readable.index("") if "" in readable else 0
    return _mailed(_Piece(readable, said, body), content)


def _pieces(lines: list[str]) -> list[_Piece]:
    """A text cut where headers begin, unless they are those of an older mail below a newer one."""
    heads: list[tuple[int, int, dict[str, str]]] = []
    place = 0
    while place < len(lines):
        end, said = _head_at(lines, place)
        if said and (not heads or _is_next(lines, place, said, heads[0][2])):
            heads.append((place, end, said))
        place = max(end, place + 1)
    starts = [0, *(start for start, _end, _said in heads)]
    ends = [*starts[1:], len(lines)]
    found = [_Piece(lines[: ends[0]])]
    for (start, end, said), until in zip(heads, ends[1:], strict=True):
        found.append(_Piece(lines[start:until], said, end - start))
    return found


def _is_next(
    lines: list[str], place: int, said: Mapping[str, str], first: Mapping[str, str]
) -> bool:
    """A mail of its own has the headers of the first one's form, and no mark above them."""
    above = next((line for line in lines[place - 1 :: -1] if line.strip()), "") if place else ""
    above = above.strip()[:LONGEST_LINE]
    is_marked = FORWARDED.fullmatch(above) or (RULE.fullmatch(above) and above != "--")
    return not is_marked and ("sent" in said) == ("sent" in first)


def _head_at(lines: Sequence[str], place: int) -> tuple[int, dict[str, str]]:
    """Where headers that begin there end, and what they say; nothing for none."""
    if place and lines[place - 1].strip() and not RULE.fullmatch(lines[place - 1].strip()[:99]):
        return place, {}
    line = lines[place][:LONGEST_LINE]
    printed = PRINTED.fullmatch(line.strip())
    if printed and any(c.isdigit() for c in printed["date"]):
        return place + 1, {"from": printed["from"], "date": printed["date"]}
    if not (KNOWN_HEADER.match(line) or STARTS.match(line)):
        return place, {}
    end, said = _headers(lines, place, most=MOST_HEADERS)
    is_head = "from" in said and said.keys() & {"date", "sent", "subject"}
    return end, said if is_head else {}


def _headers(lines: Sequence[str], start: int, *, most: int) -> tuple[int, dict[str, str]]:
    """The first value of each; folded lines joined."""
    said: dict[str, str] = {}
    name, end = "", start
    for line in lines[start : start + most]:
        header = HEADER.match(line[:LONGEST_HEADER])
        if header:
            name = header["name"].lower()
            name = name if name not in said else f"{name} again"
            said[name] = header["value"].strip()
        elif name and line[:1] in (" ", "\t") and line.strip():
            said[name] = f"{said[name]} {line.strip()}"[:LONGEST_HEADER]
        else:
            break
        end += 1
    return end, {key: value.strip("* ") for key, value in said.items() if " again" not in key}


def _mailed(piece: _Piece, content: bytes | None = None, why: Why | None = None) -> Mailed:
    said = {name: plain(value) for name, value in piece.said.items()}
    text = "\n".join(piece.lines).strip("\n")
    name, address = sender_of(said.get("from", ""))
    lines, has_quotes = own_lines(piece.lines[piece.body :])
    subject = said.get("subject", "")
    if why is None and answers_by_itself(said, address):
        why = Why.AUTOMATIC
    votes = votes_in(lines, subject=subject, has_quotes=has_quotes)
    own = "\n".join(line.text for line in lines).strip()
    sent = said.get("date") or said.get("sent", "")
    return Mailed(
        content=text.encode("utf-8", "surrogatepass") if content is None else content,
        text=text, name=name, address=address, message_id=said.get("message-id", ""),
        subject=subject, sent=sent, sent_at=instant(sent), own=own,
        votes=(Stated(words=own[:LONGEST_LINE], why=why),) if why else votes,
        is_forged=bool(FORGED.search(said.get("authentication-results", ""))),
    )  # fmt: skip


def own_lines(lines: Sequence[str]) -> tuple[list[OwnLine], bool]:
    """What the sender wrote, without quotes, signature and footer; whether there are quotes."""
    found: list[OwnLine] = []
    above, has_quotes = "", False
    for place, line in enumerate(lines):
        short = line.strip()[:LONGEST_LINE]
        if short.startswith(">"):
            has_quotes = True
            above = reference_at(short.lstrip("> ")) or above
        elif line.rstrip() == "--" or _is_border(short):
            break
        elif _is_older(lines, place, short):
            has_quotes = True
            break
        elif not (_introduces_quotes(lines, place, short) or FOOTER.fullmatch(short)):
            found.append(OwnLine(line.rstrip(), above))
    return found, has_quotes


def _is_border(short: str) -> bool:
    return len(short) >= 10 and RULE.fullmatch(short) is not None


def _is_older(lines: Sequence[str], place: int, short: str) -> bool:
    """An older mail begins below, without quote marks."""
    if FORWARDED.fullmatch(short):
        return True
    if WROTE.fullmatch(short):
        return not _filled_below(lines, place).startswith(">")
    return bool(short) and bool(_head_at(lines, place)[1])


def _introduces_quotes(lines: Sequence[str], place: int, short: str) -> bool:
    """ "On Monday, Ada wrote:", in one line or in two."""
    if WROTE.fullmatch(short):
        return True
    below = lines[place + 1].strip()[:LONGEST_LINE] if place + 1 < len(lines) else ""
    return short.startswith("On ") and WROTE.fullmatch(below) is not None


def _filled_below(lines: Sequence[str], place: int) -> str:
    return next((line.strip() for line in lines[place + 1 : place + 4] if line.strip()), ">")
