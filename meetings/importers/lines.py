"""One line of old minutes: every form the notation knows, and the looser ones people used."""

from __future__ import annotations

import re
from dataclasses import replace

from meetings.importers.motions import read_loose_motion
from meetings.importers.tasks import marked_action, read_loose_action
from meetings.notation.context import Context
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
NOT_REACHED = re.compile(
    r"(?:we\s+)?(?:did\s+not|didn['’]t|could\s+not)\s+(?:manage\s+to\s+)?(?:get|come)\s+to\b.{0,40}"
    r"|(?:items?\s+)?not\s+(?:reached|covered)\b.{0,60}|(?:we\s+)?ran\s+out\s+of\s+time\b.{0,40}",
    re.IGNORECASE,
)
DEFERRED = re.compile(
    r"(?:this\s+(?:item\s+)?(?:has\s+been|was|is)\s+)?(?:deferred|tabled|postponed|skipped)\b.*"
    r"|.*\b(?:tabled|deferred|postponed)\s+(?:until|to|for|till)\b.*"
    r"|.*\bwill\s+be\s+voted\s+on\s+(?:after|at)\b.*"
    r"|to\s+table\s+\w.*|.*\b(?:moved|put\s+off|pushed|held\s+over)\s+to\s+(?:the\s+)?(?:next|\w+\s+meeting)\b.*"
    r"|not\s+discussed\b.*",
    re.IGNORECASE | re.DOTALL,
)
COVERED = re.compile(
    r".{0,80}\b(?:as\s+part\s+of|covered\s+(?:in|under|by|with)|together\s+with)\s+"
    r"(?P<target>(?:the\s+)?(?:above|previous|preceding|next|following|last)\s+(?:item|topic|point))\b.{0,40}",
    re.IGNORECASE,
)
TAGGED = re.compile(r"^(?:>{2,3}\s+|\[(?:NEW|OPEN|DONE|CLOSED|ONGOING)\]|[✅☑➡👉⚡]\ufe0f?)\s*")
DONE = re.compile(
    r"[✓✔☑]|\((?:task\s+)?(?:accomplished|done|completed)\)|\b(?:DONE|COMPLETED?)\b|^done\b[.:]",
    re.MULTILINE,
)
NOT_DONE = re.compile(
    r"[✗✘☐]|\bnot\s+(?:yet\s+)?(?:done|complete[d]?)\b|\bSTATUS\s*:\s*(?:pending|open|in\s+progress|ongoing)|\bPENDING\b",
    re.IGNORECASE,
)


def read_content(text: str, context: Context, *, in_actions: bool = False) -> Content:
    """What a line of old minutes means; a note where nothing else fits.

    `in_actions`: the line stands in a list of actions, where "Ada to call" is one.
    """
    text = TAGGED.sub("", text)
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


def done_by_mark(text: str) -> bool | None:
    """Whether an action is marked as done, or as not done."""
    if NOT_DONE.search(text):
        return False
    return True if DONE.search(text) else None


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
    if len(text) <= 160 and DEFERRED.fullmatch(text):
        return Disposition(DispositionKind.DEFERRED, text)
    return None


def not_reached(reason: str) -> Disposition:
    return Disposition(DispositionKind.NOT_REACHED, reason)
