"""What reading minutes costs: CPU against the floor, stored and built live."""

import datetime
from collections.abc import Iterator
from functools import partial

from meetings.models import Approval, Board, Meeting
from meetings.services.approving import Approved, approve_minutes
from tests import make
from tests.bench.drafting import Goal, against_floor
from tests.bench.reading import Reader

PEOPLE, ITEMS = 15, 10
MOST_STORED, MOST_LIVE = 1.3, 3.0


def goals() -> Iterator[Goal]:
    """In: Django is set up and the database is migrated, with the demo in it."""
    reader = Reader.sit_down("member")
    acts: dict[str, tuple[Meeting, float]] = {
        "approved minutes, stored": (_approved(), MOST_STORED),
        "a draft, built live": (_meeting(4, Meeting.State.ADJOURNED), MOST_LIVE),
        "circulated minutes, built live": (_meeting(5, Meeting.State.CIRCULATED), MOST_LIVE),
    }
    for name, (meeting, most) in acts.items():
        read = partial(reader.ask, meeting.get_absolute_url())
        yield against_floor(name, read, reader.ask_floor, most=most)


def _approved() -> Meeting:
    meeting = _meeting(3, Meeting.State.ADJOURNED)
    how = Approved(Approval.How.LAPSE)
    approve_minutes(meeting, approved=how, save=make.a_save())
    return meeting


def _meeting(month: int, state: Meeting.State) -> Meeting:
    """15 people, 10 items, 60 notes, 10 actions, a resolution."""
    board = Board.objects.get(slug="harbour")
    meeting: Meeting = make.meeting(board, datetime.date(2021, month, 4), state)
    people = [make.person(board, f"Given{n} Family{n}") for n in range(PEOPLE)]
    for person in people:
        make.attendance(meeting, person)
    for number in range(ITEMS):
        lines = [f"- a note on what was said, as long as notes are, {line}" for line in range(6)]
        lines.append(f"ACTION {people[number].name}: send what was asked for, part {number}")
        if number == 0:
            lines.append("RESOLVED: That it be so - carried, no objections")
        make.notes(make.item(meeting, f"Topic {number}"), "\n".join(lines))
    return meeting
