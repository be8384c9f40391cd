"""Checks and querysets that several nouns share."""

import datetime
from typing import Any
from zoneinfo import available_timezones

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Coalesce
from django.utils.translation import gettext_lazy as _


def known_time_zone(name: str) -> None:
    if name not in available_timezones():
        raise ValidationError(_("Unknown time zone."))


def ends_after_start(table: str) -> models.CheckConstraint:
    return models.CheckConstraint(
        condition=Q(start_date__isnull=True)
        | Q(end_date__isnull=True)
        | Q(end_date__gte=F("start_date")),
        name=f"{table}_ends_after_start",
        violation_error_message=_("The end lies before the start."),
    )


def exactly_one(table: str, *conditions: Q) -> models.CheckConstraint:
    """One of the conditions holds and no other."""
    ways = Q()
    for chosen in conditions:
        way = chosen
        for other in conditions:
            if other is not chosen:
                way &= ~other
        ways |= way
    return models.CheckConstraint(condition=ways, name=f"{table}_exactly_one")


class DatedQuerySet(models.QuerySet[Any]):
    def current(self, on: Any) -> Any:
        """Rows in force on a day; an open end lasts."""
        return self.within(on, on)

    def within(self, first: Any, last: Any) -> Any:
        """Rows in force on any day from `first` to `last`."""
        return self.filter(
            Q(start_date__isnull=True) | Q(start_date__lte=last),
            Q(end_date__isnull=True) | Q(end_date__gte=first),
        )


def in_force(row: Any, on: datetime.date) -> bool:
    """Whether a row that `within` found is in force on this very day."""
    return (row.start_date or on) <= on <= (row.end_date or on)


def kept_as() -> Coalesce:
    """The key of the record under which a person or an organisation is kept."""
    return Coalesce("merged_into", "pk", output_field=models.BigIntegerField())


def refuse_deep_merge(record: Any) -> None:
    """Reads follow a merge by one step, within the board."""
    into = record.merged_into
    if into and (into.merged_into_id or into.board_id != record.board_id):
        raise ValidationError(
            {"merged_into": _("Choose a record of this board that is not merged.")}
        )
    if into and record.pk and record.merged_from.exists():
        raise ValidationError({"merged_into": _("Others are merged into this one.")})
