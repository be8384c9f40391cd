"""One line of old minutes: every form the notation knows, and the looser ones people used."""

from __future__ import annotations

import re
from dataclasses import replace

from meetings.importers.attendance import NAME
from meetings.importers.motions import read_loose_motion
from meetings.notation.actions import bind_owners
from meetings.notation.context import Context
from meetings.notation.dates import find_due
from meetings.notation.lines import (
    Action,
    Content,
    Disposition,
    DispositionKind,
    Motion,
    Name,
    NameKind,
    Note,
)
from meetings.notation.names import split_names
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
TAGGED = re.compile(r"^(?:\[(?:NEW|OPEN|DONE|CLOSED|ONGOING)\]|[✅☑➡👉⚡]\ufe0f?)\s*")
MARKER = re.compile(
    r"(?:\*\*|__)?(?P<mark>ACTION(?:\s+ITEM|\s+POINT)?|Action(?:\s+[Ii]tem|\s+[Pp]oint)?|AI|TODO(?=\()|TODO|To-?[Dd]o)"
    r"(?P<rest>(?:\*\*|__)?\s*(?::{1,2}|\s[-–]\s).*|(?:\*\*|__)?\s+[A-Z@][^:]{0,60}:{1,2}\s*.*)",
    re.DOTALL,
)
TO_WHOM = re.compile(r"(?P<owners>[^:]{1,60}?)\s*:{1,2}\s+(?P<text>\S.*)", re.DOTALL)
TO_DO = re.compile(
    r"(?P<owners>[\w@*][^:.;()]{0,60}?)\s+(?:to|will|should|taking\s+action\s+item\s+to)\s+(?P<text>[a-z\"'].*)",
    re.DOTALL,
)
ADDRESSED = re.compile(r"(?P<owners>@[\w-]+)\s*:\s+(?P<text>\S.*)", re.DOTALL)
DASHED = re.compile(r"(?P<owners>[A-Z@][^:.;()–-]{0,60}?)\s+[-–]\s+(?P<text>\S.*)", re.DOTALL)
TOOK = re.compile(
    r"(?P<owners>[A-Z][\w.'’-]*(?:\s+[A-Z][\w.'’-]*)?)\s+(?:took|takes|has)\s+(?:the\s+|an\s+)?action"
    r"(?:\s+items?)?\s+to\s+(?P<text>\S.*)",
    re.DOTALL,
)
CALLED = re.compile(r"^TODO\s*\((?P<who>[^()]{1,40})\)\s*:?\s*")
WITHIN = re.compile(
    r"[,;.]\s+(?P<owner>[A-Z][\w.'’-]*(?:\s+[A-Z][\w.'’-]*)?)\s+(?:to|will)\s+[a-z]"
)
NO_ACTION = re.compile(
    r"(?:none|no\s+actions?\b.*|n/?a|nothing|issue\s+closed|closed|tbd)[\s.]*", re.IGNORECASE
)
OWNER = re.compile(rf"@?{NAME}|@[\w-]+|[Aa]ll|ALL|[Ee]veryone|[Ee]verybody")
NOT_OWNERS = {
    "the", "a", "an", "need", "needs", "we", "i", "it", "this", "that", "they", "next", "if",
    "someone", "review", "create", "update", "send", "add", "find", "follow", "check", "work",
    "please", "note", "remember", "try", "goal", "status", "plan", "also", "one", "going",
    "want", "looking", "time",
}  # fmt: skip
DONE = re.compile(
    r"[✓✔☑]|\((?:task\s+)?(?:accomplished|done|completed)\)|\b(?:DONE|COMPLETED?)\b|^done\b[.:]",
    re.MULTILINE,
)
NOT_DONE = re.compile(
    r"[✗✘☐]|\bSTATUS\s*:\s*(?:pending|open|in\s+progress|ongoing)|\bPENDING\b", re.IGNORECASE
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
        owned = _marked_action(content.text, context, needs_owner=True)
        return owned or content
    if not isinstance(content, Note) or len(text) > LONGEST_RECORD:
        return content
    return (
        read_loose_action(text, context, in_actions=in_actions)
        or _headed_motion(text, context)
        or read_loose_motion(text, context)
        or _disposition(text)
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


def read_loose_action(text: str, context: Context, *, in_actions: bool) -> Action | None:
    text = CALLED.sub(r"TODO \g<who>: ", text)
    plain = text.replace("**", "").replace("__", "")
    marked = MARKER.fullmatch(text)
    if marked:
        rest = marked["rest"].replace("**", "").replace("__", "")
        is_named = not re.match(r"\s*(?::|\s[-–])", rest)
        body = re.sub(r"^\s*(?::{1,2}|[-–])\s*", "", rest).strip()
        return _marked_action(body, context, needs_owner=is_named or marked["mark"] == "Action")
    addressed = ADDRESSED.fullmatch(plain)
    if addressed:
        return _owned(addressed["owners"], addressed["text"], context)
    took = TOOK.fullmatch(plain)
    if took:
        return _owned(took["owners"], took["text"], context)
    if not in_actions or NO_ACTION.fullmatch(plain):
        return None
    return _marked_action(plain, context, needs_owner=False)


def _marked_action(body: str, context: Context, *, needs_owner: bool) -> Action | None:
    if not body or NO_ACTION.fullmatch(body):
        return None
    for form in (TO_WHOM, TO_DO, DASHED):
        match = form.fullmatch(body)
        action = _owned(match["owners"], match["text"], context) if match else None
        if action:
            return action
    if needs_owner:
        return None
    inside = WITHIN.search(body)
    named = context.roster.people_called(inside["owner"]) if inside else []
    owners = (_bind(inside["owner"], context),) if inside and len(named) == 1 else ()
    return Action(owners, body, find_due(body, context.on))


def _owned(owners: str, text: str, context: Context) -> Action | None:
    parts = [part.strip("* ") for part in split_names(owners)]
    if not parts or not all(_may_own(part, context) for part in parts):
        return None
    bound = tuple(dict.fromkeys(_bind(part.lstrip("@"), context) for part in parts))
    return Action(bound, text.strip(), find_due(text, context.on))


def _bind(part: str, context: Context) -> Name:
    names = bind_owners(part, context, allow_outside=True)
    return names[0] if names else Name(part, NameKind.OUTSIDE)


def _may_own(part: str, context: Context) -> bool:
    if context.roster.people_called(part) or context.roster.organisation_called(part):
        return True
    return bool(OWNER.fullmatch(part)) and part.split()[0].lower() not in NOT_OWNERS


def _disposition(text: str) -> Disposition | None:
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
