"""A ballot as it stands: every seat with its vote, the numbers, and the verdict there would be."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

from django.utils.translation import gettext as _

from meetings.models import (
    Ballot,
    BallotPhase,
    BallotSeat,
    CastingVote,
    HandCount,
    Meeting,
    Objection,
    Vote,
)
from meetings.rules.counts import Casting, Counts
from meetings.rules.seats import Profile
from meetings.rules.tally import Choice, Entry, Hands, Sheet, judge, judge_consent
from meetings.rules.verdict import OutOfOrder, Verdict
from meetings.services.ballots import phase_of, rule_on
from meetings.services.changes import Save
from meetings.services.halls import hall_of
from meetings.services.sessions import local_time


@dataclass(frozen=True)
class Tally:
    """A sheet with its counts and verdict; `rows` are the ballot's seats, in the sheet's order."""

    rows: tuple[BallotSeat, ...]
    sheet: Sheet
    counts: Counts
    verdict: Verdict


def entries_of(ballot: Ballot, save: Save) -> dict[int, Entry]:
    """Who speaks for each seat now, by the key of its row on the ballot; no votes yet."""
    rows, sheet = _room(ballot, phase_of(ballot), save)
    return {row.pk: entry for row, entry in zip(rows, sheet.entries, strict=True)}


def sheet_of(
    ballot: Ballot, *, save: Save, trial: Mapping[int, str] | None = None,
    hands: Hands | None = None,
) -> tuple[tuple[BallotSeat, ...], Sheet]:  # fmt: skip
    """The ballot's seats, and the sheet as things stand, in the meeting or in writing.

    In: `trial` are choices that are not recorded yet, by the key of the seat's row, and
    `hands` a show of hands that is not either.
    """
    rows, sheet = _room(ballot, phase_of(ballot), save)
    votes = Vote.objects.standing().filter(seat__ballot=ballot)
    chosen = {**(trial or {}), **dict(votes.values_list("seat", "choice"))}
    entries = tuple(
        replace(entry, choice=_choice(entry, chosen.get(row.pk)))
        for row, entry in zip(rows, sheet.entries, strict=True)
    )
    return rows, replace(
        sheet,
        entries=entries,
        base=ballot.seats_base,
        hands=hands or _hands(ballot),
        objections=_sustained(ballot),
        casting=_casting(ballot),
        refers_ties=ballot.casting_vote == "refer",
    )


def tally_of(
    ballot: Ballot, *, save: Save, trial: Mapping[int, str] | None = None,
    hands: Hands | None = None, is_consensus: bool = False,
) -> Tally:  # fmt: skip
    """What the ballot would decide as things stand; `sheet_of` says what goes in.

    Raises OutOfOrder where the rules of order allow no such vote.
    """
    rows, sheet = sheet_of(ballot, save=save, trial=trial, hands=hands)
    return judged(ballot, rows, sheet, is_consensus=is_consensus)


def judged(
    ballot: Ballot, rows: tuple[BallotSeat, ...], sheet: Sheet, *, is_consensus: bool = False
) -> Tally:
    """The verdict on a sheet by the ballot's rule. Raises OutOfOrder as `tally_of` does."""
    if is_consensus and (sheet.hands or any(entry.choice for entry in sheet.entries)):
        sentence = _("Votes are recorded already. Go on with them, or give this vote up.")
        raise OutOfOrder(sentence)
    rule, recusal = rule_on(ballot, phase_of(ballot))
    decided = judge_consent if is_consensus else judge
    counts, verdict = decided(rule, sheet, recusal)
    return Tally(rows, sheet, counts, verdict)


def _choice(entry: Entry, chosen: str | None) -> Choice | None:
    """A recused seat has none, whatever it voted before."""
    return Choice(chosen) if chosen and entry.recused is None else None


def _room(ballot: Ballot, phase: BallotPhase, save: Save) -> tuple[tuple[BallotSeat, ...], Sheet]:
    """The ballot's seats, and the sheet that they have not voted on yet."""
    item = ballot.resolution.item
    found = ballot.seats.select_related("seat__organisation").order_by("position")
    rows = tuple(found)
    for row in rows:
        row.seat.name = row.name
    meeting = item.meeting
    hall = hall_of(meeting, on=save.at.date(), electorate=[row.seat for row in rows])
    hall = replace(hall, profile=Profile(**ballot.profile))
    if phase.channel == BallotPhase.Channel.WRITING:
        day = meeting.board.day_of(save.at)
        return rows, _written(ballot, phase, hall.written_sheet(item.pk, day), save)
    is_now = meeting.state == Meeting.State.IN_SESSION
    at = local_time(meeting, save.at) if is_now else None
    return rows, hall.sheet(item.pk, hall.moment(item.pk, is_now=is_now, at=at))


def _written(ballot: Ballot, phase: BallotPhase, sheet: Sheet, save: Save) -> Sheet:
    """Silence abstains, where the bylaws say so, once the deadline has passed."""
    is_over = phase.deadline is not None and phase.deadline <= save.at
    return replace(sheet, silence_abstains=is_over and ballot.silence == "abstains")


def _hands(ballot: Ballot) -> Hands | None:
    row = HandCount.objects.standing().filter(ballot=ballot).first()
    return Hands(row.votes_for, row.votes_against, row.abstentions) if row else None


def _sustained(ballot: Ballot) -> tuple[str, ...]:
    """Who objects still, a name for each objection."""
    rows = Objection.objects.filter(ballot=ballot, resolves=None, resolved_by=None)
    return tuple(rows.order_by("pk").values_list("seat__name", flat=True))


def _casting(ballot: Ballot) -> Casting | None:
    row = CastingVote.objects.filter(ballot=ballot).first()
    return Casting(row.choice) if row else None
