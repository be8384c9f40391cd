"""A meeting adjourns once, at the first press; its resolutions get numbers without gaps."""

import datetime
import threading
from contextlib import suppress

import pytest
from django.db import connection, transaction

from meetings.models import Action, Board, Meeting, Resolution
from meetings.services import numbering
from meetings.services.adjourning import (
    Fate,
    adjourn_meeting,
    propose_adjournment,
    proposed,
)
from meetings.services.changes import Save
from meetings.services.numbering import number_resolutions
from tests import make
from tests.agenda_desk import AgendaDesk
from tests.races import together

AT = datetime.datetime(2026, 3, 5, 11, 2, 40, tzinfo=datetime.UTC)
SAVE = Save(by=None, at=AT)
LATER = Save(by=None, at=AT + datetime.timedelta(minutes=20))


@pytest.fixture
def meeting(harbour):
    of = make.meeting(harbour, state=Meeting.State.IN_SESSION)
    for name in ("Ada Low", "Bo Lee"):
        make.attendance(of, make.person(harbour, name))
    make.notes(make.item(of, "Budget"), "- figures\nRESOLVED: Buy a van - carried, no objections")
    make.notes(make.item(of, "Press"), "DEFERRED: no time")
    make.item(of, "Any other business")
    return of


@pytest.fixture
def desk(as_secretary, meeting):
    return AgendaDesk(as_secretary, meeting)


def as_proposed(meeting):
    return {
        item.pk: Fate(proposed(item), item.revision, item.disposition_reason)
        for item in meeting.items.all()
    }


def adjourn(meeting, save=SAVE):
    return adjourn_meeting(
        Meeting.objects.get(pk=meeting.pk), fates=as_proposed(meeting), save=save
    )


def form_of(meeting, **changes):
    data: dict[str, object] = {}
    for item in meeting.items.all():
        data |= {
            f"item-{item.pk}-kind": proposed(item),
            f"item-{item.pk}-reason": item.disposition_reason,
            f"item-{item.pk}-under": "",
            f"item-{item.pk}-revision": item.revision,
        }
    for item in meeting.items.all():
        for name, value in changes.get(item.title.split()[0].lower(), {}).items():
            data[f"item-{item.pk}-{name}"] = value
    return data


def fates(meeting):
    return [(i.title, i.disposition, i.notes) for i in meeting.items.order_by("position")]


def numbers(meeting):
    rows = Resolution.objects.filter(item__meeting=meeting).order_by("item__position", "line")
    return [row.number for row in rows]


def test_a_meeting_adjourns_with_what_was_proposed(desk, meeting):
    page = desk.post("meeting_adjourn_propose").content.decode()
    assert page.count("selected") == 3 + 3  # a kind each, and nothing to be covered under
    answer = desk.post("meeting_adjourn", **form_of(meeting))
    assert answer.status_code == 200
    meeting.refresh_from_db()
    assert meeting.state == "adjourned"
    assert fates(meeting) == [
        ("Budget", "discussed", "- figures\nRESOLVED: Buy a van - carried, no objections"),
        ("Press", "deferred", "DEFERRED: no time"),
        ("Any other business", "not_reached", "NOT REACHED"),
    ]
    assert numbers(meeting) == ["R-2026-01"]


def test_what_is_changed_on_the_page_is_written_into_the_notes(desk, meeting):
    changes = {
        "budget": {"kind": "deferred", "reason": "no quorum"},
        "press": {"kind": "covered", "under": 1, "reason": ""},
        "any": {"kind": "discussed"},
    }
    desk.post("meeting_adjourn", **form_of(meeting, **changes))
    assert [(kind, notes.split("\n")[-1]) for _title, kind, notes in fates(meeting)] == [
        ("deferred", "DEFERRED: no quorum"),
        ("covered", "COVERED UNDER 1"),
        ("discussed", "Discussed."),
    ]


def test_the_time_is_that_of_the_first_press(meeting, harbour):
    harbour.time_zone = "Europe/Oslo"
    harbour.save(update_fields=["time_zone"])
    propose_adjournment(meeting, save=SAVE)
    propose_adjournment(meeting, save=LATER)
    adjourn(meeting, LATER)
    meeting.refresh_from_db()
    assert meeting.adjourned == datetime.time(12, 2)


def test_a_line_that_says_when_wins_over_the_press(meeting):
    make.notes(meeting.items.get(title__startswith="Any"), "ADJOURNED 10:59")
    adjourn(meeting)
    meeting.refresh_from_db()
    assert meeting.adjourned == datetime.time(10, 59)


def test_the_second_adjournment_is_refused_and_changes_nothing(desk, meeting):
    data = form_of(meeting)
    desk.post("meeting_adjourn", **data)
    again = desk.post("meeting_adjourn", **data)
    assert again.status_code == 409
    assert numbers(meeting) == ["R-2026-01"]


def test_notes_written_while_somebody_looked_are_looked_at_again(desk, meeting):
    data = form_of(meeting)
    make.notes(meeting.items.get(title__startswith="Any"), "- we did get there")
    refused = desk.post("meeting_adjourn", **data)
    assert refused.status_code == 409
    assert "changed" in refused.content.decode()
    meeting.refresh_from_db()
    assert meeting.state == "in_session"
    assert fates(meeting)[2] == ("Any other business", "discussed", "- we did get there")


def test_an_item_that_came_up_meanwhile_is_looked_at_first(desk, meeting):
    data = form_of(meeting)
    make.item(meeting, "Late news")
    assert desk.post("meeting_adjourn", **data).status_code == 422
    assert Meeting.objects.get(pk=meeting.pk).state == "in_session"


