"""Sentences that say who moved what: "M/S/C (Low/Ek) to buy", "A motion to buy was made by Low"."""

from __future__ import annotations

import re

from meetings.importers.offices import HONORIFIC
from meetings.importers.owned import sentences_of
from meetings.importers.results import outcome_in, result_in, result_of
from meetings.notation.context import Context
from meetings.notation.lines import Motion, Name, Outcome, OutcomeKind
from meetings.notation.names import PARTICLES

_TITLE = (
    r"(?:(?:Mr|Mrs|Ms|Miss|Mx|Dr|Prof|Professor|Cllrs?|Councill?or|Senator|Rev|Sir|Lady|Lord|Director|"
    r"Trustee|Commissioner|Alderman|Supervisor|Member|President|Chair|Captain)\.?\s+)?"
)
_WORD = r"[^\W\d_a-z][\w'’-]+"
NAME = (
    rf"{_TITLE}(?:[A-Z]\.\s?){{0,2}}(?:{_WORD}|[A-Z]{{1,3}}\b)"
    rf"(?:\s(?:(?:{'|'.join(sorted(PARTICLES))})\s){{0,2}}{_WORD}){{0,3}}"
)
_SECOND = (
    r"(?:\s*[,;]?\s*(?:and\s+)?(?:was\s+)?(?i:second(?:ed)?)(?:\s+by|:)?\s+(?P<seconder>"
    + NAME
    + r"))"
)
_THING = r"(?i:motion|proposal|resolution|amendment)"
# Moved, seconded and what became of it, in letters.
IN_LETTERS = re.compile(
    rf"(?P<code>M/S(?:/[A-Z]{{1,2}}){{0,2}}|MS[CPUFD]{{1,2}})\b\W{{0,3}}"
    rf"(?:(?:\(|by\s+)?(?P<mover>{NAME})\s?(?:/|,|and|&)\s?(?P<seconder>{NAME})\)?)?\W{{0,3}}"
    r"(?P<text>\S.*)",
    re.DOTALL,
)
BY_MOTION = re.compile(
    rf"(?i:(?:(?:a|the|on\s+(?:a|the))\s+)?{_THING}\s+(?:was\s+)?(?:(?:made|moved|put|offered)\s+)?(?:by|of|from))\s+(?P<mover>{NAME})"
    rf"{_SECOND}?\W{{1,4}}(?:and\s+(?P<verdict>(?:\w+\s+)?(?i:carried|passed|approved|agreed|resolved|adopted)),?\s+)?"
    r"(?P<text>(?:to|that|for)\s.+)",
    re.DOTALL,
)
ON_MOTION = re.compile(
    rf"(?i:(?:on|upon)\s+(?:a\s+|the\s+)?{_THING}\s+(?:of|by|from))\s+(?P<mover>{NAME}){_SECOND}?\W{{1,4}}(?P<text>\S.+)",
    re.DOTALL,
)
WAS_MOVED = re.compile(
    rf"(?i:(?:it\s+was\s+(?:then\s+)?)?(?:moved|proposed)\s+(?:by\s+)?)(?P<mover>{NAME}){_SECOND}"
    rf"\s*,?\s*(?:and\s+(?P<verdict>(?:\w+\s+)?(?i:carried|passed|approved|agreed|resolved|adopted)),?\s+)?"
    r"(?P<text>(?:to|that)\s.+)",
    re.DOTALL,
)
MADE_BY = re.compile(
    rf"(?:(?:A|The)\s+)?{_THING}\s+(?P<text>(?:to|that|for)\s.{{4,400}}?)\s*,?\s+(?:was\s+)?"
    rf"(?:made|moved|proposed|offered|put(?:\s+forward)?)\s+by\s+(?P<mover>{NAME}){_SECOND}?(?P<rest>\W.*)?",
    re.DOTALL,
)
# Only with a second or a result behind it: people propose many things.
PROPOSED = re.compile(
    rf"(?P<mover>{NAME})\s+(?:proposed|moved|put\s+forward)\s+(?P<text>(?:that|to|[a-z]+ing|the\s+adoption\s+of)\s.+)",
    re.DOTALL,
)
SECONDED = re.compile(
    rf"\b(?P<name>{NAME})\s+(?:seconded|2nded)\b|\b[Ss]econd(?:ed|er)?(?:\s+by)?:?\s+(?P<after>{NAME})"
)
SECONDS = re.compile(
    rf"(?:This\s+was\s+|(?:and\s+)?was\s+)?[Ss]econded\s+by\s+{NAME}\W{{0,3}}|(?:and\s+)?{NAME}\s+seconded\W{{0,3}}(?:the\s+motion\W*)?|"
    rf"[Ss]econded\s+{NAME}\W{{0,3}}"
)
FORMS = (IN_LETTERS, BY_MOTION, WAS_MOVED, ON_MOTION, MADE_BY)
LONGEST = 900
LOST_LETTERS = {"F", "D", "L"}


