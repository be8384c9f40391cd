"""Results and counts of votes, as old minutes word them."""

from __future__ import annotations

import re

from meetings.notation.lines import Outcome, OutcomeKind, Tally

CARRIED = re.compile(
    r"\b(?:carried|passed|passes|approved|adopted|accepted|ratified)\b|[+]1\s+unanimous|\bno\s+opposition\b",
    re.IGNORECASE,
)
LOST = re.compile(
    r"\b(?:defeated|rejected|failed|fails|not\s+(?:carried|passed|approved)|did\s+not\s+(?:pass|carry))\b",
    re.IGNORECASE,
)
TABLED = re.compile(r"\b(?:tabled|deferred|postponed)\b", re.IGNORECASE)
WITHDRAWN = re.compile(r"\bwithdrawn\b", re.IGNORECASE)
TALLY = re.compile(
    r"\b(?P<for>\d{1,3})\s*[-–—]\s*(?P<against>\d{1,3})(?:\s*[-–—]\s*(?P<abstain>\d{1,3}))?\b"
)
WORDED = re.compile(
    r"(?P<for>\d{1,3})\s+(?:in\s+favou?r|for|yes|ayes?|yeas?)\b[^\d]{1,12}(?P<against>\d{1,3})\s+"
    r"(?:opposed|against|no|nays?)\b(?:[^\d]{1,12}(?P<abstain>\d{1,3})\s+(?:abstain\w*|abstentions?))?",
    re.IGNORECASE,
)
NAMED_COUNTS = re.compile(
    r"\b(?:for|in\s+favou?r|yes|ayes?)\s*[:=]\s*(?P<for>\d{1,3})\b[^\d]{1,12}"
    r"\b(?:against|opposed|no|nays?)\s*[:=]\s*(?P<against>\d{1,3})"
    r"(?:[^\d]{1,12}\babst\w*\s*[:=]\s*(?P<abstain>\d{1,3}))?",
    re.IGNORECASE,
)


def outcome_in(text: str) -> Outcome | None:
    """The result that a line states, with its count where it gives one."""
    tally = tally_in(text)
    for form, kind in (
        (LOST, OutcomeKind.NOT_CARRIED),
        (WITHDRAWN, OutcomeKind.WITHDRAWN),
        (CARRIED, OutcomeKind.CARRIED),
        (TABLED, OutcomeKind.TABLED),
    ):
        if form.search(text):
            return Outcome(kind, tally, _words(text))
    if re.search(r"\bno\s+objections?\b", text, re.IGNORECASE):
        return Outcome(OutcomeKind.CARRIED, tally, "no objections")
    return Outcome(OutcomeKind.UNSTATED, tally) if tally else None


def tally_in(text: str) -> Tally | None:
    match = WORDED.search(text) or NAMED_COUNTS.search(text) or TALLY.search(text)
    if not match:
        return None
    abstain = match["abstain"]
    return Tally(int(match["for"]), int(match["against"]), int(abstain) if abstain else None)


def _words(text: str) -> str:
    match = re.search(
        r"no\s+objections?|unanimous(?:ly)?|by\s+consent|no\s+opposition", text, re.IGNORECASE
    )
    return match.group().lower() if match else ""
