"""One line of old minutes: every form the notation knows, and the looser ones people used."""

from __future__ import annotations

import re
from dataclasses import replace

from meetings.notation.actions import MARKED, bind_owners
from meetings.notation.context import Context
from meetings.notation.dates import find_due
from meetings.notation.lines import (
    Action,
    Content,
    Disposition,
    DispositionKind,
    Motion,
    Note,
)
from meetings.notation.parser import classify
from meetings.notation.resolutions import HEAD, split_result

# The file name of a picture, left behind where a rendered page was copied as text.
IMAGE_NAME = re.compile(r"[A-Z][\w-]*(?: [\w-]+){0,4}\.(?:png|jpe?g|svg|gif)\s+")
NOT_REACHED = re.compile(
    r"(?:we\s+)?(?:did\s+not|didn['’]t|could\s+not)\s+(?:manage\s+to\s+)?(?:get|come)\s+to\b.{0,40}"
    r"|(?:items?\s+)?not\s+(?:reached|covered)|(?:we\s+)?ran\s+out\s+of\s+time\b.{0,40}",
    re.IGNORECASE,
)
COVERED = re.compile(
    r".{0,80}\b(?:as\s+part\s+of|covered\s+(?:in|under|by|with)|together\s+with)\s+"
    r"(?P<target>(?:the\s+)?(?:above|previous|preceding|next|following|last)\s+(?:item|topic|point))\b.{0,40}",
    re.IGNORECASE,
)


def without_image_name(text: str) -> str:
    """The line without the name of an icon in front of it."""
    return IMAGE_NAME.sub("", text, count=1) if IMAGE_NAME.match(text) else text


def read_content(text: str, context: Context) -> Content:
    """What a line of old minutes means; a note where nothing else fits."""
    text = without_image_name(text)
    content = classify(text, context)
    if isinstance(content, Motion):
        return _with_result(content)
    if isinstance(content, Note):
        return _loose(text, context) or content
    return content


def _loose(text: str, context: Context) -> Content | None:
    return (
        _loose_action(text, context)
        or _loose_motion(text)
        or _covered(text)
        or (not_reached(text) if NOT_REACHED.fullmatch(text) else None)
    )


def _with_result(motion: Motion) -> Motion:
    """ "Budget Carried - no objections": the result runs on without a mark."""
    if motion.outcome:
        return motion
    text, outcome = split_result(motion.text, is_generous=True)
    return replace(motion, text=text, outcome=outcome)


def _loose_action(text: str, context: Context) -> Action | None:
    """`Action Name:` for somebody whom the attendance list does not have."""
    match = MARKED.fullmatch(text)
    if not match or not match["owners"] or not match["text"].strip():
        return None
    if match["mark"] == "AI":
        return None
    owners = bind_owners(match["owners"], context, allow_outside=True)
    body = match["text"].strip()
    return Action(owners, body, find_due(body, context.on)) if owners else None


def _loose_motion(text: str) -> Motion | None:
    match = HEAD.fullmatch(text)
    if not match:
        return None
    body, outcome = split_result(match["text"].strip(), is_generous=True)
    return Motion(body, outcome=outcome) if outcome else None


def _covered(text: str) -> Disposition | None:
    match = COVERED.fullmatch(text)
    if not match:
        return None
    return Disposition(DispositionKind.COVERED, text, match["target"])


def not_reached(reason: str) -> Disposition:
    return Disposition(DispositionKind.NOT_REACHED, reason)
