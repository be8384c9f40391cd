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
# Whole headings of a list that NOT_ATTENDANCE would take for something said.
ATTENDANCE_PHRASE = re.compile(
    r"(?:those|people|members|who|everyone)(?:\s+(?:who\s+)?(?:was|were|is|are))?\s+(?:there|here|in|came)"
    r"|(?:non-?\s?)?voting|not\s+(?:there|here|in|present)|sorry\s+(?:not|to\s+miss|they)\b.{0,30}|sederunt"
    r"|(?:were\s+)?unable\s+to\s+(?:attend|come|be\s+there|make\s+it)|leave\s+of\s+absence"
    r"|(?:could|can)(?:\s?not|n['’]t)\s+(?:come|make\s+it|be\s+there|attend)"
    r"|ex[- ]officio(?:\s+members)?"
    r"|(?:sent|with)\s+(?:their\s+)?(?:apologies|regrets)|(?:was|were)\s+(?:there|present)",
    re.IGNORECASE,
)
BRIEF_PRESENT = re.compile(
    r"who|there|in|in\s+person|online|remote(?:ly)?|by\s+(?:phone|video)|joining|joined|dialled\s+in|"
    r"with\s+us|panel|team|delegates|came",
    re.IGNORECASE,
)
BRIEF_ABSENT = re.compile(r"out|away|missing|sick|on\s+leave|no-?shows?", re.IGNORECASE)
APOLOGIES = re.compile(r"\b(?:apologies|regrets|excused|sorry)\b", re.IGNORECASE)
ABSENT = re.compile(
    r"\b(?:absent|absentees|not\s+(?:present|here|there|in|attending|in\s+attendance)|unable|absence|"
    r"(?:could|can)(?:\s?not|n['’]t))\b",
    re.IGNORECASE,
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
LONGEST_HEADING = 80
HEADING_WORDS = 12
SENTENCE_START = re.compile(
    r"(?:we|i|they|he|she|it|there|this|these|that|no|none|yes|all|also|note|see|as|and|but|for|"
    r"moved|seconded|approved|motion|action|vote|resolved|passed|carried|adopted|rejected|"
    r"defeated|lost|unanimous(?:ly)?)\b",
    re.IGNORECASE,
)
COUNTED_THING = re.compile(
    r"(?:Issue|RFC|Ticket|Bug|PR|Proposal|Motion|Application|Case|Task|Question|Point) #?\d+: "
)
LEADING_SIGNS = re.compile(r"^[^\w\s(\[\"'@#+.-]+\s*")  # a picture in front of a heading
LONGEST_ATTENDANCE_HEADING = 8


def bare(text: str) -> str:
    """A heading without number, markup and colon."""
    text = LEADING_SIGNS.sub("", re.sub(r"[*_`]+", "", text).strip())
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
    is_said = not is_named or bool(NOT_ATTENDANCE.search(name))
    if is_said and not ATTENDANCE_PHRASE.fullmatch(name):
        return None
    if len(name.split()) > LONGEST_ATTENDANCE_HEADING:
        return None
    role = Role.GUEST if GUESTS.search(name) else Role.MEMBER if MEMBERS.search(name) else None
    voting: bool | None = None
    if NON_VOTING.search(text):
        voting = False
    elif VOTING.search(text):
        voting = True
    apologised = bool(APOLOGIES.search(name))
    return AttendanceKind(not (apologised or ABSENT.search(name)), apologised, role, voting)


def brief_kind(label: str) -> AttendanceKind | None:
    """What "Who" or "Out" says of the names behind it, where a label may say so little."""
    if BRIEF_PRESENT.fullmatch(bare(label)):
        return AttendanceKind()
    return AttendanceKind(is_present=False) if BRIEF_ABSENT.fullmatch(bare(label)) else None


def done_by_heading(text: str) -> bool | None:
    """Whether the actions under a heading are done, if it says so."""
    if CLOSED.search(text):
        return True
    return False if OPEN.search(text) else None


def reads_as_heading(text: str) -> bool:
    """Whether a line has the words of a heading: few, no sentence, nothing behind a colon."""
    return (
        len(text.split()) <= HEADING_WORDS
        and text[-1] not in ".;,!?✓✗"
        and ": " not in COUNTED_THING.sub("", text)
        and (text[0].isupper() or text[0].isdigit() or text[0] == "#")
        and not SENTENCE_START.match(text)
        and not VERB.search(text)
    )
