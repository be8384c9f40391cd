"""Members vote by their own hand, for the seats that are theirs to vote for."""

from __future__ import annotations

from dataclasses import dataclass

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from meetings.models import Ballot, BallotPhase, BallotSeat, Member, Person, Proxy, Recusal, Vote
from meetings.rules.seats import Via
from meetings.rules.verdict import OutOfOrder
from meetings.services.ballots import phase_of
from meetings.services.changes import Save
from meetings.services.tallying import entries_of
from meetings.services.votes import Change, Hand, change_vote, record_votes


class NotYours(OutOfOrder):
    """Somebody votes for a seat that is not theirs; nothing was recorded."""

    def __init__(self) -> None:
        super().__init__(_("You can vote only for your own seat or one you hold a proxy for."))


@dataclass(frozen=True)
class OwnSeat:
    """A seat somebody may vote for, and as what."""

    row: BallotSeat
    via: str


@dataclass(frozen=True)
class OwnVote:
    """A member's choice for a seat (the key of its row), with the form's one-time key.

    `hash` is the ballot's as the page showed it; `reason` is for changing a vote that stands.
    """

    seat: int
    choice: Vote.Choice
    key: str
    hash: str
    reason: str = ""


def own_seats(ballot: Ballot, person: Person, *, save: Save) -> list[OwnSeat]:
    """The seats of an open ballot that a person may vote for by their own hand, now.

    In a meeting, where the ballot allows it, those they speak for; in writing, those they sit
    on and those they hold a proxy for. Source: domain rules, sections 1 and 7.
    """
    rows = {row.pk: row for row in ballot.seats.order_by("position")}
    if phase_of(ballot).channel == BallotPhase.Channel.MEETING:
        if not ballot.members_vote:
            return []
        spoken = entries_of(ballot, save)
        return [
            OwnSeat(rows[key], entry.spoken.via or "")
            for key, entry in spoken.items()
            if entry.spoken.person == person.pk and entry.recused is None
        ]
    via = _seats_in_writing(ballot, person, save)
    recused = Recusal.objects.filter(item=ballot.resolution.item_id)
    out = set(recused.values_list("seat", flat=True))
    mine = [row for row in rows.values() if row.seat_id in via and row.seat_id not in out]
    return [OwnSeat(row, via[row.seat_id]) for row in mine]


def _seats_in_writing(ballot: Ballot, person: Person, save: Save) -> dict[int, str]:
    """By seat, as what: sitting on it wins over holding its proxy."""
    item = ballot.resolution.item
    day = save.at.astimezone(item.meeting.board.zone).date()
    me = Q(person=person) | Q(person__merged_into=person)
    found: dict[int, str] = {}
    if ballot.profile.get("proxies"):
        held = Q(holder=person) | Q(holder__merged_into=person)
        for seat in Proxy.objects.filter(held, meeting=item.meeting).values_list("seat", flat=True):
            found[seat] = Via.PROXY
    for row in ballot.seats.filter(Q(seat__person=person) | Q(seat__person__merged_into=person)):
        found[row.seat_id] = Via.NAMED
    terms = Member.objects.current(day).filter(me, seat__isnull=False)
    for seat, precedence in terms.values_list("seat", "precedence"):
        found[seat] = Via.NAMED if precedence == 1 else Via.ALTERNATE
    return found


@transaction.atomic
def cast_own_vote(ballot: Ballot, *, person: Person, vote: OwnVote, save: Save) -> Vote:
    """Records or changes the vote of a seat by its own member's hand.

    Raises NotYours, Closed, HasVoted where a vote stands and no reason is given for another,
    OutOfOrder where the ballot is not the one that was looked at.
    """
    if vote.hash != ballot.hash:
        raise OutOfOrder(_("The motion changed since you opened the page."))
    mine = {own.row.pk: own for own in own_seats(ballot, person, save=save)}
    if vote.seat not in mine:
        raise NotYours
    hand = Hand(person.pk, mine[vote.seat].via, Vote.Channel.PAGE)
    if vote.reason.strip():
        change = Change(vote.seat, vote.choice, vote.reason)
        return change_vote(ballot, change=change, key=vote.key, save=save, hand=hand)
    choices = {vote.seat: vote.choice}
    (recorded,) = record_votes(ballot, choices=choices, key=vote.key, save=save, hand=hand)
    return recorded
