"""Who speaks for which seat, and how many are there."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from meetings.rules.seats import Missing, Present, Profile, Room, Seat, Via, speakers

NORTH, CALDER, ORIEL = 101, 102, 103
ADA, BO, CY, DEE, EVE = range(1, 6)
SEATS = (
    Seat(1, "Northwind", (ADA, BO), NORTH),
    Seat(2, "Calder", (CY,), CALDER),
    Seat(3, "Dee Fox", (DEE,)),
)
PROXIES = Profile(proxies=True, proxies_count=True, proxies_across=True, most_proxies=1)


def room(*people, **more):
    firms = {ADA: NORTH, BO: NORTH, CY: CALDER, EVE: NORTH}
    return Room(tuple(Present(one, firms.get(one)) for one in people), **more)


def said(spoken):
    return [(one.person, one.via or one.missing) for one in spoken]


def test_the_named_representative_speaks_before_alternates():
    assert said(speakers(SEATS, room(BO, ADA), Profile()))[0] == (ADA, Via.NAMED)
    assert said(speakers(SEATS, room(BO), Profile()))[0] == (BO, Via.ALTERNATE)


def test_another_delegate_speaks_where_the_bylaws_allow_it():
    assert said(speakers(SEATS, room(EVE), Profile()))[0] == (EVE, Via.DELEGATE)
    refused = speakers(SEATS, room(EVE), Profile(delegates=False))[0]
    assert (refused.person, refused.missing) == (None, Missing.NOT_A_DELEGATE)


def test_staff_guests_and_a_chair_without_vote_speak_for_nobody():
    there = Room((Present(ADA, NORTH, may_vote=False),))
    assert said(speakers(SEATS, there, Profile()))[0] == (None, Missing.ABSENT)


def test_a_proxy_holds_while_its_holder_is_there_and_the_principal_is_not():
    given_to_ada = {2: ADA}
    assert said(speakers(SEATS, room(ADA, proxies=given_to_ada), PROXIES))[1] == (ADA, Via.PROXY)
    assert said(speakers(SEATS, room(ADA, CY, proxies=given_to_ada), PROXIES))[1] == (CY, Via.NAMED)
    away = speakers(SEATS, room(BO, proxies=given_to_ada), PROXIES)[1]
    assert away.missing == Missing.PROXY_ABSENT


@pytest.mark.parametrize(
    ("profile", "missing"),
    [
        (Profile(), Missing.PROXIES_FORBIDDEN),
        (Profile(proxies=True, most_proxies=2), Missing.PROXIES_FORBIDDEN),
    ],
)
def test_a_proxy_that_the_bylaws_forbid_does_not_count(profile, missing):
    assert speakers(SEATS, room(ADA, proxies={2: ADA}), profile)[1].missing == missing


def test_nobody_holds_more_proxies_than_the_bylaws_allow():
    spoken = speakers(SEATS, room(ADA, proxies={2: ADA, 3: ADA}), PROXIES)
    assert said(spoken)[1:] == [(ADA, Via.PROXY), (None, Missing.TOO_MANY_PROXIES)]


def test_a_proxy_may_vote_and_not_count_for_quorum():
    voting_only = Profile(proxies=True, proxies_across=True)
    spoken = speakers(SEATS, room(ADA, proxies={2: ADA}), voting_only)[1]
    assert (spoken.via, spoken.counts) == (Via.PROXY, False)


def test_what_the_secretariat_said_of_a_seat_comes_first():
    assert said(speakers(SEATS, room(ADA, BO, said={1: BO}), Profile()))[0] == (BO, Via.SAID)
    assert said(speakers(SEATS, room(ADA, said={1: BO}), Profile()))[0] == (ADA, Via.NAMED)


def test_seats_count_and_heads_do_not():
    """Seven organisations with one person each, an eighth with two voters and a chair without."""
    seats = [Seat(n, f"Firm {n}", (), 200 + n) for n in range(1, 14)]
    present = [Present(n, 200 + n) for n in range(1, 9)]
    present += [Present(30, 208), Present(31, 208, may_vote=False), Present(32, None)]
    spoken = speakers(seats, Room(tuple(present)), Profile())
    assert sum(one.counts for one in spoken) == 8


@given(
    st.lists(st.sampled_from([ADA, BO, CY, DEE, EVE]), unique=True),
    st.dictionaries(st.integers(1, 3), st.integers(1, 5), max_size=3),
    st.booleans(),
    st.integers(0, 2),
)
def test_no_seat_is_counted_without_somebody_who_is_there(people, proxies, across, most):
    profile = Profile(proxies=True, proxies_count=True, proxies_across=across, most_proxies=most)
    spoken = speakers(SEATS, room(*people, proxies=proxies), profile)
    assert [one.seat.key for one in spoken] == [1, 2, 3]
    for one in spoken:
        assert (one.person is None) == (one.missing is not None) == (one.via is None)
        assert one.person is None or one.person in people
        assert not one.counts or one.person is not None
