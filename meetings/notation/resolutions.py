"""Motions, their results, and votes by name."""

from __future__ import annotations

import re

from meetings.notation.context import Context
from meetings.notation.dates import MONTHS
from meetings.notation.lines import (
    Motion,
    Name,
    NamedVotes,
    NameKind,
    Outcome,
    OutcomeKind,
    Result,
    Tally,
)
from meetings.notation.names import looks_like_name, split_names

TALLY = r"(?P<for>\d{1,4})\s*[-–—]\s*(?P<against>\d{1,4})(?:\s*[-–—]\s*(?P<abstain>\d{1,4}))?"
OUTCOME_WORDS = {
    "carried": OutcomeKind.CARRIED,
    "passed": OutcomeKind.CARRIED,
    "approved": OutcomeKind.CARRIED,
    "adopted": OutcomeKind.CARRIED,
    "not carried": OutcomeKind.NOT_CARRIED,
    "not passed": OutcomeKind.NOT_CARRIED,
    "defeated": OutcomeKind.NOT_CARRIED,
    "rejected": OutcomeKind.NOT_CARRIED,
    "no quorum": OutcomeKind.NO_QUORUM,
    "not decided": OutcomeKind.NOT_DECIDED,
    "tabled": OutcomeKind.TABLED,
    "withdrawn": OutcomeKind.WITHDRAWN,
}
_KIND = "|".join(sorted((w.replace(" ", r"\s+") for w in OUTCOME_WORDS), key=len, reverse=True))
_HOW = (
    r"(?:(?:with\s+)?no\s+objections?|without\s+objections?|unanimous(?:ly)?|nem\.?\s*con\.?|"
    r"by\s+consent|(?:by\s+)?acclamation|(?:until|to)\s+[\w ]{1,40})"
)
_TAIL = rf"(?:\s*[:,–—-]?\s*\(?{TALLY}\)?)?(?:\s*[:,;–—-]?\s*\(?(?P<how>{_HOW})\)?)?\s*\.?\s*"
KIND_WORD = re.compile(rf"\b(?P<kind>{_KIND})\b", re.IGNORECASE)
TAIL = re.compile(_TAIL, re.IGNORECASE)
COUNT = r"(?:0|[1-9]\d{0,2})"
ONLY_TALLY = re.compile(
    rf"(?<![\d.-])\(?(?P<for>{COUNT})\s?[-–—]\s?(?P<against>{COUNT})"
    rf"(?:\s?[-–—]\s?(?P<abstain>{COUNT}))?\)?\.?$"
)
LONGEST_TAIL = 80
RESULT = re.compile(
    r"(?P<kind>CARRIED|NOT CARRIED|TABLED|WITHDRAWN|NO QUORUM|NOT DECIDED)\b(?P<rest>.*)",
    re.DOTALL,
)
REMARK = re.compile(r"\s*[:,;–—-]\s*(?P<remark>\S.*)", re.DOTALL)
HEAD = re.compile(
    r"(?P<mark>MOTION|PROPOSED|AMENDMENT|RESOLVED|RESOLUTION|PASSED|Motion|Resolved|Resolution)"
    r"\s*(?:\((?P<movers>[^()]{1,200})\))?\s*:\s*(?P<text>\S.*)",
    re.DOTALL,
)
VOTES = re.compile(r"(?:FOR|AGAINST|ABSTAIN(?:ED)?)\s*:.*", re.DOTALL)
VOTE_PART = re.compile(r"\s*(FOR|AGAINST|ABSTAIN(?:ED)?)\s*:\s*(.*?)\s*", re.DOTALL)
DECIDED_BY_WORD = ("RESOLVED", "PASSED")
COUNTED = (*DECIDED_BY_WORD, "RESOLUTION")


def read_motion(text: str, context: Context) -> Motion | None:
    """A motion, with its result where the line gives one."""
    match = HEAD.fullmatch(text)
    if not match:
        return None
    mark = match["mark"]
    body, outcome = split_result(match["text"].strip(), takes_count=mark in COUNTED)
    if mark[1:].islower() and outcome is None:
        return None
    if outcome is None and match["mark"] in DECIDED_BY_WORD:
        outcome = Outcome(OutcomeKind.CARRIED)
    if outcome and not outcome.kind and match["mark"] in DECIDED_BY_WORD:
        outcome = Outcome(OutcomeKind.CARRIED, outcome.tally, outcome.words)
    mover, seconder = read_movers(match["movers"] or "", context)
    return Motion(body, mover, seconder, outcome, match["mark"] == "AMENDMENT")


