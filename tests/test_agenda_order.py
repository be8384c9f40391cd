"""The agenda's order while the meeting runs: lines follow their item, and nobody's move is lost."""

import threading
from contextlib import suppress

import pytest
from django.db import connection, transaction
from django.utils import timezone

from meetings.models import AgendaItem
from meetings.services import agendas
from meetings.services.agendas import Planned, add_items, move_item
from meetings.services.changes import Save
from tests import make
from tests.agenda_desk import AgendaDesk, positions, titles
from tests.races import together

SAVE = Save(by=None, at=timezone.now())


@pytest.fixture
def meeting(harbour):
    return make.meeting(harbour, state="in_session")


@pytest.fixture
def desk(as_secretary, meeting):
    return AgendaDesk(as_secretary, meeting)


def test_notes_that_name_an_item_by_its_number_follow_it(desk, meeting):
    first, spare, third = add_items(meeting, [Planned("A"), Planned("B"), Planned("C")])
    make.notes(first, "COVERED UNDER 3")
    desk.post("agenda_move", third.pk, step="up")
    first.refresh_from_db()
    assert (first.notes, first.covered_under) == ("COVERED UNDER 2", third)
    desk.post("agenda_move", third.pk, step="down")
    desk.post("agenda_drop", spare.pk)
    first.refresh_from_db()
    assert (first.notes, first.covered_under) == ("COVERED UNDER 2", third)


@pytest.mark.parametrize("said", ["COVERED UNDER 2: no time", "COVERED UNDER port: no time"])
def test_a_line_that_names_an_item_that_is_dropped_says_which_and_is_asked_about(
    said, desk, meeting
):
    first, second, third = add_items(meeting, [Planned("A"), Planned("port"), Planned("C")])
    make.notes(first, f"- a note\n{said}")
    desk.post("agenda_drop", second.pk)
    first.refresh_from_db()
    third.refresh_from_db()
    assert third.position == 2
    assert first.notes == "- a note\nCOVERED UNDER the dropped item port: no time"
    assert (first.disposition, first.covered_under) == ("covered", None)
    assert [(f["code"], f["subject"]) for f in first.flags] == [
        ("unknown_item", "the dropped item port")
    ]
    assert [r.number for r in first.revisions.all()] == [2, 1]


@pytest.mark.parametrize("title", ['3: the "third"', "x" * 300, "2", "COVERED UNDER 2: b"])
def test_no_title_of_a_dropped_item_means_another_item(title, desk, meeting):
    first, second, _third = add_items(meeting, [Planned("A"), Planned(title), Planned("C")])
    make.notes(first, "COVERED UNDER 2")
    desk.post("agenda_drop", second.pk)
    first.refresh_from_db()
    assert (first.disposition, first.covered_under) == ("covered", None)
    assert first.notes.startswith("COVERED UNDER the dropped item ")


# Races


def two_moves(meeting):
    """Of A, B and C the first goes down while the last goes up."""
    a, _b, c = add_items(meeting, [Planned(name) for name in "ABC"])

    def move(item, by):
        with transaction.atomic():
            fresh = AgendaItem.objects.select_related("meeting__board").get(pk=item.pk)
            move_item(fresh, by=by, save=SAVE)

    answers = together(lambda: move(a, 1), lambda: move(c, -1))
    assert answers == [None, None]
    assert positions(meeting) == [1, 2, 3]
    return "".join(titles(meeting))


@pytest.mark.django_db(transaction=True)
def test_of_two_who_reorder_at_once_neither_move_is_lost(meeting):
    assert two_moves(meeting) in ("BCA", "CAB")


@pytest.mark.django_db(transaction=True)
def test_twin_without_the_lock_loses_a_move_unless_writers_take_turns_anyway(meeting, monkeypatch):
    is_read = threading.Barrier(2)

    def unlocked(meeting):
        order = list(meeting.items.order_by("position").values_list("pk", flat=True))
        with suppress(threading.BrokenBarrierError):  # on SQLite the other cannot come
            is_read.wait(timeout=2)
        return order

    read = agendas.lock_agenda
    monkeypatch.setattr(
        agendas, "lock_agenda", lambda of: unlocked(of) if of.items.exists() else read(of)
    )
    is_lost = two_moves(meeting) in ("BAC", "ACB")
    assert is_lost is (connection.vendor == "postgresql")


@pytest.mark.django_db(transaction=True)
def test_many_who_reorder_at_once_lose_no_item(meeting):
    items = add_items(meeting, [Planned(name) for name in "ABCDEF"])

    def shuffle(item, by):
        for _turn in range(10):
            fresh = AgendaItem.objects.select_related("meeting__board").get(pk=item.pk)
            move_item(fresh, by=by, save=SAVE)

    moves = ((items[0], 1), (items[5], -1), (items[2], 2))
    answers = together(*(lambda item=item, by=by: shuffle(item, by) for item, by in moves))
    assert answers == [None] * 3
    assert sorted(titles(meeting)) == list("ABCDEF")
    assert positions(meeting) == [1, 2, 3, 4, 5, 6]
