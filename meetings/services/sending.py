"""Actions are sent out: the only act by which anybody is told of them."""

from __future__ import annotations

import datetime
import hashlib
from collections.abc import Iterable
from dataclasses import dataclass, field

from django.db import transaction
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from meetings.models import Action, ActionOwner, Meeting, Notice, Person
from meetings.services.adjourning import Overtaken
from meetings.services.changes import Save
from meetings.services.notices import News
from meetings.services.planning import NotNow
from meetings.services.voices import Voice, Voices, voices_on

SENDABLE = (Meeting.State.ADJOURNED, Meeting.State.CIRCULATED, Meeting.State.APPROVED)


@dataclass
class Due:
    """An action that is new or has changed since it was sent, and who is told.

    A part of an action for all has its `voice`; it is saved when it is sent.
    """

    action: Action
    digest: str
    people: tuple[Person, ...]
    voice: Voice | None = None

    @property
    def is_new(self) -> bool:
        return self.action.sent_at is None

    @property
    def key(self) -> str:
        return str(self.action.pk or f"{self.action.part_of_id}{self.voice and self.voice.key}")


@dataclass
class Sending:
    """What a sending would do now.

    `swept` go: nobody heard of them. `left` stay, though their line is gone.
    """

    dues: list[Due] = field(default_factory=list)
    swept: list[Action] = field(default_factory=list)
    left: list[Action] = field(default_factory=list)

    @property
    def tellings(self) -> list[tuple[Person, list[Due]]]:
        """By person, each with their actions."""
        found: dict[int, tuple[Person, list[Due]]] = {}
        for due in self.dues:
            for person in due.people:
                found.setdefault(person.pk, (person, []))[1].append(due)
        return sorted(found.values(), key=lambda pair: pair[0].name)

    @property
    def untold(self) -> list[Due]:
        """Those of which nobody here is told: their owners are outside, or not named."""
        return [due for due in self.dues if not due.people and not _is_for_all(due.action)]

    @property
    def mark(self) -> str:
        """Changes as soon as the sending would do anything else."""
        parts = [f"{due.key} {due.digest} {[p.pk for p in due.people]}" for due in self.dues]
        parts += [f"swept {action.pk}" for action in self.swept]
        return hashlib.sha256("\n".join(parts).encode()).hexdigest()


def plan_sending(meeting: Meeting, *, on: datetime.date) -> Sending:
    """What is new or changed since the last sending, for whom; nothing is stored.

    Seats are those filled on the meeting's day; of an undated one, on the day `on`.
    """
    if meeting.state not in SENDABLE:
        raise NotNow(_("Actions are sent out once the meeting is adjourned."))
    if meeting.source_id:
        raise NotNow(_("These minutes are from an archive: their actions notify nobody."))
    actions = Action.objects.filter(item__meeting=meeting, is_archived=False, superseded_by=None)
    rows = list(
        actions.select_related("item", "part_of")
        .prefetch_related("owners__person__merged_into", "owners__organisation")
        .order_by("item__position", "line", "pk")
    )
    worked_on = set(actions.kept().values_list("pk", flat=True))
    voices = voices_on(meeting.board, meeting.date or on)
    parts = {(row.part_of_id or 0, _owners(row)): row for row in rows if row.part_of_id}
    sending = Sending()
    for row in rows:
        if row.line is not None:
            sending.dues += _dues(row, voices, parts)
        elif not row.part_of_id:
            (sending.left if row.pk in worked_on else sending.swept).append(row)
    return sending


