"""Votes are recorded, changed and refused: the database decides which one stands."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TypeVar, cast

from django.db import IntegrityError, transaction
from django.db.models import F
from django.db.models.functions import Coalesce
from django.utils.translation import gettext as _

from meetings.models import Ballot, HandCount, Vote
from meetings.rules.tally import Entry
from meetings.rules.verdict import OutOfOrder, TooManyVotes
from meetings.services.ballots import phase_of, refuse_if_touched
from meetings.services.changes import Save
from meetings.services.refusals import Refused
from meetings.services.tallying import entries_of

Given = TypeVar("Given")


ENDED = Coalesce("closed_at", "deadline")


class Closed(OutOfOrder):
    """The ballot was closed before the vote came; nothing was recorded."""


class HasVoted(OutOfOrder):
    """A seat has a standing vote; nothing was recorded. `votes` are those that stand."""

    def __init__(self, votes: list[Vote], zone: datetime.tzinfo) -> None:
        self.votes = votes
        sentence = _("%(seat)s: the vote “%(choice)s” was recorded at %(time)s.")
        told = [
            sentence
            % {
                "seat": vote.seat.name,
                "choice": vote.get_choice_display(),
                "time": f"{vote.recorded_at.astimezone(zone):%H:%M:%S}",
            }
            for vote in votes
        ]
        super().__init__(" ".join([*told, _("To change a vote, use Change and give a reason.")]))


@dataclass(frozen=True)
class Hand:
    """By whose hand a vote comes that nobody gives in the room: a person's key, and how.

    `source` says how it reached whoever enters it for them.
    `received` is when it came in, where it is recorded later: that decides whether it is late.
    """

    person: int | None
    via: str
    channel: Vote.Channel
    source: str = ""
    received: datetime.datetime | None = None


@dataclass(frozen=True)
class Change:
    """A vote changed: the seat's row on the ballot, the new choice, and why."""

    seat: int
    choice: Vote.Choice
    reason: str


@transaction.atomic
def record_votes(
    ballot: Ballot,
    *,
    choices: Mapping[int, Vote.Choice],
    key: str,
    save: Save,
    hand: Hand | None = None,
) -> list[Vote]:
    """Records the votes of seats that have none, all or nothing.

    In: choices by the key of the seat's row on the ballot; `key` is the form's own, so that
    the same form sent twice gives the same votes; `hand` for votes that come in writing,
    else who speaks for the seat in the room casts. Raises Closed, HasVoted where another vote
    of a seat stands, OutOfOrder for a seat that nobody speaks for or that is recused.
    Source: domain rules, sections 1 and 5; reliability.md, promises 1 to 3.
    """
    try:
        return _once(
            lambda: _sent_before(ballot, choices, key),
            lambda: _record(ballot, choices, key, save, hand),
        )
    except IntegrityError:
        standing = standing_votes(ballot)
        zone = ballot.resolution.board.zone
        raise HasVoted([standing[seat] for seat in choices if seat in standing], zone) from None


def _record(
    ballot: Ballot, choices: Mapping[int, Vote.Choice], key: str, save: Save, hand: Hand | None
) -> list[Vote]:
    last = take_turns(ballot, len(choices), received=hand.received if hand else None)
    if HandCount.objects.filter(ballot=ballot).exists():
        raise OutOfOrder(_("Hands were counted. Go on with the count, or give this vote up."))
    entries = entries_of(ballot, save)
    phase = phase_of(ballot)
    votes = [
        Vote(phase=phase, number=last - place, choice=choice, key=key, recorded_by=save.by)
        for place, choice in zip(range(len(choices))[::-1], choices.values(), strict=True)
    ]
    for vote, seat in zip(votes, choices, strict=True):
        _cast(vote, seat, entries, hand)
    Vote.objects.bulk_create(votes)
    return sorted(Vote.objects.filter(phase=phase, key=key), key=lambda vote: vote.number)


@transaction.atomic
def change_vote(
    ballot: Ballot, *, change: Change, key: str, save: Save, hand: Hand | None = None
) -> Vote:
    """A seat's vote is another from now on; the one before stays in the sequence.

    Raises Refused without a reason, Closed, OutOfOrder where there is nothing to change,
    where it is the same choice, or where somebody else has just changed it.
    """
    if not change.reason.strip():
        raise Refused(_("Give a reason."))
    sent = Vote.objects.filter(seat=change.seat, key=key, choice=change.choice)
    try:
        return _once(
            lambda: cast("Vote | None", sent.first()),
            lambda: _change(ballot, change, key, save, hand),
        )
    except IntegrityError:
        raise OutOfOrder(_("Somebody else has changed this vote just now.")) from None


def _change(ballot: Ballot, change: Change, key: str, save: Save, hand: Hand | None) -> Vote:
    number = take_turns(ballot, 1, received=hand.received if hand else None)
    before = standing_votes(ballot).get(change.seat)
    if before is None:
        raise OutOfOrder(_("This seat has not voted: there is nothing to change."))
    if before.choice == change.choice:
        raise OutOfOrder(_("That is the vote that stands."))
    vote = Vote(
        phase=phase_of(ballot), number=number, choice=change.choice, key=key,
        recorded_by=save.by, supersedes=before, reason=change.reason.strip(),
    )  # fmt: skip
    _cast(vote, change.seat, entries_of(ballot, save), hand)
    vote.save(force_insert=True)
    vote.refresh_from_db()
    return vote


