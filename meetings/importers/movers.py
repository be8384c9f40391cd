"""Who moved and who seconded, where a line says it beside a motion: "Prop: Ada Sec: Bo"."""

from __future__ import annotations

import re
from dataclasses import dataclass

from meetings.importers.results import result_in, result_of
from meetings.notation.lines import Outcome
from meetings.notation.names import PARTICLES

_MOVED = (
    r"(?:(?:motion\s+)?made|moved|motion(?:ed)?|proposed|nominated|submitted)(?:\s+by)?"
    r"|mover|proposer|prop|nom"
)
_SECONDED = r"(?:seconded|second|2nd)(?:\s+by)?|seconder|sec"
_NO_NAME = r"(?!(?i:second|sec\b|vote|result|carried|passed|approved|all\b|for\b|motion|unanimous))"
_PARTICLES = "|".join(sorted(PARTICLES))
_NAME = (
    rf"[A-Z][\w'’-]*\.?(?:\s(?:(?:{_PARTICLES})\s){{0,2}}"
    rf"{_NO_NAME}[A-Z][\w'’-]*){{0,3}}"
)
LINE = re.compile(
    rf"\W{{0,3}}(?i:{_MOVED})(?:\s*:\W{{0,4}}|\s+){_NO_NAME}(?P<mover>{_NAME})"
    rf"(?:\W{{1,8}}(?:and\s+)?(?i:{_SECONDED})(?:\s*:\W{{0,4}}|\s+)(?P<seconder>none|{_NAME}))?"
    r"(?P<rest>(?:\W.*)?)",
    re.DOTALL,
)
LABELLED = re.compile(rf"\W{{0,3}}(?i:{_MOVED})\W{{0,3}}:")


@dataclass(frozen=True)
class Movers:
    mover: str
    seconder: str
    outcome: Outcome | None


def movers_of(text: str) -> Movers | None:
    """The movers of a line that begins with them, and the result behind them if any."""
    match = LINE.fullmatch(text) if len(text) <= 300 else None
    if not match:
        return None
    seconder = (match["seconder"] or "").strip(" .")
    rest = match["rest"].strip(" .,;:*_/()[]—–-")
    outcome = _outcome(rest)
    if rest and not outcome:
        return None
    if not (seconder or outcome or LABELLED.match(text)):
        return None
    return Movers(match["mover"].strip(" ."), "" if seconder == "none" else seconder, outcome)


def _outcome(rest: str) -> Outcome | None:
    if not rest:
        return None
    parts = [part.strip(" *") for part in re.split(r"(?<=[.;])\s+|\s{3,}", rest)]
    is_result = any(result_of(part) for part in parts) or re.match(
        r"(?:motion\s+)?(?:carried|passed|approved|unanimous|agreed|all\s+in|failed|defeated|not\s|adopted|accepted)",
        rest,
        re.IGNORECASE,
    )
    return result_in(rest) if is_result else None
