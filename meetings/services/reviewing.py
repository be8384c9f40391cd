"""A meeting goes through the open actions: what it finds is written into its notes."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from django.db import transaction
from django.db.models import F, Q
from django.utils.translation import gettext as _

from meetings.models import Action, ActionReview, AgendaItem, Meeting
from meetings.models.actions import ActionQuerySet
from meetings.models.actors import Actor
from meetings.notation.edit import with_review
from meetings.notation.lines import Review, Verdict
from meetings.notation.parser import classify
from meetings.notation.writer import compose
from meetings.rules.verdict import OutOfOrder
from meetings.services.changes import Save
from meetings.services.minutes import context_of, edit_notes
from meetings.services.planning import NotNow

WRITABLE = (Meeting.State.IN_SESSION, Meeting.State.ADJOURNED)


@dataclass(frozen=True)
class Found:
    """How an action was found; without a verdict the meeting did not look at it."""

    number: int
    verdict: str = ""
    remark: str = ""

    @property
    def mark(self) -> str:
        return f"{self.verdict}:{self.remark}"

    @property
    def line(self) -> Review | None:
        return Review(self.number, Verdict(self.verdict), self.remark) if self.verdict else None


def to_review(meeting: Meeting, actor: Actor) -> ActionQuerySet:
    """What earlier meetings left open, and what this one has looked at; late ones first."""
    rows = Action.objects.visible_to(actor).filter(number__isnull=False, is_archived=False)
    rows = rows.exclude(item__meeting=meeting)
    if meeting.date:
        rows = rows.exclude(item__meeting__date__gt=meeting.date)
    looked_at = ActionReview.objects.filter(meeting=meeting).values("action")
    wanted = Q(state__in=Action.OPEN_STATES) | Q(pk__in=looked_at)
    return rows.filter(wanted).order_by(F("due_on").asc(nulls_last=True), "number")


def found_by(meeting: Meeting) -> dict[int, tuple[Found, int]]:
    """What the meeting's notes say now, by the action's number, and in which item."""
    rows = ActionReview.objects.filter(meeting=meeting)
    return {
        number: (Found(number, verdict, remark), item)
        for number, verdict, remark, item in rows.values_list(
            "action__number", "verdict", "remark", "item"
        )
        if number is not None
    }


def item_of_review(meeting: Meeting) -> AgendaItem:
    """Where reviews are written. Raises NotNow where there is no such place, or no longer."""
    if meeting.state not in WRITABLE:
        raise NotNow(
            _("Actions are gone through while the meeting runs or its minutes are written.")
        )
    items = AgendaItem.objects.filter(meeting=meeting, kind=AgendaItem.Kind.ACTIONS)
    item = items.order_by("position").first()
    if item is None:
        raise NotNow(_("The agenda has no item for the review of open actions."))
    return item


@transaction.atomic
def write_found(meeting: Meeting, found: Iterable[tuple[Found, str]], *, save: Save) -> None:
    """Writes lines such as `A-41 done: remark`; the records follow from them.

    In: each finding with the `mark` of what its writer saw. Raises NotNow as `item_of_review`
    does, OutOfOrder where somebody else has written of one of these actions since, or where
    a remark would make the line another one. Nothing is written then.
    """
    meeting.board.wait_for_turn()
    place = item_of_review(meeting)
    now = found_by(meeting)
    of_item: dict[int, list[Found]] = defaultdict(list)
    for one, seen in found:
        stands, item = now.get(one.number, (Found(one.number), place.pk))
        if stands.mark not in (seen, one.mark):
            said = stands.verdict.replace("_", " ") or _("nothing")
            words = {"label": f"A-{one.number}", "said": f"{said}: {stands.remark}".rstrip(": ")}
            raise OutOfOrder(_("Since you looked, somebody wrote of %(label)s: %(said)s.") % words)
        of_item[item].append(one)
    items = AgendaItem.objects.for_saving().filter(pk__in=of_item).order_by("position")
    for each in items:
        _write(each, of_item[each.pk], save)


def _write(item: AgendaItem, found: list[Found], save: Save) -> None:
    context = context_of(item, item.notes)
    for one in found:
        if one.line and classify(compose(one.line), context) != one.line:
            sentence = _("That remark cannot be written beside %(label)s.")
            raise OutOfOrder(sentence % {"label": f"A-{one.number}"})

    def say(text: str) -> str:
        for one in found:
            text = with_review(text, one.number, one.line, context)
        return text

    edit_notes(item, edit=say, save=save)
