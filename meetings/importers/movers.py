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


LONGEST = 300
PURPOSE = re.compile(r"(?:to|that|for|on|of|as)\s", re.IGNORECASE)


@dataclass(frozen=True)
class Movers:
    mover: str
    seconder: str
    outcome: Outcome | None


def movers_of(text: str) -> Movers | None:
    """The movers of a line that has nothing else but perhaps the result behind them."""
    movers, rest = _read(text)
    return movers if movers and (not rest or movers.outcome) else None


def movers_and_text(text: str) -> tuple[Movers, str] | None:
    """ "Prop: Ada Sec: Bo that we buy a boat. Agreed.": movers, what they moved, the result."""
    movers, rest = _read(text)
    if not movers or not movers.seconder or not PURPOSE.match(rest):
        return None
    moved, _stop, result = rest.partition(". ")
    outcome = result_in(result) if result and _outcome(result) else None
    return Movers(movers.mover, movers.seconder, outcome), moved


def _read(text: str) -> tuple[Movers | None, str]:
    match = LINE.fullmatch(text) if len(text) <= LONGEST else None
    if not match:
        return None, ""
    seconder = (match["seconder"] or "").strip(" .")
    rest = match["rest"].strip(" .,;:*_/()[]—–-")
    outcome = None if PURPOSE.match(rest) else _outcome(rest)
    if not (seconder or outcome or LABELLED.match(text)):
        return None, ""
    name = match["mover"].strip(" .")
    return Movers(name, "" if seconder == "none" else seconder, outcome), rest


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
