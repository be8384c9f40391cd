"""The outline of a page: which lines are its title, its people and its headings."""

from __future__ import annotations

import re
from itertools import pairwise

from meetings.importers.attendance import LABELLED, labelled_kind
from meetings.importers.headings import (
    LONGEST_HEADING,
    Section,
    attendance_kind,
    reads_as_heading,
    section_of,
)
from meetings.importers.layout import Mark, RowKind, SourceLine
from meetings.importers.numbering import headings_within, numbered_headings
from meetings.importers.roll import Outline, take_people
from meetings.importers.run_in import plain_run_ins, run_in_headings
from meetings.importers.titles import MINUTES_WORD, is_title, quorum_in
from meetings.notation.dates import find_date
from meetings.notation.names import looks_like_name

BRACKET_AT_END = re.compile(r"(?P<title>.*\S)\s*(?:\(|\[)(?P<names>[^()\[\]]{1,80})[)\]]\s*:?")
DURATION = re.compile(r"\d+\s*(?:min|minutes|m|h)\.?", re.IGNORECASE)
LONGEST_TITLE = 120
LONGEST_OPENING = 250
LONGEST_ENTRY = 160
LINKED = re.compile(r"\S.*\[#?[\w/-]*#?\d+\]\(https?://\S+\)")
ITEM_LABEL = re.compile(
    r"(?:(?:[Aa]genda\s+)?(?:ITEM|Item|item)|Topic|TOPIC)(?:\s+(?:\d{1,3}|[A-Z]))?\s*(?:[:.]|\s[-–—])\s*(?P<title>\S.*)"
    r"|(?:(?:Agenda\s+)?[Ii]tem|ITEM)\s+\d{1,3}(?:[./]\d{1,4})?\s*[:.–—-]?\s+(?P<name>[A-Z][^.]{2,90})"
)
MOTION_LABEL = re.compile(
    r"(?:Motion|Proposal|MOTION)\s+(?:\d{1,3}|[A-Z])\s*(?:[:.]|\s[-–—])\s*\S.*"
)


def outline_of(lines: list[SourceLine]) -> Outline:
    """What each line is for. Lines that are in no part of it belong to the item above."""
    outline = Outline()
    rest = _take_title(lines, outline)
    rest = take_people(rest, outline)
    _take_headings(rest, outline)
    _take_rows(rest, outline)
    return outline


def title_and_presenters(text: str) -> tuple[str, tuple[str, ...]]:
    """ "Budget (Ada, Bo)" has two presenters; "Fair (spring, in Oslo)" has none."""
    labelled = ITEM_LABEL.fullmatch(text)
    text = (labelled["title"] or labelled["name"]) if labelled else text
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
    place = _title_place(lines)
    if place is not None:
        outline.title = lines[place]
        outline.above_title = tuple(line.text for line in lines[:place])
        outline.below_title = "".join(line.text for line in lines[place + 1 : place + 2])
        rest = lines[:place] + lines[place + 1 :]
    if outline.title is None:
        return rest
    wanted = outline.title.text.casefold()
    outline.repeated_titles = {
        line.numbers
        for place, line in enumerate(rest)
        if line.text.casefold() == wanted or (place < 3 and _is_date_line(line))
    }
    return [line for line in rest if line.numbers not in outline.repeated_titles]


def _title_place(lines: list[SourceLine]) -> int | None:
    """Where the first line is that names minutes or a meeting; else the first with a date."""
    dated = None
    for place, line in enumerate(lines[:6]):
        label = LABELLED.fullmatch(line.text.replace("**", ""))
        if line.is_listed or attendance_kind(line.text):
            break
        if label and labelled_kind(label["label"]):
            break
        longest = LONGEST_OPENING if line.text.lower().startswith("minutes") else LONGEST_TITLE
        if len(line.text) > longest or not is_title(line.text):
            continue
        if MINUTES_WORD.search(line.text) or (place == 0 and line.rank == 1):
            return place  # a page's own name, with its day, is its title
        dated = place if dated is None else dated
    return dated


def _is_date_line(line: SourceLine) -> bool:
    """A heading or short line near the top that is there for the date."""
    is_short = not line.is_listed and len(line.text) <= 50 and line.text[-1] != "."
    return is_short and find_date(line.text) is not None