def read_movers(typed: str, context: Context) -> tuple[Name | None, Name | None]:
    """Mover and seconder of "(Lars; seconded Mark)"."""
    mover = seconder = None
    for part in re.split(r"\s*[;,]\s*", typed.strip()):
        second = re.fullmatch(r"second(?:ed|er)?:?\s+(?:by\s+)?(.+)", part, re.IGNORECASE)
        if second:
            seconder = context.roster.bind(second[1])
        elif part:
            first = re.fullmatch(r"moved\s+(?:by\s+)?(.+)", part, re.IGNORECASE)
            mover = mover or context.roster.bind(first[1] if first else part)
    return mover, seconder


def split_result(
    text: str, *, is_generous: bool = False, takes_count: bool = False
) -> tuple[str, Outcome | None]:
    """A text and the result it ends with.

    The result stands after a punctuation mark; `is_generous` (old minutes) lets it
    follow a space where it begins with a capital, as in "Budget Carried - no objections".
    `takes_count`: numbers alone at the end are a result; a date or a range is not.
    """
    for match in KIND_WORD.finditer(text):
        tail = TAIL.fullmatch(text, match.end()) if _near_end(text, match) else None
        before = text[: match.start()] if tail else ""
        if tail and _separated(before, match["kind"], is_generous=is_generous):
            kind = OUTCOME_WORDS[" ".join(match["kind"].lower().split())]
            outcome = Outcome(kind, tally_from(tail), tail["how"] or "")
            return before.rstrip(" \t-–—.,;:("), outcome
    tail = ONLY_TALLY.search(text, max(0, len(text) - 20)) if takes_count else None
    if tail and _is_count(text[: tail.start()]):
        outcome = Outcome(OutcomeKind.UNSTATED, tally_from(tail))
        return text[: tail.start()].rstrip(" -–—,;:("), outcome
    return text, None


def _is_count(before: str) -> bool:
    """Numbers behind a space or mark, and not behind a month: "June 3-4" is a date."""
    words = re.findall(r"[^\W\d_]+", before)
    return bool(words) and not before[-1].isalnum() and words[-1].lower() not in MONTHS


def _near_end(text: str, match: re.Match[str]) -> bool:
    return len(text) - match.end() <= LONGEST_TAIL


def _separated(before: str, word: str, *, is_generous: bool) -> bool:
    stripped = before.rstrip()
    if not stripped:
        return False
    if stripped[-1] in "-–—.,;:(":
        return bool(stripped.strip(" -–—.,;:("))
    return is_generous and before[-1].isspace() and word[0].isupper()


def tally_from(match: re.Match[str]) -> Tally | None:
    if match["for"] is None:
        return None
    abstain = match["abstain"]
    return Tally(int(match["for"]), int(match["against"]), int(abstain) if abstain else None)


def read_result(text: str) -> Result | None:
    """A result alone on its line; what follows a punctuation mark is its words."""
    match = RESULT.fullmatch(text)
    if not match:
        return None
    kind = OUTCOME_WORDS[match["kind"].lower()]
    rest = match["rest"]
    plain = TAIL.fullmatch(rest)
    if plain:
        return Result(Outcome(kind, tally_from(plain), plain["how"] or ""))
    counted = re.match(rf"\s*:?\s*{TALLY}(?!\S*\d)", rest)
    remark = REMARK.fullmatch(rest, counted.end() if counted else 0)
    if not remark:
        return None
    tally = tally_from(counted) if counted else None
    return Result(Outcome(kind, tally, remark["remark"].strip()))


def read_votes(text: str, context: Context) -> NamedVotes | None:
    """`FOR: A, B; AGAINST: C; ABSTAIN: D`, each name bound or kept as typed."""
    if not VOTES.fullmatch(text):
        return None
    named: dict[str, tuple[Name, ...]] = {}
    for part in text.split(";"):
        match = VOTE_PART.fullmatch(part)
        if not match or match[1][:3] in named:
            return None
        names = tuple(context.roster.bind(name) for name in split_names(match[2]))
        if not all(n.kind is not NameKind.OUTSIDE or looks_like_name(n.typed) for n in names):
            return None
        named[match[1][:3]] = names
    return NamedVotes(named.get("FOR", ()), named.get("AGA", ()), named.get("ABS", ()))
