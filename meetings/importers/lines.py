"""One line of old minutes: every form the notation knows, and the looser ones people used."""

from __future__ import annotations

import re
from dataclasses import replace

from meetings.importers.motions import read_loose_motion
from meetings.importers.tasks import marked_action, read_loose_action
from meetings.notation.context import Context
from meetings.notation.dates import MONTHS
from meetings.notation.lines import (
    Action,
    Content,
    Disposition,
    DispositionKind,
    Motion,
    Note,
)
from meetings.notation.parser import classify
from meetings.notation.resolutions import HEAD, read_movers, split_result

LONGEST_RECORD = 5_000
LONGEST_DEFERRAL = 160
NOT_REACHED = re.compile(
    r"(?:we\s+)?(?:did\s+not|didn['’]t|could\s+not)\s+(?:manage\s+to\s+)?(?:get|come)\s+to\b.{0,40}"
    r"|(?:items?\s+)?not\s+(?:reached|covered)\b.{0,60}|(?:we\s+)?ran\s+out\s+of\s+time\b.{0,40}"
    r"|(?:we\s+(?:are|were)\s+)?out\s+of\s+time\b.{0,60}"
    r"|(?:there\s+was\s+)?(?:not\s+enough|no)\s+time\b.{0,60}",
    re.IGNORECASE,
)
_MONTHS = "|".join(MONTHS)
_LATER = (
    r"(?:to|until|till)\s+(?:the\s+)?(?:next|following|later|another|\d{4}-\d|"
    rf"(?:\d{{1,2}}(?:st|nd|rd|th)?\s+(?:of\s+)?)?(?:{_MONTHS})\b|"
    r"\w+\s+(?:meeting|call|agenda)|(?:mon|tues|wednes|thurs|fri)day)"
)
_PUT_OFF = (
    r"(?:moved|put\s+off|pushed|push|bumped|kept|adjourned|deferred|postponed|tabled|"
    r"(?:held|carried|rolled|carry|hold)\s+(?:over|forward))"
)
_SUBJECT = (
    r"(?:(?:so|and|therefore|as\s+a\s+result),?\s+)?(?:(?:this|the|that)\s+)?"
    r"(?:this|it|(?:agenda\s+)?(?:item|point|topic|matter|report|paper|discussion|consideration|"
    r"decision|vote)(?:\s+of\s[^.]{3,60}?)?)\s+"
    r"(?:was|is|were|has\s+been|had\s+to\s+be|to\s+be|will\s+be)\s+(?:therefore\s+|again\s+)?"
)
DEFERRED = re.compile(
    r"(?:this\s+(?:item\s+)?(?:has\s+been|was|is)\s+)?(?:deferred|tabled|postponed|skipped)\b.*"
    r"|.*\b(?:tabled|deferred|postponed)\s+(?:until|to|for|till)\b.*"
    r"|.*\bwill\s+be\s+voted\s+on\s+(?:after|at)\b.*"
    rf"|to\s+table\s+\w.*|.*\b{_PUT_OFF}\s+{_LATER}.*"
    rf"|(?:.{{0,80}}[,;]\s+)?{_SUBJECT}(?:deferred|tabled|postponed|skipped|held\s+over|carried\s+over|put\s+off|not\s+discussed|not\s+taken)\b.*"
    r"|(?:to\s+be|will\s+be|was\s+to\s+be)\s+(?:decided|voted\s+on|discussed|settled|handled)\s+(?:by|via|over)\s+e-?mail\b.*"
    r"|to\s+(?:go|come|be)\s+first\s+(?:on|at)\s.*|(?:.{0,60},\s*)?let['’]?s\s+take\s+(?:this|it)(?:\s+one)?\s+(?:next|at\s+the\s+next)\b.*"
    r"|(?:report|paper)s?\s+not\s+(?:submitted|received|available)\b.*"
    r"|(?:[\w ]{0,30}\s)?not\s+discussed\b.*",
    re.IGNORECASE | re.DOTALL,
)
COVERED = re.compile(
    r".{0,80}\b(?:as\s+part\s+of|covered\s+(?:in|under|by|with)|together\s+with)\s+"
    r"(?P<target>(?:the\s+)?(?:above|previous|preceding|next|following|last)\s+(?:item|topic|point))\b.{0,40}",
    re.IGNORECASE,
)
ITALIC = re.compile(r"^(?P<mark>[*_])(?P<text>[^*_\s][^*_]{2,2000})(?P=mark)$")
ENUMERATOR = re.compile(r"^\((?:[a-z]|[ivx]{2,4}|\d{1,2})\)\s+(?=\S)")
TAGGED = re.compile(
    r"^(?:(?:>{2,3}|=>|→)\s+|\[(?:NEW|OPEN|DONE|CLOSED|ONGOING)\]|[✅☑➡👉⚡❗⚠🔴🟢]\ufe0f?)\s*"
)


def read_content(text: str, context: Context, *, in_actions: bool = False) -> Content:
    """What a line of old minutes means; a note where nothing else fits.

    `in_actions`: the line stands in a list of actions, where "Ada to call" is one.
    """
    typed = text
    text = ENUMERATOR.sub("", TAGGED.sub("", ITALIC.sub(r"\g<text>", text))) or text
    content = _read(text, context, in_actions=in_actions)
    is_note = isinstance(content, Note) and ENUMERATOR.match(typed)
    return Note(typed) if is_note else content


def _read(text: str, context: Context, *, in_actions: bool) -> Content:
    content = classify(text, context)
    if isinstance(content, Motion):
        return _with_result(content)
    if isinstance(content, Action) and not content.owners:
        owned = marked_action(content.text, context, needs_owner=True)
        return owned or content
    if not isinstance(content, Note) or len(text) > LONGEST_RECORD:
        return content
    return (
        read_loose_action(text, context, in_actions=in_actions)
        or _headed_motion(text, context)
        or read_loose_motion(text, context)
        or read_disposition(text)
        or content
    )


def _headed_motion(text: str, context: Context) -> Motion | None:
    """ "Motion (Ada; seconded Bo): Buy a boat Carried": movers stay, the result is divided."""
    match = HEAD.fullmatch(text)
    if not match or not match["movers"]:
        return None
    body, outcome = split_result(match["text"].strip(), is_generous=True)
    mover, seconder = read_movers(match["movers"], context)
    return Motion(body, mover, seconder, outcome)


def _with_result(motion: Motion) -> Motion:
    """ "Budget Carried - no objections": the result runs on without a mark."""
    if motion.outcome:
        return motion
    text, outcome = split_result(motion.text, is_generous=True)
    return replace(motion, text=text, outcome=outcome)


def read_disposition(text: str) -> Disposition | None:
    covered = COVERED.fullmatch(text)
    if covered:
        return Disposition(DispositionKind.COVERED, text, covered["target"])
    if NOT_REACHED.fullmatch(text):
        return not_reached(text)
    if len(text) <= LONGEST_DEFERRAL and DEFERRED.fullmatch(text):
        return Disposition(DispositionKind.DEFERRED, text)
    return None


def is_put_off(sentence: str) -> bool:
    """Whether a sentence by itself says that its item was put off or not reached."""
    is_short = len(sentence) <= LONGEST_DEFERRAL
    return is_short and bool(NOT_REACHED.fullmatch(sentence) or DEFERRED.fullmatch(sentence))


def not_reached(reason: str) -> Disposition:
    return Disposition(DispositionKind.NOT_REACHED, reason)
