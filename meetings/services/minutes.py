"""Notes become records: the text is the source, the rows follow."""

from __future__ import annotations

import datetime
from dataclasses import dataclass, replace
from typing import Any

from django.db import transaction

from meetings.models import (
    Action,
    ActionOwner,
    ActionReview,
    AgendaItem,
    Board,
    Meeting,
    NotesRevision,
    Resolution,
    Statement,
    User,
)
from meetings.notation import lines as notation
from meetings.notation.context import Context
from meetings.notation.lines import Flag, Line, Name, NameKind, OutcomeKind
from meetings.notation.motions import BoundMotion, motions_in
from meetings.notation.parser import parse

STATE_OF_OUTCOME = {
    OutcomeKind.CARRIED: Resolution.State.CARRIED,
    OutcomeKind.NOT_CARRIED: Resolution.State.NOT_CARRIED,
    OutcomeKind.NO_QUORUM: Resolution.State.NO_QUORUM,
    OutcomeKind.TABLED: Resolution.State.TABLED,
    OutcomeKind.WITHDRAWN: Resolution.State.WITHDRAWN,
    OutcomeKind.UNSTATED: Resolution.State.PROPOSED,
}
STATE_OF_VERDICT = {
    notation.Verdict.DONE: Action.State.DONE,
    notation.Verdict.IN_PROGRESS: Action.State.IN_PROGRESS,
    notation.Verdict.NOT_DONE: Action.State.OPEN,
    notation.Verdict.DEFERRED: Action.State.DEFERRED,
}


REVIEW_FIELDS = ("item", "line", "verdict", "remark", "state_before", "closed_before")
REVIEWABLE = (*Action.OPEN_STATES, Action.State.DONE)


@dataclass(frozen=True)
class Save:
    """Who saved, when (UTC), and whether the minutes come from an archive."""

    by: User | None
    at: datetime.datetime
    is_archived: bool = False


@transaction.atomic
def write_first_notes(item: AgendaItem, *, text: str, context: Context, save: Save) -> AgendaItem:
    """An item's first notes, as revision 1, with every record they hold.

    In: an item without notes, the text in the notation, the context of its meeting
    (`context_for`). Out: the item, its flags and disposition set.
    """
    notes = parse(text, replace(context, position=item.position))
    NotesRevision.objects.create(item=item, number=1, text=text, saved_by=save.by, saved_at=save.at)
    item.notes, item.revision = text, 1
    item.flags = [flag_as_json(flag) for flag in notes.flags]
    _set_disposition(item, notes.lines)
    item.save(
        update_fields=[
            "notes",
            "revision",
            "flags",
            "disposition",
            "disposition_reason",
            "covered_under",
        ]
    )
    _draw_statements(item, notes.lines)
    _draw_actions(item, notes.lines, save)
    _draw_resolutions(item, motions_in(notes.lines))
    _draw_reviews(item, notes.lines)
    return item


def flag_as_json(flag: Flag) -> dict[str, Any]:
    return {
        "code": flag.code.value,
        "line": flag.line,
        "subject": flag.subject,
        "candidates": [{"label": c.label, "key": c.key} for c in flag.candidates],
    }


def _set_disposition(item: AgendaItem, lines: tuple[Line, ...]) -> None:
    """The last line that says what became of the item holds; text alone was discussed."""
    said = [c for line in lines if isinstance(c := line.content, notation.Disposition)]
    if said:
        item.disposition = said[-1].kind.value
        item.disposition_reason = said[-1].reason[:500]
        item.covered_under = (
            AgendaItem.objects.filter(meeting=item.meeting_id, position=said[-1].item).first()
            if said[-1].item
            else None
        )
    elif lines:
        item.disposition = AgendaItem.Disposition.DISCUSSED


def _draw_statements(item: AgendaItem, lines: tuple[Line, ...]) -> None:
    Statement.objects.bulk_create(
        Statement(
            item=item,
            line=line.number,
            person_id=line.content.speaker.key,
            speaker=line.content.speaker.typed,
            text=line.content.text,
        )
        for line in lines
        if isinstance(line.content, notation.Statement) and line.content.speaker.key
    )


def _draw_actions(item: AgendaItem, lines: tuple[Line, ...], save: Save) -> None:
    found = [
        (line.number, content)
        for line in lines
        if isinstance(content := line.content, notation.Action)
        and not _is_known(content, item.meeting.board)
    ]
    owned = [content for _line, content in found if _has_owner(content)]
    numbers = iter(item.meeting.board.take_action_numbers(len(owned)) if owned else ())
    for line, content in found:
        action = Action.objects.create(
            board=item.meeting.board,
            number=next(numbers) if _has_owner(content) else None,
            text=content.text,
            item=item,
            line=line,
            due_on=content.due,
            is_archived=save.is_archived,
        )
        ActionOwner.objects.bulk_create(
            _owner(action, position, name) for position, name in enumerate(content.owners, start=1)
        )


