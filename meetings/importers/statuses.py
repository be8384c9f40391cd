"""Whether a promise was kept: boxes, ticks and words in front of it, behind it or in a cell."""

from __future__ import annotations

import re

_KEPT = (
    r"done|complete[d]?|closed|finished|actioned|discharged|resolved|fulfilled|delivered|implemented|"
    r"accomplished|achieved"
)
_OPEN = (
    r"not\s+(?:yet\s+)?(?:done|complete[d]?|started|begun|finished)|in\s+(?:progress|hand|process)|on-?going|open|"
    r"pending|outstanding|(?:to\s+be\s+)?carried\s+(?:forward|over)|c/f|rolled\s+over|started|wip|to\s?do|overdue|late|"
    r"under\s?way|continu(?:ing|es|ed)|new|waiting|on\s+hold|blocked|delayed|deferred|partly\s+done|half\s+done"
)
KEPT = re.compile(rf"(?:{_KEPT})\b.{{0,40}}", re.IGNORECASE)
OPEN = re.compile(rf"(?:{_OPEN})\b.{{0,40}}", re.IGNORECASE)
# A word of its own behind the text, in brackets, bold or after a dash.
BEHIND = re.compile(
    rf"(?:\s[-–—:|]+\s*|[\[(]\s*|\.\s+)[*_]{{0,2}}(?:status\s*:\s*)?(?:(?P<kept>{_KEPT})|(?P<open>{_OPEN}))"
    r"[*_]{0,2}(?:\s*[,;].{0,40})?[\])]?[*_]{0,2}\s*[.!]?\s*$",
    re.IGNORECASE,
)
BEFORE = re.compile(
    rf"^\W{{0,4}}(?!to\s?do\b)(?:(?P<kept>{_KEPT})|(?P<open>{_OPEN}))\W{{0,3}}(?:[:\]–—]|\s-\s)",
    re.IGNORECASE,
)
DONE = re.compile(
    r"[✓✔☑✅]|\((?:task\s+)?(?:accomplished|done|completed)\)|\b(?:DONE|COMPLETED?)\b|^done\b[.:]"
    r"|^\W{0,3}~~[^~]{5,}~~\W*$",
    re.MULTILINE,
)
NOT_DONE = re.compile(
    r"[✗✘☐]|\bnot\s+(?:yet\s+)?(?:done|complete[d]?)\b|\bSTATUS\s*:\s*(?:pending|open|in\s+progress|ongoing)|\bPENDING\b",
    re.IGNORECASE,
)
CELL_YES = re.compile(r"yes|y|x|✅|✓|✔|☑|[{]{2}\s*(?:yes|done|tick)\s*[}]{2}", re.IGNORECASE)
CELL_NO = re.compile(r"no|n|❌|✗|✘|☐|[{]{2}\s*(?:no|cross)\s*[}]{2}", re.IGNORECASE)


def done_by_mark(text: str) -> bool | None:
    """Whether an action is marked as done, or as not done."""
    if NOT_DONE.search(text):
        return False
    if DONE.search(text):
        return True
    word = BEHIND.search(text, max(0, len(text) - 100)) or BEFORE.match(text)
    return bool(word["kept"]) if word else None


def done_by_cell(text: str) -> bool | None:
    """What a cell under "Status" or "Done?" says; None where it says neither."""
    text = text.strip(" *_")
    if CELL_YES.fullmatch(text) or KEPT.fullmatch(text):
        return True
    return False if CELL_NO.fullmatch(text) or OPEN.fullmatch(text) else None
