"""What waits for somebody on all their boards, in a number of queries that does not grow."""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import reduce
from operator import or_

from django.db.models import (
    Case,
    Count,
    Exists,
    F,
    IntegerField,
    OuterRef,
    Q,
    Subquery,
    Value,
    When,
    prefetch_related_objects,
)
from django.utils.formats import date_format

from meetings.models import (
    Action,
    AgendaItem,
    Ballot,
    BallotPhase,
    BallotSeat,
    Board,
    Meeting,
    Proxy,
    Recusal,
)
from meetings.models.actions import ActionQuerySet
from meetings.models.actors import Actor, approved, items_in_sight
from meetings.models.slips import slips_for

MOST_ACTIONS, MOST_TO_READ = 25, 10
SOON = datetime.timedelta(days=14)
NOTHING = Q(pk__in=[])


@dataclass
class OpenVote:
    """A vote that waits for somebody, for the seats named; `deadline` is on the board's clock."""

    ballot: Ballot
    deadline: datetime.datetime | None
    seats: list[str] = field(default_factory=list)

    @property
    def deadline_words(self) -> str:
        return date_format(self.deadline, "l, j F Y, H:i") if self.deadline else ""

    @property
    def seat_names(self) -> str:
        return ", ".join(self.seats)

    def days_left(self, today: datetime.date) -> int | None:
        return (self.deadline.date() - today).days if self.deadline else None


@dataclass(frozen=True)
class Promise:
    """An open action of somebody's; `slips` counts the meetings that put it off."""

    action: Action
    state: Action.State
    slips: int


@dataclass
class Promises:
    """Those shown, by how they press; `more` is how many there are a board, if not all are."""

    late: list[Promise] = field(default_factory=list)
    soon: list[Promise] = field(default_factory=list)
    waiting: list[Promise] = field(default_factory=list)
    more: list[tuple[Actor, int]] = field(default_factory=list)

    @property
    def are_any(self) -> bool:
        return bool(self.late or self.soon or self.waiting)


@dataclass(frozen=True)
class NextMeeting:
    meeting: Meeting
    items: list[AgendaItem]

    @property
    def join_link(self) -> str:
        """The address of a meeting that is held at one."""
        words = self.meeting.place.split()
        return next((word for word in words if word.startswith(("https://", "http://"))), "")

    @property
    def paper_count(self) -> int:
        return sum(len(item.papers.all()) for item in self.items)


def open_votes(actors: Sequence[Actor]) -> list[OpenVote]:
    """Votes that members give themselves and that wait for these, soonest first; one query.

    For the seats they sit on and those they hold a proxy for, unless recused or answered for.
    Source: domain rules, sections 1 and 7.
    """
    last = BallotPhase.objects.filter(ballot=OuterRef("ballot")).order_by("-number")
    waiting = BallotSeat.objects.filter(
        reduce(or_, map(_seats_of, actors), NOTHING),
        votes=None,
        ballot__in=Ballot.objects.by_own_hand().values("pk"),
    ).annotate(deadline=Subquery(last.values("deadline")[:1]))
    rows = waiting.select_related("ballot__resolution__board").order_by(
        F("deadline").asc(nulls_last=True), "ballot", "position"
    )
    found: dict[int, OpenVote] = {}
    for row in rows:
        zone, deadline = row.ballot.resolution.board.zone, row.deadline
        local = deadline.astimezone(zone) if deadline else None
        vote = found.setdefault(row.ballot_id, OpenVote(row.ballot, local))
        vote.seats.append(row.name)
    return list(found.values())


def _seats_of(actor: Actor) -> Q:
    if not actor.sees_drafts:
        return NOTHING
    seats = _is(actor, "seat__person")
    if actor.member and actor.member.seat_id:
        seats |= Q(seat=actor.member.seat_id)
    item = "ballot__resolution__item"
    here = Proxy.objects.filter(seat=OuterRef("seat"), meeting=OuterRef(f"{item}__meeting"))
    seats |= Q(Exists(here.filter(_is(actor, "holder"))), ballot__profile__proxies=True)
    out = Recusal.objects.filter(seat=OuterRef("seat"), item=OuterRef(item))
    on_board = Q(ballot__resolution__board=actor.board)
    return on_board & seats & items_in_sight(actor, item) & ~Q(Exists(out))