@pytest.mark.parametrize(
    "change", [{"kind": ""}, {"kind": "x"}, {"kind": "covered"}, {"reason": "x" * 301}]
)
def test_a_disposition_that_says_nothing_is_refused_and_what_was_chosen_stays(
    change, desk, meeting
):
    data = form_of(meeting, budget={"kind": "withdrawn", "reason": "a canary"}, press=change)
    refused = desk.post("meeting_adjourn", **data)
    assert refused.status_code == 422
    assert "a canary" in refused.content.decode()


def test_open_questions_and_motions_without_result_are_listed_with_links(desk, meeting):
    make.notes(meeting.items.get(title__startswith="Any"), "MOTION (Ada): Sell it\nACTION: call")
    page = desk.post("meeting_adjourn_propose").content.decode()
    assert "no result yet of the motion “Sell it”" in page
    assert "draft/?item=3" in page


# Numbers


def test_numbers_go_by_items_and_lines_and_in_camera_has_its_own_series(harbour, meeting):
    make.resolution(make.item(make.meeting(harbour)), number="R-2026-07")
    make.resolution(make.item(make.meeting(harbour)), number="R-2025-30")
    closed = make.item(meeting, "Pay", is_in_camera=True)
    make.notes(closed, "RESOLVED: a - carried\nRESOLVED: b - carried")
    make.notes(meeting.items.get(title__startswith="Any"), "RESOLVED: c - carried")
    adjourn(meeting)
    assert numbers(meeting) == ["R-2026-08", "R-2026-09", "R-2026-C01", "R-2026-C02"]


def test_a_resolution_that_lost_its_line_is_swept_unless_something_hangs_on_it(meeting):
    item = meeting.items.get(title="Press")
    gone = make.resolution(item, text="gone")
    amended = make.resolution(item, text="amended")
    make.resolution(item, text="amendment", amends=amended)
    Resolution.objects.filter(pk__in=[gone.pk, amended.pk]).update(line=None)
    adjourn(meeting)
    assert not Resolution.objects.filter(pk=gone.pk).exists()
    assert Resolution.objects.filter(pk=amended.pk).exists()


# Records whose line went


def test_a_detached_action_or_resolution_is_nowhere_to_be_seen(harbour, meeting, signed_in):
    client = signed_in("secretary")
    item = meeting.items.get(title="Press")
    owner = make.person(harbour, "Cy Fell")
    for kept in (False, True):
        action = make.action(item, owner, text=f"task {kept}", line=50 + kept)
        Action.objects.filter(pk=action.pk).update(line=None, sent_at=AT if kept else None)
    motion = make.resolution(item, text="canary motion", mover=owner)
    Resolution.objects.filter(pk=motion.pk).update(line=None)
    board = "/boards/harbour/"
    for address in (
        f"{board}actions/",
        f"{board}resolutions/",
        owner.get_absolute_url(),
        meeting.get_absolute_url(),
    ):
        page = client.get(address).content.decode()
        assert "task False" not in page
        assert "canary motion" not in page
    assert "task True" in client.get(f"{board}actions/").content.decode()
    assert client.get(board).context["open_count"] == 1
    assert client.get(f"{board}resolutions/draft-{motion.pk}/").status_code == 404


def test_a_detached_action_is_not_on_its_owners_home_page(harbour, meeting, signed_in):
    client = signed_in("member")
    owner = harbour.people.get(user__username="member")
    action = make.action(meeting.items.first(), owner, text="canary")
    assert "canary" in client.get("/").content.decode()
    Action.objects.filter(pk=action.pk).update(line=None)
    assert "canary" not in client.get("/").content.decode()


# Races


@pytest.fixture
def two_meetings(harbour):
    """Two meetings of one board, five resolutions each."""
    found = []
    for day in (5, 6):
        of = make.meeting(harbour, make.A_DAY.replace(day=day), state=Meeting.State.IN_SESSION)
        make.notes(make.item(of), "\n".join(f"RESOLVED: r{n} - carried" for n in range(5)))
        found.append(of)
    return found


@pytest.mark.django_db(transaction=True)
def test_of_two_presses_at_once_one_adjourns_the_meeting(two_meetings):
    meeting = two_meetings[0]
    answers = together(lambda: adjourn(meeting), lambda: adjourn(meeting))
    assert sorted(type(answer).__name__ for answer in answers) == ["NotNow", "int"]
    assert numbers(meeting) == [f"R-2026-0{n}" for n in range(1, 6)]


@pytest.mark.django_db(transaction=True)
def test_two_meetings_numbered_at_once_have_neither_gaps_nor_doubles(two_meetings):
    answers = together(*(lambda of=of: adjourn(of) for of in two_meetings))
    assert answers == [5, 5]
    given = Resolution.objects.values_list("number", flat=True)
    assert sorted(map(str, given)) == [f"R-2026-{n:02d}" for n in range(1, 11)]


@pytest.mark.django_db(transaction=True)
def test_twin_without_the_lock_gives_a_number_twice_unless_writers_take_turns_anyway(
    two_meetings, monkeypatch
):
    monkeypatch.setattr(Board, "wait_for_turn", lambda board: None)
    read, is_read = numbering._taken, threading.Barrier(2)

    def slowly(board, year):
        taken = read(board, year)
        with suppress(threading.BrokenBarrierError):  # on SQLite the other cannot come
            is_read.wait(timeout=2)
        return taken

    monkeypatch.setattr(numbering, "_taken", slowly)

    def number(of):
        with transaction.atomic():
            return number_resolutions(of, year=2026)

    answers = together(*(lambda of=of: number(of) for of in two_meetings))
    is_doubled = "IntegrityError" in [type(answer).__name__ for answer in answers]
    assert is_doubled is (connection.vendor == "postgresql")
