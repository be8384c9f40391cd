"""How a question about the notes is answered."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from meetings.models import Board, Person
from meetings.notation.lines import FlagCode

NAMES = (
    FlagCode.AMBIGUOUS_NAME,
    FlagCode.NEAR_NAME,
    FlagCode.UNKNOWN_INITIALS,
    FlagCode.UNKNOWN_PERSON,
)
VOTED = (FlagCode.VOTED_TEXT, FlagCode.VOTED_RESULT)


class AnswerForm(forms.Form):
    """A flag by its code and subject, and one answer: a person, a name, an item, or leave it.

    `typed` is a name that somebody wrote; with `guest` it is that of somebody new. Of a line
    that differs from its vote: `back`, as voted, or `anew`, another vote on the new text.
    """

    code = forms.ChoiceField(choices=[(code.value, code.value) for code in FlagCode])
    subject = forms.CharField(strip=False, max_length=60_000)
    person = forms.ModelChoiceField(queryset=Person.objects.none(), required=False)
    name = forms.CharField(max_length=199, required=False)
    typed = forms.CharField(max_length=199, required=False)
    guest = forms.BooleanField(required=False)
    item = forms.IntegerField(min_value=1, max_value=999, required=False)
    remember = forms.BooleanField(required=False)
    leave = forms.BooleanField(required=False)
    back = forms.BooleanField(required=False)
    anew = forms.BooleanField(required=False)

    def __init__(self, *args: Any, board: Board, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        people = self.fields["person"]
        assert isinstance(people, forms.ModelChoiceField)  # noqa: S101 - narrows the type
        people.queryset = Person.objects.unmerged().filter(board=board)

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if self.errors or data["leave"]:
            return data
        code = FlagCode(data["code"])
        if code is FlagCode.UNKNOWN_ITEM and not data["item"]:
            raise ValidationError(_("Choose the item that covered it."))
        is_answered = data["person"] or data["name"] or data["typed"]
        if code in (*NAMES, FlagCode.NO_OWNER) and not is_answered:
            raise ValidationError(_("Choose a person or type a name."))
        if code in VOTED and not (data["back"] or self._asks_anew(code, data)):
            raise ValidationError(_("Put it back as voted, or vote anew on the new text."))
        if code in (FlagCode.TALLY, FlagCode.NO_MOTION):
            raise ValidationError(_("Correct that in the text, or leave it as typed."))
        return data

    def _asks_anew(self, code: FlagCode, data: dict[str, Any]) -> bool:
        return code is FlagCode.VOTED_TEXT and data["anew"]

    def votes_anew(self) -> bool:
        data = self.cleaned_data
        return not data["leave"] and self._asks_anew(FlagCode(data["code"]), data)

    def remembers(self) -> bool:
        data = self.cleaned_data
        is_person = data["person"] is not None or bool(data["typed"])
        return data["remember"] and is_person and FlagCode(data["code"]) in NAMES

    def invites(self) -> bool:
        return self.cleaned_data["guest"] and FlagCode(self.cleaned_data["code"]) in NAMES

    def why_not(self) -> str:
        """The first thing that is wrong, as a sentence."""
        return next(str(error) for errors in self.errors.values() for error in errors)
