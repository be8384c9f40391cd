"""Actions as old minutes word them: marked, in a list, or addressed to somebody."""

from __future__ import annotations

import re

from meetings.importers.attendance import NAME
from meetings.importers.offices import HONORIFIC, OFFICE
from meetings.notation.actions import bind_owners
from meetings.notation.context import Context
from meetings.notation.dates import find_due
from meetings.notation.lines import Action, Name, NameKind
from meetings.notation.names import EVERYONE, INITIALS, PARTICLES, fold, split_names

MARKER = re.compile(
    r"(?:\*\*|__)?(?P<mark>ACTION(?:\s+ITEM|\s+POINT)?|Action(?:\s+[Ii]tem|\s+[Pp]oint)?|AI|AP|TODO|To-?[Dd]o)"
    r"(?:\s?[#A-Z]?\d[\w./-]{0,12}(?=[\s:*]))?"
    r"(?P<rest>(?:\*\*|__)?\s*(?::{1,2}|\s[-–]\s).*|(?:\*\*|__)?\s+[A-Z@][^:]{0,60}:{1,2}\s*.*)",
    re.DOTALL,
)
TO_WHOM = re.compile(r"(?P<owners>[^:]{1,60}?)\s*:{1,2}\s+(?P<text>\S.*)", re.DOTALL)
TO_DO = re.compile(
    r"(?P<owners>[\w@*](?:[^:.;()]|(?<=\b[A-Z])\.){0,60}?)\s+(?:to|will|should|taking\s+action\s+item\s+to)\s+(?P<text>[a-z\"'].*)",
    re.DOTALL,
)
ADDRESSED = re.compile(r"(?P<owners>@[\w-]+)\s*:\s+(?P<text>\S.*)", re.DOTALL)
DASHED = re.compile(
    r"(?P<owners>[A-Z@][^:.;()–—-]{0,60}?)\s+(?:[-–—→]|->)\s+(?P<text>\S.*)", re.DOTALL
)
TOOK = re.compile(
    r"(?P<owners>[A-Z][\w.'’-]*(?:\s+[A-Z][\w.'’-]*)?)\s+(?:took|takes|has)\s+(?:the\s+|an\s+)?action"
    r"(?:\s+items?)?\s+to\s+(?P<text>\S.*)",
    re.DOTALL,
)
CALLED_UPON = re.compile(
    r"(?P<owners>@[\w-]+(?:\s*(?:,|&|and)\s*@[\w-]+){0,5})\s+(?:to|will|should)\s+(?P<text>[a-z].*)",
    re.DOTALL,
)
DOES = re.compile(
    r"(?P<owners>@?[^\W\d_][\w.'’-]*(?:\s+[A-Z][\w.'’-]*)?)\s+(?P<text>[a-z]+(?:s|es)\s+\S.*)",
    re.DOTALL,
)
CALLED = re.compile(
    r"^(?:TODO|ACTION|Action|AI|AP)(?:\s?\d{1,3})?\s*[(\[](?P<who>[^()\[\]]{1,40})[)\]]\s*:?\s*"
)
WITHIN = re.compile(
    r"[,;.]\s+(?P<owner>[A-Z][\w.'’-]*(?:\s+[A-Z][\w.'’-]*)?)\s+(?:to|will)\s+[a-z]"
)
NO_ACTION = re.compile(
    r"(?:none|no\s+actions?\b.*|n/?a|nothing|issue\s+closed|closed|tbd)[\s.]*", re.IGNORECASE
)
_PARTICLES = "|".join(sorted(PARTICLES))
OWNER = re.compile(
    rf"(?:@|(?:(?:{_PARTICLES})\s+){{1,2}})?{NAME}|@[\w-]+|[Aa]ll|ALL|[Ee]veryone|[Ee]verybody"
)
ALL_OF = re.compile(r"^(?:All|ALL)\s+(?:the\s+)?[a-z]+s$")
NOT_OWNERS = {
    "the", "a", "an", "need", "needs", "we", "i", "it", "this", "that", "they", "next", "if",
    "someone", "review", "create", "update", "send", "add", "find", "follow", "check", "work",
    "please", "note", "remember", "try", "goal", "status", "plan", "also", "one", "going",
    "want", "looking", "time",
}  # fmt: skip


