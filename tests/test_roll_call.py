"""Calling the roll: one page, one form, one press."""

import datetime

import pytest
from django.urls import reverse
from django.utils import timezone

from meetings.models import (
    Attendance,
    Bylaws,
    Meeting,
    Member,
    Person,
    Presence,
    Proxy,
    Representation,
)
from meetings.services.changes import Save
from meetings.services.minutes import edit_notes
from tests import make

TEN = datetime.time(10, 21)


@pytest.fixture
def meeting(harbour):
    """Ada and Cy sit on Northwind's seat, nobody is on the list."""
    of = make.meeting(harbour, state=Meeting.State.IN_SESSION)
    make.item(of, "Opening")
    firm = make.organisation(harbour)
    seat = make.seat(harbour, firm)
    for rank, name in enumerate(("Ada Low", "Cy Fell"), start=1):
        person = make.person(harbour, name)
        Member.objects.create(person=person, seat=seat, organisation=firm, precedence=rank)
    return of


@pytest.fixture
def page(meeting, as_secretary):
    """The page's form, filled in by name."""
    address = reverse("roll_call", args=["harbour", meeting.key])

    class Page:
        def read(self):
            return as_secretary.get(address).content.decode()

        def send(self, **answers):
            data: dict[str, object] = {}
            for name, given in answers.items():
                person = Person.objects.filter(name__startswith=name).first()
                prefix = f"person-{person.pk}" if person else name.replace("_", "-")
                data |= {f"{prefix}-{field}": value for field, value in given.items()}
            return as_secretary.post(address, data)

        def seat(self):
            return f"seat_{meeting.board.seats.get().pk}"

    return Page()


def listed():
    rows = Attendance.objects.order_by("position")
    return [(r.name, r.organisation_name, r.mode) for r in rows]


def test_everybody_of_the_board_is_proposed_and_nobody_is_there_until_it_is_said(page, meeting):
    shown = page.read()
    assert shown.index("Ada Low") < shown.index("Cy Fell")
    assert page.send().status_code == 302
    assert listed() == []


def test_one_press_records_everybody(page, meeting):
    answer = page.send(
        Ada={"mode": "present", "organisation_name": "Northwind", "is_presiding": "on"},
        Cy={"mode": "apologies"},
        new_0={"name": " Fred  Moss ", "mode": "remote", "organisation_name": "Quayside"},
    )
    assert answer.status_code == 302
    assert listed() == [
        ("Ada Low", "Northwind", "present"),
        ("Cy Fell", "", "apologies"),
        ("Fred Moss", "Quayside", "remote"),
    ]
    fred = Attendance.objects.get(name="Fred Moss")
    assert (fred.capacity, fred.organisation.name) == ("guest", "Quayside")
    assert Attendance.objects.get(is_presiding=True).name == "Ada Low"


def test_times_of_coming_and_going_are_a_stay(page):
    page.send(Ada={"mode": "present", "arrived": "10:21", "left": "11:05"})
    stay = Presence.objects.get()
    assert (stay.arrived, stay.left) == (TEN, datetime.time(11, 5))
    page.send(Ada={"mode": "present"})
    assert not Presence.objects.exists()


def test_somebody_not_asked_after_all_is_off_the_list(page):
    page.send(Ada={"mode": "present"})
    page.send(Ada={"mode": ""})
    assert listed() == []


@pytest.mark.parametrize(
    "answer",
    [
        {"mode": "absent", "is_presiding": "on"},
        {"mode": "present", "arrived": "25:00"},
        {"mode": "present", "arrived": "11:00", "left": "10:00"},
        {"mode": "asleep"},
    ],
)
def test_a_roll_that_cannot_be_is_refused_and_what_was_typed_stays(answer, page):
    refused = page.send(Ada=answer, Cy={"mode": "present", "organisation_name": "a canary"})
    assert refused.status_code == 422
    assert "a canary" in refused.content.decode()
    assert listed() == []


def test_what_lines_say_wins_and_the_page_says_where(page, meeting):
    item = meeting.items.for_saving().get()
    save = Save(by=None, at=timezone.now())
    edit_notes(item, edit=lambda _text: "REGRETS+ Ada Low\nLEFT 10:21 Cy Fell", save=save)
    assert "apologies, say the notes of item 1" in page.read()
    page.send(Ada={"mode": "remote"}, Cy={"mode": "present", "left": "11:05"})
    assert dict(Attendance.objects.values_list("name", "mode"))["Ada Low"] == "apologies"
    assert Presence.objects.get().left == TEN
    item = meeting.items.for_saving().get()
    edit_notes(item, edit=lambda _text: "- nothing", save=save)
    assert dict(Attendance.objects.values_list("name", "mode"))["Ada Low"] == "remote"
    assert Presence.objects.get().left == datetime.time(11, 5)


def test_a_proxy_is_offered_only_where_the_bylaws_allow_it(page, harbour):
    assert "Proxy" not in page.read()
    dee = make.member(harbour, name="Dee Arch").person
    page.send(Dee={"mode": "present"}, **{page.seat(): {"holder": dee.pk}})
    assert not Proxy.objects.exists()
    Bylaws.objects.create(
        board=harbour, effective_from=datetime.date(2020, 1, 1), allows_proxies=True
    )
    page.send(Dee={"mode": "present"}, **{page.seat(): {"holder": dee.pk}})
    assert Proxy.objects.get().holder == dee
    page.send(Cy={"mode": "present"}, **{page.seat(): {"holder": ""}})
    assert not Proxy.objects.exists()


def test_who_speaks_for_a_seat_is_overruled_with_a_reason_by_somebody_there(page):
    cy = Person.objects.get(name="Cy Fell")
    voice = {"speaker": cy.pk, "reason": ""}
    assert page.send(Cy={"mode": "present"}, **{page.seat(): voice}).status_code == 422
    voice["reason"] = "Ada asked them to"
    assert page.send(Cy={"mode": "absent"}, **{page.seat(): voice}).status_code == 409
    assert page.send(Cy={"mode": "present"}, **{page.seat(): voice}).status_code == 302
    assert Representation.objects.get().attendance.person == cy
    page.send(Cy={"mode": "present"}, **{page.seat(): {"speaker": ""}})
    assert not Representation.objects.exists()


def test_approved_minutes_keep_their_roll(page):
    Meeting.objects.update(state="approved")
    assert page.send(Ada={"mode": "present"}).status_code == 409
    assert listed() == []
