"""What the secretariat says of resolutions beside the minutes' text: which ends or needs which."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.text import Truncator
from django.utils.translation import gettext_lazy as _

from meetings.models import Resolution
from meetings.models.resolutions import ResolutionQuerySet
from meetings.notation.markup import with_visible_marks


def _label(row: Resolution) -> str:
    return with_visible_marks(f"{row.label}: {Truncator(row.text).chars(80)}")


class _ChoiceForm(forms.Form):
    """A choice among those in force; whichever is sent is looked up among all in sight."""

    choice = ""

    def __init__(
        self, *args: Any, rows: ResolutionQuerySet, kept: int | None = None, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields[self.choice]
        assert isinstance(field, forms.ModelChoiceField)  # noqa: S101 - narrows the type
        field.queryset = rows
        offered = [row for row in rows if row.state == Resolution.State.CARRIED or row.pk == kept]
        field.widget.choices = [("", _("none")), *((row.pk, _label(row)) for row in offered)]


class EndsForm(_ChoiceForm):
    choice = "earlier"
    earlier = forms.ModelChoiceField(
        label=_("Earlier resolution"), queryset=Resolution.objects.none(), required=False
    )
    how = forms.ChoiceField(
        label=_("What becomes of it"),
        required=False,
        widget=forms.RadioSelect,
        choices=[
            (Resolution.State.SUPERSEDED, _("replaced by this one")),
            (Resolution.State.RESCINDED, _("rescinded by this one")),
        ],
    )

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if data.get("earlier") and not data.get("how"):
            raise ValidationError({"how": _("Say whether it is replaced or rescinded.")})
        return data


class CarriesOutForm(_ChoiceForm):
    choice = "resolution"
    resolution = forms.ModelChoiceField(
        label=_("Resolution"), queryset=Resolution.objects.none(), required=False
    )
