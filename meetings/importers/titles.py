"""Title, body and date of minutes, and what they say of the quorum."""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterable

from meetings.importers.document import Quorum
from meetings.importers.headings import Section, section_of
from meetings.notation.dates import MONTHS, PartialDate, find_date

MINUTES_WORD = re.compile(
    r"\b(?:minutes|meeting|tele(?:con(?:ference)?|co)|(?:conference|phone)\s+call)\b", re.IGNORECASE
)
BODY_END = re.compile(
    r"\s*(?:\b(?:regular|special|monthly|annual|quarterly|ordinary|extraordinary|weekly|draft)\s+)*"
    r"(?:\b(?:meeting|minutes|tele(?:con(?:ference)?|co|phone\s+conference)|(?:conference|phone)\s+call)\b|[-–:/]\s*\d).*$",
    re.IGNORECASE,
)
NOISE_WORDS = re.compile(
    r"^(?:(?:draft|final|approved|unapproved|the)\s+)*(?:minutes|notes|summary)?\s*(?:(?:of|from|for)\s+)?"
    r"(?:(?:a|an|the)\s+)?(?:(?:\d+(?:st|nd|rd|th)|regular|special|annual|ordinary|monthly)\s+)*"
    r"(?:meeting\s+)?(?:(?:of|from|for|held)\s+)?(?:(?:a|the)\s+)?",
    re.IGNORECASE,
)
NOT_A_BODY = re.compile(
    r"^(?:and|on|at|in|held|via|meeting|minutes|notes|of|the|company|board\s+of|agenda|date|call|page|draft)$"
    r"|[{}<>@|]|https?:|\b(?:No|Number|Reg)\b|\d{4}",
    re.IGNORECASE,
)
GROUP = re.compile(
    r"\b(?:board|committee|council|trustees|directors|governors|governing\s+body|assembly|circle|working\s+group|"
    r"task\s+force|team|panel|commission|senate|executive|pmc|tsc|tac|members|group|wg)\b",
    re.IGNORECASE,
)
MEETING_OF = re.compile(
    r"\b(?:meeting|minutes|call)\s+of\s+(?:the\s+)?(?!minutes|meeting)(?P<board>(?-i:[A-Z]).+)",
    re.IGNORECASE,
)
DAY = re.compile(rf"\b\d{{1,2}}(?:st|nd|rd|th)?\s+(?:{'|'.join(MONTHS)})\b", re.IGNORECASE)
LONGEST_BODY = 90
DATE_LINE = re.compile(r"(?:date|when)\s*:\s*(?P<date>.+)", re.IGNORECASE)
HELD = re.compile(
    r"\b(?:held|called\s+to\s+order|convened|began|beginning|took\s+place)\b", re.IGNORECASE
)
QUORUM = re.compile(r"\b(?:quorum|(?:in)?quorate)\b", re.IGNORECASE)
NO_QUORUM = re.compile(
    r"\b(?:no|not|lack(?:ed|ing)?|without|short\s+of|lost)\b[^.;]{0,40}\bquorum\b"
    r"|\binquorate\b|\bnot\s+quorate\b|\bquorum\b[^.;:]{0,20}(?:\b(?:not|no|lost|lacking)\b|n['’]t)|\bquorum\b[^.;]{0,12}:\s*no\b",
    re.IGNORECASE,
)
UNSURE = re.compile(r"\b(?:not\s+sure|unsure|unclear|assum\w+|whether)\b", re.IGNORECASE)
OTHER_QUORUM = re.compile(
    r"\bquorum\s+(?:rules?|requirements?|is\s+(?:half|\d)(?!.*\bwe\s+have\b)|for\s+|of\s+\d+\s+(?:is|needed)|needs?)|\bbylaws?\b"
    r"|\bif\s+(?:we|there)\b|\bnext\s+meeting\b",
    re.IGNORECASE,
)
TAG = re.compile(r"(?:(?:re|fwd?|aw|wg)\s*:\s*|\[[^\]]{1,40}\]\s*)+", re.IGNORECASE)
FIRST_LINES = 14
MOST_OF_A_YEAR = datetime.timedelta(days=364)


def is_title(text: str) -> bool:
    return bool(MINUTES_WORD.search(text)) or find_date(text) is not None


def title_of(found: str, metadata: dict[str, str]) -> str:
    """The title found on the page, or that of its own data; a mail's subject may say more."""
    subject = metadata.get("subject", "")
    if is_title(subject) and not find_date(found):
        return subject
    return found or metadata.get("title") or subject


