"""Attendance lists as people write them."""

from __future__ import annotations

import re

from meetings.importers.document import Attendee, Role
from meetings.notation.names import Known, Roster, looks_like_name

PERSON = re.compile(
    r"(?P<names>[^()\[\]:;]{2,120}?)\s*(?P<brackets>(?:[(\[][^()\[\]]{1,120}[)\]]\s*)+)"
)
BRACKET = re.compile(r"[(\[]([^()\[\]]*)[)\]]")
HEADING = re.compile(
    r"(?P<word>attendees|attending|attendance|in attendance|present|participants|"
    r"apologies|regrets|absent|not present|guests|observers|others present)\s*:?",
    re.IGNORECASE,
)
APOLOGIES = {"apologies", "regrets"}
ABSENT = APOLOGIES | {"absent", "not present"}
GUESTS = {"guests", "observers", "others present"}
ROLES = {
    "chair": Role.CHAIR,
    "chairman": Role.CHAIR,
    "chairperson": Role.CHAIR,
    "chairwoman": Role.CHAIR,
    "acting chair": Role.CHAIR,
    "facilitator": Role.CHAIR,
    "secretary": Role.SECRETARY,
    "minutes": Role.SECRETARY,
    "scribe": Role.SECRETARY,
    "guest": Role.GUEST,
    "observer": Role.GUEST,
    "member": Role.MEMBER,
    "director": Role.MEMBER,
}
VOTING = {"voting": True, "non-voting": False, "nonvoting": False, "non voting": False}


def heading_of(text: str) -> str | None:
    """The word of a line that heads an attendance list, in lower case."""
    match = HEADING.fullmatch(text)
    return match["word"].lower() if match else None


def read_attendees(text: str, line: int, heading: str = "") -> tuple[Attendee, ...]:
    """The people of one line of an attendance list; none where it is not such a line.

    Several names before one bracket share it: "Ada Low, Bo Ek (Northwind)".
    """
    match = PERSON.fullmatch(text)
    if match:
        brackets = BRACKET.findall(match["brackets"])
        details = [detail for bracket in brackets for detail in _details(bracket)]
        names = _names(match["names"])
    else:
        details, names = [], _names(text) if heading else ()
    organisation, role, voting = _read_details(details)
    return tuple(
        Attendee(
            name,
            organisation,
            role or (Role.GUEST if heading in GUESTS else None),
            voting,
            is_present=heading not in ABSENT,
            has_apologised=heading in APOLOGIES,
            line=line,
        )
        for name in names
    )


def _names(text: str) -> tuple[str, ...]:
    names = [name.strip() for name in re.split(r"\s*(?:,|;|&|\band\b)\s*", text) if name.strip()]
    return tuple(names) if names and all(map(looks_like_name, names)) else ()


def _details(bracket: str) -> list[str]:
    return [part.strip() for part in re.split(r"\s*[,;]\s*|\s+[–—-]\s+", bracket) if part.strip()]


def _read_details(
    details: list[str],
) -> tuple[str | None, Role | None, bool | None]:
    organisation: str | None = None
    role: Role | None = None
    voting: bool | None = None
    for detail in details:
        word = detail.lower()
        if word in ROLES:
            role = ROLES[word]
        elif word in VOTING:
            voting = VOTING[word]
        elif organisation is None:
            organisation = detail
    return organisation, role, voting


def roster_of(attendees: tuple[Attendee, ...]) -> Roster:
    """The people and organisations of a list; keys are their places in it, from 0."""
    firms = dict.fromkeys(a.organisation for a in attendees if a.organisation)
    return Roster(
        (Known(place, a.name) for place, a in enumerate(attendees)),
        (Known(place, firm) for place, firm in enumerate(firms)),
    )
