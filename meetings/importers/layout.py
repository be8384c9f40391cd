"""A page of minutes as lines with their marks, whatever the page was written in."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from enum import StrEnum
from statistics import quantiles

from meetings.importers.document import LineFate


class Mark(StrEnum):
    """What stands in front of a line, or makes it a heading."""

    NONE = ""
    BULLET = "bullet"
    NUMBER = "number"
    BOX = "box"
    QUOTE = "quote"
    HEADING = "heading"
    BOLD = "bold"


class RowKind(StrEnum):
    """What a table's headings make of its rows."""

    NONE = ""
    ACTION = "action"
    PERSON = "person"
    ITEM = "item"


@dataclass(frozen=True)
class Owned:
    """Owners at the right of a page, and how far into the line's text they stood."""

    place: int
    owners: str


@dataclass(frozen=True)
class SourceLine:
    """A logical line: `numbers` are those of the physical lines it was joined from.

    `rank` is a heading's level from 1, `label` the number in front of a line, `kind` what a
    row of a table is, `is_checked` a task list's box, `margin` what stood at its right, and
    `cells` what else the row of an item holds.
    """

    numbers: tuple[int, ...]
    text: str
    indent: int = 0
    mark: Mark = Mark.NONE
    rank: int = 0
    label: str = ""
    kind: RowKind = RowKind.NONE
    is_checked: bool | None = None
    follows_gap: bool = False
    precedes_gap: bool = False
    margin: tuple[Owned, ...] = ()
    cells: tuple[str, ...] = ()

    @property
    def stands_alone(self) -> bool:
        return self.follows_gap and self.precedes_gap

    @property
    def is_listed(self) -> bool:
        return self.mark in (Mark.BULLET, Mark.NUMBER, Mark.BOX)


@dataclass
class Layout:
    """`fates` has the lines that are no part of the minutes, each with its reason."""

    lines: list[SourceLine]
    fates: list[LineFate] = field(default_factory=list)
    metadata: dict[str, str] = field(default_factory=dict)


BULLET = re.compile(r"(?:--?>|--|>{2,3}(?=\s+A)|[-*•+–●○◦▪‣→])(?:\s+(?=\S)|(?=[A-Z]{2,3}:))")
ARROW = re.compile(r"(?:--?>|→)\s+\S")  # where a promise is pointed at
NUMBER = re.compile(
    r"(?P<number>\d{1,3}(?:[./]\d{1,3})+|\d{1,2}(?=[.)]|\s{2})|\d{3,4}(?=\s{3}[A-Z])|[IVX]{2,5}(?=[.)]\s)|[A-Z](?=[.)]\s))[.)]?\s+(?=\S)"
)
BOX = re.compile(r"\[(?P<tick>[ xX✓])\]\s+(?=\S)")
# The file name of a picture, left behind where a rendered page was copied as text.
IMAGE_NAME = re.compile(
    r"[A-Z][\w-]*(?: [\w-]+){0,4}\.(?:png|jpe?g|svg|gif)\s+"
    r"(?=(?:ACTION|Action|AI|VOTE|Vote|PASSED|RESOLUTION|RESOLVED|MOTION|Motion)\b)"
)
NOISE = (
    # What a wiki prints around a page.
    (re.compile(r"(?:Jump to (?:navigation|search)\s*)+", re.IGNORECASE), "site notice"),
    (re.compile(r"Revision as of .*|Latest revision as of .*|\(diff\) .*"), "page history"),
    (re.compile(r"Line \d+:(?: \|.*)?|\|\|"), "page history"),
    (re.compile(r".{0,60}\(talk \| contribs\).*|\(\d+ intermediate revisions? .*"), "page history"),
    (re.compile(r"(?:\[\[[^\]]+\]\]\s*->\s*)+\[\[[^\]]+\]\]"), "page trail"),
    (re.compile(r"\[\[Category:[^\]]*\]\](?: \|)?", re.IGNORECASE), "category link"),
    (re.compile(r"\[\d+\]\s*https?://\S+|\[\d+\]Logo"), "link target"),
    (re.compile(r"[-*_=]{3,}"), "rule"),
)
LABEL = re.compile(r"[*_']{0,3}[A-Z][\w /-]{1,25}[*_']{0,3}:[*_']{0,3}\s")
# "Present:        Ada Low": what stands under the name is another entry.
COLUMN_LABEL = re.compile(r"[A-Z][\w /]{1,25}:\s{3}")
# Words that begin a record: they never go on with the line above.
MARKER = re.compile(
    r"(?:ACTION|AI|TODO|AP ?\d{1,3}|PROPOSAL|MOTION|AMENDMENT|PROPOSED|RESOLVED|"
    r"RESOLUTION|PASSED|CARRIED|NOT CARRIED|TABLED|"
    r"WITHDRAWN|NO QUORUM|DEFERRED|NOT REACHED|COVERED UNDER|ITEM WITHDRAWN|ASIDE|ADJOURNED|"
    r"M/S(?:/[A-Z])?|MS[CPF]|"
    r"CALLED TO ORDER|PRESENT\+|REGRETS\+|A-\d+)\b|@\w|"
    r"\((?:[a-z]|[ivx]{1,4}|\d{1,2})\)\s|(?:=>|>>|\+1|-1)\W|\[[A-Z]{2,10}\]"
)
SITE = re.compile(r"From [A-Z]\w+(?: [A-Z]\w+)?")
STAMP = re.compile(r"\s*\([\w.|`^-]{1,30},\s+\d{1,2}:\d{2}(?::\d{2})?\)$")
TAB_WITHIN = re.compile(r"(?<=\S)\t+(?=\S)")
FIRST_LINES = 6
HARD_WRAP = 60
WIDEST = 112
CENTRED = 16


