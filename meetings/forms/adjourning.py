"""What became of each item, confirmed on one page."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from meetings.forms.agendas import one_line
from meetings.models import AgendaItem
from meetings.services.adjourning import Fate, Kind, proposed

COVERED = Kind.COVERED.value


class FateForm(forms.Form):
    """One item: what the text says, to be confirmed or changed."""

    kind = forms.ChoiceField(
        label=_("What became of it"), choices=[pair for pair in Kind.choices if pair[0]]
    )
    reason = forms.CharField(label=_("Reason"), required=False, max_length=300)
    under = forms.TypedChoiceField(
        label=_("Covered under"), required=False, coerce=int, empty_value=None
    )
    revision = forms.IntegerField(min_value=0, widget=forms.HiddenInput)

    def __init__(self, data: Any, *, item: AgendaItem, items: list[AgendaItem]) -> None:
        places = {one.pk: one.position for one in items}
        initial = {
            "kind": proposed(item),
            "reason": item.disposition_reason,
            "under": places.get(item.covered_under_id or 0),
            "revision": item.revision,
        }
        super().__init__(data, prefix=f"item-{item.pk}", initial=initial)
        self.item = item
        field = self.fields["under"]
        assert isinstance(field, forms.ChoiceField)  # noqa: S101 - narrows the type
        others = [(one.position, str(one)) for one in items if one.pk != item.pk]
        field.choices = [("", "–"), *others]

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if data.get("kind") == COVERED and not data.get("under"):
            raise ValidationError({"under": _("Choose the item that covered it.")})
        return data

    def fate(self) -> Fate:
        data = self.cleaned_data
        is_covered = data["kind"] == COVERED
        is_plain = data["kind"] == Kind.DISCUSSED
        return Fate(
            kind=data["kind"],
            revision=data["revision"],
            reason="" if is_plain else one_line(data["reason"]),
            under=data["under"] if is_covered else None,
        )
