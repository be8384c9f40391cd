"""People are added, seated, given roles and seen off; every change begins on a day."""

import datetime

import pytest
from django.urls import reverse
from django.utils import timezone

from meetings.models import Member, Person, Seat
from tests import make

TODAY = timezone.localdate()
A_DAY = datetime.timedelta(days=1)
YESTERDAY = TODAY - A_DAY


def address(name, *arguments):
    return reverse(name, args=["harbour", *arguments])


def seated(board, firm_name="Aster", name="Ada Low", **fields):
    firm = make.organisation(board, firm_name)
    seat = make.seat(board, firm)
    start = fields.pop("start_date", make.A_DAY)
    return make.member(board, name=name, seat=seat, organisation=firm, start_date=start, **fields)


@pytest.fixture
def as_administrator(as_secretary):
    Member.objects.filter(person__user__username="secretary").update(is_administrator=True)
    return as_secretary


def test_a_person_is_added_with_their_names_and_address(as_secretary, harbour):
    data = {"name": " Ada  Low ", "email": "ada@example.org", "aliases": "AL\nAdele Low"}
    as_secretary.post(address("person_new"), data)
    person = Person.objects.get(name="Ada Low")
    assert person.email == "ada@example.org"
    assert [alias.name for alias in person.aliases.all()] == ["AL", "Adele Low"]


def test_a_person_sent_twice_is_asked_about_and_not_made_twice(as_secretary, harbour):
    data = {"name": "Ada Low"}
    as_secretary.post(address("person_new"), data)
    again = as_secretary.post(address("person_new"), data)
    assert again.status_code == 422
    assert "There is somebody called “Ada Low” already." in again.content.decode()
    assert Person.objects.filter(name="Ada Low").count() == 1
    as_secretary.post(address("person_new"), data | {"another": "on"})
    assert Person.objects.filter(name="Ada Low").count() == 2


def test_an_address_that_is_somebody_elses_is_refused_with_their_name(as_secretary, harbour):
    make.person(harbour, "Bo Lee", email="bo@example.org")
    answer = as_secretary.post(
        address("person_new"), {"name": "Ada Low", "email": "BO@example.org"}
    )
    assert answer.status_code == 422
    assert "This is the e-mail address of Bo Lee." in answer.content.decode()
    assert 'value="Ada Low"' in answer.content.decode()


def test_an_organisation_is_known_once_by_whatever_name(as_secretary, harbour):
    as_secretary.post(address("organisation_new"), {"name": "Northwind", "aliases": "NW"})
    answer = as_secretary.post(address("organisation_new"), {"name": "nw"})
    assert answer.status_code == 422
    assert "“Northwind” is an organisation of this board." in answer.content.decode()


def test_a_seat_given_to_somebody_is_theirs_from_that_day_on(as_secretary, harbour):
    firm = make.organisation(harbour)
    seat, person = make.seat(harbour, firm), make.person(harbour)
    data = {"role": "member", "seat": seat.pk, "since": "2026-03-05"}
    answer = as_secretary.post(address("member_seat", person.pk), data)
    assert answer.status_code == 302
    term = Member.objects.get(person=person)
    assert (term.organisation, term.seat, term.precedence) == (firm, seat, 1)
    assert term.start_date == make.A_DAY


def test_the_same_place_given_twice_is_one_term(as_secretary, harbour):
    person = make.person(harbour)
    for _time in range(2):
        data = {"role": "observer", "since": "2026-03-05"}
        as_secretary.post(address("member_seat", person.pk), data)
    assert Member.objects.filter(person=person).count() == 1


def test_another_seat_begins_another_term_and_leaves_the_first_as_it_was(as_secretary, harbour):
    term = seated(harbour)
    other = make.seat(harbour, make.organisation(harbour, "Brightwater"))
    data = {"seat": other.pk, "since": TODAY.isoformat()}
    as_secretary.post(address("member_seat", term.person_id), data)
    first, second = Member.objects.filter(person=term.person).order_by("start_date")
    assert (first.seat.name, first.end_date) == ("Aster", YESTERDAY)
    assert (second.seat.name, second.start_date, second.end_date) == ("Brightwater", TODAY, None)


