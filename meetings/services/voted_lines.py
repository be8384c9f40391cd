"""A line says something else than the vote on it: it is put back, or the new text is voted on."""

from __future__ import annotations

from dataclasses import replace

from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext as _

from meetings.models import AgendaItem, Ballot, BallotResult, Resolution
from meetings.notation.context import Context
from meetings.notation.edit import remove_line, with_motion
from meetings.notation.lines import FlagCode
from meetings.notation.motions import BoundMotion, motions_in
from meetings.notation.parser import parse
from meetings.services.changes import Save, refuse_if_frozen
from meetings.services.closing import give_up_ballot
from meetings.services.decided import voted_on
from meetings.services.decided_lines import decided, motion_at
from meetings.services.flags import Question
from meetings.services.minutes import Saved, context_of, edit_notes, redraw
from meetings.services.resolutions import differing


def put_back(item: AgendaItem, asked: Question, *, save: Save) -> Saved:
    """The line says again what was voted on, or what the vote decided.

    Raises LookupError where the question is not asked any more or the line cannot say it,
    Frozen once approved.
    """
    refuse_if_frozen(item.meeting)
    rewrite = _text_as_voted if asked.code is FlagCode.VOTED_TEXT else _result_as_voted

    def edit(text: str) -> str:
        context = context_of(item, text)
        row, bound = _differs(item, asked, text, context)
        return rewrite(text, row, bound, asked, context)

    return edit_notes(item, edit=edit, save=save)


@transaction.atomic
def vote_anew(item: AgendaItem, asked: Question, *, save: Save) -> Resolution:
    """What the line says now is a resolution of its own, to be voted on; the old one ends.

    An open vote is given up, and the result that stands under the line goes: votes do not
    carry over. Raises as `put_back` does. Source: domain rules, section 7, 3.
    """
    refuse_if_frozen(item.meeting)
    _lock_votes(item, asked.subject)
    item.meeting.board.wait_for_turn()
    _lock_notes(item)
    item = AgendaItem.objects.for_saving().get(pk=item.pk)
    old, bound = _differs(item, asked, item.notes, context_of(item, item.notes))
    for ballot in old.ballots.open():
        give_up_ballot(ballot, reason=_("The text was changed after the vote began."), save=save)
    ended = {"state": Resolution.State.SUPERSEDED, "line": None}
    Resolution.objects.filter(pk=old.pk).update(**ended)
    new = Resolution.objects.create(
        board=item.meeting.board, item=item, line=bound.line, text=bound.motion.text, replaces=old
    )
    edit_notes(item, edit=lambda text: _undecided(item, text, bound.line), save=save)
    redraw(item.meeting, save=save)
    new.refresh_from_db()
    return new


def _lock_votes(item: AgendaItem, text: str) -> None:
    """Open votes on that text are locked before the notes are, as whoever closes one does."""
    moved = list(Resolution.objects.filter(item=item).values_list("pk", flat=True))
    ballots = Ballot.objects.filter(resolution__in=moved, text=text, closed_at=None)
    ballots.update(votes_taken=F("votes_taken"))


def _lock_notes(item: AgendaItem) -> None:
    """The notes before their records, as a save does: neither stands in the other's way."""
    AgendaItem.objects.filter(pk=item.pk).update(revision=F("revision"))


def _differs(
    item: AgendaItem, asked: Question, text: str, context: Context
) -> tuple[Resolution, BoundMotion]:
    """The resolution and the motion of which that is asked."""
    bound = {motion.line: motion for motion in motions_in(parse(text, context).lines)}
    rows = Resolution.objects.filter(item=item, line__in=bound).order_by("line")
    voted = voted_on(row.pk for row in rows)
    for row in rows:
        motion = bound[row.line or 0]
        for flag in differing(motion, voted.get(row.pk)):
            if (flag.code, flag.subject) == (asked.code, asked.subject):
                return row, motion
    raise LookupError("nobody asks that any more")


def _text_as_voted(
    text: str, row: Resolution, bound: BoundMotion, asked: Question, context: Context
) -> str:
    wanted = replace(bound.motion, text=asked.subject, outcome=bound.outcome)
    written = with_motion(text, bound.line, wanted, context)
    if motion_at(written, bound.line, context).motion.text != asked.subject:
        raise LookupError("a line cannot say that")
    return written


def _result_as_voted(
    text: str, row: Resolution, bound: BoundMotion, asked: Question, context: Context
) -> str:
    results = BallotResult.objects.filter(ballot__resolution=row).exclude(outcome="void")
    result = results.select_related("ballot").latest("ballot__number")
    return decided(text, bound.line, result, context)


def _undecided(item: AgendaItem, text: str, line: int) -> str:
    """The text without the result and the votes of the motion at that line."""
    context = context_of(item, text)
    bound = motion_at(text, line, context)
    if bound.votes_on:
        text = remove_line(text, bound.votes_on, context)
    if not bound.outcome:
        return text
    return with_motion(text, line, replace(bound.motion, outcome=None), context)
