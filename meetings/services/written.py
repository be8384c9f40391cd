"""Votes in writing: opened as a circular or continued from a meeting, ended by rule or deadline."""

from __future__ import annotations

import datetime
from dataclasses import dataclass, replace

from django.db import transaction
from django.utils.translation import gettext as _

from meetings.models import (
    AgendaItem,
    Ballot,
    BallotPhase,
    Board,
    Bylaws,
    Meeting,
    Person,
    Resolution,
    Vote,
)
from meetings.notation.edit import add_line
from meetings.notation.lines import Motion, Name, Note
from meetings.notation.writer import compose
from meetings.rules.cases import rule_as_json
from meetings.rules.majorities import Majority
from meetings.rules.tally import Choice, Sheet, counts_of
from meetings.rules.verdict import Outcome, OutOfOrder, decide
from meetings.rules.writing import is_settled
from meetings.services.ballots import Terms, freeze, phase_of, rule_on
from meetings.services.bylaws import bylaws_on, rule_of
from meetings.services.changes import Save, refuse_if_frozen
from meetings.services.minutes import context_of, edit_notes, write_first_notes
from meetings.services.refusals import Refused
from meetings.services.rosters import context_for
from meetings.services.tallying import Tally
from meetings.services.telling import tell_opened

WRITING = BallotPhase.Channel.WRITING


@dataclass(frozen=True)
class Circular:
    """A resolution to be voted on in writing from the start; the deadline is an instant."""

    title: str
    text: str
    deadline: datetime.datetime
    mover: Person | None = None
    majorities: tuple[Majority, ...] = ()


@transaction.atomic
def open_circular(board: Board, *, circular: Circular, save: Save) -> Ballot:
    """A written meeting of one item, whose motion is voted on in writing.

    Raises OutOfOrder where the bylaws allow no votes in writing or the board has no seats,
    Refused for a text that is empty or a deadline that has passed.
    Source: domain rules, section 7, 1 to 3.
    """
    board.wait_for_turn()
    day = board.day_of(save.at)
    bylaws = _allowing(board, day)
    _refuse_past(circular.deadline, save)
    text = " ".join(circular.text.split())
    if not text:
        raise Refused(_("Write the exact text that is voted on."))
    meeting = Meeting.objects.create(
        board=board, key=Meeting.free_key(board, day, Meeting.Precision.DAY), date=day,
        kind=Meeting.Kind.WRITTEN, state=Meeting.State.ADJOURNED,
    )  # fmt: skip
    item = AgendaItem.objects.create(meeting=meeting, position=1, title=circular.title or text[:80])
    mover = Name(circular.mover.name) if circular.mover else None
    line = compose(Motion(text, mover))
    write_first_notes(item, text=line, context=context_for(meeting), save=save)
    motion = Resolution.objects.select_related("item__meeting__board").filter(item=item).first()
    if motion is None:
        raise Refused(_("That text cannot be put to the vote as it stands. Word it as a sentence."))
    rule = rule_as_json(*rule_of(bylaws, majorities=circular.majorities, is_written=True))
    phase = BallotPhase(channel=WRITING, basis="answered", deadline=circular.deadline)
    ballot = freeze(motion, Terms(bylaws, rule, day), phase, save)
    tell_opened(ballot, save=save)
    return ballot


