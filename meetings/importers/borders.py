"""Where in a page a meeting's minutes begin, if it holds those of more than one."""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import takewhile

from meetings.importers.headings import VERB
from meetings.importers.layout import HARD_WRAP, Layout, Mark, SourceLine
from meetings.importers.mail import HEAD_KINDS
from meetings.importers.outline import outline_of
from meetings.importers.source import Unreadable
from meetings.notation.dates import MONTHS, PartialDate, find_date

# Words of a line that speaks of another meeting, or of a number in front of an item.
ELSEWHERE = re.compile(
    r"\b(?:next|upcoming|future|coming|previous|prior|last|past|following|other|approv\w*|adopt\w*|"
    r"accept\w*|confirm\w*|amend\w*|correct\w*|review\w*|(?:re|un)?schedul\w*|postpone\w*|cancel\w*|"
    r"until|since|before|after|will|was|were|is|are|adjourn\w*|dates?|calendar)\b|^\(?[\dA-Z]{1,2}[.)]",
    re.IGNORECASE,
)
ANNOUNCES = re.compile(r".{0,60}\b(?:next|upcoming|future)\b.{0,60}", re.IGNORECASE)
HELD = re.compile(r"\b(?:minutes|meeting|notes|call|session|assembly)\b", re.IGNORECASE)
LABELLED_DATE = re.compile(r"(?:date|when|held)\b.{0,12}?:", re.IGNORECASE)
DATE_WORDS = re.compile(
    rf"\b(?:{'|'.join(MONTHS)}|(?:mon|tues?|wed(?:nes)?|thu(?:rs)?|fri|sat(?:ur)?|sun)(?:day)?)\b"
    r"|\d+(?:st|nd|rd|th)?|[\W_]+",
    re.IGNORECASE,
)
# "Minutes of 4 March 2026" heads minutes, or the item that approves those of another day.
MINUTES_OF = re.compile(r"(?:the )?minutes(?: (?:of|from|for|the|meeting|on))*")
LONGEST_TITLE = 120
NEAR = 8
LEAST_LINES = 2
FURTHEST = 40
A_DAY = datetime.timedelta(days=1)


@dataclass(frozen=True)
class _Opening:
    """A line with a date that may open a meeting's minutes, and what stands below it.

    A title is a heading, or a line that names minutes or a meeting; any other line with a
    date counts only together with those present.
    """

    place: int
    line: SourceLine
    date: PartialDate
    is_title: bool
    has_people: bool
    is_empty: bool

    @property
    def shape(self) -> str:
        return shape_of(self.line.text)

    def is_like(self, other: _Opening) -> bool:
        mine, its = self.line, other.line
        return (mine.mark, mine.rank, self.is_title) == (its.mark, its.rank, other.is_title)

    def is_same_day(self, other: _Opening) -> bool:
        """A month is the same as any of its days."""
        days = (self.date.day, other.date.day)
        return str(self.date)[:7] == str(other.date)[:7] and (None in days or len({*days}) == 1)

    def is_peopled_as(self, before: _Opening) -> bool:
        both = self.line.mark is before.line.mark is Mark.HEADING
        is_below = both and self.line.rank > before.line.rank
        return not is_below and self.has_people and before.has_people

    def follows(self, before: _Opening, *, is_level: bool) -> bool:
        """Told by the titles alone. Two days on end may be those of one meeting."""
        apart = self.date.as_date - before.date.as_date
        if self.is_empty or not (self.is_title and self.is_like(before)) or abs(apart) <= A_DAY:
            return False
        if MINUTES_OF.fullmatch(self.shape) and apart < datetime.timedelta(0):
            return False
        return (is_level or self.shape == before.shape) and self.names_meeting

    @property
    def names_meeting(self) -> bool:
        return not self.shape or HELD.search(self.line.text) is not None


def meeting_starts(layout: Layout, physical: list[str]) -> list[int]:
    """The numbers of the lines at which meetings begin; none for a page that holds one.

    In: the page's lines as they are read, and as they stand. A meeting opens with a date of
    its own. It has people present near below it, as the first one has; or its title, at the
    first one's level, differs from it in nothing but the date; or all headings of that level
    have dates. Raises Unreadable where a second meeting is plainly there, and its border
    is not.
    """
    lines = layout.lines
    openings = _openings(lines)
    while len(openings) > 1 and openings[0].is_empty and not openings[0].has_people:
        del openings[0]  # a title above all of them
    if len(openings) < 2:
        return []
    first = openings[0]
    is_first = not outline_of(lines[: first.place]).people
    is_level = is_first and _is_level_of_dates(openings, lines)
    meetings = [first]
    for opening in openings[1:]:
        by_title = is_first and opening.follows(meetings[-1], is_level=is_level)
        if by_title or opening.is_peopled_as(meetings[-1]):
            meetings.append(opening)
    if len(meetings) == 1:
        return []
    head = {fate.number for fate in layout.fates if fate.kind in HEAD_KINDS}
    borders = [_border(meeting, first, physical, head) for meeting in meetings[1:]]
    starts = [1, *(border for border in borders if border)]
    if len(starts) < len(meetings):
        raise Unreadable(_refusal(meetings))
    return starts


def shape_of(text: str) -> str:
    """A title without its date."""
    return " ".join(DATE_WORDS.sub(" ", text).casefold().split())


