"""Reminders: who is told of what, on which day, once; and that an agenda is out."""

import datetime

import pytest
from django.utils import timezone

from meetings.models import Action, Ballot, BallotPhase, Member, Notice, Organisation
from meetings.services.agendas import Planned, add_items, drop_item, publish_agenda
from meetings.services.reminders import write_reminders
from tests import make
from tests.races import together
from tests.test_notices_mails import KIND, reader
from tests.test_written_votes import circular, own

pytestmark = pytest.mark.django_db
DUE = datetime.date(2026, 3, 5)  # a Thursday
A_DAY = datetime.timedelta(days=1)


def noon(day):
    return datetime.datetime.combine(day, datetime.time(12), datetime.UTC)


@pytest.fixture
def ada(harbour):
    return reader(harbour)


@pytest.fixture
def action(harbour, ada):
    item = make.item(make.meeting(harbour, datetime.date(2026, 1, 8)))
    return make.action(item, ada, due_on=DUE, sent_at=timezone.now())


def told_on(*days):
    """The kinds that were told on each of these days, whoever asks twice."""
    found = []
    for day in days:
        last = Notice.objects.order_by("-pk").values_list("pk", flat=True).first() or 0
        write_reminders(now=noon(day))
        write_reminders(now=noon(day) + datetime.timedelta(hours=1))
        found.append(list(Notice.objects.filter(pk__gt=last).values_list("kind", flat=True)))
    return found


def test_an_owner_is_told_a_week_before_on_the_day_when_it_is_late_and_every_monday(action):
    days = [DUE - 8 * A_DAY + n * A_DAY for n in range(30)]
    told = {str(day): kinds for day, kinds in zip(days, told_on(*days), strict=True) if kinds}
    assert told == {
        "2026-02-26": ["action_due_soon"],
        "2026-03-05": ["action_due"],
        "2026-03-06": ["action_late"],
        "2026-03-16": ["action_late"],
        "2026-03-23": ["action_late"],
    }


def test_a_timer_that_was_off_tells_of_a_late_action_once(action):
    assert told_on(DUE + 40 * A_DAY, DUE + 41 * A_DAY) == [["action_late"], []]


def test_another_day_is_reminded_of_anew(action):
    told_on(DUE)
    Action.objects.update(due_on=DUE + 10 * A_DAY)
    assert told_on(DUE + 3 * A_DAY, DUE + 10 * A_DAY) == [["action_due_soon"], ["action_due"]]


@pytest.mark.parametrize(
    "fields",
    [
        {"state": "done"},
        {"state": "cancelled"},
        {"is_archived": True},
        {"sent_at": None},
        {"state": "deferred", "deferred_until": DUE + A_DAY},
    ],
    ids=lambda fields: next(iter(fields)) + str(next(iter(fields.values()))),
)
def test_nobody_is_reminded_of_what_is_not_theirs_to_do_now(fields, action):
    Action.objects.update(**fields)
    assert told_on(DUE) == [[]]


def test_who_is_on_the_board_no_more_is_not_reminded(action, ada):
    ada.memberships.update(end_date=DUE - A_DAY)
    assert told_on(DUE) == [[]]


def test_a_day_is_the_boards(action, harbour):
    harbour.time_zone = "Pacific/Auckland"
    harbour.save(update_fields=["time_zone"])
    evening_before = noon(DUE) - datetime.timedelta(hours=20)
    write_reminders(now=evening_before)
    assert Notice.objects.get().kind == "action_due"


def test_an_organisations_people_are_reminded_of_what_it_owns(harbour):
    seated = make.seated_board("Aster", slug="pier")
    item = make.item(make.meeting(seated))
    action = make.action(item, due_on=DUE, sent_at=timezone.now())
    firm = Organisation.objects.get(name="Aster")
    action.owners.create(name="Aster", organisation=firm)
    write_reminders(now=noon(DUE))
    assert Notice.objects.get().person.name == "Aster Delegate"


def test_what_is_in_camera_is_not_said(harbour, ada):
    item = make.item(make.meeting(harbour), is_in_camera=True)
    make.action(item, ada, text="buy the pier", due_on=DUE, sent_at=timezone.now())
    write_reminders(now=noon(DUE))
    (notice,) = Notice.objects.all()
    assert notice.text == "A-1, due 5 March 2026: an action of an item in camera"


@pytest.mark.django_db(transaction=True)
def test_two_who_write_reminders_at_once_write_each_once(transactional_db):
    board = make.board("harbour")
    item = make.item(make.meeting(board))
    for number in range(5):
        make.action(item, reader(board, f"R {number}"), due_on=DUE, sent_at=timezone.now())
    together(*[lambda: write_reminders(now=noon(DUE))] * 4)
    assert Notice.objects.count() == 5


def a_written_vote(hours, opened_hours_ago=48):
    """A vote in writing that closes in so many hours."""
    now = timezone.now()
    on = make.seated_board("Aster", "Brightwater")
    ballot = circular(on, deadline=now + datetime.timedelta(hours=hours))
    opened = now - datetime.timedelta(hours=opened_hours_ago)
    closing_in(ballot, opened)
    Notice.objects.all().delete()
    return ballot


def closing_in(ballot, opened):
    """The vote was opened then: its row is frozen, so the guards look away."""
    from django.db import connection

    from meetings.models.guards import create_guards, drop_guards

    drop_guards(connection)
    Ballot.objects.filter(pk=ballot.pk).update(opened_at=opened)
    create_guards(connection)
    assert BallotPhase.objects.filter(ballot=ballot).exists()


def test_who_has_not_voted_is_told_a_day_before_the_vote_closes():
    ballot = a_written_vote(hours=20)
    own(ballot, "Aster")
    Notice.objects.all().delete()
    assert write_reminders(now=timezone.now()) == 1
    assert write_reminders(now=timezone.now()) == 0
    notice = Notice.objects.get()
    assert (notice.kind, notice.person.name) == (KIND.BALLOT_CLOSING, "Brightwater Delegate")
    assert "UTC and yours is missing: “That the budget be approved”" in notice.text


@pytest.mark.parametrize(("hours", "ago"), [(30, 48), (20, 1)])
def test_nobody_is_told_too_early_or_right_after_the_opening(hours, ago):
    a_written_vote(hours, opened_hours_ago=ago)
    assert write_reminders(now=timezone.now()) == 0


@pytest.fixture
def planned(harbour, ada):
    """A meeting with an agenda of two items, one of them in camera."""
    meeting = make.planned_meeting(harbour)
    add_items(meeting, [Planned("Budget"), Planned("Lawsuit", is_in_camera=True)])
    return meeting


def published(meeting):
    publish_agenda(meeting, save=make.a_save())
    return Notice.objects.latest("pk").text


def test_everybody_on_the_board_hears_that_an_agenda_is_out(planned):
    Member.objects.create(person=make.person(planned.board, "Olga Orr"), role="observer")
    assert published(planned) == "The agenda of 2 April 2026, 16:00 UTC is out: 2 items."
    assert Notice.objects.filter(kind=KIND.AGENDA_PUBLISHED).count() == 2


def test_and_later_what_changed_without_what_is_in_camera(planned):
    published(planned)
    for item in planned.items.all():
        drop_item(item, save=make.a_save())
    add_items(planned, [Planned("Roof"), Planned("Salaries", is_in_camera=True)])
    assert published(planned) == (
        "The agenda of 2 April 2026, 16:00 UTC has changed: added: “Roof”, an item in camera; "
        "dropped: “Budget”, an item in camera."
    )
