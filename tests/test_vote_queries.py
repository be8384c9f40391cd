"""The vote pages' queries, with 3 and with 30 seats: the number does not grow."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from meetings.services.objections import raise_objection
from tests import make
from tests.ballot_desk import desk
from tests.voting import close

# Session and user included; who speaks for each seat takes ten of them.
MOST = {
    "ballot_detail": 35,
    "ballot_state": 9,
    "ballot_give_up": 4,
    "vote_change": 6,
    "closed": 21,
}
MOST_SENT = {"ballot_preview": 21, "ballot_review": 25}


def names(seats):
    return [f"Firm {number:02}" for number in range(seats)]


@pytest.fixture(scope="module", params=[3, 30])
def at(request, once):
    """Half of the seats have voted; the others are about to."""

    def make_it():
        found = desk(make.seated_board(*names(request.param)))
        seats = names(request.param)
        for number, name in enumerate(seats[::2]):
            found.post("ballot_votes", {name: "for"}, key=f"form-number-{number}")
            seat = found.seat(name)
            raise_objection(found.ballot, seat=seat, words="too dear", save=make.a_save())
        found.ballot.refresh_from_db()
        found.votes = dict.fromkeys(seats[1::2], "against")
        return found

    with once(make_it) as found:
        yield found


def count(act):
    act()
    with CaptureQueriesContext(connection) as captured:
        assert act().status_code == 200
    return len(captured)


@pytest.mark.parametrize("page", [page for page in MOST if page != "closed"])
def test_a_page_of_a_vote_takes_no_more_queries_than_it_may(page, at, db):
    more = [at.seat("Firm 00")] if page == "vote_change" else []
    assert count(lambda: at.get(page, *more)) <= MOST[page]


@pytest.mark.parametrize("page", MOST_SENT)
def test_what_would_be_takes_no_more_queries_than_it_may(page, at, db):
    fields, address = at.fields(at.votes), at.address(page)
    assert count(lambda: at.client.post(address, fields)) <= MOST_SENT[page]


def test_a_closed_vote_takes_no_more_queries_than_it_may(at, db):
    close(at.ballot)
    assert count(at.get) <= MOST["closed"]
