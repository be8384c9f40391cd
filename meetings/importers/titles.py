"""Title, body and date of minutes, and what they say of the quorum."""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterable

from meetings.importers.document import Quorum
from meetings.notation.dates import PartialDate, find_date

MINUTES_WORD = re.compile(
    r"\b(?:minutes|meeting|tele(?:con(?:ference)?|co)|(?:conference|phone)\s+call)\b", re.IGNORECASE
)
BODY_END = re.compile(
    r"\s*(?:\b(?:regular|special|monthly|annual)\s+)*(?:\b(?:meeting|minutes)\b|[-–:/]\s*\d).*$",
    re.IGNORECASE,
)
NOISE_WORDS = re.compile(
    r"^(?:minutes\s+(?:of|from|for)\s+(?:the\s+)?|summary\s+of\s+(?:the\s+)?)", re.IGNORECASE
)
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
FIRST_LINES = 14


def is_title(text: str) -> bool:
    return bool(MINUTES_WORD.search(text)) or find_date(text) is not None


def body_of(title: str) -> str | None:
    """The board's name in a title: the words in front of "meeting", "minutes" or the date."""
    words = NOISE_WORDS.sub("", title)
    words = re.split(r"\s*(?:::|/|\|)\s*", words)[0]
    words = BODY_END.sub("", words).strip(" ,-–:")
    return words if words and not find_date(words) else None


def date_of(title: str, metadata: dict[str, str], texts: Iterable[str]) -> PartialDate | None:
    """The meeting's day: from the title, the page's own data, or its first lines.

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
    return found


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
