"""Whether somebody comes: one button, or a name where somebody is sent."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from meetings.models import MeetingAnswer, Person

CHOOSE = _("Choose one of the answers.")


class MeetingAnswerForm(forms.Form):
    """`people` are those of whom an answer may be entered; left out, it is one's own."""

    answer = forms.ChoiceField(
        choices=MeetingAnswer.Choice.choices,
        error_messages={"required": CHOOSE, "invalid_choice": CHOOSE},
    )
    delegate = forms.CharField(label=_("Who comes instead"), max_length=200, required=False)
    person = forms.ModelChoiceField(
        label=_("Person"),
        queryset=Person.objects.none(),
        required=False,
        empty_label=_("choose"),
        error_messages={"invalid_choice": _("They are not on the board that day.")},
    )

    def __init__(self, data: Any, *, people: Any) -> None:
        super().__init__(data)
        person: Any = self.fields["person"]
        person.queryset = people


class CancelForm(forms.Form):
    reason = forms.CharField(
        label=_("Why"),
        max_length=500,
        error_messages={"required": _("Say why the meeting is off: everybody is told.")},
    )