def bare_subject(text: str) -> str:
    """A subject without "Re:" and without the list's name in brackets."""
    tag = TAG.match(text)
    return text[tag.end() :] if tag else text


def body_of(title: str, above: Iterable[str] = (), below: str = "") -> str | None:
    """The board's name: the words of a title in front of "meeting", "minutes" or the date.

    `above` are the lines over the title; a name among them is the organisation's, and goes
    in front of a title that names only the board, or stands for one that names none. Under
    a title that names nothing, `below` may be the name of a group.
    """
    board = _board_in(bare_subject(title))
    names = [line.strip(" ,:–—-") for line in above if _is_name(line)]
    organisation = next((name for name in names if not board or name not in board), "")
    if board and (not organisation or organisation.casefold() in board.casefold()):
        return board
    if not (board or organisation) and _is_name(below) and GROUP.search(below):
        return below.strip(" ,:–—-")
    second = next((name for name in names[1:] if GROUP.search(name)), "") if not board else ""
    return " ".join(part for part in (organisation, board or second) if part) or None


def _board_in(title: str) -> str:
    """What is left of a title without "minutes of the", the kind of meeting and the day."""
    named = MEETING_OF.search(title)
    if named:
        title = named["board"]
    words = re.split(r"\s*(?:::|/|\||·|…|\.{3}|\s[–—-]\s)\s*", title.strip(" '*"))[0]
    shorn = re.sub(
        r"\s*(?:[-–:,/]\s*\d|\b(?:held\s+)?on\s+(?:\w+,?\s+)?(?:the\s+)?\d|\bheld\b).*$", "", words
    )
    tail = NOISE_WORDS.sub("", shorn)
    before = BODY_END.sub("", tail).strip(" ,-–—:'*")
    return before if _is_name(before) else ""


def _is_name(text: str) -> bool:
    """Whether a line may be the name of a board or an organisation."""
    name = text.strip(" ,:–—-")
    return (
        (2 if name.isupper() else 3) <= len(name) <= LONGEST_BODY
        and section_of(name) is Section.ITEM
        and name.split()[0].lower() not in MONTHS
        and (name[0].isupper() or name[0].isdigit())
        and not NOT_A_BODY.search(name)
        and not (find_date(name) or DAY.search(name))
        and ": " not in name
        and name[-1] not in ".!?;)"
    )


def date_of(title: str, metadata: dict[str, str], texts: Iterable[str]) -> PartialDate | None:
    """The meeting's day: from the title, the page's own data, its first lines, or its mail.

    A month alone is made a day by a first line that has it ("Minutes from May 21st").
    """
    candidates = [title, metadata.get("date", ""), metadata.get("title", "")]
    found = next((date for text in candidates if (date := find_date(text))), None)
    if found and found.day:
        return found
    for text in texts:
        date = _date_in(text, found)
        if date:
            return date
    return found or _date_of_mail(title, metadata)


def _date_of_mail(title: str, metadata: dict[str, str]) -> PartialDate | None:
    """From the words around it; a day without a year is the last one before it was sent."""
    sent = find_date(metadata.get("sent", ""))
    since = sent.as_date - MOST_OF_A_YEAR if sent and sent.day else None
    said = (title, metadata.get("introduction", ""), metadata.get("subject", ""))
    return next((date for text in said if (date := find_date(text, since))), sent)


def _date_in(text: str, month: PartialDate | None) -> PartialDate | None:
    if month:
        day = find_date(text, month.as_date) if MINUTES_WORD.search(text) else None
        same = day and day.day and (day.year, day.month) == (month.year, month.month)
        return day if same else None
    labelled = DATE_LINE.fullmatch(text)
    date = find_date(labelled["date"] if labelled else text)
    is_said = labelled or HELD.search(text) or len(text) <= 40 or is_title(text)
    return date if date and is_said else None


def quorum_in(text: str) -> Quorum | None:
    """What a line says of this meeting's quorum."""
    sentences = re.split(r"(?<=[.!?])\s+", text)
    said = [s for s in sentences if QUORUM.search(s) and not OTHER_QUORUM.search(s)]
    if not said:
        return None
    sentence = said[0]
    if UNSURE.search(sentence):
        return Quorum(sentence, None)
    return Quorum(sentence, not NO_QUORUM.search(sentence))


def day_of(date: PartialDate | None) -> datetime.date | None:
    return date.as_date if date else None