def test_a_place_that_is_taken_is_refused_and_what_was_typed_stays(as_secretary, harbour):
    term = seated(harbour)
    person = make.person(harbour, "Bo Lee")
    data = {"role": "member", "seat": term.seat_id, "precedence": "1", "since": "2026-03-06"}
    answer = as_secretary.post(address("member_seat", person.pk), data)
    assert answer.status_code == 409
    assert "Somebody else has this precedence within the seat." in answer.content.decode()
    assert 'value="2026-03-06"' in answer.content.decode()
    assert not Member.objects.filter(person=person).exists()


def test_an_observer_is_given_no_seat(as_secretary, harbour):
    seat = make.seat(harbour, make.organisation(harbour))
    data = {"role": "observer", "seat": seat.pk, "since": "2026-03-05"}
    answer = as_secretary.post(address("member_seat", make.person(harbour).pk), data)
    assert answer.status_code == 422
    assert "Observers and staff hold no seat." in answer.content.decode()


@pytest.mark.parametrize("role", ["chair", "secretary", "admin", ""])
def test_whoever_keeps_the_people_gives_no_office(role, as_secretary, harbour):
    person = make.person(harbour)
    data = {"role": role, "since": "2026-03-05"}
    assert as_secretary.post(address("member_seat", person.pk), data).status_code == 422
    assert not Member.objects.filter(person=person).exists()


def test_a_role_is_the_administrators_to_change(signed_in, harbour):
    term = seated(harbour)
    data = {"role": "chair", "since": TODAY.isoformat()}
    page = address("member_change_role", term.pk)
    assert signed_in("secretary").post(page, data).status_code == 403
    Member.objects.filter(person__user__username="secretary").update(is_administrator=True)
    assert signed_in("secretary").post(page, data).status_code == 302
    old, new = Member.objects.filter(person=term.person).order_by("start_date")
    assert (old.role, old.end_date, new.role, new.seat) == ("member", YESTERDAY, "chair", old.seat)


def test_the_only_administrator_cannot_give_up_the_mark(as_administrator, harbour):
    own = Member.objects.get(person__user__username="secretary")
    data = {"role": "secretary", "since": TODAY.isoformat()}
    answer = as_administrator.post(address("member_change_role", own.pk), data)
    assert answer.status_code == 409
    assert "only administrator" in answer.content.decode()
    last_day = {"last_day": YESTERDAY.isoformat()}
    assert as_administrator.post(address("member_end", own.pk), last_day).status_code == 409


def test_after_the_last_day_the_board_looks_as_if_it_did_not_exist(signed_in, harbour):
    member, secretary = signed_in("member"), signed_in("secretary")
    term = Member.objects.get(person__user__username="member")
    page = address("member_status")
    assert member.get(page).status_code == 200
    answer = secretary.post(
        address("member_end", term.pk), {"last_day": YESTERDAY.isoformat()}, follow=True
    )
    assert "has its end" in answer.content.decode()
    assert member.get(page).status_code == 404


def test_a_term_ended_today_holds_until_the_day_is_over(signed_in, harbour):
    member, secretary = signed_in("member"), signed_in("secretary")
    term = Member.objects.get(person__user__username="member")
    secretary.post(address("member_end", term.pk), {"last_day": TODAY.isoformat()})
    assert member.get(address("member_status")).status_code == 200


def test_a_term_begun_by_mistake_today_is_taken_back(signed_in, harbour):
    secretary = signed_in("secretary")
    term = seated(harbour, start_date=TODAY)
    secretary.post(address("member_end", term.pk), {"last_day": YESTERDAY.isoformat()})
    assert not Member.objects.filter(pk=term.pk).exists()
    assert Member.history.filter(id=term.pk, history_type="-").exists()


