"""The quorum meter: as it stands, and each item in which it is lost or reached."""

import datetime

import pytest
from django.utils import timezone

from meetings.models import AgendaItem, Attendance, Meeting, Presence, Recusal
from meetings.services.halls import hall_of
from meetings.services.minutes import save_notes
from meetings.services.quorum import Meter, Moved, quorum_of
from meetings.services.sessions import take_item
from tests import make

pytestmark = pytest.mark.django_db
FIVE = ("Aster", "Brightwater", "Calder", "Dune", "Ember")
DRAFT = "/boards/harbour/meetings/2026-03-05/"


def quorum(of, at=None):
    of.refresh_from_db()
    return quorum_of(of, hall_of(of, on=make.A_DAY), at=at or timezone.now())


def write(item, text):
    row = AgendaItem.objects.for_saving().get(pk=item.pk)
    save_notes(row, text=text, base=row.revision, save=make.a_save())


def meeting(here=None, items=3, **bylaws):
    of = make.seated_meeting(make.seated_board(*FIVE, **bylaws), "", here)
    for number in range(2, items + 1):
        make.item(of, f"Topic {number}")
    return of, list(of.items.order_by("position"))


def test_seats_are_counted_and_those_that_would_help_are_named():
    of, _items = meeting(FIVE[:2])
    assert quorum(of).meter == Meter(2, 5, 3, ("Calder", "Dune", "Ember"))
    assert quorum(of).meter.short == 1


def test_a_roll_that_was_not_called_is_not_a_lack_of_quorum():
    of, _items = meeting(())
    assert (quorum(of).is_called, quorum(of).meter) == (False, None)


def test_a_board_without_seats_has_no_quorum_to_show():
    of = make.seated_meeting(make.board(), "")
    make.attendance(of, make.person(of.board))
    assert (quorum(of).has_seats, quorum(of).meter) == (False, None)


def test_while_the_meeting_runs_everything_typed_has_happened():
    of, items = meeting(FIVE[:3])
    write(items[2], "LEFT 11:05 Aster Delegate")
    assert quorum(of).meter.there == 2
    Meeting.objects.filter(pk=of.pk).update(state="adjourned")
    assert quorum(of).meter.there == 3


def test_a_time_entered_by_hand_counts_once_it_has_come():
    of, _items = meeting(FIVE[:3])
    row = Attendance.objects.get(name="Aster Delegate")
    Presence.objects.create(attendance=row, left=datetime.time(11, 5))
    day = datetime.datetime(2026, 3, 5, tzinfo=of.board.zone)
    assert quorum(of, day.replace(hour=11, minute=4)).meter.there == 3
    assert quorum(of, day.replace(hour=11, minute=5)).meter.there == 2


def test_the_quorum_is_lost_at_the_end_of_the_item_in_which_somebody_leaves():
    of, items = meeting(FIVE[:3])
    write(items[1], "LEFT 11:05 Aster Delegate")
    turns = quorum(of).turns
    assert set(turns) == {items[1].pk}
    (lost,) = turns[items[1].pk]
    assert (lost.kind, lost.meter.there) == ("lost", 2)
    assert lost.moved == (Moved("Aster", datetime.time(11, 5)),)


def test_the_quorum_is_reached_at_the_item_in_which_somebody_comes():
    of, items = meeting(FIVE[:2])
    write(items[1], "ARRIVED 10:20 Dune Delegate")
    (reached,) = quorum(of).turns[items[1].pk]
    assert (reached.kind, reached.meter.there) == ("reached", 3)
    assert reached.moved == (Moved("Dune", datetime.time(10, 20)),)


def test_a_quorum_is_reached_and_lost_in_the_same_item():
    of, items = meeting(FIVE[:2])
    write(items[0], "ARRIVED 10:20 Dune Delegate\nLEFT 10:40 Dune Delegate")
    kinds = [turn.kind for turn in quorum(of).turns[items[0].pk]]
    assert kinds == ["reached", "lost"]


def test_turns_follow_the_order_in_which_items_were_taken():
    of, items = meeting(FIVE[:3])
    for item in (items[2], items[0], items[1]):
        take_item(item, save=make.a_save())
    write(items[2], "LEFT 10:40 Aster Delegate")
    write(items[1], "ARRIVED 10:50 Aster Delegate")
    kinds = {key: turn.kind for key, (turn,) in quorum(of).turns.items()}
    assert kinds == {items[2].pk: "lost", items[1].pk: "reached"}


