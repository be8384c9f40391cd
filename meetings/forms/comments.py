"""Forms of circulated minutes: a comment on a line, and its answer."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.forms import BoundField
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _lazy

from meetings.forms.notes import UNSTORABLE
from meetings.services.answering import Wording
from meetings.services.commenting import Remark

LONGEST = 2000
MISSING = {
    name: _lazy("Reload the page: the version is missing.")
    for name in ("required", "invalid", "min_value", "max_value")
}


class WordsField(forms.CharField):
    """Words of several lines; what cannot be stored is refused with its line."""

    def __init__(self, *, rows: int, **more: Any) -> None:
        widget = forms.Textarea(attrs={"rows": rows})
        super().__init__(required=False, widget=widget, **more)
        self.validators = []

    def to_python(self, value: Any) -> str:
        words = (super().to_python(value) or "").replace("\r\n", "\n").replace("\r", "\n")
        if len(words) > LONGEST:
            sentence = _("This is too long (%(length)s characters; the limit is %(most)s).")
            raise ValidationError(sentence % {"length": f"{len(words):,}", "most": f"{LONGEST:,}"})
        for number, line in enumerate(words.split("\n"), start=1):
            found = UNSTORABLE.search(line)
            if found:
                sentence = _("Line %(line)d has a character that cannot be stored (%(name)s).")
                raise ValidationError(sentence % {"line": number, "name": f"U+{ord(found[0]):04X}"})
        return words


class CommentForm(forms.Form):
    """A remark on a line, with its wording as it stands to be put otherwise."""

    line = forms.IntegerField(
        required=False,
        min_value=1,
        max_value=60_000,
        widget=forms.HiddenInput,
        error_messages=MISSING,
    )
    revision = forms.IntegerField(
        min_value=0, max_value=2**31 - 1, widget=forms.HiddenInput, error_messages=MISSING
    )
    text = WordsField(label=_lazy("Your comment"), rows=3)
    proposed = WordsField(
        label=_lazy("Proposed wording"),
        rows=2,
        help_text=_lazy("As typed in the notes. Left as it is, it proposes nothing."),
    )

    def shown_fields(self) -> list[BoundField]:
        return [self["text"], self["proposed"]]

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if not self.errors and not any((data["text"].strip(), data["proposed"].strip())):
            self.add_error("text", _("Say what is to be said, or propose another wording."))
        return data

    def remark(self) -> Remark:
        data = self.cleaned_data
        return Remark(data["text"], data["line"], data["revision"], data["proposed"])


class AnswerForm(forms.Form):
    """What the secretary answers; the wording counts where the comment is accepted."""

    base = forms.IntegerField(
        min_value=0, max_value=2**31 - 1, widget=forms.HiddenInput, error_messages=MISSING
    )
    wording = WordsField(label=_lazy("What the line is to read"), rows=3)
    words = WordsField(
        label=_lazy("Your answer"),
        rows=3,
        help_text=_lazy("A reason where the comment is declined; whoever made it is told."),
    )

    def wanted(self) -> Wording:
        return Wording(self.cleaned_data["wording"], self.cleaned_data["base"])
