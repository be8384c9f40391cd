"""Which mails somebody wants from a board."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django import forms
from django.forms import BoundField
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from meetings.models import MailChoice, Notice, Person

Kind = Notice.Kind
GROUPS: tuple[tuple[str | Promise, tuple[str, ...]], ...] = (
    (_("Meetings"), (Kind.AGENDA_PUBLISHED, Kind.MEETING_CHANGED, Kind.MEETING_CANCELLED)),
    (
        _("Minutes"),
        (Kind.MINUTES_CIRCULATED, Kind.COMMENT_MADE, Kind.COMMENT_ANSWERED, Kind.MINUTES_APPROVED,
         Kind.MINUTES_CORRECTED),
    ),
    (
        _("Actions"),
        (Kind.ACTION_NEW, Kind.ACTION_CHANGED, Kind.ACTION_HANDED, Kind.ACTION_DUE_SOON,
         Kind.ACTION_DUE, Kind.ACTION_LATE),
    ),
    (_("Votes"), (Kind.BALLOT_RESULT,)),
)  # fmt: skip


class PreferencesForm(forms.Form):
    """One board's; `person` is who somebody is there, `address` where their mails go."""

    def __init__(self, data: Any, *, person: Person, address: str, initial: dict[str, str]) -> None:
        super().__init__(data, prefix=f"p{person.pk}", initial=initial)
        self.person, self.address = person, address
        for _title, kinds in GROUPS:
            for kind in kinds:
                self.fields[kind] = forms.ChoiceField(
                    label=Kind(kind).label.capitalize(), choices=MailChoice.How
                )

    def groups(self) -> Iterator[tuple[str | Promise, list[BoundField]]]:
        for title, kinds in GROUPS:
            yield title, [self[kind] for kind in kinds]
