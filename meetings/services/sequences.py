"""How a ballot went: votes, changes, counts and concerns in order, with what stood after each."""

from __future__ import annotations

import datetime
import heapq
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from django.db.models import Prefetch, prefetch_related_objects

from meetings.models import Ballot, BallotPhase, CastingVote, HandCount, Objection, Person, Vote

WRITERS = ("opened_by_id", "closed_by_id", "recorded_by_id")


class Kind(StrEnum):
    OPENED = "opened"
    WRITING = "writing"
    VOTE = "vote"
    CHANGE = "change"
    HANDS = "hands"
    RECOUNT = "recount"
    CONCERN = "concern"
    RESOLVED = "resolved"
    CASTING = "casting"
    CLOSED = "closed"
    GIVEN_UP = "given_up"


@dataclass(frozen=True)
class Effective:
    """What stands: votes of seats (a casting vote is none of them), and who objects still."""

    votes_for: int
    against: int
    abstain: int
    concerns: tuple[str, ...] = ()


@dataclass(frozen=True)
class Entry:
    """One step. `choice` is a vote's or, at the close, the outcome; `words` says it to a reader.

    `by` cast or raised it (merged records resolved), `recorded_by` is the name of whoever
    entered it. `before`, in words, is the choice that a change replaces. `reason` is why, or
    what the concern is. `channel`, in words, is how a vote came that was not given in the
    meeting, `via` how its caster spoke for the seat; `deadline` that of a vote in writing.
    """

    at: datetime.datetime
    kind: Kind
    seat: str = ""
    choice: str = ""
    words: str = ""
    before: str = ""
    effective: Effective | None = None
    by: Person | None = None
    recorded_by: str = ""
    reason: str = ""
    channel: str = ""
    via: str = ""
    deadline: datetime.datetime | None = None


def sequence_of(ballot: Ballot) -> list[Entry]:
    """The ballot's steps, first to last, in at most eight queries."""
    return sequences_of([ballot])[ballot.pk]


def sequences_of(ballots: Iterable[Ballot]) -> dict[int, list[Entry]]:
    """The steps of several, by ballot, in the same eight queries."""
    found = list(ballots)
    prefetch_related_objects(found, *_parts())
    names = _names(found)
    return {ballot.pk: list(_Course(ballot, names).entries()) for ballot in found}


def _parts() -> list[str | Prefetch[Any]]:
    votes = Vote.objects.select_related("cast_by__merged_into").order_by("number")
    concerns = Objection.objects.select_related("person__merged_into").order_by("pk")
    casting = CastingVote.objects.select_related("cast_by__merged_into")
    return [
        "seats",
        Prefetch("phases", BallotPhase.objects.order_by("number")),
        Prefetch("seats__votes", votes),
        Prefetch("hand_counts", HandCount.objects.order_by("pk")),
        Prefetch("objections", concerns),
        Prefetch("casting", casting),
        "result",
    ]


def _names(ballots: list[Ballot]) -> dict[int, str]:
    """What the accounts that recorded something are called: on the board, else as they sign in."""
    rows = [row for ballot in ballots for row in (ballot, *_rows(ballot))]
    keys = {getattr(row, name, None) for row in rows for name in WRITERS} - {None}
    boards = {ballot.resolution.board_id for ballot in ballots}
    people = Person.objects.filter(board__in=boards, user__in=keys)
    return dict(people.values_list("user_id", "name")) if keys else {}


def _rows(ballot: Ballot) -> list[Any]:
    votes = [vote for seat in ballot.seats.all() for vote in seat.votes.all()]
    apart = [getattr(ballot, name) for name in ("casting", "result") if hasattr(ballot, name)]
    return [*votes, *ballot.hand_counts.all(), *ballot.objections.all(), *apart]


