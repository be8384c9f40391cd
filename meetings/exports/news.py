"""What somebody was told since they last said that they had read it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import Count, Window
from django.utils.functional import Promise

from meetings.exports.letters import WORDS
from meetings.models import Notice
from meetings.models.actors import Actor

MOST_SHOWN = 20


@dataclass(frozen=True)
class News:
    """The newest notices; `count` is of all that are unread, `newest` the key of the first."""

    notices: Sequence[Notice]

    @property
    def count(self) -> int:
        return self.notices[0].count if self.notices else 0  # type: ignore[attr-defined]

    @property
    def newest(self) -> int:
        return self.notices[0].pk if self.notices else 0

    @property
    def more(self) -> int:
        return self.count - len(self.notices)

    @property
    def worded(self) -> list[tuple[Promise | str, Notice]]:
        """Each with what it is about, as a mail is headed."""
        return [(WORDS.get(one.kind, one.kind), one) for one in self.notices]


def news_of(actors: Sequence[Actor], people: Sequence[int], read_to: int) -> News:
    """What was told to these since; one query. In: `people`, from `promised.people_of`."""
    boards = {actor.board.pk: actor.board for actor in actors}
    told = Notice.objects.filter(person__in=people, board__in=boards, pk__gt=read_to)
    rows = told.annotate(count=Window(Count("pk"))).order_by("-pk")
    notices = list(rows.only("board_id", "kind", "text", "created_at")[:MOST_SHOWN])
    for notice in notices:
        notice.board = boards[notice.board_id]
    return News(notices)
