"""People are told: rows of the outbox, written with what causes them and delivered later."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from django.db.models import Model

from meetings.models import Board, Meeting, Member, Notice, Person
from meetings.services.changes import Save


@dataclass(frozen=True)
class News:
    """What is told: `subject` is the record that it is about, `cause` what brought it on.

    `text` is read by everybody who is told: nothing said in camera belongs in it.
    """

    board: Board
    kind: Notice.Kind
    subject: Model
    text: str
    cause: str

    def to(self, person: Person, at: datetime.datetime) -> Notice:
        """The row for one person, not stored yet."""
        return Notice(
            board_id=self.board.pk,
            person=person,
            kind=self.kind,
            subject_kind=self.subject._meta.model_name or "",
            subject_key=self.subject.pk,
            text=self.text,
            created_at=at,
            cause=self.cause,
        )


def tell(people: Iterable[Person], *, news: News, save: Save) -> int:
    """Writes the news into the outbox, once for each person; how many were told.

    Belongs in the transaction of what caused it. Source: design.md, sections 2 and 8.
    """
    once = list(dict.fromkeys(person.merged_into or person for person in people))
    return len(Notice.objects.bulk_create(news.to(person, save.at) for person in once))


def tell_once(notices: Mapping[str, Notice]) -> int:
    """Writes those whose key was never written before, whoever else runs; how many they are."""
    written = set(Notice.objects.filter(once__in=notices).values_list("once", flat=True))
    new = {key: notice for key, notice in notices.items() if key not in written}
    for key, notice in new.items():
        notice.once = key
    Notice.objects.bulk_create(new.values(), ignore_conflicts=True)
    return len(new)


def readers_of(meeting: Meeting, on: datetime.date) -> list[Person]:
    """Everybody with a term on the board that day: they may read circulated minutes."""
    return people_with_terms(meeting.board, on)


def secretariat_of(board: Board, on: datetime.date) -> list[Person]:
    """The secretary, the chair and their deputies of that day."""
    return people_with_terms(board, on, roles=Member.SECRETARIAT)


def people_with_terms(
    board: Board, on: datetime.date, roles: Iterable[str] = Member.Role.values
) -> list[Person]:
    """Everybody with a running term of one of these roles, once, merged records as one."""
    terms = Member.objects.current(on).filter(person__board=board, role__in=list(roles))
    rows = terms.select_related("person__merged_into").order_by("person__name", "pk")
    return list(dict.fromkeys(term.person.merged_into or term.person for term in rows))