@transaction.atomic
def continue_in_writing(ballot: Ballot, *, deadline: datetime.datetime, save: Save) -> BallotPhase:
    """The same ballot goes on in writing: votes given in the meeting stand, the seats stay.

    The rule stays too, unless the bylaws ask for the majority in writing. Raises Closed where
    it is over, OutOfOrder where it is in writing already or the bylaws do not allow it,
    Refused for a deadline that has passed. Source: domain rules, section 7, 4.
    """
    item = ballot.resolution.item
    refuse_if_frozen(item.meeting)
    _refuse_past(deadline, save)
    item.meeting.board.wait_for_turn()
    if not Ballot.objects.open().filter(pk=ballot.pk).exists():
        raise OutOfOrder(_("This vote is over."))
    last = phase_of(ballot)
    if last.channel == WRITING:
        raise OutOfOrder(_("This vote is in writing already."))
    bylaws = _allowing(item.meeting.board, item.meeting.date or save.at.date())
    rule = None
    if bylaws.continues_by_written_majority:
        rule = rule_as_json(*rule_of(bylaws, is_written=True))
    phase = BallotPhase.objects.create(
        ballot=ballot, number=last.number + 1, channel=WRITING, basis="answered",
        deadline=deadline, rule=rule,
    )  # fmt: skip
    _note_in_minutes(ballot, deadline, save)
    tell_opened(ballot, save=save)
    return phase


def refuse_while_outstanding(ballot: Ballot, tally: Tally, save: Save) -> None:
    """Raises OutOfOrder before the deadline of a vote in writing, unless nothing is left open.

    Source: domain rules, section 7, 5.
    """
    phase = phase_of(ballot)
    if phase.deadline is None or not Ballot.objects.taking_votes().filter(pk=ballot.pk).exists():
        return
    waiting = len(tally.sheet.silent)
    rule, _recusal = rule_on(ballot, phase)
    if is_settled(rule, tally.counts, waiting, silence_abstains=ballot.silence == "abstains"):
        return
    sentence = _("%d outstanding votes can still change the result. Wait for them or the deadline.")
    raise OutOfOrder(sentence % waiting)


def effective_at(ballot: Ballot, tally: Tally) -> datetime.datetime | None:
    """When a decision in writing takes effect, if not at closing: with the last vote needed.

    Source: domain rules, section 7, 6.
    """
    is_asked = ballot.written_effective == Bylaws.WrittenEffect.LAST_VOTE
    if not is_asked or not tally.sheet.is_written or tally.verdict.outcome is not Outcome.CARRIED:
        return None
    rule, recusal = rule_on(ballot, phase_of(ballot))
    keys = [row.pk for row in tally.rows]
    chosen: dict[int, Choice] = {}
    since: datetime.datetime | None = None
    for vote in Vote.objects.filter(seat__ballot=ballot).order_by("number"):
        chosen[vote.seat_id] = Choice(vote.choice)
        sheet = _with(tally.sheet, keys, chosen)
        carried = decide(rule, counts_of(sheet, recusal)).outcome is Outcome.CARRIED
        since = (since or vote.recorded_at) if carried else None
    return since


def _with(sheet: Sheet, keys: list[int], chosen: dict[int, Choice]) -> Sheet:
    entries = tuple(
        replace(entry, choice=chosen.get(key) if entry.recused is None else None)
        for key, entry in zip(keys, sheet.entries, strict=True)
    )
    return replace(sheet, entries=entries)


def _allowing(board: Board, day: datetime.date) -> Bylaws:
    bylaws = bylaws_on(board, day)
    if not bylaws.allows_written_votes:
        raise OutOfOrder(_("The bylaws allow no votes in writing."))
    return bylaws


def _refuse_past(deadline: datetime.datetime, save: Save) -> None:
    if deadline <= save.at:
        raise Refused(_("The deadline has passed. Choose a later one."))


def _note_in_minutes(ballot: Ballot, deadline: datetime.datetime, save: Save) -> None:
    """A note under the motion says that the vote goes on."""
    row = ballot.resolution
    if row.line is None:
        return
    item = AgendaItem.objects.for_saving().get(pk=row.item_id)
    local = deadline.astimezone(item.meeting.board.zone)
    words = f"The vote goes on in writing until {local.day} {local:%B %Y %H:%M %Z}."

    def edit(text: str) -> str:
        row.refresh_from_db(fields=["line"])
        context = context_of(item, text)
        return add_line(text, Note(words), after=row.line, context=context) if row.line else text

    edit_notes(item, edit=edit, save=save)
