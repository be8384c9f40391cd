"""Proxies that no board could honour."""

from hypothesis import given
from hypothesis import strategies as st

from meetings.rules.proxies import Fault, flaw_in
from meetings.rules.seats import Seat as RulesSeat

SEATS = [RulesSeat(n, f"S{n}", (n * 10, n * 10 + 1)) for n in range(1, 6)]
GIVEN = st.dictionaries(st.integers(1, 5), st.sampled_from([*range(10, 52), 99]), max_size=5)


def flawed(given):
    """The same rule, written otherwise: no giver among those who hold for others or themselves."""
    for key, holder in given.items():
        own = holder // 10 if holder % 10 < 2 and 1 <= holder // 10 <= 5 else None
        if own == key or own in given:
            return True
    return False


@given(GIVEN)
def test_proxies_are_flawed_where_a_giver_holds_and_nowhere_else(given_by_seat):
    flaw = flaw_in(SEATS, given_by_seat)
    assert (flaw is not None) == flawed(given_by_seat)
    if flaw:
        assert set(flaw.seats) <= {seat.name for seat in SEATS if seat.key in given_by_seat}


def test_a_longer_circle_names_all_its_seats():
    flaw = flaw_in(SEATS, {1: 20, 2: 30, 3: 10})
    assert (flaw.fault, flaw.seats) == (Fault.CYCLE, ("S1", "S2", "S3"))
