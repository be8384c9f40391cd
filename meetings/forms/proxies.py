"""A seat's proxy and its recusals, ahead of a meeting."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from meetings.models import AgendaItem, Person

NO_SEAT = {"required": _("Choose a seat."), "invalid_choice": _("That is no seat of yours.")}
Choices = list[tuple[int, str]]


class SeatForm(forms.Form):
    """`seats` are those that the person at the keyboard may speak of, by key."""

    seat = forms.TypedChoiceField(label=_("Seat"), coerce=int, error_messages=NO_SEAT)

    def __init__(self, data: Any, *, seats: Choices, prefix: str = "") -> None:
        super().__init__(data, auto_id=f"id_{prefix}%s")
        chosen: Any = self.fields["seat"]
        chosen.choices = [("", _("choose")), *seats] if len(seats) > 1 else seats


class ProxyForm(SeatForm):
    holder = forms.ModelChoiceField(
        label=_("Give its proxy to"),
        queryset=Person.objects.none(),
        empty_label=_("choose"),
        error_messages={
            "required": _("Choose who is to vote."),
            "invalid_choice": _("They cannot vote at this meeting. Choose from the list."),
        },
    )

    def __init__(self, data: Any, *, people: Any, **kwargs: Any) -> None:
        super().__init__(data, prefix="proxy-", **kwargs)
        holder: Any = self.fields["holder"]
        holder.queryset = people


class RecusalForm(SeatForm):
    item = forms.ModelChoiceField(
        label=_("Item"),
        queryset=AgendaItem.objects.none(),
        empty_label=_("choose"),
        error_messages={
            "required": _("Choose the item."),
            "invalid_choice": _("Choose an item of this agenda."),
        },
    )
    nature = forms.CharField(
        label=_("What the conflict is"),
        max_length=500,
        error_messages={"required": _("Say what the conflict is.")},
    )
    field_order = ("seat", "item", "nature")

    def __init__(self, data: Any, *, items: Any, **kwargs: Any) -> None:
        super().__init__(data, prefix="recusal-", **kwargs)
        item: Any = self.fields["item"]
        item.queryset = items
