"""Members remark on circulated minutes by line; the secretary answers each remark once."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from django.db import transaction
from django.utils.translation import gettext as _

from meetings.models import AgendaItem, Comment, Meeting, NotesRevision, Notice, Person
from meetings.notation.edit import words_at
from meetings.notation.follow import place_now
from meetings.rules.verdict import OutOfOrder
from meetings.services.changes import Save, refuse_if_frozen
from meetings.services.minutes import context_of
from meetings.services.notices import News, secretariat_of, tell
from meetings.services.refusals import Refused

LONGEST_QUOTE = 200


@dataclass(frozen=True)
class Remark:
    """What somebody says of a line, as revision `revision` has it; of the item with None."""

    text: str
    line: int | None = None
    revision: int = 0
    proposed: str = ""


@dataclass(frozen=True)
class Place:
    """A line as the notes have it now; `is_changed` since somebody looked at it."""

    line: int
    words: str
    is_changed: bool


class LineMoved(OutOfOrder):
    """The line is gone or reads otherwise (`place`) since somebody looked at it."""

    def __init__(self, message: str, place: Place | None) -> None:
        self.place = place
        super().__init__(message)


def open_comments(meeting: Meeting) -> int:
    """How many comments on a meeting's minutes wait for an answer."""
    return Comment.objects.open().filter(item__meeting=meeting).count()


def may_comment(meeting: Meeting) -> bool:
    return meeting.state == Meeting.State.CIRCULATED


def find_place(
    item: AgendaItem, *, line: int, revision: int, quoted: str | None = None
) -> Place | None:
    """Where a line of that revision stands by now; None where it is gone.

    In: `quoted`, its words then, where they are known; else they are read from the revision.
    """
    context = context_of(item, item.notes)
    before = _text_of(item, revision)
    try:
        if before is None:  # draft revisions may be disposed of; the words are left
            now = line if quoted == words_at(item.notes, line, context) else None
        else:
            now = place_now(before, item.notes, line)
            quoted = words_at(before, line, context) if quoted is None else quoted
        words = words_at(item.notes, now or 0, context)
    except LookupError:
        return None
    return Place(now or 0, words, words != quoted)


def lines_now(comments: Iterable[Comment]) -> dict[int, int | None]:
    """Where each comment's line stands by now, by the comment's key; None: gone, or of an item.

    In: comments with their items. Asks the database once, if notes have changed since.
    """
    comments = list(comments)
    stale = [one for one in comments if one.line and one.revision != one.item.revision]
    items = {one.item_id for one in stale}
    numbers = {one.revision for one in stale}
    rows = NotesRevision.objects.filter(item__in=items, number__in=numbers) if stale else []
    texts = {(row.item_id, row.number): row.text for row in rows}
    found = {one.pk: one.line for one in comments}
    for one in stale:
        before = texts.get((one.item_id, one.revision))
        place = place_now(before, one.item.notes, one.line or 0) if before is not None else None
        found[one.pk] = place
    return found


def _text_of(item: AgendaItem, revision: int) -> str | None:
    if revision == item.revision:
        return item.notes
    rows = NotesRevision.objects.filter(item=item, number=revision)
    return rows.values_list("text", flat=True).first()


@transaction.atomic
def add_comment(item: AgendaItem, *, remark: Remark, by: Person, save: Save) -> Comment:
    """Keeps a remark with the line as it stands, and tells the secretariat.

    Sent twice it is one. Raises Frozen where the minutes are approved, OutOfOrder where they
    are not circulated, LineMoved where the line is gone or changed, Refused where nothing
    is said.
    """
    meeting = item.meeting
    meeting.board.wait_for_turn()
    meeting.refresh_from_db(fields=["state"])
    refuse_if_frozen(meeting)
    if not may_comment(meeting):
        raise OutOfOrder(_("Comments are made on minutes that are circulated."))
    item.refresh_from_db(fields=["notes", "revision"])
    place = _looked_at(item, remark)
    quoted = place.words if place else ""
    proposed = "" if remark.proposed.strip() == quoted.strip() else remark.proposed.strip()
    if not remark.text.strip() and not proposed:
        raise Refused(_("Say what is to be said, or propose another wording."))
    comment, is_new = Comment.objects.get_or_create(
        item=item,
        line=place.line if place else None,
        quoted=quoted,
        text=remark.text.strip(),
        proposed=proposed,
        person=by.kept_as,
        state=Comment.State.OPEN,
        defaults={"revision": item.revision, "recorded_by": save.by, "recorded_at": save.at},
    )
    if is_new:
        _tell_secretariat(comment, save)
    return comment


def _looked_at(item: AgendaItem, remark: Remark) -> Place | None:
    if remark.line is None:
        return None
    place = find_place(item, line=remark.line, revision=remark.revision)
    if place is None:
        gone = _("That line is no longer in the minutes. Your words are kept: comment on the item.")
        raise LineMoved(gone, None)
    if place.is_changed:
        raise LineMoved(_("That line was changed while you were reading. Look at it again."), place)
    return place


def _tell_secretariat(comment: Comment, save: Save) -> None:
    meeting = comment.item.meeting
    day = meeting.board.day_of(save.at)
    words = {"name": comment.person.name, "when": meeting.when, "item": named(comment)}
    sentence = _("%(name)s comments on %(item)s of the draft minutes of %(when)s.") % words
    said = "" if comment.item.is_in_camera else f" {shortly(comment.text or comment.proposed)}"
    news = News(
        board=meeting.board,
        kind=Notice.Kind.COMMENT_MADE,
        subject=comment,
        text=sentence + said,
        cause=f"comment {comment.pk}",
    )
    tell(secretariat_of(meeting.board, day), news=news, save=save)


def named(comment: Comment) -> str:
    """The place of a comment, as a notice may name it."""
    item = comment.item
    if item.is_in_camera:
        return _("an item in camera")
    if comment.line is None:
        return _("item %(item)s") % {"item": item}
    return _("item %(item)s, line %(line)d,") % {"item": item, "line": comment.line}


def shortly(words: str) -> str:
    cut = words if len(words) <= LONGEST_QUOTE else f"{words[:LONGEST_QUOTE]}…"
    return f"“{' '.join(cut.split())}”"
