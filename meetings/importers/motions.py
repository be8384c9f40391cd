"""Motions, votes and results as old minutes word them, over one line or several."""

from __future__ import annotations

import re
from collections.abc import Callable

from meetings.importers.attendance import NAME
from meetings.importers.movers import movers_and_text, movers_of
from meetings.importers.owned import sentences_of
from meetings.importers.results import decided_by_word, outcome_in, result_in, result_of, tally_in
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
    r"(?:\*\*)?(?:(?:revised|amended)\s+)?(?:vote\s*\|\s*)?(?P<label>motion|vote|passed|resolution|resolved|approved|decision|decided|agreed)"
    r"(?:\s+[#A-Z]{0,6}\d[\w./-]{0,12}|\s+[A-Z]{2,6}\d*-\d+)?"
    r"(?:(?:\*\*)?\s*(?:[:–-]|\s[-–])\s*(?:\*\*)?|\*\*)\s*(?P<text>.*)",
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
BY_MOTION = re.compile(
    rf"(?i:(?:(?:a|the|on\s+(?:a|the))\s+)?motion\s+(?:was\s+)?(?:(?:made|moved|put)\s+)?(?:by|of))\s+(?P<mover>{NAME})"
    r"(?:,?\s*(?:and\s+)?(?:was\s+)?(?i:second(?:ed)?)\s+(?i:by)\s+(?P<seconder>[A-Z][\w'’-]*(?:\s[A-Z][\w'’-]*)?))?"
    r"\W{1,4}(?P<text>(?:to|that|for)\s.+)",
    re.DOTALL,
)
MOTION_TO = re.compile(
    r"(?:A\s+)?[Mm]otion\s+(?:was\s+made\s+)?(?:to|that)\s+[a-z].{10,}", re.DOTALL
)
AMENDS = re.compile(r"\bmoved\s+to\s+amend\s+the\s+motion\b|\ban\s+amendment\s+to\b", re.IGNORECASE)
SECONDED = re.compile(
    rf"(?P<name>{NAME})\s+seconded"
    r"|[Ss]econd(?:ed)?(?:\s+by)?:?\s+(?P<after>[A-Z][\w.'’ -]*)"
)
RESULT_ONLY = re.compile(
    r"(?:\*\*)?(?:there\s+(?:was|were)\s+no\s+(?:opposition|objections?)[,;]?\s*(?:and\s+)?)?"
    r"(?:(?:the\s+)?(?:amended\s+)?(?:vote|motion|resolution|amendment)(?:\s+to\s+[^.]{3,80}?)?"
    r"\s*(?:was|has|is|:)?\s*)*"
    r"(?:unanimously\s+|not\s+|did\s+not\s+)?"
    r"(?:carried|passed|pass|approved|adopted|accepted|defeated|rejected|failed|withdrawn|tabled|[+]1\s+unanimous)\b.{0,90}",
    re.IGNORECASE | re.DOTALL,
)
COUNT_ONLY = re.compile(
    r"(?:\*\*)?(?:vote|votes|result|tally)\s*:?(?:\*\*)?\s*(?P<rest>\d.{0,80})", re.IGNORECASE
)
APPROVAL = re.compile(
    r"(?:(?:the\s+)?(?:minutes|agenda|reports?|budget|treasurer)\b.{0,120}\b(?:were|was|are|is)\s+(?:unanimously\s+)?"
    r"(?:approved|accepted|adopted)\b.*"
    r"|(?:the\s+)?minutes\b.{0,120}\b(?:were|was)\s+(?:\w+\s+)?(?:agreed|accepted|confirmed|signed|taken|received)\s+"
    r"(?:to\s+be|as|and\s+signed)\b.*"
    r"|(?:the\s+)?minutes\s+(?:of|from)\b.{0,80}\b(?:approved|adopted|accepted)\b.*"
    r"|.{0,240}\b(?:agreed|approved|adopted|carried|accepted)\s+(?:nem\.?\s*con|unanimously|"
    r"by\s+(?:a\s+)?(?:show\s+of\s+hands|unanimous\s+vote|general\s+consent|consensus|acclamation))\b.*"
    r"|.{0,240}\bproposed\s+by\b.{0,80}\bseconded\s+by\b.{0,80}\b(?:all\s+in\s+favou?r|agreed|carried|approved)\b.*"
    r"|approval\s+of\b.{0,160}\b(?:carried|passed|approved|no\s+objections?)\b.*"
    r"|.{0,200}\b(?:it\s+was\s+)?unanimously\s+(?:approved|agreed|adopted|voted)\b.*"
    r"|the\s+board\s+(?:unanimously\s+)?voted\b.*"
    r"|.{0,160}\b(?:motion|vote|resolution)\s+(?:has\s+|was\s+)?(?:carried|passed|approved|failed|defeated)\b.*"
    r"|new\s+members\s+approved\s*:.*|(?:the\s+)?board\s+(?:unanimously\s+)?(?:approves|approved|accepts|adopts)\b.*"
    r"|nom(?:ination)?:\s*\w+.{0,60}\bsecond:.*\b(?:approved|carried|passed)\b.*)",
    re.IGNORECASE | re.DOTALL,
)


