"""Notices become mails: some at once, the rest together, one mail a person, board and day."""

from __future__ import annotations

import datetime
import uuid
from collections import defaultdict
from dataclasses import dataclass, field

from django.db import transaction
from django.db.models import Exists, OuterRef

from meetings.exports.letters import subject_of
from meetings.models import Board, MailChoice, Mailing, Notice, Person
from meetings.services.notices import people_with_terms

How = MailChoice.How
Fate = Notice.Fate


@dataclass(frozen=True)
class Post:
    """How mails leave this site: its own address, and from which hour those of the day go."""

    site: str
    hour: int

    @property
    def host(self) -> str:
        return self.site.split("://")[-1].split("/")[0].split(":")[0]


@dataclass
class Readers:
    """Who of a board may be written to today: addresses by person, and what they chose."""

    board: Board
    addresses: dict[int, str]
    choices: dict[tuple[int, str], str]
    had_todays: set[int] = field(default_factory=set)

    def how(self, person: Person, kind: str) -> str:
        if kind in Notice.ALWAYS:
            return How.AT_ONCE
        usual = How.AT_ONCE if kind in Notice.AT_ONCE else How.DAILY
        return self.choices.get((person.pk, kind), usual)


def pack_all(*, post: Post, now: datetime.datetime) -> int:
    """Mails made of whatever waits, on every board; how many."""
    waiting = Notice.objects.to_be_mailed(now).filter(board=OuterRef("pk"))
    boards = Board.objects.filter(Exists(waiting)).order_by("pk")
    return sum(pack(board, post=post, now=now) for board in boards)


@transaction.atomic
def pack(board: Board, *, post: Post, now: datetime.datetime) -> int:
    """One board's mails; how many were made. Two who pack at once take turns.

    Whose term has ended hears no more, who declined a kind gets none of it, and who has no
    address is kept in the list of those that cannot be reached.
    """
    board.wait_for_turn()
    local = now.astimezone(board.zone)
    found = Notice.objects.to_be_mailed(now).filter(board=board).order_by("created_at", "pk")
    notices = list(found.select_related("person__merged_into"))
    readers = _readers(board, local.date())
    at_once: list[list[Notice]] = []
    of_the_day: dict[int, list[Notice]] = defaultdict(list)
    for notice in notices:
        person = notice.person.kept_as
        notice.fate = _fate(notice, person, readers)
        if notice.fate != Fate.WAITING:
            continue
        if readers.how(person, notice.kind) == How.AT_ONCE:
            at_once.append([notice])
        elif local.hour >= post.hour and person.pk not in readers.had_todays:
            of_the_day[person.pk].append(notice)
    made = [_mailing(some, readers, post, now) for some in at_once]
    made += [_mailing(some, readers, post, now, local.date()) for some in of_the_day.values()]
    Mailing.objects.bulk_create(made)
    for mailing, some in zip(made, [*at_once, *of_the_day.values()], strict=True):
        for notice in some:
            notice.mailing, notice.fate = mailing, Fate.MAILED
    Notice.objects.bulk_update(notices, ["mailing", "fate"], batch_size=500)
    return len(made)


def address_of(person: Person) -> str:
    """The account's address, else the person's own; none for an account that is shut."""
    if person.user is None:
        return person.email
    return (person.user.email or person.email) if person.user.is_active else ""


def _readers(board: Board, day: datetime.date) -> Readers:
    here = [person.pk for person in people_with_terms(board, day)]
    people = Person.objects.filter(pk__in=here).select_related("user")
    choices = MailChoice.objects.filter(person__in=here)
    todays = Mailing.objects.filter(person__in=here, day=day)
    return Readers(
        board,
        {person.pk: address_of(person) for person in people},
        {(choice.person_id, choice.kind): choice.how for choice in choices},
        set(todays.values_list("person", flat=True)),
    )


def _fate(notice: Notice, person: Person, readers: Readers) -> Notice.Fate:
    if person.pk not in readers.addresses:
        return Fate.ENDED
    if readers.how(person, notice.kind) == How.NEVER:
        return Fate.DECLINED
    return Fate.WAITING if readers.addresses[person.pk] else Fate.UNREACHABLE


def _mailing(
    notices: list[Notice],
    readers: Readers,
    post: Post,
    now: datetime.datetime,
    day: datetime.date | None = None,
) -> Mailing:
    board, person = readers.board, notices[0].person.kept_as
    return Mailing(
        board=board,
        person=person,
        day=day,
        message_id=f"<{uuid.uuid4()}@{post.host}>",
        subject=subject_of(board, [notice.kind for notice in notices]),
        address=readers.addresses[person.pk],
        created_at=now,
        next_try_at=now,
    )
