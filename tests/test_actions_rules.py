"""The state machine of a promise, as a table and by its laws."""

import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from meetings.models import Action, ActionReview
from meetings.rules.actions import (
    MOVES,
    OPEN_STATES,
    Act,
    Review,
    State,
    Verdict,
    after,
    is_overdue,
    may,
    slip_words,
    slips_of,
    state_on,
    with_parts,
)
from meetings.rules.verdict import OutOfOrder

NO = None
STATES = tuple(State)
# By act: what becomes of open, in progress, deferred, done, cancelled, superseded.
TABLE = {
    Act.REMARK: STATES,
    Act.START: (*(State.IN_PROGRESS,) * 3, NO, NO, NO),
    Act.FINISH: (*(State.DONE,) * 3, NO, NO, NO),
    Act.REOPEN: (NO, NO, NO, State.OPEN, State.OPEN, NO),
    Act.DEFER: (*(State.DEFERRED,) * 3, NO, NO, NO),
    Act.HAND_OVER: (*(State.OPEN,) * 3, NO, NO, NO),
    Act.CANCEL: (*(State.CANCELLED,) * 3, NO, NO, NO),
    Act.SUPERSEDE: (*(State.SUPERSEDED,) * 3, NO, NO, NO),
    Act.CHANGE: (*OPEN_STATES, NO, NO, NO),
    Act.SPLIT: (*OPEN_STATES, NO, NO, NO),
}
CASES = [(act, was, will) for act, row in TABLE.items() for was, will in zip(STATES, row)]  # noqa: B905
DAYS = st.dates(datetime.date(2020, 1, 1), datetime.date(2030, 1, 1))
REVIEWS = st.builds(Review, st.sampled_from(Verdict), st.none() | DAYS, st.none() | DAYS)
MAY, JUNE, JULY = (datetime.date(2026, month, 4) for month in (5, 6, 7))


@pytest.mark.parametrize(("act", "was", "will"), CASES)
def test_each_act_leads_where_the_table_says(act, was, will):
    if will is NO:
        with pytest.raises(OutOfOrder):
            after(was, act)
    else:
        assert after(was, act) == will
    assert may(was, act) == (will is not NO)


def test_every_act_has_its_row():
    assert set(MOVES) == set(TABLE) == set(Act)


def test_states_and_verdicts_are_those_of_the_records():
    assert set(State) == set(Action.State.values)
    assert set(Verdict) == set(ActionReview.Verdict.values)
    assert {state.value for state in OPEN_STATES} == {s.value for s in Action.OPEN_STATES}


@given(st.lists(st.sampled_from(Act)))
def test_whatever_is_done_nothing_leaves_superseded_and_nothing_else_gets_lost(acts):
    state = State.OPEN
    for act in acts:
        if may(state, act):
            before, state = state, after(state, act)
            assert before is not State.SUPERSEDED or state is State.SUPERSEDED
    assert state is State.SUPERSEDED or may(state, Act.REOPEN) or may(state, Act.FINISH)


def test_a_whole_is_not_done_before_its_parts():
    with pytest.raises(OutOfOrder, match="when its parts are: A-2, A-3 are open"):
        after(State.OPEN, Act.FINISH, open_parts=["A-2", "A-3"])


@given(st.sampled_from(State), st.lists(st.sampled_from(State)))
def test_a_done_whole_has_no_open_part_and_settling_twice_settles_once(whole, parts):
    settled = with_parts(whole, parts)
    assert not (settled is State.DONE and any(part.is_open for part in parts))
    assert with_parts(settled, parts) == settled
    assert settled == whole or whole not in (State.CANCELLED, State.SUPERSEDED)


@pytest.mark.parametrize(
    ("whole", "parts", "becomes"),
    [
        ("open", ["done", "done"], "done"),
        ("in_progress", ["done", "cancelled", "superseded"], "done"),
        ("open", ["done", "open"], "open"),
        ("open", ["cancelled", "superseded"], "open"),
        ("done", ["done", "open"], "open"),
        ("cancelled", ["open"], "cancelled"),
        ("open", [], "open"),
        ("done", [], "done"),
    ],
)
def test_a_whole_follows_its_parts(whole, parts, becomes):
    assert with_parts(State(whole), [State(part) for part in parts]) == becomes


@given(st.sampled_from(State), st.none() | DAYS, DAYS)
def test_deferred_work_is_open_from_its_day_on(state, until, today):
    found = state_on(state, until, today)
    if state is State.DEFERRED and until and until <= today:
        assert found is State.OPEN
    else:
        assert found is state


@given(st.sampled_from(State), DAYS)
def test_nothing_is_late_on_the_day_it_is_due_or_once_it_is_closed(state, due):
    assert not is_overdue(state, due, due)
    assert is_overdue(state, due, due + datetime.timedelta(1)) == state.is_open
    assert not is_overdue(state, None, due)


@pytest.mark.parametrize(
    ("verdict", "on", "due", "slips"),
    [
        ("not_done", JUNE, None, True),
        ("deferred", JUNE, MAY, True),
        ("not_done", JUNE, JUNE, True),
        ("not_done", JUNE, JULY, False),
        ("deferred", JUNE, JULY, False),
        ("not_done", None, JULY, True),
        ("in_progress", JUNE, MAY, False),
        ("done", JUNE, MAY, False),
    ],
)
def test_not_done_or_deferred_slips_unless_the_day_lies_ahead(verdict, on, due, slips):
    assert Review(Verdict(verdict), on, due).is_slip == slips


@given(st.lists(REVIEWS), st.lists(REVIEWS))
def test_slips_add_up_and_are_never_more_than_the_reviews(some, others):
    assert slips_of(some + others) == slips_of(some) + slips_of(others) <= len(some + others)


@pytest.mark.parametrize(
    ("count", "since", "words"),
    [
        (0, JUNE, ""),
        (1, JUNE, "first time since June"),
        (3, JUNE, "third time since June"),
        (12, JUNE, "12th time since June"),
        (21, JUNE, "21st time since June"),
        (2, JUNE.replace(year=2025), "second time since June 2025"),
        (2, None, "second time"),
    ],
)
def test_how_often_it_slipped_is_said_in_words(count, since, words):
    assert slip_words(count, since, JULY) == words
