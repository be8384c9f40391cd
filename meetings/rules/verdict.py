"""The verdict: an outcome, its numbers, and the sentence that explains them."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from meetings.rules.counts import Casting, Counts, Recusal
from meetings.rules.majorities import Base, Majority, MajorityKind, holds, votes_needed
from meetings.rules.quorum import Quorum, QuorumKind, needed


class Outcome(StrEnum):
    CARRIED = "carried"
    NOT_CARRIED = "not_carried"
    NO_QUORUM = "no_quorum"
    NOT_DECIDED = "not_decided"


class OutOfOrder(Exception):
    """What the rules of order do not allow; the message is the sentence to show."""


class TooManyVotes(OutOfOrder):
    """More votes than seats that may vote: somebody miscounted."""


@dataclass(frozen=True)
class Rule:
    """What a board asks of a decision. In `majorities` all have to hold."""

    quorum: Quorum
    majorities: tuple[Majority, ...]
    objection_blocks: bool = False


@dataclass(frozen=True)
class Verdict:
    """`votes_needed` is None where no number of votes would carry."""

    outcome: Outcome
    quorum_needed: int
    quorum_counted: int
    votes_needed: int | None
    sentence: str

    @property
    def quorum_met(self) -> bool:
        return self.quorum_counted >= self.quorum_needed


def decide(rule: Rule, counts: Counts, *, basis: str = "present") -> Verdict:
    """The verdict on these counts by this rule. Source: domain rules, section 13, in its order.

    In: `basis` says in the sentence what the seats that count for quorum did.
    """
    least = needed(rule.quorum, counts)
    outcome, why = _outcome(rule, counts, least)
    blocked = rule.objection_blocks and counts.objections > 0
    return Verdict(
        outcome,
        least,
        counts.counted,
        None if blocked else votes_needed(rule.majorities, counts),
        f"{quorum_words(rule.quorum, counts, least, basis)} {why}",
    )


def _outcome(rule: Rule, counts: Counts, least: int) -> tuple[Outcome, str]:
    if counts.counted < least:
        return Outcome.NO_QUORUM, "Nothing can be decided."
    if rule.objection_blocks and counts.objections:
        return Outcome.NOT_CARRIED, f"Not carried: {_objections(counts)}, which blocks."
    if all(m.kind is MajorityKind.NO_OBJECTIONS for m in rule.majorities):
        return _by_consent(counts)
    if counts.cast == 0:
        return Outcome.NOT_DECIDED, "Not decided: nobody voted for or against."
    missed = [majority for majority in rule.majorities if not holds(majority, counts)]
    if missed:
        return Outcome.NOT_CARRIED, f"Not carried: {_counted(counts)}; {_asked(missed, counts)}."
    asked = _asked(list(rule.majorities), counts)
    return Outcome.CARRIED, f"Carried: {_counted(counts)}; {asked}."


def _by_consent(counts: Counts) -> tuple[Outcome, str]:
    if counts.objections:
        words = f"Not decided: {_objections(counts)}, so it has to be put to a counted vote."
        return Outcome.NOT_DECIDED, words
    return Outcome.CARRIED, "Carried: no objections."


QUORUM_WORDS = {
    QuorumKind.MORE_THAN_HALF: "more than half of {seats}",
    QuorumKind.AT_LEAST_HALF: "at least half of {seats}",
    QuorumKind.TWO_THIRDS: "two-thirds of {seats}",
    QuorumKind.FIXED: "a fixed number",
}
MAJORITY_WORDS = {
    MajorityKind.SIMPLE: "more votes for than against are needed",
    MajorityKind.OF_PRESENT: "more than half of the {voters} present and voting are needed",
    MajorityKind.OF_ALL_SEATS: "more than half of all {all_seats} are needed",
    MajorityKind.OF_BALLOTS: "more than half of the ballots, abstentions included, are needed",
    MajorityKind.TWO_THIRDS_OF_CAST: "two-thirds of the {cast} votes cast are needed",
    MajorityKind.TWO_THIRDS_OF_ALL: "two-thirds of all {all_seats} are needed",
    MajorityKind.NO_OBJECTIONS: "no objections are allowed",
    MajorityKind.FIXED: "{number} votes for are needed",
}
BASE_WORDS = {
    Base.CAST: "the {cast} votes cast",
    Base.PRESENT: "the {voters} present and voting",
    Base.ALL: "all {all_seats}",
}


def quorum_words(quorum: Quorum, counts: Counts, least: int, basis: str = "present") -> str:
    """How many seats are there and how many are needed by which rule, as a sentence."""
    rule = QUORUM_WORDS[quorum.kind].format(seats=_seats(counts.all_seats))
    away = ""
    if counts.recused:
        counted = counts.recusal is Recusal.VOTES_ONLY
        away = f", {counts.recused} recused {'counted' if counted else 'left out'}"
    missing = least - counts.counted
    found = "quorum" if missing <= 0 else f"no quorum, {missing} short"
    return f"{_seats(counts.counted)} {basis}{away}; {least} needed ({rule}): {found}."


def _seats(number: int) -> str:
    return "1 seat" if number == 1 else f"{number} seats"


def _counted(counts: Counts) -> str:
    words = f"{counts.votes_for} for, {counts.against} against, {counts.abstain} abstained"
    if counts.casting and counts.votes_for == counts.against:
        side = "for" if counts.casting is Casting.FOR else "against"
        words += f", the casting vote {side}"
    return words


def _asked(majorities: list[Majority], counts: Counts) -> str:
    return ", and ".join(_majority_words(majority, counts) for majority in majorities)


def _majority_words(majority: Majority, counts: Counts) -> str:
    numbers = {
        "voters": _seats(counts.voters),
        "all_seats": _seats(counts.all_seats),
        "cast": counts.cast,
        "number": majority.number,
    }
    if majority.kind is MajorityKind.FRACTION:
        base = BASE_WORDS[majority.base].format(**numbers)
        return f"{majority.p}/{majority.q} of {base} are needed"
    return MAJORITY_WORDS[majority.kind].format(**numbers)


def _objections(counts: Counts) -> str:
    return "1 objection" if counts.objections == 1 else f"{counts.objections} objections"
