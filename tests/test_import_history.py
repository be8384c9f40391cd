"""An archive builds up the board's history: in the order of its dates, each promise once."""

import pytest
from django.utils import timezone

from meetings.models import Action, ImportSource, Meeting
from meetings.services.archives import bring, make_next
from meetings.services.minutes import Save
from tests import make
from tests.test_import_plain import LIMIT, MINUTES, store

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


def bring_days(board, *days):
    files = [(f"{n}.txt", minutes("- n", day=day).encode()) for n, day in enumerate(days)]
    return bring(board, files=files, save=save(), limit=LIMIT, is_final=True)


def save():
    return Save(by=None, at=timezone.now(), is_archived=True)


def test_meetings_of_an_archive_are_made_in_the_order_of_their_dates_undated_ones_last(harbour):
    batch = bring_days(harbour, "spring", "8 April 2026", "summer", "4 March 2026", "May 2025")
    ImportSource.objects.filter(name="2.txt").update(stated_date="2026-03")
    while make_next(batch, save=save(), limit=LIMIT):
        pass
    keys = [meeting.key for meeting in Meeting.objects.order_by("pk")]
    assert keys == ["2025-05", "2026-03", "2026-03-04", "2026-04-08", "undated-1"]
