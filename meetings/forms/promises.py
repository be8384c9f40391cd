"""What somebody tells of an action, and what the secretariat makes of it after approval."""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterable
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import URLValidator
from django.utils.translation import gettext_lazy as _

from meetings.forms.fields import DayField
from meetings.models import Action, Meeting, Person
from meetings.models.actors import Actor
from meetings.notation.actions import bind_owners
from meetings.notation.context import Context
from meetings.notation.dates import find_due
from meetings.notation.lines import Name, NameKind
from meetings.rules.actions import NEEDS_REASON, Act, State, may
from meetings.services.handing import Part

REPORTS = {
    Act.START: _("It is in progress"),
    Act.FINISH: _("It is done"),
    Act.DEFER: _("It has to wait"),
    Act.REOPEN: _("It is to be done after all"),
    Act.REMARK: _("Only a remark"),
}
WAITING = ("until", "to")
MOST_PARTS = 20
NUMBER = re.compile(r"\s*(?:A-)?(\d{1,9})\s*", re.IGNORECASE)


def reports_on(action: Action, actor: Actor) -> list[tuple[Act, Any]]:
    """What there is to report in the action's state. What was cancelled, the board cancelled."""
    state = State(action.state)
    return [
        (act, words)
        for act, words in REPORTS.items()
        if may(state, act)
        and not (act is Act.START and state is State.IN_PROGRESS)
        and not (act is Act.REOPEN and state is State.CANCELLED and not actor.keeps_minutes)
    ]


