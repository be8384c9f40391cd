"""What waits for somebody on all their boards, in a number of queries that does not grow."""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import reduce
from operator import or_

from django.db.models import (
    Exists,
    F,
    OuterRef,
    Q,
    Subquery,
)
from django.utils.formats import date_format

from meetings.models import (
    AgendaItem,
    Ballot,
    BallotPhase,
    BallotSeat,
    Meeting,
    MeetingAnswer,
    Paper,
    Proxy,
    Recusal,
)
from meetings.models.actors import Actor, approved, items_in_sight

MOST_TO_READ = 10
NOTHING = Q(pk__in=[])
LAID = ("pk", "title", "file_name", "size")  # what is shown of a paper


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


@dataclass
class Topic:
    """An item of an agenda, in short."""

    position: int
    title: str
    minutes: int | None
    papers: list[Paper] = field(default_factory=list)


@dataclass
class NextMeeting:
    meeting: Meeting
    answer: str  # as given, for the reader; empty if not yet
    items: list[Topic] = field(default_factory=list)

    @property
    def join_link(self) -> str:
        """The address of a meeting that is held at one."""
        words = self.meeting.place.split()
        return next((word for word in words if word.startswith(("https://", "http://"))), "")

    @property
    def answer_words(self) -> str:
        return str(MeetingAnswer.Choice(self.answer).label) if self.answer else ""

    @property
    def paper_count(self) -> int:
        return sum(len(item.papers) for item in self.items)


def open_votes(actors: Sequence[Actor], people: Sequence[int]) -> list[OpenVote]:
    """Votes that members give themselves and that wait for these, soonest first; 2 queries.

    For the seats they sit on and those they hold a proxy for, unless recused or answered for.
    Source: domain rules, sections 1 and 7.
    """
    here = Ballot.objects.open().filter(resolution__board__in=[a.board.pk for a in actors])
    ballots = list(here.values_list("pk", flat=True))
    if not ballots:  # as nearly always: all that follows is spared
        return []
    last = BallotPhase.objects.filter(ballot=OuterRef("ballot")).order_by("-number")
    waiting = BallotSeat.objects.filter(
        reduce(or_, (_seats_of(actor, people) for actor in actors), NOTHING),
        votes=None,
        ballot__in=Ballot.objects.by_own_hand().filter(pk__in=ballots).values("pk"),
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


def _seats_of(actor: Actor, people: Sequence[int]) -> Q:
    if not actor.sees_drafts:
        return NOTHING
    seats = Q(seat__person__in=people)
    if actor.member and actor.member.seat_id:
        seats |= Q(seat=actor.member.seat_id)
    item = "ballot__resolution__item"
    here = Proxy.objects.filter(seat=OuterRef("seat"), meeting=OuterRef(f"{item}__meeting"))
    seats |= Q(Exists(here.filter(holder__in=people)), ballot__profile__proxies=True)
    out = Recusal.objects.filter(seat=OuterRef("seat"), item=OuterRef(item))
    on_board = Q(ballot__resolution__board=actor.board)
    return on_board & seats & items_in_sight(actor, item) & ~Q(Exists(out))


def next_meetings(
    actors: Sequence[Actor], people: Sequence[int], today: datetime.date
) -> list[NextMeeting]:
    """The next meeting of each board, with the items and papers these may know of; 2 queries."""
    ahead = Meeting.objects.upcoming(today).filter(board=OuterRef("board"))
    boards = {actor.board.pk: actor.board for actor in actors}
    rows = Meeting.objects.filter(board__in=boards, pk=Subquery(ahead.values("pk")[:1]))
    said = MeetingAnswer.objects.filter(meeting=OuterRef("pk"), person__in=people).order_by()
    asked = {"answer": Subquery(said.values("choice")[:1])}
    answers = rows.annotate(**asked).order_by("date", "pk")
    found = {row.pk: NextMeeting(row, getattr(row, "answer", None) or "") for row in answers}
    for each in found.values():
        each.meeting.board = boards[each.meeting.board_id]
    if found:
        _lay_agendas(found, actors)
    return list(found.values())


def _lay_agendas(found: dict[int, NextMeeting], actors: Sequence[Actor]) -> None:
    """Items with their papers, joined: one row for each paper, one for an item without."""
    known = AgendaItem.objects.none()
    for actor in actors:
        known |= AgendaItem.objects.on_agenda_for(actor)
    rows = known.filter(meeting__in=found).order_by("position", "papers__position")
    papers = [f"papers__{name}" for name in LAID]
    items: dict[int, Topic] = {}
    for key, meeting, position, title, minutes, *paper in rows.values_list(
        "pk", "meeting", "position", "title", "planned_minutes", *papers
    ):
        if key not in items:
            items[key] = Topic(position, title, minutes)
            found[meeting].items.append(items[key])
        if paper[0] is not None:
            items[key].papers.append(Paper(**dict(zip(LAID, paper, strict=True))))


@dataclass(frozen=True)
class Minutes:
    """Minutes to read; `may_comment` is whether the reader may say something on them."""

    meeting: Meeting
    may_comment: bool


def minutes_to_read(actors: Sequence[Actor]) -> list[Minutes]:
    """Circulated minutes that await approval, and each board's newest approved ones; 1 query."""
    newest = Meeting.objects.filter(approved(), board=OuterRef("board")).newest_first()
    asked = Q(state=Meeting.State.CIRCULATED) | Q(pk=Subquery(newest.values("pk")[:1]))
    on_board = {actor.board.pk: actor for actor in actors}
    rows = Meeting.objects.filter(asked, board__in=on_board).newest_first()[:MOST_TO_READ]
    found = list(rows)
    for meeting in found:
        meeting.board = on_board[meeting.board_id].board
    return [
        Minutes(one, not one.is_approved and on_board[one.board_id].sees_drafts) for one in found
    ]
