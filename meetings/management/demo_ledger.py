"""What became of some of the demo's promises between its meetings."""

from __future__ import annotations

import datetime
from dataclasses import replace

from meetings.models import Action, Board, Meeting
from meetings.models.actors import Actor, Standing
from meetings.models.slips import slips_for
from meetings.rules.actions import Act
from meetings.services.changes import Save
from meetings.services.handing import change
from meetings.services.promises import Deed, do


def keep_ledger(board: Board, save: Save) -> None:
    """Promises that slipped are begun late, wait, or get another day; the rest stay as they are."""
    slips = slips_for(Actor(board, Standing.SECRETARIAT))
    rows = Action.objects.filter(board=board, item__meeting__state=Meeting.State.APPROVED).open()
    named = rows.select_related("board", "item__meeting").prefetch_related("owners__person")
    slipped = named.annotate(slips=slips).filter(slips__gt=0).order_by("-slips", "number")
    for number, action in enumerate(slipped[:3]):
        owner = next((one.person for one in action.owners.all() if one.person), None)
        if owner is None:
            continue
        told = replace(save, at=save.at - datetime.timedelta(days=6 - number))
        day = told.at.date() + datetime.timedelta(days=30)
        deed = Deed(Act.START, action.seen, owner, told)
        if number == 0:
            do(action, replace(deed, remark="Half of it is there. Two answers are still missing."))
        elif number == 1:
            remark = "The quay is closed until the ice is gone."
            do(action, replace(deed, act=Act.DEFER, until=day, remark=remark))
        else:
            remark = "Agreed with the chair by telephone."
            change(action, replace(deed, act=Act.CHANGE, remark=remark), text=action.text, due=day)
