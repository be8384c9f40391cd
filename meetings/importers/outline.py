"""The outline of a page: which lines are its title, its people and its headings."""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from itertools import pairwise

from meetings.importers.attendance import (
    LABELLED,
    labelled_kind,
    read_names,
    read_person,
    read_sentence,
)
from meetings.importers.document import Attendee
from meetings.importers.headings import AttendanceKind, Section, attendance_kind, section_of
from meetings.importers.layout import Mark, RowKind, SourceLine
from meetings.importers.titles import is_title, quorum_in
from meetings.notation.dates import MONTHS, find_date
from meetings.notation.names import looks_like_name

BRACKET_AT_END = re.compile(r"(?P<title>.*\S)\s*(?:\(|\[)(?P<names>[^()\[\]]{1,80})[)\]]\s*:?")
DURATION = re.compile(r"\d+\s*(?:min|minutes|m|h)\.?", re.IGNORECASE)
LABEL_AHEAD = re.compile(r"(?<=[.;)])\s+(?=[A-Z][a-z]+(?: [a-z]+)?:\s)")
LONGEST_LIST = 3_000
LONGEST_HEADING = 80
LONGEST_ENTRY = 160
LINKED = re.compile(r"\S.*\[#?[\w/-]*#?\d+\]\(https?://\S+\)")
HEADING_WORDS = 12
SENTENCE_START = re.compile(
    r"(?:we|i|they|he|she|it|there|this|these|that|no|none|yes|all|also|note|see|as|and|but|for|"
    r"moved|seconded|approved|motion|action|vote|resolved|passed|carried)\b",
    re.IGNORECASE,
)
VERB = re.compile(
    r"\b(?:is|are|was|were|will|has|have|had|would|should|asked|said|agreed|reported|moved|seconded|"
    r"motioned|voted|called|suggested|read|gave|commenced|adjourned)\b"
)
ITEM_LABEL = re.compile(r"(?:ITEM|Item|Topic|TOPIC)(?:\s+\d+)?\s*[:.]\s*(?P<title>\S.*)")
Key = tuple[int, ...]


@dataclass
class Outline:
    title: SourceLine | None = None
    repeated_titles: set[Key] = field(default_factory=set)
    people: dict[Key, tuple[Attendee, ...]] = field(default_factory=dict)
    attendance_headings: set[Key] = field(default_factory=set)
    headings: dict[Key, Section] = field(default_factory=dict)
    lists_names: bool = False

    def add_people(self, line: SourceLine, people: tuple[Attendee, ...]) -> None:
        """Somewhere more than two names in a line: here commas stand between people."""
        self.people[line.numbers] = people
        self.lists_names = self.lists_names or len(people) > 2


def outline_of(lines: list[SourceLine]) -> Outline:
    """What each line is for. Lines that are in no part of it belong to the item above."""
    outline = Outline()
    rest = _take_title(lines, outline)
    rest = _take_people(rest, outline)
    _take_headings(rest, outline)
    return outline


def title_and_presenters(text: str) -> tuple[str, tuple[str, ...]]:
    """ "Budget (Ada, Bo)" has two presenters; "Fair (spring, in Oslo)" has none."""
    labelled = ITEM_LABEL.fullmatch(text)
    text = labelled["title"] if labelled else text
    match = BRACKET_AT_END.fullmatch(text)
    if not match:
        return text.rstrip(" :") or text, ()
    names = [name for name in re.split(r"\s*(?:[,;&/]|\band\b)\s*", match["names"]) if name]
    names = [name.lstrip("@") for name in names if not DURATION.fullmatch(name)]
    if not names or not all(map(looks_like_name, names)):
        return text, ()
    return match["title"], tuple(names)


def _take_title(lines: list[SourceLine], outline: Outline) -> list[SourceLine]:
    """The first heading or line that names minutes, a meeting or a date."""
    rest = list(lines)
    for place, line in enumerate(lines[:6]):
        if line.is_listed or attendance_kind(line.text):
            break
        if is_title(line.text) and len(line.text) <= 120:
            outline.title = line
            rest = lines[:place] + lines[place + 1 :]
            break
    if outline.title is None:
        return rest
    wanted = outline.title.text.casefold()
    outline.repeated_titles = {
        line.numbers
        for place, line in enumerate(rest)
        if line.text.casefold() == wanted or (place < 3 and _is_date_line(line))
    }
    return [line for line in rest if line.numbers not in outline.repeated_titles]


