"""Who is asking: one person's standing on one board, and the rows that lie in their sight."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from functools import reduce
from operator import or_
from typing import TYPE_CHECKING

from django.apps import apps
from django.db.models import Exists, OuterRef, Q

if TYPE_CHECKING:
    from meetings.models.boards import Board
    from meetings.models.members import Member
    from meetings.models.people import Person


class Standing(StrEnum):
    """From least to most. An operator has no standing of their own on a board."""

    OUTSIDER = "outsider"
    GUEST = "guest"
    OBSERVER = "observer"
    MEMBER = "member"
    SECRETARIAT = "secretariat"

    @property
    def rank(self) -> int:
        return list(Standing).index(self)


@dataclass(frozen=True)
class Actor:
    board: Board
    standing: Standing
    person: Person | None = None
    member: Member | None = None

    def is_at_least(self, standing: Standing) -> bool:
        return self.standing.rank >= standing.rank

    @property
    def sees_drafts(self) -> bool:
        return self.is_at_least(Standing.MEMBER)

    @property
    def keeps_minutes(self) -> bool:
        return self.standing is Standing.SECRETARIAT

    @property
    def administers(self) -> bool:
        """A mark on a member, whatever their role."""
        return self.member is not None and self.member.is_administrator


def published(prefix: str = "") -> Q:
    """Meetings whose minutes have left the drafting stage."""
    return Q(**{f"{prefix}state": "circulated"}) | approved(prefix)


def approved(prefix: str = "") -> Q:
    return Q(**{f"{prefix}state": "approved"}) | Q(**{f"{prefix}is_final_as_recorded": True})


def invited(actor: Actor, prefix: str = "") -> Q:
    """Meetings at which this actor is on the list as a guest."""
    listed = Q(**{f"{prefix}attendances__person": actor.person})
    listed |= Q(**{f"{prefix}attendances__person__merged_into": actor.person})
    return listed & Q(**{f"{prefix}attendances__capacity": "guest"})


def items_in_sight(actor: Actor, item: str = "") -> Q:
    """Agenda items whose notes this actor may read; `item` is the path to the item."""
    path = f"{item}__" if item else ""
    if actor.keeps_minutes:
        return Q()
    if not actor.sees_drafts:
        is_open = Q(**{f"{path}is_in_camera": False})
        if actor.standing is Standing.GUEST:
            return is_open & approved(f"{path}meeting__") & invited(actor, f"{path}meeting__")
        return is_open & published(f"{path}meeting__")
    return Q(**{f"{path}is_in_camera": False}) | _not_recused(actor, path)


def in_sight_of_any(actors: Iterable[Actor], *, board: str, item: str) -> Q:
    """Rows of each one's board that this standing may see: the same person on several boards."""
    sights = (Q(**{board: one.board}) & items_in_sight(one, item) for one in actors)
    return reduce(or_, sights, Q(pk__in=[]))


def _not_recused(actor: Actor, path: str) -> Q:
    """Neither the person nor the seat they sit on is out for the item."""
    who = Q(person=actor.person) | Q(person__merged_into=actor.person)
    if actor.member and actor.member.seat_id:
        who |= Q(seat=actor.member.seat_id)
    recusals = apps.get_model("meetings", "Recusal").objects
    return Q(~Exists(recusals.filter(who, item=OuterRef(f"{path}pk"))))
