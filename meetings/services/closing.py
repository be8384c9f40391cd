"""Ballots are closed: the verdict is computed, frozen and written into the minutes."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from django.db import transaction
from django.db.models.functions import Now
from django.utils.translation import gettext as _

from meetings.models import Ballot, BallotPhase, BallotResult, BallotSeat, Meeting, Resolution, Vote
from meetings.rules.cases import as_json, counts_as_json
from meetings.rules.tally import Choice, Entry
from meetings.rules.verdict import Outcome, OutOfOrder
from meetings.services.ballots import digest, phase_of, refuse_if_touched
from meetings.services.changes import Save, refuse_if_frozen
from meetings.services.decided_lines import write_result
from meetings.services.numbering import number_resolutions
from meetings.services.refusals import Refused
from meetings.services.register import Kind, Record, register
from meetings.services.tallying import Tally, tally_of
from meetings.services.telling import tell_result
from meetings.services.votes import count_hands, record_votes, take_turns
from meetings.services.written import effective_at, refuse_while_outstanding

Method = BallotResult.Method


class LookAgain(OutOfOrder):
    """What would be recorded is no longer what somebody looked at; nothing was recorded."""


@dataclass(frozen=True)
class Closing:
    """How a vote is closed.

    `seen` is `seen_as` of the tally that somebody looked at. `choices` are recorded first,
    under the form's `key`, or the `hands` that were counted. `declared` is another result than
    the computed one, for a reason.
    """

    method: str
    seen: str
    choices: Mapping[int, Vote.Choice] = field(default_factory=dict)
    key: str = ""
    accepts_no_quorum: bool = False
    declared: str = ""
    reason: str = ""
    hands: tuple[int, int, int] | None = None


def seen_as(tally: Tally) -> str:
    """A short mark of what a tally says; another one where anything in it differs."""
    return mark_of(tally.verdict.sentence)


def mark_of(sentence: str) -> str:
    """The same of a result, by its sentence: it names every seat."""
    return digest({"sentence": sentence})[:16]


@transaction.atomic
def close_ballot(ballot: Ballot, *, closing: Closing, save: Save) -> BallotResult:
    """Records what is still to be recorded, computes the verdict, freezes it and writes it down.

    Raises Closed where somebody was faster, LookAgain where it would be another verdict than
    the one looked at, OutOfOrder without a quorum unless that is accepted or where the frozen
    text was tampered with or, in writing, while an outstanding vote can still change the result,
    Refused for another result without a reason, Frozen.
    Source: design.md sections 5 and 8, domain rules 7, 11 and 13.
    """
    meeting = ballot.resolution.item.meeting
    meeting.board.wait_for_turn()
    take_turns(ballot, 0, is_closing=True)  # from here on others wait
    refuse_if_touched(ballot)
    is_written = phase_of(ballot).channel == BallotPhase.Channel.WRITING
    if not is_written:  # a vote in writing outlives the meeting, and its minutes
        refuse_if_frozen(meeting)
    if closing.choices:
        record_votes(ballot, choices=closing.choices, key=closing.key, save=save)
    if closing.hands:
        count_hands(ballot, counted=closing.hands, reason=closing.reason, save=save)
    tally = tally_of(ballot, save=save, is_consensus=closing.method == Method.CONSENSUS)
    refuse_while_outstanding(ballot, tally, save)
    _check(tally, closing)
    result = _result(ballot, tally, closing, save)
    Ballot.objects.filter(pk=ballot.pk).update(closed_at=Now())
    Resolution.objects.filter(pk=ballot.resolution_id).update(state=result.in_force)
    if not meeting.is_frozen:
        write_result(result, save=save)
    if meeting.kind == Meeting.Kind.WRITTEN:  # nobody adjourns it
        number_resolutions(meeting, year=(meeting.date or save.at).year)
    result.refresh_from_db()
    if is_written:
        tell_result(result, save=save)
    return result


@transaction.atomic
def give_up_ballot(ballot: Ballot, *, reason: str, save: Save) -> BallotResult:
    """Ends a vote without a result; its votes stay on record and count for nothing.

    Raises Refused without a reason, Closed where it is over.
    """
    if not reason.strip():
        raise Refused(_("Give a reason."))
    take_turns(ballot, 0, is_closing=True)
    votes = Vote.objects.standing().filter(seat__ballot=ballot).count()
    sentence = f"Given up: {reason.strip()} {votes} votes recorded count for nothing."
    result = BallotResult(
        ballot=ballot, method=Method.GIVEN_UP, outcome="void", reason=reason.strip()[:500],
        sentence=sentence, closed_by=save.by,
    )  # fmt: skip
    result.hash = digest({"ballot": ballot.hash, "sentence": sentence})
    _registered(result, save)
    Ballot.objects.filter(pk=ballot.pk).update(closed_at=Now())
    before = BallotResult.objects.filter(ballot__resolution=ballot.resolution_id)
    last = before.exclude(outcome="void").order_by("-ballot__number").first()
    state = last.in_force if last else Resolution.State.PROPOSED
    Resolution.objects.filter(pk=ballot.resolution_id).update(state=state)
    return result


def _check(tally: Tally, closing: Closing) -> None:
    if seen_as(tally) != closing.seen:
        raise LookAgain(_("The vote or the room has changed since you looked. Look again."))
    verdict = tally.verdict
    is_asked = not closing.accepts_no_quorum and not tally.sheet.is_written
    if verdict.outcome is Outcome.NO_QUORUM and is_asked:
        sentence = _(
            "%(there)d of %(seats)d present; quorum is %(needed)d. "
            "Record as no quorum, or keep open."
        )
        raise OutOfOrder(
            sentence
            % {
                "there": verdict.quorum_counted,
                "seats": tally.counts.all_seats,
                "needed": verdict.quorum_needed,
            }
        )
    if closing.declared and closing.declared != verdict.outcome and not closing.reason.strip():
        raise Refused(_("Give a reason."))


def _result(ballot: Ballot, tally: Tally, closing: Closing, save: Save) -> BallotResult:
    is_other = closing.declared and closing.declared != tally.verdict.outcome
    is_consensus = closing.method == Method.CONSENSUS
    phase = phase_of(ballot)
    rule = (phase.rule or ballot.rule) | (
        {"majority": {"kind": "no_objections"}} if is_consensus else {}
    )
    result = BallotResult(
        ballot=ballot,
        method=_method(tally, closing),
        outcome=tally.verdict.outcome.value,
        declared=closing.declared if is_other else "",
        reason=closing.reason.strip()[:500] if is_other else "",
        case=counts_as_json(tally.counts) | rule,
        verdict=as_json(tally.verdict),
        sheet=[_line(*pair) for pair in zip(tally.rows, tally.sheet.entries, strict=True)],
        sentence=tally.verdict.sentence,
        effective_at=effective_at(ballot, tally),
        closed_by=save.by,
    )
    kept = ("method", "outcome", "declared", "reason", "case", "verdict", "sheet", "sentence")
    result.hash = digest({"ballot": ballot.hash} | {name: getattr(result, name) for name in kept})
    return _registered(result, save)


def _registered(result: BallotResult, save: Save) -> BallotResult:
    """The result and its entry in the register: what anybody needs to work it out again."""
    result.save(force_insert=True)
    ballot = result.ballot
    content = {
        "resolution": ballot.resolution_id,
        "text": ballot.text,
        "ballot": {"number": ballot.number, "hash": ballot.hash},
        "result": {"hash": result.hash, "outcome": result.outcome, "declared": result.declared},
        "reason": result.reason,
        "case": result.case,
        "sheet": result.sheet,
        "sentence": result.sentence,
    }
    record = Record(Kind.RESULT, content, meeting=ballot.resolution.item.meeting, result=result)
    register(ballot.resolution.board, record=record, at=save.at)
    return result


def _method(tally: Tally, closing: Closing) -> str:
    """By what the votes are: numbers without names are a show of hands."""
    if closing.method == Method.CONSENSUS:
        return Method.CONSENSUS
    return Method.HANDS if tally.sheet.hands else Method.ROLL_CALL


def _line(row: BallotSeat, entry: Entry) -> dict[str, Any]:
    """A seat as the result keeps it."""
    spoken, choice = entry.spoken, entry.choice
    return {
        "seat": row.seat_id,
        "name": row.name,
        "speaker": entry.speaker,
        "person": spoken.person,
        "via": spoken.via.value if spoken.via else "",
        "missing": spoken.missing.value if spoken.missing else "",
        "choice": choice.value if isinstance(choice, Choice) else "",
        "recused": entry.recused,
        "is_there": entry.is_there,
        "counts": entry.may_vote and entry.counts,
    }
