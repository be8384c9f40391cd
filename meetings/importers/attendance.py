"""The people of an attendance list, as people write them."""

from __future__ import annotations

import re
from dataclasses import replace

from meetings.importers.document import Attendee, Role
from meetings.importers.headings import AttendanceKind, attendance_kind, brief_kind
from meetings.importers.offices import (
    COMPANY_END,
    OFFICES,
    Details,
    is_office,
    read_details,
    with_detail,
    without_titles,
)
from meetings.notation.names import Known, Roster, looks_like_name

# One to three capitalised words.
NAME = r"[A-Z][\w.'’-]*(?:\s+[A-Z][\w.'’-]*){0,2}"
BRACKET = re.compile(r"[(\[]([^()\[\]]{1,120})[)\]]")
COMINGS = re.compile(
    r"\s*[-–,(\[]*\s*\b(?:joined|left|arrived|departed|for\s+\d+|until|from|via|by\s+phone)\b.*$",
    re.IGNORECASE,
)
LONE_HANDLE = re.compile(r"(?<=\w)\s+@[\w-]+")
NAME_ENDS = re.compile(
    r"\s*[,;]\s*(?:and\s+)?(?![^(\[]*[)\]])|\s+and\s+(?![^(\[]*[)\]])|(?<=\))\s+(?=[A-Z])|\s{3,}"
    r"|\s+(?=@\w+(?:\s+[A-Z]\S*)?\s+@|@\w+(?:\s+[A-Z]\S*)?$)"
)
# A full stop that ends a sentence: not that of "Cllr." or of an initial.
_END = (
    r"(?:(?<!(?-i:[A-Z]))(?<!\bMr)(?<!\bMrs)(?<!\bMs)(?<!\bDr)(?<!Prof)(?<!Cllr)(?<!Cllrs)"
    r"(?<!\bRev)(?<!Revd)\.(?=\s|$)|$)"
)
SENTENCE = re.compile(
    r"\b(?:were|was|are)\s+(?:also\s+)?(?P<how>present|in\s+attendance|absent|excused)\b[^:.]*:\s*"
    rf"(?P<names>.+?){_END}"
    r"|\b(?:members|directors|trustees|those)\s+present\b[^:.]{0,60}\bwere:?\s+"
    rf"(?P<listed>.+?){_END}"
    r"|\b(?P<also>also)\s+(?:present|in\s+attendance)(?:\s+at\s+the\s+meeting)?\s+(?:were|was):?\s+"
    rf"(?P<others>.+?){_END}"
    r"|(?:\b(?:answered|responded\s+to)\s+(?:the\s+)?roll(?:\s+call)?\b[^:.]{0,20}:"
    r"|(?:^|(?<=\.\s))(?:there\s+(?:were|was)\s+)?(?:present|in\s+attendance)(?:\s+(?:were|was))?)\s+"
    rf"(?P<roll>(?-i:[A-Z]).+?){_END}",
    re.IGNORECASE,
)
APOLOGISED = re.compile(
    r"\bapologies\b[^.:]{0,60}\b(?:from|by|on\s+behalf\s+of)\s+"
    rf"(?:the\s+following:?\s+)?(?P<names>.+?){_END}",
    re.IGNORECASE,
)
NICKNAME = re.compile(r"@?[A-Za-z][\w.-]{1,29}")
# Behind a word of three letters or more, so not behind "Dr." or an initial.
FULL_STOP = re.compile(
    r"(?<=[a-z)]{3}\.)(?<!Prof\.)(?<!Cllr\.)(?<!Cllrs\.)(?<!Revd\.)(?<!Messrs\.)\s+(?=[A-Z])"
)
EMAIL = re.compile(r"\s*<[^<>\s]{1,80}@[^<>\s]{1,80}>")
SURNAME_FIRST = re.compile(
    r"(?P<last>[^\W\d_a-z][^\W\d_a-z'’-]+),\s+(?P<given>[A-Z][a-z][\w.'’-]*(?: [A-Z]\.)?)"
    r"(?P<rest>.{0,80})"
)
FROM = re.compile(r"\s+(?:from|representing|on\s+behalf\s+of)\s+(?P<firm>[A-Z][^()]*)$")
LABELLED = re.compile(
    r"(?P<label>[^\W\d_][\w '’/()-]{2,40}?)(?:\s*:|\s+[–—-](?=\s))\s*(?P<names>\S.*)"
)


def read_person(
    text: str, numbers: tuple[int, ...], kind: AttendanceKind, *, lists_names: bool = False
) -> tuple[Attendee, ...]:
    """The people of one line of a list; none where it is no such line.

    "Ada Low (Northwind, chair)", "Ada Low, Northwind", "Ada Low - Chair, Northwind"; several
    names before one bracket share it. `lists_names`: here a comma stands between people,
    not before an organisation.
    """
    if is_office(text.split(",")[0].strip()):
        return ()
    text = EMAIL.sub("", text)
    text, titles = without_titles(FROM.sub(r" (\g<firm>)", text))
    text, *columns = re.split(r"\s{3,}", text, maxsplit=1)
    cleaned = LONE_HANDLE.sub("", COMINGS.sub("", text)).strip(" ,;")
    if "](" in text or "://" in text:
        return ()
    brackets = BRACKET.findall(cleaned.replace("[", "(").replace("]", ")"))
    outside = BRACKET.sub(" ", cleaned).replace("[", "(").split("(")[0].strip(" ,;:-–")
    shares = bool(brackets) and brackets[0].strip()[:1].isupper()
    names, trailing = _names_and_rest(outside, shares=shares or lists_names)
    names = [without_titles(name)[0] for name in names]
    if not names or is_office(names[0]):
        return ()
    further = [BRACKET.sub("", column).strip() for column in columns]
    brackets += [inner for column in columns for inner in BRACKET.findall(column)]
    details = read_details([*titles, *brackets, *trailing, *further], names[0])
    return tuple(_attendee(name, details, kind, numbers) for name in names)


