"""Lines that look at an action again become reviews, and move its state."""

from __future__ import annotations

import datetime

from django.db.models import QuerySet

from meetings.models import Action, ActionReview, Meeting
from meetings.notation import lines as notation
from meetings.services.changes import Change

STATE_OF_VERDICT = {
    notation.Verdict.DONE: Action.State.DONE,
    notation.Verdict.IN_PROGRESS: Action.State.IN_PROGRESS,
    notation.Verdict.NOT_DONE: Action.State.OPEN,
    notation.Verdict.DEFERRED: Action.State.DEFERRED,
}
REVIEW_FIELDS = ("item", "line", "verdict", "remark", "state_before", "closed_before")
REVIEWABLE = (*Action.OPEN_STATES, Action.State.DONE)

Said = dict[int, tuple[int, notation.Review]]


def draw_reviews(change: Change) -> None:
    """A meeting reviews an action once, and only one born before it: the last line holds.

    A review whose line is gone is taken back, and the action stands again as it stood.
    """
    listed = _listed_again(change)
    if not listed and not change.concerns(notation.Review):
        return
    item, meeting = change.item, change.item.meeting
    said: Said = listed | {
        content.number: (line.number, content)
        for line in change.lines
        if isinstance(content := line.content, notation.Review)
    }
    own = ActionReview.objects.filter(meeting=meeting, item=item)
    take_back(own.exclude(action__number__in=said))
    actions = Action.objects.filter(board=meeting.board, number__in=said)
    if meeting.date:
        actions = actions.exclude(item__meeting__date__gt=meeting.date)
    _review(change, said, list(actions))


def _review(change: Change, said: Said, actions: list[Action]) -> None:
    meeting = change.item.meeting
    reviews = ActionReview.objects.filter(action__in=actions)
    known = {review.action_id: review for review in reviews.filter(meeting=meeting)}
    later = reviews.filter(meeting__date__gt=meeting.date or datetime.date.max)
    reviewed_later = set(later.values_list("action_id", flat=True))
    for action in actions:
        line, review = said[action.number or 0]
        row = known.get(action.pk) or ActionReview(action=action, meeting=meeting)
        row.item, row.line = change.item, line
        row.verdict = review.verdict.value
        row.remark = "" if review.remark == action.text else review.remark[:500]
        if action.state in REVIEWABLE and action.pk not in reviewed_later:
            _set_state(action, row, meeting)
        row.save(update_fields=REVIEW_FIELDS if row.pk else None)


def _listed_again(change: Change) -> Said:
    """`ACTION A-41 Ada: ...` of an action that another meeting gave: still in progress."""
    listed: Said = {
        content.number: (
            line.number,
            notation.Review(content.number, notation.Verdict.IN_PROGRESS, content.text),
        )
        for line in change.lines
        if isinstance(content := line.content, notation.Action) and content.number
    }
    own = Action.objects.filter(item__meeting=change.item.meeting_id, number__in=listed)
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


def take_back(reviews: QuerySet[ActionReview]) -> None:
    """Removes reviews; actions that only they had moved stand again as they stood before."""
    restore_states(reviews)
    reviews.delete()


def restore_states(reviews: QuerySet[ActionReview]) -> None:
    """Actions that only these reviews had moved stand again as they stood before.

    Where another review came after one of them, that one now follows on what stood before both.
    """
    for review in reviews.exclude(state_before="").select_related("action"):
        action, became = review.action, STATE_OF_VERDICT[notation.Verdict(review.verdict)]
        before = {"state_before": review.state_before, "closed_before": review.closed_before}
        after = action.reviews.filter(pk__gt=review.pk).exclude(state_before="").order_by("pk")
        if following := after.first():
            ActionReview.objects.filter(pk=following.pk, state_before=became).update(**before)
        elif action.state == became:
            action.state, action.closed_on = review.state_before, review.closed_before
            action.save(update_fields=["state", "closed_on"])
