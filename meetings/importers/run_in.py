"""Headings on the line of what stands under them: "TREASURER'S REPORT: The cash is low."."""

from __future__ import annotations

import re

from meetings.importers.headings import VERB, attendance_kind
from meetings.importers.layout import MARKER, Mark, SourceLine
from meetings.importers.roll import Key, Outline
from meetings.notation.names import fold, initials_of

CAPITALS = re.compile(
    r"(?P<title>[A-Z][A-Z0-9 '’&/,()-]{2,60})(?:[:.]|\s[-–—](?=\s))\s*(?P<rest>\S.*)?", re.DOTALL
)
WORDS = re.compile(
    r"(?P<title>[A-Z][a-z'’-]+(?: [A-Za-z'’&-]+){0,4})(?::|\s[-–—])\s+(?P<rest>[A-Z].*)", re.DOTALL
)
STOPPED = re.compile(
    r"(?P<title>[A-Z][a-z'’-]+(?: [A-Za-z0-9'’&-]+){0,4})\.\s+(?P<rest>[A-Z0-9].*)", re.DOTALL
)
BOLD = re.compile(
    r"(?:\*\*|__)(?P<title>[^*_:.]{3,60})"
    r"(?:[:.](?:\*\*|__)|(?:\*\*|__)(?:[:.]|\s*[-–—]|(?=\s+[A-Z])))\s+(?P<rest>\S.*)",
    re.DOTALL,
)
RECORD = re.compile(
    r"(?:motions?|votes?|results?|resol\w+|decisions?|decided|actions?|proposal|proposed|seconded|moved|"
    r"notes?|date|time|place|location|venue|where|when|amend\w+|deferred|status|passed|carried|"
    r"agreed|approved|items?|topics?|quorum|nb|ps|to|from|cc|subject|re|todo|ap|ai|next\s+steps?)\b",
    re.IGNORECASE,
)


def run_in_headings(lines: list[SourceLine], outline: Outline) -> dict[Key, tuple[str, str]]:
    """Title and text of each line that begins with its own heading, where such is the habit.

    The habit: at least two paragraphs open with several words in capitals, or in bold, and
    a colon. A speaker, the label of a record or of attendance is no heading.
    """
    speakers = _speakers(outline)
    for form in (CAPITALS, BOLD):
        found = _found(form, lines, speakers)
        if sum(" " in title and bool(rest) for title, rest in found.values()) >= 2:
            return found
        if form is CAPITALS and all(rest for _, rest in found.values()) and len(found) > 2:
            return found
    return {}


def plain_run_ins(lines: list[SourceLine], outline: Outline) -> dict[Key, tuple[str, str]]:
    """ "Parking: The signs are up.": where no other headings are, three such paragraphs.

    "Parking. The signs are up." too, where most paragraphs begin with a few such words.
    """
    speakers = _speakers(outline)
    found = _found(WORDS, lines, speakers)
    if len(found) > 2:
        return found
    stopped = _found(STOPPED, lines, speakers)
    stopped = {key: parts for key, parts in stopped.items() if not VERB.search(parts[0])}
    first = min(stopped, default=())
    below = [line for line in lines if line.follows_gap and line.numbers >= first]
    return stopped if len(stopped) > 2 and 2 * len(stopped) > len(below) else {}


def _found(
    form: re.Pattern[str], lines: list[SourceLine], speakers: set[str]
) -> dict[Key, tuple[str, str]]:
    found = {
        line.numbers: (match["title"].strip(), (match["rest"] or "").strip())
        for line in lines
        if line.follows_gap
        and line.mark in (Mark.NONE, Mark.BOLD, Mark.NUMBER)
        and (match := form.fullmatch(line.text))
        and _may_head(match["title"], speakers)
    }
    titles = {title for title, _ in found.values()}
    return found if len(titles) == len(found) else {}  # a label that comes again is no title


def _may_head(title: str, speakers: set[str]) -> bool:
    return not (
        fold(title) in speakers
        or MARKER.match(title)
        or RECORD.match(title)
        or attendance_kind(title)
    )


def _speakers(outline: Outline) -> set[str]:
    """What those who were there are called in front of what they say."""
    names = {person.name for people in outline.people.values() for person in people}
    words = {word for name in names for word in fold(name).split()}
    return words | {fold(name) for name in names} | {fold(initials_of(name)) for name in names}
