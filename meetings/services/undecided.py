"""What a meeting has left undecided: asked about before its minutes go anywhere."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from meetings.models import AgendaItem, Ballot, BallotPhase, Meeting, Resolution
from meetings.rules.verdict import OutOfOrder


@dataclass(frozen=True)
class Undecided:
    """`votes` stand in the way of the minutes; the rest is asked about.

    `asked` are items with questions about their notes, `items` those of which nobody said
    what became of them.
    """

    votes: list[Ballot]
    motions: list[Resolution]
    asked: list[AgendaItem]
    items: list[AgendaItem]

    @property
    def is_asked_about(self) -> bool:
        return bool(self.motions or self.asked or self.items)


def undecided(meeting: Meeting) -> Undecided:
    """What is open in a meeting, in four queries. Source: domain rules, section 8."""
    open_votes = Ballot.objects.open().filter(resolution__item__meeting=meeting)
    votes = votes_in_the_way(meeting).select_related("resolution__item", "resolution__board")
    motions = Resolution.objects.kept().filter(
        item__meeting=meeting, recorded_outcome="", amends=None
    )
    waiting = motions.exclude(pk__in=open_votes.values("resolution"))
    items = list(AgendaItem.objects.filter(meeting=meeting).order_by("position"))
    return Undecided(
        votes=list(votes.order_by("pk")),
        motions=list(waiting.select_related("item", "board").order_by("item__position", "line")),
        asked=[item for item in items if item.flags],
        items=[item for item in items if not item.disposition],
    )


def votes_in_the_way(meeting: Meeting) -> QuerySet[Ballot]:
    """A vote that goes on in writing does not wait for the minutes, nor they for it."""
    open_votes = Ballot.objects.open().filter(resolution__item__meeting=meeting)
    writing = BallotPhase.objects.filter(channel=BallotPhase.Channel.WRITING).values("ballot")
    return open_votes.exclude(pk__in=writing)


def refuse_open_vote(vote: Ballot | None) -> None:
    """Raises OutOfOrder while a vote of the meeting itself is open."""
    if vote:
        sentence = _("The vote on “%s” is open. Close it first, or let it go on in writing.")
        raise OutOfOrder(sentence % vote.text)
