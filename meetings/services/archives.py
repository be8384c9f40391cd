"""Archives: many sources brought at once, made into meetings one by one, and undone."""

from __future__ import annotations

import datetime
from collections.abc import Iterable
from dataclasses import replace

from django.db import transaction
from django.db.models import ProtectedError, Q, QuerySet

from meetings.importers.document import Document
from meetings.importers.source import Unreadable
from meetings.models import (
    Action,
    ActionReview,
    Attendance,
    Board,
    ImportBatch,
    ImportSource,
    Meeting,
    NotesRevision,
    Organisation,
    Person,
    Resolution,
)
from meetings.notation.dates import find_date
from meetings.services.changes import Save
from meetings.services.imports import (
    keep_source,
    make_meeting,
    read_sources,
    refuse_if_known,
)
from meetings.services.refusals import Refused
from meetings.services.remembering import forget_names
from meetings.services.reviews import restore_states
from meetings.services.terms import draw_terms


def bring(
    board: Board, *, files: Iterable[tuple[str, bytes]], save: Save, limit: int, is_final: bool
) -> ImportBatch:
    """Keeps every readable file for a look before it becomes a meeting.

    In: names and bytes, and the most bytes that one file may have. Out: the batch, with a
    sentence for each file that was not taken; the others are not touched by that.
    """
    batch = ImportBatch.objects.create(
        board=board, brought_by=save.by, brought_at=save.at, is_final=is_final
    )
    refusals: list[tuple[str, str]] = []
    for name, content in files:
        try:
            found = read_sources(name, content, limit=limit)
        except Unreadable as no:
            refusals.append((name, str(no)))
            continue
        for source, document in found:
            try:
                with transaction.atomic():
                    board.wait_for_turn()
                    refuse_if_known(board, source)
                    keep_source(board, document=document, source=source, save=save, batch=batch)
            except Refused as no:
                refusals.append((source.name, str(no)))
    batch.refusals = refusals
    batch.save(update_fields=["refusals"])
    return batch


def document_of(source: ImportSource, *, limit: int) -> Document:
    """What its bytes say, with the date that somebody stated where the text has none.

    Raises Unreadable, among others for several meetings in a source that was kept when
    those were not told apart.
    """
    found = read_sources(source.name, bytes(source.content), limit=limit)
    if len(found) > 1:
        raise Unreadable(
            f"These are the minutes of {len(found)} meetings. "
            "Throw them away here and bring the file again: each becomes a text of its own."
        )
    document = found[0][1]
    if document.date is None and source.stated_date:
        return replace(document, date=find_date(_full(source.stated_date)))
    return document


def _full(stated: str) -> str:
    """2015-01 has no day: it is read as the month it is."""
    months = "January February March April May June July August September October November December"
    year, month, *day = stated.split("-")
    return stated if day else f"{months.split()[int(month) - 1]} {year}"


def make_next(
    batch: ImportBatch, *, save: Save, limit: int, refused: Iterable[int] = ()
) -> tuple[ImportSource, str] | None:
    """Makes a meeting of the batch's oldest source: one source, one transaction.

    Out: the source and an empty text, or why it was refused; None when none is left.
    `refused` are the keys of sources already tried in this run.
    """
    waiting = batch.sources.waiting().exclude(pk__in=refused)
    source = waiting.oldest_first().select_related("board").first()
    if source is None:
        return None
    try:
        document = document_of(source, limit=limit)
        make_meeting(source, document=document, save=save, is_final=batch.is_final)
    except (Refused, Unreadable) as no:
        return source, str(no)
    return source, ""


def close_actions(batch: ImportBatch, *, on: datetime.date) -> int:
    """Closes what is still open in an archive; nobody is notified. Out: how many."""
    return Action.objects.of_batch(batch).update(state=Action.State.CANCELLED, closed_on=on)


def carry_actions(batch: ImportBatch) -> int:
    """Makes the archive's open actions those of today: owners see them, late ones are late."""
    return Action.objects.of_batch(batch).update(is_archived=False)


@transaction.atomic
def undo_import(source: ImportSource) -> None:
    """Takes back a meeting that nobody has worked on since it was imported.

    Its source waits again. People and organisations stay if anything else is known of
    them. Raises Refused where the meeting has been worked on.
    """
    source.board.wait_for_turn()
    meeting = Meeting.objects.filter(source=source).first()
    if meeting is None:
        raise Refused("This import has been taken back already.")
    _refuse_if_worked_on(meeting)
    made = source.report.get("made", {})
    people = set(meeting.attendances.values_list("person", flat=True))
    try:
        restore_states(ActionReview.objects.filter(meeting=meeting))
        _delete(meeting)
    except ProtectedError as error:
        raise Refused("This import cannot be taken back: other records hang on it.") from error
    draw_terms(people)
    strangers = {*made.get("people", ()), *forget_names(source)}
    _delete_unknown(Person.objects.filter(pk__in=strangers, user=None))
    _delete_unknown(Organisation.objects.filter(pk__in=made.get("organisations", ())))
    source.imported_at = None
    source.save(update_fields=["imported_at"])


def _refuse_if_worked_on(meeting: Meeting) -> None:
    actions = Action.objects.filter(item__meeting=meeting)
    reviews = ActionReview.objects.filter(action__in=actions)
    traces = {
        "its state has moved on": meeting.state != Meeting.State.ADJOURNED,
        "its notes were edited": meeting.items.filter(revision__gt=1).exists(),
        "an action was reported on": actions.filter(updates__isnull=False).exists(),
        "another meeting reviewed its actions (take that one back first)": reviews.exclude(
            meeting=meeting
        ).exists(),
        "a resolution has a number": Resolution.objects.filter(item__meeting=meeting)
        .exclude(number=None)
        .exists(),
        "proxies, recusals or who speaks for a seat were recorded": (
            meeting.proxies.exists()
            or meeting.representations.exists()
            or meeting.items.filter(recusals__isnull=False).exists()
        ),
        "an action was closed or carried on": actions.filter(_touched(meeting)).exists(),
        "an item was carried over": meeting.items.filter(
            Q(carried_to__isnull=False) | Q(carried_from__isnull=False)
        ).exists(),
        "its attendance or agenda was corrected": meeting.corrected_at is not None,
        "its date was changed": meeting.former_keys.exists(),
    }
    worked = [what for what, is_so in traces.items() if is_so]
    if worked:
        raise Refused(f"This import cannot be taken back: {', '.join(worked)}.")


def _touched(meeting: Meeting) -> Q:
    """Actions that are no longer as an import leaves them: open, or done that day."""
    done = Q(state=Action.State.DONE, closed_on=meeting.date)
    return Q(is_archived=False) | ~(Q(state=Action.State.OPEN) | done)


def _delete(meeting: Meeting) -> None:
    """The parts before the whole: every row of the record protects what it hangs on."""
    ActionReview.objects.filter(meeting=meeting).delete()
    Action.objects.filter(item__meeting=meeting).delete()
    resolutions = Resolution.objects.filter(item__meeting=meeting)
    resolutions.exclude(amends=None).delete()
    resolutions.delete()
    NotesRevision.objects.filter(item__meeting=meeting).delete()
    Attendance.objects.filter(meeting=meeting).delete()
    meeting.items.all().delete()
    meeting.delete()


def _delete_unknown(made: QuerySet[Person] | QuerySet[Organisation]) -> None:
    """Those whom the import made and of whom nothing else is known since."""
    for row in made.filter(aliases=None, merged_into=None):
        try:
            with transaction.atomic():
                row.delete()
        except ProtectedError:
            continue
