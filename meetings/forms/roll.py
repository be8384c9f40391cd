"""The roll: one form for everybody who may be there, and for every seat."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from meetings.forms.agendas import one_line
from meetings.forms.fields import ClockField
from meetings.models import Attendance, Seat
from meetings.services.roll_call import Answer

AWAY = (Attendance.Mode.APOLOGIES, Attendance.Mode.ABSENT)
Choices = list[tuple[Any, str]]


class AnswerForm(forms.Form):
    """One person; no mode: not asked yet."""

    mode = forms.ChoiceField(
        choices=[("", _("not asked")), *Attendance.Mode.choices],
        required=False,
        widget=forms.RadioSelect,
    )
    organisation_name = forms.CharField(label=_("For"), required=False, max_length=200)
    arrived = ClockField(label=_("Arrived"), required=False)
    left = ClockField(label=_("Left"), required=False)
    is_presiding = forms.BooleanField(label=_("presides"), required=False)
    is_taking_minutes = forms.BooleanField(label=_("takes minutes"), required=False)

    def __init__(self, data: Any, *, prefix: str, initial: dict[str, Any]) -> None:
        super().__init__(data, prefix=prefix, initial=initial)
        self.fields["organisation_name"].widget.attrs["list"] = "known-organisations"

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        data["organisation_name"] = one_line(data.get("organisation_name", ""))
        has_office = data.get("is_presiding") or data.get("is_taking_minutes")
        if data.get("mode") in ("", *AWAY) and has_office:
            raise ValidationError(
                {"mode": _("Somebody who is not there cannot preside or take the minutes.")}
            )
        arrived, left = data.get("arrived"), data.get("left")
        if arrived and left and left < arrived:
            raise ValidationError({"left": _("They left before they arrived.")})
        return data

    def answer(self) -> Answer:
        return Answer(**{name: self.cleaned_data[name] for name in Answer.__dataclass_fields__})


class NewcomerForm(AnswerForm):
    """Somebody who is on no list yet."""

    name = forms.CharField(label=_("Name"), required=False, max_length=200)

    def clean(self) -> dict[str, Any]:
        data = super().clean()
        data["name"] = one_line(data.get("name", ""))
        if data.get("mode") and not data["name"]:
            raise ValidationError({"name": _("Write the name.")})
        if data["name"] and not data.get("mode"):
            raise ValidationError({"mode": _("Say whether they are here.")})
        return data


class SeatForm(forms.Form):
    """Who holds a seat's proxy, and who speaks for it where that is overruled."""

    holder = forms.TypedChoiceField(
        label=_("Proxy held by"), required=False, coerce=int, empty_value=None
    )
    speaker = forms.TypedChoiceField(
        label=_("Spoken for by"), required=False, coerce=int, empty_value=None
    )
    reason = forms.CharField(label=_("Why"), required=False, max_length=300)

    def __init__(
        self, data: Any, *, seat: Seat, initial: dict[str, Any], people: Choices, proxies: bool
    ) -> None:
        super().__init__(data, prefix=f"seat-{seat.pk}", initial=initial)
        self.seat = seat
        for name, nobody in (("holder", _("nobody")), ("speaker", _("as the rules say"))):
            chosen = self.fields[name]
            assert isinstance(chosen, forms.ChoiceField)  # noqa: S101 - narrows the type
            chosen.choices = [("", nobody), *people]
        if not proxies:
            del self.fields["holder"]

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        data["reason"] = one_line(data.get("reason", ""))
        if data.get("speaker") and not data["reason"]:
            raise ValidationError({"reason": _("Say why the rules are overruled here.")})
        return data