def _is(actor: Actor, path: str) -> Q:
    return Q(**{path: actor.person}) | Q(**{f"{path}__merged_into": actor.person})


def promises_of(actors: Sequence[Actor], today: datetime.date) -> Promises:
    """The open actions on which these report, as each board's rules show them.

    In four queries: the seats, the first so many by due date, their slips, and how many there
    are where not all are shown. What was deferred to a later day waits, whatever it was due.
    """
    prefetch_related_objects([actor.member for actor in actors if actor.member], "seat")
    own = Action.objects.kept().open().filter(reduce(or_, map(_promised_by, actors), NOTHING))
    own = own.filter(is_archived=False)
    rows = own.select_related("board", "item__meeting").order_by(
        F("due_on").asc(nulls_last=True), "number", "pk"
    )
    first = list(rows[: MOST_ACTIONS + 1])
    found = Promises()
    if len(first) > MOST_ACTIONS:
        found.more = _counted(own, actors)
    first = first[:MOST_ACTIONS]
    slips = _slips_of(first, actors)
    for action in first:
        action.item.meeting.board = action.board
        promise = Promise(action, action.state_on(today), slips.get(action.pk, 0))
        _group_of(found, promise, today).append(promise)
    return found


def _promised_by(actor: Actor) -> Q:
    mine = Action.objects.mine(actor).order_by().values("pk")
    return Q(board=actor.board) & items_in_sight(actor, "item") & Q(pk__in=mine)


def _group_of(found: Promises, promise: Promise, today: datetime.date) -> list[Promise]:
    due = promise.action.due_on
    if due is None or promise.state is Action.State.DEFERRED or due > today + SOON:
        return found.waiting
    return found.late if due < today else found.soon


def _counted(own: ActionQuerySet, actors: Sequence[Actor]) -> list[tuple[Actor, int]]:
    rows = own.order_by().values("board").annotate(count=Count("pk"))
    counts = {row["board"]: row["count"] for row in rows}
    return [(actor, counts[actor.board.pk]) for actor in actors if actor.board.pk in counts]


def _slips_of(actions: Sequence[Action], actors: Sequence[Actor]) -> dict[int, int]:
    if not actions:
        return {}
    by_board = [When(board=actor.board, then=slips_for(actor)) for actor in actors]
    slips = Case(*by_board, default=Value(0), output_field=IntegerField())
    rows = Action.objects.filter(pk__in=[action.pk for action in actions]).order_by()
    return dict(rows.annotate(slips=slips).values_list("pk", "slips"))


def next_meetings(actors: Sequence[Actor], today: datetime.date) -> list[NextMeeting]:
    """The next meeting of each board, with the items and papers these may know of; 3 queries."""
    ahead = Meeting.objects.upcoming(today).filter(board=OuterRef("board"))
    boards = [actor.board.pk for actor in actors]
    meetings = Meeting.objects.filter(board__in=boards, pk=Subquery(ahead.values("pk")[:1]))
    found = {meeting.pk: meeting for meeting in meetings.select_related("board").order_by("date")}
    if not found:
        return []
    known = AgendaItem.objects.none()
    for actor in actors:
        known |= AgendaItem.objects.on_agenda_for(actor)
    items: dict[int, list[AgendaItem]] = {key: [] for key in found}
    rows = known.filter(meeting__in=found).prefetch_related("papers").order_by("position")
    for item in rows.only("meeting_id", "position", "title", "planned_minutes"):
        items[item.meeting_id].append(item)
    return [NextMeeting(meeting, items[key]) for key, meeting in found.items()]


def minutes_to_read(boards: Sequence[Board]) -> list[Meeting]:
    """Circulated minutes that await approval, and the newest approved ones of each board."""
    newest = Meeting.objects.filter(approved(), board=OuterRef("board")).newest_first()
    asked = Q(state=Meeting.State.CIRCULATED) | Q(pk=Subquery(newest.values("pk")[:1]))
    meetings = Meeting.objects.filter(asked, board__in=boards).select_related("board")
    return list(meetings.newest_first()[:MOST_TO_READ])
