"""Votes that somebody states in a mail's own words; what is not plainly a vote is none."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

LONGEST_LINE = 300
MOST_VOTES = 50


class Why(StrEnum):
    """Why a mail, or one vote in it, has to be looked at by a person."""

    EMPTY = "empty"
    QUOTED = "quoted"
    AUTOMATIC = "automatic"
    NO_TEXT = "no_text"
    UNCLEAR = "unclear"
    CONDITION = "condition"
    TWO_CHOICES = "two_choices"


@dataclass(frozen=True)
class Stated:
    """One vote as stated: on which motion ("" where it names none), in which words.

    `choice` is for, against or abstain; "" where `why` says why there is none. A choice with
    a `why` is what it seems to be.
    """

    choice: str = ""
    reference: str = ""
    words: str = ""
    why: Why | None = None


@dataclass(frozen=True)
class OwnLine:
    """A line that its sender wrote, and the motion that the quoted text above it names."""

    text: str
    above: str = ""


SIGN = r"[+\-−–]1(?!\d|[.,]\d)|[+\-−–±]?0(?!\d|[.,]\d)"
WORD = (
    r"in\s+favou?r|for|yes|yea|aye|approved?|against|no|nay|opposed?"
    r"|abstain(?:ed|ing)?|abstentions?"
)
# Each is told apart by what may follow it: a bare word is a vote only if it stands alone.
SIGNED = re.compile(rf"(?P<choice>{SIGN})(?!\w)")
SAID = re.compile(
    r"(?:(?:my|our)\s+vote(?:\s+is)?\s*[:=]?\s+|(?:i|we)\s+(?:hereby\s+)?vote(?:\s+to)?\s*:?\s+"
    rf"|vot(?:e|ing)\s*[:=]\s*)[“\"']?(?P<choice>{SIGN}|{WORD})(?!\w)"
    r"|(?:i\s+am|i['’]m|we\s+are)\s+(?P<stand>in\s+favou?r|against|opposed|abstaining)\b"
    r"|(?:i|we)\s+(?:hereby\s+)?(?P<act>abstain|approve|oppose)\b",
    re.IGNORECASE,
)
BARE = re.compile(rf"(?P<choice>{WORD})(?!\w)", re.IGNORECASE)
ALONE = re.compile(
    r"[\s.!,;–-]*(?:\(binding\)|from\s+(?:me|us)|(?:(?:on|of|to)\s+)?(?:the|this)\s+"
    r"(?:motion|proposal|resolution)|please|thanks|thank\s+you)?[\s.!]*",
    re.IGNORECASE,
)
FIGURES = re.compile(r"[\s.(/-]*\d")
CONDITION = re.compile(
    r"\b(?:if|unless|provided|providing|only|condition\w*|subject\s+to|assuming|as\s+long\s+as"
    r"|but|except|pending|however|non-?binding)\b|\?",
    re.IGNORECASE,
)
ANOTHER = re.compile(
    r"(?<![\w+−–-])(?:[+\-−–]1(?!\d)|against\b|abstain\w*|in\s+favou?r\b)", re.IGNORECASE
)
FULL = r"draft-[1-9]\d{0,17}|[A-Z]{1,6}(?:-[A-Z]{1,6})?-(?:19|20)\d\d-\d{1,4}"
MARK = re.compile(
    r"(?<![\w.+−–-])(?:(?:resolution|motion|item|vote|proposal|question)\s+)?"
    rf"(?:(?P<full>{FULL})\b|\#?(?P<number>[1-9]\d?)(?=[.):])(?!\.\d))[\]).:]*",
    re.IGNORECASE,
)
GREETING = re.compile(
    r"(?:hi|hello|hey|dear|greetings|good\s+(?:morning|afternoon|evening|day))\b"
    r"[^,!.:]{0,50}(?:[,!.:]\s*|$)|(?:all|everyone|everybody|folks|friends|colleagues)[,!:]\s*",
    re.IGNORECASE,
)
AWAY = re.compile(
    r"\bout\s+of\s+(?:the\s+)?office\b|\bautomatic(?:ally)?\s+(?:reply|response|generated)\b"
    r"|\bon\s+(?:annual\s+)?(?:leave|holiday|vacation)\s+(?:until|till|from)\b",
    re.IGNORECASE,
)
AGAINST = ("against", "no", "nay", "oppose", "opposed")


def votes_in(lines: Sequence[OwnLine], *, subject: str, has_quotes: bool) -> tuple[Stated, ...]:
    """The votes that a mail states, one for each motion; never none.

    In: what its sender wrote, the subject, whether it also quotes. A mail without a vote gives
    one row that says why. Two choices for one motion give one row without a choice.
    """
    subjects = [ref for ref, _start, _end in _marks(subject[:LONGEST_LINE]) if not ref.isdigit()]
    default = subjects[0] if len(set(subjects)) == 1 else ""
    found: dict[str, Stated] = {}
    for vote in _each(lines, default):
        known = found.get(vote.reference)
        found[vote.reference] = _joined(known, vote) if known else vote
        if len(found) == MOST_VOTES:
            break
    return tuple(found.values()) or (_none(lines, has_quotes),)


def reference_at(text: str) -> str:
    """The motion that a line begins with; "" for none."""
    mark = MARK.match(text[:LONGEST_LINE].strip())
    return _named(mark) if mark else ""


def _none(lines: Sequence[OwnLine], has_quotes: bool) -> Stated:
    words = " ".join(line.text.strip() for line in lines if line.text.strip())[:LONGEST_LINE]
    if not words:
        return Stated(why=Why.QUOTED if has_quotes else Why.EMPTY)
    why = Why.AUTOMATIC if AWAY.search(words) else Why.UNCLEAR
    return Stated(words=words, why=why)


def _joined(known: Stated, vote: Stated) -> Stated:
    if known.choice == vote.choice and known.why is not Why.TWO_CHOICES:
        return replace(known, why=known.why or vote.why)
    words = f"{known.words} … {vote.words}"[:LONGEST_LINE]
    return Stated("", known.reference, words, Why.TWO_CHOICES)


def _each(lines: Iterable[OwnLine], default: str) -> Iterator[Stated]:
    is_first = True
    for line in lines:
        text = line.text.strip()[:LONGEST_LINE]
        greeting = GREETING.match(text) if is_first else None
        text = text[greeting.end() :] if greeting else text
        if text:
            for vote in _in_line(text, is_first=is_first):
                yield replace(vote, reference=vote.reference or line.above or default)
            is_first = False


def _in_line(text: str, *, is_first: bool) -> list[Stated]:
    """The votes of a line, cut where it names a motion: "1) +1 2) -1"."""
    marks = _marks(text)
    head = text[: marks[0][1]] if marks else text
    before = _vote(head.strip(), is_bare=is_first or bool(marks))
    found = []
    for place, (reference, _start, end) in enumerate(marks):
        until = marks[place + 1][1] if place + 1 < len(marks) else len(text)
        vote = _named_vote(text[end:until].strip(" \t;,–-=:")) or _signed(text[end:until].strip())
        if vote is None and before and not reference.isdigit():
            vote = _and(before, text[end:until])
        if vote:
            found.append(replace(vote, reference=reference, words=text))
    if not found and before:
        rest = text[len(head) :]
        found = [replace(_and(before, rest), words=text)]
    return found


def _and(vote: Stated, more: str) -> Stated:
    """The vote with what else the line says."""
    if vote.why is None and CONDITION.search(more):
        return replace(vote, why=Why.CONDITION)
    return vote


def _named_vote(text: str) -> Stated | None:
    """Behind a motion's name: the vote, or a title and the vote."""
    if not text:
        return None
    return _vote(text, is_bare=True) or _vote(text.rpartition(":")[2].strip() or text, is_bare=True)


