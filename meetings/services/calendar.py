"""Which days a rule means, and which times of day exist there. No database, no clock."""

from __future__ import annotations

import calendar
import datetime
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from itertools import count
from zoneinfo import ZoneInfo

MOST_MEETINGS = 200
FIRST_DAY, LAST_DAY = datetime.date(1900, 1, 1), datetime.date(2100, 12, 31)
A_WEEK = datetime.timedelta(weeks=1)


class TooMany(Exception):
    """A rule that means more meetings than are made at once."""


class Pattern(StrEnum):
    """How a series goes on from its first day."""

    WEEKS = "weeks"
    MONTH_DAY = "month_day"
    MONTH_WEEKDAY = "month_weekday"
    LAST_WEEKDAY = "last_weekday"
    YEARS = "years"


@dataclass(frozen=True)
class Rule:
    """The first day, every so many weeks, months or years, and an end: a count or a day."""

    start: datetime.date
    pattern: Pattern
    every: int = 1
    count: int | None = None
    until: datetime.date | None = None
    uses_last_day: bool = False


@dataclass(frozen=True)
class Occasion:
    """A day that the rule means. Where a month lacks that day, its last one stands in."""

    date: datetime.date
    is_stand_in: bool = False
    is_skipped: bool = False


def occasions(rule: Rule) -> list[Occasion]:
    """The days of a series, skipped months among them so that they can be shown.

    A month without its 31st or fifth Thursday, and a year without 29 February, is skipped,
    or its last day (last Thursday) taken, as the rule says. A count counts days that are
    not skipped. Raises TooMany past 200 of them, ValueError without an end or a step.
    """
    if rule.every < 1 or (rule.count is None and rule.until is None):
        raise ValueError("a rule needs a step and an end")
    found: list[Occasion] = []
    taken = 0
    last = min(rule.until or LAST_DAY, LAST_DAY)
    for occasion in _endless(rule):
        if occasion.date > last or taken == rule.count:
            break
        found.append(occasion)
        taken += not occasion.is_skipped
        if taken > MOST_MEETINGS:
            raise TooMany
    while found and found[-1].is_skipped:
        found.pop()
    return found


def _endless(rule: Rule) -> Iterator[Occasion]:
    if rule.pattern is Pattern.WEEKS:
        for number in count():
            yield Occasion(rule.start + number * rule.every * A_WEEK)
    months = rule.every * (12 if rule.pattern is Pattern.YEARS else 1)
    for number in count():
        year, month = divmod(rule.start.month - 1 + number * months, 12)
        if rule.start.year + year > LAST_DAY.year:
            return
        day, is_there = _day_in(rule, rule.start.year + year, month + 1)
        if day >= rule.start:
            yield Occasion(day, not is_there, not is_there and not rule.uses_last_day)


def _day_in(rule: Rule, year: int, month: int) -> tuple[datetime.date, bool]:
    """The day that a rule means in a month, or the last that comes near, and which it is."""
    first_weekday, length = calendar.monthrange(year, month)
    if rule.pattern in (Pattern.MONTH_DAY, Pattern.YEARS):
        day = min(rule.start.day, length)
        return datetime.date(year, month, day), day == rule.start.day
    first = 1 + (rule.start.weekday() - first_weekday) % 7
    last = first + (length - first) // 7 * 7
    if rule.pattern is Pattern.LAST_WEEKDAY:
        return datetime.date(year, month, last), True
    day = first + (rule.start.day - 1) // 7 * 7
    return datetime.date(year, month, min(day, last)), day <= last


def time_meant(date: datetime.date, time: datetime.time, zone: ZoneInfo) -> datetime.time | None:
    """The time of day an hour on, where the clocks go forward over the one that was said."""
    said = datetime.datetime.combine(date, time, zone)
    there = said.astimezone(datetime.UTC).astimezone(zone)
    return None if there.replace(tzinfo=None) == said.replace(tzinfo=None) else there.time()


def comes_twice(date: datetime.date, time: datetime.time, zone: ZoneInfo) -> bool:
    """Whether the clocks go back over that time of day."""
    said = datetime.datetime.combine(date, time, zone)
    is_there = time_meant(date, time, zone) is None
    return is_there and said.utcoffset() != said.replace(fold=1).utcoffset()
