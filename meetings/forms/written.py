"""Forms for votes in writing: the exact text and the deadline, and a member's own vote."""

from __future__ import annotations

import datetime
from typing import Any

from django import forms
from django.forms import BoundField
from django.utils.translation import gettext_lazy as _

from meetings.forms.fields import ClockField, DayField
from meetings.models import Board, Person, Vote
from meetings.services.bylaws import MAJORITIES
from meetings.services.calendar import comes_twice, time_meant
from meetings.services.written import Circular

BY_BYLAWS = ("", _("as the bylaws ask of votes in writing"))


class DeadlineForm(forms.Form):
    """Until when votes may come in: a day and a time of the board's zone."""

    day = DayField(label=_("Votes are taken until"))
    time = ClockField(label=_("at"), initial=datetime.time(17))

    def __init__(self, *args: Any, board: Board, now: datetime.datetime, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.board, self.now = board, now
        self.fields["time"].help_text = _("Time in %(zone)s.") % {"zone": board.time_zone}

    def shown_fields(self) -> list[BoundField]:
        return list(self)

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        day, time = data.get("day"), data.get("time")
        if day is None or time is None:
            return data
        zone = self.board.zone
        meant = time_meant(day, time, zone)
        if meant:
            sentence = _("The clocks go forward then. Did you mean %(meant)s?")
            self.add_error("time", sentence % {"meant": f"{meant:%H:%M}"})
        elif comes_twice(day, time, zone):
            self.add_error("time", _("The clocks go back then, and that time comes twice."))
        else:
            data["deadline"] = datetime.datetime.combine(day, time, zone)
            if data["deadline"] <= self.now:
                self.add_error("day", _("The deadline has passed. Choose a later one."))
        return data


class CircularForm(DeadlineForm):
    """A resolution to be decided in writing."""

    title = forms.CharField(label=_("Title"), max_length=300)
    text = forms.CharField(
        label=_("The exact text"),
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("It cannot be changed once the vote is open."),
    )
    mover = forms.ModelChoiceField(
        label=_("Moved by"), queryset=Person.objects.none(), required=False
    )
    majority = forms.ChoiceField(
        label=_("Carried by"),
        required=False,
        choices=[BY_BYLAWS, *((kind, words) for kind, (_rule, words) in MAJORITIES.items())],
    )
    field_order = ("title", "text", "mover", "majority", "day", "time")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        people = Person.objects.filter(board=self.board).unmerged().order_by("name")
        mover: Any = self.fields["mover"]
        mover.queryset = people

    def circular(self) -> Circular:
        data = self.cleaned_data
        kind = data["majority"]
        return Circular(
            title=data["title"],
            text=data["text"],
            deadline=data["deadline"],
            mover=data["mover"],
            majorities=(MAJORITIES[kind][0],) if kind else (),
        )


class OwnVoteForm(forms.Form):
    """A member's choice for one seat; the reason is for changing a vote that stands."""

    seat = forms.IntegerField(widget=forms.HiddenInput, min_value=1)
    choice = forms.ChoiceField(
        label=_("Your vote"),
        choices=Vote.Choice,
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose for, against or abstain.")},
    )
    key = forms.RegexField(r"\A[0-9A-Za-z_-]{8,64}\Z", widget=forms.HiddenInput)
    hash = forms.CharField(widget=forms.HiddenInput, max_length=64)
    reason = forms.CharField(label=_("Why it changes"), max_length=300, required=False)


class AssistedVoteForm(forms.Form):
    """A vote that somebody gave by telephone or on paper, entered for them."""

    choice = forms.ChoiceField(
        label=_("Vote"), choices=Vote.Choice, widget=forms.RadioSelect,
        error_messages={"required": _("Choose for, against or abstain.")},
    )  # fmt: skip
    person = forms.ModelChoiceField(label=_("Given by"), queryset=Person.objects.none())
    source = forms.CharField(
        label=_("How it reached you"),
        max_length=300,
        help_text=_("For example: by telephone on 12 February."),
    )
    key = forms.RegexField(r"\A[0-9A-Za-z_-]{8,64}\Z", widget=forms.HiddenInput)

    def __init__(self, *args: Any, people: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        person: Any = self.fields["person"]
        person.queryset = people

    def shown_fields(self) -> list[BoundField]:
        return [self[name] for name in ("choice", "person", "source")]