def _attendee(
    name: str, details: Details, kind: AttendanceKind, numbers: tuple[int, ...]
) -> Attendee:
    voting = kind.is_voting if details.is_voting is None else details.is_voting
    return Attendee(
        name,
        details.organisation,
        details.role or (None if details.is_officer and kind.role is Role.GUEST else kind.role),
        voting,
        is_present=kind.is_present,
        has_apologised=kind.has_apologised,
        line=numbers[0],
    )


def _names_and_rest(text: str, *, shares: bool) -> tuple[list[str], list[str]]:
    """Names in front, and what stands after a dash or a comma behind a single one."""
    head, *rest = re.split(r"\s+[-–—]\s+", text, maxsplit=1)
    parts = [part.strip() for part in re.split(r"\s*[,;]\s*|\s+(?:and|&)\s+", head) if part.strip()]
    if not parts or not looks_like_name(parts[0]):
        return [], []
    if shares and all(map(looks_like_name, parts)):
        return parts, rest
    if len(parts) > 2 and all(map(looks_like_name, parts)) and not COMPANY_END.fullmatch(parts[-1]):
        return parts, rest
    return parts[:1], [", ".join(parts[1:]), *rest] if parts[1:] else rest


def read_names(text: str, numbers: tuple[int, ...], kind: AttendanceKind) -> tuple[Attendee, ...]:
    """A list of names in one line, each with its own bracket: "Ada, Bo (Treasurer), and Cy".

    An office behind a comma is the person's in front of it; where semicolons stand between
    people, a comma stands before what is said of one.
    """
    text = FULL_STOP.split(EMAIL.sub("", text), maxsplit=1)[0].strip(" .;")
    text = _given_names_first(text)
    entries = _entries(text)
    if entries:
        return tuple(person for e in entries for person in read_person(e, numbers, kind)[:1])
    found: list[Attendee] = []
    parts = [part.strip() for part in NAME_ENDS.split(text) if part.strip()]
    for place, part in enumerate(parts):
        if is_office(part):
            role = with_detail(Details(), part, "").role
            found[-1:] = [replace(person, role=role or person.role) for person in found[-1:]]
            continue
        follows_name = part.islower() and place > 0 and " " in parts[place - 1]
        nickname = NICKNAME.fullmatch(part) if len(parts) > 1 and not follows_name else None
        bare = part.lstrip("@") if nickname or " " in part else part
        bare = bare.replace("_", " ") if nickname else bare
        people = read_person(bare, numbers, kind)[:1]
        if nickname and not people:
            people = (_attendee(bare, Details(), kind, numbers),)
        found.extend(people)
    return tuple(found)


def _given_names_first(text: str) -> str:
    """ "LOW, Ada; EK, Bo" with the given names in front."""
    entries = text.split(";")
    found = [SURNAME_FIRST.fullmatch(entry.strip()) for entry in entries]
    if not all(found):
        return text
    return "; ".join(f"{m['given']} {m['last'].title()}{m['rest']}" for m in found if m)


def _entries(text: str) -> list[str]:
    """What stands between semicolons, where each is one person with more about them."""
    outside = BRACKET.sub(" ", text)
    if ";" not in outside or "," not in outside:
        return []
    cut = [re.split(r"\s*,\s*", entry.strip()) for entry in outside.split(";")]
    later = [part for parts in cut for part in parts[1:]]
    is_pairs = all(len(parts) == 2 for parts in cut)
    if is_pairs or not all(looks_like_name(part) and " " in part for part in later):
        return [re.sub(r"^and\s+", "", entry.strip()) for entry in text.split(";")]
    return []


def read_sentence(text: str, numbers: tuple[int, ...]) -> tuple[Attendee, ...]:
    """ "The following were present: A, B. Also in attendance were C and D.\""""
    found: list[Attendee] = []
    for match in SENTENCE.finditer(text):
        if match["also"]:
            kind = AttendanceKind(role=Role.GUEST)
            found.extend(read_names(match["others"], numbers, kind))
        elif match["listed"] or match["roll"]:
            listed = match["listed"] or match["roll"]
            found.extend(read_names(listed, numbers, AttendanceKind()))
        else:
            is_member = bool(
                re.search(r"\b(?:members|directors)\b", text[: match.start()], re.IGNORECASE)
            )
            present = match["how"].lower() not in ("absent", "excused")
            kind = AttendanceKind(present, role=Role.MEMBER if is_member else None)
            found.extend(read_names(match["names"], numbers, kind))
    for match in APOLOGISED.finditer(text):
        kind = AttendanceKind(is_present=False, has_apologised=True)
        found.extend(read_names(match["names"], numbers, kind))
    return tuple(found)


def labelled_kind(label: str, *, is_near_top: bool = False) -> AttendanceKind | None:
    """What a label before names says of them: how they were there, or their office.

    `is_near_top`: among the first lines of a page "Who:" and "Out:" say it too.
    """
    role = OFFICES.get(label.strip().lower())
    if role:
        return AttendanceKind(role=role)
    return attendance_kind(label) or (brief_kind(label) if is_near_top else None)


def roster_of(attendees: tuple[Attendee, ...]) -> Roster:
    """The people and organisations of a list; keys are their places in it, from 0."""
    firms = dict.fromkeys(a.organisation for a in attendees if a.organisation)
    return Roster(
        (Known(place, a.name) for place, a in enumerate(attendees)),
        (Known(place, firm) for place, firm in enumerate(firms)),
    )
