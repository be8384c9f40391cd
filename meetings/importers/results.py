"""What became of a motion, as old minutes word it: words that carry it, that do not, and counts."""

from __future__ import annotations

import re

from meetings.importers.counts import BY_NAME, CALLED, in_figures, tally_in, worded_tally
from meetings.notation.lines import Outcome, OutcomeKind

LONGEST_LINE = 140

# By these words a motion carries or falls, in whatever voice; the second of each pair only on
# a line that is there to give a result.
CARRIED = re.compile(
    r"\b(?:carried|carries|passed|passes|approve[ds]|adopt(?:ed|s)|accept(?:ed|s)|ratifie[ds]|endorse[ds])\b"
    r"|[+]1\s+unanimous|\bno\s+opposition\b",
    re.IGNORECASE,
)
LOST = re.compile(
    r"\b(?:defeated|rejected|failed|fails|voted\s+down|turned\s+down|"
    r"not\s+(?:carried|passed|approved|adopted|accepted|ratified|endorsed)|"
    r"did\s+not\s+(?:pass|carry)|(?:motion|proposal|amendment|resolution)\s+(?:was\s+|is\s+)?(?:\w+ly\s+)?lost)\b"
    r"|^\W*lost\b",
    re.IGNORECASE,
)
TABLED = re.compile(r"\b(?:tabled|deferred|postponed)\b", re.IGNORECASE)
WITHDRAWN = re.compile(r"\bwithdrawn\b", re.IGNORECASE)
NO_QUORUM = re.compile(r"\b(?:no|without(?:\s+a)?|lack\s+of(?:\s+a)?)\s+quorum\b", re.IGNORECASE)
# Words that say what became of a motion, on a line that is there to say it.
LOST_BY_WORD = re.compile(
    r"\b(?:falls|fell|lost|dies|died|blocked|declined|not\s+(?:agreed|accepted|adopted)|"
    r"(?:no|lack\s+of\s+a)\s+second(?:er)?)\b",
    re.IGNORECASE,
)
CARRIED_BY_WORD = re.compile(
    r"\b(?:agreed|consensus|nem\.?\s*con|all\s+in\s+favou?r|(?:so|is)\s+ordered|unanimous\w*|"
    r"confirmed|granted|elected|admitted|authori[sz]ed|without\s+(?:dissent|opposition|objection)|"
    r"(?:nobody|no\s+one|none)\s+(?:against|opposed)|all\s+(?:ayes?|yes))\b",
    re.IGNORECASE,
)
RESULT_LABEL = re.compile(
    r"\W{0,3}(?:result|outcome|(?:the\s+)?(?:amendment\s+)?votes?|roll\s+call(?:\s+vote)?|decision)"
    r"(?:\s+of\s+(?:the\s+)?vote)?\W{0,3}[:–-]\W{0,3}"
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
    r"(?:(?:is|was|has|has\s+been|therefore|then|accordingly|duly)\s+){0,2}"
    r"(?:falls|fell|fails|dies|died|lost|failed|carries|passes|agreed|blocked|rejected|accepted)\b.{0,90}"
    r"|(?:by\s+|full\s+)?consensus(?:\s+(?:was\s+)?reached)?[.!;,:(\s].{0,60}|(?:by\s+|full\s+)?consensus(?:\s+(?:was\s+)?reached)?"
    r"|blocked(?:\s+by\s.{1,60})?|not\s+(?:passed|agreed|accepted)\b.{0,40}|lost\s+(?:\d|by\s).{0,60}|lost\W*"
    r"|all\s+(?:were\s+)?(?:in\s+favou?r|agreed|ayes?)\b.{0,60}|so\s+ordered\W*"
    r"|(?:passed|agreed|carried|approved)?\s*nem\.?\s*con\b\W*|unanimous(?:ly\s+(?:agreed|approved|passed|carried))?\W*"
    r"|(?:there\s+was\s+)?no\s+second(?:er)?\b.{0,60}"
    r")",
    re.IGNORECASE | re.DOTALL,
)
FOR_COUNT = re.compile(
    r"\W{0,3}(?:for|in\s+favou?r|ayes?|yeas?|yes)\s*[:=–-]?\s*\d{1,3}\b.{0,160}", re.IGNORECASE
)
COUNT_FOR = re.compile(
    r"\W{0,3}\d{1,3}\s+(?:votes?\s+)?(?:in\s+favou?r|for|yes|ayes?|yeas?)\b.{0,100}", re.IGNORECASE
)
# A sentence that tells how a vote was taken is there to give its count or its result.
_BALLOT = r"(?:vote|ballot|poll|division|show\s+of\s+hands|count)"
_MOTION = r"(?:motion|amendment|proposal|resolution|question)"
VOTE_TAKEN = re.compile(
    rf"\W{{0,3}}(?:(?:on|upon|after|it|this|when|then|being|(?:the|this)\s+{_MOTION})\b[^.:]{{0,30}}\bput\s+to\s+(?:the|a)\s+vote"
    rf"|(?:on\s+)?(?:an?\s+|the\s+|that\s+)?(?:[\w-]+\s+){{0,2}}{_BALLOT}\b[^.:]{{0,40}}?\b(?:was|were|being|is|stood|gave|showed|resulted)"
    rf"|(?:on|by)\s+(?:an?\s+)?(?:[\w-]+\s+){{0,2}}{_BALLOT}|there\s+(?:voted|were\s+\d)|roll\s+call\s+vote)\b.{{0,160}}",
    re.IGNORECASE | re.DOTALL,
)
WAS_DECIDED = re.compile(
    rf"\b(?:(?:the|this)\s+(?:amended\s+)?{_MOTION}\s+(?:was|is|has\s+been|then|had)|"
    r"(?:they|both|all|he|she|it)\s+(?:was|were))\s+(?:\w+\s+)?"
    r"(?:carried|passed|adopted|approved|accepted|agreed|defeated|rejected|lost|elected|admitted)\b",
    re.IGNORECASE,
)
THE_MOTION_WAS = re.compile(
    rf"(?:(?!\b(?:said|asked|last|that|if|whether)\b).){{0,90}}\b(?:the|this)\s+(?:amended\s+)?{_MOTION}\s+(?:was|is)\s+(?:\w+ly\s+)?"
    r"(?:carried|passed|adopted|approved|accepted|agreed|defeated|rejected|lost)\b(?!\s+(?:by\s+the|last|in|at)\b).{0,80}",
    re.IGNORECASE,
)
VERDICT_COUNT = re.compile(
    r"(?:motion\s+)?(?:carried|passed|approved|adopted|accepted|agreed|defeated|rejected|failed|lost|"
    r"not\s+(?:carried|passed|approved|adopted))\W{1,3}(?:by\s+)?(?:a\s+vote\s+of\s+)?\d{1,3}\s?[-–/]\s?\d{1,3}\b.{0,60}",
    re.IGNORECASE,
)
ON_A_TEXT = re.compile(
    r"\W*vote\b[^:]{0,40}:\s+(?!for\b|yes\b|ayes?\b|in\s+fav)[^\W\d]{2,}", re.IGNORECASE
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


def result_of(text: str) -> Outcome | None:
    """The result that a line gives and gives nothing else, in the looser wordings."""
    labelled = RESULT_LABEL.fullmatch(text)
    if labelled and (SAYS_RESULT.match(labelled["rest"]) or _begins_with_count(labelled["rest"])):
        return result_in(labelled["rest"])
    if labelled and (BY_NAME.match(labelled["rest"]) or CALLED.match(labelled["rest"])):
        return result_in(text) if worded_tally(labelled["rest"]) else None
    if len(text) > LONGEST_LINE * 2:
        return None
    is_plain = PLAIN_RESULT.fullmatch(text) or VERDICT_COUNT.fullmatch(text)
    if len(text) <= LONGEST_LINE and is_plain:
        return result_in(text)
    return _of_a_vote(text) if len(text) <= LONGEST_LINE or VOTE_TAKEN.match(text) else None


def _of_a_vote(text: str) -> Outcome | None:
    said = in_figures(text)
    if ON_A_TEXT.match(text):
        return None
    is_count = (
        FOR_COUNT.fullmatch(said)
        or COUNT_FOR.fullmatch(said)
        or VOTE_TAKEN.fullmatch(said)
        or BY_NAME.match(text)
    )
    if is_count and tally_in(text):
        return result_in(text)
    is_told = VOTE_TAKEN.fullmatch(text) and WAS_DECIDED.search(text)
    return result_in(text) if is_told or THE_MOTION_WAS.fullmatch(text) else None


def _begins_with_count(text: str) -> bool:
    said = in_figures(text)
    return bool(tally_in(said)) and bool(
        re.match(r"\W{0,2}(?:\d|[+]1|for\b|yes\b|ayes?\b)", said, re.IGNORECASE)
    )


def _words(text: str) -> str:
    match = re.search(
        r"no\s+objections?|unanimous(?:ly)?|by\s+consent|no\s+opposition|without\s+dissent",
        text,
        re.IGNORECASE,
    )
    return match.group().lower() if match else ""
