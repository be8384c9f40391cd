"""What is voted on is frozen, by page, admin, ORM and SQL."""

import pytest
from django.db import connection

from meetings.models.guards import create_guards, drop_guards
from tests import tampering
from tests.tampering import CHANGED, NOT_IN_HASH, NOTICED

pytestmark = pytest.mark.django_db


@pytest.fixture(params=["in the meeting", "in writing"])
def world(request):
    return tampering.world(is_written=request.param == "in writing")


@pytest.fixture
def unguarded(world):
    drop_guards(connection)
    yield world
    create_guards(connection)


def test_what_is_voted_on_is_changed_by_no_door(world):
    found = tampering.outcomes(world, doors=("page", "admin", "ORM"))
    assert CHANGED not in found
    assert found[NOTICED] == ["a seat added (ORM)"]


def test_without_the_guards_the_hash_tells_and_nobody_votes_or_closes(unguarded):
    found = tampering.outcomes(unguarded, doors=("SQL",))
    assert found[CHANGED] == [f"{what} (SQL)" for what in NOT_IN_HASH]
    assert len(found[NOTICED]) >= 18


def test_without_the_guards_and_the_hash_everything_can_be_changed(unguarded):
    found = tampering.outcomes(unguarded, doors=("SQL",), looks_at_hash=False)
    assert len(found[CHANGED]) >= 19