PASSIVE = re.compile(
    r"(?:The|These|This|Both|All|An?)\s(?:(?!\b(?:that|which|who|when|if|whether|said|reported|asked|"
    r"noted|once|until|after|be|been|by)\b)[^.,:;]){3,120}\b(?:was|were)\s+"
    r"(?:(?:then|duly|formally|all|also|unanimously|not)\s+){0,2}(?:approved|adopted|ratified)\b"
    r"(?!\s+(?:by|in|on|at|last|earlier|previously)\b).{0,160}",
    re.DOTALL,
)
IT_WAS_RESOLVED = re.compile(
    r"(?:[A-Z][^.;:]{2,90}?[\s,])?(?:It|IT|it)\s+(?:was|WAS)\s+(?:\w+\s+)?(?i:resolved)\s+(?i:that|to)\b"
)


def read_loose_motion(text: str, context: Context) -> Motion | Result | None:
    """A motion, or a result on its own, in any of the usual wordings."""
    plain = text.strip()
    return _by_label(plain) or _by_sentence(plain, context)


def _by_label(plain: str) -> Motion | Result | None:
    resolved = RESOLVED_THAT.fullmatch(plain)
    if resolved:
        by_word = plain[:2].lower() == "it"  # "it was resolved that"
        return Motion(resolved["text"], outcome=decided_by_word(plain) if by_word else None)
    stated = result_of(plain)
    if stated:
        return Result(stated)
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
    if IT_WAS_RESOLVED.match(plain):
        return Motion(plain, outcome=Outcome(OutcomeKind.CARRIED))
    if (APPROVAL.fullmatch(plain) or PASSIVE.fullmatch(plain)) and "quorum" not in plain:
        return Motion(plain, outcome=outcome_in(plain) or Outcome(OutcomeKind.CARRIED))
    return None


def _with_movers(plain: str, context: Context) -> Motion | None:
    """A motion whose sentence says who moved it."""
    known = movers_and_text(plain)
    if known:
        movers, text = known
        seconder = _name(movers.seconder, context) if movers.seconder else None
        return Motion(text, _name(movers.mover, context), seconder, movers.outcome)
    moved = MOVED.match(plain)
    if moved:
        return _moved(moved, plain, context)
    by_motion = BY_MOTION.fullmatch(plain)
    return _by_motion(by_motion, plain, context) if by_motion else None


def _labelled(match: re.Match[str]) -> Motion | Result | None:
    text = match["text"].replace("**", "").strip()
    label = match["label"].lower()
    outcome = outcome_in(text)
    if label in ("passed", "approved") and tally_in(text) and text[0].isdigit():
        return Result(Outcome(OutcomeKind.CARRIED, tally_in(text)))
    if label in ("passed", "approved"):
        return Motion(text, outcome=Outcome(OutcomeKind.CARRIED)) if text else _passed()
    if label in ("decision", "decided", "agreed"):
        is_stated = outcome is not None and outcome.kind is not OutcomeKind.UNSTATED
        return (
            Motion(text, outcome=outcome if is_stated else Outcome(OutcomeKind.CARRIED))
            if text
            else None
        )
    if label == "resolution" and outcome and RESULT_ONLY.fullmatch(text):
        return Result(outcome)
    if not text:
        return None
    is_stated = outcome is not None and outcome.kind is not OutcomeKind.UNSTATED
    return Motion(text, outcome=outcome if is_stated else None)


def _voted(match: re.Match[str], plain: str) -> Motion | Result | None:
    """ "Vote on the fence", perhaps with what became of it; of a motion above it only that."""
    outcome = outcome_in(plain)
    if THIS_MOTION.match(match["text"]):
        decided = result_in(plain)
        return Result(decided) if decided else None
    is_stated = outcome is not None and outcome.kind is not OutcomeKind.UNSTATED
    return Motion(plain if is_stated else match["text"], outcome=outcome if is_stated else None)


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


def _by_motion(match: re.Match[str], plain: str, context: Context) -> Motion:
    """ "Motion by Ada, second by Bo, to buy a boat", perhaps with its result."""
    seconder = match["seconder"]
    seconded = None if seconder else SECONDED.search(plain)
    seconder = seconder or (seconded and (seconded["name"] or seconded["after"]).strip())
    end = re.search(r"[.;]\s+\S", match["text"])
    outcome = result_in(match["text"][end.end() - 1 :]) if end else None
    return Motion(
        plain,
        mover=_name(match["mover"], context),
        seconder=_name(seconder, context) if seconder else None,
        outcome=outcome,
    )


def _name(typed: str, context: Context) -> Name:
    return context.roster.bind(typed)


def split_decision(text: str, *, also: Callable[[str], bool]) -> list[str]:
    """A paragraph divided around its sentences that are decisions by themselves.

    `also` says of other sentences whether they stand by themselves.
    """
    if movers_of(text) or result_of(text):
        return [text]
    parts: list[str] = []
    follows = False
    for sentence in sentences_of(text):
        decides = _decides(sentence, is_first=not parts) or also(sentence)
        if decides or not parts or follows:
            parts.append(sentence)
        else:
            parts[-1] += f" {sentence}"
        follows = decides
    return parts


def _decides(sentence: str, *, is_first: bool) -> bool:
    if VOTE_ON.fullmatch(sentence) and outcome_in(sentence):
        return True
    if (
        APPROVAL.fullmatch(sentence)
        or PASSIVE.fullmatch(sentence)
        or IT_WAS_RESOLVED.match(sentence)
    ):
        return "quorum" not in sentence
    if is_first or len(sentence) > LONGEST_RESULT:
        return False
    return bool(RESULT_ONLY.fullmatch(sentence) or result_of(sentence))
