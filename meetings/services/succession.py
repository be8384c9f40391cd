"""A later resolution replaces or rescinds an earlier one of the board, and that can be undone."""

from __future__ import annotations

from django.db import transaction
from django.utils.translation import gettext as _

from meetings.models import Resolution
from meetings.rules.verdict import OutOfOrder

State = Resolution.State
WAS_CARRIED = (State.CARRIED, *Resolution.ENDED)


@transaction.atomic
def say_what_it_ends(
    resolution: Resolution, *, earlier: Resolution | None, how: str = State.SUPERSEDED
) -> None:
    """The earlier one is superseded or rescinded (`how`) from now on; None: none is any more.

    What was said before is undone. Raises OutOfOrder where either was not carried, the earlier
    one is no longer in force, or came later. Source: domain rules, section 11.
    """
    resolution.board.wait_for_turn()
    row = Resolution.objects.select_related("replaces", "item__meeting").get(pk=resolution.pk)
    before = row.replaces
    if before and before.item_id == row.item_id and before.line is None:
        raise OutOfOrder(_("It is another version of %s, and cannot replace more.") % before)
    ended = Resolution.objects.filter(pk=row.replaces_id or 0, state__in=Resolution.ENDED)
    ended.update(state=State.CARRIED)
    if earlier:
        _end(row, earlier, how)
    Resolution.objects.filter(pk=row.pk).update(replaces=earlier)


def _end(row: Resolution, earlier: Resolution, how: str) -> None:
    if row.state not in WAS_CARRIED:
        sentence = _("Only a resolution that was carried can replace or rescind another.")
        raise OutOfOrder(sentence)
    first, later = earlier.item.meeting.date, row.item.meeting.date
    if first and later and first > later:
        raise OutOfOrder(_("%s came later.") % earlier)
    free = Resolution.objects.filter(pk=earlier.pk, state=State.CARRIED).exclude(pk=row.pk)
    others = Resolution.objects.filter(replaces=earlier).exclude(pk=row.pk)
    if others.exists() or not free.update(state=how):
        raise OutOfOrder(_("%s is not in force: it was not carried, or ended.") % earlier)
