"""Forms for planning meetings: one, one again, or a series."""

from __future__ import annotations

import datetime
import hashlib
from collections.abc import Mapping
from typing import Any

from django import forms
from django.forms import BoundField
from django.utils import formats
from django.utils.translation import gettext_lazy as _

from meetings.forms.fields import ClockField, DayField, number_field
from meetings.models import Board, Meeting
from meetings.services.calendar import (
    MOST_MEETINGS,
    Occasion,
    Pattern,
    Rule,
    TooMany,
    comes_twice,
    occasions,
    time_meant,
)
from meetings.services.planning import Frame, SameDay

LONGEST_MEETING = 24 * 60
FRAME = ("start_time", "planned_minutes", "place", "kind")


class PlaceForm(forms.Form):
    """What one meeting and a series have in common. Questions are asked where they arise."""

    start_time = ClockField(label=_("Start"), required=False)
    which = forms.ChoiceField(
        label=_("Which one is meant?"),
        choices=[("first", _("The first, before the clocks go back")), ("second", _("The second"))],
        widget=forms.RadioSelect,
        required=False,
    )
    planned_minutes = forms.IntegerField(
        label=_("Planned length in minutes"), required=False, min_value=1
    )
    place = forms.CharField(
        label=_("Place"), required=False, max_length=200, help_text=_("A room or a link.")
    )
    kind = forms.ChoiceField(label=_("Kind"), choices=Meeting.Kind, initial=Meeting.Kind.ORDINARY)

    def __init__(self, *args: Any, board: Board, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.board = board
        self.asked: set[str] = set()
        self.fields["start_time"].help_text = _("Time in %(zone)s.") % {"zone": board.time_zone}

    def shown_fields(self) -> list[BoundField]:
        """All fields less the questions that do not arise."""
        return [f for f in self if f.name not in self.questions or f.name in self.asked]

    questions = frozenset({"which"})

    def check_clock(self, day: datetime.date) -> None:
        """A time that the clocks skip is refused; of one that comes twice, which is asked."""
        time = self.cleaned_data.get("start_time")
        if time is None:
            return
        words = {"when": formats.date_format(day, "j F Y"), "time": f"{time:%H:%M}"}
        meant = time_meant(day, time, self.board.zone)
        if meant:
            sentence = _("%(when)s: the clocks go forward then. Did you mean %(meant)s?")
            self.add_error("start_time", sentence % (words | {"meant": f"{meant:%H:%M}"}))
        elif comes_twice(day, time, self.board.zone):
            self.asked.add("which")
            if not self.cleaned_data.get("which"):
                sentence = _("%(when)s: the clocks go back then, and %(time)s comes twice.")
                self.add_error("which", sentence % words)

    def check_length(self, day: datetime.date) -> None:
        minutes = self.cleaned_data.get("planned_minutes")
        if not minutes or minutes <= LONGEST_MEETING:
            return
        start = datetime.datetime.combine(
            day, self.cleaned_data.get("start_time") or datetime.time()
        )
        try:
            end = f"{start + datetime.timedelta(minutes=minutes):%Y-%m-%d %H:%M}"
        except OverflowError:
            end = "…"
        sentence = _("From %(start)s to %(end)s: a meeting lasts 24 hours at most.")
        self.add_error(
            "planned_minutes", sentence % {"start": f"{start:%Y-%m-%d %H:%M}", "end": end}
        )

    def frame_on(self, day: datetime.date) -> Frame:
        data = self.cleaned_data
        return Frame(
            date=day,
            is_second_time="which" in self.asked and data["which"] == "second",
            **{name: data[name] for name in FRAME},
        )


class MeetingForm(PlaceForm):
    date = DayField(label=_("Date"))
    another = forms.BooleanField(label=_("Plan it all the same"), required=False)
    field_order = ("date", "another", "start_time", "which")
    questions = frozenset({"which", "another"})

    @classmethod
    def initial_of(cls, meeting: Meeting) -> dict[str, Any]:
        second = {"which": "second" if meeting.is_second_time else "first"}
        return second | {name: getattr(meeting, name) for name in ("date", *FRAME)}

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if data.get("date"):
            self.check_clock(data["date"])
            self.check_length(data["date"])
        return data

    def frame(self) -> Frame:
        return self.frame_on(self.cleaned_data["date"])

    def ask_another(self, no: SameDay) -> None:
        self.asked.add("another")
        self.add_error("another", str(no))


PATTERNS = [
    (Pattern.WEEKS, _("weeks, on the first meeting's weekday")),
    (Pattern.MONTH_DAY, _("months, on the same day of the month")),
    (Pattern.MONTH_WEEKDAY, _("months, on the same weekday, such as the second Tuesday")),
    (Pattern.LAST_WEEKDAY, _("months, on the last such weekday")),
    (Pattern.YEARS, _("years, on the same day")),
]


class SeriesForm(PlaceForm):
    start = DayField(label=_("First meeting"))
    every = number_field(_("Every"), most=99, initial=1)
    pattern = forms.ChoiceField(label=_("Weeks, months or years"), choices=PATTERNS)
    count = number_field(_("How many meetings"), most=10**6, required=False)
    until = DayField(label=_("Or until"), required=False)
    missing = forms.ChoiceField(
        label=_("Where a month has no such day"),
        choices=[("skip", _("Leave that month out")), ("last", _("Take the last one it has"))],
        widget=forms.RadioSelect,
        initial="skip",
        required=False,
    )
    seen = forms.CharField(required=False, widget=forms.HiddenInput, max_length=64)
    field_order = ("start", "every", "pattern", "missing", "count", "until", "start_time", "which")
    questions = frozenset({"which", "missing", "seen"})
    found: list[Occasion]

    def __init__(self, data: Mapping[str, str] | None = None, **kwargs: Any) -> None:
        super().__init__({"missing": "skip", **data} if data is not None else None, **kwargs)

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        self.found = []
        if self.errors:
            return data
        if not data["count"] and not data["until"]:
            self.add_error("count", _("Say how many meetings, or until which day."))
        elif data["until"] and data["until"] < data["start"]:
            days = {"start": data["start"], "until": data["until"]}
            self.add_error(
                "until", _("The series would begin on %(start)s and end on %(until)s.") % days
            )
        else:
            self._find(data)
        return data

    def _find(self, data: dict[str, Any]) -> None:
        try:
            self.found = occasions(self._rule(data))
        except TooMany:
            sentence = _("At most %(most)d meetings can be made at once.")
            self.add_error("count", sentence % {"most": MOST_MEETINGS})
            return
        if any(occasion.is_stand_in for occasion in self.found):
            self.asked.add("missing")
        if not self.days:
            self.add_error("until", _("No day between the two fits."))
        self.check_length(data["start"])
        for day in self.days:
            if not self.errors:
                self.check_clock(day)

    def _rule(self, data: dict[str, Any]) -> Rule:
        return Rule(
            start=data["start"],
            pattern=Pattern(data["pattern"]),
            every=data["every"],
            count=data["count"],
            until=data["until"],
            uses_last_day=data["missing"] == "last",
        )

    @property
    def days(self) -> list[datetime.date]:
        return [occasion.date for occasion in self.found if not occasion.is_skipped]

    @property
    def mark(self) -> str:
        """What was looked at: another form or another day gives another mark."""
        looked_at = repr((self.days, [str(self.data.get(name)) for name in (*FRAME, "which")]))
        return hashlib.sha256(looked_at.encode()).hexdigest()[:16]

    def was_looked_at(self) -> bool:
        return bool(self.cleaned_data["seen"] == self.mark)

    def frame(self) -> Frame:
        return self.frame_on(self.cleaned_data["start"])