def _border(meeting: _Opening, first: _Opening, physical: list[str], head: set[int]) -> int | None:
    """The number of the line where it begins, with what stands above it as above the first.

    What a mail has above its text (`head`) goes with it. None where neither the title nor
    what stands above it shows the place.
    """
    above, wanted = _filled_above(physical, meeting), _filled_above(physical, first)
    pairs = zip(above, wanted, strict=False)
    matched = len(list(takewhile(lambda pair: shape_of(pair[0][1]) == shape_of(pair[1][1]), pairs)))
    mailed = len(list(takewhile(lambda line: line[0] in head, above)))
    start = [meeting.line.numbers[0], *(number for number, _text in above)][max(matched, mailed)]
    is_whole = 0 < matched == len(wanted)
    is_plain = meeting.is_title or is_whole or meeting.shape == first.shape
    return start if is_plain and meeting.is_like(first) else None


def _filled_above(physical: list[str], opening: _Opening) -> list[tuple[int, str]]:
    """Numbers and texts of the lines above one that are not blank, the nearest first."""
    numbers = range(opening.line.numbers[0] - 1, max(0, opening.line.numbers[0] - FURTHEST), -1)
    return [(n, physical[n - 1]) for n in numbers if physical[n - 1].strip()]


def _refusal(meetings: list[_Opening]) -> str:
    found = " and ".join(f"{m.date} (line {m.line.numbers[0]})" for m in meetings)
    return (
        f"This text seems to hold the minutes of {len(meetings)} meetings: {found}. Nothing was "
        "taken. Bring each in a text of its own; if it is one meeting, put a bullet in front of "
        "the later dates."
    )


def _openings(lines: list[SourceLine]) -> list[_Opening]:
    """One for each date that differs from the one before."""
    found = list(_dated(lines))
    edges = [place for place, _date, _is_title in found[1:]] + [len(lines)]
    openings: list[_Opening] = []
    for (place, date, is_title), end in zip(found, edges, strict=False):
        below = lines[place + 1 : end]
        people = _lists_people(below[:NEAR], is_title=is_title)
        is_empty = len(below) < LEAST_LINES
        opening = _Opening(place, lines[place], date, is_title, people, is_empty)
        if openings and opening.is_same_day(openings[-1]):
            both = openings[-1].has_people or people
            openings[-1] = replace(openings[-1], has_people=both, is_empty=False)
        else:
            openings.append(opening)
    return openings


def _dated(lines: list[SourceLine]) -> Iterator[tuple[int, PartialDate, bool]]:
    """Places of lines that may open a meeting, their dates, and whether they are titles.

    Other dates near below one belong to the same head.
    """
    last = -NEAR
    for place in range(len(lines)):
        if not _may_open(place, lines):
            continue
        date = _date_of(place, lines)
        is_title = _is_title(lines[place])
        if date and (is_title or place - last > NEAR):
            last = place
            yield place, date, is_title


def _may_open(place: int, lines: list[SourceLine]) -> bool:
    line = lines[place]
    if line.mark not in (Mark.NONE, Mark.HEADING, Mark.BOLD) or len(line.text) > LONGEST_TITLE:
        return False
    above = lines[place - 1] if place else None
    if not (line.follows_gap or line.mark is Mark.HEADING or _is_second_title(above, line)):
        return False
    announces = above and ANNOUNCES.fullmatch(above.text)
    return line.text[-1] not in ";,?!" and not ELSEWHERE.search(line.text) and not announces


def _is_second_title(above: SourceLine | None, line: SourceLine) -> bool:
    """The board's name alone stands above a title."""
    if above is None or not above.follows_gap or len(above.text) > HARD_WRAP:
        return False
    return _is_title(line) and not any(":" in text for text in (above.text, line.text))


def _is_title(line: SourceLine) -> bool:
    """A line that names minutes or a meeting and is no sentence; or any heading."""
    is_sentence = line.text.endswith(".") or bool(VERB.search(line.text))
    return line.mark is Mark.HEADING or (bool(HELD.search(line.text)) and not is_sentence)


def _date_of(place: int, lines: list[SourceLine]) -> PartialDate | None:
    """The date in a title, or on one of the two lines below it that say nothing else."""
    line = lines[place]
    date = find_date(line.text)
    if date:
        return date if date.day or HELD.search(line.text) or not shape_of(line.text) else None
    if not (HELD.search(line.text) and _is_title(line)):
        return None
    below = takewhile(lambda b: b.mark is not Mark.HEADING, lines[place + 1 : place + 3])
    said = [b.text for b in below if LABELLED_DATE.match(b.text) or not shape_of(b.text)]
    return next((date for text in said if (date := find_date(text))), None)


def _lists_people(lines: list[SourceLine], *, is_title: bool) -> bool:
    """Whether somebody is listed as present; below a title even without a word that says so."""
    outline = outline_of(lines)
    said = bool(outline.attendance_headings) or is_title
    listed = {line.numbers for line in lines if line.is_listed}
    return any(
        attendee.is_present and (said or numbers not in listed)
        for numbers, people in outline.people.items()
        for attendee in people
    )


def _is_level_of_dates(openings: list[_Opening], lines: list[SourceLine]) -> bool:
    """Whether no other heading stands as high as those that have dates."""
    first = openings[0]
    known = {opening.place for opening in openings}
    return first.line.mark is Mark.HEADING and all(
        place in known or line.mark is not Mark.HEADING or line.rank > first.line.rank
        for place, line in enumerate(lines)
        if place >= first.place
    )