@transaction.atomic
def count_hands(
    ballot: Ballot, *, counted: tuple[int, int, int], reason: str = "", save: Save
) -> HandCount:
    """A show of hands: for, against, abstained. Another count replaces the first for a reason.

    Raises Closed, Refused without that reason, TooManyVotes where more hands than seats were
    counted, OutOfOrder where seats have voted by name.
    """
    take_turns(ballot, 1)
    entries = entries_of(ballot, save)
    seats, hands = sum(entry.may_vote for entry in entries.values()), sum(counted)
    if hands > seats:
        sentence = _("There are %(seats)d seats that may vote; you entered %(hands)d votes.")
        raise TooManyVotes(sentence % {"seats": seats, "hands": hands})
    if standing_votes(ballot):
        raise OutOfOrder(_("Seats have voted by name. Go on by name, or give this vote up."))
    before = HandCount.objects.standing().filter(ballot=ballot).first()
    if before and counted == (before.votes_for, before.votes_against, before.abstentions):
        return cast(HandCount, before)
    if before and not reason.strip():
        raise Refused(_("Give a reason."))
    votes_for, against, abstain = counted
    return HandCount.objects.create(
        ballot=ballot, votes_for=votes_for, votes_against=against, abstentions=abstain,
        recorded_by=save.by, supersedes=before, reason=reason.strip() if before else "",
    )  # fmt: skip


def take_turns(
    ballot: Ballot,
    count: int,
    *,
    is_closing: bool = False,
    received: datetime.datetime | None = None,
) -> int:
    """The last of so many turns on an open ballot; whoever votes or closes waits for the others.

    Inside a transaction. Raises Closed, with the time, once it is closed or, for a vote, the
    deadline has passed by the database's clock, or had when the vote was received; OutOfOrder
    where what is voted on was touched.
    """
    mine = Ballot.objects.filter(pk=ballot.pk)
    open_now = mine.filter(closed_at=None) if is_closing else mine.taking_votes(received)
    if not open_now.update(votes_taken=F("votes_taken") + count):
        closed = mine.with_deadline().values_list(ENDED, flat=True)[0]
        raise Closed(_closed_at(closed) if closed else "")
    if not is_closing:
        refuse_if_touched(ballot)
    (last,) = mine.values_list("votes_taken", flat=True)
    return last


def refuse_if_closed(ballot: Ballot) -> None:
    """Raises Closed, with the time, for a ballot that takes no more votes."""
    mine = Ballot.objects.filter(pk=ballot.pk)
    if not mine.taking_votes().exists():
        raise Closed(_closed_at(mine.with_deadline().values_list(ENDED, flat=True)[0]))


def _closed_at(time: datetime.datetime) -> str:
    sentence = _("Voting closed at %s UTC. Your vote was not recorded.")
    return sentence % f"{time.astimezone(datetime.UTC):%H:%M:%S}"


def standing_votes(ballot: Ballot) -> dict[int, Vote]:
    """The vote in force of each seat that has one, by the key of its row on the ballot."""
    rows = Vote.objects.standing().filter(seat__ballot=ballot)
    return {vote.seat_id: vote for vote in rows.select_related("seat", "cast_by", "recorded_by")}


def _once(known: Callable[[], Given | None], act: Callable[[], Given]) -> Given:
    """What an act gives; where its form was sent before, or comes twice at once, what that gave."""
    before = known()
    if before:
        return before
    try:
        with transaction.atomic():
            return act()
    except (OutOfOrder, IntegrityError):
        meanwhile = known()
        if meanwhile:
            return meanwhile
        raise


def _sent_before(ballot: Ballot, choices: Mapping[int, Vote.Choice], key: str) -> list[Vote]:
    """The votes of this very form, if it came before. Another choice under its key is refused."""
    rows = Vote.objects.filter(seat__ballot=ballot, key=key).select_related("seat")
    known = {vote.seat_id: vote for vote in rows.order_by("number")}
    if known and {seat: vote.choice for seat, vote in known.items()} != dict(choices):
        raise HasVoted(list(known.values()), ballot.resolution.board.zone)
    return list(known.values())


def _cast(vote: Vote, seat: int, entries: Mapping[int, Entry], hand: Hand | None) -> None:
    entry = entries.get(seat)
    if entry is None:
        raise OutOfOrder(_("That seat is not among those that vote here."))
    refuse_vote(entry, is_change=hand is not None or vote.supersedes is not None)
    vote.seat_id = seat
    if hand:
        vote.cast_by_id, vote.via, vote.channel = hand.person, hand.via, hand.channel
        vote.reason = vote.reason or hand.source
    elif entry.spoken.person:
        vote.cast_by_id, vote.via = entry.spoken.person, (entry.spoken.via or "")


def refuse_vote(entry: Entry, *, is_change: bool = False) -> None:
    """Raises OutOfOrder where that seat may not vote now. A vote of who left may be changed."""
    if entry.recused is not None:
        raise OutOfOrder(_("%s is recused from this item and does not vote.") % entry.name)
    if entry.spoken.person is None and not is_change:
        raise OutOfOrder(_("%s: nobody is there to vote for it.") % entry.name)
