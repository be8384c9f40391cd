"""Forms for bringing old minutes."""

from __future__ import annotations

import re
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext_lazy as _

from meetings.notation.dates import find_date


class ManyFilesInput(forms.ClearableFileInput):
    allow_multiple_selected = True


class ManyFilesField(forms.FileField):
    """Any number of files; an empty one is refused later, with its name."""

    widget = ManyFilesInput

    def clean(self, data: Any, initial: Any = None) -> list[UploadedFile[bytes]]:
        return [file for file in data or [] if file]


class ImportForm(forms.Form):
    text = forms.CharField(
        label=_("Paste minutes"),
        required=False,
        strip=False,
        widget=forms.Textarea(attrs={"rows": 12, "spellcheck": "false"}),
    )
    uploads = ManyFilesField(
        label=_("Or choose files"),
        required=False,
        help_text=_(
            "Text, Markdown, MediaWiki or e-mail (.eml) files, or a zip of them; at most 5 MB each."
        ),
    )
    is_final = forms.ChoiceField(
        label=_("What are they?"),
        choices=[
            ("", _("Drafts that we will finish here")),
            ("final", _("Final as recorded: they were approved elsewhere")),
        ],
        required=False,
        widget=forms.RadioSelect,
        initial="",
    )

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if not (data.get("text") or "").strip() and not data.get("uploads"):
            raise ValidationError(_("Paste minutes or choose a file."))
        return data


class DateForm(forms.Form):
    """The date of minutes that do not say it."""

    stated_date = forms.CharField(
        label=_("When was this meeting?"),
        help_text=_("2015-01-20, or 2015-01 where only the month is known."),
        max_length=10,
    )

    def clean_stated_date(self) -> str:
        stated = str(self.cleaned_data["stated_date"]).strip()
        month = re.fullmatch(r"(\d{4})-(0[1-9]|1[0-2])", stated)
        date = find_date(f"{stated}-01") if month else find_date(stated)
        if date is None or not re.fullmatch(r"\d{4}-\d{2}(-\d{2})?", stated):
            raise ValidationError(_("“%(value)s” is not a date."), params={"value": stated})
        return str(date)[:7] if month else str(date)
