"""An organisation's standing: its class, contract and fee, from a day on."""

from __future__ import annotations

import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from meetings.models import Affiliation, Organisation
from meetings.services.members import A_DAY, refuse_conflicts, said, stored
from meetings.services.naming import in_turn
from meetings.services.refusals import Refused


@transaction.atomic
def affiliate(firm: Organisation, *, since: datetime.date, standing: dict[str, Any]) -> Affiliation:
    """A new standing from a day on; the one that runs ends the day before.

    The same asked twice is one. Raises Refused where the one that runs began later.
    """
    firm = in_turn(firm)
    if firm.merged_into:
        raise Refused(_("%s was merged into another record.") % firm)
    running: Affiliation | None = firm.affiliations.filter(end_date=None).first()
    if running and running.start_date == since:
        if all(getattr(running, name) == value for name, value in standing.items()):
            return running
        raise Refused(_("A membership begins on %s already: change that one.") % said(since))
    if running and running.start_date and since < running.start_date:
        raise Refused(_("The membership that runs began on %s.") % said(running.start_date))
    if running:
        running.end_date = since - A_DAY
        running.save(update_fields=["end_date"])
    new = Affiliation(organisation=firm, start_date=since, **standing)
    _refuse_overlap(new)
    return stored(new)


@transaction.atomic
def change_affiliation(
    affiliation: Affiliation, *, values: dict[str, Any], seen: int
) -> Affiliation:
    """The standing put right, or ended by its last day; a change makes an entry of its history.

    In: `seen` is the entry of its history that the page showed. Raises Refused where somebody
    changed it since, or the days do not fit.
    """
    affiliation.organisation.board.wait_for_turn()
    now: Affiliation = Affiliation.objects.select_related("organisation__board").get(
        pk=affiliation.pk
    )
    changed = [name for name, value in values.items() if getattr(now, name) != value]
    if not changed:
        return now
    if last_entry(now) != seen:
        raise Refused(
            _("Somebody changed this membership in the meantime. Look at it, then keep yours.")
        )
    for name in changed:
        setattr(now, name, values[name])
    refuse_conflicts(now)
    _refuse_overlap(now)
    now.save(update_fields=changed)
    return now


def last_entry(affiliation: Affiliation) -> int:
    """The newest entry of its history; 0 where it has none."""
    newest: int | None = affiliation.history.values_list("history_id", flat=True).first()
    return newest or 0


def _refuse_overlap(row: Affiliation) -> None:
    others = Affiliation.objects.filter(organisation=row.organisation).exclude(pk=row.pk)
    first = row.start_date or datetime.date.min
    if others.within(first, row.end_date or datetime.date.max).exists():
        raise Refused(_("The organisation has another membership in these days."))