def _signed(text: str) -> Stated | None:
    """A sign in front, or at the very end: "Budget +1"."""
    word = text.rpartition(" ")[2].rstrip(".!")
    return _vote(text, is_bare=False) or (
        Stated(_choice(word)) if SIGNED.fullmatch(word) and word != "0" else None
    )


def _vote(text: str, *, is_bare: bool) -> Stated | None:
    said = SIGNED.match(text) or SAID.match(text) or (BARE.match(text) if is_bare else None)
    if said is None:
        return None
    groups = said.groupdict()
    word = next(found for found in groups.values() if found)
    tail = text[said.end() :]
    is_word_alone = said.re is BARE or word == "0"
    if FIGURES.match(tail) or (is_word_alone and not ALONE.fullmatch(tail)):
        return None
    choice = _choice(word)
    if any(_choice(other) != choice for other in ANOTHER.findall(tail)):
        return Stated(words=text, why=Why.TWO_CHOICES)
    return _and(Stated(choice, words=text), tail)


def _choice(word: str) -> str:
    word = word.lower().replace("−", "-").replace("–", "-")
    if word.endswith("0") or word.startswith("abst"):
        return "abstain"
    return "against" if word == "-1" or word in AGAINST else "for"


def _marks(text: str) -> list[tuple[str, int, int]]:
    """Where a line names motions: what it calls each, from where to where."""
    return [(_named(mark), *mark.span()) for mark in MARK.finditer(text)]


def _named(mark: re.Match[str]) -> str:
    return mark["number"] or (mark["full"] or "").upper().replace("DRAFT-", "draft-")
