"""Which known action is this line about? Twins are better than false merges."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from meetings.notation.lines import Name, NameKind
from meetings.notation.relisted import Promise, known_again, owners_of

ADA, BO = Name("Ada", NameKind.PERSON, 1), Name("Bo", NameKind.PERSON, 2)


def promise(text, *owners):
    return Promise(owners_of(owners or (ADA,)), text)


SAME = {
    "the same words": ("Find a new treasurer", "find a new treasurer."),
    "a mark behind": ("Find a new treasurer", "Find a new treasurer ✗"),
    "a mark and what came of it": ("Find a new treasurer", "Find a new treasurer ✓ - it is Cy"),
    "a mark in front": ("Find a new treasurer", "DONE: find a new treasurer"),
    "a mark in brackets": ("Find a new treasurer (open)", "[done] Find a new treasurer"),
    "a mark in capitals": ("Find a new treasurer", "Find a new treasurer. PENDING, asked Cy"),
    "a remark behind": ("Find a new treasurer", "Find a new treasurer - asked Cy"),
    "a sentence behind": ("Find a new treasurer", "Find a new treasurer. Cy thinks it over."),
    "two remarks behind many words": (
        "Ask the three yards on the river for a price of the north pier - one has answered",
        "Ask the three yards on the river for a price of the north pier - two have answered",
    ),
    "small words": (
        "Send the budget draft to the finance committee before Easter",
        "Send budget draft to finance committee before Easter",
    ),
    "a slip of the pen": (
        "Send the budget draft to the finance committee before Easter",
        "Send the budget draft to the finance comittee before Easter",
    ),
}


@pytest.mark.parametrize("why", SAME)
def test_the_same_promise_in_other_minutes_is_known_again(why):
    old, new = SAME[why]
    assert known_again([promise(new)], [promise(old)]) == {0: 0}


OTHER = {
    "too few words to tell": ("Send the minutes", "Send the minutes"),
    "another number": ("Pay invoice 14 of the yard", "Pay invoice 15 of the yard"),
    "another month": (
        "Send the agenda of the March meeting to all members in time",
        "Send the agenda of the April meeting to all members in time",
    ),
    "another name": (
        "Mail Anna about the contract for the new yard hands",
        "Mail Anne about the contract for the new yard hands",
    ),
    "two slips": (
        "Send the budget draft to the finance committee before Easter",
        "Send the budged draft to the finance comittee before Easter",
    ),
    "another remark behind few words": (
        "Follow up with the yard - doors",
        "Follow up with the yard - roof",
    ),
    "more to do": ("Find a new treasurer", "Find a new treasurer and a secretary"),
    "the contrary": (
        "Sell the old boat to the sailing club before the winter",
        "Do not sell the old boat to the sailing club before the winter",
    ),
}


@pytest.mark.parametrize("why", OTHER)
def test_another_promise_stays_another(why):
    old, new = OTHER[why]
    assert known_again([promise(new)], [promise(old)]) == {}


OWNERS = {
    "somebody else's": ((ADA,), (BO,)),
    "one owner more": ((ADA,), (ADA, BO)),
    "nobody's": ((), ()),
    "an unclear owner's": ((Name("Ad", NameKind.UNCLEAR),), (Name("Ad", NameKind.UNCLEAR),)),
}


@pytest.mark.parametrize("why", OWNERS)
def test_a_promise_with_other_owners_is_another(why):
    old, new = (Promise(owners_of(names), "Find a new treasurer") for names in OWNERS[why])
    assert known_again([new], [old]) == {}


def test_owners_count_as_a_set_and_outside_names_as_typed():
    pair = [promise("Find a new treasurer", ADA, Name("The  Yard"))]
    assert known_again(pair, [promise("Find a new treasurer", Name("the yard"), ADA)]) == {0: 0}


def test_of_two_identical_lines_one_known_action_is_one():
    line = promise("Find a new treasurer")
    assert known_again([line, line], [line]) == {0: 0}
    assert known_again([line, line], [line, line]) == {0: 0, 1: 1}


def test_a_line_that_fits_two_known_actions_fits_none():
    known = [promise("Find a new treasurer - asked Cy"), promise("Find a new treasurer - asked Di")]
    assert known_again([promise("Find a new treasurer")], known) == {}


def test_a_known_action_that_two_lines_fit_stays_as_it_is():
    lines = [promise("Find a new treasurer - asked Cy"), promise("Find a new treasurer - asked Di")]
    assert known_again(lines, [promise("Find a new treasurer")]) == {}


def test_the_identical_line_wins_over_one_that_is_alike():
    lines = [promise("Find a new treasurer - asked Cy"), promise("Find a new treasurer")]
    assert known_again(lines, [promise("Find a new treasurer")]) == {1: 0}


TEXTS = st.text(max_size=40) | st.sampled_from([text for pair in SAME.values() for text in pair])
PROMISES = st.lists(st.builds(promise, TEXTS, st.sampled_from([ADA, BO, Name("Cy")])), max_size=8)


@given(PROMISES, PROMISES)
@settings(max_examples=300, deadline=None)
def test_each_known_action_is_taken_once_and_by_a_line_of_its_owners(listed, known):
    found = known_again(listed, known)
    assert len(set(found.values())) == len(found)
    assert all(listed[new].owners == known[old].owners != frozenset() for new, old in found.items())


@given(PROMISES)
@settings(max_examples=200, deadline=None)
def test_a_list_read_twice_is_known_again_in_its_order(listed):
    found = known_again(listed, listed)
    assert list(found) == sorted(found)
    assert all(new == old for new, old in found.items() if listed.count(listed[new]) == 1)