def noise_in(text: str, index: int = FIRST_LINES) -> str | None:
    """Why a line is no part of the minutes, if it is none; `index` is its place from 0."""
    if index < FIRST_LINES and SITE.fullmatch(text):
        return "site notice"
    return next((reason for form, reason in NOISE if form.fullmatch(text)), None)


def without_image_name(text: str) -> str:
    """The line without the name of an icon in front of it."""
    return IMAGE_NAME.sub("", text, count=1) if IMAGE_NAME.match(text) else text


def marked(index: int, physical: list[str], bare: str | None = None) -> SourceLine:
    """One physical line with the mark in front of it taken off; `bare`: it without a margin."""
    line = physical[index] if bare is None else bare
    expanded = TAB_WITHIN.sub("   ", line).expandtabs(4)
    text = re.sub(r"(?<=\S) {2,}(?=\S)", _one_space, expanded.strip())
    mark, text, ticked, label = _mark_of(without_image_name(text))
    return SourceLine(
        numbers=(index + 1,),
        text=without_image_name(text),
        indent=len(expanded) - len(expanded.lstrip()),
        mark=mark,
        label=label,
        kind=RowKind.ACTION if ARROW.match(expanded.strip()) else RowKind.NONE,
        is_checked=ticked,
        follows_gap=index == 0 or not physical[index - 1].strip(),
        precedes_gap=index + 1 == len(physical) or not physical[index + 1].strip(),
    )


def _one_space(match: re.Match[str]) -> str:
    """Wide gaps stand between columns and behind a number: three spaces say so."""
    return "   " if len(match.group()) > 2 else match.group()


def _mark_of(text: str) -> tuple[Mark, str, bool | None, str]:
    """The mark, the text behind it, a box's tick and a number."""
    bullet = BULLET.match(text)
    rest = text[bullet.end() :] if bullet else text
    box = BOX.match(rest)
    if box:
        return Mark.BOX, rest[box.end() :], box["tick"] != " ", ""
    if bullet:
        return Mark.BULLET, rest, None, ""
    number = NUMBER.match(text)
    if number:
        return Mark.NUMBER, text[number.end() :], None, number["number"]
    if text.startswith("> "):
        return Mark.QUOTE, text[2:].strip(), None, ""
    return Mark.NONE, text, None, ""


