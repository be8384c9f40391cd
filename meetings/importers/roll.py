"""The attendance of a page: which lines are its people."""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace

from meetings.importers.attendance import (
    BRACKET,
    LABELLED,
    NAME_ENDS,
    NICKNAME,
    labelled_kind,
    read_names,
    read_person,
    read_sentence,
)
from meetings.importers.document import Attendee
from meetings.importers.headings import (
    LEADING_SIGNS,
    AttendanceKind,
    Section,
    attendance_kind,
    section_of,
)
from meetings.importers.layout import Mark, RowKind, SourceLine
from meetings.notation.names import looks_like_name

LABEL_AHEAD = re.compile(r"\s+\|\s+|(?<=[.;)])\s+(?=[A-Za-z][a-z]+(?: [a-z]+)?:\s)")
SAYS_MORE = re.compile(r"\s[-–—]\s|:")  # more than who it is
SAYS_SENTENCE = re.compile(r"\.\s|:\s+\S")
LONGEST_LIST = 3_000
FIRST_LINES = 25
STATE_BEHIND = re.compile(
    r"(?P<name>[A-Z][^:]{2,60}?)\s*(?::|\s[-–—]|\.{2,}|\s{3})\s*"
    r"(?P<state>present|here|yes|absent|excused|apologies|regrets|no|[✓✔✅✗✘❌])\.?",
    re.IGNORECASE,
)
NOT_THERE = re.compile(r"absent|excused|apologies|regrets|no|[✗✘❌]", re.IGNORECASE)
NOBODY = {"none", "nobody", "nil", "all", "everyone", "n.a", "na", "no", "tba", "as", "see"}
Key = tuple[int, ...]


@dataclass
class Outline:
    title: SourceLine | None = None
    above_title: tuple[str, ...] = ()
    below_title: str = ""
    repeated_titles: set[Key] = field(default_factory=set)
    people: dict[Key, tuple[Attendee, ...]] = field(default_factory=dict)
    attendance_headings: set[Key] = field(default_factory=set)
    headings: dict[Key, Section] = field(default_factory=dict)
    run_in: dict[Key, tuple[str, str]] = field(default_factory=dict)
    lists_names: bool = False

    def add_people(self, line: SourceLine, people: tuple[Attendee, ...]) -> None:
        """Somewhere more than two names in a line: here commas stand between people."""
        self.people[line.numbers] = people
        self.lists_names = self.lists_names or len(people) > 2


def take_people(lines: list[SourceLine], outline: Outline) -> list[SourceLine]:
    """Attendance lists: under their headings, behind a label, or a run at the top."""
    kind: AttendanceKind | None = None
    above: SourceLine | None = None
    label: SourceLine | None = None
    numbered = False  # "3. Apologies": "4. Roof" below it is nobody
    rest: list[SourceLine] = []
    for line in lines:
        is_short = len(line.text) <= LONGEST_LIST
        labelled = _labelled_people(line, outline, kind) if is_short else None
        if labelled:
            kind, above, label = labelled, line, line
            continue
        if is_short and _sentence_people(line, outline):
            continue
        if label and (line.is_listed or line.indent <= label.indent):
            kind = label = None  # only what stands under the names goes on with them
        heading = _attendance_heading(line)
        if heading:
            kind, above, label = heading, None, None
            numbered = line.mark is Mark.NUMBER
            outline.attendance_headings.add(line.numbers)
            continue
        says_state = STATE_BEHIND.fullmatch(line.text) if is_short else None
        if (
            kind
            and not says_state
            and (_ends_list(line, above) or (numbered and line.mark is Mark.NUMBER))
        ):
            kind = None
        people = _people_in(line, kind, outline)
        above = line if people else above
        if people:
            outline.add_people(line, people)
        else:
            rest.append(line)
    return rest


def _attendance_heading(line: SourceLine) -> AttendanceKind | None:
    is_bare = not line.is_listed and len(line.text) <= 60 and not SAYS_SENTENCE.search(line.text)
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
        base = kind or AttendanceKind()
        there = base if line.is_checked is None else replace(base, is_present=line.is_checked)
        return read_person(line.text, line.numbers, there)
    if line.is_checked is not None and (kind or not SAYS_MORE.search(line.text)):
        base = kind or AttendanceKind()
        present = replace(base, is_present=line.is_checked and base.is_present)
        return read_person(line.text, line.numbers, present)
    if kind and (state := STATE_BEHIND.fullmatch(line.text)):
        is_there = not NOT_THERE.fullmatch(state["state"])
        base = replace(kind, is_present=kind.is_present and is_there)
        return read_person(state["name"], line.numbers, base)
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


