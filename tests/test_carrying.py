"""What is due on an agenda comes by itself: minutes, open actions, unfinished items."""

import datetime

import pytest
from django.urls import reverse

from meetings.models import AgendaItem
from meetings.services.carrying import bring_items, waiting_for
from meetings.services.planning import NotNow
from tests import make
from tests.test_import_plain import MINUTES, store


def on(month, year=2026):
    return datetime.date(year, month, 5)


@pytest.fixture
def last(harbour):
    meeting = make.meeting(harbour, on(3), "adjourned")
    make.item(meeting, "Done", disposition="discussed")
    deferred = make.item(meeting, "Roof", disposition="deferred", planned_minutes=15)
    deferred.presenters.create(name="Ada", person=make.person(harbour, "Ada Low"))
    make.notes(make.item(meeting, "Fees", is_in_camera=True), "- canary\nNOT REACHED")
    return meeting


@pytest.fixture
def ahead(harbour):
    return make.meeting(harbour, on(4), "scheduled")


def titles(meeting):
    return [item.title for item in meeting.items.order_by("position")]


def test_building_an_agenda_begins_with_all_that_is_due(last, ahead, as_secretary):
    make.action(last.items.first())
    page = as_secretary.get(ahead.get_absolute_url()).content.decode()
    assert "Build the agenda" in page
    begin = reverse("agenda_begin", args=["harbour", ahead.key])
    shown = as_secretary.post(begin, {"all": "yes"}, follow=True).content.decode()
    assert titles(ahead) == [
        "Minutes of the meeting of 5 March 2026",
        "Review of open actions",
        "Roof",
        "Fees",
    ]
    assert "deferred on 5 March 2026" in shown
    assert "not reached on 5 March 2026" in shown
    as_secretary.post(begin, {"all": "yes"})
    assert len(titles(ahead)) == 4


def test_a_carried_item_has_title_and_presenters_of_the_old_one_and_no_notes(last, ahead):
    *_first, roof, fees = bring_items(ahead)
    old = last.items.get(title="Roof")
    assert roof.carried_from == old
    assert roof.planned_minutes == 15
    assert [(p.name, p.person_id) for p in roof.presenters.all()] == [
        (p.name, p.person_id) for p in old.presenters.all()
    ]
    assert (fees.notes, fees.revision, fees.disposition, fees.is_in_camera) == ("", 0, "", True)


def test_who_is_out_for_an_item_is_out_for_the_one_it_became(last, ahead, signed_in):
    member = signed_in("member")
    person = last.board.people.get(user__username="member")
    last.items.get(title="Fees").recusals.create(person=person, nature="supplier")
    bring_items(ahead)
    page = member.get(ahead.get_absolute_url()).content.decode()
    assert "Roof" in page
    assert "Fees" not in page


def test_what_is_due_comes_before_new_business(last, ahead):
    make.item(ahead, "New business")
    bring_items(ahead)
    assert titles(ahead)[1:] == ["Roof", "Fees", "New business"]


def test_only_what_was_ticked_is_brought(last, ahead, as_secretary):
    roof = last.items.get(title="Roof")
    begin = reverse("agenda_begin", args=["harbour", ahead.key])
    as_secretary.post(begin, {"bring": [str(roof.pk)]})
    assert titles(ahead) == ["Roof"]
    for bad in ([], ["x", "-1", "999999"]):
        shown = as_secretary.post(begin, {"bring": bad}, follow=True).content.decode()
        assert "Tick what should come" in shown
    assert titles(ahead) == ["Roof"]


def test_each_can_be_dropped_and_then_waits_again(last, ahead, as_secretary):
    bring_items(ahead)
    for item in ahead.items.all():
        as_secretary.post(reverse("agenda_drop", args=["harbour", ahead.key, item.pk]))
    assert [w.title for w in waiting_for(ahead)] == [
        "Minutes of the meeting of 5 March 2026",
        "Roof",
        "Fees",
    ]