def without_initials(lines: list[SourceLine]) -> list[SourceLine]:
    """ "M. Diaz moved": a letter whose neighbour in the alphabet marks no line is an initial."""
    labels = {line.label for line in lines if line.mark is Mark.NUMBER}
    return [
        replace(line, text=f"{line.label}{sign}{line.text}", mark=Mark.NONE, label="")
        if (sign := _sign_of_lone(line.label, labels))
        else line
        for line in lines
    ]


def _sign_of_lone(label: str, labels: set[str]) -> str:
    """What stood behind a label that numbers nothing: nothing has the label next to it."""
    if len(label) == 1 and label.isalpha() and label != "A":
        has_roman = labels & {"II", "III", "IV", "VI"}
        return "" if has_roman or chr(ord(label) - 1) in labels else ". "
    if len(label) > 2 and label.isdigit():
        return "" if {str(int(label) - 1), str(int(label) + 1)} & labels else "   "
    return ""


def join_wrapped(lines: list[SourceLine]) -> list[SourceLine]:
    """Lines that were broken only because the page was narrow become one again."""
    lines = without_initials(lines)
    width = _wrap_width([line for line in lines if line.mark is not Mark.HEADING])
    return without_stamps(list(_joined(lines, width)) if width else lines)


def without_stamps(lines: list[SourceLine]) -> list[SourceLine]:
    """Lines without the "(ada, 17:01:02)" that a program for minutes puts behind each."""
    stamped = [line for line in lines if STAMP.search(line.text)]
    if len(stamped) < 3:
        return lines
    return [replace(line, text=STAMP.sub("", line.text) or line.text) for line in lines]


def _wrap_width(lines: list[SourceLine]) -> int | None:
    """The width at which a page is broken; None where its lines are as long as they like."""
    lengths = [line.indent + len(line.text) for line in lines if len(line.text) > HARD_WRAP // 2]
    if len(lengths) < 4:
        return None
    longest = int(quantiles(lengths, n=20)[-1])
    full = sum(length > longest - 15 for length in lengths)
    return longest if longest <= WIDEST and full >= len(lengths) // 4 else None


def _joined(lines: list[SourceLine], width: int) -> Iterator[SourceLine]:
    current: SourceLine | None = None
    last_length = 0
    for line in lines:
        if current and _goes_on(current, line, last_length, width):
            current = replace(
                current,
                text=f"{current.text} {line.text}",
                numbers=current.numbers + line.numbers,
                precedes_gap=line.precedes_gap,
                margin=current.margin + _moved(line.margin, len(current.text) + 1),
            )
        else:
            if current:
                yield current
            current = line
        last_length = line.indent + len(line.text)
    if current:
        yield current


def _moved(margin: tuple[Owned, ...], by: int) -> tuple[Owned, ...]:
    return tuple(replace(owned, place=owned.place + by) for owned in margin)


def _goes_on(current: SourceLine, line: SourceLine, last_length: int, width: int) -> bool:
    if line.follows_gap or line.mark or current.mark in (Mark.HEADING, Mark.BOLD):
        return False
    if any(form.match(line.text) for form in (LABEL, MARKER)):
        return False
    if COLUMN_LABEL.match(current.text) and current.text[-1] not in ",;&":
        return line.text[0].islower() and last_length > HARD_WRAP
    next_word = len(line.text.split(maxsplit=1)[0])
    was_full = last_length + 1 + next_word > width - 12
    has_ended = not was_full and current.text[-1] not in ",;&-–"
    is_number = current.mark is Mark.NUMBER
    is_plain = not current.mark and current.indent < CENTRED
    if has_ended and (is_number or is_plain) and line.text[0].isupper():
        return False  # the next word had room: the break was meant
    return was_full or line.indent > current.indent or (has_ended and is_number)
