"""Anybody can work out a result again: from its seats, and by the calculator alone."""

from tests.recomputing import careless, compare, every_room, forged, results


def test_every_room_of_one_to_four_seats_is_judged_as_a_second_formulation_says():
    found = every_room(4)
    assert (found.cases, found.verdicts) == (780, 3120)
    assert found.differing == []


def test_recused_seats_taken_for_absent_ones_would_be_noticed():
    assert every_room(3, careless).differing


def test_what_results_show_is_enough_to_work_them_out_again():
    assert compare(results(200)).differing == []


def test_a_vote_forged_in_a_result_is_noticed():
    found = compare(forged(results(50)))
    assert len(found.differing) == found.cases > 40
