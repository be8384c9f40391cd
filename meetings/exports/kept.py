"""Approved minutes as they were stored, for whoever reads them: few queries, nothing rendered."""

from __future__ import annotations

import datetime
import re
from dataclasses import dataclass
from typing import Any

from django.db.models import CharField, OuterRef, Subquery
from django.utils.safestring import SafeString, mark_safe

from meetings.exports.stored import CONTENTS, STATE_TODAY
from meetings.models import Action, AgendaItem, Approval, Correction, Meeting
from meetings.models.actors import Actor, Standing, items_in_sight
from meetings.models.hot import Slot, hot

OF_ACTION = ("id", "state", "due_on", "closed_on", "is_archived")
OF_APPROVAL = ("how", "is_corrected", "approved_at")
OF_MEETING = ("id", "key", "date", "date_precision", "approved_on", "source_id", "sent_at")
OF_ENTRY = ("seq", "hash", "kept__page")
OF_DECISION = (
    "resolution__number",
    "resolution__item__position",
    *(f"resolution__item__meeting__{name}" for name in ("key", "date", "date_precision")),
)
COLUMNS = (
    *OF_APPROVAL,
    *(f"meeting__{name}" for name in OF_MEETING),
    *(f"entry__{name}" for name in OF_ENTRY),
    *(f"in_camera_entry__{name}" for name in OF_ENTRY),
    *OF_DECISION,
    "corrected",
)


@dataclass(frozen=True)
class Part:
    """An entry of the register and its page, in two halves; None once it was disposed of."""

    seq: int
    hash: str
    page: str | None

    @property
    def main(self) -> str:
        return (self.page or "").partition(CONTENTS)[0]

    @property
    def contents(self) -> SafeString:
        return _ours((self.page or "").partition(CONTENTS)[2])


@dataclass(frozen=True)
class Decision:
    """The later meeting's item in which they were approved."""

    number: str
    position: int
    meeting: Meeting


@dataclass(frozen=True)
class KeptMinutes:
    """`parts` are what the reader may read: what was open, and what was in camera."""

    how: str
    is_corrected: bool
    approved_at: datetime.datetime
    meeting: Meeting
    parts: list[Part]
    decision: Decision | None
    has_corrections: bool

    @property
    def actions(self) -> dict[Action, list[int]]:
        """How the meeting's actions stand today, and the keys of those that stand so. One query.

        Most stand alike: each state is made into a mark once.
        """
        alike: dict[tuple[Any, ...], list[int]] = {}
        for key, *state in _actions(meeting=self.meeting.pk):
            alike.setdefault(tuple(state), []).append(key)
        names = OF_ACTION[1:]
        return {
            Action(pk=keys[0], **dict(zip(names, state, strict=True))): keys
            for state, keys in alike.items()
        }

    def pages(self, states: dict[int, SafeString]) -> list[SafeString | None]:
        """Each part's page, with the states of today where it names an action."""

        def state(found: re.Match[str]) -> str:
            return states.get(int(found[1]), SafeString())

        return [
            None if part.page is None else _ours(STATE_TODAY.sub(state, part.main))
            for part in self.parts
        ]


def _ours(page: str) -> SafeString:
    return mark_safe(page)  # noqa: S308 - rendered by our own template when it was approved


def kept_minutes(actor: Actor, key: str) -> KeptMinutes | None:
    """The stored pages of a meeting's minutes, for whoever may read them as they are.

    Two queries with the actions, one more for members where something was in camera. None
    where nothing is stored, for guests (they are linked to no other page), and for whoever is
    recused from one of the items in camera: theirs is built anew, unless the text is gone.
    """
    rows = _minutes(board=actor.board.pk, key=key)
    if not rows:
        return None
    found = dict(zip(COLUMNS, rows[0], strict=True))
    meeting = Meeting(board=actor.board, state=Meeting.State.APPROVED, **_of("meeting", found))
    parts = [Part(*(found[f"entry__{name}"] for name in OF_ENTRY))]
    if found["in_camera_entry__seq"] and actor.sees_drafts:
        parts.append(Part(*(found[f"in_camera_entry__{name}"] for name in OF_ENTRY)))
    if parts[0].page is not None and _hides(meeting, parts, actor):
        return None
    if not actor.is_at_least(Standing.OBSERVER) and not _is_invited(meeting, actor):
        return None
    approval = {name: found[name] for name in OF_APPROVAL}
    approval["has_corrections"] = bool(found["corrected"])
    return KeptMinutes(**approval, meeting=meeting, parts=parts, decision=_decision(found))


def _hides(meeting: Meeting, parts: list[Part], actor: Actor) -> bool:
    """Whether the pages show more than this reader may see."""
    if not actor.is_at_least(Standing.OBSERVER):
        return True
    if actor.keeps_minutes or all(part.page is None for part in parts[1:]):
        return False
    in_camera = AgendaItem.objects.filter(meeting=meeting, is_in_camera=True)
    return in_camera.exclude(items_in_sight(actor)).exists()


def _is_invited(meeting: Meeting, actor: Actor) -> bool:
    return Meeting.objects.visible_to(actor).filter(pk=meeting.pk).exists()


def _of(path: str, found: dict[str, Any]) -> dict[str, Any]:
    start = f"{path}__"
    return {n.removeprefix(start): found[n] for n in found if n.startswith(start)}


def _decision(found: dict[str, Any]) -> Decision | None:
    if not found["resolution__item__position"]:
        return None
    later = Meeting(**_of("resolution__item__meeting", found))
    return Decision(found["resolution__number"], found["resolution__item__position"], later)


@hot
def _minutes() -> Any:
    corrections = Correction.objects.filter(item__meeting=OuterRef("meeting")).order_by()
    asked = {"corrected": Subquery(corrections.values("pk")[:1])}
    wanted = {"meeting__board": Slot("board"), "meeting__key": Slot("key", CharField())}
    return Approval.objects.annotate(**asked).filter(**wanted).values_list(*COLUMNS)


@hot
def _actions() -> Any:
    of_meeting = Action.objects.filter(item__meeting=Slot("meeting"))
    return of_meeting.order_by().values_list(*OF_ACTION)
