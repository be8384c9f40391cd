"""By which decision minutes are approved, and how."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from meetings.models import AgendaItem, Resolution


class ApproveForm(forms.Form):
    """`asks` where something is undecided: then `anyway` has to be ticked."""

    by = forms.ChoiceField(
        label=_("Approved by"),
        widget=forms.RadioSelect,
        error_messages={"required": _("Say by which decision they are approved.")},
    )
    how = forms.ChoiceField(
        label=_("How"),
        widget=forms.RadioSelect,
        choices=[("presented", _("as presented")), ("corrected", _("as corrected"))],
    )
    anyway = forms.BooleanField(label=_("Approve them although this is open"), required=False)

    def __init__(
        self,
        data: Any,
        *,
        items: list[AgendaItem],
        decisions: list[Resolution],
        is_corrected: bool,
        asks: bool,
    ) -> None:
        self.items = {f"item-{item.pk}": item for item in items}
        self.decisions = {f"resolution-{row.pk}": row for row in decisions}
        first = next(iter({**self.decisions, **self.items}), "")
        how = "corrected" if is_corrected else "presented"
        super().__init__(data, initial={"by": first, "how": how})
        self.asks = asks
        by = self.fields["by"]
        assert isinstance(by, forms.ChoiceField)  # noqa: S101 - narrows the type
        by.choices = [
            *((key, _decided(row)) for key, row in self.decisions.items()),
            *((key, _press(item)) for key, item in self.items.items()),
        ]
        if not asks:
            del self.fields["anyway"]

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if self.asks and not data.get("anyway"):
            self.add_error("anyway", _("Something is undecided. Look at it, or approve anyway."))
        return data

    def chosen(self) -> tuple[AgendaItem | None, Resolution | None, bool]:
        """The later meeting's item (no objections) or its decision, and whether as corrected."""
        by = self.cleaned_data["by"]
        is_corrected = self.cleaned_data["how"] == "corrected"
        return self.items.get(by), self.decisions.get(by), is_corrected


def _decided(row: Resolution) -> str:
    words = {"label": row.label, "when": row.item.meeting.when, "text": row.text[:120]}
    return _now("%(label)s, carried in the meeting of %(when)s: %(text)s") % words


def _press(item: AgendaItem) -> str:
    words = _now("No objections in the meeting of %(when)s: the decision is written into its item.")
    return words % {"when": item.meeting.when}
