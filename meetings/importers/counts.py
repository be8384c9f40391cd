"""Counts of votes in their usual forms, brought to one: so many for, against and abstaining."""

from __future__ import annotations

import re
from collections.abc import Iterable

from meetings.notation.dates import MONTHS
from meetings.notation.lines import Tally
from meetings.notation.names import split_names

UP_TO_TWENTY = [
    *("zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten"),
    *("eleven", "twelve", "thirteen", "fourteen", "fifteen", "sixteen", "seventeen"),
    *("eighteen", "nineteen", "twenty"),
]
_FOR = r"in\s+favou?r|in\s+support|for|yes|ayes?|yeas?"
_AGAINST = r"in\s+opposition|against|opposed|no|nays?|noes|dissent\w*"
_ABSTAIN = r"abst\w*"
_SIDE = rf"(?P<side>{_FOR}|{_AGAINST}|{_ABSTAIN})"
_SIDE_FIRST = _SIDE.replace("<side>", "<first>")
_VOTERS = r"(?:(?:votes?|voted|voting|members?|people|were|was|being|with|cast)\s+){0,3}"
IN_WORDS = re.compile(
    rf"\b(?P<word>{'|'.join(UP_TO_TWENTY)}|none|nobody|nil|no(?:\s+one)?)"
    rf"(?=\s+{_VOTERS}(?:{_FOR}|{_AGAINST}|{_ABSTAIN}|votes|to\s+(?:{'|'.join(UP_TO_TWENTY)}|none))\b)"
    rf"|(?<=\bto\s)(?P<last>{'|'.join(UP_TO_TWENTY)}|none|nil)\b(?!\s+(?:of|or)\b)",
    re.IGNORECASE,
)
SIDED = re.compile(
    rf"\b(?P<count>\d{{1,3}})\s+{_VOTERS}{_SIDE}\b"
    rf"|\b{_SIDE_FIRST}(?:\s+(?:the\s+(?:motion|proposal|resolution)|votes?))?"
    r"\s*[:=–—-]?\s*(?P<behind>\d{1,3})\b(?!\s*%|[.,]\d)",
    re.IGNORECASE,
)
_SAYS_VOTE = (
    r"votes?|tally|count|result|carried|passed|approved|adopted|accepted|defeated|rejected|lost|"
    r"failed|resolved|hands|ballot"
)
APART = re.compile(rf"(?:[(\[,.;:=*–—-]|\b(?:{_SAYS_VOTE}|by|was|were|of))\s*$", re.IGNORECASE)
FARTHEST = 60
COUNT = r"(?:0|[1-9]\d{0,2})"
NUMBERS = re.compile(
    rf"(?<![\w.,/-])(?P<for>{COUNT})\s?[-–—]\s?(?P<against>{COUNT})"
    rf"(?:\s?[-–—]\s?(?P<abstain>{COUNT}))?(?![\w%/-]|[.,]\d)"
)
SIGNED = re.compile(
    r"(?<!\w)\+(?P<for>\d{1,2})(?:\s*[,;/|]\s*|\s+)(?:[+~±]?(?P<abstain>\d{1,2})(?:\s*[,;/|]\s*|\s+))?"
    r"[-–−](?P<against>\d{1,2})(?!\d|\s*:)(?:(?:\s*[,;/|]\s*|\s+)[~±]?(?P<last>\d{1,2})(?!\w))?"
)
SLASHED = re.compile(
    rf"\b(?:{_SAYS_VOTE})\W{{1,3}}(?P<for>{COUNT})\s?/\s?(?P<against>{COUNT})"
    rf"(?:\s?/\s?(?P<abstain>{COUNT}))?(?![\w/])",
    re.IGNORECASE,
)
ONE_TO_OTHER = re.compile(
    rf"\b(?:{_SAYS_VOTE}|voted|by|majority\s+of)\b\W{{1,4}}(?:(?:by|of)\s+)?(?:a\s+vote\s+of\s+)?(?P<for>\d{{1,3}})(?:\s+votes?)?\s+to\s+"
    r"(?P<against>\d{1,3})\b(?!\s*(?:%|/|\d|[ap]\.?m\b))(?:\D{1,25}?(?P<abstain>\d{1,3})\s+abst)?",
    re.IGNORECASE,
)
_NAMES = r"[^\W\d][^:.]{0,600}(?:(?<=\b[A-Z])\.[^:.]{1,600}){0,8}"
BY_NAME = re.compile(
    rf"\b(?:{_FOR})\s*[:–-]\s*(?P<for>{_NAMES}?)[.;,]?\s+"
    rf"(?:{_AGAINST})\s*[:–-]\s*(?P<against>{_NAMES}?)"
    rf"(?:[.;,]?\s+(?:abst\w*)\s*[:–-]\s*(?P<abstain>{_NAMES}?))?(?=[.;\s'*]*(?:$|[.]\s))",
    re.IGNORECASE,
)
PLUS_ONES = re.compile(r"[+]1\s+(?:from|by|:)\s*(?P<names>[A-Z][^.:]{0,300})")
CALLED = re.compile(
    r"@?[A-Z][\w.'’-]*(?:\s[A-Z][\w.'’-]*){0,2}\s*[-–:=(]?\s*"
    r"(?P<vote>yes|ayes?|yeas?|no|nay|against|for|abst\w*|[+]1|[-−]1|[+]?0)\b\)?\.?",
    re.IGNORECASE,
)
FEWEST_CALLED = 3
ABSTAINING = re.compile(
    r"(?P<names>[A-Z][\w'’-]+(?:(?:,\s+|,?\s+and\s+|\s+)[A-Z][\w'’-]+){0,6})\s+abstain(?:ed|ing)\b"
)


