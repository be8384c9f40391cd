"""Loads the demo boards: invented people, our own words, dates around today."""

from __future__ import annotations

import datetime
import re
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand
from django.db import transaction
from django.utils import timezone

from meetings.importers.reader import read_minutes
from meetings.management.demo_answers import answer_ahead
from meetings.management.demo_comments import circulate_and_comment
from meetings.management.demo_ledger import keep_ledger
from meetings.management.demo_record import MINUTES, approve_in_turn, correct, have_read
from meetings.management.demo_votes import take_votes
from meetings.models import (
    Affiliation,
    AgendaItem,
    Board,
    Bylaws,
    ItemPresenter,
    Meeting,
    Member,
    Organisation,
    Person,
    PersonAlias,
    Seat,
    User,
)
from meetings.services.agendas import publish_agenda
from meetings.services.carrying import bring_items
from meetings.services.changes import Save
from meetings.services.imports import Source, import_minutes
from meetings.services.terms import draw_terms

TEXTS = Path(__file__).resolve().parent.parent / "demo"
PASSWORD = "demo"  # noqa: S105 - public on purpose: the sign-in page shows it
PLACEHOLDER = re.compile(r"\{(day|due) ([+-]?\d+)\}")
UNFINISHED = (AgendaItem.Disposition.DEFERRED, AgendaItem.Disposition.NOT_REACHED)
OBSERVER = "Owen Hale"
FIRST_MEETING = -13
JOINED = {"Quayside": -8, "Sable": -7, "Lumen": -6}
LEFT = {"Vera Holm": -7}
HARBOUR_ACCOUNTS = {
    "chair": ("Ines Maurer", Member.Role.CHAIR),
    "secretary": ("Nora Quist", Member.Role.SECRETARY),
    "member": ("Tomas Lind", Member.Role.MEMBER),
    "observer": (OBSERVER, Member.Role.OBSERVER),
}
LIBRARY_ACCOUNTS = {"outsider": ("Rosa Albers", Member.Role.CHAIR)}
REVIEW = "Actions from last time"
REVIEWS, APPROVALS = AgendaItem.Kind.ACTIONS, AgendaItem.Kind.APPROVAL
NEXT_AGENDA = (
    ("Newcomers' guide", "Hana Sato", 15),
    ("Reader class", "Sven Dahl", 20),
    ("Spring meeting", "Mei Tan", 10),
)


class Command(BaseCommand):
    help = "Load the demo boards harbour and library, unless they are there."

    @transaction.atomic
    def handle(self, *args: Any, **options: Any) -> None:
        if Board.objects.filter(slug="harbour").exists():
            self.stdout.write("The demo boards are there already.")
            return
        now = timezone.now()
        _harbour(now)
        _library(now)
        _operator()
        self.stdout.write("Loaded the demo boards harbour and library.")


