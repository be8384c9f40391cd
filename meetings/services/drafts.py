"""Earlier drafts of approved minutes go after some days, where the bylaws say so."""

from __future__ import annotations

import datetime
from collections.abc import Iterable

from django.db import connection, transaction
from django.db.models import Count, Exists, OuterRef
from django.db.models.functions import Now
from django.utils.translation import ngettext

from meetings.models import Approval, LegalHold, Meeting, NotesRevision, RegisterEntry
from meetings.services.bylaws import bylaws_on
from meetings.services.changes import Save
from meetings.services.register import Kind, Record, register


def dispose_drafts_due(*, save: Save) -> list[RegisterEntry]:
    """Disposes of all drafts whose time is over by the database's clock; the entries that say so.

    The time is that of the bylaws on the day of the approval. Run again, it finds nothing.
    Source: design.md section 8.
    """
    drafts = NotesRevision.objects.earlier().filter(item__meeting=OuterRef("meeting"))
    approvals = Approval.objects.filter(Exists(drafts)).annotate(now=Now())
    done = []
    for approval in approvals.select_related("meeting__board", "entry").order_by("pk"):
        approved = approval.approved_at
        board = approval.meeting.board
        days = bylaws_on(board, board.day_of(approved)).drafts_kept_days
        if days is None or approved + datetime.timedelta(days=days) > approval.now:
            continue
        entry = dispose_of_drafts(approval, days=days, save=save)
        done += [entry] if entry else []
    return done


@transaction.atomic
def dispose_of_drafts(approval: Approval, *, days: int, save: Save) -> RegisterEntry | None:
    """Removes all revisions of approved minutes but those in force, and registers that.

    None where there are no others, or while an entry about the meeting is under legal hold.
    What was circulated stays: members have it, and their comments quote it.
    """
    meeting = approval.meeting
    meeting.board.wait_for_turn()
    if LegalHold.objects.filter(kept__entry__meeting=meeting).exists():
        return None
    of_meeting = NotesRevision.objects.filter(item__meeting=meeting)
    counts = of_meeting.earlier().aggregate(
        revisions=Count("pk"), items=Count("item", distinct=True)
    )
    if not counts["revisions"]:
        return None
    _keep_heads_alone(meeting)
    kept = ngettext(
        "The bylaws keep drafts for %d day after the approval.",
        "The bylaws keep drafts for %d days after the approval.",
        days,
    )
    day = meeting.board.day_of(save.at)
    drafts = {"minutes": approval.entry.seq, "day": day.isoformat(), **counts}
    content = {"entries": [], "drafts": drafts, "reason": kept % days}
    return register(meeting.board, record=Record(Kind.DISPOSAL, content, meeting), at=save.at)


def drafts_gone(meeting: Meeting) -> RegisterEntry | None:
    """The entry that says that a meeting's earlier drafts were disposed of."""
    if not meeting.is_frozen:
        return None
    return RegisterEntry.objects.filter(meeting=meeting, kind=Kind.DISPOSAL).first()


def _keep_heads_alone(meeting: Meeting) -> None:
    """What a revision says never changes: those in force are laid down again, without parents."""
    heads = list(NotesRevision.objects.heads().filter(item__meeting=meeting))
    delete_revisions([head.item_id for head in heads])
    for head in heads:
        head.parent = head.merged_from = None
    NotesRevision.objects.bulk_create(heads)


def delete_revisions(items: Iterable[int]) -> None:
    """All of these items, with their parents at once; the database refuses it under legal hold."""
    with connection.cursor() as cursor:
        for item in items:
            cursor.execute("DELETE FROM meetings_notesrevision WHERE item_id = %s", [item])
