"""Meetings to come: planned one by one or as a series, and planned anew."""

from __future__ import annotations

import datetime
from collections.abc import Iterable
from dataclasses import dataclass

from django.db import transaction
from django.db.models import F, QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _lazy
from simple_history.utils import bulk_create_with_history

from meetings.models import Action, Board, FormerKey, Meeting, MeetingAnswer, Notice
from meetings.services.changes import Save
from meetings.services.notices import News, readers_of, tell

HELD = _lazy("This meeting has been adjourned: its date and place are minutes now.")
OFF = _lazy("This meeting was cancelled. Plan another one.")


class NotNow(Exception):
    """What stands in the records does not allow it; the message says why. Nothing changed."""


class SameDay(NotNow):
    """The board has a meeting on that day: perhaps this very one, sent twice."""


@dataclass(frozen=True)
class Frame:
    """When and where a meeting is; the time is that of the board's zone."""

    date: datetime.date
    start_time: datetime.time | None = None
    is_second_time: bool = False
    planned_minutes: int | None = None
    place: str = ""
    kind: str = Meeting.Kind.ORDINARY

    def fields(self) -> dict[str, object]:
        return dict(vars(self))


@transaction.atomic
def plan_meeting(board: Board, *, frame: Frame, shares_day: bool = False) -> Meeting:
    """A scheduled meeting. Raises SameDay where the day has one, unless it may share it."""
    board.wait_for_turn()
    if not shares_day:
        _refuse_same_day(Meeting.objects.filter(board=board), frame)
    key = Meeting.free_key(board, frame.date, Meeting.Precision.DAY)
    return Meeting.objects.create(board=board, key=key, **frame.fields())


def why_over(meeting: Meeting) -> str:
    """Why nothing of a meeting can be planned any more; empty while it can."""
    if meeting.is_ahead:
        return ""
    return str(OFF if meeting.state == Meeting.State.CANCELLED else HELD)


@transaction.atomic
def plan_again(meeting: Meeting, *, frame: Frame, save: Save, shares_day: bool = False) -> Meeting:
    """The frame changed; with another date comes another key, and the old one leads on.

    Readers are told where they had reason to count on it: the agenda was out, or somebody had
    answered. Answers were for the old day: they lapse with it. Raises NotNow once the meeting
    has been adjourned or cancelled, SameDay as `plan_meeting` does.
    """
    meeting.board.wait_for_turn()
    meeting.refresh_from_db()
    if not meeting.is_ahead:
        raise NotNow(why_over(meeting))
    before, was = _calendar_entry(meeting), meeting.when
    old_day = meeting.date
    if meeting.date != frame.date:
        if not shares_day:
            others = Meeting.objects.filter(board=meeting.board).exclude(pk=meeting.pk)
            _refuse_same_day(others, frame)
        _move_key(meeting, frame.date)
    for name, value in frame.fields().items():
        setattr(meeting, name, value)
    meeting.date_precision = Meeting.Precision.DAY
    meeting.save(update_fields=["key", "date_precision", *frame.fields()])
    Action.objects.filter(deferred_to=meeting).update(deferred_until=frame.date)
    if _calendar_entry(meeting) != before:
        count_change(meeting, save)
        if meeting.state in Meeting.NOT_BEGUN:
            _tell_moved(meeting, was, is_other_day=meeting.date != old_day, save=save)
    return meeting


def count_change(meeting: Meeting, save: Save) -> None:
    """Calendars that hold the meeting know by the count that theirs is old.

    Source: RFC 5545, 3.8.7.4.
    """
    Meeting.objects.filter(pk=meeting.pk).update(
        calendar_sequence=F("calendar_sequence") + 1, calendar_changed_at=save.at
    )


def _calendar_entry(meeting: Meeting) -> tuple[object, ...]:
    frame = (meeting.starts_at, meeting.start_time, meeting.planned_minutes, meeting.place)
    return (meeting.date, meeting.date_precision, *frame)


def _tell_moved(meeting: Meeting, was: str, *, is_other_day: bool, save: Save) -> None:
    answers = MeetingAnswer.objects.filter(meeting=meeting)
    if meeting.state != Meeting.State.AGENDA_PUBLISHED and not answers.exists():
        return
    words = {"was": was, "now": place_and_time(meeting)}
    text = _("The meeting of %(was)s has changed. It is now: %(now)s.") % words
    if is_other_day:
        answers.delete()
        text = f"{text} {_('Please say again whether you come.')}"
    news = News(
        board=meeting.board,
        kind=Notice.Kind.MEETING_CHANGED,
        subject=meeting,
        text=text,
        cause=f"meeting {meeting.pk} planned anew",
    )
    tell(readers_of(meeting, meeting.board.day_of(save.at)), news=news, save=save)


def place_and_time(meeting: Meeting) -> str:
    """Day, time with its zone, and place, as far as they are known."""
    time = f"{meeting.start_time:%H:%M} {meeting.board.time_zone}" if meeting.start_time else ""
    return ", ".join(part for part in (meeting.when, time, meeting.place) if part)


def _refuse_same_day(others: QuerySet[Meeting], frame: Frame) -> None:
    there = others.exclude(state=Meeting.State.CANCELLED)
    other = there.filter(date=frame.date, date_precision="day").first()
    if other:
        raise SameDay(_("There is a meeting on %(when)s already.") % {"when": other.when})


def _move_key(meeting: Meeting, date: datetime.date) -> None:
    """A key that the meeting once had for that day is its own again."""
    former = FormerKey.objects.filter(meeting=meeting, key__startswith=date.isoformat()).first()
    FormerKey.objects.create(board=meeting.board, meeting=meeting, key=meeting.key)
    if former:
        meeting.key = former.key
        former.delete()
    else:
        meeting.key = Meeting.free_key(meeting.board, date, Meeting.Precision.DAY)


def taken_days(board: Board, days: Iterable[datetime.date]) -> set[datetime.date]:
    """Those of the days on which the board meets already."""
    there = Meeting.objects.filter(board=board, date__in=list(days), date_precision="day")
    there = there.exclude(state=Meeting.State.CANCELLED)
    return {date for date in there.values_list("date", flat=True) if date}


@transaction.atomic
def plan_series(board: Board, *, days: Iterable[datetime.date], frame: Frame) -> list[Meeting]:
    """A meeting on each of the days, as the frame says; days that have one are left out."""
    board.wait_for_turn()
    wanted = sorted(set(days))
    there = taken_days(board, wanted)
    taken = Meeting.taken_keys(board)
    made = [
        Meeting(
            board=board,
            key=Meeting.free_key(board, day, Meeting.Precision.DAY, taken),
            **(frame.fields() | {"date": day}),
        )
        for day in wanted
        if day not in there
    ]
    return list(bulk_create_with_history(made, Meeting))
