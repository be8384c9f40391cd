"""How a person or an organisation has voted, as far as the reader may know."""

from __future__ import annotations

from typing import Any

from django.db.models import Count, Q, QuerySet

from meetings.models import Ballot, Vote
from meetings.models.actors import Actor


def votes_in_sight(actor: Actor, whose: Q) -> QuerySet[Vote]:
    """Votes that decided something, as they stood in the end, the newest meeting first.

    In: `whose` says which, of a vote. Votes given up, and those before a recount, decided
    nothing; one that was changed has what it was in `supersedes`.
    """
    ballots = Ballot.objects.visible_to(actor).counting().order_by()
    found = Vote.objects.standing().filter(whose, seat__ballot__in=ballots)
    rows: QuerySet[Vote] = found.select_related(
        "seat__ballot__resolution__board",
        "seat__ballot__resolution__item__meeting__board",
        "cast_by__merged_into",
        "supersedes",
    )
    return rows.order_by("-seat__ballot__resolution__item__meeting__date", "-pk")


def counts_of(votes: QuerySet[Vote]) -> dict[str, Any]:
    """How many there are of each choice, and together."""
    each = {choice.value: Count("pk", filter=Q(choice=choice)) for choice in Vote.Choice}
    return votes.order_by().aggregate(total=Count("pk"), **each)
