"""Lines that speak of seats: proxies and recusals follow them."""

import datetime

import pytest

from meetings.models import (
    Bylaws,
    Member,
    Person,
    Proxy,
    Recusal,
)
from tests import make
from tests.test_roll_lines import codes, room, write

__all__ = ["room", "write"]


@pytest.fixture
def seated(harbour, room):
    """Ada and Cy sit on Northwind's seat, Dee on Quayside's."""
    north, quay = room.attendances.get().organisation, make.organisation(harbour, "Quayside")
    for firm, names in ((north, ("Ada Low", "Cy Fell")), (quay, ("Dee Arch",))):
        seat = make.seat(harbour, firm)
        for rank, name in enumerate(names, start=1):
            person, _new = Person.objects.get_or_create(board=harbour, name=name)
            Member.objects.create(person=person, seat=seat, organisation=firm, precedence=rank)
    return room


def bylaws(board, **fields):
    return Bylaws.objects.create(
        board=board, effective_from=datetime.date(2020, 1, 1), allows_proxies=True, **fields
    )


def test_a_proxy_that_the_bylaws_allow_follows_its_line(harbour, seated, write):
    bylaws(harbour)
    write("PROXY Cy Fell for Ada Low")
    proxy = Proxy.objects.get()
    assert (proxy.holder.name, proxy.seat.name) == ("Cy Fell", "Northwind")
    write("")
    assert not Proxy.objects.exists()


def test_a_proxy_by_hand_is_overruled_and_given_back(harbour, seated, write):
    bylaws(harbour, proxies_across_organisations=True)
    seat = harbour.seats.get(name="Northwind")
    dee, cy = Person.objects.get(name="Dee Arch"), Person.objects.get(name="Cy Fell")
    Proxy.objects.create(meeting=seated, seat=seat, holder=dee)
    write("PROXY Cy Fell for Ada Low")
    assert Proxy.objects.get().holder == cy
    write("")
    assert Proxy.objects.get().holder == dee


@pytest.mark.parametrize(
    ("rules", "line", "code"),
    [
        ({"allows_proxies": False}, "PROXY Cy Fell for Ada Low", "no_proxies"),
        ({}, "PROXY Dee Arch for Ada Low", "other_organisation"),
        ({}, "PROXY Cy Fell for Bo Lee", "no_seat"),
        ({"most_proxies": 0}, "PROXY Cy Fell for Ada Low", "too_many_proxies"),
    ],
)
def test_a_proxy_that_the_bylaws_do_not_allow_is_left_in_the_text_and_asked_about(
    rules, line, code, harbour, seated, write
):
    bylaws(harbour, most_proxies=rules.pop("most_proxies", 1))
    Bylaws.objects.update(**rules)
    saved = write(line)
    assert (codes(saved), saved.text) == ([code], line)
    assert not Proxy.objects.exists()


def test_a_recusal_takes_the_seat_out_of_its_item_as_long_as_the_line_stands(seated, write):
    write("RECUSED Ada Low: supplier", "Budget")
    out = Recusal.objects.get()
    assert (out.item.title, out.seat.name, out.person.name) == ("Budget", "Northwind", "Ada Low")
    write("- a\nRECUSED Ada Low: owns shares\nRECUSED Cy Fell: the same", "Budget")
    rows = [
        (r.person.name, r.seat and r.seat.name, r.nature, r.line) for r in Recusal.objects.all()
    ]
    assert rows == [
        ("Ada Low", "Northwind", "owns shares", 2),
        ("Cy Fell", None, "the same", 3),
    ]
    write("", "Budget")
    assert not Recusal.objects.exists()


def test_a_recusal_by_hand_stands_beside_the_line_and_after_it(seated, write):
    ada, budget = Person.objects.get(name="Ada Low"), seated.items.get(title="Budget")
    budget.recusals.create(person=ada, seat=make_seat(ada), nature="said before")
    write("RECUSED Ada Low: supplier", "Budget")
    write("", "Budget")
    assert Recusal.objects.get().nature == "said before"


def make_seat(person):
    return person.memberships.get().seat
