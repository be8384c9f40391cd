"""What the notes left open is answered: in the text, by an alias, or by leaving it as typed."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext as _

from meetings.models import AgendaItem, Attendance, Person, PersonAlias
from meetings.notation.context import Context
from meetings.notation.edit import with_name, with_owner, with_target
from meetings.notation.lines import Flag, FlagCode
from meetings.notation.names import fold, looks_like_name
from meetings.notation.parser import parse
from meetings.services.changes import Save, refuse_if_frozen
from meetings.services.minutes import Saved, context_of, edit_notes, redraw, save_notes
from meetings.services.refusals import Refused
from meetings.services.roll import put_on_list
from meetings.services.rosters import roster_for

GUEST = {
    "organisation_name": "",
    "mode": Attendance.Mode.PRESENT,
    "capacity": Attendance.Capacity.GUEST,
    "is_presiding": False,
    "is_taking_minutes": False,
    "remark": "",
}
Rewriting = Callable[[str, Flag, Context], str]


@dataclass(frozen=True)
class Question:
    """A flag as somebody saw it; it is looked for again in the text in force."""

    code: FlagCode
    subject: str

    def wait_in(self, item: AgendaItem) -> None:
        """Takes a turn on the board; raises LookupError where the item no longer asks it then."""
        item.meeting.board.wait_for_turn()
        item.refresh_from_db(fields=["flags"])
        if [self.code.value, self.subject] not in [[f["code"], f["subject"]] for f in item.flags]:
            raise LookupError("nobody asks that any more")

    def in_text(self, text: str, context: Context) -> Flag:
        """Raises LookupError where the text no longer asks it."""
        for flag in parse(text, context).flags:
            if (flag.code, flag.subject) == (self.code, self.subject):
                return flag
        raise LookupError("nobody asks that any more")


def write_person(item: AgendaItem, asked: Question, person: Person, *, save: Save) -> Saved:
    """The line says the person's full name, as the typed name or as the action's owner.

    Raises Refused where that name would fit somebody else too, LookupError where the
    question is not asked any more or the line cannot say it, Frozen once approved.
    """
    fits = roster_for(item.meeting).people_called(person.name)
    if [known.key for known in fits] != [person.pk]:
        raise Refused(f"“{person.name}” fits several people. Tell them apart by a second name.")
    return write_name(item, asked, person.name, save=save)


def write_name(item: AgendaItem, asked: Question, name: str, *, save: Save) -> Saved:
    """The line says that name: a full name of the text, an organisation, or All as owner."""

    def rewrite(text: str, flag: Flag, context: Context) -> str:
        if flag.code is FlagCode.NO_OWNER:
            return with_owner(text, flag.line, name, context)
        return with_name(text, flag.line, flag.subject, name, context)

    return _rewritten(item, asked, rewrite, save)


def write_item(item: AgendaItem, asked: Question, position: int, *, save: Save) -> Saved:
    """The line names the item that covered it. Raises as `write_person` does."""

    def rewrite(text: str, flag: Flag, context: Context) -> str:
        return with_target(text, flag.line, position, context)

    return _rewritten(item, asked, rewrite, save)


@transaction.atomic
def remember_alias(item: AgendaItem, asked: Question, person: Person, *, save: Save) -> Saved:
    """The typed name is the person's from now on; all notes of the meeting are read again.

    Raises Refused where it would still fit somebody else, Frozen once approved.
    """
    refuse_if_frozen(item.meeting)
    asked.wait_in(item)
    if not person.aliases.filter(name__iexact=asked.subject).exists():
        PersonAlias.objects.create(person=person, name=asked.subject)
    fits = roster_for(item.meeting).people_called(asked.subject)
    if [known.key for known in fits] != [person.pk]:
        raise Refused(f"“{asked.subject}” is somebody else's name too. Write the full name.")
    redraw(item.meeting, save=save)
    return _as_it_stands(item, save)


def person_called(item: AgendaItem, typed: str) -> Person:
    """Whom a typed name means on the board. Raises Refused where that is not one person."""
    fits = roster_for(item.meeting).people_called(typed)
    if len(fits) == 1:
        return Person.objects.get(pk=fits[0].key)
    if fits:
        raise Refused(_("“%s” fits several people. Write the full name.") % typed)
    raise Refused(_("Nobody on this board is called “%s”. Add them as a guest.") % typed)


@transaction.atomic
def add_guest(item: AgendaItem, asked: Question, name: str, *, save: Save) -> Saved:
    """Somebody new, present as a guest, is who was meant; all notes are read again.

    Raises Refused for a name that is not full or that somebody has, Frozen once approved.
    """
    refuse_if_frozen(item.meeting)
    asked.wait_in(item)
    full = " ".join(name.split())
    if " " not in full or not looks_like_name(full):
        raise Refused(_("Write the guest's full name."))
    roster = roster_for(item.meeting)
    if fold(full) in {fold(known.name) for known in roster.people}:
        raise Refused(_("%s is on this board already. Choose them instead.") % full)
    person = Person.objects.create(board=item.meeting.board, name=full)
    fits = roster_for(item.meeting).people_called(asked.subject)
    if [known.key for known in fits] != [person.pk]:
        PersonAlias.objects.create(person=person, name=asked.subject)
    put_on_list(item.meeting, row=None, fields=GUEST | {"person": person, "name": full}, save=save)
    return _as_it_stands(item, save)


@transaction.atomic
def leave_as_typed(item: AgendaItem, asked: Question, *, save: Save) -> Saved:
    """The question is not asked again for this item. Raises Frozen once approved."""
    refuse_if_frozen(item.meeting)
    AgendaItem.objects.filter(pk=item.pk).update(revision=F("revision"))  # one after the other
    fresh = AgendaItem.objects.get(pk=item.pk)
    settled = [asked.code.value, asked.subject]
    if settled not in fresh.settled_flags:
        open_still = [f for f in fresh.flags if [f["code"], f["subject"]] != settled]
        AgendaItem.objects.filter(pk=item.pk).update(
            settled_flags=[*fresh.settled_flags, settled],
            flags=open_still,
            readings=F("readings") + 1,
        )
    return _as_it_stands(item, save)


def _rewritten(item: AgendaItem, asked: Question, rewrite: Rewriting, save: Save) -> Saved:
    refuse_if_frozen(item.meeting)

    def edit(text: str) -> str:
        context = context_of(item, text)
        return rewrite(text, asked.in_text(text, context), context)

    return edit_notes(item, edit=edit, save=save)


def _as_it_stands(item: AgendaItem, save: Save) -> Saved:
    """What a save of the text in force answers: it changes nothing."""
    fresh = AgendaItem.objects.for_saving().get(pk=item.pk)
    return save_notes(fresh, text=fresh.notes, base=fresh.revision, save=save)
