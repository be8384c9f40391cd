"""Motions, votes and results as old minutes word them, over one line or several."""

from __future__ import annotations

import re
from collections.abc import Callable

from meetings.importers.attendance import NAME
from meetings.importers.counts import tally_in
from meetings.importers.decisions import falls, tells_decision
from meetings.importers.movers import movers_and_text, movers_of
from meetings.importers.moving import SECONDS, backs, bound, proposes, read_moved, says_motion
from meetings.importers.owned import sentences_of
from meetings.importers.results import decided_by_word, outcome_in, result_in, result_of
from meetings.notation.context import Context
from meetings.notation.lines import Motion, Name, Outcome, OutcomeKind, Result

RESOLVED_THAT = re.compile(
    r"(?:\*\*)?(?:it\s+was\s+)?(?:(?:further|also|unanimously|duly)\s+)*RESOLVED,?(?:\*\*)?,?\s+(?:that\s+)?(?P<text>\S.*)",
    re.DOTALL | re.IGNORECASE,
)
VOTE_ON = re.compile(r"(?:\*\*)?(?:Vote|VOTE)\s+on\b(?:\*\*)?\s*(?P<text>\S.*?):?", re.DOTALL)
VOTE_IN_BRACKETS = re.compile(
    r"(?:Vote|Motion|Resolution)\s*\((?P<text>[^()]{8,300})\)\s*:\s*(?P<rest>\S.{0,200})", re.DOTALL
)
LABELLED = re.compile(
    r"(?:\*\*)?(?:(?:revised|amended)\s+)?(?:vote\s*\|\s*)?"
    r"(?P<label>motion|vote(?:\s+by\s+[\w -]{3,30}?)?"
    r"|passed|resolution|resolved|approved|decision|decided|agreed|voted)"
    r"(?:\s+[#A-Z]{0,6}\d[\w./-]{0,12}|\s+[A-Z]{2,6}\d*-\d+)?"
    r"(?:(?:\*\*)?\s*(?:[:–-]|\s[-–])\s*(?:\*\*)?|\*\*)"
    r"(?![\s*]*(?:no\s+(?:decisions?|resolutions?|motions?|votes?)|none|nil|n/?a|(?:not|to\s+be)\s+decided)\b)"
    r"\s*(?P<text>.*)",
    re.IGNORECASE | re.DOTALL,
)
MOVED = re.compile(
    rf"(?P<mover>{NAME})\s+(?:(?:moved|motioned|moves)(?!\s+(?!(?:to|that|for|we|adoption|approval|"
    r"acceptance|and|the\s+(?:motion|adoption|approval|acceptance|resolution|question))\b)\w)"
    r"(?!\s+to\s+(?:the|a|an|another|next|our|his|her|their)\b)(?!\s+to\s+[A-Z][a-z])|made\s+a\s+motion|"
    r"(?:offered|proposed)\s+an\s+amendment)"
    r"(?:\s+(?:to|that|for)\b)?\s*(?P<text>.*)",
    re.DOTALL,
)
THIS_MOTION = re.compile(
    r"(?:(?:the|this)\s+)?(?:amended\s+)?(?:motion|amendment|proposal)(?:\s+(?:\d+|[A-Z]))?\s*[:,-]",
    re.IGNORECASE,
)
LONGEST_RESULT = 140
# What stands in front of a decision and says no more than that one follows.
OUTCOME_LABEL = re.compile(
    r"^(?:outcome|conclusion|(?:board|council|committee)\s+action|action(?:\s+taken)?)\s*:\s+"
    r"(?=(?:motion|moved|on\s+motion|m/s|msc|it\s+was|the\s+(?:board|motion)|resolved|approved|passed|carried)\b)",
    re.IGNORECASE,
)
# "Motion passed unanimously: pay the rent", "Approved without objection: the new rules".
VERDICT_LABEL = re.compile(
    r"(?:\*\*)?(?:the\s+)?(?:motion|vote|resolution|proposal)?\s*(?:was\s+|is\s+)?(?:unanimously\s+)?"
    r"(?:passed|carried|approved|adopted|accepted|defeated|rejected|failed|lost|not\s+(?:carried|passed|approved))"
    r"(?:\s+(?:unanimously|without\s+\w+|with\s+no\s+\w+|by\s+[\w ]{3,30}|nem\.?\s*con\.?)"
    r"|\s*\(?\d{1,3}[-–]\d{1,3}(?:[-–]\d{1,3})?\)?)?"
    r"(?:\*\*)?\s*:(?:\*\*)?\s+(?P<text>[^\W\d].{7,})",
    re.IGNORECASE | re.DOTALL,
)
AMENDS = re.compile(r"\bmoved\s+to\s+amend\s+the\s+motion\b|\ban\s+amendment\s+to\b", re.IGNORECASE)
SECONDED = re.compile(
    rf"(?P<name>{NAME})\s+seconded"
    r"|[Ss]econd(?:ed)?(?:\s+by)?:?\s+(?P<after>[A-Z][\w.'’ -]*)"
)
RESULT_ONLY = re.compile(
    r"(?:\*\*)?(?:(?:taken\s+as\s+)?read\W+(?:and\s+)?)?(?:there\s+(?:was|were)\s+no\s+(?:opposition|objections?)[,;]?\s*(?:and\s+)?)?"
    r"(?:(?:the\s+)?(?:amended\s+)?(?:vote|motion|resolution|amendment)(?:\s+to\s+[^.]{3,80}?)?"
    r"\s*(?:was|has|is|:)?\s*)*"
    r"(?:unanimously\s+|not\s+|did\s+not\s+)?"
    r"(?:carried|passed|pass|approved|adopted|accepted|defeated|rejected|failed|withdrawn|tabled|[+]1\s+unanimous)\b"
    r"(?!\s+(?:suppliers?|contractors?|vendors?|lists?|plans?|budgets?|applicants?|candidates?|versions?)\b)"
    r".{0,90}",
    re.IGNORECASE | re.DOTALL,
)
COUNT_ONLY = re.compile(
    r"(?:\*\*)?(?:vote|votes|result|tally)\s*:?(?:\*\*)?\s*(?P<rest>\d.{0,80})", re.IGNORECASE
)