def test_approved_minutes_and_closed_actions_are_not_due(last, ahead):
    make.action(last.items.first(), state="done")
    make.action(last.items.first(), is_archived=True)
    last.state = "approved"
    last.save(update_fields=["state"])
    assert [w.title for w in waiting_for(ahead)] == ["Roof", "Fees"]


def test_an_item_is_carried_once(last, ahead, harbour):
    later = make.meeting(harbour, on(5), "scheduled")
    bring_items(ahead)
    assert "Roof" not in [w.title for w in waiting_for(later)]
    assert AgendaItem.objects.filter(title="Roof").count() == 2


def test_nothing_is_carried_back_in_time_or_from_a_meeting_that_still_runs(last, harbour):
    assert waiting_for(make.meeting(harbour, on(2), "scheduled")) == []
    last.state = "in_session"
    last.save(update_fields=["state"])
    assert waiting_for(make.meeting(harbour, on(6), "scheduled")) == []


def test_items_of_an_earlier_meeting_wait_until_they_are_dealt_with(last, harbour):
    make.meeting(harbour, on(4), "adjourned")
    later = make.meeting(harbour, on(5), "scheduled")
    assert [w.title for w in waiting_for(later)][1:] == ["Roof", "Fees"]


def test_an_archives_old_unfinished_items_do_not_wait(harbour):
    store(harbour, MINUTES.replace("4 March 2026", "4 March 2016"))
    AgendaItem.objects.update(disposition="deferred")
    make.meeting(harbour, on(3), "approved")
    assert waiting_for(make.meeting(harbour, on(4), "scheduled")) == []


def test_an_archives_minutes_wait_for_approval_once_they_were_circulated(harbour):
    old = store(harbour, MINUTES.replace("4 March 2026", "4 March 2016"))
    make.meeting(harbour, on(3), "approved")
    make.circulation(old)
    ahead = make.meeting(harbour, on(4), "scheduled")
    assert next(w.title for w in waiting_for(ahead)) == "Minutes of the meeting of 4 March 2016"


def test_another_boards_items_do_not_wait(last, library):
    assert waiting_for(make.meeting(library, on(4), "scheduled")) == []


def test_an_adjourned_meeting_takes_nothing_more(last, harbour):
    later = make.meeting(harbour, on(5), "adjourned")
    with pytest.raises(NotNow, match="minutes now"):
        bring_items(later)


def chain(harbour, length, year=2014):
    """An item deferred at so many monthly meetings, the first in June."""
    item = None
    for number in range(length):
        date = on(6 + number % 7, year + number // 7)
        meeting = make.meeting(harbour, date, "approved")
        item = make.item(meeting, "Roof", carried_from=item, disposition="deferred")
    return item


@pytest.mark.parametrize(
    ("length", "words"),
    [
        (1, "deferred on 5 June 2014"),
        (2, "deferred on 5 July 2014"),
        (3, "third deferral since June 2014"),
        (10, "tenth deferral since June 2014"),
        (12, "12 deferrals since June 2014"),
    ],
)
def test_an_item_says_how_often_it_was_deferred(length, words, harbour, as_secretary):
    chain(harbour, length)
    ahead = make.meeting(harbour, on(1, 2020), "scheduled")
    bring_items(ahead)
    assert words in as_secretary.get(ahead.get_absolute_url()).content.decode()


def test_an_observer_learns_of_no_deferral_from_a_draft(last, ahead, signed_in):
    bring_items(ahead)
    page = signed_in("observer").get(ahead.get_absolute_url()).content.decode()
    assert "Roof" in page
    assert "deferred" not in page
    assert "deferred on" in signed_in("member").get(ahead.get_absolute_url()).content.decode()


def test_old_and_new_item_lead_to_each_other(last, ahead, as_secretary):
    bring_items(ahead)
    new, old = ahead.items.get(title="Roof"), last.items.get(title="Roof")
    there = as_secretary.get(ahead.get_absolute_url()).content.decode()
    back = as_secretary.get(last.get_absolute_url()).content.decode()
    assert f"{last.get_absolute_url()}#{old.anchor()}" in there
    assert f"{ahead.get_absolute_url()}#{new.anchor()}" in back
