"""How often an action slipped, counted by the database."""

from __future__ import annotations

import datetime

from django.db.models import Count, F, IntegerField, OuterRef, Q, QuerySet, Subquery, Value
from django.db.models.functions import Coalesce

from meetings.models.actions import ActionReview, ActionUpdate
from meetings.models.actors import Actor, items_in_sight
from meetings.rules.actions import SLIPPING

NEVER = datetime.date(1900, 1, 1)  # no due date sorts before every meeting


def slipped_reviews(actor: Actor) -> QuerySet[ActionReview]:
    """The reviews that are slips, of those that this actor may know of.

    As `rules.actions.Review.is_slip` has it, by the due date that each meeting knew.
    """
    changed = ActionUpdate.objects.filter(
        Q(due_before__isnull=False) | Q(due_after__isnull=False),
        action=OuterRef("action"),
        at__date__gt=OuterRef("meeting__date"),
    )
    first = changed.order_by("at", "pk").values(was=Coalesce("due_before", Value(NEVER)))[:1]
    slipped = ActionReview.objects.filter(
        items_in_sight(actor, "item"), verdict__in=SLIPPING
    ).annotate(due_then=Coalesce(Subquery(first), "action__due_on", Value(NEVER)))
    return slipped.exclude(meeting__date__isnull=False, due_then__gt=F("meeting__date"))


def slips_for(actor: Actor) -> Coalesce:
    """To annotate actions with: how often each slipped, as far as this actor may know."""
    slipped = slipped_reviews(actor).filter(action=OuterRef("pk"))
    counted = slipped.order_by().values("action").annotate(n=Count("pk"))
    return Coalesce(Subquery(counted.values("n")), 0, output_field=IntegerField())
