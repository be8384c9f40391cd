"""What a save asks of the database: the number does not grow with the meeting."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from meetings.models import Meeting
from tests import make

JSON = {"HTTP_ACCEPT": "application/json"}
COUNTED = ("SELECT", "INSERT", "UPDATE", "DELETE")

# In an item that holds a statement, an action and a resolution: three reads find the records, two
# find what they are called in the answer. An item of notes alone takes seven statements.
ORDINARY = {
    "the same text again": lambda text, given: text,
    "a note typed": lambda text, given: f"{text}- one more note",
    "a note changed": lambda text, given: text.replace("under it", "under that"),
}
# What changes a record writes it as well: these take more than twelve, and no more than this.
COSTLIER = {
    "a statement typed": (13, lambda text, given: f"{text}{given}: one more word"),
    "an action's words changed": (13, lambda text, given: text.replace("a task", "a new task")),
    "a motion typed": (13, lambda text, given: f"{text}MOTION: Buy a van"),
    "everything deleted": (13, lambda text, given: ""),
    "an action added at the end": (16, lambda text, given: f"{text}ACTION {given}: a task"),
    "lines shifted by one above": (18, lambda text, given: f"- first of all\n{text}"),
    "a line taken away": (18, lambda text, given: text.replace("  - under it\n", "")),
}


@pytest.fixture
def cost_of(harbour, as_secretary):
    def count(change, rows):
        meeting = make.full_meeting(harbour, rows, state=Meeting.State.IN_SESSION)
        item = meeting.items.first()
        given = meeting.attendances.first().name.split()[0]
        address = reverse("item_notes", args=["harbour", meeting.key, item.pk])
        typed = {"text": change(item.notes, given), "base": item.revision}
        with CaptureQueriesContext(connection) as captured:
            assert as_secretary.post(address, typed, **JSON).status_code == 200
        return [
            query["sql"] for query in captured if query["sql"].lstrip("( \n").startswith(COUNTED)
        ]

    return count


@pytest.mark.parametrize("rows", [3, 30])
@pytest.mark.parametrize("name", ORDINARY)
def test_an_ordinary_save_takes_no_more_than_twelve_statements(name, rows, cost_of):
    assert len(cost_of(ORDINARY[name], rows)) <= 12


def test_an_item_of_notes_alone_takes_seven_statements(harbour, as_secretary):
    item = make.item(make.meeting(harbour, state=Meeting.State.IN_SESSION))
    address = reverse("item_notes", args=["harbour", item.meeting.key, item.pk])
    with CaptureQueriesContext(connection) as captured:
        as_secretary.post(address, {"text": "- a note", "base": 0}, **JSON)
    assert len([q for q in captured if q["sql"].lstrip("( \n").startswith(COUNTED)]) == 7


@pytest.mark.parametrize("rows", [3, 30])
@pytest.mark.parametrize("name", COSTLIER)
def test_a_save_that_changes_more_takes_what_it_may(name, rows, cost_of):
    most, change = COSTLIER[name]
    assert len(cost_of(change, rows)) <= most
