"""After approval the rows are the master: another owner, day or wording, and parts."""

from __future__ import annotations

import datetime
from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from meetings.models import Action, ActionOwner, Notice
from meetings.notation.lines import Name, NameKind
from meetings.rules.verdict import OutOfOrder
from meetings.services.notices import News, tell
from meetings.services.promises import Deed, do
from meetings.services.sending import digest_of, worded
from meetings.services.voices import Voices, voices_on
from meetings.services.wholes import open_parts

Kind = Notice.Kind


class FollowsText(OutOfOrder):
    """The minutes are a draft: their line is the master."""


@dataclass(frozen=True)
class Part:
    """A part as somebody words it; without owners of its own it has those of the whole."""

    text: str
    owners: tuple[Name, ...] = ()
    due: datetime.date | None = None


def refuse_if_in_text(action: Action) -> None:
    """Raises FollowsText while the line in the minutes says who does what by when."""
    if action.follows_text:
        raise FollowsText(
            _("Its minutes are not approved yet: they say who does what by when. Correct the line.")
        )


@transaction.atomic
def hand_over(action: Action, deed: Deed, *, owners: Iterable[Name]) -> Action:
    """Others own it from now on, and are told; its number and its history stay.

    Raises what `do` does, FollowsText, and OutOfOrder for an action of everybody.
    """
    refuse_if_in_text(action)
    _refuse_if_everybodys(action)
    before = list(action.owners.all())
    rows = [_owner(action, place, name) for place, name in enumerate(owners, start=1)]
    wrote = {"owners_before": _names(before), "owners_after": _names(rows)}
    handed = do(action, deed, wrote=wrote)
    ActionOwner.objects.filter(action=action).delete()
    ActionOwner.objects.bulk_create(rows)
    _tell_owners([handed], deed, Kind.ACTION_HANDED)
    return handed


@transaction.atomic
def change(action: Action, deed: Deed, *, text: str, due: datetime.date | None) -> Action:
    """Another day or wording; parts that said the same go along.

    Owners who knew of it are told. Raises what `do` does, and FollowsText.
    """
    refuse_if_in_text(action)
    changed = do(action, deed, wrote=_wrote(action, text, due), text=text, due_on=due)
    for part in open_parts(action):
        said = (
            text if part.text == action.text else part.text,
            due if part.due_on == action.due_on else part.due_on,
        )
        if said != (part.text, part.due_on):
            change(part, replace(deed, seen=part.seen), text=said[0], due=said[1])
    if changed.sent_at:
        _tell_owners([changed], deed, Kind.ACTION_CHANGED)
    return changed


@transaction.atomic
def split(action: Action, deed: Deed, *, parts: list[Part]) -> list[Action]:
    """Parts with numbers of their own, told to their owners; they close separately.

    Raises what `do` does, FollowsText, and OutOfOrder for a part and for what is everybody's.
    """
    refuse_if_in_text(action)
    _refuse_if_everybodys(action)
    if action.part_of_id:
        raise OutOfOrder(_("%s is a part itself.") % action.label)
    whole = do(action, deed)
    numbers = whole.board.take_action_numbers(len(parts))
    rows = [
        Action(
            board=whole.board,
            number=number,
            part_of=whole,
            item=whole.item,
            text=part.text,
            due_on=part.due or whole.due_on,
            is_archived=whole.is_archived,
        )
        for number, part in zip(numbers, parts, strict=True)
    ]
    Action.objects.bulk_create(rows)
    inherited = list(action.owners.all())
    for row, part in zip(rows, parts, strict=True):
        own = [_owner(row, place, name) for place, name in enumerate(part.owners, start=1)]
        ActionOwner.objects.bulk_create(own or [_again(row, owner) for owner in inherited])
    _tell_owners(rows, deed, Kind.ACTION_NEW)
    return rows


def _wrote(action: Action, text: str, due: datetime.date | None) -> dict[str, Any]:
    wrote: dict[str, Any] = {}
    if due != action.due_on:
        wrote |= {"due_before": action.due_on, "due_after": due}
    if text != action.text:
        wrote |= {"text_before": action.text, "text_after": text}
    if not wrote:
        raise OutOfOrder(_("It says so already: nothing was changed."))
    return wrote


def _refuse_if_everybodys(action: Action) -> None:
    if any(owner.is_everyone for owner in action.owners.all()):
        sentence = _("%s is everybody's, with a part for each: open the part.")
        raise OutOfOrder(sentence % action.label)


def _names(owners: Iterable[ActionOwner]) -> str:
    return ", ".join(owner.name for owner in owners)


def _owner(action: Action, place: int, name: Name) -> ActionOwner:
    return ActionOwner(
        action=action,
        position=place,
        name=name.typed,
        person_id=name.key if name.kind is NameKind.PERSON else None,
        organisation_id=name.key if name.kind is NameKind.ORGANISATION else None,
    )


def _again(action: Action, owner: ActionOwner) -> ActionOwner:
    return ActionOwner(
        action=action,
        position=owner.position,
        name=owner.name,
        person_id=owner.person_id,
        organisation_id=owner.organisation_id,
    )


def _tell_owners(actions: Iterable[Action], deed: Deed, kind: Notice.Kind) -> None:
    """What they are told now counts as sent, so that no later sending tells it again.

    Whoever does it to their own action knows. Actions of an archive notify nobody.
    """
    rows = Action.objects.filter(pk__in=[action.pk for action in actions], is_archived=False)
    told = rows.select_related("board", "item").prefetch_related(
        "owners__person__merged_into", "owners__organisation"
    )
    voices: Voices | None = None
    for action in told:
        day = action.board.day_of(deed.save.at)
        voices = voices or voices_on(action.board, day)
        people = {one: None for owner in action.owners.all() for one in voices.behind(owner)}
        people.pop(deed.by.merged_into or deed.by, None)
        news = News(action.board, kind, action, worded(action), f"action {action.pk}")
        tell(people, news=news, save=deed.save)
        sent = {"sent_at": action.sent_at or deed.save.at, "sent_digest": digest_of(action)}
        Action.objects.filter(pk=action.pk).update(**sent)
