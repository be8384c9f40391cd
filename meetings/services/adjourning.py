"""A meeting adjourns: what became of its items is confirmed, its resolutions get numbers."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

from django.db import transaction
from django.utils.translation import gettext as _

from meetings.models import AgendaItem, Meeting, NotesRevision
from meetings.notation import lines as notation
from meetings.notation.edit import with_disposition
from meetings.services.changes import Save
from meetings.services.facts import set_time
from meetings.services.minutes import context_of, edit_notes
from meetings.services.numbering import number_resolutions, take_numbers_back
from meetings.services.planning import NotNow
from meetings.services.sessions import local_time

Kind = AgendaItem.Disposition
ADJOURNING = "(adjourning)"  # the writer of what nobody typed; no page can call itself that


class Overtaken(NotNow):
    """Somebody wrote on while the dispositions were looked at. Nothing changed."""


@dataclass(frozen=True)
class Fate:
    """What somebody confirmed of an item, and the revision they looked at.

    `under` is the position of the item that covered it.
    """

    kind: str
    revision: int
    reason: str = ""
    under: int | None = None


def proposed(item: AgendaItem) -> str:
    """What the text says; text alone was discussed, none was not reached."""
    return item.disposition or Kind.NOT_REACHED


def propose_adjournment(meeting: Meeting, *, save: Save) -> None:
    """The first press: its time is that of the adjournment. Later presses change nothing."""
    running = Meeting.objects.filter(pk=meeting.pk, state=Meeting.State.IN_SESSION)
    if not running.exists():
        raise NotNow(_("This meeting is not running."))
    running.filter(adjourning_at=None).update(adjourning_at=save.at)


@transaction.atomic
def adjourn_meeting(meeting: Meeting, *, fates: Mapping[int, Fate], save: Save) -> int:
    """Adjourns at the time of the first press; how many resolutions got a number.

    In: a fate for every item, by key; what differs from the text is written into it. Raises
    NotNow where the meeting is not running (of two presses one adjourns it), Overtaken where
    an item changed or came up since somebody looked.
    """
    meeting.board.wait_for_turn()
    running = Meeting.objects.filter(pk=meeting.pk, state=Meeting.State.IN_SESSION)
    running.filter(adjourning_at=None).update(adjourning_at=save.at)
    pressed = running.values_list("adjourning_at", flat=True).first()
    if not running.update(state=Meeting.State.ADJOURNED, current_item=None):
        raise NotNow(_("This meeting is not running."))
    _write_fates(meeting, fates, save)
    set_time(meeting, "adjourned", local_time(meeting, pressed or save.at))
    year = meeting.date.year if meeting.date else save.at.astimezone(meeting.board.zone).year
    return number_resolutions(meeting, year=year)


@transaction.atomic
def resume_meeting(meeting: Meeting, *, save: Save) -> list[str]:
    """Takes an adjournment back, or a first press of it; the numbers that could not be.

    `NOT REACHED` goes where adjourning wrote it and nobody has written since.
    Raises NotNow once actions were sent out, and for minutes that were brought from elsewhere.
    """
    meeting.board.wait_for_turn()
    mine = Meeting.objects.filter(pk=meeting.pk, source=None, sent_at=None)
    if mine.filter(state=Meeting.State.IN_SESSION).update(adjourning_at=None):
        return []
    adjourned = mine.filter(state=Meeting.State.ADJOURNED)
    if not adjourned.update(state=Meeting.State.IN_SESSION, adjourning_at=None):
        raise NotNow(_("This meeting cannot be resumed: its minutes have gone on since."))
    set_time(meeting, "adjourned", None)
    _take_back_proposals(meeting, save)
    return take_numbers_back(meeting)


def _write_fates(meeting: Meeting, fates: Mapping[int, Fate], save: Save) -> None:
    items = list(AgendaItem.objects.for_saving().filter(meeting=meeting).order_by("position"))
    if {item.pk for item in items} != set(fates):
        raise Overtaken(_("The agenda changed while you were looking. Look at it again."))
    places = {item.pk: item.position for item in items}
    for item in items:
        fate = fates[item.pk]
        if fate.revision != item.revision:
            raise _changed(item)
        under = places.get(item.covered_under_id or 0)
        if (fate.kind, fate.reason, fate.under) != (
            item.disposition,
            item.disposition_reason,
            under,
        ):
            _write_fate(item, fate, save)


def _write_fate(item: AgendaItem, fate: Fate, save: Save) -> None:
    wanted = None
    if fate.kind != Kind.DISCUSSED:
        kind = notation.DispositionKind(fate.kind)
        wanted = notation.Disposition(kind, fate.reason, str(fate.under or ""))
    context = context_of(item, "COVERED")
    seen = item.notes
    if not seen and fate == Fate(proposed(item), item.revision):
        save = replace(save, writer=ADJOURNING)

    def say(text: str) -> str:
        if text != seen:
            raise _changed(item)
        said = with_disposition(text, wanted, context)
        return said if said.strip() else _("Discussed.")

    edit_notes(item, edit=say, save=save)


def _take_back_proposals(meeting: Meeting, save: Save) -> None:
    proposals = NotesRevision.objects.heads().filter(item__meeting=meeting, writer=ADJOURNING)
    items = AgendaItem.objects.for_saving().filter(pk__in=proposals.values("item"))
    for item in items:
        written = item.notes
        edit_notes(item, edit=lambda text: "" if text == written else text, save=save)  # noqa: B023


def _changed(item: AgendaItem) -> Overtaken:
    sentence = _("The notes of “%(title)s” changed. Look at them again.")
    return Overtaken(sentence % {"title": item.title})