def _is_date_line(line: SourceLine) -> bool:
    """A heading or short line near the top that is there for the date."""
    return not line.is_listed and len(line.text) <= 50 and find_date(line.text) is not None


def _take_people(lines: list[SourceLine], outline: Outline) -> list[SourceLine]:
    """Attendance lists: under their headings, behind a label, or a run at the top."""
    kind: AttendanceKind | None = None
    above: SourceLine | None = None
    rest: list[SourceLine] = []
    for line in lines:
        is_short = len(line.text) <= LONGEST_LIST
        if is_short and (_labelled_people(line, outline) or _sentence_people(line, outline)):
            continue
        heading = _attendance_heading(line)
        if heading:
            kind, above = heading, None
            outline.attendance_headings.add(line.numbers)
            continue
        if kind and _ends_list(line, above):
            kind = None
        people = _people_in(line, kind, outline)
        above = line if people else above
        if people:
            outline.add_people(line, people)
        else:
            rest.append(line)
    return rest


def _attendance_heading(line: SourceLine) -> AttendanceKind | None:
    is_bare = not line.is_listed and len(line.text) <= 60
    return attendance_kind(line.text) if line.mark is Mark.HEADING or is_bare else None


def _ends_list(line: SourceLine, above: SourceLine | None) -> bool:
    """A heading does; so does a line unlike the people above it."""
    if line.mark in (Mark.HEADING, Mark.BOLD) or section_of(line.text) is not Section.ITEM:
        return True
    if line.mark is Mark.NUMBER and above and above.mark is not Mark.NUMBER:
        return True
    if above is None or line.is_listed:
        return False
    return above.is_listed or line.follows_gap


def _people_in(
    line: SourceLine, kind: AttendanceKind | None, outline: Outline
) -> tuple[Attendee, ...]:
    if line.mark is Mark.HEADING or line.kind is RowKind.ACTION:
        return ()
    if line.kind is RowKind.PERSON:
        there = AttendanceKind() if line.is_checked is None else AttendanceKind(line.is_checked)
        return read_person(line.text, line.numbers, there)
    if line.is_checked is not None and (kind or not outline.headings):
        base = kind or AttendanceKind()
        present = replace(base, is_present=line.is_checked and base.is_present)
        return read_person(line.text, line.numbers, present)
    if kind:
        many = read_names(line.text, line.numbers, kind) if line.text.count(",") > 2 else ()
        return many or read_person(line.text, line.numbers, kind, lists_names=outline.lists_names)
    return _headless(line, outline)


def _headless(line: SourceLine, outline: Outline) -> tuple[Attendee, ...]:
    """A list whose heading was lost: bullets near the top, a bracket behind each name."""
    near = not outline.people or line.numbers[0] - next(reversed(outline.people))[0] <= 2
    if not (line.is_listed and near and re.search(r"[(\[]", line.text)) or len(line.text) > 90:
        return ()
    return read_person(line.text, line.numbers, AttendanceKind())


def _labelled_people(line: SourceLine, outline: Outline) -> bool:
    """ "Present: Ada, Bo. Excused: Cy" in one line; "Chair: Ada" too."""
    people: list[Attendee] = []
    for part in LABEL_AHEAD.split(line.text.replace("**", "").replace("'''", "")):
        match = LABELLED.fullmatch(part.strip())
        kind = labelled_kind(match["label"]) if match else None
        people.extend(read_names(match["names"], line.numbers, kind) if match and kind else ())
    if people:
        outline.add_people(line, tuple(people))
    return bool(people)


def _sentence_people(line: SourceLine, outline: Outline) -> bool:
    people = read_sentence(line.text, line.numbers)
    if len(people) > 1:
        outline.add_people(line, people)
    return len(people) > 1


def _take_headings(lines: list[SourceLine], outline: Outline) -> None:
    explicit = [line for line in lines if line.mark is Mark.HEADING]
    if explicit:
        _take_explicit(lines, outline)
        return
    bracketed = sum(1 for line in lines if _is_bracketed(line))
    numbered = _numbered_headings(lines)
    has_gaps = any(line.follows_gap for line in lines[2:])
    for place, line in enumerate(lines):
        below = lines[place + 1] if place + 1 < len(lines) else None
        if line.numbers in numbered:
            outline.headings[line.numbers] = section_of(line.text)
        elif ITEM_LABEL.fullmatch(line.text):
            outline.headings[line.numbers] = Section.ITEM
        elif numbered:
            continue
        elif _is_plain_heading(line, below, needs_bracket=bracketed >= 2, has_gaps=has_gaps):
            outline.headings[line.numbers] = section_of(line.text)
    _take_bulleted_items(lines, outline)


