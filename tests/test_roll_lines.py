"""Lines that say who is there become rows, follow the line, and go with it."""

import datetime

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from meetings.models import (
    Attendance,
    Meeting,
    Member,
    Person,
    Presence,
    Statement,
)
from meetings.services.changes import Save
from meetings.services.minutes import edit_notes
from meetings.services.roll import put_on_list
from meetings.services.sessions import take_item
from tests import make

TEN, ELEVEN = datetime.time(10, 21), datetime.time(11, 5)


@pytest.fixture
def room(harbour):
    """A meeting in session; Ada is on the list, Bo is a member of the board, and is not."""
    of = make.meeting(harbour, state=Meeting.State.IN_SESSION)
    firm = make.organisation(harbour)
    make.attendance(of, make.person(harbour, "Ada Low"), firm)
    Member.objects.create(person=make.person(harbour, "Bo Lee"))
    for title in ("Opening", "Budget", "Press"):
        make.item(of, title)
    return of


@pytest.fixture
def write(room):
    """Sets the notes of an item, as a save would."""

    def set_to(text, title="Opening"):
        item = room.items.for_saving().get(title=title)
        save = Save(by=None, at=timezone.now())
        return edit_notes(item, edit=lambda _text: text, save=save)

    return set_to


def listed(room, name):
    return room.attendances.filter(person__name=name).first()


def stays(room, name):
    rows = Presence.objects.filter(attendance__meeting=room, attendance__person__name=name)
    return [
        (s.from_item and s.from_item.title, s.arrived, s.to_item and s.to_item.title, s.left)
        for s in rows
    ]


def codes(saved):
    return [flag["code"] for flag in saved.item.flags]


def test_somebody_of_the_board_is_put_on_the_list_and_goes_with_the_line(room, write):
    write("PRESENT+ Bo Lee (Northwind, remote)")
    row = listed(room, "Bo Lee")
    assert (row.mode, row.organisation.name, row.line) == ("remote", "Northwind", 1)
    write("- nothing")
    assert listed(room, "Bo Lee") is None
    assert Person.objects.filter(name="Bo Lee").exists()


def test_a_guest_with_a_full_name_becomes_a_person_whose_words_are_statements(room, write):
    write("PRESENT+ Fred Moss (Quayside)\nFRED: good morning")
    row = listed(room, "Fred Moss")
    assert (row.capacity, row.organisation, row.organisation_name) == ("guest", None, "Quayside")
    assert Statement.objects.get().person == row.person


def test_a_name_typed_letter_by_letter_is_one_person(room, write):
    text = "PRESENT+ Fred Moss"
    for end in range(len("PRESENT+ F"), len(text) + 1):
        write(text[:end])
    assert Person.objects.filter(name__startswith="F").count() == 1
    write("")
    assert not Person.objects.filter(name__startswith="F").exists()


def test_a_newcomer_who_spoke_stays_a_person_when_the_line_goes(room, write):
    write("PRESENT+ Fred Moss")
    write("FRED: hello", "Budget")
    write("")
    assert Person.objects.filter(name="Fred Moss").exists()
    assert listed(room, "Fred Moss") is None


@pytest.mark.parametrize("line", ["PRESENT+ Fred", "ARRIVED 10:21 Fred Moss", "CHAIR Fred Moss"])
def test_somebody_unknown_is_asked_about(line, room, write):
    assert codes(write(line)) == ["unknown_person"]
    assert room.attendances.count() == 1


def test_a_line_wins_over_the_list_and_gives_it_back(room, write):
    room.attendances.update(is_presiding=True, remark="by train")
    write("REGRETS+ Ada Low")
    row = listed(room, "Ada Low")
    assert (row.mode, row.is_presiding, row.remark) == ("apologies", False, "by train")
    write("")
    row = listed(room, "Ada Low")
    assert (row.mode, row.is_presiding, row.item, row.overruled) == ("present", True, None, {})


def test_the_later_line_wins_over_the_earlier_in_the_order_taken(room, write):
    write("REGRETS+ Ada Low")
    write("PRESENT+ Ada Low (remote)", "Press")
    assert listed(room, "Ada Low").mode == "remote"
    for title in ("Press", "Opening"):
        take_item(room.items.get(title=title), save=Save(by=None, at=timezone.now()))
    assert listed(room, "Ada Low").mode == "apologies"


