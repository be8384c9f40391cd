"""A meeting runs: it begins once, takes its items in an order, and gains items on the way."""

import datetime

import pytest
from django.urls import reverse

from meetings.models import Action, Meeting
from meetings.services.changes import Save
from meetings.services.planning import NotNow
from meetings.services.sessions import begin_meeting, take_item
from tests import make
from tests.agenda_desk import AgendaDesk, titles
from tests.races import together

AT = datetime.datetime(2026, 3, 5, 9, 7, 40, tzinfo=datetime.UTC)


@pytest.fixture
def meeting(harbour):
    of = make.meeting(harbour, state=Meeting.State.IN_SESSION)
    for name in ("Ada Low", "Bo Lee"):
        make.attendance(of, make.person(harbour, name))
    for title in ("Budget", "Press", "Any other business"):
        make.item(of, title)
    return of


@pytest.fixture
def desk(as_secretary, meeting):
    return AgendaDesk(as_secretary, meeting)


def item_called(meeting, title):
    return meeting.items.get(title=title)


# Begin


@pytest.mark.parametrize("state", ["scheduled", "agenda_published"])
def test_a_meeting_begins_at_the_boards_time_of_the_press(state, harbour):
    harbour.time_zone = "Europe/Oslo"
    harbour.save(update_fields=["time_zone"])
    meeting = make.meeting(harbour, state=state)
    begin_meeting(meeting, save=Save(by=None, at=AT))
    meeting.refresh_from_db()
    assert (meeting.state, meeting.called_to_order) == ("in_session", datetime.time(10, 7))
    assert not meeting.attendances.exists()


def test_the_second_press_of_begin_is_refused_and_changes_no_time(harbour, as_secretary):
    meeting = make.meeting(harbour, state=Meeting.State.SCHEDULED)
    desk = AgendaDesk(as_secretary, meeting)
    assert desk.post("meeting_begin").status_code == 200
    called = Meeting.objects.get(pk=meeting.pk).called_to_order
    again = desk.post("meeting_begin")
    assert again.status_code == 409
    assert "has begun already" in again.content.decode()
    assert Meeting.objects.get(pk=meeting.pk).called_to_order == called


def test_notes_saved_before_the_meeting_do_not_begin_it(harbour, as_secretary):
    meeting = make.meeting(harbour, state=Meeting.State.SCHEDULED)
    item = make.item(meeting)
    AgendaDesk(as_secretary, meeting).post("item_notes", item.pk, text="- early", base=0)
    meeting.refresh_from_db()
    assert (meeting.state, meeting.called_to_order) == ("scheduled", None)


# The item under discussion


def test_items_are_numbered_in_the_order_taken_and_keep_their_first_place(desk, meeting):
    for title in ("Press", "Budget", "Press"):
        desk.post("item_take", item_called(meeting, title).pk)
    taken = dict(meeting.items.values_list("title", "order_taken"))
    assert taken == {"Press": 1, "Budget": 2, "Any other business": None}
    meeting.refresh_from_db()
    assert meeting.current_item.title == "Press"


def test_the_meetings_page_says_which_item_is_under_discussion(desk, meeting, signed_in):
    desk.post("item_take", item_called(meeting, "Press").pk)
    page = signed_in("member").get(meeting.get_absolute_url()).content.decode()
    assert "Now: item 2, Press" in page


def test_an_item_in_camera_under_discussion_is_not_told_to_those_who_do_not_hear_it(
    desk, meeting, signed_in
):
    meeting.items.filter(title="Press").update(is_in_camera=True)
    desk.post("item_take", item_called(meeting, "Press").pk)
    assert "Now:" not in signed_in("observer").get(meeting.get_absolute_url()).content.decode()


def test_no_item_is_taken_before_the_meeting_or_after_it(meeting):
    for state in ("scheduled", "adjourned"):
        Meeting.objects.update(state=state)
        with pytest.raises(NotNow):
            take_item(meeting.items.first(), save=Save(by=None, at=AT))
    assert not meeting.items.exclude(order_taken=None).exists()


# More items


def test_an_item_comes_at_the_end_or_after_the_current_one(desk, meeting):
    desk.post("item_add", title=" Late \n news ")
    answer = desk.post("item_add", title="Loan", after=item_called(meeting, "Budget").pk)
    assert titles(meeting) == ["Budget", "Loan", "Press", "Any other business", "Late news"]
    assert answer.redirect_chain[-1][0].endswith("?item=2")


def test_covered_under_a_number_goes_on_meaning_the_same_item(desk, meeting):
    make.notes(item_called(meeting, "Press"), "COVERED UNDER 3: with the rest")
    desk.post("item_add", title="Loan", after=item_called(meeting, "Budget").pk)
    press = item_called(meeting, "Press")
    assert press.notes == "COVERED UNDER 4: with the rest"
    assert press.covered_under.title == "Any other business"


