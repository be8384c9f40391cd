"""Rows go to new lines without two of them on one line on the way."""

from hypothesis import given
from hypothesis import strategies as st

from meetings.services.placing import in_free_order

PLACES = st.lists(st.integers(1, 12), unique=True, max_size=8)


@st.composite
def moves(draw):
    """Some rows with a line or none, and their new lines."""
    after = draw(PLACES)
    before = draw(st.permutations(range(1, 13)))
    has_line = draw(st.lists(st.booleans(), min_size=len(after), max_size=len(after)))
    return {key: (before[key] if has_line[key] else None, line) for key, line in enumerate(after)}


@given(moves())
def test_a_row_goes_to_a_line_that_is_free_by_then(moved):
    order, giving_up = in_free_order(moved)
    assert sorted(order) == sorted(moved)
    held = {line: key for key, (line, _new) in moved.items() if line and key not in giving_up}
    for key in order:
        before, after = moved[key]
        if held.get(before) == key:
            del held[before]
        assert held.setdefault(after, key) == key


@given(st.integers(1, 5), st.integers(-4, 4))
def test_lines_that_only_shift_are_not_given_up(rows, by):
    moved = {key: (key + 5, key + 5 + by) for key in range(rows)}
    assert in_free_order(moved)[1] == []


def test_rows_that_change_places_give_one_line_up():
    order, giving_up = in_free_order({1: (3, 7), 2: (7, 3)})
    assert sorted(order) == [1, 2]
    assert len(giving_up) == 1
