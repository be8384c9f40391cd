"""The private calendar feed of a login: its address, and what lies in it."""

from __future__ import annotations

import datetime
import secrets
from collections.abc import Iterable

from django.db import transaction
from django.db.models import Q, QuerySet

from meetings.exports.calendar import Entry, action_entry, calendar_of, meeting_entry
from meetings.models import Action, AgendaItem, Board, CalendarFeed, Meeting, User
from meetings.models.actors import Actor, in_sight_of_any
from meetings.services.tokens import hash_of

TOKEN_BYTES = 32
SHOWN = (
    "board_id", "key", "kind", "state", "date", "date_precision", "start_time", "is_second_time",
    "planned_minutes", "place", "calendar_sequence", "calendar_changed_at", "cancellation__reason",
)  # fmt: skip
BACK = datetime.timedelta(days=365)


@transaction.atomic
def make_feed(user: User, *, at: datetime.datetime) -> str:
    """A new address for the login's feed, told this once; the one before ends with it.

    Out: the token, of which only the hash is kept. Source: reliability row 72.
    """
    token = secrets.token_urlsafe(TOKEN_BYTES)
    CalendarFeed.objects.update_or_create(
        user=user, defaults={"token_hash": hash_of(token), "made_at": at}
    )
    return token


def revoke_feed(user: User) -> None:
    """The address ends at once; twice is no harm."""
    CalendarFeed.objects.filter(user=user).delete()


def reader_of(token: str) -> User | None:
    """Whose feed a token opens. It is found by its hash, so that no guess comes nearer."""
    feeds = CalendarFeed.objects.select_related("user")
    feed = feeds.filter(token_hash=hash_of(token), user__is_active=True).first()
    return feed.user if feed else None


def feed_of(
    user: User, actors: Iterable[Actor], *, name: str, site: str, on: datetime.date
) -> bytes:
    """Meetings since a year ago of all boards on which the login has a term, and own due
    actions, in four queries. In: their standings; `site` is the site's address."""
    actors = list(actors)
    meetings = Meeting.objects.filter(
        board__in=[actor.board for actor in actors], date__gte=on - BACK, date_precision="day"
    ).exclude(kind=Meeting.Kind.WRITTEN)
    entries = meeting_entries(meetings.order_by("date", "pk"), site=site)
    for action in own_due_actions(user, actors):
        entry = action_entry(action, site=site)
        entries += [entry] if entry else []
    return calendar_of(entries, name=name)


def meeting_entries(meetings: QuerySet[Meeting], *, site: str) -> list[Entry]:
    """What calendars show of meetings: the same for every reader, as nothing in camera is."""
    rows = list(meetings.select_related("cancellation").only(*SHOWN))
    boards = Board.objects.in_bulk({row.board_id for row in rows})
    for row in rows:
        row.board = boards[row.board_id]
    titles: dict[int, list[tuple[int, str]]] = {}
    items = AgendaItem.objects.filter(meeting__in=[row.pk for row in rows], is_in_camera=False)
    in_order = items.order_by("meeting", "position")
    for meeting, position, title in in_order.values_list("meeting", "position", "title"):
        titles.setdefault(meeting, []).append((position, title))
    found = (
        meeting_entry(row, site=site, titles=titles.get(row.pk, ()), reason=_reason(row))
        for row in rows
    )
    return [entry for entry in found if entry]


def _reason(meeting: Meeting) -> str:
    if meeting.state != Meeting.State.CANCELLED or not hasattr(meeting, "cancellation"):
        return ""
    return meeting.cancellation.reason


def own_due_actions(user: User, actors: Iterable[Actor]) -> QuerySet[Action]:
    """What was sent out to somebody, is open and has a day, on every board of theirs."""
    sight = in_sight_of_any(actors, board="board", item="item")
    mine = Q(owners__person__user=user) | Q(owners__person__merged_into__user=user)
    own = Action.objects.kept().open().filter(sight, mine, is_archived=False)
    dated = own.filter(due_on__isnull=False, sent_at__isnull=False)
    return dated.select_related("board", "item__meeting__board").distinct().order_by("due_on", "pk")
