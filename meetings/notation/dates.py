"""Dates and times as people write them in minutes."""

from __future__ import annotations

import datetime
import re
from dataclasses import dataclass

MONTHS = {
    name: number
    for number, names in enumerate(
        (
            "january jan",
            "february feb",
            "march mar",
            "april apr",
            "may",
            "june jun",
            "july jul",
            "august aug",
            "september sept sep",
            "october oct",
            "november nov",
            "december dec",
        ),
        start=1,
    )
    for name in names.split()
}
_MONTH = rf"(?P<month>{'|'.join(MONTHS)})\b\.?"
_DAY = r"(?P<day>\d{1,2})(?:st|nd|rd|th)?"
_WEEKDAY = r"(?:(?:mon|tue|wed|thu|fri|sat|sun)[a-z]{0,6},?\s+(?:the\s+)?)?"
_FORMS = (
    r"(?P<year>\d{4})-(?P<month>\d{2})-(?P<day>\d{2})",
    rf"{_DAY}\.?\s+(?:of\s+)?{_MONTH}(?:,?\s+(?P<year>\d{{4}}))?",
    rf"{_MONTH}\s+{_DAY}(?!\d)(?:,?\s+(?P<year>\d{{4}}))?",
    rf"{_MONTH},?\s+(?P<year>\d{{4}})",
    r"(?P<year>\d{4})[/.](?P<month>0?[1-9]|1[0-2])[/.](?P<day>\d{1,2})",
    r"(?P<day>[12]\d|3[01]|0?[1-9])\.(?P<month>0?[1-9]|1[0-2])\.(?P<year>\d{4})",
    r"(?P<day>1[3-9]|2\d|3[01])[/.](?P<month>0?[1-9]|1[0-2])[/.](?P<year>\d{4})",
    r"(?P<month>0?[1-9]|1[0-2])/(?P<day>1[3-9]|2\d|3[01])/(?P<year>\d{4})",
)
_PATTERNS = tuple(re.compile(rf"(?<!\w){form}(?!\w)", re.IGNORECASE) for form in _FORMS)
_DUE = re.compile(
    rf"\b(?:by|due)(?:\s+on)?:?\s+(?:the\s+)?{_WEEKDAY}(?P<date>[\w-].{{0,30}})",
    re.IGNORECASE,
)
_UNTIL_MONTH = re.compile(rf"\b(?:to|until|till|by)\s+{_MONTH}(?!\w)", re.IGNORECASE)
TIME = r"(?P<hour>\d{1,2})[:.](?P<minute>\d{2})"
_TIME = re.compile(rf"(?<![\d:.-]){TIME}(?![\d:])")


@dataclass(frozen=True)
class PartialDate:
    """A date known to the day, or only to the month (`day` is None)."""

    year: int
    month: int
    day: int | None = None

    def __str__(self) -> str:
        month = f"{self.year:04d}-{self.month:02d}"
        return month if self.day is None else f"{month}-{self.day:02d}"

    @property
    def as_date(self) -> datetime.date:
        """The day, or the first of the month."""
        return datetime.date(self.year, self.month, self.day or 1)


def find_date(text: str, on: datetime.date | None = None) -> PartialDate | None:
    """The first date in a text, in any of the usual English forms, or None.

    `on` is the day from which a date without a year is understood: the first such day
    on or after it. Without `on` a date without a year is no date.
    """
    found = [
        (match.start(), order, match)
        for order, pattern in enumerate(_PATTERNS)
        if (match := pattern.search(text))
    ]
    for _start, _order, match in sorted(found, key=lambda entry: entry[:2]):
        date = _date_from(match, on)
        if date:
            return date
    return None


def _date_from(match: re.Match[str], on: datetime.date | None) -> PartialDate | None:
    parts = match.groupdict()
    month_text = parts["month"].lower()
    month = MONTHS.get(month_text) or int(month_text)
    day = int(parts["day"]) if parts.get("day") else None
    year = parts.get("year")
    years = [int(year)] if year else _years_from(on)
    for candidate in years:
        if not 1900 <= candidate <= 2100:
            continue
        try:
            understood = datetime.date(candidate, month, day or 1)
        except ValueError:
            continue
        if year or (on and understood >= on):
            return PartialDate(candidate, month, day)
    return None


def _years_from(on: datetime.date | None) -> list[int]:
    """29 February may be up to eight years away."""
    return [] if on is None else list(range(on.year, on.year + 9))


def find_due(text: str, on: datetime.date | None = None) -> datetime.date | None:
    """The day after the last "by" or "due" in a text, as `find_date` understands it."""
    due = None
    for match in _DUE.finditer(text):
        phrase = match.group("date")
        for pattern in _PATTERNS[:3]:
            at_start = pattern.match(phrase)
            month = at_start["month"] if at_start else ""
            date = _date_from(at_start, on) if at_start and not month.islower() else None
            if date:
                due = date.as_date
                break
    return due


def find_until(text: str, on: datetime.date | None = None) -> datetime.date | None:
    """The day that "to 4 March", "until March 2026" or "to March" means, or None.

    A month is its first day; without a year it is the next such month after `on`.
    """
    date = find_date(text, on)
    if date:
        return date.as_date
    named = _UNTIL_MONTH.search(text)
    found = _date_from(named, on) if named else None
    return found.as_date if found else None


def parse_time(text: str) -> datetime.time | None:
    """A time of day such as 10:06 or 9.30, if the whole text is one."""
    match = re.fullmatch(TIME, text.strip())
    return _time_from(match) if match else None


def find_time(text: str) -> datetime.time | None:
    match = _TIME.search(text)
    return _time_from(match) if match else None


def _time_from(match: re.Match[str]) -> datetime.time | None:
    hour, minute = int(match["hour"]), int(match["minute"])
    return datetime.time(hour, minute) if hour < 24 and minute < 60 else None
