"""Promises in the midst of a paragraph: behind a label, in a bracket or in italics."""

from __future__ import annotations

import re

from meetings.importers.owned import sentences_of
from meetings.importers.tasks import owns, read_loose_action, read_task, task_of
from meetings.notation.context import Context
from meetings.notation.lines import Action
from meetings.notation.names import split_names

LABEL = (
    r"(?:ACTIONS?(?:\s+(?:ITEM|POINT))?|Actions?(?:\s+(?:[Ii]tem|[Pp]oint))?|AP|AI|TODO|To\s?do)"
)
INLINE = re.compile(
    rf"(?:(?<=[.!?;)\]:*])\s+|\s*(?P<open>[\[(])\s*)(?:\*\*|__)?{LABEL}(?:\s?#?\d[\w./-]{{0,12}})?\s*:(?:\*\*|__)?\s*(?=[\w@*])"
)
POINTED = re.compile(r"\s*(?:--|[–—]|->|→|:)\s+(?P<rest>[^.\[\]]{3,200})")
IN_ITALICS = re.compile(
    r"(?<![*_\w])(?P<mark>[*_])(?P<text>[^*_\s][^*_]{5,240})(?P=mark)(?![*_\w])"
)
# Words that head a promise, or several, and stand in front of a person's name.
FAMILY = re.compile(
    r"(?:\*\*|__)?(?:follow[- ]?ups?|next\s+steps?|"
    r"actions?(?:\s+(?:required|needed|agreed|arising|items?|points?))?|tasks?|"
    r"to-?\s?dos?|assignments?|who\s+does\s+what)\s*:(?:\*\*|__)?\s+(?P<rest>\S.*)",
    re.IGNORECASE | re.DOTALL,
)
NUMBERED = re.compile(rf"(?:\*\*)?{LABEL}\s?#?(?P<ref>\d[\w./-]{{0,12}})\s*(?:\*\*)?[:–-]")
LONGEST = 4_000


def reference_of(text: str) -> str:
    """The number by which a promise is known: "22/31" of "ACTION 22/31: ...", or nothing."""
    match = NUMBERED.match(text)
    return match["ref"] if match else ""


def promises_in(text: str, context: Context) -> list[str | Action]:
    """A paragraph divided into its promises and what stands between them.

    One part where it has no promise but perhaps itself.
    """
    if len(text) > LONGEST:
        return [text]
    return (
        _headed(text, context) or _labelled(text, context) or _in_italics(text, context) or [text]
    )


def _headed(text: str, context: Context) -> list[str | Action]:
    """ "FOLLOW-UP: Ada will write. Bo will call.": each sentence of somebody's is a promise."""
    match = FAMILY.fullmatch(text)
    if not match:
        return []
    sentences = sentences_of(match["rest"].replace("**", ""))
    parts = [read_task(sentence, context) or sentence for sentence in sentences]
    return parts if all(isinstance(part, Action) for part in parts) else []


def _labelled(text: str, context: Context) -> list[str | Action]:
    starts = list(INLINE.finditer(text))
    parts: list[str | Action] = [text[: starts[0].start()].strip()] if starts else []
    for place, start in enumerate(starts):
        end = starts[place + 1].start() if place + 1 < len(starts) else len(text)
        body, rest = _body(text[start.end() : end], start["open"])
        action = _promise(body, parts, context)
        if action is None:
            return []
        parts += [action, rest] if rest else [action]
    return [part for part in parts if part]


def _body(said: str, opened: str | None) -> tuple[str, str]:
    """What a label is followed by: to the end of its bracket, and what comes behind that."""
    if not opened:
        return said.strip(), ""
    inside, _closing, behind = said.partition("]" if opened == "[" else ")")
    pointed = POINTED.fullmatch(behind)
    if pointed:
        return f"{inside.strip()}: {pointed['rest']}", ""
    return inside.strip(), behind.strip(" .*_")


def _promise(body: str, parts: list[str | Action], context: Context) -> Action | None:
    """The promise behind a label; where it is only names, the sentence above is theirs."""
    names = split_names(body.rstrip(". "))
    above = parts[-1] if parts else None
    if names and isinstance(above, str) and above and all(owns(name, context) for name in names):
        *before, sentence = sentences_of(above)
        parts[-1:] = [" ".join(before)] if before else []
        return task_of(sentence, body.rstrip(". "), context)
    return read_loose_action(f"ACTION: {body}", context, in_actions=True)


def _in_italics(text: str, context: Context) -> list[str | Action]:
    """ "The taps leak. *Bo to mend them.*": what is set apart and given to somebody known."""
    parts: list[str | Action] = []
    last = 0
    for match in IN_ITALICS.finditer(text):
        action = read_task(match["text"].rstrip(". "), context)
        if action is None or not all(owns(owner.typed, context) for owner in action.owners):
            continue
        parts += [text[last : match.start()].strip(), action]
        last = match.end()
    return [part for part in (*parts, text[last:].strip()) if part] if parts else []
