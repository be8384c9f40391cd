"""What somebody promised on all their boards, by how it presses."""

from __future__ import annotations

import datetime
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field

from django.db.models import Exists, F, OuterRef, Q

from meetings.models import Action, ActionOwner, ActionReview, Organisation, Person
from meetings.models.actors import Actor, in_sight_of_any
from meetings.models.slips import slips_of
from meetings.rules.actions import SLIPPING

MOST_SHOWN = 25
SOON = datetime.timedelta(days=14)
SHOWN = (
    "board_id", "number", "text", "state", "version", "due_on", "deferred_until", "item_id", "line",
)  # fmt: skip


@dataclass(frozen=True)
class Promise:
    """An open action of somebody's; `slips` counts the meetings that put it off."""

    action: Action
    state: Action.State
    slips: int


@dataclass
class Promises:
    """The most pressing ones; `late_count` is of all, and `on_boards` counts them all by board."""

    late: list[Promise] = field(default_factory=list)
    soon: list[Promise] = field(default_factory=list)
    waiting: list[Promise] = field(default_factory=list)
    late_count: int = 0
    on_boards: list[tuple[Actor, int]] = field(default_factory=list)
    are_all: bool = True


def people_of(actors: Sequence[Actor]) -> list[int]:
    """The keys of their records, those of merged ones included; one query."""
    mine = [actor.person.pk for actor in actors if actor.person]
    same = Q(pk__in=mine) | Q(merged_into__in=mine)
    return list(Person.objects.filter(same).order_by().values_list("pk", flat=True))


def _firms_of(actors: Sequence[Actor]) -> list[int]:
    """The organisations they are there for, as `Action.objects.mine` has it; one query."""
    terms = [actor.member for actor in actors if actor.member]
    firms = {term.organisation_id for term in terms} - {None}
    seats = {term.seat_id for term in terms} - {None}
    if not firms and not seats:
        return []
    own = Q(pk__in=firms) | Q(seats__in=seats)
    own |= Q(merged_into__in=firms) | Q(merged_into__seats__in=seats)
    rows = Organisation.objects.filter(own).order_by().values_list("pk", "merged_into")
    return list({key for row in rows for key in row if key})


def promises_of(actors: Sequence[Actor], people: Sequence[int], today: datetime.date) -> Promises:
    """The open actions on which these report, as each board's rules show them; four queries.

    In: `people`, from `people_of`. What was deferred to a later day waits, whenever it was due.
    """
    owners = ActionOwner.objects.filter(
        Q(person__in=people) | Q(organisation__in=_firms_of(actors))
    ).order_by()
    sight = in_sight_of_any(actors, board="board", item="item")
    slipped = ActionReview.objects.filter(action=OuterRef("pk"), verdict__in=SLIPPING)
    own = (
        Action.objects.kept()
        .open()
        .filter(sight, is_archived=False, pk__in=owners.values("action"))
        .only(*SHOWN)
        .annotate(has_slipped=Exists(slipped.order_by()))
        .order_by(F("due_on").asc(nulls_last=True), "number", "pk")
    )
    return _sorted(list(own), actors, today)


def _sorted(own: list[Action], actors: Sequence[Actor], today: datetime.date) -> Promises:
    """In the order of the query; the late ones are first in it, but for those deferred."""
    found = Promises(are_all=len(own) <= MOST_SHOWN)
    boards = {actor.board.pk: actor.board for actor in actors}
    groups = [(_group(action, today), action) for action in own]
    shown = sorted(groups, key=lambda one: one[0])[:MOST_SHOWN]
    slipped = [action for _place, action in shown if action.has_slipped]  # type: ignore[attr-defined]
    slips = slips_of(slipped, actors) if slipped else {}
    for place, action in shown:
        action.board = boards[action.board_id]
        promise = Promise(action, action.state_on(today), slips.get(action.pk, 0))
        (found.late, found.soon, found.waiting)[place].append(promise)
    found.late_count = sum(place == 0 for place, _action in groups)
    counts = Counter(action.board_id for action in own)
    found.on_boards = [
        (actor, counts[actor.board.pk]) for actor in actors if counts[actor.board.pk]
    ]
    return found


def _group(action: Action, today: datetime.date) -> int:
    """Late, due soon, or waiting."""
    due = action.due_on
    if due is None or action.state_on(today) is Action.State.DEFERRED or due > today + SOON:
        return 2
    return 0 if due < today else 1