class SeenForm(forms.Form):
    """Every act says what its writer looked at."""

    seen = forms.CharField(widget=forms.HiddenInput, max_length=40)

    def __init__(self, *args: Any, action: Action, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.action = action
        self.initial.setdefault("seen", action.seen)

    @property
    def shown_fields(self) -> Iterable[forms.BoundField]:
        return self.visible_fields()


class ReasonForm(SeenForm):
    remark = forms.CharField(
        label=_("Reason"),
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": _("Say why.")},
    )


class ReportForm(SeenForm):
    act = forms.ChoiceField(
        label=_("How it stands"),
        widget=forms.RadioSelect,
        choices=list(REPORTS.items()),
        error_messages={"required": _("Say how it stands.")},
    )
    remark = forms.CharField(
        label=_("Remark"),
        max_length=2000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("What was done, or why it has to wait or to be done again."),
    )
    evidence = forms.CharField(
        label=_("Link to show for it"),
        max_length=500,
        required=False,
        validators=[
            URLValidator(schemes=["http", "https"], message=_("Write a web address: https://..."))
        ],
        widget=forms.URLInput,
    )
    until = DayField(label=_("It waits until the day"), required=False)
    to = forms.ModelChoiceField(
        label=_("or until the meeting of"), required=False, queryset=Meeting.objects.none()
    )
    by = forms.ModelChoiceField(
        label=_("Who says so"),
        required=False,
        queryset=Person.objects.none(),
        help_text=_("Owners without an account tell you; you write it down."),
    )

    def __init__(self, *args: Any, actor: Actor, today: datetime.date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        radio = self.fields["act"].widget
        assert isinstance(radio, forms.RadioSelect)  # noqa: S101 - narrows the type
        radio.choices = reports_on(self.action, actor)
        meetings = self.fields["to"]
        assert isinstance(meetings, forms.ModelChoiceField)  # noqa: S101 - narrows the type
        ahead = Meeting.objects.visible_to(actor).filter(date__gt=today).select_related("board")
        meetings.queryset = ahead.order_by("date")
        choices = [("", _("no meeting")), *((m.pk, m.when) for m in meetings.queryset)]
        meetings.widget.choices = choices
        if not actor.keeps_minutes:
            del self.fields["by"]
            return
        people = self.fields["by"]
        assert isinstance(people, forms.ModelChoiceField)  # noqa: S101 - narrows the type
        people.queryset = Person.objects.visible_to(actor).unmerged()
        people.empty_label = _("I do")

    @property
    def shown_fields(self) -> Iterable[forms.BoundField]:
        """Nobody says how long something waits that cannot wait."""
        waits = may(State(self.action.state), Act.DEFER)
        return [field for field in self.visible_fields() if waits or field.name not in WAITING]

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        act, remark = data.get("act"), data.get("remark", "").strip()
        if act in NEEDS_REASON and not remark:
            self.add_error("remark", _("Say why."))
        if act == Act.REMARK and not remark and not data.get("evidence"):
            self.add_error("remark", _("Write what there is to say."))
        if act == Act.DEFER:
            self._check_until(data)
        return data

    def _check_until(self, data: dict[str, Any]) -> None:
        if data.get("until") and data.get("to"):
            self.add_error("to", _("Choose a day or a meeting, not both."))
        elif not (data.get("until") or data.get("to") or "until" in self.errors):
            self.add_error("until", _("Say until when: a day, or a meeting."))


def names_of(typed: str, context: Context) -> tuple[Name, ...]:
    """Owners as minutes would name them. Raises ValidationError where one cannot be bound."""
    typed = " ".join(typed.split())
    owners = bind_owners(typed, context, allow_outside=True)
    if not owners or ":" in typed:
        sentence = _("“%s” is no list of names. Write names or organisations.")
        raise ValidationError(sentence % typed)
    for name in owners:
        if name.kind is NameKind.UNCLEAR:
            raise ValidationError(
                _("“%s” may mean several people. Write the full name.") % name.typed
            )
        if name.kind is NameKind.EVERYONE:
            raise ValidationError(_("Name people or organisations: nobody in particular is “All”."))
    return owners


class HandOverForm(SeenForm):
    owners = forms.CharField(
        label=_("New owner"),
        max_length=200,
        help_text=_("People or organisations, with commas between them."),
        widget=forms.TextInput(attrs={"list": "known-owners", "autocomplete": "off"}),
    )
    remark = forms.CharField(label=_("Remark"), max_length=2000, required=False)

    def __init__(self, *args: Any, context: Context, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.context = context

    def clean_owners(self) -> tuple[Name, ...]:
        return names_of(self.cleaned_data["owners"], self.context)


class ChangeForm(SeenForm):
    text = forms.CharField(
        label=_("Wording"), max_length=2000, widget=forms.Textarea(attrs={"rows": 3})
    )
    due = DayField(label=_("Due on"), required=False)
    remark = forms.CharField(label=_("Reason"), max_length=2000, required=False)

    def clean_text(self) -> str:
        return " ".join(self.cleaned_data["text"].split())


class SupersedeForm(SeenForm):
    other = forms.CharField(
        label=_("Number of the action that takes its place"),
        max_length=20,
        help_text=_("Like A-41."),
    )
    remark = forms.CharField(label=_("Remark"), max_length=2000, required=False)

    def __init__(self, *args: Any, actor: Actor, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.actor = actor

    def clean_other(self) -> Action:
        typed = self.cleaned_data["other"]
        match = NUMBER.fullmatch(typed)
        rows = Action.objects.visible_to(self.actor)
        found = rows.filter(number=match[1]).first() if match else None
        if found is None:
            raise ValidationError(_("There is no action “%s”.") % typed)
        return found


class SplitForm(SeenForm):
    parts = forms.CharField(
        label=_("Parts, one on each line"),
        max_length=10_000,
        widget=forms.Textarea(attrs={"rows": 6, "class": "notation"}),
        help_text=_(
            "As in minutes: “Ada: order the paint by 3 May”. Without a name before it, "
            "a part stays with whoever owns the whole."
        ),
    )

    def __init__(self, *args: Any, context: Context, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.context = context

    def clean_parts(self) -> list[Part]:
        lines = [line.strip() for line in self.cleaned_data["parts"].split("\n")]
        lines = [line for line in lines if line]
        if not 2 <= len(lines) <= MOST_PARTS:
            raise ValidationError(_("Write two to %d parts.") % MOST_PARTS)
        parts, wrong = [], []
        for line in lines:
            try:
                parts.append(self._part(line))
            except ValidationError as no:
                wrong += no.messages
        if wrong:
            raise ValidationError(wrong)
        return parts

    def _part(self, line: str) -> Part:
        before, colon, text = line.partition(": ")
        due = find_due(line, self.context.on)
        if colon and text.strip():
            return Part(" ".join(text.split()), names_of(before, self.context), due)
        return Part(" ".join(line.split()), (), due)
