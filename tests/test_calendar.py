"""The days that a rule means, and the times of day that exist on them."""

import datetime
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from meetings.services.calendar import (
    LAST_DAY,
    MOST_MEETINGS,
    Pattern,
    Rule,
    TooMany,
    comes_twice,
    occasions,
    time_meant,
)

BERLIN = ZoneInfo("Europe/Berlin")


def day(text):
    return datetime.date.fromisoformat(text)


def days(start, pattern, **more):
    found = occasions(Rule(day(start), Pattern(pattern), **more))
    return " ".join(
        f"({o.date:%m})" if o.is_skipped else f"{o.date:%m-%d}{'!' * o.is_stand_in}" for o in found
    )


TABLE = [
    ("2027-01-05", "weeks", {"count": 3}, "01-05 01-12 01-19"),
    ("2027-01-05", "weeks", {"count": 3, "every": 2}, "01-05 01-19 02-02"),
    ("2027-01-05", "weeks", {"until": day("2027-01-19")}, "01-05 01-12 01-19"),
    ("2027-01-15", "month_day", {"count": 3, "every": 3}, "01-15 04-15 07-15"),
    ("2027-01-31", "month_day", {"count": 3}, "01-31 (02) 03-31 (04) 05-31"),
    ("2027-01-31", "month_day", {"count": 3, "uses_last_day": True}, "01-31 02-28! 03-31"),
    ("2027-01-12", "month_weekday", {"count": 4}, "01-12 02-09 03-09 04-13"),
    ("2027-01-29", "month_weekday", {"count": 2}, "01-29 (02) (03) 04-30"),
    ("2027-01-29", "month_weekday", {"count": 2, "uses_last_day": True}, "01-29 02-26!"),
    ("2027-01-29", "last_weekday", {"count": 3}, "01-29 02-26 03-26"),
    ("2027-01-01", "last_weekday", {"count": 2}, "01-29 02-26"),
    ("2028-02-29", "years", {"count": 2}, "02-29 (02) (02) (02) 02-29"),
    ("2028-02-29", "years", {"count": 2, "uses_last_day": True}, "02-29 02-28!"),
    ("2027-01-05", "weeks", {"until": day("2027-01-04")}, ""),
]  # fmt: skip


@pytest.mark.parametrize(("start", "pattern", "more", "expected"), TABLE)
def test_a_rule_means_these_days(start, pattern, more, expected):
    assert days(start, pattern, **more) == expected


def test_a_rule_ends_in_2100_at_the_latest():
    assert occasions(Rule(day("2099-12-01"), Pattern.YEARS, count=9))[-1].date.year == 2100


def test_more_than_two_hundred_meetings_are_too_many():
    assert len(occasions(Rule(day("2027-01-05"), Pattern.WEEKS, count=200))) == MOST_MEETINGS
    for end in ({"count": 201}, {"count": 10**6}, {"until": day("2099-01-01")}):
        with pytest.raises(TooMany):
            occasions(Rule(day("2027-01-05"), Pattern.WEEKS, **end))


@pytest.mark.parametrize("bad", [{"count": 3, "every": 0}, {}])
def test_a_rule_without_a_step_or_an_end_is_none(bad):
    with pytest.raises(ValueError, match="step"):
        occasions(Rule(day("2027-01-05"), Pattern.WEEKS, **bad))


rules = st.builds(
    Rule,
    st.dates(day("1900-01-01"), LAST_DAY),
    st.sampled_from(Pattern),
    st.integers(1, 99),
    st.integers(1, MOST_MEETINGS),
    st.none() | st.dates(day("1900-01-01"), LAST_DAY),
    st.booleans(),
)


@given(rules)
def test_any_rule_goes_forward_and_keeps_its_end(rule):
    found = occasions(rule)
    dates = [occasion.date for occasion in found]
    assert dates == sorted(set(dates))
    assert all(rule.start <= date <= (rule.until or LAST_DAY) for date in dates)
    assert sum(not occasion.is_skipped for occasion in found) <= rule.count
    assert not any(o.is_stand_in and rule.pattern is Pattern.WEEKS for o in found)


def test_a_time_that_the_clocks_skip_means_an_hour_later():
    spring, autumn = day("2027-03-28"), day("2026-10-25")
    half_past_two = datetime.time(2, 30)
    assert time_meant(spring, half_past_two, BERLIN) == datetime.time(3, 30)
    assert time_meant(autumn, half_past_two, BERLIN) is None
    assert comes_twice(autumn, half_past_two, BERLIN)
    assert not comes_twice(spring, half_past_two, BERLIN)
    assert not comes_twice(autumn, datetime.time(9), BERLIN)


def test_half_an_hour_is_skipped_where_clocks_change_by_half_an_hour():
    howe = ZoneInfo("Australia/Lord_Howe")
    meant = time_meant(day("2026-10-04"), datetime.time(2, 15), howe)
    assert meant == datetime.time(2, 45)