# Who a title or office is, not what he is called: a full stop behind it ends no name.
TITLE_STOP = re.compile(r"\b(Cllrs?|Mrs?|Ms|Drs?|Prof|Messrs|Revd?)\.(?=\s+[A-Z])")
# "Al & Bo get three quotes": only behind a label, and only of people who are known.
LEADING = re.compile(
    r"(?P<owners>(?:[A-Z@][\w.'’-]*(?:\s+[A-Z][\w'’-]*){0,2}"
    r"(?:\s*(?:,|&|\+|/|\band\b)\s*[A-Z@][\w.'’-]*(?:\s+[A-Z][\w'’-]*){0,2}){0,5})|[Ee]very(?:one|body)|[Aa]ll)\s+"
    r"(?!(?:is|are|was|were|has|had|have|said|asked|reported|thinks|noted|and|will|would|of|the|in|on|at)\b)"
    r"(?P<text>[a-z]{2,}\s\S.*)",
    re.DOTALL,
)
# What a label is followed by where it is no promise: a statement, or a result.
STATES = re.compile(
    r"(?:the|a|an|it|we|i|no|this|that|there|these|those|none|all|motion|moved|informational|discussed|discussion|"
    r"\w+ed|was|were|is|are|see|item|items|plan)\b|(?:[^\s]+\s*){1,2}$",
    re.IGNORECASE,
)


def read_loose_action(text: str, context: Context, *, in_actions: bool) -> Action | None:
    text = TITLE_STOP.sub(r"\1", text)
    plain = CALLED.sub(r"TODO \g<who>: ", text.replace("**", "").replace("__", ""))
    text = plain if CALLED.match(text.lstrip("*_")) else text
    marked = MARKER.fullmatch(text)
    if marked:
        rest = marked["rest"].replace("**", "").replace("__", "")
        is_named = not re.match(r"\s*(?::|\s[-–])", rest)
        body = re.sub(r"^\s*(?::{1,2}|[-–])\s*", "", rest).strip()
        is_loose = marked["mark"] == "Action" and bool(STATES.match(body))
        return marked_action(body, context, needs_owner=is_named or is_loose)
    addressed = ADDRESSED.fullmatch(plain)
    if addressed and (in_actions or addressed["text"][0].islower()):
        return _owned(addressed["owners"], addressed["text"], context)
    took = TOOK.fullmatch(plain)
    if took:
        return _owned(took["owners"], took["text"], context)
    called = CALLED_UPON.fullmatch(plain)
    if called:
        return _owned(called["owners"], called["text"], context)
    if not in_actions or NO_ACTION.fullmatch(plain):
        return None
    return read_task(plain, context) or marked_action(plain, context, needs_owner=False)


def read_task(text: str, context: Context) -> Action | None:
    """A task of somebody's in a list: "Ada: call", "Ada to call", "Ada calls the bank"."""
    does = DOES.fullmatch(text)
    if does and len(context.roster.people_called(does["owners"].lstrip("@"))) == 1:
        return _owned(does["owners"], does["text"], context)
    return marked_action(text, context, needs_owner=True)


def task_of(sentence: str, owners: str, context: Context) -> Action:
    """What a sentence gives to those named beside it; what they do, where it names them."""
    named = marked_action(sentence, context, needs_owner=True)
    bound = tuple(_bind(part.lstrip("@"), context) for part in split_names(owners))
    return Action(bound, named.text if named else sentence, find_due(sentence, context.on))


def marked_action(body: str, context: Context, *, needs_owner: bool) -> Action | None:
    if not body or NO_ACTION.fullmatch(body):
        return None
    body = TITLE_STOP.sub(r"\1", body)
    for form in (TO_WHOM, TO_DO, DASHED, LEADING):
        match = form.fullmatch(body)
        if match and form is LEADING and not _all_known(match["owners"], context):
            continue
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
    owners = ALL_OF.sub("All", owners)
    parts = [part.strip("* ") for part in split_names(owners)]
    if not parts or not all(_may_own(part, context) for part in parts):
        return None
    bound = tuple(dict.fromkeys(_bind(part.lstrip("@"), context) for part in parts))
    return Action(bound, text.strip(), find_due(text, context.on))


def _all_known(owners: str, context: Context) -> bool:
    return all(owns(part, context) for part in split_names(owners))


def owns(part: str, context: Context) -> bool:
    """Whether a name is one of the people there, everybody, or somebody's initials."""
    is_known = bool(context.roster.people_called(_untitled(part, context).lstrip("@")))
    return is_known or fold(part) in EVERYONE or bool(INITIALS.fullmatch(part))


def _untitled(part: str, context: Context) -> str:
    """A name without its title, where only so it is somebody's, or where it has several."""
    plain = HONORIFIC.sub("", part)
    if part.startswith(("Cllrs", "Messrs")) or context.roster.people_called(plain):
        return plain
    return part


def _bind(part: str, context: Context) -> Name:
    part = _untitled(part, context)
    names = bind_owners(part, context, allow_outside=True)
    return names[0] if names else Name(part, NameKind.OUTSIDE)


def _may_own(part: str, context: Context) -> bool:
    if context.roster.people_called(part) or context.roster.organisation_called(part):
        return True
    if part[:1].isupper() and OFFICE.fullmatch(re.sub(r"^[Tt]he\s+", "", part)):
        return True
    return bool(OWNER.fullmatch(part)) and part.split()[0].lower() not in NOT_OWNERS