def tally_in(text: str) -> Tally | None:
    """The count a text gives, in words, figures, signs or by name; None where it has none."""
    tally = worded_tally(text) or _in_numbers(in_figures(text))
    if tally is None or tally.abstain is not None:
        return tally
    aside = ABSTAINING.search(text)
    heads = heads_of(aside["names"]) if aside else 0
    return Tally(tally.votes_for, tally.against, heads) if heads else tally


def worded_tally(text: str) -> Tally | None:
    """A count that says of each number what it counts, or that names the voters."""
    return _by_side(in_figures(text)) or _by_name(text) or _called(text)


def in_figures(text: str) -> str:
    """ "three in favour, none against" with its numbers in figures."""
    return IN_WORDS.sub(lambda match: _figure(match.group().lower()), text)


def _figure(word: str) -> str:
    return str(UP_TO_TWENTY.index(word)) if word in UP_TO_TWENTY else "0"


def _by_side(text: str) -> Tally | None:
    found: dict[str, int] = {}
    last = 0
    for match in SIDED.finditer(text):
        if found and match.start() - last > FARTHEST:
            break
        side = side_of(match["side"] or match["first"])
        if side in found:
            break
        found[side] = int(match["count"] or match["behind"])
        last = match.end()
    if "for" not in found or len(found) == 1:
        return None
    return Tally(found["for"], found.get("against", 0), found.get("abstain"))


def side_of(word: str) -> str:
    """The side that a word or sign of a vote means: for, against or abstain."""
    word = word.lower()
    if word.startswith("abst") or word.strip("+-−") == "0":
        return "abstain"
    is_for = re.match(r"in\s+(?:fav|sup)|f|y|ay|\+?1", word)
    return "for" if is_for else "against"


def _in_numbers(text: str) -> Tally | None:
    for form in (SIGNED, SLASHED, ONE_TO_OTHER):
        match = form.search(text)
        if match:
            return _tally(match)
    found = [match for match in NUMBERS.finditer(text) if _stands_apart(text, match)]
    return _tally(found[-1]) if found else None


def _tally(match: re.Match[str]) -> Tally:
    abstain = match["abstain"] or match.groupdict().get("last")
    return Tally(int(match["for"]), int(match["against"]), int(abstain) if abstain else None)


def _stands_apart(text: str, match: re.Match[str]) -> bool:
    """Whether numbers stand behind a mark or a word of votes, or at an end: not "3-4 pipes"."""
    before = text[max(0, match.start() - 14) : match.start()]
    is_apart = not before.strip() or APART.search(before) or not text[match.end() :].strip(" .)*")
    return bool(is_apart) and not _is_of_dates(text, match)


def _is_of_dates(text: str, match: re.Match[str]) -> bool:
    """ "4-6 May", "June 3-4", "pages 2-5" and "item 3-1" count no votes."""
    before = re.search(r"([^\W\d_]+)\W{0,2}$", text[max(0, match.start() - 20) : match.start()])
    behind = re.match(r"\W{0,2}([^\W\d_]+)", text[match.end() : match.end() + 14])
    words = {side[1].lower() for side in (before, behind) if side}
    return bool(words & (MONTHS.keys() | NOT_VOTES))


NOT_VOTES = {
    *("page", "pages", "item", "items", "section", "sections", "article", "no", "week", "weeks"),
    *("year", "years", "grades", "ages", "draft", "resolution"),
}


def _by_name(text: str) -> Tally | None:
    voters = BY_NAME.search(text)
    if voters:
        abstain = voters["abstain"]
        heads = heads_of(abstain) if abstain else None
        return Tally(heads_of(voters["for"]), heads_of(voters["against"]), heads)
    ones = PLUS_ONES.search(text)
    return Tally(heads_of(ones["names"]), 0) if ones else None


def _called(text: str) -> Tally | None:
    """A roll call on one line: "Ada aye, Bo nay, Cy aye", "Ada +1, Bo 0, Cy +1"."""
    if len(text) > 600:
        return None
    said = text.rpartition(": ")[2] if text.count(": ") == 1 else text
    parts = re.split(r"\s*[,;]\s*(?:and\s+)?", said.partition(". ")[0].strip())
    votes = [match["vote"] for part in parts if (match := CALLED.fullmatch(part))]
    return counted(votes) if len(votes) == len(parts) >= FEWEST_CALLED else None


def counted(votes: Iterable[str]) -> Tally:
    """The count of votes that were given by word or sign."""
    sides = [side_of(vote) for vote in votes]
    return Tally(sides.count("for"), sides.count("against"), sides.count("abstain"))


def heads_of(names: str) -> int:
    """How many people a list names; "none" is nobody."""
    named = split_names(names.strip(" .;'*"))
    return sum(name[:1].isupper() and name.lower() not in ("none", "nobody") for name in named)
