"""The ledger of an action: promised, sent, looked at by meetings, reported on, in order of time."""

from __future__ import annotations

import datetime
from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import QuerySet

from meetings.models import Action, ActionReview, ActionUpdate
from meetings.rules.actions import Review, Verdict


@dataclass(frozen=True)
class Entry:
    """One thing that happened; `kind` is promised, sent, review or update.

    `slips` counts how often it had slipped once a review was made, 0 for one that is no slip.
    """

    kind: str
    day: datetime.date | None
    review: ActionReview | None = None
    update: ActionUpdate | None = None
    slips: int = 0


def ledger_of(action: Action, reviews: Iterable[ActionReview]) -> list[Entry]:
    """In: the action with its meeting, and the reviews that the reader may know of."""
    day_of = action.board.day_of
    updates = list(_in_order(action.updates.all()))
    entries = [Entry("promised", action.item.meeting.date)]
    if action.sent_at:
        entries.append(Entry("sent", day_of(action.sent_at)))
    entries += [Entry("update", day_of(one.at), update=one) for one in updates]
    slips = 0
    for review in sorted(reviews, key=lambda one: (one.meeting.date or datetime.date.min, one.pk)):
        on = review.meeting.date
        seen = Review(Verdict(review.verdict), on, _due_on(action, updates, on))
        slips += seen.is_slip
        entries.append(Entry("review", on, review=review, slips=slips if seen.is_slip else 0))
    return sorted(entries, key=_place)


def slips_in(entries: Iterable[Entry]) -> int:
    return max((entry.slips for entry in entries), default=0)


def _in_order(updates: QuerySet[ActionUpdate]) -> list[ActionUpdate]:
    return sorted(updates, key=lambda one: (one.at, one.pk))


def _due_on(
    action: Action, updates: list[ActionUpdate], on: datetime.date | None
) -> datetime.date | None:
    """When it was due as a meeting of that day knew it: before whatever changed it later."""
    later = (
        one for one in updates
        if one.changes_due and on and action.board.day_of(one.at) > on
    )  # fmt: skip
    first = next(later, None)
    return first.due_before if first else action.due_on


ORDER = {"promised": 0, "sent": 1, "review": 2, "update": 3}


def _place(entry: Entry) -> tuple[datetime.date, int]:
    """What is known to no day comes first: an undated meeting promised it."""
    return entry.day or datetime.date.min, ORDER[entry.kind]