@dataclass
class _Course:
    """Walks through a ballot and remembers what stands."""

    ballot: Ballot
    names: dict[int, str]
    choices: dict[int, Vote] = field(default_factory=dict)
    hands: HandCount | None = None
    concerns: dict[int, str] = field(default_factory=dict)

    def entries(self) -> Iterator[Entry]:
        ballot, result = self.ballot, getattr(self.ballot, "result", None)
        self.seats = {seat.pk: seat.name for seat in ballot.seats.all()}
        first = ballot.phases.all()[0]
        yield self._entry(
            ballot.opened_at, Kind.OPENED, ballot.opened_by_id, deadline=first.deadline
        )
        for row in self._in_order():
            yield self._step(row)
        if result:
            is_void = result.outcome == "void"
            yield self._entry(
                result.closed_at,
                Kind.GIVEN_UP if is_void else Kind.CLOSED,
                result.closed_by_id,
                choice=result.in_force,
                words=type(result).Outcome(result.in_force).label,
                reason=result.reason,
                effective=None if is_void else _counted(result.case, tuple(self.concerns.values())),
            )

    def _in_order(self) -> Iterator[Any]:
        """By time; rows of one kind keep their own order, whatever the clock did meanwhile."""
        votes = (vote for seat in self.ballot.seats.all() for vote in seat.votes.all())
        casting = [self.ballot.casting] if hasattr(self.ballot, "casting") else []
        return heapq.merge(
            sorted(votes, key=lambda vote: vote.number),
            self.ballot.hand_counts.all(),
            self.ballot.objections.all(),
            casting,
            list(self.ballot.phases.all())[1:],
            key=lambda row: row.opened_at if isinstance(row, BallotPhase) else row.recorded_at,
        )

    def _step(self, row: Any) -> Entry:
        if isinstance(row, Vote):
            return self._vote(row)
        if isinstance(row, HandCount):
            return self._hands(row)
        if isinstance(row, BallotPhase):
            return self._entry(row.opened_at, Kind.WRITING, None, deadline=row.deadline)
        return self._concern(row) if isinstance(row, Objection) else self._casting(row)

    def _vote(self, row: Vote) -> Entry:
        before = self.choices.get(row.seat_id)
        self.choices[row.seat_id] = row
        kind = Kind.CHANGE if row.supersedes_id else Kind.VOTE
        return self._spoken(
            row,
            kind,
            self.seats[row.seat_id],
            reason=row.reason,
            before=before.get_choice_display() if before else "",
            via=row.via,
            channel="" if row.channel == Vote.Channel.MEETING else row.get_channel_display(),
        )

    def _hands(self, row: HandCount) -> Entry:
        self.hands = row
        kind = Kind.RECOUNT if row.supersedes_id else Kind.HANDS
        return self._entry(row.recorded_at, kind, row.recorded_by_id, reason=row.reason)

    def _concern(self, row: Objection) -> Entry:
        if row.resolves_id:
            self.concerns.pop(row.resolves_id, None)
        else:
            self.concerns[row.pk] = self.seats[row.seat_id]
        return self._entry(
            row.recorded_at,
            Kind.RESOLVED if row.resolves_id else Kind.CONCERN,
            row.recorded_by_id,
            seat=self.seats[row.seat_id],
            by=row.person.kept_as if row.person else None,
            reason=row.words,
        )

    def _casting(self, row: CastingVote) -> Entry:
        return self._spoken(row, Kind.CASTING, "")

    def _spoken(self, row: Vote | CastingVote, kind: Kind, seat: str, **more: Any) -> Entry:
        return self._entry(
            row.recorded_at,
            kind,
            row.recorded_by_id,
            seat=seat,
            choice=row.choice,
            words=row.get_choice_display(),
            by=row.cast_by.kept_as if row.cast_by else None,
            **more,
        )

    def _entry(self, at: datetime.datetime, kind: Kind, writer: int | None, **more: Any) -> Entry:
        more.setdefault("effective", self._effective())
        name = self.names.get(writer or 0, "")
        return Entry(at, kind, recorded_by=name, **more)

    def _effective(self) -> Effective:
        concerns = tuple(self.concerns.values())
        if self.hands:
            row = self.hands
            return Effective(row.votes_for, row.votes_against, row.abstentions, concerns)
        chosen = [vote.choice for vote in self.choices.values()]
        return _counts((chosen.count(choice) for choice in Vote.Choice), concerns)


def _counted(case: dict[str, Any], concerns: tuple[str, ...]) -> Effective:
    """What the result counted: a seat recused meanwhile is not in it."""
    return _counts((case.get(choice.value, 0) for choice in Vote.Choice), concerns)


def _counts(numbers: Iterable[int], concerns: tuple[str, ...]) -> Effective:
    votes_for, against, abstain = numbers
    return Effective(votes_for, against, abstain, concerns)
