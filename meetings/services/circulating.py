"""A draft goes to the members: what they are given is kept, and they are told."""

from __future__ import annotations

import datetime
import hashlib
from dataclasses import dataclass

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from meetings.exports.circulation import changes_since
from meetings.exports.minutes_text import attendance_text
from meetings.models import AgendaItem, CirculatedItem, Circulation, Meeting, Notice, Person
from meetings.models.actors import Actor, Standing
from meetings.rules.verdict import OutOfOrder
from meetings.services.adjourning import Overtaken
from meetings.services.changes import Save, refuse_if_frozen
from meetings.services.notices import News, readers_of, tell
from meetings.services.refusals import Refused
from meetings.services.undecided import Undecided, refuse_open_vote, undecided

CIRCULABLE = (Meeting.State.ADJOURNED, Meeting.State.CIRCULATED)


@dataclass(frozen=True)
class Round:
    """What a circulation would do now. `last` is the one before, `changed` counts since then."""

    number: int
    readers: list[Person]
    undecided: Undecided
    items: list[AgendaItem]
    attendance: str
    last: Circulation | None
    changed: int

    @property
    def is_new(self) -> bool:
        """Whether there is anything that its readers do not have."""
        return self.last is None or self.changed > 0

    @property
    def mark(self) -> str:
        """Changes as soon as the circulation would do anything else."""
        texts = [f"{i.pk} {i.revision} {i.position} {i.is_in_camera} {i.title}" for i in self.items]
        people = [str(person.pk) for person in self.readers]
        parts = [str(self.number), self.attendance, *texts, *people]
        return hashlib.sha256("\n".join(parts).encode()).hexdigest()


def plan_circulation(meeting: Meeting, *, on: datetime.date) -> Round:
    """What would go out to whom, and what is still undecided; nothing is stored.

    Raises Frozen where the minutes are approved, OutOfOrder where there is no draft to
    circulate. Source: domain rules, section 8.
    """
    refuse_if_frozen(meeting)
    if meeting.is_final_as_recorded:
        raise OutOfOrder(_("These minutes are final as recorded: there is no draft to circulate."))
    if meeting.state not in CIRCULABLE:
        raise OutOfOrder(_("Minutes are circulated once the meeting is adjourned."))
    last = meeting.circulations.order_by("-number").first()
    secretary = Actor(meeting.board, Standing.SECRETARIAT)
    return Round(
        number=last.number + 1 if last else 1,
        readers=readers_of(meeting, on),
        undecided=undecided(meeting),
        items=list(AgendaItem.objects.filter(meeting=meeting).order_by("position")),
        attendance=attendance_text(meeting.attendances.order_by("position", "pk")),
        last=last,
        changed=changes_since(last, secretary).count if last else 0,
    )


@transaction.atomic
def circulate(meeting: Meeting, *, mark: str, anyway: bool = False, save: Save) -> Circulation:
    """Keeps the texts as they go out, and tells everybody who may read them.

    In: the `mark` of the round that somebody looked at; `anyway` although something is
    undecided. Raises what `plan_circulation` does, OutOfOrder while a vote of the meeting is
    open or nothing has changed since the last time, Overtaken where it is another round by
    now (so that of two presses one circulates), Refused where something is undecided.
    """
    meeting.board.wait_for_turn()
    meeting.refresh_from_db(fields=["state"])
    planned = plan_circulation(meeting, on=meeting.board.day_of(save.at))
    if planned.mark != mark:
        raise Overtaken(_("The minutes changed while you were looking. Look at them again."))
    refuse_open_vote(next(iter(planned.undecided.votes), None))
    if not planned.is_new:
        raise OutOfOrder(_("Nothing has changed since these minutes were last circulated."))
    if planned.undecided.is_asked_about and not anyway:
        raise Refused(_("Something is undecided. Say that the minutes are circulated anyway."))
    Meeting.objects.filter(pk=meeting.pk).update(state=Meeting.State.CIRCULATED)
    meeting.state = Meeting.State.CIRCULATED
    circulation = _keep(meeting, planned, save)
    news = News(
        board=meeting.board,
        kind=Notice.Kind.MINUTES_CIRCULATED,
        subject=meeting,
        text=_words(meeting, planned),
        cause=f"circulation {circulation.pk}",
    )
    tell(planned.readers, news=news, save=save)
    return circulation


def _keep(meeting: Meeting, planned: Round, save: Save) -> Circulation:
    circulation = Circulation.objects.create(
        meeting=meeting,
        number=planned.number,
        at=save.at,
        by=save.by,
        attendance=planned.attendance,
    )
    CirculatedItem.objects.bulk_create(
        CirculatedItem(
            circulation=circulation,
            item=item,
            position=item.position,
            title=item.title,
            is_in_camera=item.is_in_camera,
            revision=item.revision,
            notes=item.notes,
        )
        for item in planned.items
    )
    return circulation


def _words(meeting: Meeting, planned: Round) -> str:
    """What everybody is told; what changed in camera is not counted."""
    when = meeting.when
    if planned.last is None:
        return _("The draft minutes of %(when)s are circulated: read them and comment.") % {
            "when": when
        }
    again = _("The draft minutes of %(when)s are circulated again, as number %(number)d.")
    words = again % {"when": when, "number": planned.number}
    observer = Actor(meeting.board, Standing.OBSERVER)
    count = changes_since(planned.last, observer).count
    changed = ngettext("Changed: %d part.", "Changed: %d parts.", count) % count
    return f"{words} {changed}" if count else words
