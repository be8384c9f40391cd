"""An archive builds up the board's history: in the order of its dates, each promise once."""

import pytest

from meetings.models import Action
from tests import make
from tests.test_import_plain import MINUTES, store

EARLY = make.A_DAY.replace(year=2020)


def minutes(*lines, day="4 March 2026"):
    text = MINUTES.replace("- The press leaks.", "\n".join(lines))
    return text.replace("4 March 2026", day)


@pytest.fixture
def known(harbour):
    return make.action(make.item(make.meeting(harbour, EARLY)))


def states(meeting):
    rows = Action.objects.filter(item__meeting=meeting)
    return {row.text.split(" by ")[0]: row.state for row in rows}


def test_a_line_that_names_a_known_action_does_not_push_done_marks_to_the_next(harbour, known):
    lines = (f"ACTION A-{known.number} Bo: send the figures", "ACTION Cy: mend the gate DONE")
    assert states(store(harbour, minutes(*lines))) == {
        "mend the gate DONE": "done",
        "ask for a price": "open",
        "lend a pump": "open",
    }
