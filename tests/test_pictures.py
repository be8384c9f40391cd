"""A year in pictures: who came for each seat, and what became of actions."""

import datetime

from django.urls import reverse
from django.utils import timezone

from meetings.exports.pictures import actions_picture, last_twelve_months, seats_picture
from meetings.models import Attendance, Meeting, Member
from meetings.models.actors import Actor, Standing
from tests import make

TODAY = timezone.localdate()
A_YEAR = (make.A_DAY.replace(month=1), make.A_DAY.replace(month=12))
PAGE = reverse("board_year", args=["harbour"])


def keeper(board):
    return Actor(board, Standing.SECRETARIAT)


def seat_of(board, name="Aster"):
    firm = make.organisation(board, name)
    seat = make.seat(board, firm)
    term = make.member(board, name=f"{name} Delegate", seat=seat, organisation=firm)
    return seat, term


def rows_of(board):
    return seats_picture(keeper(board), *A_YEAR).rows


def test_a_seat_was_there_when_one_of_its_people_was(harbour):
    _seat, term = seat_of(harbour)
    seat_of(harbour, "Brightwater")
    for month, mode in ((3, "present"), (4, "remote"), (5, "apologies"), (6, "absent")):
        of = make.meeting(harbour, make.A_DAY.replace(month=month))
        make.attendance(of, term.person, mode=mode)
    aster, brightwater = rows_of(harbour)
    assert [cell.kind for cell in aster.cells] == ["there", "there", "apologies", "absent"]
    assert (aster.came, aster.excused, aster.missed) == (2, 1, 1)
    assert brightwater.missed == 4


def test_another_delegate_of_the_organisation_is_there_for_its_seat_and_a_guest_is_not(harbour):
    seat, _term = seat_of(harbour)
    for month, capacity in ((3, ""), (4, Attendance.Capacity.GUEST)):
        of = make.meeting(harbour, make.A_DAY.replace(month=month))
        who = make.person(harbour, f"Visitor {month}")
        make.attendance(of, who, seat.organisation, capacity=capacity)
    [row] = rows_of(harbour)
    assert [cell.kind for cell in row.cells] == ["there", "absent"]


def test_a_seat_has_no_marks_before_it_began_and_meetings_without_a_roll_are_left_out(harbour):
    seat, term = seat_of(harbour)
    seat.start_date = make.A_DAY.replace(month=4)
    seat.save(update_fields=["start_date"])
    for month in (3, 4):
        make.attendance(make.meeting(harbour, make.A_DAY.replace(month=month)), term.person)
    make.meeting(harbour, make.A_DAY.replace(month=5))
    [row] = rows_of(harbour)
    assert [cell.meeting.date.month for cell in row.cells] == [4]


def test_each_month_tells_what_was_open_closed_and_slipped(harbour):
    march = make.item(make.meeting(harbour, make.A_DAY))
    may = make.item(make.meeting(harbour, make.A_DAY.replace(month=5)))
    one, two = make.action(march), make.action(march)
    two.state, two.closed_on = "done", make.A_DAY.replace(month=4)
    two.save(update_fields=["state", "closed_on"])
    one.reviews.create(item=may, meeting=may.meeting, line=1, verdict="not_done")
    later = make.action(march, due_on=make.A_DAY.replace(month=9))
    later.reviews.create(item=may, meeting=may.meeting, line=2, verdict="deferred")
    first, last = make.A_DAY.replace(month=2), make.A_DAY.replace(month=5, day=31)
    months = actions_picture(keeper(harbour), first, last).months
    told = [(month.open, month.closed, month.slipped) for month in months]
    assert told == [(0, 0, 0), (3, 0, 0), (2, 1, 0), (2, 0, 1)]


def test_what_an_observer_may_not_read_is_not_in_their_pictures(harbour):
    _seat, term = seat_of(harbour)
    of = make.meeting(harbour, make.A_DAY, Meeting.State.ADJOURNED)
    make.attendance(of, term.person)
    make.action(make.item(of))
    observer = Actor(harbour, Standing.OBSERVER)
    assert seats_picture(observer, *A_YEAR).rows[0].cells == ()
    assert {month.open for month in actions_picture(observer, *A_YEAR).months} == {0}


def test_twelve_months_end_with_this_one():
    for month in range(1, 13):
        first, last = last_twelve_months(datetime.date(2026, month, 28))
        assert (last.year - first.year) * 12 + last.month - first.month == 11
        assert first.day == 1


def test_the_page_draws_and_says_the_same_in_a_table(as_secretary, harbour):
    _seat, term = seat_of(harbour)
    of = make.meeting(harbour, TODAY)
    make.attendance(of, term.person)
    make.action(make.item(of))
    page = as_secretary.get(PAGE).content.decode()
    assert page.count('<svg class="picture" role="img"') == 2
    assert page.count('<rect class="full"') == 1
    assert '<th scope="row">Aster</th><td class="figure">1</td>' in page
    assert 'class="bar-open"' in page


def test_a_board_without_anything_has_a_page_too(as_secretary, harbour):
    assert "The board had no seats in these months." in as_secretary.get(PAGE).content.decode()


def test_a_year_without_a_meeting_is_no_year_of_the_board(as_secretary, harbour):
    make.meeting(harbour, make.A_DAY)
    assert as_secretary.get(PAGE, {"year": "2026"}).status_code == 200
    for year in ("1990", "x", "2026x"):
        assert as_secretary.get(PAGE, {"year": year}).status_code == 400


def test_an_organisations_page_tells_its_standing_history_and_who_represents_it(
    as_secretary, harbour
):
    seat, term = seat_of(harbour)
    row = seat.organisation.affiliations.create(membership_class="full", fee="due")
    row.fee = "paid"
    row.save(update_fields=["fee"])
    make.attendance(make.meeting(harbour, TODAY), term.person)
    page = as_secretary.get(seat.organisation.get_absolute_url()).content.decode()
    for words in ("History: 2 entries", "Aster Delegate", "Aster came to 1 of 1 meetings"):
        assert words in page
    assert Member.objects.filter(seat=seat).count() == 1
