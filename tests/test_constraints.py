"""The database keeps the invariants, whoever writes."""

import datetime

import pytest
from django.db import IntegrityError, connection, transaction
from django.db.models import ProtectedError
from django.utils import timezone

from meetings.models import (
    Action,
    ActionOwner,
    ActionReview,
    ActionUpdate,
    Affiliation,
    AgendaItem,
    Attendance,
    Board,
    Bylaws,
    Meeting,
    Member,
    NotesRevision,
    Organisation,
    OrganisationAlias,
    Paper,
    Person,
    PersonAlias,
    Proxy,
    Recusal,
    Representation,
    Resolution,
    Seat,
    User,
)
from tests import make

DAY = datetime.date(2026, 3, 5)


class World:
    """One row of each kind for the refused rows to hang on."""

    def __init__(self, board):
        self.board = board
        self.person = make.person(board)
        self.firm = make.organisation(board)
        self.seat = make.seat(board, self.firm)
        self.meeting = make.meeting(board)
        self.item = make.item(self.meeting)
        self.action = make.action(self.item, self.person)
        self.resolution = make.resolution(self.item, number="R-2026-01")
        self.attendance = make.attendance(self.meeting, self.person)
        self.user = make.user("ada")


REFUSED = {
    "two boards at one address": lambda w: Board.objects.create(name="x", slug=w.board.slug),
    "one e-mail in other case": lambda w: User.objects.create(
        username="b", email="ADA@example.org"
    ),
    "bylaws twice a day": lambda w: [
        Bylaws.objects.create(board=w.board, effective_from=DAY) for _ in "ab"
    ],
    "a fixed quorum without number": lambda w: Bylaws.objects.create(
        board=w.board, effective_from=DAY, quorum_kind="fixed"
    ),
    "a number for a quorum that is not fixed": lambda w: Bylaws.objects.create(
        board=w.board, effective_from=DAY, quorum_number=5
    ),
    "a fixed majority without number": lambda w: Bylaws.objects.create(
        board=w.board, effective_from=DAY, majority_kind="fixed"
    ),
    "a person without name": lambda w: make.person(w.board, ""),
    "a login twice on a board": lambda w: [make.person(w.board, n, user=w.user) for n in "ab"],
    "a person merged into themselves": lambda w: Person.objects.filter(pk=w.person.pk).update(
        merged_into=w.person
    ),
    "an alias twice": lambda w: [
        PersonAlias.objects.create(person=w.person, name=n) for n in ("AL", "al")
    ],
    "an organisation twice": lambda w: Organisation.objects.create(board=w.board, name="NORTHWIND"),
    "an organisation's alias twice": lambda w: [
        OrganisationAlias.objects.create(organisation=w.firm, name="NW") for _ in "ab"
    ],
    "two open affiliations": lambda w: [
        Affiliation.objects.create(organisation=w.firm) for _ in "ab"
    ],
    "an affiliation that ends before it starts": lambda w: Affiliation.objects.create(
        organisation=w.firm, start_date=DAY, end_date=DAY - datetime.timedelta(1)
    ),
    "a seat held by nobody": lambda w: Seat.objects.create(board=w.board, name="x"),
    "a seat held by two": lambda w: Seat.objects.create(
        board=w.board, name="x", person=w.person, organisation=w.firm
    ),
    "two open terms": lambda w: [Member.objects.create(person=w.person) for _ in "ab"],
    "two with one precedence in a seat": lambda w: [
        Member.objects.create(person=make.person(w.board, n), seat=w.seat) for n in "ab"
    ],
    "an open term as seen in minutes": lambda w: Member.objects.create(
        person=w.person, is_from_minutes=True, start_date=DAY
    ),
    "a term with a seat as seen in minutes": lambda w: Member.objects.create(
        person=w.person, seat=w.seat, is_from_minutes=True, start_date=DAY, end_date=DAY
    ),
    "an observer with a seat": lambda w: Member.objects.create(
        person=w.person, seat=w.seat, role="observer"
    ),
    "two meetings with one key": lambda w: Meeting.objects.create(
        board=w.board, key=w.meeting.key, date=DAY
    ),
    "a day without date": lambda w: Meeting.objects.create(board=w.board, key="x"),
    "a month that is not its first day": lambda w: Meeting.objects.create(
        board=w.board, key="x", date=DAY, date_precision="month"
    ),
    "final minutes that were not imported": lambda w: make.meeting(
        w.board, DAY.replace(day=9), is_final_as_recorded=True
    ),
    "two items in one position": lambda w: AgendaItem.objects.create(
        meeting=w.meeting, position=1, title="x"
    ),
    "two agenda templates of one name": lambda w: [
        w.board.agenda_templates.create(name="Usual") for _ in "ab"
    ],
    "an agenda template without name": lambda w: w.board.agenda_templates.create(name=""),
    "two items of a template in one place": lambda w: [
        w.board.agenda_templates.get_or_create(name="Usual")[0].items.create(position=1, title=t)
        for t in "ab"
    ],
    "an item of a template without title": lambda w: w.board.agenda_templates.create(
        name="Usual"
    ).items.create(position=1, title=""),
    "an agenda published twice under one number": lambda w: [
        w.meeting.agenda_versions.create(number=1, published_at=timezone.now(), items=[])
        for _ in "ab"
    ],
    "a published agenda numbered nought": lambda w: w.meeting.agenda_versions.create(
        number=0, published_at=timezone.now(), items=[]
    ),
    "a paper without title": lambda w: make.paper(w.item, ""),
    "an empty paper": lambda w: make.paper(w.item, content=b""),
    "two papers in one place": lambda w: [
        make.paper(w.item),
        Paper.objects.update(position=1),
        make.paper(w.item),
        Paper.objects.update(position=1),
    ],
    "an item without title": lambda w: make.item(w.meeting, ""),
    "an item covered under itself": lambda w: AgendaItem.objects.filter(pk=w.item.pk).update(
        disposition="covered", covered_under=w.item
    ),
    "an item discussed and yet covered elsewhere": lambda w: make.item(
        w.meeting, "x", disposition="discussed", covered_under=w.item
    ),
    "a topic carried over twice": lambda w: [
        make.item(w.meeting, n, carried_from=w.item) for n in "ab"
    ],
    "somebody on the list twice": lambda w: make.attendance(w.meeting, w.person),
    "an absent chair": lambda w: Attendance.objects.filter(pk=w.attendance.pk).update(
        mode="absent", is_presiding=True
    ),
    "two who speak for one seat": lambda w: [
        Representation.objects.create(meeting=w.meeting, seat=w.seat, attendance=w.attendance)
        for _ in "ab"
    ],
    "two proxies of one seat": lambda w: [
        Proxy.objects.create(meeting=w.meeting, seat=w.seat, holder=w.person) for _ in "ab"
    ],
    "a seat recused twice": lambda w: [
        Recusal.objects.create(item=w.item, seat=w.seat, person=make.person(w.board, n), nature="x")
        for n in "ab"
    ],
    "a save with a number taken": lambda w: [
        NotesRevision.objects.create(item=w.item, number=1, saved_at=timezone.now()) for _ in "ab"
    ],
    "an action number taken": lambda w: make.action(w.item, line=9, number=w.action.number),
    "two actions on one line": lambda w: make.action(w.item, line=w.action.line),
    "an open action with a closing day": lambda w: Action.objects.filter(pk=w.action.pk).update(
        closed_on=DAY
    ),
    "superseded by nothing": lambda w: Action.objects.filter(pk=w.action.pk).update(
        state="superseded"
    ),
    "an owner twice": lambda w: ActionOwner.objects.create(
        action=w.action, person=w.person, name="x", position=2
    ),
    "an owner who is two things": lambda w: ActionOwner.objects.create(
        action=w.action, person=make.person(w.board, "x"), organisation=w.firm, name="x", position=2
    ),
    "an action reviewed twice in a meeting": lambda w: [
        ActionReview.objects.create(
            action=w.action, item=w.item, meeting=w.meeting, line=n, verdict="done"
        )
        for n in (1, 2)
    ],
    "a resolution number taken": lambda w: make.resolution(w.item, line=9, number="R-2026-01"),
    "votes for without votes against": lambda w: make.resolution(w.item, line=9, recorded_for=3),
    "a resolution that replaces itself": lambda w: Resolution.objects.filter(
        pk=w.resolution.pk
    ).update(replaces=w.resolution),
}  # fmt: skip