def meeting_day(today: datetime.date, months: int) -> datetime.date:
    """The third Thursday, so many months from the last one that has passed."""
    this_month = _third_thursday(today.year, today.month)
    months -= today <= this_month
    count = today.year * 12 + today.month - 1 + months
    return _third_thursday(count // 12, count % 12 + 1)


def _third_thursday(year: int, month: int) -> datetime.date:
    first = datetime.date(year, month, 1)
    return first + datetime.timedelta(days=(3 - first.weekday()) % 7 + 14)


def filled_in(text: str, today: datetime.date) -> str:
    """The text with {day N}, months from the newest meeting, and {due N}, days after its own."""
    first_day = re.search(r"\{day ([+-]?\d+)\}", text)
    own_day = meeting_day(today, int(first_day[1]) if first_day else 0)

    def date_for(match: re.Match[str]) -> str:
        number = int(match[2])
        if match[1] == "day":
            return f"{meeting_day(today, number):%-d %B %Y}"
        return f"{own_day + datetime.timedelta(days=number):%-d %B %Y}"

    return PLACEHOLDER.sub(date_for, text)


def _import_texts(board: Board, now: datetime.datetime) -> list[Meeting]:
    meetings = []
    for path in sorted((TEXTS / board.slug).glob("*.txt")):
        text = filled_in(path.read_text(encoding="utf-8"), now.date())
        meetings.append(
            import_minutes(
                board,
                document=read_minutes(text),
                source=Source(f"{board.slug}-{path.name}", text.encode()),
                save=Save(by=None, at=now),
            )
        )
    _link_carried(meetings)
    Member.objects.filter(person__board=board).delete()  # seats and terms are kept by hand here
    return meetings


def _link_carried(meetings: list[Meeting]) -> None:
    """An item left over and taken up later under its title is one topic."""
    left_over: dict[str, AgendaItem] = {}
    for item in AgendaItem.objects.filter(meeting__in=meetings).order_by(
        "meeting__date", "position"
    ):
        before = left_over.pop(item.title, None)
        if before:
            item.carried_from = before
            item.save(update_fields=["carried_from"])
        if item.disposition in UNFINISHED:
            left_over[item.title] = item


def _account(board: Board, username: str, name: str, role: str) -> Person:
    user = User(username=username, email=f"{username}@example.org", is_demo=True)
    user.set_password(PASSWORD)
    user.save()
    person, _new = Person.objects.get_or_create(board=board, name=name)
    person.user = user
    person.save(update_fields=["user"])
    Member.objects.update_or_create(person=person, defaults={"role": role})
    return person


def _harbour(now: datetime.datetime) -> None:
    board = Board.objects.create(
        name="Harbour Advisory Board", slug="harbour", time_zone="Europe/Oslo"
    )
    meetings = _import_texts(board, now)
    today = now.date()
    since = meeting_day(today, FIRST_MEETING)
    Bylaws.objects.create(
        board=board,
        effective_from=since,
        charter_words=(
            "Five organisations make a quorum. Each has one vote. Who cannot come may give it to "
            "somebody who does; such a vote counts for the result and not for the quorum."
        ),
        allows_proxies=True,
        proxies_across_organisations=True,
        quorum_kind=Bylaws.Quorum.FIXED,
        quorum_number=5,
    )
    for firm in Organisation.objects.filter(board=board).exclude(name="Coastline"):
        joined = meeting_day(today, JOINED.get(firm.name, FIRST_MEETING))
        owes = firm.name == "Aster"
        paid_on = meeting_day(today, -2) + datetime.timedelta(days=len(firm.name))
        Affiliation.objects.create(
            organisation=firm,
            membership_class="start-up" if firm.name in JOINED else "full",
            contract=Affiliation.Contract.SENT if owes else Affiliation.Contract.SIGNED,
            fee=Affiliation.Fee.DUE if owes else Affiliation.Fee.PAID,
            fee_due_on=meeting_day(today, -1),
            fee_paid_on=None if owes else paid_on,
            start_date=joined,
        )
        seat = Seat.objects.create(
            board=board, name=firm.name, organisation=firm, start_date=joined
        )
        _seat_people(firm, seat, joined, today)
    for username, (name, role) in HARBOUR_ACCOUNTS.items():
        _account(board, username, name, role)
    Member.objects.filter(person__user__username="secretary").update(is_administrator=True)
    PersonAlias.objects.create(person=board.people.get(name="Tomas Lind"), name="TL")
    save = Save(by=User.objects.get(username="secretary"), at=now)
    AgendaItem.objects.filter(meeting__in=meetings, title=REVIEW).update(kind=REVIEWS)
    AgendaItem.objects.filter(meeting__in=meetings, title=MINUTES).update(kind=APPROVALS)
    draw_terms(board.people.values_list("pk", flat=True))
    approve_in_turn([*meetings[:-2], meetings[-1]], save)
    in_camera = meetings[-2].items.filter(title="Membership and fees")
    in_camera.update(is_in_camera=True)
    circulate_and_comment(meetings[-2], save)
    correct(meetings[:-2], meetings[-1], save)
    have_read(board, save)
    take_votes(meetings[-1], save)
    keep_ledger(board, save)
    answer_ahead(_plan_next(board, now), save)


def _seat_people(
    firm: Organisation, seat: Seat, since: datetime.date, today: datetime.date
) -> None:
    people = Person.objects.filter(attendances__organisation=firm).distinct()
    voters = people.exclude(name="Ines Maurer").order_by("pk")
    for person in voters.filter(name__in=LEFT):
        end = meeting_day(today, LEFT[person.name])
        Member.objects.create(
            person=person, seat=seat, organisation=firm, start_date=since, end_date=end
        )
    for precedence, person in enumerate(voters.exclude(name__in=LEFT), start=1):
        Member.objects.create(
            person=person,
            seat=seat,
            organisation=firm,
            precedence=precedence,
            start_date=since,
        )
    for chair in people.filter(name="Ines Maurer"):
        Member.objects.create(person=chair, organisation=firm, start_date=since)


def _plan_next(board: Board, now: datetime.datetime) -> Meeting:
    """The next meeting, and the notices that its agenda is out."""
    date = meeting_day(now.date(), 1)
    meeting = Meeting.objects.create(
        board=board,
        key=Meeting.free_key(board, date, "day"),
        date=date,
        start_time=datetime.time(16),
        planned_minutes=60,
        place="Video call",
        state=Meeting.State.AGENDA_PUBLISHED,
    )
    for position, (title, presenter, minutes) in enumerate(NEXT_AGENDA, start=1):
        left_over = AgendaItem.objects.filter(
            meeting__board=board,
            title=title,
            disposition__in=UNFINISHED,
            carried_to__isnull=True,
        ).first()
        item = AgendaItem.objects.create(
            meeting=meeting,
            position=position,
            title=title,
            planned_minutes=minutes,
            carried_from=left_over,
        )
        person = board.people.get(name=presenter)
        ItemPresenter.objects.create(item=item, name=presenter, person=person)
    bring_items(meeting)
    for kind, minutes in (APPROVALS, 5), (REVIEWS, 10):
        meeting.items.filter(kind=kind).update(planned_minutes=minutes)
    publish_agenda(meeting, save=Save(by=None, at=now))
    return meeting


def _library(now: datetime.datetime) -> None:
    board = Board.objects.create(
        name="Library Friends Committee", slug="library", time_zone="Europe/Berlin"
    )
    (meeting,) = _import_texts(board, now)
    since = meeting_day(now.date(), -10)
    Bylaws.objects.create(board=board, effective_from=since)
    for person in Person.objects.filter(board=board):
        seat = Seat.objects.create(board=board, name=person.name, person=person, start_date=since)
        Member.objects.create(person=person, seat=seat, start_date=since)
    for username, (name, role) in LIBRARY_ACCOUNTS.items():
        _account(board, username, name, role)
    meeting.state = Meeting.State.CIRCULATED
    meeting.save(update_fields=["state"])


def _operator() -> None:
    admin = User(
        username="admin",
        email="admin@example.org",
        is_demo=True,
        is_staff=True,
        is_superuser=True,
    )
    admin.set_password(PASSWORD)
    admin.save()
