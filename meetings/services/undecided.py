"""What a meeting has left undecided: asked about before its minutes go anywhere."""

from __future__ import annotations

from dataclasses import dataclass

from meetings.models import AgendaItem, Ballot, BallotPhase, Meeting, Resolution


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
    """What is open in a meeting, in four queries.

    A vote that goes on in writing does not wait for the minutes, nor they for it.
    Source: domain rules, section 8.
    """
    open_votes = Ballot.objects.open().filter(resolution__item__meeting=meeting)
    writing = BallotPhase.objects.filter(channel=BallotPhase.Channel.WRITING).values("ballot")
    votes = open_votes.exclude(pk__in=writing).select_related(
        "resolution__item", "resolution__board"
    )
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
