"""Which resolution an action carries out: its line says so, or the secretariat."""

from __future__ import annotations

import re
from collections.abc import Mapping

from django.utils.translation import gettext as _

from meetings.models import Action, Resolution
from meetings.notation import lines as notation
from meetings.notation.motions import BoundMotion, motions_above
from meetings.rules.verdict import OutOfOrder
from meetings.services.changes import Change

NUMBER = re.compile(r"(?<![\w-])R-\d{4}-C?\d{1,6}(?![\w-])")


def carried_out_in(
    change: Change, motions: list[BoundMotion], resolutions: Mapping[int, Resolution]
) -> dict[int, int]:
    """The keys of resolutions, by the line of the action that carries them out.

    In: the resolutions by the line of their motion. A number of the board's in an action's
    text says it, else the motion that the action is indented under. One query where a number
    is named, else none.
    """
    actions = {
        line.number: line.content.text
        for line in change.lines
        if isinstance(line.content, notation.Action)
    }
    if not actions:
        return {}
    under = motions_above(change.lines, motions) if motions else {}
    said = {line: resolutions[under[line]].pk for line in actions if under.get(line) in resolutions}
    return said | _named(change, actions)


def _named(change: Change, actions: Mapping[int, str]) -> dict[int, int]:
    named = {line: found[0] for line, text in actions.items() if (found := NUMBER.search(text))}
    if not named:
        return {}
    board = change.item.meeting.board_id
    rows = Resolution.objects.filter(board=board, number__in=set(named.values())).order_by()
    keys = dict(rows.values_list("number", "pk"))
    return {line: keys[number] for line, number in named.items() if number in keys}


def say_what_it_carries_out(action: Action, resolution: Resolution | None) -> None:
    """The secretariat says it (None: nothing). Raises OutOfOrder where the minutes say it."""
    by_hand = Action.objects.filter(pk=action.pk, carries_out_is_said=False)
    if not by_hand.update(carries_out=resolution):
        raise OutOfOrder(_("The minutes say what this action carries out: correct its line."))
