"""Whose vote is it, and on what? A mail's votes matched to seats; what is not certain is said."""

from __future__ import annotations

import datetime
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field, replace

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _lazy

from meetings.importers.mailed import Mailed
from meetings.importers.mailed_votes import Stated, Why
from meetings.models import Ballot, BallotPhase, BallotSeat, MailClaim, Person, Vote
from meetings.notation.names import Roster
from meetings.services.changes import Save
from meetings.services.own_votes import OwnSeat, voters_in_writing
from meetings.services.rosters import roster_of_board
from meetings.services.votes import standing_votes

WHY = {
    Why.EMPTY: _lazy("It has no words of its own."),
    Why.QUOTED: _lazy("All of it is quoted from another message."),
    Why.AUTOMATIC: _lazy("It is an automatic reply."),
    Why.NO_TEXT: _lazy("It has no part in plain text."),
    Why.UNCLEAR: _lazy("It states no vote plainly."),
    Why.CONDITION: _lazy("The vote has a condition or a question beside it."),
    Why.TWO_CHOICES: _lazy("It states two choices for the same motion."),
}


@dataclass(frozen=True)
class Match:
    """A vote as it would be recorded, and everything that somebody has to look at first."""

    ballot: Ballot
    stated: Stated
    seat: BallotSeat | None = None
    person: int | None = None
    held_for: tuple[str, ...] = ()

    @property
    def choice(self) -> str:
        return self.stated.choice

    def but(self, *reasons: str) -> Match:
        return replace(self, held_for=(*self.held_for, *reasons))


@dataclass
class Desk:
    """What messages are matched against. `ballot` is the one that they were brought to."""

    ballot: Ballot
    received: datetime.datetime
    ballots: list[Ballot]
    deadlines: dict[int, datetime.datetime]
    roster: Roster
    addresses: dict[str, set[int]]
    names: dict[int, str]
    voters: dict[int, dict[int, list[OwnSeat]]]
    votes: dict[int, Vote]
    waiting: set[int]
    message_ids: set[str] = field(default_factory=set)

    def addresses_of(self, person: int) -> list[str]:
        return [address for address, people in self.addresses.items() if person in people]


def open_in_writing(ballot: Ballot) -> list[Ballot]:
    """The board's open votes in writing, in the order in which they were opened."""
    written = BallotPhase.objects.filter(channel=BallotPhase.Channel.WRITING)
    found = (
        Ballot.objects.open()
        .filter(resolution__board=ballot.resolution.board_id, phases__in=written)
        .select_related("resolution__item__meeting")
        .order_by("opened_at", "pk")
    )
    board = ballot.resolution.board
    for other in found:
        other.resolution.board = other.resolution.item.meeting.board = board
    return list(found)


def desk_for(ballot: Ballot, *, received: datetime.datetime, save: Save) -> Desk:
    """What is known now, for any number of messages; five queries a ballot."""
    board = ballot.resolution.board
    ballots = open_in_writing(ballot)
    voters: dict[int, dict[int, list[OwnSeat]]] = {}
    votes: dict[int, Vote] = {}
    for each in ballots:
        found: dict[int, list[OwnSeat]] = defaultdict(list)
        for person, own in voters_in_writing(each, save=save):
            found[person].append(own)
        voters[each.pk] = found
        votes |= standing_votes(each)
    phases = BallotPhase.objects.filter(ballot__in=ballots).order_by("number")
    waiting = MailClaim.objects.held().filter(ballot__in=ballots, seat__isnull=False)
    addresses, names = _people(board.pk)
    return Desk(
        ballot=ballot, received=received, ballots=ballots,
        deadlines={row.ballot_id: row.deadline for row in phases if row.deadline},
        roster=roster_of_board(board), addresses=addresses, names=names, voters=voters,
        votes=votes, waiting=set(waiting.values_list("seat", flat=True)),
    )  # fmt: skip


def _people(board: int) -> tuple[dict[str, set[int]], dict[int, str]]:
    """Whose each address is, and what everybody is called; merged ones are those kept."""
    addresses: dict[str, set[int]] = defaultdict(set)
    names: dict[int, str] = {}
    rows = Person.objects.filter(board=board).order_by()
    for key, into, name, *known in rows.values_list(
        "pk", "merged_into", "name", "email", "user__email"
    ):
        if into is None:
            names[key] = name
        for address in known:
            if address:
                addresses[address.lower()].add(into or key)
    return addresses, names


def matches_of(mailed: Mailed, desk: Desk) -> list[Match]:
    """How a message's votes would be recorded: one row for each motion and seat, never none."""
    person, doubts = _sender(mailed, desk)
    if mailed.is_forged:
        doubts.append(_("A mail server on its way found that the sender is not who it says."))
    if mailed.message_id and mailed.message_id in desk.message_ids:
        doubts.append(_("Another message with the same Message-ID was brought."))
    found = _joined([_on_ballot(stated, desk) for stated in mailed.votes])
    rows = [row for match in found for row in _seated(match, person, desk)]
    done = [_checked(row.but(*doubts), mailed, desk) for row in rows]
    desk.waiting |= {row.seat.pk for row in done if row.seat and row.choice}
    if mailed.message_id:
        desk.message_ids.add(mailed.message_id)
    return done