def _take_explicit(lines: list[SourceLine], outline: Outline) -> None:
    for line in lines:
        if line.mark is Mark.HEADING:
            outline.headings[line.numbers] = section_of(line.text)
    for place, line in enumerate(lines[:-1]):
        below = lines[place + 1]
        both = line.mark is Mark.HEADING and below.mark is Mark.HEADING
        holds = both and below.rank > line.rank
        if holds and outline.headings[line.numbers] is Section.ITEM:
            outline.headings[line.numbers] = Section.CONTAINER
    _take_bulleted_items(lines, outline)


def _take_bulleted_items(lines: list[SourceLine], outline: Outline) -> None:
    """Top bullets under "Agenda" or "Topics" are the items, where no headings are.

    So are those of a page that is nothing but a list with entries under entries.
    """
    linked = [line for line in lines if line.mark is Mark.BULLET and LINKED.fullmatch(line.text)]
    if len(linked) >= 2 and len({line.indent for line in linked}) == 1:
        outline.headings.update((line.numbers, Section.ITEM) for line in linked)
        return
    sections = list(outline.headings.values())
    if sections.count(Section.ITEM) >= 2:
        return
    bullets = [line.indent for line in lines if line.mark is Mark.BULLET]
    is_list = not sections and len(set(bullets)) > 1 and bullets.count(min(bullets)) > 1
    within, lowest = is_list, min(bullets, default=0)
    for line in lines:
        if line.numbers in outline.headings:
            within = outline.headings[line.numbers] is Section.CONTAINER
            lowest = 99
        elif within and not line.is_listed:
            within = False
        elif within and line.mark in (Mark.BULLET, Mark.NUMBER):
            lowest = min(lowest, line.indent)
            if line.indent == lowest and len(line.text) <= LONGEST_ENTRY:
                outline.headings[line.numbers] = Section.ITEM


def _numbered_headings(lines: list[SourceLine]) -> set[Key]:
    """ "1) Report", "2.1 Budget", "B. Roof": numbers that grow, at least two of them."""
    found = [line for line in lines if line.mark is Mark.NUMBER and _may_be_numbered(line)]
    after_gap = [line for line in found if line.follows_gap]
    if len(after_gap) >= 2:
        found = after_gap
    ranks = [_rank(line.label) for line in found]
    grows = all(lower < higher for lower, higher in pairwise(ranks))
    is_list = len(found) >= 2 and (grows or len(after_gap) >= 2)
    return {line.numbers for line in found} if is_list else set()


def _may_be_numbered(line: SourceLine) -> bool:
    first = line.text.split(maxsplit=1)[0].strip(".,").lower()
    return (
        line.indent <= 3
        and len(line.text) <= LONGEST_HEADING
        and not line.text[0].islower()
        and first not in MONTHS
    )


def _rank(label: str) -> tuple[int, ...]:
    parts = re.split(r"[./]", label)
    return tuple(int(part) if part.isdigit() else ord(part[0]) for part in parts if part)


def _is_bracketed(line: SourceLine) -> bool:
    return (
        line.mark is Mark.NONE
        and len(line.text) <= LONGEST_HEADING
        and bool(title_and_presenters(line.text)[1])
        and not quorum_in(line.text)
    )


def _is_plain_heading(
    line: SourceLine, below: SourceLine | None, *, needs_bracket: bool, has_gaps: bool
) -> bool:
    """A bare short line between blank lines; with a presenter where such is the habit."""
    may_head = line.mark in (Mark.NONE, Mark.BULLET, Mark.BOLD)
    if len(line.text) > LONGEST_HEADING or not may_head or quorum_in(line.text):
        return False
    if section_of(line.text) is not Section.ITEM and not line.is_listed:
        return line.stands_alone or not has_gaps
    if needs_bracket:
        return line.stands_alone and bool(title_and_presenters(line.text)[1])
    if line.mark is Mark.BULLET or not _reads_as_heading(line.text):
        return False
    heads_list = below is not None and below.is_listed
    if has_gaps:
        return line.stands_alone or (line.follows_gap and heads_list)
    return heads_list or (below is not None and len(below.text) > len(line.text))


def _reads_as_heading(text: str) -> bool:
    return (
        len(text.split()) <= HEADING_WORDS
        and text[-1] not in ".;,!?✓✗"
        and ": " not in text
        and (text[0].isupper() or text[0].isdigit() or text[0] == "#")
        and not SENTENCE_START.match(text)
        and not VERB.search(text)
    )