def test_offices_follow_their_lines(room, write):
    write("CHAIR Bo Lee\nSCRIBE Ada Low")
    assert listed(room, "Bo Lee").is_presiding
    assert listed(room, "Ada Low").is_taking_minutes
    write("SCRIBE Bo Lee")
    bo = listed(room, "Bo Lee")
    assert (bo.is_presiding, bo.is_taking_minutes) == (False, True)
    assert not listed(room, "Ada Low").is_taking_minutes


def test_comings_and_goings_are_stays_from_item_to_item(room, write):
    write("LEFT 10:21 Ada Low")
    write("ARRIVED 11:05 Ada Low\nARRIVED 11:05 Bo Lee", "Press")
    assert stays(room, "Ada Low") == [
        (None, None, "Opening", TEN),
        ("Press", ELEVEN, None, None),
    ]
    assert stays(room, "Bo Lee") == [("Press", ELEVEN, None, None)]
    write("ARRIVED 10:21 Bo Lee", "Press")
    assert stays(room, "Ada Low") == [(None, None, "Opening", TEN)]
    assert stays(room, "Bo Lee") == [("Press", TEN, None, None)]
    write("")
    write("", "Press")
    assert Presence.objects.count() == 0


def test_a_stay_entered_by_hand_is_ended_by_a_line_and_open_again_after_it(room, write):
    listed(room, "Ada Low").presences.create(arrived=TEN)
    write("LEFT 11:05 Ada Low", "Budget")
    assert stays(room, "Ada Low") == [(None, TEN, "Budget", ELEVEN)]
    write("- on", "Budget")
    assert stays(room, "Ada Low") == [(None, TEN, None, None)]


def test_a_hand_correction_is_kept_under_the_line(room, write):
    write("REGRETS+ Ada Low")
    row = listed(room, "Ada Low")
    fields = {
        "person": row.person,
        "name": "Ada Low",
        "organisation_name": "",
        "mode": "remote",
        "capacity": "",
        "is_presiding": False,
        "is_taking_minutes": False,
        "remark": "",
    }
    put_on_list(room, row=row, fields=fields, save=Save(by=None, at=timezone.now()))
    assert listed(room, "Ada Low").mode == "apologies"
    write("")
    assert listed(room, "Ada Low").mode == "remote"


def test_somebody_put_on_the_list_by_a_line_and_then_by_hand_stays(room, write):
    write("PRESENT+ Fred Moss\nARRIVED 10:21 Fred Moss")
    row = listed(room, "Fred Moss")
    fields = {name: getattr(row, name) for name in ("person", "name", "organisation_name", "mode")}
    fields |= {"capacity": "", "is_presiding": False, "is_taking_minutes": False, "remark": ""}
    put_on_list(room, row=row, fields=fields, save=Save(by=None, at=timezone.now()))
    assert stays(room, "Fred Moss") == [("Opening", TEN, None, None)]
    write("")
    assert listed(room, "Fred Moss").mode == "present"
    assert stays(room, "Fred Moss") == []


def test_the_meetings_facts_follow_their_lines(room, write):
    Meeting.objects.update(called_to_order=TEN)
    write("CALLED TO ORDER 10:06\nNEXT MEETING: 18 June 2026 16:00")
    write("ADJOURNED 11:02", "Press")
    room.refresh_from_db()
    assert (room.called_to_order, room.adjourned) == (datetime.time(10, 6), datetime.time(11, 2))
    assert (room.next_date, room.next_time) == (datetime.date(2026, 6, 18), datetime.time(16))
    write("")
    write("", "Press")
    room.refresh_from_db()
    assert (room.called_to_order, room.adjourned, room.next_date) == (TEN, None, None)


# Cost


def test_a_save_without_such_lines_asks_nothing_more(room, write):
    item = room.items.for_saving().get(title="Opening")
    save = Save(by=None, at=timezone.now())
    with CaptureQueriesContext(connection) as captured:
        edit_notes(item, edit=lambda _text: "- a note\n- another", save=save)
    asked = [q["sql"] for q in captured if "SAVEPOINT" not in q["sql"]]
    assert len(asked) == 3  # names, the item, its revision
    assert not any("meetings_presence" in sql or "meetings_proxy" in sql for sql in asked)


def test_attendance_kept_by_hand_alone_is_not_touched(room, write):
    before = Attendance.objects.values().get()
    write("CHAIR Bo Lee")
    write("")
    assert Attendance.objects.values().get() == before