def _sender(mailed: Mailed, desk: Desk) -> tuple[int | None, list[str]]:
    """The person a message seems to be from, and what speaks against that."""
    by_address = desk.addresses.get(mailed.address, set()) if mailed.address else set()
    by_name = {known.key for known in desk.roster.people_called(mailed.name)}
    if len(by_address) == 1:
        (person,) = by_address
        if by_name and person not in by_name:
            names = {"address": desk.names[person], "name": mailed.name}
            sentence = _("The address is that of %(address)s, but the name is “%(name)s”.")
            return person, [sentence % names]
        return person, []
    if len(by_address) > 1:
        return None, [_("Several people have this address.")]
    if not (mailed.name or mailed.address):
        return None, [_("It does not say who sent it.")]
    if len(by_name) != 1:
        several = _("The sender's name fits several people.")
        return None, [several if by_name else _("Nobody of this board has this name or address.")]
    (person,) = by_name
    known = {"name": desk.names[person], "address": mailed.address or _("none")}
    if desk.addresses_of(person):
        sentence = _("The address (%(address)s) is not that of %(name)s: it may be forged.")
    else:
        sentence = _("No address of %(name)s is known: matched by the name alone.")
    return person, [sentence % known]


def _on_ballot(stated: Stated, desk: Desk) -> Match:
    """The vote that a message means; where it is uncertain, the one it was brought to."""
    here = Match(desk.ballot, stated)
    if stated.why:
        here = here.but(str(WHY[stated.why]))
    if not stated.reference:
        if len(desk.ballots) == 1 or not stated.choice:
            return here
        sentence = _("It does not say which of the %d open motions it means.")
        return here.but(sentence % len(desk.ballots))
    named = [b for b in desk.ballots if b.resolution.label == stated.reference]
    if named:
        return replace(here, ballot=named[0])
    if stated.reference.isdigit():
        return _at_place(here, int(stated.reference), desk)
    sentence = _("It names %s, which is not open for votes in writing.")
    return here.but(sentence % stated.reference)


def _at_place(here: Match, place: int, desk: Desk) -> Match:
    """A bare number counts the open motions; of several that is for somebody to see."""
    if place > len(desk.ballots):
        return here.but(_("It names a motion %d, and there are not so many.") % place)
    meant = replace(here, ballot=desk.ballots[place - 1])
    if len(desk.ballots) == 1:
        return meant
    sentence = _("It says only “%d”: see whether it means this motion.")
    return meant.but(sentence % place)


def _joined(found: list[Match]) -> list[Match]:
    """One row a ballot; two choices for one are none."""
    rows: dict[int, Match] = {}
    for match in found:
        known = rows.get(match.ballot.pk)
        if known is None:
            rows[match.ballot.pk] = match
        elif known.choice != match.choice:
            words = f"{known.stated.words} … {match.stated.words}"[:500]
            both = replace(known, stated=Stated("", words=words))
            rows[match.ballot.pk] = both.but(*match.held_for, str(WHY[Why.TWO_CHOICES]))
    return list(rows.values())


def _seated(match: Match, person: int | None, desk: Desk) -> list[Match]:
    """A row for each seat that its sender may vote for."""
    if person is None:
        return [match]
    known = replace(match, person=person)
    seats = desk.voters.get(match.ballot.pk, {}).get(person, [])
    if not seats:
        return [known.but(_("%s has no seat to vote for here.") % desk.names[person])]
    rows = [replace(known, seat=own.row) for own in seats]
    if len(rows) == 1:
        return rows
    sentence = _("%(name)s may vote for several seats (%(seats)s): confirm those that are meant.")
    seated = ", ".join(own.row.name for own in seats)
    return [row.but(sentence % {"name": desk.names[person], "seats": seated}) for row in rows]


def _checked(match: Match, mailed: Mailed, desk: Desk) -> Match:
    """What stands against recording it now: the clock, another vote, another message."""
    reasons = list(_late(match.ballot, mailed, desk))
    if match.seat and match.choice:
        standing = desk.votes.get(match.seat.pk)
        if standing:
            sentence = _("The vote “%(choice)s” of %(seat)s stands already.")
            choice = standing.get_choice_display()
            reasons.append(sentence % {"choice": choice, "seat": match.seat.name})
        elif match.seat.pk in desk.waiting:
            reasons.append(_("Another message for %s waits here.") % match.seat.name)
    return match.but(*reasons)


def _late(ballot: Ballot, mailed: Mailed, desk: Desk) -> Iterable[str]:
    """Our clock decides; what the Date header says stands beside it."""
    deadline = desk.deadlines.get(ballot.pk)
    if deadline is None or deadline > desk.received:
        return
    times = {
        "received": f"{desk.received.astimezone(datetime.UTC):%Y-%m-%d %H:%M:%S}",
        "deadline": f"{deadline.astimezone(datetime.UTC):%Y-%m-%d %H:%M:%S}",
    }
    yield _("It came at %(received)s UTC by our clock, after the deadline, %(deadline)s.") % times
    if mailed.sent:
        yield _("By its own date it was sent on “%s”.") % mailed.sent
