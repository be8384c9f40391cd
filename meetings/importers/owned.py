"""Sentences that owners beside or behind them make actions: "Bo would ask.   ACTION: BE"."""

from __future__ import annotations

import re
from bisect import bisect_left
from itertools import accumulate

from meetings.importers.columns import OWNERS
from meetings.importers.layout import Owned
from meetings.importers.tasks import task_of
from meetings.notation.context import Context
from meetings.notation.lines import Action
from meetings.notation.names import EVERYONE, INITIALS, fold, split_names

# A full stop, but not that of a title or of an initial.
SENTENCE_END = re.compile(
    r"(?<=[^\s.][^\s.][.!?])(?<!\bMr\.)(?<!\bMs\.)(?<!\bDr\.)(?<!\bSt\.)(?<!\bNo\.)(?<!\bMrs\.)"
    r"(?<!\bRev\.)(?<!\bProf\.)(?<!\bCllr\.)(?<!\bCllrs\.)(?<!\bMessrs\.)(?<!\bSen\.)(?<!\bCapt\.)(?<!\bHon\.)\s+(?=[A-Z\"“£$€@])"
)
BEHIND = re.compile(
    rf"\W{{0,3}}\b(?:ACTIONS?|Actions?)(?:\s+[Bb]y|\s+[Oo]n)?(?:\*\*)?\s*(?:[:–-]\s*|\s)(?:\*\*)?"
    rf"(?P<owners>{OWNERS.pattern})[\])*.\s]{{0,4}}"
)
LONGEST_BEHIND = 80


def sentences_of(text: str) -> list[str]:
    return [part for part in SENTENCE_END.split(text) if part]


def divided(text: str, margin: tuple[Owned, ...], context: Context) -> list[str | Action]:
    """A paragraph with the sentences that names beside them make actions."""
    sentences = sentences_of(text)
    ends = list(accumulate(len(sentence) + 1 for sentence in sentences))
    owners = {}
    for owned in margin:
        place = min(bisect_left(ends, owned.place), len(sentences) - 1)
        owners[place] = owned.owners
    parts: list[str | Action] = []
    for place, sentence in enumerate(sentences):
        if place in owners:
            parts.append(task_of(sentence, owners[place], context))
        elif parts and isinstance(parts[-1], str):
            parts[-1] += f" {sentence}"
        else:
            parts.append(sentence)
    return parts


def owners_behind(text: str, context: Context) -> tuple[str, str] | None:
    """What stands in front of "(Action: AL)" at the end of a line, perhaps nothing; and who."""
    start = max(text.rfind("ACTION"), text.rfind("Action"))
    if start < 0 or len(text) - start > LONGEST_BEHIND:
        return None
    while start and text[start - 1] in "[(*":
        start -= 1
    match = BEHIND.fullmatch(text, start)
    if not match or not all(_is_owner(part, context) for part in split_names(match["owners"])):
        return None
    return text[:start].strip(), match["owners"]


def _is_owner(part: str, context: Context) -> bool:
    is_known = bool(context.roster.people_called(part)) or fold(part) in EVERYONE
    return is_known or bool(INITIALS.fullmatch(part))