@pytest.mark.parametrize("what", REFUSED)
def test_the_database_refuses(what, harbour):
    world = World(harbour)
    with pytest.raises(IntegrityError), transaction.atomic():
        REFUSED[what](world)
        connection.check_constraints()


@pytest.mark.parametrize("name", ["board", "person", "firm", "seat", "meeting", "item"])
def test_what_the_record_hangs_on_is_not_deleted(name, harbour):
    world = World(harbour)
    make.notes(make.item(world.meeting, "x"), "- a note")
    Member.objects.create(person=world.person, seat=world.seat, organisation=world.firm)
    with pytest.raises(ProtectedError):
        getattr(world, name).delete()


def ledger_entry(world):
    return ActionUpdate.objects.create(
        action=world.action, at=timezone.now(), by=world.person,
        recorded_by=world.user, state="in_progress", remark="begun",
    )  # fmt: skip


def test_action_numbers_are_taken_once_each(harbour):
    assert list(harbour.take_action_numbers(2)) == [1, 2]
    same_board = Board.objects.get(pk=harbour.pk)
    assert list(same_board.take_action_numbers(1)) == [3]


def test_keys_come_from_the_date_and_are_never_given_twice(harbour):
    assert make.meeting(harbour).key == "2026-03-05"
    assert make.meeting(harbour).key == "2026-03-05-2"
    month = {"date": DAY.replace(day=1), "date_precision": "month"}
    assert make.meeting(harbour, **month).key == "2026-03"
    assert make.meeting(harbour, None, date_precision="none").key == "undated-1"
    harbour.former_keys.create(meeting=Meeting.objects.first(), key="2026-04-01")
    assert make.meeting(harbour, datetime.date(2026, 4, 1)).key == "2026-04-01-2"
