"""The people of an attendance list, as people write them."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from meetings.importers.document import Attendee, Role
from meetings.importers.headings import AttendanceKind, attendance_kind
from meetings.notation.names import Known, Roster, initials_of, looks_like_name

# One to three capitalised words.
NAME = r"[A-Z][\w.'’-]*(?:\s+[A-Z][\w.'’-]*){0,2}"
BRACKET = re.compile(r"[(\[]([^()\[\]]{1,120})[)\]]")
COMINGS = re.compile(
    r"\s*[-–,(\[]*\s*\b(?:joined|left|arrived|departed|for\s+\d+|until|from|via|by\s+phone)\b.*$",
    re.IGNORECASE,
)
ROLES = {
    "chair": Role.CHAIR,
    "chairman": Role.CHAIR,
    "chairwoman": Role.CHAIR,
    "chairperson": Role.CHAIR,
    "acting chair": Role.CHAIR,
    "chairing": Role.CHAIR,
    "in the chair": Role.CHAIR,
    "convenor": Role.CHAIR,
    "convener": Role.CHAIR,
    "presiding officer": Role.CHAIR,
    "co-chair": Role.CHAIR,
    "facilitator": Role.CHAIR,
    "presiding": Role.CHAIR,
    "secretary": Role.SECRETARY,
    "minutes": Role.SECRETARY,
    "minute taker": Role.SECRETARY,
    "scribe": Role.SECRETARY,
    "clerk": Role.SECRETARY,
    "recorder": Role.SECRETARY,
    "rapporteur": Role.SECRETARY,
    "minutes secretary": Role.SECRETARY,
    "company secretary": Role.SECRETARY,
    "minute-taker": Role.SECRETARY,
    "minuting": Role.SECRETARY,
    "taking minutes": Role.SECRETARY,
    "taking notes": Role.SECRETARY,
    "recording clerk": Role.SECRETARY,
    "note taker": Role.SECRETARY,
    "guest": Role.GUEST,
    "observer": Role.GUEST,
    "member": Role.MEMBER,
    "board": Role.MEMBER,
    "board member": Role.MEMBER,
    "director": Role.MEMBER,
}
OFFICES = {word: role for word, role in ROLES.items() if role in (Role.CHAIR, Role.SECRETARY)} | {
    "facilitating": Role.CHAIR,
    "facilitation": Role.CHAIR,
    "presided": Role.CHAIR,
    "chaired by": Role.CHAIR,
    "minutes by": Role.SECRETARY,
    "notes by": Role.SECRETARY,
    "notes taken by": Role.SECRETARY,
    "keeper of the notes": Role.SECRETARY,
    "notes": Role.SECRETARY,
    "note-taker": Role.SECRETARY,
    "minutes taken by": Role.SECRETARY,
}
OFFICE = re.compile(
    r"(?:(?:vice|deputy|acting|interim|executive|floating|past|co-?|at[- ]large)[- ]?\s*)*"
    r"(?:president|treasurer|secretary|chair(?:man|woman|person)?|director|officer|board\s+member|"
    r"member(?:\s+at\s+large)?|administrator|marketing|membership|finance|legal|communications|operations|coordinator|manager|representative(?:\s+alternate)?|alternate|staff|ceo|cto|cfo|coo)"
    r"|(?:[\w-]+\s+){0,3}(?:chief\s+executive|officer|manager|director|executive|president|secretary|treasurer|clerk|"
    r"head|headteacher|teacher|coordinator|organi[sz]er|librarian|solicitor|accountant|auditor|lead|warden|"
    r"caretaker|adviser|advisor|editor|editor-in-chief)(?:\s+(?:of|to|for|at)\s+[\w' -]{2,40})?"
    r"|(?:vp|vice[- ]president|deputy|assistant|head|director|chief|co-?opted|"
    r"interim|acting)(?:\s+[\w&-]+){0,4}",
    re.IGNORECASE,
)
LONE_HANDLE = re.compile(r"(?<=\w)\s+@[\w-]+")
VOTING = re.compile(r"(?P<non>non-?\s?)?voting\b.*", re.IGNORECASE)
HANDLE = re.compile(r"@[\w-]+")
COMPANY_END = re.compile(r"(?:inc|ltd|llc|gmbh|corp|co|s\.a|plc)\.?", re.IGNORECASE)
NAME_ENDS = re.compile(
    r"\s*[,;]\s*(?:and\s+)?(?![^(\[]*[)\]])|\s+and\s+(?![^(\[]*[)\]])|(?<=\))\s+(?=[A-Z])|\s{3,}"
)
SENTENCE = re.compile(
    r"\b(?:were|was|are)\s+(?:also\s+)?(?P<how>present|in\s+attendance|absent|excused)\b[^:.]*:\s*"
    r"(?P<names>.+?)(?:\.\s|\.$|$)"
    r"|\b(?:members|directors|trustees|those)\s+present\b[^:.]{0,60}\bwere:?\s+"
    r"(?P<listed>.+?)(?:\.\s|\.$|$)"
    r"|\b(?P<also>also)\s+(?:present|in\s+attendance)(?:\s+at\s+the\s+meeting)?\s+(?:were|was):?\s+"
    r"(?P<others>.+?)(?:\.\s|\.$|$)",
    re.IGNORECASE,
)
APOLOGISED = re.compile(
    r"\bapologies\b[^.:]{0,40}\b(?:from|by)\s+(?P<names>.+?)(?:\.\s|\.$|$)", re.IGNORECASE
)
NICKNAME = re.compile(r"@?[A-Za-z][\w.-]{1,29}")
# Behind a word of three letters or more, so not behind "Dr." or an initial.
FULL_STOP = re.compile(r"(?<=[a-z)]{3}\.)(?<!Prof\.)(?<!Cllr\.)\s+(?=[A-Z])")
FROM = re.compile(r"\s+(?:from|representing|on\s+behalf\s+of)\s+(?P<firm>[A-Z][^()]*)$")
HONORIFIC = re.compile(
    r"^(?:(?:Mr|Mrs|Ms|Miss|Mx|Dr|Prof|Professor|Cllr|Councillor|Rev|Sir|Canon|CEO|CFO|COO|CTO)\.?\s+)+"
)
LABELLED = re.compile(
    r"(?P<label>[^\W\d_][\w '’/()-]{2,40}?)(?:\s*:|\s+[–—-](?=\s))\s*(?P<names>\S.*)"
)


@dataclass(frozen=True)
class _Details:
    organisation: str | None = None
    role: Role | None = None
    is_voting: bool | None = None
    is_officer: bool = False


def read_person(
    text: str, numbers: tuple[int, ...], kind: AttendanceKind, *, lists_names: bool = False
) -> tuple[Attendee, ...]:
    """The people of one line of a list; none where it is no such line.

    "Ada Low (Northwind, chair)", "Ada Low, Northwind", "Ada Low - Chair, Northwind"; several
    names before one bracket share it. `lists_names`: here a comma stands between people,
    not before an organisation.
    """
    text = HONORIFIC.sub("", FROM.sub(r" (\g<firm>)", text))
    cleaned = LONE_HANDLE.sub("", COMINGS.sub("", text)).strip(" ,;")
    if "](" in text or "://" in text:
        return ()
    brackets = BRACKET.findall(cleaned.replace("[", "(").replace("]", ")"))
    outside = BRACKET.sub(" ", cleaned).replace("[", "(").split("(")[0].strip(" ,;:-–")
    shares = bool(brackets) and brackets[0].strip()[:1].isupper()
    names, trailing = _names_and_rest(outside, shares=shares or lists_names)
    names = [HONORIFIC.sub("", name) for name in names]
    if not names or OFFICE.fullmatch(names[0]) or names[0].lower() in ROLES:
        return ()
    details = _read_details([*brackets, *trailing], names[0])
    return tuple(_attendee(name, details, kind, numbers) for name in names)


def _attendee(
    name: str, details: _Details, kind: AttendanceKind, numbers: tuple[int, ...]
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


def _read_details(brackets: list[str], name: str) -> _Details:
    details = _Details()
    for bracket in brackets:
        for part in _parts(bracket.strip(" ,")):
            details = _with(details, part, name)
    return details


def _parts(text: str) -> list[str]:
    """What stands between commas; "Blue Fields, Inc." is one."""
    parts: list[str] = []
    for part in re.split(r"\s*[,;]\s*|\s+[–—-]\s+", text):
        if parts and COMPANY_END.fullmatch(part):
            parts[-1] += f", {part}"
        elif part.strip():
            parts.append(part.strip())
    return parts


def _with(details: _Details, part: str, name: str) -> _Details:
    voting = VOTING.fullmatch(part)
    if voting:
        return replace(details, is_voting=not voting["non"])
    is_secretary = re.match(r"(?:company\s+)?(?:secretary|clerk)\b", part, re.IGNORECASE)
    role = Role.SECRETARY if is_secretary else ROLES.get(part.lower())
    if role:
        return replace(details, role=role)
    if OFFICE.fullmatch(part):
        return replace(details, is_officer=True)
    is_handle = HANDLE.fullmatch(part) or part == initials_of(name)
    if is_handle or details.organisation or not (part[0].isupper() or part[0].isdigit()):
        return details
    organisation = re.sub(r"\s+representative$", "", part, flags=re.IGNORECASE)
    return replace(details, organisation=organisation)


def offices_in(text: str) -> list[str]:
    """What a column of offices says of somebody: the parts of it that are known offices."""
    parts = [part.strip() for part in re.split(r"[,;()/&]|\band\b", text)]
    return [
        part
        for part in parts
        if part.lower() in ROLES or OFFICE.fullmatch(part) or VOTING.fullmatch(part)
    ]


def read_names(text: str, numbers: tuple[int, ...], kind: AttendanceKind) -> tuple[Attendee, ...]:
    """A list of names in one line, each with its own bracket: "Ada, Bo (Treasurer), and Cy".

    An office behind a comma is the person's in front of it; where semicolons stand between
    people, a comma stands before what is said of one.
    """
    text = FULL_STOP.split(text, maxsplit=1)[0].strip(" .")
    entries = _entries(text)
    if entries:
        return tuple(person for e in entries for person in read_person(e, numbers, kind)[:1])
    found: list[Attendee] = []
    parts = [part.strip() for part in NAME_ENDS.split(text) if part.strip()]
    for place, part in enumerate(parts):
        if found and (OFFICE.fullmatch(part) or part.lower() in ROLES):
            role = _with(_Details(), part, "").role
            found[-1] = replace(found[-1], role=role or found[-1].role)
            continue
        follows_name = part.islower() and place > 0 and " " in parts[place - 1]
        nickname = NICKNAME.fullmatch(part) if len(parts) > 1 and not follows_name else None
        bare = part.lstrip("@").replace("_", " ") if nickname else part
        people = read_person(bare, numbers, kind)[:1]
        if nickname and not people:
            people = (_attendee(bare, _Details(), kind, numbers),)
        found.extend(people)
    return tuple(found)


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
        elif match["listed"]:
            found.extend(read_names(match["listed"], numbers, AttendanceKind()))
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


def labelled_kind(label: str) -> AttendanceKind | None:
    """What a label before names says of them: how they were there, or their office."""
    role = OFFICES.get(label.strip().lower())
    return AttendanceKind(role=role) if role else attendance_kind(label)


def roster_of(attendees: tuple[Attendee, ...]) -> Roster:
    """The people and organisations of a list; keys are their places in it, from 0."""
    firms = dict.fromkeys(a.organisation for a in attendees if a.organisation)
    return Roster(
        (Known(place, a.name) for place, a in enumerate(attendees)),
        (Known(place, firm) for place, firm in enumerate(firms)),
    )