def _is_known(content: notation.Action, board: Board) -> bool:
    """A line that names an action of the board is about that action, not a new one."""
    known = Action.objects.filter(board=board, number=content.number)
    return content.number is not None and known.exists()


def _has_owner(content: notation.Action) -> bool:
    """A number is given once somebody is known to own the action."""
    return any(owner.kind is not NameKind.UNCLEAR for owner in content.owners)


def _owner(action: Action, position: int, name: Name) -> ActionOwner:
    return ActionOwner(
        action=action,
        position=position,
        name=name.typed,
        person_id=name.key if name.kind is NameKind.PERSON else None,
        organisation_id=name.key if name.kind is NameKind.ORGANISATION else None,
        is_everyone=name.kind is NameKind.EVERYONE,
    )


def _draw_resolutions(item: AgendaItem, motions: list[BoundMotion]) -> None:
    drawn: dict[int, Resolution] = {}
    for bound in motions:
        motion, outcome = bound.motion, bound.outcome
        tally = outcome.tally if outcome else None
        drawn[bound.line] = Resolution.objects.create(
            board=item.meeting.board,
            item=item,
            line=bound.line,
            text=motion.text,
            mover_id=_person_id(motion.mover),
            mover_name=motion.mover.typed if motion.mover else "",
            seconder_id=_person_id(motion.seconder),
            seconder_name=motion.seconder.typed if motion.seconder else "",
            state=STATE_OF_OUTCOME[outcome.kind if outcome else OutcomeKind.UNSTATED],
            recorded_outcome=outcome.kind.value if outcome else "",
            recorded_words=outcome.words[:300] if outcome else "",
            recorded_for=tally.votes_for if tally else None,
            recorded_against=tally.against if tally else None,
            recorded_abstain=tally.abstain if tally else None,
            amends=drawn.get(bound.amends) if bound.amends else None,
        )


def _person_id(name: Name | None) -> int | None:
    return name.key if name and name.kind is NameKind.PERSON else None


def _draw_reviews(item: AgendaItem, lines: tuple[Line, ...]) -> None:
    """A meeting reviews an action once, and only one born before it: the last line holds."""
    meeting = item.meeting
    said = _listed_again(item, lines) | {
        content.number: (line.number, content)
        for line in lines
        if isinstance(content := line.content, notation.Review)
    }
    actions = Action.objects.filter(board=meeting.board, number__in=said)
    if not said or not actions.exists():
        return
    if meeting.date:
        actions = actions.exclude(item__meeting__date__gt=meeting.date)
    reviews = ActionReview.objects.filter(action__in=actions)
    known = {review.action_id: review for review in reviews.filter(meeting=meeting)}
    later = reviews.filter(meeting__date__gt=meeting.date or datetime.date.max)
    reviewed_later = set(later.values_list("action_id", flat=True))
    for action in actions:
        line, review = said[action.number or 0]
        row = known.get(action.pk) or ActionReview(action=action, meeting=meeting)
        row.item, row.line = item, line
        row.verdict = review.verdict.value
        row.remark = "" if review.remark == action.text else review.remark[:500]
        if action.state in REVIEWABLE and action.pk not in reviewed_later:
            _set_state(action, row, meeting)
        row.save(update_fields=REVIEW_FIELDS if row.pk else None)


def _listed_again(
    item: AgendaItem, lines: tuple[Line, ...]
) -> dict[int, tuple[int, notation.Review]]:
    """`ACTION A-41 Ada: ...` of an action that another meeting gave: still in progress."""
    listed = {
        content.number: (
            line.number,
            notation.Review(content.number, notation.Verdict.IN_PROGRESS, content.text),
        )
        for line in lines
        if isinstance(content := line.content, notation.Action) and content.number
    }
    own = Action.objects.filter(item__meeting=item.meeting_id, number__in=listed)
    for number in own.values_list("number", flat=True) if listed else ():
        listed.pop(number or 0)
    return listed


def _set_state(action: Action, row: ActionReview, meeting: Meeting) -> None:
    """What stood before is kept with the review, so that it can be taken back."""
    if not row.state_before:
        row.state_before, row.closed_before = action.state, action.closed_on
    verdict = notation.Verdict(row.verdict)
    action.state = STATE_OF_VERDICT[verdict]
    action.closed_on = meeting.date if verdict is notation.Verdict.DONE else None
    action.save(update_fields=["state", "closed_on"])