def _take_headings(lines: list[SourceLine], outline: Outline) -> None:
    if any(line.mark is Mark.HEADING for line in lines):
        _take_explicit(lines, outline)
        return
    bold = [line for line in lines if line.mark is Mark.BOLD and line.follows_gap]
    labelled = [line for line in lines if ITEM_LABEL.fullmatch(line.text)]
    outline.run_in = run_in_headings(lines, outline)
    if len(bold) >= 2:
        outline.headings.update((line.numbers, section_of(line.text)) for line in bold)
    elif len(labelled) < 2:
        _take_plain(lines, outline)
        _take_over_text(lines, outline)
    for line in labelled:
        outline.headings[line.numbers] = Section.ITEM
    _take_bulleted_items(lines, outline)
    if Section.ITEM not in outline.headings.values():
        outline.run_in = outline.run_in or plain_run_ins(lines, outline)
    for key, (title, _rest) in outline.run_in.items():
        section = section_of(title)
        holds = section is Section.CONTAINER  # but its text stands behind it
        outline.headings[key] = Section.ITEM if holds else section


def _take_rows(lines: list[SourceLine], outline: Outline) -> None:
    """Rows of a table of items, where it stands under "Agenda" or under nothing."""
    above: Section | None = Section.CONTAINER
    for line in lines:
        if line.kind is RowKind.ITEM and above is Section.CONTAINER:
            outline.headings[line.numbers] = Section.ITEM
        elif line.numbers in outline.headings:
            above = outline.headings[line.numbers]


def _take_over_text(lines: list[SourceLine], outline: Outline) -> None:
    """Short lines right over their text, a gap above each: where no other headings are.

    A bullet may be such a line: "* Server bill", and below it what was said.
    """
    if Section.ITEM in outline.headings.values() or outline.run_in:
        return
    for mark in (Mark.NONE, Mark.BULLET):
        found = [
            line
            for line, below in pairwise(lines)
            if line.mark is mark and _heads_text(line, below)
        ]
        if len(found) >= 2:
            outline.headings.update((line.numbers, section_of(line.text)) for line in found)
            return


def _heads_text(line: SourceLine, below: SourceLine) -> bool:
    return (
        line.follows_gap
        and not line.precedes_gap
        and len(line.text) <= LONGEST_HEADING
        and below.mark is Mark.NONE
        and not below.follows_gap
        and (below.text[0].isupper() or line.mark is Mark.BULLET)
        and reads_as_heading(line.text)
    )


def _take_plain(lines: list[SourceLine], outline: Outline) -> None:
    bracketed = sum(1 for line in lines if _is_bracketed(line))
    numbered = numbered_headings(lines)
    has_gaps = any(line.follows_gap for line in lines[2:])
    for place, line in enumerate(lines):
        below = lines[place + 1] if place + 1 < len(lines) else None
        if line.numbers in numbered or (
            not numbered
            and _is_plain_heading(line, below, needs_bracket=bracketed >= 2, has_gaps=has_gaps)
        ):
            section = section_of(line.text)
            holds_text = line.numbers in numbered and _has_text(below)
            is_item = section is Section.CONTAINER and holds_text
            outline.headings[line.numbers] = Section.ITEM if is_item else section
    for parent, within in headings_within(lines, numbered).items():
        outline.headings[parent] = Section.CONTAINER
        outline.headings.update(dict.fromkeys(within, Section.ITEM))


def _has_text(below: SourceLine | None) -> bool:
    """Whether a heading is right over text: then it is an item, whatever it is called."""
    return below is not None and not below.mark and not below.follows_gap


def _take_explicit(lines: list[SourceLine], outline: Outline) -> None:
    for line in lines:
        if line.mark is Mark.HEADING:
            outline.headings[line.numbers] = section_of(line.text)
    ranks = [line.rank for line in lines if line.mark is Mark.HEADING]
    if lines[0].rank == min(ranks) and ranks.count(lines[0].rank) == 1 and len(ranks) > 2:
        outline.headings[lines[0].numbers] = Section.CONTAINER  # the page's own name
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
    if line.mark is Mark.BULLET or not reads_as_heading(line.text):
        return False
    heads_list = below is not None and below.is_listed
    if has_gaps:
        return line.stands_alone or (line.follows_gap and heads_list)
    return heads_list or (below is not None and len(below.text) > len(line.text))