@transaction.atomic
def send_out(meeting: Meeting, *, mark: str, save: Save) -> int:
    """Does what somebody looked at; how many notices were written.

    In: the `mark` of that plan. Raises Overtaken where something changed since, NotNow where
    sending is not offered. Sent twice it tells nobody twice.
    """
    meeting.board.wait_for_turn()
    meeting.refresh_from_db(fields=["state", "sent_at"])
    sending = plan_sending(meeting, on=save.at.date())
    if sending.mark != mark:
        raise Overtaken(_("The actions changed while you were looking. Look at them again."))
    Action.objects.filter(pk__in=[action.pk for action in sending.swept]).delete()
    _keep_parts(meeting, [due for due in sending.dues if due.voice])
    dues = sending.dues
    rows = [_news(due, meeting).to(who, save.at) for due in dues for who in due.people]
    told = len(Notice.objects.bulk_create(rows))
    for due in sending.dues:
        due.action.sent_at = due.action.sent_at or save.at
        due.action.sent_digest = due.digest
    sent = [due.action for due in sending.dues]
    Action.objects.bulk_update(sent, ["sent_at", "sent_digest"])
    Meeting.objects.filter(pk=meeting.pk, sent_at=None).update(sent_at=save.at)
    return told


def _dues(row: Action, voices: Voices, parts: dict[tuple[int, str], Action]) -> Iterable[Due]:
    """An action, or with its parts where all own it, as far as that is news."""
    if not _is_for_all(row):
        people = [person for owner in row.owners.all() for person in voices.behind(owner)]
        found = [Due(row, _digest(row, _owners(row)), tuple(dict.fromkeys(people)))]
    else:
        found = [Due(row, _digest(row, _owners(row)), ())]
        has_parts = row.sent_at is not None and not row.follows_text  # with lives of their own
        for voice in () if has_parts else voices.of_seats:
            part = parts.get((row.pk, voice.key)) or Action(part_of=row, board_id=row.board_id)
            part.text, part.due_on, part.item = row.text, row.due_on, row.item
            people = [voice.person] if voice.person else []
            found.append(Due(part, _digest(part, voice.key), tuple(people), voice))
    return [due for due in found if due.digest != due.action.sent_digest]


def _is_for_all(action: Action) -> bool:
    return not action._state.adding and any(owner.is_everyone for owner in action.owners.all())


def _owners(action: Action) -> str:
    """Who owns it, however the name was typed."""
    return " ".join(sorted(_key(owner) for owner in action.owners.all()))


def _key(owner: ActionOwner) -> str:
    if owner.person:
        return f"p{owner.person.merged_into_id or owner.person.pk}"
    if owner.organisation_id:
        return f"o{owner.organisation_id}"
    return "all" if owner.is_everyone else owner.name


def digest_of(action: Action) -> str:
    """What its owners were told, as far as a later sending asks."""
    return _digest(action, _owners(action))


def _digest(action: Action, owners: str) -> str:
    return hashlib.sha256(f"{action.text}\n{action.due_on}\n{owners}".encode()).hexdigest()


def _keep_parts(meeting: Meeting, dues: list[Due]) -> None:
    """Parts of actions for all: made once, one for each who speaks for a seat."""
    new = [due for due in dues if due.action._state.adding]
    numbers = meeting.board.take_action_numbers(len(new)) if new else range(0)
    for due, number in zip(new, numbers, strict=True):
        due.action.number = number
    Action.objects.bulk_create([due.action for due in new])
    ActionOwner.objects.bulk_create(_owner(due) for due in new)
    known = [due.action for due in dues if due not in new]
    Action.objects.bulk_update(known, ["text", "due_on"])


def _owner(due: Due) -> ActionOwner:
    voice = due.voice or Voice()
    firm = None if voice.person else voice.organisation
    return ActionOwner(action=due.action, name=voice.name, person=voice.person, organisation=firm)


def _news(due: Due, meeting: Meeting) -> News:
    action = due.action
    return News(
        board=meeting.board,
        kind=Notice.Kind.ACTION_NEW if due.is_new else Notice.Kind.ACTION_CHANGED,
        subject=action,
        text=worded(action),
        cause=f"meeting {meeting.pk}",
    )


def worded(action: Action) -> str:
    """What somebody is told. What is said in camera stays there."""
    wording = _("an action of an item in camera") if action.item.is_in_camera else action.text
    due = ""
    if action.due_on:
        due = _(" (due %s)") % date_format(action.due_on, "j F Y")
    return f"{action.label}: {wording}{due}"
