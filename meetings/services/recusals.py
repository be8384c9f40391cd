"""A conflict declared ahead of the meeting, and taken back before its item is taken."""

from __future__ import annotations

from django.db import transaction
from django.utils.translation import gettext as _

from meetings.models import AgendaItem, Ballot, Recusal
from meetings.rules.verdict import OutOfOrder
from meetings.services.proxies import refuse_if_over
from meetings.services.refusals import Refused

MOST = 500


@transaction.atomic
def declare_recusal(item: AgendaItem, *, seat: int, person: int, nature: str) -> Recusal:
    """In: the keys of a seat and of whoever declares it, and the nature of the conflict.

    Raises Frozen, OutOfOrder once the item has been taken, Refused without a nature or where
    seat or person are out already. Source: domain rules, section 5.
    """
    told = " ".join(nature.split())
    if not told or len(told) > MOST:
        raise Refused(_("Say what the conflict is, in at most %d characters.") % MOST)
    item.meeting.board.wait_for_turn()
    _refuse_if_taken(item)
    if item.recusals.filter(seat=seat).exists() or item.recusals.filter(person=person).exists():
        raise Refused(_("This seat is recused from item %d already.") % item.position)
    return Recusal.objects.create(item=item, seat_id=seat, person_id=person, nature=told)


@transaction.atomic
def take_recusal_back(recusal: Recusal) -> None:
    """Raises Frozen, OutOfOrder once the item has been taken or where the notes say it."""
    item = recusal.item
    item.meeting.board.wait_for_turn()
    _refuse_if_taken(item)
    if recusal.line is not None:
        sentence = _("The notes of item %d say so. Change the line there.")
        raise OutOfOrder(sentence % item.position)
    Recusal.objects.filter(pk=recusal.pk).delete()


def is_taken(item: AgendaItem) -> bool:
    """Under discussion or done, or voted on."""
    return item.order_taken is not None or Ballot.objects.filter(resolution__item=item.pk).exists()


def _refuse_if_taken(item: AgendaItem) -> None:
    refuse_if_over(item.meeting)
    row = AgendaItem.objects.get(pk=item.pk)
    if is_taken(row):
        sentence = _("Item %d has been taken. Say it in the meeting, for the notes.")
        raise OutOfOrder(sentence % item.position)
