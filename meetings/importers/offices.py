"""Offices, titles and organisations: what is said of somebody beside the name."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from meetings.importers.document import Role
from meetings.notation.names import initials_of

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
    "taking these notes": Role.SECRETARY,
    "in chair": Role.CHAIR,
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
    "notetaker": Role.SECRETARY,
    "moderator": Role.CHAIR,
}
OFFICE = re.compile(
    r"(?:(?:vice|deputy|acting|interim|executive|floating|past|co-?|at[- ]large)[- ]?\s*)*"
    r"(?:president|treasurer|secretary|chair(?:man|woman|person)?|director|officer|board\s+member|"
    r"member(?:\s+at\s+large)?|administrator|marketing|membership|finance|legal|communications|operations|coordinator|manager|representative(?:\s+alternate)?|alternate|staff|ceo|cto|cfo|coo)"
    r"|(?:\w[\w&'’/-]*\s+){0,3}(?:chief\s+executive|officer|manager|director|executive|president|secretary|treasurer|clerk|"
    r"head|headteacher|teacher|coordinator|organi[sz]er|librarian|solicitor|accountant|auditor|lead|warden|"
    r"caretaker|adviser|advisor|editor|editor-in-chief|assessor|principal|consultant|matron|pharmacist|"
    r"physician|an(?:a)?esthetist|surgeon|nurse|facilitator|engineer|scientist|analyst|technician|surveyor|"
    r"registrar|bursar|curator|archivist|conductor|controller|business\s+partner|counsel|captain)"
    r"(?:\s+(?:of|to|for|at)\s+[\w' -]{2,40})?"
    r"|(?:vp|vice[- ]president|deputy|assistant|head|director|chief|co-?opted|"
    r"interim|acting)(?:\s+[\w&-]+){0,4}"
    r"|(?:patient|parent|staff|student|union|community|lay|public|residents?|tenants?|youth)['’]?s?"
    r"\s+representative",
    re.IGNORECASE,
)
VOTING = re.compile(r"(?P<non>non-?\s?)?voting\b.*", re.IGNORECASE)
HANDLE = re.compile(r"@[\w-]+")
COMPANY_END = re.compile(r"(?:inc|ltd|llc|gmbh|corp|co|s\.a|plc)\.?", re.IGNORECASE)
HONORIFIC = re.compile(
    r"^(?:(?:Mr|Mrs|Ms|Miss|Mx|Messrs|Drs?|Prof|Professor|Cllrs?|Councillors?|Revd?|Reverend|Fr|Sr|Sir|"
    r"Dame|Canon|Hon|Ald|Senators|CEO|CFO|COO|CTO)\.?\s+)+"
)
# In front of a whole name: "County Councillor D. Farr", "Treasurer Bo Ek".
RANK = re.compile(
    r"(?:[A-Z][\w'’-]*\s+){0,2}(?:(?:Vice-?\s?)?President|Provost|Chief|Councill?or|Council\s?member|"
    r"Alderman|Mayor|Senator|Commissioner|Trustee|Director|Captain|Secretary|Treasurer|"
    r"Chair(?:man|woman|person)?|Principal|Superintendent|Supervisor|Governor|Officer|Attorney|"
    r"Clerk|Inspector|Sergeant|Lieutenant|Rector|Registrar|Recorder)"
    r"\s+(?=[A-Z][\w.'’-]*\s+[A-Z])"
)
CIVIC = re.compile(
    r"(?:Chief|Mayor|Senator|Trustee|Captain|Governor|Commissioner|Councill?or)\s+[A-Z][\w.'’-]*\s+[A-Z]"
)
# Letters behind a name.
POSTNOMINAL = re.compile(
    r"(?:CPA|Ph\.?\s?D|M\.?D|Esq|Jr|Sr|II|III|IV|RN|[OMC]BE|JP|FRS|MSP|MP|[QK]C|MBA|MSc|BSc|FCA|ACA|AIA|"
    r"CFA|PE|PC)\.?"
)


@dataclass(frozen=True)
class Details:
    organisation: str | None = None
    role: Role | None = None
    is_voting: bool | None = None
    is_officer: bool = False


def read_details(brackets: list[str], name: str) -> Details:
    details = Details()
    for bracket in brackets:
        for part in _parts(bracket.strip(" ,")):
            details = with_detail(details, part, name)
    return details


def _parts(text: str) -> list[str]:
    """What stands between commas; "Blue Fields, Inc." is one."""
    parts: list[str] = []
    for part in re.split(r"\s*[,;]\s*|\s+[–—-]\s+|\s{3,}", text):
        if parts and COMPANY_END.fullmatch(part):
            parts[-1] += f", {part}"
        elif part.strip():
            parts.append(part.strip())
    return parts


def without_titles(text: str) -> tuple[str, list[str]]:
    """A name without the titles in front of it, and the office among them."""
    bare = HONORIFIC.sub("", text)
    rank = RANK.match(bare)
    return (HONORIFIC.sub("", bare[rank.end() :]), [rank.group().strip()]) if rank else (bare, [])


def is_office(part: str) -> bool:
    """Whether a part of a list is an office or letters behind a name, and nobody."""
    if CIVIC.match(part) and not OFFICE.fullmatch(part.split(maxsplit=1)[1]):
        return False
    return bool(OFFICE.fullmatch(part) or POSTNOMINAL.fullmatch(part)) or part.lower() in ROLES


def with_detail(details: Details, part: str, name: str) -> Details:
    if POSTNOMINAL.fullmatch(part):
        return details
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
