"""The form that takes a paper."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from meetings.services.paper_types import KINDS


class PaperForm(forms.Form):
    """An empty file, or one that is none of its kind, is refused later and in its own words."""

    file = forms.FileField(
        label=_("File"),
        allow_empty_file=True,
        help_text=_("PDF, docx, odt, PNG, JPEG, txt or csv; at most 25 MB."),
        error_messages={"required": _("Choose a file.")},
        widget=forms.FileInput(attrs={"accept": ",".join(f".{suffix}" for suffix in KINDS)}),
    )
    title = forms.CharField(
        label=_("Title"),
        required=False,
        max_length=200,
        help_text=_("The name of the file, if it is left empty."),
    )

    def clean_title(self) -> str:
        return " ".join(self.cleaned_data["title"].split())