def read_loose_motion(text: str, context: Context) -> Motion | Result | None:
    """A motion, or a result on its own, in any of the usual wordings."""
    plain = OUTCOME_LABEL.sub("", text.strip())
    return _by_label(plain) or _by_sentence(plain, context)


def _by_label(plain: str) -> Motion | Result | None:
    resolved = RESOLVED_THAT.fullmatch(plain)
    if resolved:
        by_word = plain[:2].lower() == "it"  # "it was resolved that"
        return Motion(resolved["text"], outcome=decided_by_word(plain) if by_word else None)
    stated = result_of(plain)
    if stated:
        return Result(stated)
    return _by_verdict(plain) or _by_other_label(plain)


def _by_verdict(plain: str) -> Motion | None:
    verdict = VERDICT_LABEL.fullmatch(plain)
    if not verdict or result_of(verdict["text"]):
        return None
    return Motion(verdict["text"], outcome=outcome_in(plain))


def _by_other_label(plain: str) -> Motion | Result | None:
    conditional = VOTE_IN_BRACKETS.fullmatch(plain)
    if conditional:
        return Motion(conditional["text"], outcome=result_in(conditional["rest"]))
    if COUNT_ONLY.fullmatch(plain) and tally_in(plain):
        return Result(outcome_in(plain) or Outcome(OutcomeKind.UNSTATED))
    labelled = LABELLED.fullmatch(plain)
    if labelled:
        return _labelled(labelled)
    voted = VOTE_ON.fullmatch(plain)
    return _voted(voted, plain) if voted else None


def _by_sentence(plain: str, context: Context) -> Motion | Result | None:
    moved = _with_movers(plain, context)
    if moved or movers_of(plain):
        return moved
    if len(plain) <= LONGEST_RESULT and RESULT_ONLY.fullmatch(plain):
        outcome = outcome_in(plain)
        return Result(outcome) if outcome else None
    return told_decision(plain)


def told_decision(plain: str) -> Motion | None:
    """ "The minutes were approved", "Court resolved to buy a boat": decided as it is told."""
    if not tells_decision(plain):
        return None
    kind = OutcomeKind.NOT_CARRIED if falls(plain) else OutcomeKind.CARRIED
    stated = outcome_in(plain)
    how = (stated.tally, stated.words) if stated else (None, "")
    return Motion(plain, outcome=Outcome(kind, *how))