def test_recusals_take_the_quorum_from_their_item_alone():
    of, items = meeting(FIVE[:3], quorum_kind="fixed", quorum_number=3)
    seat = of.board.seats.get(name="Aster")
    who = of.board.people.get(name="Aster Delegate")
    Recusal.objects.create(item=items[1], seat=seat, person=who, nature="supplier")
    turns = quorum(of).turns
    assert set(turns) == {items[1].pk}
    assert [(t.kind, t.meter.there) for t in turns[items[1].pk]] == [("recused", 2)]
    assert turns[items[1].pk][0].moved == (Moved("Aster", None),)


def state(client, tag=""):
    headers = {"accept": "application/json", **({"if-none-match": tag} if tag else {})}
    return client.get(f"{DRAFT}state/", headers=headers)


def seat_here(harbour, *names):
    of = make.meeting(harbour, state=Meeting.State.IN_SESSION)
    for name in FIVE:
        firm = make.organisation(harbour, name)
        who = make.member(
            harbour, name=f"{name} Delegate", seat=make.seat(harbour, firm), organisation=firm
        )
        if name in names:
            make.attendance(of, who.person, firm)
    return of, make.item(of)


def test_the_pages_show_the_meter_and_the_turn(harbour, as_secretary):
    _of, item = seat_here(harbour, *FIVE[:3])
    write(item, "LEFT 11:05 Aster Delegate")
    for address in (f"{DRAFT}draft/", DRAFT):
        page = " ".join(as_secretary.get(address).content.decode().split())
        assert "2 of 3 seats: one short" in page
        assert "would help: Aster, Dune, Ember" in page
        assert "Quorum lost here: 2 of 5 seats, 3 needed</span> Aster left at 11:05" in page
    assert "2 of 3 seats: one short" in as_secretary.get(f"{DRAFT}attendance/").content.decode()


def test_who_asks_again_learns_of_a_changed_quorum_and_of_nothing_else(harbour, as_secretary):
    _of, item = seat_here(harbour, *FIVE[:3])
    first = state(as_secretary)
    assert "3 of 5 seats, 3 needed: quorum" in first.json()["quorum"]["html"]
    assert state(as_secretary, first["ETag"]).status_code == 304
    write(item, "LEFT 11:05 Aster Delegate")
    second = state(as_secretary, first["ETag"])
    assert "one short" in second.json()["quorum"]["html"]
    assert "Aster left at 11:05" in second.json()["quorum"]["turns"][str(item.pk)]
    who = harbour.people.get(name="Dune Delegate")
    data = {f"person-{who.pk}-mode": "present"}
    answer = as_secretary.post(f"{DRAFT}attendance/", roll_of(as_secretary, data))
    assert answer.status_code == 302, answer.content.decode()
    third = state(as_secretary, second["ETag"])
    assert "3 of 5 seats, 3 needed: quorum" in third.json()["quorum"]["html"]
    Recusal.objects.create(
        item=item, seat=harbour.seats.get(name="Dune"), person=who, nature="supplier"
    )
    assert state(as_secretary, third["ETag"]).status_code == 200


def roll_of(client, changed):
    """The roll call form as the page holds it, with some fields changed."""
    context = client.get(f"{DRAFT}attendance/").context
    data = {}
    forms = [line.form for line in context["lines"]]
    for form in [*forms, *context["newcomers"], *context["seats"]]:
        for bound in form:
            value = bound.value()
            data[bound.html_name] = "" if value in (None, False) else value
    return data | changed


def test_members_who_take_no_minutes_cost_no_hall(harbour, signed_in):
    seat_here(harbour, *FIVE[:3])
    assert "quorum" not in state(signed_in("member")).json()


def test_a_recorded_quorum_stands_beside_the_computed_one(harbour, as_secretary):
    of, _item = seat_here(harbour, *FIVE[:3])
    Meeting.objects.filter(pk=of.pk).update(
        recorded_quorum="not_met", recorded_quorum_words="two short"
    )
    page = " ".join(as_secretary.get(DRAFT).content.decode().split())
    assert "3 of 5 seats, 3 needed: quorum" in page
    assert "As recorded: no quorum: “two short”" in page
