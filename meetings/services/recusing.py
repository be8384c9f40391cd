"""A seat is recused from the item that is voted on: a line of its notes says so."""

from __future__ import annotations

from django.db import transaction
from django.utils.translation import gettext as _

from meetings.models import AgendaItem, Ballot, BallotSeat, Recusal
from meetings.notation.edit import add_line
from meetings.notation.lines import Name, Roll, RollKind
from meetings.rules.seats import Via
from meetings.rules.tally import Entry
from meetings.rules.verdict import OutOfOrder
from meetings.services.changes import Save, refuse_if_frozen
from meetings.services.minutes import context_of, edit_notes
from meetings.services.refusals import Refused
from meetings.services.tallying import entries_of
from meetings.services.votes import refuse_if_closed


@transaction.atomic
def recuse_seat(ballot: Ballot, *, seat: int, nature: str, save: Save) -> None:
    """Writes `RECUSED name: nature` into the item's notes; the recusal follows from the line.

    In: the key of the seat's row on the ballot, and the nature of the conflict. Raises Closed,
    Frozen, Refused without a nature, OutOfOrder for a seat that is recused already, of whose
    people nobody is there, or for which such a line would not be read.
    Source: design.md section 8 (one master), domain rules, section 5.
    """
    refuse_if_closed(ballot)
    refuse_if_frozen(ballot.resolution.item.meeting)
    told = " ".join(nature.split())
    if not told:
        raise Refused(_("Say what the conflict is."))
    entry = entries_of(ballot, save).get(seat)
    if entry is None:
        raise OutOfOrder(_("That seat is not among those that vote here."))
    if entry.recused is not None:
        raise OutOfOrder(_("%s is recused already.") % entry.name)
    name = _somebody_of(entry)
    item = AgendaItem.objects.for_saving().get(pk=ballot.resolution.item_id)
    line = Roll(RollKind.RECUSED, Name(name), nature=told)

    def edit(text: str) -> str:
        return add_line(text, line, after=None, context=context_of(item, text))

    edit_notes(item, edit=edit, save=save)
    row = BallotSeat.objects.filter(pk=seat)
    if not Recusal.objects.filter(item=item, seat__in=row.values("seat")).exists():
        sentence = _("“RECUSED %s” would not be read as that seat's. Write it into the notes.")
        raise OutOfOrder(sentence % name)


def _somebody_of(entry: Entry) -> str:
    """Who is there of the seat's own people; a proxy is none of them."""
    own = [entry.speaker] if entry.spoken.person and entry.spoken.via is not Via.PROXY else []
    people = [*own, *entry.others]
    if not people:
        raise OutOfOrder(_("%s: nobody of its people is there.") % entry.name)
    return people[0]
