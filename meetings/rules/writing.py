"""Votes in writing: when nothing outstanding can change the result any more."""

from __future__ import annotations

from dataclasses import replace

from meetings.rules.counts import Counts
from meetings.rules.verdict import Outcome, Rule, decide


def outcomes_ahead(
    rule: Rule, counts: Counts, outstanding: int, *, silence_abstains: bool = False
) -> set[Outcome]:
    """Every outcome that the outstanding seats can still bring about by voting or keeping silent.

    In: the counts of the seats that have answered. Where silence abstains, a silent seat is one
    more abstention that does not count towards the quorum.
    """
    found = set()
    for votes_for in range(outstanding + 1):
        for against in range(outstanding - votes_for + 1):
            for abstain in range(outstanding - votes_for - against + 1):
                silent = outstanding - votes_for - against - abstain
                heard = silent if silence_abstains else 0
                case = replace(
                    counts,
                    present=counts.present + outstanding - silent + heard,
                    uncounted=counts.uncounted + heard,
                    votes_for=counts.votes_for + votes_for,
                    against=counts.against + against,
                    abstain=counts.abstain + abstain + heard,
                )
                found.add(decide(rule, case).outcome)
    return found


def is_settled(
    rule: Rule, counts: Counts, outstanding: int, *, silence_abstains: bool = False
) -> bool:
    """Whether a vote in writing may end before its deadline.

    Source: domain rules, section 7, 5.
    """
    ahead = outcomes_ahead(rule, counts, outstanding, silence_abstains=silence_abstains)
    return len(ahead) == 1
