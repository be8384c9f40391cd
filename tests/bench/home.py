"""What somebody's own page costs: CPU against the floor, with a page full of promises."""

import datetime
from collections.abc import Iterator

from django.utils import timezone

from meetings.models import Board, Meeting, Person
from tests import make
from tests.bench.drafting import Goal, against_floor
from tests.bench.reading import Reader

ACTIONS, MOST = 25, 2.5


def goals() -> Iterator[Goal]:
    """In: Django is set up and the database is migrated, with the demo in it."""
    _promise("Tomas Lind", ACTIONS)
    reader = Reader.sit_down("member")
    page = reader.ask("/")
    shown = page.count(b'class="action-text"')
    assert shown == ACTIONS, f"{shown} actions on the page"
    yield against_floor(
        f"home with {ACTIONS} open actions", lambda: reader.ask("/"), reader.ask_floor, most=MOST
    )


def _promise(name: str, count: int) -> None:
    """So many open actions in all, some late, some due, some of no day."""
    board = Board.objects.get(slug="harbour")
    person = Person.objects.get(board=board, name=name)
    meeting = make.meeting(board, datetime.date(2021, 6, 3), Meeting.State.CIRCULATED)
    item = make.item(meeting)
    own = person.owned_actions.filter(action__state__in=["open", "in_progress", "deferred"])
    for number in range(count - own.count()):
        due = timezone.localdate() + datetime.timedelta(days=number * 2 - 10)
        make.action(item, person, f"task {number}", due_on=due if number % 5 else None)
