"""Votes in writing are closed when their deadline has passed, whoever is there to press."""

from __future__ import annotations

from meetings.models import Ballot, BallotResult
from meetings.services.changes import Save
from meetings.services.closing import Closing, close_ballot, seen_as
from meetings.services.tallying import tally_of
from meetings.services.votes import Closed


def close_due(*, save: Save) -> list[BallotResult]:
    """Closes every ballot past its deadline by the database's clock; what they decided.

    One that somebody closes at the same moment is left to them.
    """
    results = []
    due = Ballot.objects.due().select_related("resolution__item__meeting__board")
    for ballot in due.order_by("pk"):
        closing = Closing(BallotResult.Method.ROLL_CALL, seen_as(tally_of(ballot, save=save)))
        try:
            results.append(close_ballot(ballot, closing=closing, save=save))
        except Closed:
            continue
    return results