def says_motion(sentence: str) -> bool:
    """Whether a sentence says by its form that somebody moved something."""
    return len(sentence) <= LONGEST and any(form.match(sentence) for form in FORMS)


def proposes(sentence: str) -> bool:
    """Whether a sentence proposes something, which a second or a result would make a motion."""
    return len(sentence) <= LONGEST and bool(PROPOSED.match(sentence))


def backs(sentence: str) -> bool:
    """Whether a sentence seconds or decides what was proposed in the one before."""
    return bool(SECONDS.fullmatch(sentence) or _result(sentence))


def read_moved(text: str, context: Context) -> Motion | None:
    """The motion of such a sentence, with its movers and the result behind it."""
    if len(text) > LONGEST:
        return None
    match = next((found for form in FORMS if (found := form.fullmatch(text))), None)
    if match is None or (match.re is ON_MOTION and not outcome_in(match["text"])):
        return _proposed(text, context)
    parts = match.groupdict()
    return _motion(text, parts["mover"], parts["seconder"], _outcome(match), context)


def _proposed(text: str, context: Context) -> Motion | None:
    match = PROPOSED.fullmatch(text)
    if not match:
        return None
    seconded = SECONDED.search(text, match.end("mover"))
    last = sentences_of(text)[-1]
    result = None if last == text else _result(last)
    if seconded:
        behind = text[seconded.end() :].strip(" .,;")
        result = result or (result_in(behind) if behind and len(behind) < 80 else None)
    if not (seconded or result):
        return None
    seconder = (seconded["name"] or seconded["after"]) if seconded else None
    return _motion(text, match["mover"], seconder, result, context)


def _motion(
    text: str, mover: str | None, seconder: str | None, outcome: Outcome | None, context: Context
) -> Motion:
    seconded = None if seconder else SECONDED.search(text)
    seconder = seconder or ((seconded["name"] or seconded["after"]) if seconded else None)
    return Motion(
        text,
        mover=bound(mover, context) if mover else None,
        seconder=bound(seconder, context) if seconder else None,
        outcome=outcome,
    )


def _outcome(match: re.Match[str]) -> Outcome | None:
    parts = match.groupdict()
    if match.re is IN_LETTERS:
        return _by_letters(match)
    if match.re is ON_MOTION:
        return outcome_in(match["text"])
    if parts.get("verdict"):
        tally = outcome_in(match["text"])
        return Outcome(OutcomeKind.CARRIED, tally.tally if tally else None)
    behind = parts.get("rest") or "".join(sentences_of(match["text"])[1:])
    behind = behind.strip(" .,;")
    return result_in(behind) if behind else _in_passing(match["text"])


def _in_passing(text: str) -> Outcome | None:
    """ "..., which carried": a verdict after the last comma or dash of the motion."""
    last = re.split(r"\s*[,;–—]\s+", text)[-1]
    return _result(last) if last != text else None


def _by_letters(match: re.Match[str]) -> Outcome | None:
    letters = match["code"].replace("/", "")[2:]
    stated = outcome_in(match["text"])
    tally = stated.tally if stated else None
    if not letters:
        behind = " ".join(sentences_of(match["text"])[1:])
        return result_in(behind) if behind else None
    lost = set(letters) & LOST_LETTERS
    return Outcome(OutcomeKind.NOT_CARRIED if lost else OutcomeKind.CARRIED, tally)


def _result(text: str) -> Outcome | None:
    if len(text) > 120:
        return None
    said = result_of(text)
    is_word = re.match(
        r"(?:which\s+(?:was\s+)?)?(?:(?:unanimously|duly|was)\s+)*(?:carried|passed|approved|adopted|agreed|accepted|"
        r"defeated|rejected|lost|failed|unanimous\w*)\b(?!\s+(?:by\s+[A-Z]|supplier|budget|to\b|that\b|in\s+principle))",
        text,
        re.IGNORECASE,
    )
    return said or (result_in(text) if is_word else None)


def bound(typed: str, context: Context) -> Name:
    """A name bound to the people there, without its title where only so it is theirs."""
    plain = HONORIFIC.sub("", typed).strip()
    is_known = not context.roster.people_called(typed) and context.roster.people_called(plain)
    return context.roster.bind(plain if is_known else typed)
