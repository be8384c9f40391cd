"""Ballots are opened: what is voted on, by which rule and by whom is frozen."""

from __future__ import annotations

import datetime
import hashlib
import json
from dataclasses import asdict, dataclass
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from meetings.models import Ballot, BallotPhase, BallotSeat, Bylaws, Meeting, Resolution, Seat
from meetings.rules.cases import read_rule, rule_as_json
from meetings.rules.counts import Recusal
from meetings.rules.majorities import Majority
from meetings.rules.verdict import OutOfOrder, Rule
from meetings.services.bylaws import bylaws_on, rule_of
from meetings.services.changes import Save, refuse_if_frozen
from meetings.services.halls import profile_of

UNDECIDED = (Resolution.State.PROPOSED, Resolution.State.OPEN)


@transaction.atomic
def open_ballot(
    resolution: Resolution, *, save: Save, majorities: tuple[Majority, ...] = ()
) -> Ballot:
    """Opens a vote in the meeting, or returns the one that is open: a second press opens none.

    In: `majorities` where the bylaws ask for others than their own; all have to hold. The
    text, the rule and the seats in force on the meeting's day are frozen. Raises Frozen once
    the minutes are approved, OutOfOrder before the meeting, for a motion that has a result in
    the text or an amendment still undecided. Source: design.md section 5, domain rules 2 and 7.
    """
    meeting = resolution.item.meeting
    refuse_if_frozen(meeting)
    meeting.board.wait_for_turn()
    row = Resolution.objects.select_related("item__meeting__board").get(pk=resolution.pk)
    standing = row.ballots.filter(closed_at=None).first()
    if standing:
        return standing
    _refuse(row)
    day = meeting.date or meeting.board.day_of(save.at)
    bylaws = bylaws_on(meeting.board, day)
    terms = Terms(bylaws, rule_as_json(*rule_of(bylaws, majorities=majorities)), day)
    return freeze(row, terms, BallotPhase(channel="meeting", basis="present"), save)


def _refuse(resolution: Resolution) -> None:
    if resolution.item.meeting.state in Meeting.WITHOUT_MINUTES:
        raise OutOfOrder(_("The meeting has not begun: nothing can be voted on yet."))
    if resolution.line is None:
        raise OutOfOrder(_("This motion is no longer in the minutes."))
    if resolution.state in Resolution.ENDED:
        raise OutOfOrder(_("This resolution was replaced or rescinded by a later one."))
    if resolution.recorded_outcome and not resolution.ballots.exists():
        sentence = _("The minutes say what became of this motion. Take that out of them first.")
        raise OutOfOrder(sentence)
    waiting = resolution.amendments.filter(state__in=UNDECIDED, line__isnull=False).first()
    if waiting:
        sentence = _("An amendment is undecided: “%s”. Decide it first.")
        raise OutOfOrder(sentence % waiting.text)


@dataclass(frozen=True)
class Terms:
    """What a vote is opened with: bylaws, rule (as the calculator takes it), day of the seats."""

    bylaws: Bylaws
    rule: dict[str, Any]
    day: datetime.date


def freeze(resolution: Resolution, terms: Terms, phase: BallotPhase, save: Save) -> Ballot:
    """A ballot in its first phase, inside a transaction. Raises OutOfOrder without seats."""
    bylaws = terms.bylaws
    seats = list(Seat.objects.current(terms.day).filter(board=resolution.board_id))
    if not seats:
        raise OutOfOrder(_("The board has no seats on that day, so nobody may vote."))
    ballot = Ballot(
        resolution=resolution,
        number=resolution.ballots.count() + 1,
        text=resolution.text,
        rule=terms.rule,
        bylaws=bylaws if bylaws.pk else None,
        seats_base=bylaws.seats_fixed,
        casting_vote=bylaws.casting_vote,
        silence=bylaws.silence,
        members_vote=bylaws.members_vote,
        profile=asdict(profile_of(bylaws)),
        written_effective=bylaws.written_effective,
        opened_by=save.by,
    )
    ballot.hash = hash_of(ballot, phase, seats)
    ballot.save(force_insert=True)
    phase.ballot = ballot
    phase.save(force_insert=True)
    BallotSeat.objects.bulk_create(
        BallotSeat(ballot=ballot, seat=seat, position=place, name=seat.name)
        for place, seat in enumerate(seats, start=1)
    )
    Resolution.objects.filter(pk=resolution.pk).update(state=Resolution.State.OPEN)
    ballot.refresh_from_db()
    return ballot


def hash_of(ballot: Ballot, phase: BallotPhase, seats: list[Seat]) -> str:
    """SHA-256, in hex, of what is voted on: text, rule, first phase, electorate, as canonical JSON.

    When it was opened is not in it: the database says so as it stores the row.
    """
    frozen = {
        "resolution": ballot.resolution_id,
        "number": ballot.number,
        "text": ballot.text,
        "rule": ballot.rule,
        "seats_base": ballot.seats_base,
        "casting_vote": ballot.casting_vote,
        "silence": ballot.silence,
        "members_vote": ballot.members_vote,
        "profile": ballot.profile,
        "written_effective": ballot.written_effective,
        "bylaws": [ballot.bylaws_id, ballot.bylaws_words],
        "opened_by": ballot.opened_by_id,
        "phase": [phase.channel, phase.basis, _instant(phase.deadline), phase.rule],
        "seats": [[seat.pk, seat.name] for seat in seats],
    }
    return digest(frozen)


def _instant(time: datetime.datetime | None) -> str:
    return time.astimezone(datetime.UTC).isoformat() if time else ""


def digest(found: dict[str, Any]) -> str:
    """SHA-256 of canonical JSON: sorted keys, no spaces, UTF-8."""
    text = json.dumps(found, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    return hashlib.sha256(text.encode()).hexdigest()


def is_untouched(ballot: Ballot) -> bool:
    """Whether the frozen fields still have the hash they were given."""
    rows = ballot.seats.order_by("position")
    seats = [Seat(pk=row.seat_id, name=row.name) for row in rows]
    first = ballot.phases.order_by("number").first()
    return first is not None and hash_of(ballot, first, seats) == ballot.hash


def refuse_if_touched(ballot: Ballot) -> None:
    """Raises OutOfOrder where somebody got round the guards: nothing is voted on or decided."""
    if not is_untouched(ballot):
        raise OutOfOrder(_("What is voted on is not what it was when the vote was opened."))


def phase_of(ballot: Ballot) -> BallotPhase:
    """The phase that a ballot is in, or ended in."""
    return ballot.phases.order_by("-number")[0]


def rule_on(ballot: Ballot, phase: BallotPhase) -> tuple[Rule, Recusal]:
    """The rule frozen at the opening, unless the phase brought its own."""
    return read_rule(phase.rule or ballot.rule)
