"""What a calendar feed costs: CPU of 500 events against the floor, most as they were before."""

import datetime
from collections.abc import Iterator
from functools import partial

from django.urls import reverse
from django.utils import timezone

from meetings.models import Board, Meeting, User
from meetings.services.feeds import make_feed
from tests import make
from tests.bench.drafting import Goal, against_floor
from tests.bench.reading import Reader

EVENTS, ITEMS, MOST = 500, 6, 10.0


def goals() -> Iterator[Goal]:
    """In: Django is set up and the database is migrated, with the demo in it."""
    _fill(Board.objects.get(slug="harbour"))
    reader = Reader.sit_down("member")
    now = timezone.now()
    token = make_feed(User.objects.get(username="member"), at=now)
    path = reverse("calendar_feed", args=[token])
    read = partial(reader.ask, path)

    yield against_floor(f"a feed of {EVENTS} events", read, reader.ask_floor, most=MOST)


def _fill(board: Board) -> None:
    """Meetings of an hour with an agenda of six items, one a day."""
    first = timezone.localdate() + datetime.timedelta(days=40)
    for number in range(EVENTS):
        day = first + datetime.timedelta(days=number)
        meeting: Meeting = make.planned_meeting(board, day)
        for item in range(ITEMS):
            make.item(meeting, f"Item {item}, as long as titles are")
