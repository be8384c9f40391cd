"""What a heading of minutes announces."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import Enum, auto

from meetings.importers.document import Role


class Section(Enum):
    ATTENDANCE = auto()
    ACTIONS = auto()
    RESOLUTIONS = auto()
    CONTAINER = auto()
    PROCEDURE = auto()
    ITEM = auto()


@dataclass(frozen=True)
class AttendanceKind:
    """How the people under a heading were there."""

    is_present: bool = True
    has_apologised: bool = False
    role: Role | None = None
    is_voting: bool | None = None


NUMBERING = re.compile(r"^(?:\(?\d{1,2}(?:\.\d{1,2})*[.)]?|[A-Z][.)])\s+(?=\S)")
ATTENDANCE = re.compile(
    r"\b(?:attend(?:ees?|ing|ance|ed)?|present|participants|apologies|regrets|absent|absentees|"
    r"(?:guest|observer|visitor|participant)(?!\s+[a-z])|"  # "Visitor parking" is an item
    r"excused|here|in\s+the\s+room|guests|observers|visitors|visiting|sorry|roll\s+call|(?:folks|people)\s+on\s+the\s+call|on\s+the\s+call)\b",
    re.IGNORECASE,
)
BODY = re.compile(
    r"(?:(?:board|committee|council|tsc|tac|(?:non-?)?voting|community|staff)\s+)*"
    r"(?:members?|directors?|trustees|staff|representatives?)",
    re.IGNORECASE,
)
NOT_ATTENDANCE = re.compile(
    r"\b(?:report|presentations?|policy|update|approv\w+|review|how|why|should|must|will|is|to|"
    r"can|could|until|when|unless|if|it)\b",
    re.IGNORECASE,
)
APOLOGIES = re.compile(r"\b(?:apologies|regrets|excused|sorry)\b", re.IGNORECASE)
ABSENT = re.compile(
    r"\b(?:absent|absentees|not\s+(?:present|here|attending|in\s+attendance))\b", re.IGNORECASE
)
GUESTS = re.compile(
    r"\b(?:guests?|observers?|visitors?|visiting|others?|also|public)\b", re.IGNORECASE
)
MEMBERS = re.compile(r"\b(?:members?|directors?|board|trustees?)\b", re.IGNORECASE)
NON_VOTING = re.compile(r"\bnon-?\s?voting\b", re.IGNORECASE)
VOTING = re.compile(r"\bvoting\b", re.IGNORECASE)
ACTIONS = re.compile(
    r"(?:(?:open|closed|new|old|outstanding|previous|completed|current|agreed|(?:review|list|summary|status|table)(?:\s+of)?|the|"
    r"(?:last|this|next)\s+(?:week|month|meeting)['’]?s?)\s+)*"
    r"(?:actions?(?:\s+(?:items?|points?|summary|update|register|list|log))?|ais?|to-?\s?dos?|tasks?|jobs|follow-?ups?|next\s+steps|"
    r"who\s+does\s+what|(?:things|what)\s+to\s+do)(?:\s+(?:agreed|arising|review|taken))?"
    r"(?:\s*\([^)]*\))?(?:\s+(?:from|of|for|to)\b.*)?",
    re.IGNORECASE,
)
CLOSED = re.compile(r"\b(?:closed|completed|done)\b", re.IGNORECASE)
OPEN = re.compile(r"\b(?:open|outstanding)\b", re.IGNORECASE)
RESOLUTIONS = re.compile(
    r"(?:resolutions?|motions?|decisions?|votes?)(?:\s+(?:taken|passed|made|adopted))?",
    re.IGNORECASE,
)
CONTAINER = re.compile(
    r"(?:(?:the|old|new|unfinished|other|general|board|meeting|main|regular)\s+)*"
    r"(?:agenda(?:\s+items?)?|topics?|business(?:\s+items?)?|items?|discussions?(?:\s+(?:items?|topics?|items?))?|items?\s+discussed|topics?\s+discussed|"
    r"minutes|notes|meeting|reports?|summary|details)",
    re.IGNORECASE,
)
PROCEDURE = re.compile(
    r"(?:call(?:ed)?\s+to\s+order|adjourn(?:ment|ed)?|next\s+meetings?|upcoming\s+meetings?|"
    r"location(?:\s+and\s+time)?|(?:date|time)(?:\s+and\s+(?:place|location|time))?|"
    r"links?|references?|referred\s+(?:to\s+)?documents?|resources?|recordings?|"
    r"anti-?trust.*|quorum|closing|welcome|zoom|dial-?in.*|future\s+meetings?|q&a(?:,\s*other)?)",
    re.IGNORECASE,
)
VERB = re.compile(
    r"\b(?:is|are|was|were|will|has|have|had|would|should|asked|said|agreed|reported|moved|seconded|"
    r"motioned|voted|called|suggested|read|gave|commenced|adjourned)\b"
)
LONGEST_ATTENDANCE_HEADING = 8


def bare(text: str) -> str:
    """A heading without number, markup and colon."""
    text = re.sub(r"[*_`]+", "", text).strip()
    return NUMBERING.sub("", text).strip(" :.#-–")


def section_of(text: str) -> Section:
    name = bare(text)
    if attendance_kind(text):
        return Section.ATTENDANCE
    for form, section in (
        (ACTIONS, Section.ACTIONS),
        (RESOLUTIONS, Section.RESOLUTIONS),
        (CONTAINER, Section.CONTAINER),
        (PROCEDURE, Section.PROCEDURE),
    ):
        if form.fullmatch(name):
            return section
    return Section.ITEM


def attendance_kind(text: str) -> AttendanceKind | None:
    """How those listed under this heading were there; None for any other heading."""
    name = re.sub(r"\([^)]*\)", "", bare(text)).strip()
    is_named = ATTENDANCE.search(name) or BODY.fullmatch(name)
    if not is_named or NOT_ATTENDANCE.search(name):
        return None
    if len(name.split()) > LONGEST_ATTENDANCE_HEADING:
        return None
    role = Role.GUEST if GUESTS.search(name) else Role.MEMBER if MEMBERS.search(name) else None
    voting: bool | None = None
    if NON_VOTING.search(name):
        voting = False
    elif VOTING.search(name):
        voting = True
    apologised = bool(APOLOGIES.search(name))
    return AttendanceKind(not (apologised or ABSENT.search(name)), apologised, role, voting)


def done_by_heading(text: str) -> bool | None:
    """Whether the actions under a heading are done, if it says so."""
    if CLOSED.search(text):
        return True
    return False if OPEN.search(text) else None