@pytest.mark.parametrize(
    ("data", "status"),
    [({"title": " "}, 422), ({"title": "x", "after": "999"}, 422), ({"title": "x" * 301}, 422)],
)
def test_an_item_that_cannot_be_added_is_refused_in_a_sentence(data, status, desk, meeting):
    assert desk.post("item_add", **data).status_code == status
    assert meeting.items.count() == 3


def test_no_item_is_added_after_the_meeting(desk, meeting):
    Meeting.objects.update(state="adjourned")
    refused = desk.post("item_add", title="Too late")
    assert refused.status_code == 409
    assert "Too late" in refused.content.decode()


def test_a_split_moves_the_rest_of_the_notes_and_records_stay_who_they_are(desk, meeting):
    budget = make.notes(
        item_called(meeting, "Budget"), "- figures\nACTION Bo: count\n\n- the van\nACTION Ada: sell"
    )
    keys = {a.text: (a.pk, a.number) for a in Action.objects.all()}
    desk.post("item_split", budget.pk, line=4, title="Van", base=1)
    budget.refresh_from_db()
    van = item_called(meeting, "Van")
    assert (budget.notes, van.notes) == (
        "- figures\nACTION Bo: count",
        "- the van\nACTION Ada: sell",
    )
    assert van.position == 2
    assert {a.text: (a.pk, a.number) for a in Action.objects.all()} == keys
    sell = Action.objects.get(text="sell")
    assert (sell.item, sell.line) == (van, 2)


def test_an_item_in_camera_splits_into_two_in_camera(desk, meeting):
    budget = make.notes(item_called(meeting, "Budget"), "- a\n- b")
    meeting.items.filter(pk=budget.pk).update(is_in_camera=True)
    desk.post("item_split", budget.pk, line=2, title="Pay", base=1)
    assert item_called(meeting, "Pay").is_in_camera


@pytest.mark.parametrize(
    ("data", "status"),
    [
        ({"line": 2, "title": "", "base": 1}, 422),
        ({"line": 1, "title": "x", "base": 1}, 422),
        ({"line": "b", "title": "x", "base": 1}, 422),
        ({"line": 2, "title": "x"}, 422),
        ({"line": 9, "title": "x", "base": 1}, 409),
        ({"line": 2, "title": "x", "base": 7}, 409),
        ({"line": 2, "title": "x", "base": 9**30}, 409),
    ],
)
def test_a_split_that_does_not_fit_the_notes_changes_nothing(data, status, desk, meeting):
    budget = make.notes(item_called(meeting, "Budget"), "- a\n- b")
    assert desk.post("item_split", budget.pk, **data).status_code == status
    budget.refresh_from_db()
    assert (budget.notes, meeting.items.count()) == ("- a\n- b", 3)


@pytest.mark.parametrize("name", ["meeting_begin", "item_add", "item_split", "item_take"])
@pytest.mark.parametrize(("who", "status"), [("outsider", 404), ("observer", 403), ("member", 403)])
def test_only_the_secretariat_runs_a_meeting(name, who, status, meeting, signed_in):
    pk = [meeting.items.first().pk] if name in ("item_split", "item_take") else []
    address = reverse(name, args=["harbour", meeting.key, *pk])
    assert signed_in(who).post(address).status_code == status


# Races


def two_presses(meeting):
    later = Save(by=None, at=AT + datetime.timedelta(hours=1))
    return together(
        lambda: begin_meeting(Meeting.objects.get(pk=meeting.pk), save=Save(by=None, at=AT)),
        lambda: begin_meeting(Meeting.objects.get(pk=meeting.pk), save=later),
    )


@pytest.mark.django_db(transaction=True)
def test_of_two_presses_of_begin_one_begins_the_meeting(harbour):
    meeting = make.meeting(harbour, state=Meeting.State.SCHEDULED)
    answers = two_presses(meeting)
    assert sorted(type(a).__name__ for a in answers) == ["NoneType", "NotNow"]


@pytest.mark.django_db(transaction=True)
def test_twin_without_the_condition_both_presses_begin_it(harbour, monkeypatch):
    monkeypatch.setattr(Meeting, "NOT_BEGUN", tuple(Meeting.State))
    assert two_presses(make.meeting(harbour, state=Meeting.State.SCHEDULED)) == [None, None]


@pytest.mark.django_db(transaction=True)
def test_two_who_take_items_at_once_give_them_different_places(harbour):
    meeting = make.meeting(harbour, state=Meeting.State.IN_SESSION)
    items = [make.item(meeting, f"Item {n}") for n in range(4)]
    answers = together(
        *(lambda item=item: take_item(item, save=Save(by=None, at=AT)) for item in items)
    )
    assert answers == [None] * 4
    assert sorted(meeting.items.values_list("order_taken", flat=True)) == [1, 2, 3, 4]
