"""A comment on minutes is answered: its wording is put in, declined, or spoken to."""

from __future__ import annotations

from dataclasses import dataclass

from django.db import transaction
from django.utils.translation import gettext as _

from meetings.models import AgendaItem, Comment, Notice
from meetings.notation.edit import with_words
from meetings.rules.verdict import OutOfOrder
from meetings.services.changes import Save, refuse_if_frozen
from meetings.services.commenting import find_place, named, shortly
from meetings.services.minutes import Saved, context_of, save_notes
from meetings.services.notices import News, tell
from meetings.services.refusals import Refused

State = Comment.State
ANSWERS = (State.DECLINED, State.ANSWERED)


@dataclass(frozen=True)
class Wording:
    """What is to stand at the comment's line, and the revision that somebody looked at."""

    text: str
    base: int


class AnsweredBefore(OutOfOrder):
    """Somebody has answered this comment already."""


@transaction.atomic
def answer_comment(comment: Comment, *, state: State, words: str, save: Save) -> None:
    """Declines a comment for a reason, or speaks to it; whoever made it is told.

    Of two who answer one does: AnsweredBefore. Raises Refused without words.
    """
    if not words.strip():
        reason = _("Give a reason.") if state == State.DECLINED else _("Give an answer.")
        raise Refused(reason)
    _decide(comment, save, state=state, answer=words.strip())
    _tell_author(comment, save)


@transaction.atomic
def accept_comment(comment: Comment, *, wording: Wording, words: str, save: Save) -> Saved:
    """Writes the wording over the comment's line, as typing it would, and tells its author.

    Without a line it is added to the item. Raises AnsweredBefore, Refused for an empty
    wording, Frozen where the minutes are approved, OutOfOrder where the line is gone, Clash
    where somebody changed it since that revision: nothing is stored then.
    """
    if not wording.text.strip():
        raise Refused(_("Give the wording that the line is to have."))
    item = AgendaItem.objects.for_saving().get(pk=comment.item_id)
    refuse_if_frozen(item.meeting)
    _decide(comment, save, state=State.ACCEPTED, answer=words.strip(), written=wording.text.strip())
    text = rewritten(item, comment, wording)
    saved = save_notes(item, text=text, base=wording.base, save=save)
    _tell_author(comment, save)
    return saved


def rewritten(item: AgendaItem, comment: Comment, wording: Wording) -> str:
    """The notes of that revision with the wording at the comment's line.

    Raises OutOfOrder where that revision does not have the line.
    """
    before = item if wording.base == item.revision else _as_of(item, wording.base)
    if comment.line is None:
        return f"{before.notes.rstrip()}\n{wording.text.strip()}".lstrip("\n")
    place = find_place(before, line=comment.line, revision=comment.revision, quoted=comment.quoted)
    if place is None:
        raise OutOfOrder(_("The line is no longer in the notes: edit them, and answer in words."))
    context = context_of(item, before.notes)
    return with_words(before.notes, place.line, wording.text.strip(), context)


def _as_of(item: AgendaItem, number: int) -> AgendaItem:
    """The item as that revision had it, not to be saved."""
    text = item.revisions.filter(number=number).values_list("text", flat=True).first()
    if text is None and number:
        raise OutOfOrder(_("The notes changed while you were looking. Look at them again."))
    return AgendaItem(
        pk=item.pk, meeting=item.meeting, position=item.position, notes=text or "", revision=number
    )


def _decide(comment: Comment, save: Save, **fields: str) -> None:
    waiting = Comment.objects.open().filter(pk=comment.pk)
    if not waiting.update(answered_by=save.by, answered_at=save.at, **fields):
        raise AnsweredBefore(_("Somebody has answered this comment already."))
    comment.refresh_from_db(fields=["state", "answer", "written", "answered_at"])


def _tell_author(comment: Comment, save: Save) -> None:
    meeting = comment.item.meeting
    words = {
        "item": named(comment),
        "when": meeting.when,
        "state": comment.get_state_display(),
    }
    sentence = _("Your comment on %(item)s of the draft minutes of %(when)s: %(state)s.") % words
    said = "" if comment.item.is_in_camera or not comment.answer else f" {shortly(comment.answer)}"
    news = News(
        board=meeting.board,
        kind=Notice.Kind.COMMENT_ANSWERED,
        subject=comment,
        text=sentence + said,
        cause=f"comment {comment.pk}",
    )
    tell([comment.person], news=news, save=save)
