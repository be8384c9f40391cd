"""An action listed again in later minutes: which known one is it?

False merges are worse than twins: where two readings are possible, it is a new action.
(`align` follows lines through an edit of one text, and finds each its likeliest place.)
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TypeAlias

from meetings.notation.lines import Name, NameKind
from meetings.notation.names import fold, one_letter_apart

Owners: TypeAlias = frozenset[tuple[NameKind, int | str]]

MARK = (
    r"[✓✔☑✗✘☐]|[(\[](?i:done|open|closed|completed?|pending|ongoing|new)[)\]]"
    r"|\b(?:DONE|COMPLETED?|PENDING|ONGOING)\b"
)
IN_FRONT = re.compile(rf"^(?:{MARK})[\s:.–-]*")
FROM_MARK = re.compile(rf"\s*(?:{MARK}|\bSTATUS\s*:).*", re.DOTALL)
REMARK = re.compile(r"\s[-–—]\s|[.;:]\s+(?=[A-Z(])|\s\(")
WORD = re.compile(r"\w+")
SMALL_WORDS = {
    "a", "about", "all", "an", "and", "any", "are", "as", "at", "be", "been", "for", "from",
    "in", "is", "it", "its", "of", "on", "our", "please", "some", "that", "the", "their",
    "this", "to", "up", "us", "was", "we", "will", "with",
}  # fmt: skip
FEWEST_WORDS = 4
FEWEST_BEFORE_TWO_REMARKS = 10
FEWEST_WITH_A_SLIP = 6


@dataclass(frozen=True)
class Promise:
    """Who is to do what; nobody in particular where an owner is not known for certain."""

    owners: Owners
    text: str


def owners_of(names: Iterable[Name]) -> Owners:
    """Whom an action's names mean; empty where one of them is unclear."""
    found = frozenset(
        (name.kind, name.key if name.key is not None else fold(name.typed)) for name in names
    )
    return frozenset() if any(kind is NameKind.UNCLEAR for kind, _key in found) else found


def known_again(listed: Sequence[Promise], known: Sequence[Promise]) -> dict[int, int]:
    """Which of the actions that minutes list are known ones.

    In: the actions of one meeting in their order, and those that were open when it met,
    owners by the same keys. Out: places in `listed` with places in `known`; each known
    action is taken once. The same owners and the same wording make the same action:
    identical ones in their order, then those that differ only in status marks, a remark
    behind, small words or a slip of the pen, where just one fits just one.
    """
    found = _identical(listed, known)
    taken = set(found.values())
    fits = {
        place: [at for at, old in enumerate(known) if at not in taken and _is_alike(new, old)]
        for place, new in enumerate(listed)
        if place not in found and new.owners
    }
    claims = [at for places in fits.values() for at in places]
    return found | {
        place: at[0] for place, at in fits.items() if len(at) == 1 and claims.count(at[0]) == 1
    }


def _identical(listed: Sequence[Promise], known: Sequence[Promise]) -> dict[int, int]:
    waiting: dict[tuple[Owners, tuple[str, ...]], list[int]] = defaultdict(list)
    for place, old in enumerate(known):
        waiting[old.owners, _words(_wording(old.text))].append(place)
    found: dict[int, int] = {}
    for place, new in enumerate(listed):
        words = _words(_wording(new.text))
        fitting = waiting.get((new.owners, words)) if new.owners else None
        if fitting and len(words) >= FEWEST_WORDS:
            found[place] = fitting.pop(0)
    return found


def _is_alike(new: Promise, old: Promise) -> bool:
    if new.owners != old.owners:
        return False
    a, b = _wording(new.text), _wording(old.text)
    return _differ_by_remark(a, b) or _differ_by_slip(a, b)


def _wording(text: str) -> str:
    """What is to be done, without what minutes say of how it went."""
    return FROM_MARK.sub("", IN_FRONT.sub("", text.strip()))


def _words(text: str) -> tuple[str, ...]:
    return tuple(WORD.findall(fold(text)))


def _differ_by_remark(a: str, b: str) -> bool:
    """The same words, and behind them a remark in one, or in both where they are many."""
    head_a, head_b = (_words(REMARK.split(text, maxsplit=1)[0]) for text in (a, b))
    is_one_bare = head_a == _words(a) or head_b == _words(b)
    fewest = FEWEST_WORDS if is_one_bare else FEWEST_BEFORE_TWO_REMARKS
    return head_a == head_b and len(head_a) >= fewest


def _differ_by_slip(a: str, b: str) -> bool:
    """One small slip at most; names and numbers are the same, or it is another action."""
    words_a, words_b = (
        [word for word in WORD.findall(text) if fold(word) not in SMALL_WORDS] for text in (a, b)
    )
    if len(words_a) != len(words_b) or len(words_a) < FEWEST_WITH_A_SLIP:
        return False
    pairs = zip(words_a, words_b, strict=True)
    others = [(x, y) for x, y in pairs if fold(x) != fold(y)]
    return len(others) <= 1 and all(_is_slip(x, y) for x, y in others)


def _is_slip(x: str, y: str) -> bool:
    return x.islower() and y.islower() and x.isalpha() and y.isalpha() and one_letter_apart(x, y)