def test_a_term_does_not_end_before_it_began(as_secretary, harbour):
    term = seated(harbour)
    answer = as_secretary.post(address("member_end", term.pk), {"last_day": "2026-03-01"})
    assert answer.status_code == 409
    assert "The term began on 5 March 2026: it cannot end before." in answer.content.decode()


def test_the_term_of_an_office_is_the_administrators_to_end(signed_in, harbour):
    signed_in("chair")
    chair = Member.objects.get(person__user__username="chair")
    data = {"last_day": YESTERDAY.isoformat()}
    assert signed_in("secretary").post(address("member_end", chair.pk), data).status_code == 403
    Member.objects.filter(person__user__username="secretary").update(is_administrator=True)
    assert signed_in("secretary").post(address("member_end", chair.pk), data).status_code == 302


def test_an_open_vote_is_counted_again_when_a_term_ends(as_secretary, harbour):
    for name in ("Aster", "Brightwater", "Calder"):
        seated(harbour, name, f"{name} Delegate")
    ballot = make.ballot(harbour)
    term = Member.objects.get(person__name="Aster Delegate")
    page = address("member_end", term.pk)
    assert "The seat is part of an open vote." in as_secretary.get(page).content.decode()
    answer = as_secretary.post(page, {"last_day": YESTERDAY.isoformat()}, follow=True)
    assert "counted again:" in answer.content.decode()
    assert ballot.seats.count() == 3


def test_two_people_of_a_seat_change_places_from_a_day_on(as_secretary, harbour):
    one = seated(harbour)
    two = make.member(harbour, name="Bo Lee", seat=one.seat, precedence=2, start_date=make.A_DAY)
    data = {
        f"person-{one.person_id}": "2",
        f"person-{two.person_id}": "1",
        "since": TODAY.isoformat(),
    }
    as_secretary.post(address("seat_represent", one.seat_id), data)
    now = Member.objects.filter(seat=one.seat, end_date=None).order_by("precedence")
    assert [term.person.name for term in now] == ["Bo Lee", "Ada Low"]
    before = Member.objects.current(YESTERDAY).filter(seat=one.seat).order_by("precedence")
    assert [term.person.name for term in before] == ["Ada Low", "Bo Lee"]
    as_secretary.post(address("seat_represent", one.seat_id), data)
    assert Member.objects.filter(seat=one.seat).count() == 4


def test_people_who_came_today_change_places_without_another_term(as_secretary, harbour):
    one = seated(harbour, start_date=TODAY)
    two = make.member(harbour, name="Bo Lee", seat=one.seat, precedence=2, start_date=TODAY)
    data = {
        f"person-{one.person_id}": "2",
        f"person-{two.person_id}": "1",
        "since": TODAY.isoformat(),
    }
    as_secretary.post(address("seat_represent", one.seat_id), data)
    now = Member.objects.filter(seat=one.seat).order_by("precedence")
    assert [term.person.name for term in now] == ["Bo Lee", "Ada Low"]


def test_a_seat_is_handed_to_somebody_else(as_secretary, harbour):
    term = seated(harbour)
    successor = make.person(harbour, "Bo Lee")
    data = {
        f"person-{term.person_id}": "",
        "newcomer": successor.pk,
        "newcomer_place": "1",
        "since": TODAY.isoformat(),
    }
    for _time in range(2):
        as_secretary.post(address("seat_represent", term.seat_id), data)
    now = Member.objects.get(seat=term.seat, end_date=None)
    assert (now.person, now.organisation) == (successor, term.organisation)
    stays = Member.objects.get(person=term.person, end_date=None)
    assert stays.seat is None
    assert stays.start_date == TODAY


