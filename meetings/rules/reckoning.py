"""What the rules of order say of a decision that the minutes record and nobody voted on here."""

from __future__ import annotations

from dataclasses import dataclass, replace

from meetings.rules.counts import Recusal
from meetings.rules.majorities import Majority, MajorityKind
from meetings.rules.tally import Hands, Sheet, judge, places
from meetings.rules.verdict import Outcome, OutOfOrder, Rule, quorum_words

NOBODY = Hands(0, 0, 0)


@dataclass(frozen=True)
class Recorded:
    """What minutes say: an outcome (None: only numbers), and the votes (None: not given).

    `is_consent`: the minutes say that nobody objected.
    """

    outcome: Outcome | None
    hands: Hands | None = None
    is_consent: bool = False


@dataclass(frozen=True)
class Reckoned:
    """The outcome by the rules (None: it cannot be computed), why, and whether the minutes differ.

    Votes that cannot be are a difference too.
    """

    outcome: Outcome | None
    sentence: str
    differs: bool


def reckon(rule: Rule, sheet: Sheet, recusal: Recusal, recorded: Recorded) -> Reckoned:
    """The recorded decision, judged by the room as it was.

    In: the sheet without votes. Where the minutes give none, a carried motion is judged as
    consent is, by the quorum alone, and of any other no more than the quorum is told.
    Source: domain rules, sections 2 to 4; design.md section 8, results.
    """
    if recorded.hands is None:
        return _without_votes(rule, sheet, recusal, recorded)
    try:
        verdict = judge(rule, replace(sheet, hands=recorded.hands), recusal)[1]
    except OutOfOrder:
        return _impossible(sheet, recusal, recorded.hands)
    differs = recorded.outcome not in (None, verdict.outcome)
    return Reckoned(verdict.outcome, verdict.sentence, differs)


def _without_votes(rule: Rule, sheet: Sheet, recusal: Recusal, recorded: Recorded) -> Reckoned:
    consent = replace(rule, majorities=(Majority(MajorityKind.NO_OBJECTIONS),))
    silent = replace(sheet, hands=NOBODY, casting=None)
    counts, verdict = judge(consent, silent, recusal)
    if verdict.outcome is Outcome.NO_QUORUM or (_is_carried(recorded) and recorded.is_consent):
        return Reckoned(verdict.outcome, verdict.sentence, recorded.outcome != verdict.outcome)
    why = "What the votes were is not recorded."
    if _is_carried(recorded):
        why = "Carried if nobody objected: no votes are recorded."
    words = quorum_words(rule.quorum, counts, verdict.quorum_needed)
    sentence = " ".join([words, why, *places(silent, recusal)])
    if _is_carried(recorded):
        return Reckoned(Outcome.CARRIED, sentence, differs=False)
    return Reckoned(None, sentence, differs=recorded.outcome is Outcome.NO_QUORUM)


def _is_carried(recorded: Recorded) -> bool:
    return recorded.outcome is Outcome.CARRIED


def _impossible(sheet: Sheet, recusal: Recusal, hands: Hands) -> Reckoned:
    votes = hands.votes_for + hands.against + hands.abstain
    voters = sum(entry.may_vote for entry in sheet.entries)
    sentence = f"That cannot be: {votes} votes are recorded, and {voters} of the seats may vote."
    silent = replace(sheet, hands=NOBODY)
    return Reckoned(None, " ".join([sentence, *places(silent, recusal)]), differs=True)
