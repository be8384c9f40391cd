"""The admin's queries, with 3 and with 30 rows: the number does not grow."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from meetings.models import Member, Person, Seat
from tests import make
from tests.test_admin import MODELS, address


@pytest.fixture
def operator(signed_in):
    return signed_in("admin")


@pytest.mark.parametrize("rows", [3, 30])
def test_a_meetings_form_holds_its_attendance_at_a_cost_that_is_flat_for_each_row(
    rows, operator, harbour
):
    meeting = make.full_meeting(harbour, rows)
    with CaptureQueriesContext(connection) as captured:
        page = operator.get(address(type(meeting), "change", meeting.pk)).content.decode()
    assert page.count("attendances-") > rows
    assert len(captured) <= 20 + 3 * rows


MOST_QUERIES = 12


def fill(name, rows):
    """A board with so many rows of each kind, for every list."""
    board = make.board(name)
    make.full_meeting(board, rows)
    for person in Person.objects.all():
        seat = Seat.objects.create(board=board, name=person.name, person=person)
        Member.objects.create(person=person, seat=seat)
        person.aliases.create(name=f"{person.name} too")


@pytest.fixture(scope="module", params=[3, 30])
def rows_of_everything(request, once):
    with once(lambda: fill("orchard", request.param)):
        yield


@pytest.mark.parametrize("model", MODELS, ids=lambda model: model.__name__)
def test_a_list_takes_no_more_queries_as_rows_grow(model, rows_of_everything, operator):
    with CaptureQueriesContext(connection) as captured:
        assert operator.get(address(model, "changelist")).status_code == 200
    assert len(captured) <= MOST_QUERIES
