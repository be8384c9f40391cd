"""A whole follows its parts: done with the last of them, open again with any."""

from __future__ import annotations

import datetime
from collections.abc import Iterable

from meetings.models import Action
from meetings.rules.actions import State, with_parts


def open_parts(action: Action) -> list[Action]:
    parts = Action.objects.filter(part_of=action).open().order_by("number")
    return list(parts.select_related("board", "item__meeting", "part_of"))


def settle_wholes(wholes: Iterable[int | None], *, on: datetime.date | None) -> list[Action]:
    """Brings these actions into step with their parts; those that changed.

    In: keys (None is nobody's), and the day on which a part was closed. Source: domain
    rules, section 10, rule 3.
    """
    changed = []
    keys = {key for key in wholes if key}
    for whole in Action.objects.filter(pk__in=keys).prefetch_related("parts") if keys else ():
        state = with_parts(State(whole.state), [State(part.state) for part in whole.parts.all()])
        if state == whole.state:
            continue
        whole.state, whole.closed_on = state, on if state is State.DONE else None
        whole.save(update_fields=["state", "closed_on"])
        changed.append(whole)
    return changed
