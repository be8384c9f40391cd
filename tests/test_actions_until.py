"""Until when something is deferred, as minutes say it."""

import datetime

import pytest

from meetings.notation.dates import find_until

ON = datetime.date(2026, 6, 10)


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("to September", datetime.date(2026, 9, 1)),
        ("to March", datetime.date(2027, 3, 1)),
        ("until 4 July", datetime.date(2026, 7, 4)),
        ("to March 2028", datetime.date(2028, 3, 1)),
        ("until the ice is gone", None),
        ("to marching bands", None),
        ("we may come to it", None),
        ("", None),
    ],
)
def test_a_day_or_a_month_is_understood_and_nothing_else(text, day):
    assert find_until(text, ON) == day


def test_without_a_day_to_count_from_a_month_alone_means_nothing():
    assert find_until("to March") is None
