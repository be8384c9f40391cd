"""Results and counts of votes, as old minutes word them."""

from __future__ import annotations

import re

from meetings.notation.lines import Outcome, OutcomeKind, Tally
from meetings.notation.names import split_names

LONGEST_LINE = 140

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
    r"\b(?:for|in\s+favou?r|yes|ayes?|yeas?)\s*[:=–-]?\s*(?P<for>\d{1,3})\b[^\d]{1,60}?"
    r"\b(?:against|opposed|no|nays?|noes)\s*[:=–-]?\s*(?P<against>\d{1,3})\b"
    r"(?:[^\d]{1,60}?\babst\w*\s*[:=–-]?\s*(?P<abstain>\d{1,3})\b)?",
    re.IGNORECASE,
)
UNOPPOSED = re.compile(
    r"\b(?P<for>\d{1,3})\s+(?:votes?\s+)?(?:in\s+favou?r|for|yes|ayes?)\b[^\d]{1,12}"
    r"(?P<abstain>\d{1,3})\s+(?:abstain\w*|abstentions?)",
    re.IGNORECASE,
)
VOTERS = re.compile(
    r"\b(?:for|in\s+favou?r|ayes?|yeas?|yes)\s*[:–-]\s*(?P<for>[^\W\d][^:]{0,600}?)[.;,]?\s+"
    r"(?:against|opposed|nays?|noes|no)\s*[:–-]\s*(?P<against>[^\W\d][^:]{0,600}?)"
    r"(?:[.;,]?\s+(?:abst\w*)\s*[:–-]\s*(?P<abstain>[^\W\d][^:]{0,600}?))?[.;\s'*]*",
    re.IGNORECASE,
)
NUMBERS = [
    "zero",
    "one",
    "two",
    "three",
    "four",
    "five",
    "six",
    "seven",
    "eight",
    "nine",
    "ten",
    "eleven",
    "twelve",
]
COUNTED = re.compile(
    rf"\b(?P<word>{'|'.join(NUMBERS)}|none|nobody|no\s+one)"
    r"(?=\s+(?:votes?|in\s+favou?r|for|against|opposed|abst\w+|ayes?|nays?|yes|no)\b)",
    re.IGNORECASE,
)
PLUS_ONES = re.compile(r"[+]1\s+(?:from|by|:)\s*(?P<names>[A-Z][^.:]{0,300})")
NO_QUORUM = re.compile(r"\b(?:no|without(?:\s+a)?|lack\s+of(?:\s+a)?)\s+quorum\b", re.IGNORECASE)
# Words that say what became of a motion, on a line that is there to say it.
LOST_BY_WORD = re.compile(
    r"\b(?:falls|fell|lost|dies|died|blocked|declined|not\s+(?:agreed|accepted|adopted)|"
    r"(?:no|lack\s+of\s+a)\s+second(?:er)?)\b",
    re.IGNORECASE,
)
CARRIED_BY_WORD = re.compile(
    r"\b(?:agreed|consensus|nem\.?\s*con|all\s+in\s+favou?r|(?:so|is)\s+ordered|unanimous\w*|"
    r"confirmed|granted|all\s+(?:ayes?|yes))\b",
    re.IGNORECASE,
)
RESULT_LABEL = re.compile(
    r"\W{0,3}(?:result|outcome|(?:the\s+)?(?:amendment\s+)?votes?|decision)(?:\s+of\s+(?:the\s+)?vote)?\W{0,3}[:–-]\W{0,3}"
    r"(?P<rest>\S.{0,200})",
    re.IGNORECASE | re.DOTALL,
)
SAYS_RESULT = re.compile(
    r"(?:unanimous\w*|accepted|adopted|rejected|approved|passed|passes|carried|carries|failed|fails|lost|"
    r"defeated|agreed|withdrawn|tabled|deferred|all\s+in\s+favou?r|not\s+(?:passed|carried|approved)|"
    r"consensus|nem\.?\s*con|no\s+(?:objections?|quorum))\b",
    re.IGNORECASE,
)
PLAIN_RESULT = re.compile(
    r"\W{0,3}(?:"
    r"(?:(?:the|this)\s+)?(?:amended\s+)?(?:motion|proposal|amendment|resolution|vote|nomination)\s+"
    r"(?:(?:is|was|has|has\s+been|therefore|then)\s+)?"
    r"(?:falls|fell|fails|dies|died|lost|failed|carries|passes|agreed|blocked|rejected|accepted)\b.{0,90}"
    r"|(?:by\s+|full\s+)?consensus(?:\s+(?:was\s+)?reached)?[.!;,:(\s].{0,60}|(?:by\s+|full\s+)?consensus(?:\s+(?:was\s+)?reached)?"
    r"|blocked(?:\s+by\s.{1,60})?|not\s+(?:passed|agreed|accepted)\b.{0,40}"
    r"|all\s+(?:were\s+)?(?:in\s+favou?r|agreed|ayes?)\b.{0,60}|so\s+ordered\W*"
    r"|(?:passed|agreed|carried|approved)?\s*nem\.?\s*con\b\W*|unanimous(?:ly\s+(?:agreed|approved|passed|carried))?\W*"
    r"|(?:there\s+was\s+)?no\s+second(?:er)?\b.{0,60}"
    r")",
    re.IGNORECASE | re.DOTALL,
)
FOR_COUNT = re.compile(
    r"\W{0,3}(?:for|in\s+favou?r|ayes?|yeas?|yes)\s*[:=–-]?\s*\d{1,3}\b.{0,160}", re.IGNORECASE
)
VOTE_STOOD = re.compile(
    r"(?:the|a|our)\s+vote\b[^.\d]{0,40}\b(?:was|stood\s+at|were|being)\s.{0,100}", re.IGNORECASE
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


def result_in(text: str) -> Outcome | None:
    """What a line that is there to give a result says; only a count where it has no word."""
    tally = tally_in(text)
    for form, kind in (
        (LOST, OutcomeKind.NOT_CARRIED),
        (LOST_BY_WORD, OutcomeKind.NOT_CARRIED),
        (WITHDRAWN, OutcomeKind.WITHDRAWN),
        (NO_QUORUM, OutcomeKind.NO_QUORUM),
        (CARRIED, OutcomeKind.CARRIED),
        (CARRIED_BY_WORD, OutcomeKind.CARRIED),
        (TABLED, OutcomeKind.TABLED),
    ):
        if form.search(text):
            return Outcome(kind, tally, _words(text))
    return outcome_in(text)


def decided_by_word(text: str) -> Outcome:
    """What "resolved" decides by itself, with the count that the text gives."""
    return Outcome(OutcomeKind.CARRIED, worded_tally(text))


def by_count(tally: Tally) -> Outcome:
    """More votes for than against carry a motion; a tie does not."""
    carries = tally.votes_for > tally.against
    return Outcome(OutcomeKind.CARRIED if carries else OutcomeKind.NOT_CARRIED, tally)


def result_of(text: str) -> Outcome | None:
    """The result that a line gives and gives nothing else, in the looser wordings."""
    labelled = RESULT_LABEL.fullmatch(text)
    if labelled and (SAYS_RESULT.match(labelled["rest"]) or _begins_with_count(labelled["rest"])):
        return result_in(labelled["rest"])
    if len(text) > LONGEST_LINE:
        return None
    if PLAIN_RESULT.fullmatch(text):
        return result_in(text)
    is_count = FOR_COUNT.fullmatch(text) or VOTE_STOOD.fullmatch(text) or VOTERS.match(text)
    return result_in(text) if is_count and tally_in(text) else None


def _begins_with_count(text: str) -> bool:
    said = _in_figures(text)
    return bool(tally_in(said)) and bool(
        re.match(r"\W{0,2}(?:\d|[+]1|for\b|yes\b|ayes?\b)", said, re.IGNORECASE)
    )


def tally_in(text: str) -> Tally | None:
    worded = worded_tally(text)
    match = None if worded else TALLY.search(text)
    if match:
        abstain = match["abstain"]
        return Tally(int(match["for"]), int(match["against"]), int(abstain) if abstain else None)
    return worded


def worded_tally(text: str) -> Tally | None:
    """A count that says of each number what it counts, or that names the voters."""
    text = _in_figures(text)
    match = WORDED.search(text) or NAMED_COUNTS.search(text)
    if match:
        abstain = match["abstain"]
        return Tally(int(match["for"]), int(match["against"]), int(abstain) if abstain else None)
    unopposed = UNOPPOSED.search(text)
    if unopposed:
        return Tally(int(unopposed["for"]), 0, int(unopposed["abstain"]))
    voters = VOTERS.search(text)
    if voters:
        abstain = voters["abstain"]
        return Tally(
            heads_of(voters["for"]),
            heads_of(voters["against"]),
            heads_of(abstain) if abstain else None,
        )
    ones = PLUS_ONES.search(text)
    return Tally(heads_of(ones["names"]), 0) if ones else None


def _in_figures(text: str) -> str:
    """ "three in favour, none against" with its numbers in figures."""
    return COUNTED.sub(lambda match: _figure(match["word"].lower()), text)


def _figure(word: str) -> str:
    return str(NUMBERS.index(word)) if word in NUMBERS else "0"


def heads_of(names: str) -> int:
    """How many people a list names; "none" is nobody."""
    named = split_names(names.strip(" .;'*"))
    return sum(name[:1].isupper() and name.lower() not in ("none", "nobody") for name in named)


def _words(text: str) -> str:
    match = re.search(
        r"no\s+objections?|unanimous(?:ly)?|by\s+consent|no\s+opposition", text, re.IGNORECASE
    )
    return match.group().lower() if match else ""