def test_an_order_that_leaves_out_somebody_who_came_since_is_refused(as_secretary, harbour):
    one = seated(harbour)
    make.member(harbour, name="Bo Lee", seat=one.seat, precedence=2, start_date=make.A_DAY)
    data = {f"person-{one.person_id}": "2", "since": TODAY.isoformat()}
    data |= {"newcomer": make.person(harbour, "Cy Orr").pk, "newcomer_place": "1"}
    answer = as_secretary.post(address("seat_represent", one.seat_id), data)
    assert answer.status_code == 409
    assert "in the meantime" in answer.content.decode()


@pytest.mark.parametrize(
    ("places", "sentence"),
    [
        (("1", "1"), "Two people have one place."),
        (("2", "3"), "Nobody has place 1."),
        (("x", "2"), "Give a whole number from 1 to 99."),
        (("-1", "2"), "Give a whole number from 1 to 99."),
    ],
)
def test_places_that_do_not_fit_are_refused_in_a_sentence(places, sentence, as_secretary, harbour):
    one = seated(harbour)
    two = make.member(harbour, name="Bo Lee", seat=one.seat, precedence=2)
    data = {
        f"person-{one.person_id}": places[0],
        f"person-{two.person_id}": places[1],
        "since": "2026-04-01",
    }
    answer = as_secretary.post(address("seat_represent", one.seat_id), data)
    assert answer.status_code == 422
    assert sentence in answer.content.decode()


def test_a_change_lies_on_the_day_a_term_began_or_later(as_secretary, harbour):
    term = seated(harbour)
    data = {f"person-{term.person_id}": "", "since": "2026-03-01"}
    answer = as_secretary.post(address("seat_represent", term.seat_id), data)
    assert answer.status_code == 409
    assert "term began on 5 March 2026" in answer.content.decode()


def test_a_seat_is_made_once_however_often_it_is_sent(as_secretary, harbour):
    firm = make.organisation(harbour)
    data = {"name": "Northwind", "organisation": firm.pk, "since": "2026-03-05"}
    for _time in range(2):
        assert as_secretary.post(address("seat_new"), data).status_code == 302
    assert Seat.objects.filter(board=harbour).count() == 1
    other = as_secretary.post(address("seat_new"), data | {"since": "2026-04-01"})
    assert other.status_code == 409
    assert "The board has a seat “Northwind” already." in other.content.decode()


def test_a_seat_is_held_by_one_and_not_by_both(as_secretary, harbour):
    data = {"name": "North", "since": "2026-03-05"}
    assert as_secretary.post(address("seat_new"), data).status_code == 422
    firm, person = make.organisation(harbour), make.person(harbour)
    both = data | {"organisation": firm.pk, "person": person.pk}
    assert as_secretary.post(address("seat_new"), both).status_code == 422
    assert not Seat.objects.exists()


def test_when_a_seat_ends_its_people_stay_without_a_vote(as_secretary, harbour):
    term = seated(harbour)
    as_secretary.post(address("seat_end", term.seat_id), {"last_day": YESTERDAY.isoformat()})
    assert Seat.objects.get(pk=term.seat_id).end_date == YESTERDAY
    now = Member.objects.current(TODAY).get(person=term.person)
    assert now.seat is None
    assert Member.objects.current(YESTERDAY).get(person=term.person).seat == term.seat


def test_another_boards_people_and_seats_are_not_there(as_secretary, library):
    term = seated(library)
    for name, pk in (
        ("member_seat", term.person_id),
        ("member_end", term.pk),
        ("seat_represent", term.seat_id),
        ("seat_end", term.seat_id),
        ("affiliation_new", term.organisation_id),
    ):
        assert as_secretary.get(address(name, pk)).status_code == 404


def test_another_boards_seat_cannot_be_given(as_secretary, harbour, library):
    foreign = seated(library)
    person = make.person(harbour)
    data = {"role": "member", "seat": foreign.seat_id, "since": "2026-03-05"}
    assert as_secretary.post(address("member_seat", person.pk), data).status_code == 422
