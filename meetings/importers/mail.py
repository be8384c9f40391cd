"""What mail programs put around minutes: headers, greeting, quotes, signature, footer."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from itertools import islice, takewhile

from meetings.importers.document import Fate, LineFate
from meetings.importers.titles import bare_subject

HEADER = re.compile(
    r"\**(?P<name>From|To|Cc|Bcc|Subject|Date|Sent|Sender|Reply-To|Message-ID|In-Reply-To|References|"
    r"Attachments?|Importance|Priority|Return-Path|Received|Delivered-To|MIME-Version|User-Agent|"
    r"Mailing-List|Organi[sz]ation|(?:Content|List|Thread|X|DKIM|ARC|Authentication)-[\w-]+)"
    r"\s*:\**\s*(?P<value>.*)",
    re.IGNORECASE,
)
NEEDED = ({"subject"}, {"sent"}, {"date", "to"})  # beside "From"
FORWARDED = re.compile(
    r"(?:[-_]{2,}\s*)?(?:begin\s+)?(?:forwarded|original)\s+message\s*:?(?:\s*[-_]{2,})?"
    r"|From \S+@\S+ .*\d{4}",
    re.IGNORECASE,
)
# What a list's archive prints around a mail.
SORTED = re.compile(r"^\s*Messages sorted by:", re.IGNORECASE | re.MULTILINE)
ARCHIVED = re.compile(
    r"(?:previous|next)\s+message(?:\s+\(by\s+thread\))?:.*|messages\s+sorted\s+by:.*"
    r"|more\s+information\s+about\s+the\s+.{1,60}\s+mailing\s+list"
    r"|.{1,60}\s\S+\s+at\s+\S+\.\w{2,}|\w{3}\s+\w{3}\s+\d{1,2}\s+\d\d:\d\d:\d\d\s+\S+\s+\d{4}",
    re.IGNORECASE,
)
GREETING = re.compile(
    r"(?:hi|hello|hey|dear|greetings|good\s+(?:morning|afternoon|evening|day))\b[^.:;()]{0,50}[,!.:]?"
    r"|(?:all|everyone|everybody|folks|friends|colleagues)[,!]",
    re.IGNORECASE,
)
INTRODUCTION = re.compile(
    r"(?:here|below|attached|following|enclosed|these|this|please|find|i|we)\b"
    r".*\b(?:minutes|notes)\b.*[.:!]",
    re.IGNORECASE,
)
WROTE = re.compile(r".{0,150}\bwrote\s*:", re.IGNORECASE)
CLOSING = re.compile(
    r"(?:(?:with\s+)?(?:(?:best|kind|kindest|warm|many|all\s+the)\s+)?(?:regards|wishes|thanks)"
    r"|all\s+the\s+best|cheers|best|thanks?(?:\s+(?:all|again|everyone|you))?"
    r"|(?:yours\s+)?(?:sincerely|faithfully)|yours)\s*[,.!]?",
    re.IGNORECASE,
)
FOOTER = re.compile(
    r"you\s+received\s+this\s+(?:message|e?-?mail)\s+because\b.*"
    r"|to\s+unsubscribe\s+(?:from|send|click)\b.*|.*\blistinfo\b.*"
    r"|-+\s*next\s+part\s*-+|.*\battachment\s+was\s+scrubbed\b.*|sent\s+from\s+my\s+\w+\W*",
    re.IGNORECASE,
)
LIST_NAME = re.compile(r".{1,60}\bmailing\s+list\b.{0,20}", re.IGNORECASE)
RULE = re.compile(r"[_=-]{10,}|--")
RECORD = re.compile(r"\s*(?:[-*•>]|\d+[.)])\s|.*:")
HEADERS = "mail header"
GREETS = "greeting"
HEAD_KINDS = {HEADERS, GREETS}
LONGEST_LINE = 300
LONGEST_INTRODUCTION = 400
LONGEST_FOOTER = 15
LONGEST_SIGNATURE = 10
LONGEST_CLOSING = 4


@dataclass
class Mail:
    """A page's lines, empty where a line is left out; `said` is what its headers say.

    Of several headers, as in a mail that was sent on, those nearest to the text hold.
    """

    lines: list[str]
    left_out: dict[int, str] = field(default_factory=dict)
    said: dict[str, str] = field(default_factory=dict)

    @property
    def text(self) -> str:
        return "\n".join(self.lines)

    @property
    def noise(self) -> list[LineFate]:
        return [LineFate(index + 1, Fate.NOISE, kind) for index, kind in self.left_out.items()]

    def at(self, index: int) -> str:
        """The line there, bare; nothing for a long one: no mail program writes such."""
        line = self.lines[index].strip()
        return line if len(line) <= LONGEST_LINE else ""

    def leave_out(self, places: Iterable[int], kind: str) -> None:
        for index in places:
            if self.lines[index].strip():
                self.left_out[index] = kind
                self.lines[index] = ""

    def filled(self, start: int = 0, end: int | None = None) -> list[int]:
        """The places of lines that stand, from one place to another."""
        places = range(start, len(self.lines) if end is None else end)
        return [index for index in places if self.lines[index].strip()]


def read_mail(text: str) -> Mail:
    """A page without what mail programs put around it; any other page as it is."""
    mail = Mail(text.split("\n"))
    _take_quotes_off(mail)
    sections = _take_headers(mail)
    is_archived = SORTED.search(text) is not None
    if is_archived:
        places = [i for i in mail.filled() if ARCHIVED.fullmatch(mail.at(i))]
        mail.leave_out(places, "mailing-list archive")
    if len(sections) == 1 and not (is_archived or _begins_with_greeting(mail)):
        return mail
    for places, block in _attributions(mail):
        mail.leave_out(places + block, "quoted mail")
    for start, end in sections:
        _take_greeting(mail, start, end)
        _take_footer(mail, start, end)
        _take_signature(mail, start, end)
        _take_closing(mail, start, end)
    return mail


def _attributions(mail: Mail) -> list[tuple[list[int], list[int]]]:
    """Places of "Ada wrote:", each with those of the quoted lines below it."""
    found = []
    filled = mail.filled()
    for position, index in enumerate(filled[:-1]):
        below = filled[position + 1]
        if not mail.lines[below].startswith(">") or not WROTE.fullmatch(mail.at(index)):
            continue
        block = takewhile(lambda i: mail.lines[i].startswith(">"), filled[position + 1 :])
        is_second = index > 0 and mail.lines[index - 1].startswith("On ")
        found.append(([index - 1, index] if is_second else [index], list(block)))
    return found


def _take_quotes_off(mail: Mail) -> None:
    """Minutes that somebody quotes whole are read as if they stood there bare."""
    filled = mail.filled()
    quoted = [index for index in filled if mail.lines[index].startswith(">")]
    if len(quoted) < 2 or 2 * len(quoted) <= len(filled):
        return
    for places, _block in _attributions(mail):
        mail.leave_out(places, HEADERS)
    for index in quoted:
        bare = re.sub(r"^> ?", "", mail.lines[index])
        if bare.strip():
            mail.lines[index] = bare
        else:
            mail.leave_out([index], "quote mark")


def _take_headers(mail: Mail) -> list[tuple[int, int]]:
    """Leaves out the headers. Out: where the texts before, between and behind them stand."""
    edges = [0]
    index = 0
    while index < len(mail.lines):
        end = _end_of_headers(mail, index)
        if end is None:
            index += 1
            continue
        is_marked = index > 0 and FORWARDED.fullmatch(mail.at(index - 1))
        start = index - 1 if is_marked else index
        mail.leave_out(range(start, end), HEADERS)
        edges += [start, end]
        index = end
    edges.append(len(mail.lines))
    return list(zip(edges[::2], edges[1::2], strict=True))


def _end_of_headers(mail: Mail, start: int) -> int | None:
    """The place behind headers that begin here; notes what they say. None for no headers."""
    said: dict[str, str] = {}
    name, end = "", start
    for line in mail.lines[start : start + 200]:
        header = HEADER.match(line)
        if header:
            name = header["name"].lower()
            said[name] = header["value"].strip()
        elif name and line[:1] in (" ", "\t") and line.strip():
            said[name] += f" {line.strip()}"
        else:
            break
        end += 1
    if "from" not in said or not any(said.keys() >= needed for needed in NEEDED):
        return None
    sent = said.get("date") or said.get("sent")
    subject = bare_subject(said.get("subject", ""))
    mail.said |= {key: value for key, value in (("sent", sent), ("subject", subject)) if value}
    return end


def _begins_with_greeting(mail: Mail) -> bool:
    first = _greeting_in(mail, 0, len(mail.lines))
    return first is not None and mail.at(first)[-1] in ",!"


def _greeting_in(mail: Mail, start: int, end: int) -> int | None:
    """Its place: the first line of a text, or the second, below a title."""
    first = islice((i for i in range(start, end) if mail.lines[i].strip()), 2)
    return next((index for index in first if GREETING.fullmatch(mail.at(index))), None)


def _take_greeting(mail: Mail, start: int, end: int) -> None:
    """ "Hi all,", and the paragraph that says what follows."""
    greeting = _greeting_in(mail, start, end)
    if greeting is None:
        return
    mail.leave_out([greeting], GREETS)
    for first in mail.filled(greeting, end):
        if mail.lines[first - 1].strip():
            continue  # it goes on with the paragraph above
        paragraph = list(takewhile(lambda i: mail.lines[i].strip(), range(first, end)))
        said = " ".join(mail.lines[i].strip() for i in paragraph)
        if len(said) > LONGEST_INTRODUCTION or RECORD.match(mail.lines[first]):
            return
        if INTRODUCTION.fullmatch(said):
            mail.leave_out(paragraph, GREETS)
            mail.said["introduction"] = said
            return


def _take_footer(mail: Mail, start: int, end: int) -> None:
    """What a mailing list adds at the end."""
    last = mail.filled(start, end)[-LONGEST_FOOTER:]
    lines = [mail.at(index) for index in last]
    for position, line in enumerate(lines):
        below = lines[position + 1 : position + 4]
        heads = any(LIST_NAME.fullmatch(text) or FOOTER.fullmatch(text) for text in below)
        if FOOTER.fullmatch(line) or (heads and RULE.fullmatch(line)):
            mail.leave_out(last[position:], "mailing-list footer")
            return


def _take_signature(mail: Mail, start: int, end: int) -> None:
    for index in mail.filled(start, end)[-LONGEST_SIGNATURE:]:
        if mail.lines[index] in ("--", "-- "):
            mail.leave_out(range(index, end), "signature")
            return


def _take_closing(mail: Mail, start: int, end: int) -> None:
    """ "Best regards," with the names below it, at the end of a text."""
    last = mail.filled(start, end)[-1 - LONGEST_CLOSING :]
    lines = [mail.at(index) for index in last]
    for position, line in enumerate(lines):
        names = lines[position + 1 :]
        is_end = all(len(name) <= 60 and not RECORD.match(name) for name in names)
        if is_end and CLOSING.fullmatch(line):
            mail.leave_out(last[position:], "closing")
            return
