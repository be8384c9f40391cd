"""Decisions taken in writing are noted in the minutes of the next meeting, by themselves."""

from __future__ import annotations

from collections.abc import Iterable

from django.db import transaction

from meetings.models import AgendaItem, BallotResult, Board, Meeting, NotedResult
from meetings.notation.lines import Result
from meetings.notation.writer import compose
from meetings.services.changes import Save
from meetings.services.decided import outcome_of
from meetings.services.minutes import write_first_notes
from meetings.services.rosters import context_for


def waiting_to_be_noted(board: Board) -> Iterable[BallotResult]:
    """Results in writing that no meeting's minutes tell of, the oldest first; none in camera."""
    rows = BallotResult.objects.to_be_noted().filter(ballot__resolution__board=board)
    open_ones = rows.filter(ballot__resolution__item__is_in_camera=False)
    return open_ones.select_related("ballot__resolution__board")


@transaction.atomic
def note_results(item: AgendaItem, *, save: Save) -> list[BallotResult]:
    """The notes of an item that has none tell of every result that waits; each is told once.

    Out: the results told. Source: domain rules, section 7, 6.
    """
    meeting: Meeting = item.meeting
    meeting.board.wait_for_turn()
    results = list(waiting_to_be_noted(meeting.board))
    if not results or item.notes:
        return []
    text = "\n".join(_line(result, meeting) for result in results)
    write_first_notes(item, text=text, context=context_for(meeting), save=save)
    NotedResult.objects.bulk_create(NotedResult(result=one, item=item) for one in results)
    return results


def _line(result: BallotResult, meeting: Meeting) -> str:
    """A note, in words that the notation reads as nothing else."""
    day = (result.effective_at or result.closed_at).astimezone(meeting.board.zone)
    told = compose(Result(outcome_of(result))).lower()
    label = result.ballot.resolution.label
    return f"- In writing, {day.day} {day:%B %Y}, {label}: {told}. “{result.ballot.text}”"
