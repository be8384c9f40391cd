"""Lines that look at an action again become reviews, and move its state."""

from __future__ import annotations

import datetime
from collections.abc import Iterable
from typing import Any

from django.db.models import Exists, F, FilteredRelation, OuterRef, Q, QuerySet

from meetings.models import Action, ActionReview, ActionUpdate, Meeting
from meetings.notation import lines as notation
from meetings.notation.dates import find_until
from meetings.services.changes import Change
from meetings.services.placing import update_rows
from meetings.services.wholes import settle_wholes

STATE_OF_VERDICT = {
    notation.Verdict.DONE: Action.State.DONE,
    notation.Verdict.IN_PROGRESS: Action.State.IN_PROGRESS,
    notation.Verdict.NOT_DONE: Action.State.OPEN,
    notation.Verdict.DEFERRED: Action.State.DEFERRED,
}
REVIEW_FIELDS = ("item", "line", "verdict", "remark", "state_before", "closed_before")
STATE_FIELDS = ("state", "closed_on", "deferred_until", "deferred_to")
REVIEWABLE = (*Action.OPEN_STATES, Action.State.DONE)

Said = dict[int, tuple[int, notation.Review]]


def draw_reviews(change: Change) -> None:
    """A meeting reviews an action once, and only one born before it: the last line holds.

    A review whose line is gone is taken back, and the action stands again as it stood.
    """
    said: Said = _listed_again(change) | {
        content.number: (line.number, content)
        for line in change.lines
        if isinstance(content := line.content, notation.Review)
    }
    rows = change.drawn.rows["review"]
    as_said = {row.number: (row.line, row.state, row.text) for row in rows}
    text_of = {row.number: row.words for row in rows}
    changed = {
        number: one
        for number, one in said.items()
        if as_said.get(number) != _columns(one, text_of.get(number, ""))
    }
    gone = [row.key for row in rows if row.number not in said]
    if gone:
        take_back(ActionReview.objects.filter(pk__in=gone))
    if changed:
        _review(change, changed)


def _columns(said: tuple[int, notation.Review], text: str) -> tuple[int, str, str]:
    """A remark that only repeats the action's own words is none."""
    line, review = said
    return line, review.verdict.value, "" if review.remark == text else review.remark[:500]


def _review(change: Change, said: Said) -> None:
    meeting = change.item.meeting
    new, known, moved = list[ActionReview](), list[ActionReview](), list[Action]()
    for action in _reviewed(meeting, said):
        line, verdict, remark = _columns(said[action.number or 0], action.text)
        review = ActionReview(
            pk=action.review_pk,
            action=action,
            meeting=meeting,
            item=change.item,
            line=line,
            verdict=verdict,
            remark=remark,
            state_before=action.state_before or "",
            closed_before=action.closed_before,
        )
        (known if review.pk else new).append(review)
        waits = action.has_open_parts and review.verdict == notation.Verdict.DONE.value
        if action.state in REVIEWABLE and not action.is_reviewed_later and not waits:
            before = action.state, action.closed_on
            _set_state(action, review, meeting)
            if before != (action.state, action.closed_on):
                moved.append(action)
    if known:
        update_rows(ActionReview, known, REVIEW_FIELDS)
    # Their own minutes may be approved: then the database takes no row that may be a new one.
    Action.objects.bulk_update(moved, STATE_FIELDS)
    if new:
        ActionReview.objects.bulk_create(new)
    settle_wholes([action.part_of_id for action in moved], on=meeting.date)


def _reviewed(meeting: Meeting, said: Said) -> Iterable[Any]:
    """The actions that lines speak of, each with what this meeting's review of it keeps."""
    later = ActionReview.objects.filter(
        action=OuterRef("pk"), meeting__date__gt=meeting.date or datetime.date.max
    )
    actions = Action.objects.filter(board=meeting.board_id, number__in=said).order_by()
    if meeting.date:
        actions = actions.exclude(item__meeting__date__gt=meeting.date)
    here = FilteredRelation("reviews", condition=Q(reviews__meeting=meeting))
    parts = Action.objects.filter(part_of=OuterRef("pk")).open().order_by()
    asked = {"is_reviewed_later": Exists(later), "has_open_parts": Exists(parts)}
    return actions.annotate(here=here, **asked).annotate(
        review_pk=F("here__pk"),
        state_before=F("here__state_before"),
        closed_before=F("here__closed_before"),
    )


def _listed_again(change: Change) -> Said:
    """`ACTION A-41 Ada: ...` of an action that another meeting gave: still in progress."""
    own = {row.number for row in change.drawn.rows["action"]}
    own |= {n for n, of in change.drawn.meeting_of.items() if of == change.item.meeting_id}
    return {
        content.number: (
            line.number,
            notation.Review(content.number, notation.Verdict.IN_PROGRESS, content.text),
        )
        for line in change.lines
        if isinstance(content := line.content, notation.Action)
        and content.number
        and content.number not in own
    }


def _set_state(action: Action, row: ActionReview, meeting: Meeting) -> None:
    """What stood before is kept with the review, so that it can be taken back."""
    if not row.state_before:
        row.state_before, row.closed_before = action.state, action.closed_on
    verdict = notation.Verdict(row.verdict)
    action.state = STATE_OF_VERDICT[verdict]
    action.closed_on = meeting.date if verdict is notation.Verdict.DONE else None
    until = find_until(row.remark, meeting.date) if verdict is notation.Verdict.DEFERRED else None
    action.deferred_until, action.deferred_to = until, None


def take_back(reviews: QuerySet[ActionReview]) -> None:
    """Removes reviews; actions that only they had moved stand again as they stood before."""
    restore_states(reviews)
    reviews.delete()


def restore_states(reviews: QuerySet[ActionReview]) -> None:
    """Actions that only these reviews had moved stand again as they stood before.

    Where another review came after one of them, that one now follows on what stood before both.
    """
    wholes = list[int | None]()
    for review in reviews.exclude(state_before="").select_related("action"):
        action, became = review.action, STATE_OF_VERDICT[notation.Verdict(review.verdict)]
        before = {"state_before": review.state_before, "closed_before": review.closed_before}
        after = action.reviews.filter(pk__gt=review.pk).exclude(state_before="").order_by("pk")
        if following := after.first():
            ActionReview.objects.filter(pk=following.pk, state_before=became).update(**before)
        elif action.state == became:
            action.state, action.closed_on = review.state_before, review.closed_before
            deferred = action.updates.filter(act=ActionUpdate.Act.DEFER, state=action.state).first()
            action.deferred_until = deferred.deferred_until if deferred else None
            action.deferred_to = None
            action.save(update_fields=STATE_FIELDS)
            wholes.append(action.part_of_id)
    settle_wholes(wholes, on=None)
