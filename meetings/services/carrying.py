"""What belongs on the next agenda by itself: minutes to approve, open actions, unfinished items."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from django.db import transaction
from django.db.models import Q, QuerySet, Subquery, prefetch_related_objects
from django.utils.translation import gettext as _

from meetings.models import Action, AgendaItem, ItemPresenter, Meeting, Recusal
from meetings.models.actors import approved
from meetings.services.agendas import NEWCOMERS, lock_agenda, number_items
from meetings.services.noting import waiting_to_be_noted
from meetings.services.papers import copy_papers

FIRST = (AgendaItem.Kind.APPROVAL, AgendaItem.Kind.WRITTEN, AgendaItem.Kind.ACTIONS)
MOST_NAMED = 6
HELD = (Meeting.State.ADJOURNED, Meeting.State.CIRCULATED, Meeting.State.APPROVED)


@dataclass(frozen=True)
class Waiting:
    """Something due on an agenda. `mark` names it in a form; `item` is what it goes on from."""

    mark: str
    title: str
    item: AgendaItem | None = None


def waiting_for(meeting: Meeting) -> list[Waiting]:
    """What is due on this agenda and not on it, in the order of the meeting.

    Deferred and unreached items of the last meeting, and of earlier ones of which the
    minutes were kept here, until they are on an agenda (Robert's Rules of Order, sections
    11 and 69).
    """
    if not meeting.is_ahead or meeting.date is None:
        return []
    kinds = set(meeting.items.values_list("kind", flat=True))
    before = list(_last_and_waiting(meeting))
    last = before[0] if before else None
    unapproved = [one for one in before if not one.is_approved]
    found = []
    if unapproved and AgendaItem.Kind.APPROVAL not in kinds:
        found.append(Waiting(AgendaItem.Kind.APPROVAL, _approval_title(unapproved)))
    if AgendaItem.Kind.ACTIONS not in kinds and _has_open_actions(meeting):
        found.append(Waiting(AgendaItem.Kind.ACTIONS, _("Review of open actions")))
    if AgendaItem.Kind.WRITTEN not in kinds and any(waiting_to_be_noted(meeting.board)):
        found.append(Waiting(AgendaItem.Kind.WRITTEN, _("Decisions taken in writing")))
    left_over = _left_over(meeting, last) if last else AgendaItem.objects.none()
    return [*found, *(Waiting(str(item.pk), item.title, item) for item in left_over)]


def _meetings_before(meeting: Meeting) -> QuerySet[Meeting]:
    earlier = Q(date__lt=meeting.date) | Q(date=meeting.date, pk__lt=meeting.pk)
    held = Meeting.objects.filter(earlier, board=meeting.board_id, state__in=HELD)
    return held.order_by("-date", "-pk")


def _last_and_waiting(meeting: Meeting) -> QuerySet[Meeting]:
    """The last meeting, and those whose minutes wait; an archive's only once circulated."""
    held = _meetings_before(meeting)
    last = Q(pk=Subquery(held.values("pk")[:1]))
    is_ours = Q(source=None) | Q(state=Meeting.State.CIRCULATED)
    return held.filter(last | (~approved() & is_ours))


def _approval_title(unapproved: list[Meeting]) -> str:
    """Names every meeting whose minutes wait, oldest first, as long as a title may be."""
    days = [one.when for one in reversed(unapproved)]
    if len(days) == 1:
        return _("Minutes of the meeting of %(when)s") % {"when": days[0]}
    if len(days) > MOST_NAMED:
        days = [*days[: MOST_NAMED - 1], _("and %d more") % (len(days) - MOST_NAMED + 1)]
    return _("Minutes of the meetings of %(when)s") % {"when": ", ".join(days)}


def _has_open_actions(meeting: Meeting) -> bool:
    open_ones = Action.objects.kept().open()
    return open_ones.filter(board=meeting.board_id, is_archived=False).exists()


def _left_over(meeting: Meeting, last: Meeting) -> QuerySet[AgendaItem]:
    kept_here = Q(meeting__in=_meetings_before(meeting).filter(source=None).order_by())
    unfinished = AgendaItem.objects.filter(
        Q(meeting=last) | kept_here,
        disposition__in=AgendaItem.UNFINISHED,
        carried_to=None,
        kind=AgendaItem.Kind.ORDINARY,
    )
    return unfinished.select_related("meeting").order_by("meeting__date", "position")


@transaction.atomic
def bring_items(meeting: Meeting, *, chosen: Iterable[str] | None = None) -> list[AgendaItem]:
    """Puts what is waiting on the agenda, before new business; `chosen` are marks, None is all.

    Raises NotNow once the meeting has been adjourned.
    """
    meeting.board.wait_for_turn()
    order = lock_agenda(meeting)
    wanted = None if chosen is None else set(chosen)
    waiting = [w for w in waiting_for(meeting) if wanted is None or w.mark in wanted]
    left_over = [one.item for one in waiting if one.item]
    prefetch_related_objects(left_over, "presenters", "recusals", "papers")
    made = [_bring(meeting, number, one) for number, one in enumerate(waiting, start=len(order))]
    _order_by_custom(meeting, order, made)
    return made


def _bring(meeting: Meeting, number: int, waiting: Waiting) -> AgendaItem:
    old = waiting.item
    item = AgendaItem.objects.create(
        meeting=meeting,
        position=NEWCOMERS + number,
        title=waiting.title,
        kind=waiting.mark if old is None else old.kind,
        planned_minutes=old.planned_minutes if old else None,
        is_in_camera=old is not None and old.is_in_camera,
        carried_from=old,
    )
    if old:
        _copy_people(old, item)
        copy_papers(old, item)
    return item


def _copy_people(old: AgendaItem, item: AgendaItem) -> None:
    """Who presents, and who is out: a conflict of interest lasts as long as the topic."""
    ItemPresenter.objects.bulk_create(
        ItemPresenter(item=item, position=p.position, name=p.name, person_id=p.person_id)
        for p in old.presenters.all()
    )
    Recusal.objects.bulk_create(
        Recusal(item=item, seat_id=r.seat_id, person_id=r.person_id, nature=r.nature)
        for r in old.recusals.all()
    )


def _order_by_custom(meeting: Meeting, order: list[int], made: list[AgendaItem]) -> None:
    """Minutes to approve, then open actions, then what was left over, then the rest as it was."""
    there = {i.pk: i for i in AgendaItem.objects.filter(pk__in=order)}
    rows = [*(there[pk] for pk in order), *made]
    rows.sort(key=_rank)
    number_items(meeting, [row.pk for row in rows])


def _rank(item: AgendaItem) -> int:
    if item.kind in FIRST:
        return FIRST.index(AgendaItem.Kind(item.kind))
    return len(FIRST) + (0 if item.carried_from_id else 1)
