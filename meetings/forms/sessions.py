"""Forms of a running meeting: an item more, an item split."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from meetings.forms.agendas import one_line
from meetings.models import AgendaItem


class NewItemForm(forms.Form):
    """An item that comes up; `after` is an item of the same meeting, or none for the end."""

    title = forms.CharField(
        max_length=300, error_messages={"required": _("Give the item a title.")}
    )
    after = forms.ModelChoiceField(queryset=AgendaItem.objects.none(), required=False)

    def __init__(self, *args: Any, items: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        chosen = self.fields["after"]
        assert isinstance(chosen, forms.ModelChoiceField)  # noqa: S101 - narrows the type
        chosen.queryset = items

    def clean_title(self) -> str:
        return one_line(self.cleaned_data["title"])


class SplitForm(forms.Form):
    """`line` counts from 1 in the notes, as revision `base` has them."""

    title = forms.CharField(
        label=_("Title of the new item"),
        max_length=300,
        error_messages={"required": _("Give the new item a title.")},
    )
    line = forms.IntegerField(
        label=_("Line"),
        min_value=2,
        max_value=60_000,
        error_messages={
            name: _("Choose the line with which the new item begins.")
            for name in ("required", "invalid", "min_value", "max_value")
        },
    )
    base = forms.IntegerField(
        min_value=1,
        widget=forms.HiddenInput,
        error_messages={
            name: _("Reload the page: the version is missing.")
            for name in ("required", "invalid", "min_value")
        },
    )

    def clean_title(self) -> str:
        return one_line(self.cleaned_data["title"])


def sentences_of(form: forms.Form) -> str:
    """Every error of a form that has no page of its own, as sentences."""
    return " ".join(str(error) for errors in form.errors.values() for error in errors)