def _with_movers(plain: str, context: Context) -> Motion | None:
    """A motion whose sentence says who moved it."""
    known = movers_and_text(plain)
    if known:
        movers, text = known
        seconder = _name(movers.seconder, context) if movers.seconder else None
        return Motion(text, _name(movers.mover, context), seconder, movers.outcome)
    sentence = read_moved(plain, context)
    if sentence:
        return sentence
    moved = MOVED.match(plain)
    if moved:
        return _moved(moved, plain, context)
    return None


def _labelled(match: re.Match[str]) -> Motion | Result | None:
    text = match["text"].replace("**", "").strip()
    label = match["label"].lower()
    outcome = outcome_in(text)
    if label in ("passed", "approved") and tally_in(text) and text[0].isdigit():
        return Result(Outcome(OutcomeKind.CARRIED, tally_in(text)))
    if label in ("passed", "approved"):
        return Motion(text, outcome=Outcome(OutcomeKind.CARRIED)) if text else _passed()
    if label in ("decision", "decided", "agreed", "voted"):
        is_stated = outcome is not None and outcome.kind is not OutcomeKind.UNSTATED
        return Motion(text, outcome=outcome if is_stated else _carried(outcome)) if text else None
    if label == "resolution" and outcome and RESULT_ONLY.fullmatch(text):
        return Result(outcome)
    if not text:
        return None
    is_stated = outcome is not None and outcome.kind is not OutcomeKind.UNSTATED
    told = None if is_stated else told_decision(text)
    return told or Motion(text, outcome=outcome if is_stated else None)


def _voted(match: re.Match[str], plain: str) -> Motion | Result | None:
    """ "Vote on the fence", perhaps with what became of it; of a motion above it only that."""
    outcome = outcome_in(plain)
    if THIS_MOTION.match(match["text"]):
        decided = result_in(plain)
        return Result(decided) if decided else None
    is_stated = outcome is not None and outcome.kind is not OutcomeKind.UNSTATED
    return Motion(plain if is_stated else match["text"], outcome=outcome if is_stated else None)


def _carried(counted: Outcome | None) -> Outcome:
    return Outcome(OutcomeKind.CARRIED, counted.tally if counted else None)


def _passed() -> Result:
    return Result(Outcome(OutcomeKind.CARRIED))


def _moved(match: re.Match[str], plain: str, context: Context) -> Motion:
    seconded = SECONDED.search(plain)
    seconder = (seconded["name"] or seconded["after"]).strip() if seconded else ""
    said = plain[match.end("mover") :]
    outcome = outcome_in(said) if seconded or len(plain) > 60 else None
    last = sentences_of(said)[-1:]
    outcome = outcome or (result_in(last[0]) if last and last[0] != said.strip() else None)
    return Motion(
        plain,
        mover=_name(match["mover"], context),
        seconder=_name(seconder, context) if seconder else None,
        outcome=outcome if outcome and outcome.kind else None,
        is_amendment=bool(AMENDS.search(plain)),
    )


def _name(typed: str, context: Context) -> Name:
    return bound(typed, context)


def split_decision(text: str, *, also: Callable[[str], bool]) -> list[str]:
    """A paragraph divided around its sentences that are decisions by themselves.

    `also` says of other sentences whether they stand by themselves.
    """
    if movers_of(text) or result_of(text):
        return [text]
    parts: list[str] = []
    follows = False
    sentences = sentences_of(text)
    for place, sentence in enumerate(sentences):
        is_backed = proposes(sentence) and (
            SECONDED.search(sentence) or any(map(backs, sentences[place + 1 : place + 2]))
        )
        decides = bool(is_backed) or _decides(sentence, is_first=not parts) or also(sentence)
        if follows and proposes(parts[-1]) and SECONDS.fullmatch(sentence):
            parts[-1] += f" {sentence}"
        elif decides or not parts or follows:
            parts.append(sentence)
            follows = decides
        else:
            parts[-1] += f" {sentence}"
    return parts


def _decides(sentence: str, *, is_first: bool) -> bool:
    if VOTE_ON.fullmatch(sentence) and outcome_in(sentence):
        return True
    if tells_decision(sentence) or says_motion(sentence):
        return True
    if is_first or len(sentence) > 2 * LONGEST_RESULT:
        return False
    is_short = len(sentence) <= LONGEST_RESULT
    return bool((is_short and RESULT_ONLY.fullmatch(sentence)) or result_of(sentence))
