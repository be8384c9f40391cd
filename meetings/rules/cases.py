"""Cases as JSON: one object in, a rule and counts out, or why it is impossible."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from typing import Any, TypeVar

from meetings.rules.counts import Casting, Counts, Recusal
from meetings.rules.majorities import Base, Majority, MajorityKind
from meetings.rules.quorum import Quorum, QuorumKind
from meetings.rules.verdict import Rule, Verdict

REQUIRED = ("seats", "present", "quorum", "majority")
NUMBERS = {
    "seats": "seats",
    "present": "present",
    "recused": "recused",
    "uncounted": "uncounted",
    "for": "votes_for",
    "against": "against",
    "abstain": "abstain",
    "objections": "objections",
}
OPTIONS = ("recusal", "objection_blocks", "casting_vote")
Choice = TypeVar("Choice", bound=StrEnum)


class Impossible(Exception):
    """Input that no meeting could give; the message says which."""


def read_case(case: object) -> tuple[Rule, Counts]:
    """The rule and the counts of one case of the calculator.

    Raises Impossible as domain rules section 13, 4 lists it. Source: section 13.
    """
    found = _object(case, "the case")
    _only(found, (*NUMBERS, "quorum", "majority", *OPTIONS), "the case", required=REQUIRED)
    return _rule(found), _counts(found)


def read_rule(given: object) -> tuple[Rule, Recusal]:
    """The rule of a case without its counts, as a ballot keeps it. Raises Impossible."""
    found = _object(given, "the rule")
    keys = ("quorum", "majority", "recusal", "objection_blocks")
    _only(found, keys, "the rule", required=("quorum", "majority"))
    return _rule(found), _recusal(found)


def rule_as_json(rule: Rule, recusal: Recusal) -> dict[str, Any]:
    """The rule as the calculator and `read_rule` take it."""
    quorum: dict[str, Any] = {"kind": rule.quorum.kind.value}
    if rule.quorum.kind is QuorumKind.FIXED:
        quorum["number"] = rule.quorum.number
    majorities = [_majority_as_json(one) for one in rule.majorities]
    return {
        "quorum": quorum,
        "majority": majorities[0] if len(majorities) == 1 else majorities,
        "recusal": recusal.value,
        "objection_blocks": rule.objection_blocks,
    }


def counts_as_json(counts: Counts) -> dict[str, Any]:
    """The counts as the calculator takes them; what is zero without being asked for is left out."""
    numbers = {key: getattr(counts, field) for key, field in NUMBERS.items()}
    told = {key: number for key, number in numbers.items() if number or key in REQUIRED}
    return told | ({"casting_vote": counts.casting.value} if counts.casting else {})


def as_json(verdict: Verdict) -> dict[str, Any]:
    """A verdict as the calculator prints it."""
    return {
        "quorum_needed": verdict.quorum_needed,
        "quorum_counted": verdict.quorum_counted,
        "quorum_met": verdict.quorum_met,
        "votes_needed": verdict.votes_needed,
        "outcome": verdict.outcome.value,
        "sentence": verdict.sentence,
    }


def _majority_as_json(majority: Majority) -> dict[str, Any]:
    found: dict[str, Any] = {"kind": majority.kind.value}
    if majority.kind is MajorityKind.FIXED:
        found["number"] = majority.number
    elif majority.kind is MajorityKind.FRACTION:
        found |= {"p": majority.p, "q": majority.q, "base": majority.base.value}
    return found


def _rule(found: Mapping[str, Any]) -> Rule:
    blocks = found.get("objection_blocks", False)
    if not isinstance(blocks, bool):
        raise Impossible("objection_blocks is true or false")
    return Rule(_quorum(found["quorum"]), _majorities(found["majority"]), blocks)


def _recusal(found: Mapping[str, Any]) -> Recusal:
    return _choice(Recusal, found.get("recusal", Recusal.VOTES_AND_QUORUM.value), "recusal")


def _counts(case: Mapping[str, Any]) -> Counts:
    numbers = {field: _number(case.get(key, 0), key) for key, field in NUMBERS.items()}
    casting = case.get("casting_vote")
    counts = Counts(
        **numbers,
        recusal=_recusal(case),
        casting=None if casting is None else _choice(Casting, casting, "casting_vote"),
    )
    if counts.present > counts.seats:
        raise Impossible(f"{counts.present} present of {counts.seats} seats")
    if counts.recused > counts.present:
        raise Impossible(f"{counts.recused} recused of {counts.present} present")
    if counts.uncounted > counts.voters:
        raise Impossible(f"{counts.uncounted} uncounted of {counts.voters} seats that may vote")
    votes = counts.cast + counts.abstain
    if votes > counts.voters:
        raise Impossible(f"{votes} votes of {counts.voters} seats that may vote")
    return counts


def _quorum(given: object) -> Quorum:
    found = _object(given, "quorum")
    kind = _choice(QuorumKind, found.get("kind"), "quorum kind")
    keys = ("kind", "number") if kind is QuorumKind.FIXED else ("kind",)
    _only(found, keys, "quorum", required=keys)
    return Quorum(kind, _number(found.get("number", 0), "quorum number"))


def _majorities(given: object) -> tuple[Majority, ...]:
    if not isinstance(given, list):
        return (_majority(given),)
    if not given:
        raise Impossible("the list of majorities is empty")
    return tuple(_majority(one) for one in given)


def _majority(given: object) -> Majority:
    found = _object(given, "majority")
    kind = _choice(MajorityKind, found.get("kind"), "majority kind")
    keys: tuple[str, ...] = ("kind",)
    if kind is MajorityKind.FIXED:
        keys = ("kind", "number")
    elif kind is MajorityKind.FRACTION:
        keys = ("kind", "p", "q", "base")
    _only(found, keys, "majority", required=keys)
    if kind is MajorityKind.FIXED:
        return Majority(kind, number=_number(found["number"], "majority number"))
    if kind is not MajorityKind.FRACTION:
        return Majority(kind)
    p, q = _number(found["p"], "p"), _number(found["q"], "q")
    if not 0 < p <= q:
        raise Impossible(f"{p}/{q} is no fraction of a base")
    return Majority(kind, p=p, q=q, base=_choice(Base, found["base"], "base"))


def _object(given: object, what: str) -> Mapping[str, Any]:
    if not isinstance(given, dict):
        raise Impossible(f"{what} is no object")
    return given


def _only(
    found: Mapping[str, Any], keys: tuple[str, ...], what: str, *, required: tuple[str, ...]
) -> None:
    unknown, missing = sorted(set(found) - set(keys)), [key for key in required if key not in found]
    if unknown:
        raise Impossible(f"{what}: unknown key {unknown[0]}")
    if missing:
        raise Impossible(f"{what}: {missing[0]} is missing")


def _number(given: object, what: str) -> int:
    if isinstance(given, bool) or not isinstance(given, int):
        raise Impossible(f"{what} is no whole number")
    if given < 0:
        raise Impossible(f"{what} is negative")
    return given


def _choice(kinds: type[Choice], given: object, what: str) -> Choice:
    if not isinstance(given, str) or given not in [kind.value for kind in kinds]:
        raise Impossible(f"{what} is unknown")
    return kinds(given)
