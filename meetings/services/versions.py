"""Another version of that meeting? Other bytes for a date of which the board has minutes."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable

from django.db import transaction

from meetings.importers.document import Document
from meetings.models import Board, ImportSource, Meeting
from meetings.services.archives import document_of, undo_import
from meetings.services.changes import Save
from meetings.services.imports import Source, keep_source, make_meeting, meetings_of
from meetings.services.refusals import Refused


def twins_of(board: Board, waiting: Iterable[ImportSource]) -> dict[int, list[Meeting]]:
    """By source, the board's meetings of its date, or of its month where no day is known."""
    said = {source.pk: source.report["date"] or source.stated_date for source in waiting}
    months = {date[:7] for date in said.values() if date}
    held: dict[str, list[Meeting]] = defaultdict(list)
    if months:
        since = Meeting.objects.filter(board=board, date__gte=f"{min(months)}-01")
        for meeting in since.select_related("board"):
            held[str(meeting.date)[:7]].append(meeting)
    return {
        pk: [meeting for meeting in held.get(date[:7], ()) if _may_be(meeting, date)]
        for pk, date in said.items()
    }


def _may_be(meeting: Meeting, date: str) -> bool:
    is_vague = meeting.date_precision == Meeting.Precision.MONTH or len(date) == len("2015-01")
    return is_vague or str(meeting.date) == date


def make_version(source: ImportSource, *, instead_of: str, save: Save, limit: int) -> Meeting:
    """The meeting of a source whose date is taken.

    In: the key of the meeting whose minutes it replaces, or "" for another meeting of that
    date. Raises Refused where that one cannot be taken back; nothing changes then.
    """
    document, batch = document_of(source, limit=limit), source.batch
    is_final = batch is not None and batch.is_final
    if not instead_of:
        return make_meeting(
            source, document=document, save=save, is_final=is_final, is_another=True
        )
    known = {meeting.key: meeting for meeting in twins_of(source.board, [source])[source.pk]}
    if instead_of not in known:
        raise Refused("The meeting that these minutes were to replace has changed or gone.")
    return _replace(
        known[instead_of], source=source, document=document, save=save, is_final=is_final
    )


@transaction.atomic
def import_instead(
    board: Board, *, document: Document, source: Source, save: Save, is_final: bool = False
) -> Meeting:
    """Imports minutes in the place of those that the board has of that very date.

    Raises Refused where it has several, or where nobody may take them back any more.
    """
    board.wait_for_turn()
    same = meetings_of(board, document)
    if len(same) != 1:
        raise Refused(f"This board has {len(same)} meetings of that date: nothing was replaced.")
    row = keep_source(board, document=document, source=source, save=save)
    return _replace(same[0], source=row, document=document, save=save, is_final=is_final)


@transaction.atomic
def _replace(
    meeting: Meeting, *, source: ImportSource, document: Document, save: Save, is_final: bool
) -> Meeting:
    """Takes a meeting's minutes back and makes this text that meeting, or does neither.

    The text it had waits in its batch, or in this one's; without a batch nobody would see it.
    """
    former = meeting.source
    if former is None:
        raise Refused("That meeting was not imported: correct it there instead.")
    undo_import(former)
    if former.batch_id is None and source.batch_id is None:
        former.delete()
    elif former.batch_id is None:
        former.batch = source.batch
        former.save(update_fields=["batch"])
    return make_meeting(source, document=document, save=save, is_final=is_final, is_another=True)
