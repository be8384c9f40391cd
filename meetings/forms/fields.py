"""Fields that say in a sentence what is wrong with a day or a time."""

from __future__ import annotations

import datetime
import unicodedata
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from meetings.notation.dates import parse_time
from meetings.services.calendar import FIRST_DAY, LAST_DAY


def plain_digits(typed: Any) -> Any:
    """Digits of any script as 0 to 9, so that what was typed is shown back as it is kept."""
    if not isinstance(typed, str):
        return typed
    digits = ((c, unicodedata.decimal(c, None)) for c in typed)
    return "".join(c if digit is None else str(digit) for c, digit in digits)


class DayField(forms.DateField):
    widget = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")

    def bound_data(self, data: Any, initial: Any) -> Any:
        return plain_digits(super().bound_data(data, initial))

    def to_python(self, value: Any) -> datetime.date | None:
        typed = plain_digits(value)
        try:
            day = super().to_python(typed)
        except ValidationError as no:
            raise ValidationError(_("%(typed)s is not a date."), params={"typed": typed}) from no
        if day and not FIRST_DAY <= day <= LAST_DAY:
            raise ValidationError(_("Choose a date between 1900 and 2100."))
        return day


class ClockField(forms.TimeField):
    widget = forms.TimeInput(attrs={"type": "time"}, format="%H:%M")

    def bound_data(self, data: Any, initial: Any) -> Any:
        return plain_digits(super().bound_data(data, initial))

    def to_python(self, value: Any) -> datetime.time | None:
        if value in self.empty_values or isinstance(value, datetime.time):
            return value or None
        typed = plain_digits(value).strip()
        time = parse_time(typed.removesuffix(":00") if typed.count(":") == 2 else typed)
        if time is None:
            raise ValidationError(_("%(typed)s is not a time."), params={"typed": typed})
        return time


def number_field(label: Any, *, most: int, least: int = 1, **more: Any) -> forms.IntegerField:
    """A whole number from `least` to `most`, refused in one sentence."""
    span = {"least": least, "most": most}
    sentence = _("Give a whole number from %(least)d to %(most)d.") % span
    return forms.IntegerField(
        label=label,
        min_value=least,
        max_value=most,
        error_messages={"invalid": sentence, "min_value": sentence, "max_value": sentence},
        **more,
    )


def refuse_both_or_neither(
    form: forms.Form, *, both: str | Promise, neither: str | Promise
) -> None:
    """For a form with `text` to paste and a file to `upload`: it takes one of the two."""
    has_text = bool((form.cleaned_data.get("text") or "").strip())
    if has_text == bool(form.files.get("upload")):
        form.add_error("text", str(both if has_text else neither))


def brought_by(form: forms.Form, *, limit: int) -> bytes:
    """What was pasted or uploaded, at most one byte more than is read."""
    upload = form.cleaned_data["upload"]
    if upload:
        return bytes(upload.read(limit + 1))
    return str(form.cleaned_data["text"]).encode("utf-8", "replace")
