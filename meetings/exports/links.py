"""Where a notice leads: a path on this site. A link opens a page; it never does anything."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import Model
from django.urls import reverse

from meetings.models import Action, Ballot, Comment, MailClaim, Meeting, Notice

Kind = Notice.Kind
ON_RESULTS = (Kind.BALLOT_RESULT,)


@dataclass(frozen=True)
class Way:
    """From a record to its page; `related` are the rows that the path needs."""

    model: type[Model]
    related: tuple[str, ...]
    path: Callable[[Any, str], str]


def _own(row: Any, _kind: str) -> str:
    return str(row.get_absolute_url())


def _ballot(ballot: Ballot, kind: str) -> str:
    """Votes are given on one's own page; a result is read on the resolution's."""
    if kind in ON_RESULTS:
        return ballot.resolution.get_absolute_url()
    return reverse("own_votes", args=[ballot.resolution.board.slug, ballot.pk])


def _claim(claim: MailClaim, _kind: str) -> str:
    return _ballot(claim.ballot, Kind.VOTE_MAILED)


def _comment(comment: Comment, _kind: str) -> str:
    meeting = comment.item.meeting
    return reverse("minutes_comments", args=[meeting.board.slug, meeting.key])


# By `Notice.subject_kind`. What has no row here leads to the board's page.
WAYS = {
    "action": Way(Action, ("board", "item__meeting__board"), _own),
    "ballot": Way(Ballot, ("resolution__board",), _ballot),
    "comment": Way(Comment, ("item__meeting__board",), _comment),
    "mailclaim": Way(MailClaim, ("ballot__resolution__board",), _claim),
    "meeting": Way(Meeting, ("board",), _own),
}


def paths_of(notices: Iterable[Notice]) -> dict[int, str]:
    """The path for each notice, by its key; a query for each kind of record.

    Notices come with their board. What is gone leads to the board's page.
    """
    notices = list(notices)
    found: dict[int, str] = {}
    for subject_kind, way in WAYS.items():
        some = [notice for notice in notices if notice.subject_kind == subject_kind]
        if not some:
            continue
        records: Any = way.model._default_manager.select_related(*way.related)
        rows = records.in_bulk({notice.subject_key for notice in some})
        found |= {
            notice.pk: way.path(rows[notice.subject_key], notice.kind)
            for notice in some
            if notice.subject_key in rows
        }
    return {n.pk: found.get(n.pk) or reverse("board_detail", args=[n.board.slug]) for n in notices}
