"""A table of members: pasted, or a file; sent again once it was looked at."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from meetings.forms.fields import refuse_both_or_neither


class MembersForm(forms.Form):
    text = forms.CharField(
        label=_("Paste a table"),
        required=False,
        strip=False,
        widget=forms.Textarea(attrs={"rows": 8, "spellcheck": "false"}),
    )
    upload = forms.FileField(
        label=_("Or choose a file (CSV)"), required=False, allow_empty_file=True
    )
    seen = forms.CharField(required=False, max_length=64, widget=forms.HiddenInput)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["text"].validators = []  # the reader names the row of what cannot be stored

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        both = _("Paste a table or choose a file, not both.")
        refuse_both_or_neither(self, both=both, neither=_("Paste a table, or choose a file."))
        return data
