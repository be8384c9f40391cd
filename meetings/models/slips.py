"""How often an action slipped, counted by the database."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Sequence

from django.db.models import Count, F, IntegerField, OuterRef, Q, QuerySet, Subquery, Value
from django.db.models.functions import Coalesce

from meetings.models.actions import Action
from meetings.models.actors import Actor, in_sight_of_any, items_in_sight
from meetings.models.ledger import ActionReview, ActionUpdate
from meetings.rules.actions import SLIPPING

NEVER = datetime.date(1900, 1, 1)  # no due date sorts before every meeting


def slipped_reviews(actor: Actor) -> QuerySet[ActionReview]:
    """The reviews that are slips, of those that this actor may know of."""
    return _slipped(items_in_sight(actor, "item"))


def slips_for(actor: Actor) -> Coalesce:
    """To annotate actions with: the slips that this actor may know of."""
    slipped = slipped_reviews(actor).filter(action=OuterRef("pk"))
    counted = slipped.order_by().values("action").annotate(n=Count("pk"))
    return Coalesce(Subquery(counted.values("n")), 0, output_field=IntegerField())


def slips_of(actions: Iterable[Action], actors: Sequence[Actor]) -> dict[int, int]:
    """How often each of these slipped, by its key, as one person's standings show it."""
    sight = in_sight_of_any(actors, board="action__board", item="item")
    slipped = _slipped(sight).filter(action__in=list(actions))
    return dict(slipped.order_by().values_list("action").annotate(n=Count("pk")))


def _slipped(sight: Q) -> QuerySet[ActionReview]:
    """As `rules.actions.Review.is_slip` has it, by the due date that each meeting knew."""
    changed = ActionUpdate.objects.filter(
        Q(due_before__isnull=False) | Q(due_after__isnull=False),
        action=OuterRef("action"),
        at__date__gt=OuterRef("meeting__date"),
    )
    first = changed.order_by("at", "pk").values(was=Coalesce("due_before", Value(NEVER)))[:1]
    slipped = ActionReview.objects.filter(sight, verdict__in=SLIPPING).annotate(
        due_then=Coalesce(Subquery(first), "action__due_on", Value(NEVER))
    )
    lies_ahead = Q(meeting__date__isnull=False, due_then__gt=F("meeting__date"))
    return slipped.exclude(lies_ahead)
