"""Action lines and the lines that review an action."""

from __future__ import annotations

import re

from meetings.notation.context import Context
from meetings.notation.dates import find_due
from meetings.notation.lines import Action, Name, NameKind, Review, Verdict
from meetings.notation.names import looks_like_name, split_names

MARKED = re.compile(
    r"(?P<mark>ACTION(?:\s+ITEM)?|Action|AI)(?:\s+A-(?P<number>\d{1,9}))?"
    r"(?:\s+(?P<owners>[^:\s][^:]{0,199}?))?\s*:{1,2}\s*(?P<text>.*)",
    re.DOTALL,
)
UNMARKED = re.compile(
    r"(?P<mark>ACTION(?:\s+ITEM)?|AI)(?:\s+A-(?P<number>\d{1,9}))?\s+"
    r"(?P<owners>[^:]{1,199}?)\s+to\s+(?P<text>\S.*)",
    re.DOTALL,
)
NAMES_TO = re.compile(r"(?P<owners>[^\W\d_][^:.]{0,199}?)\s+to\s+(?P<text>\S.*)", re.DOTALL)
NO_NAME = re.compile(
    r"(?:items?|plans?|lists?|logs?|points?|summary|register|required|none|tbd|tbc|n/?a)\b",
    re.IGNORECASE,
)
REVIEW = re.compile(
    r"A-(?P<number>\d{1,9})(?:\s*[:–—-]\s*|\s+)"
    r"(?P<verdict>not\s+done|done|in\s+progress|deferred|[✓✔✗✘])(?!\w)"
    r"(?:\s*(?:[:;,.–—]|\s-)(?:\s+(?P<remark>\S.*))?|\s+(?P<until>(?:to|until|till|by)\s+\S.*)|\s*\((?P<note>.*)\))?",
    re.IGNORECASE | re.DOTALL,
)
VERDICTS = {
    "done": Verdict.DONE,
    "✓": Verdict.DONE,
    "✔": Verdict.DONE,
    "in progress": Verdict.IN_PROGRESS,
    "not done": Verdict.NOT_DONE,
    "✗": Verdict.NOT_DONE,
    "✘": Verdict.NOT_DONE,
    "deferred": Verdict.DEFERRED,
}


def read_action(text: str, context: Context) -> Action | None:
    """An action, if the line says so plainly: names, organisations or All own it."""
    match = MARKED.fullmatch(text)
    if match and match["owners"] is None:
        return _owned_in_text(match, context)
    return _owned_in_front(match, context) or _owned_in_front(UNMARKED.fullmatch(text), context)


def _owned_in_front(match: re.Match[str] | None, context: Context) -> Action | None:
    if not match or not match["text"].strip():
        return None
    is_plain = match["mark"].startswith("ACTION")
    owners = bind_owners(match["owners"], context, allow_outside=is_plain)
    if match.re is UNMARKED and any(owner.kind is NameKind.EVERYONE for owner in owners):
        return None
    return _action(owners, match["text"], match["number"], context) if owners else None


def _owned_in_text(match: re.Match[str], context: Context) -> Action | None:
    """`ACTION: Laura to send it`, or an action that nobody owns yet."""
    text = match["text"].strip()
    if not text or match["mark"] == "Action" or NO_NAME.fullmatch(text.strip(" .")):
        return None
    named = NAMES_TO.fullmatch(text)
    owners = bind_owners(named["owners"], context, allow_outside=False) if named else ()
    if named and owners:
        return _action(owners, named["text"], match["number"], context)
    if named and looks_like_name(named["owners"]) and " " in named["owners"]:
        owner = (Name(named["owners"]),)
        return _action(owner, named["text"], match["number"], context)
    if match["mark"] == "AI":
        return None
    return _action((), text, match["number"], context)


def _action(owners: tuple[Name, ...], text: str, number: str | None, context: Context) -> Action:
    text = text.strip()
    return Action(owners, text, find_due(text, context.on), int(number) if number else None)


def bind_owners(typed: str, context: Context, *, allow_outside: bool) -> tuple[Name, ...]:
    """Every owner bound, or none at all where one of the names cannot be an owner."""
    owners: list[Name] = []
    for part in split_names(typed):
        name = context.roster.bind(part)
        may_be_outside = allow_outside and looks_like_name(part) and not NO_NAME.match(part)
        if name.kind is NameKind.OUTSIDE and not may_be_outside:
            return ()
        if not any(_is_same(name, owner) for owner in owners):
            owners.append(name)
    return tuple(owners)


def _is_same(name: Name, other: Name) -> bool:
    if name.key is not None:
        return (name.kind, name.key) == (other.kind, other.key)
    return name == other


def read_review(text: str) -> Review | None:
    match = REVIEW.fullmatch(text)
    if not match:
        return None
    verdict = VERDICTS[" ".join(match["verdict"].lower().split())]
    remark = match["remark"] or match["until"] or match["note"] or ""
    return Review(int(match["number"]), verdict, remark.strip())


def names_mentioned(action: Action) -> list[str]:
    """Names in front of "to" inside an action: "Anthony, Bob & Lars to sync"."""
    match = NAMES_TO.fullmatch(action.text)
    if not match:
        return []
    return [part for part in split_names(match["owners"]) if looks_like_name(part)]
