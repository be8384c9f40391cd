"""Members vote by their own hand, for the seats that are theirs to vote for."""

from __future__ import annotations

from dataclasses import dataclass

from django.db import transaction
from django.db.models import Q
from django.db.models.functions import Coalesce
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

    def __init__(self, sentence: str = "") -> None:
        own = _("You can vote only for your own seat or one you hold a proxy for.")
        super().__init__(sentence or own)


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
    return [own for _person, own in voters_in_writing(ballot, save=save, only=person)]


def voters_in_writing(
    ballot: Ballot, *, save: Save, only: Person | None = None
) -> list[tuple[int, OwnSeat]]:
    """Who may vote in writing for which seat now, by person's key; a merged one is the one kept.

    Sitting on a seat wins over holding its proxy; a recused seat has nobody.
    """
    item = ballot.resolution.item
    day = item.meeting.board.day_of(save.at)
    out = set(Recusal.objects.filter(item=item.pk).values_list("seat", flat=True))
    asked = BallotSeat.objects.filter(ballot=ballot.pk)
    rows = {row.seat_id: row for row in asked.exclude(seat__in=out)}
    found: dict[tuple[int, int], str] = {}
    if ballot.profile.get("proxies"):
        held = Proxy.objects.filter(_is(only, "holder"), meeting=item.meeting)
        for seat, who in held.values_list("seat", _kept("holder")):
            found[who, seat] = Via.PROXY
    own = asked.filter(_is(only, "seat__person"), seat__person__isnull=False)
    for seat, who in own.values_list("seat", _kept("seat__person")):
        found[who, seat] = Via.NAMED
    terms = Member.objects.current(day).filter(_is(only, "person"), seat__in=rows)
    for seat, who, precedence in terms.values_list("seat", _kept("person"), "precedence"):
        found[who, seat] = Via.NAMED if precedence == 1 else Via.ALTERNATE
    voters = [(who, OwnSeat(rows[seat], via)) for (who, seat), via in found.items() if seat in rows]
    return sorted(voters, key=lambda voter: voter[1].row.position)


def _kept(path: str) -> Coalesce:
    return Coalesce(f"{path}__merged_into", path)


def _is(person: Person | None, path: str) -> Q:
    if person is None:
        return Q()
    return Q(**{path: person}) | Q(**{f"{path}__merged_into": person})


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