def _labelled_people(
    line: SourceLine, outline: Outline, above: AttendanceKind | None
) -> AttendanceKind | None:
    """ "Present: Ada, Bo. Excused: Cy" in one line; "Chair: Ada" too. The last one's kind."""
    people: list[Attendee] = []
    last: AttendanceKind | None = None
    for part in LABEL_AHEAD.split(line.text.replace("**", "").replace("'''", "")):
        match = _label(LEADING_SIGNS.sub("", part.strip()))
        kind = _kind_of(match, line, outline) if match else None
        if match and not kind and _is_group(match, line, outline, is_listed=above is not None):
            kind = above or AttendanceKind()
        found = read_names(match["names"], line.numbers, kind) if match and kind else ()
        found = found or (() if match else read_sentence(part, line.numbers))
        if match and kind and kind.role and not found:
            found = _listed_above(match["names"].strip(" ."), kind, line, outline)
        if match and kind and not found and not kind.role:
            found = _by_nickname(match["names"].strip(" ."), kind, line, outline)
        last = kind if found else last
        people.extend(found)
    if people:
        outline.add_people(line, tuple(people))
    return last


def _kind_of(match: re.Match[str], line: SourceLine, outline: Outline) -> AttendanceKind | None:
    """A label's; one that says little needs several names, or people right above."""
    sure = labelled_kind(match["label"])
    near = outline.people and line.numbers[0] - next(reversed(outline.people))[-1] <= 2
    many = len(NAME_ENDS.split(match["names"].strip(" ."))) > 1
    if sure or line.numbers[0] > FIRST_LINES or not (near or many):
        return sure
    return labelled_kind(match["label"], is_near_top=True)


def _listed_above(
    name: str, kind: AttendanceKind, line: SourceLine, outline: Outline
) -> tuple[Attendee, ...]:
    """ "Chair: ada" is the ada of the list above: a name that is none by its looks."""
    listed = {person.name for people in outline.people.values() for person in people}
    return (Attendee(name, role=kind.role, line=line.numbers[0]),) if name in listed else ()


def _by_nickname(
    name: str, kind: AttendanceKind, line: SourceLine, outline: Outline
) -> tuple[Attendee, ...]:
    """ "regrets: bo_ek": one nickname, where others have been listed by theirs."""
    if not NICKNAME.fullmatch(name) or name.lower() in NOBODY:
        return ()
    listed = [person.name for people in outline.people.values() for person in people]
    if not any(other.islower() for other in listed):
        return ()
    absent = (kind.is_present, kind.has_apologised)
    return (Attendee(name.lstrip("@"), None, None, None, *absent, line=line.numbers[0]),)


def _label(part: str) -> re.Match[str] | None:
    """The label next to the names: "Roll call: Directors present: Ada" has two."""
    match = LABELLED.fullmatch(part)
    inner = LABELLED.fullmatch(match["names"]) if match else None
    return inner if inner and labelled_kind(inner["label"]) else match


def _is_group(match: re.Match[str], line: SourceLine, outline: Outline, *, is_listed: bool) -> bool:
    """ "Delegates: Ada Low (North), Bo Ek (South)", right below others who were there.

    Under a heading of attendance (`is_listed`) one name is enough: "For the Mill: Ada Low".
    """
    near = bool(outline.people) and line.numbers[0] - next(reversed(outline.people))[-1] <= 1
    if not (near or is_listed):
        return False
    names = [part.strip() for part in NAME_ENDS.split(match["names"].strip(" ."))]
    bare = [BRACKET.sub("", name).strip() for name in names]
    return len(names) > (not is_listed) and all(
        " " in name and looks_like_name(name) for name in bare
    )


def _sentence_people(line: SourceLine, outline: Outline) -> bool:
    people = read_sentence(line.text, line.numbers)
    is_sure = len(people) > 1 or any(" " in person.name for person in people)
    if is_sure:
        outline.add_people(line, people)
    return is_sure
