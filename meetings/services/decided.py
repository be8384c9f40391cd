"""What votes froze and decided, for those who read the minutes' lines beside it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from meetings.models import Ballot, BallotResult, Resolution
from meetings.notation.lines import Outcome, OutcomeKind, Result, Tally
from meetings.notation.writer import compose

WORDS = {BallotResult.Method.CONSENSUS: "no objections"}


@dataclass(frozen=True)
class Voted:
    """The text of the last vote that counts, and what it decided; None while it is open."""

    text: str
    state: str
    outcome: Outcome | None = None

    @property
    def in_words(self) -> str:
        return compose(Result(self.outcome)) if self.outcome else ""

    def is_told_by(self, told: Outcome | None) -> bool:
        return told is not None and self.outcome is not None and is_told_by(self.outcome, told)


def is_told_by(outcome: Outcome, told: Outcome) -> bool:
    """Whether a line gives that result: the outcome, and the same numbers if it gives any."""
    if told.kind != outcome.kind:
        return False
    return told.tally is None or outcome.tally in (None, told.tally)


def voted_on(resolutions: Iterable[int]) -> dict[int, Voted]:
    """By resolution, in one query or none; votes that were given up do not count."""
    keys = list(resolutions)
    if not keys:
        return {}
    ballots = Ballot.objects.filter(resolution__in=keys).exclude(result__outcome="void")
    return {
        ballot.resolution_id: _voted(ballot)
        for ballot in ballots.select_related("result").order_by("resolution", "number")
    }


def _voted(ballot: Ballot) -> Voted:
    if ballot.is_open:
        return Voted(ballot.text, Resolution.State.OPEN)
    return Voted(ballot.text, ballot.result.in_force, outcome_of(ballot.result))


def outcome_of(result: BallotResult) -> Outcome:
    """The result in the notation: counts only where somebody counted."""
    kind = OutcomeKind(result.in_force)
    case = result.case or {}
    counted = result.method != BallotResult.Method.CONSENSUS and kind is not OutcomeKind.NO_QUORUM
    votes = (case.get("for", 0), case.get("against", 0), case.get("abstain", 0))
    return Outcome(
        kind,
        Tally(*votes) if counted else None,
        WORDS.get(BallotResult.Method(result.method), "") if kind is OutcomeKind.CARRIED else "",
    )
