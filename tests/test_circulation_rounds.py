"""A draft is circulated: what goes out is kept, its readers are told, and changes show."""

import datetime

import pytest
from django.urls import reverse

from meetings.exports.circulation import changes_since, since_circulation
from meetings.models import CirculatedItem, Circulation, Meeting, Notice, Recusal
from meetings.models.actors import Actor, Standing
from meetings.rules.verdict import OutOfOrder
from meetings.services.adjourning import Overtaken
from meetings.services.changes import Frozen
from meetings.services.circulating import circulate, plan_circulation
from meetings.services.minutes import edit_notes
from meetings.services.refusals import Refused
from meetings.services.undecided import undecided
from tests import make

SECRET = "the landlord's price"


@pytest.fixture
def meeting(harbour):
    """Adjourned, one item in the open and one in camera."""
    of = make.meeting(harbour, state=Meeting.State.ADJOURNED)
    make.notes(make.item(of, "Budget"), "- The roof leaks.\n- It rains.")
    make.notes(make.item(of, "Rent", is_in_camera=True), f"- {SECRET}")
    return of


def page(meeting, name="minutes_circulate", *more):
    return reverse(name, args=[meeting.board.slug, meeting.key, *more])


def mark_of(meeting):
    return plan_circulation(meeting, on=make.a_save().at.date()).mark


def rewrite(meeting, title, text):
    item = meeting.items.for_saving().get(title=title)
    edit_notes(item, edit=lambda _now: text, save=make.a_save())


def told(kind="minutes_circulated"):
    return list(Notice.objects.filter(kind=kind).order_by("pk"))


def test_the_page_says_who_will_be_told_and_one_press_tells_them(meeting, signed_in):
    secretary = signed_in("secretary")
    signed_in("observer")
    shown = secretary.get(page(meeting)).content.decode()
    assert "Observer Person" in shown
    assert not told()
    answer = secretary.post(page(meeting), {"mark": mark_of(meeting)})
    assert answer.status_code == 302
    meeting.refresh_from_db()
    assert meeting.state == Meeting.State.CIRCULATED
    assert {notice.person.name for notice in told()} == {"Secretary Person", "Observer Person"}


def test_what_is_said_in_camera_is_in_no_notice(meeting, signed_in):
    signed_in("observer")
    make.circulation(meeting)
    rewrite(meeting, "Rent", "- it went up")
    make.circulation(meeting)
    assert len(told()) == 2
    assert not [notice.text for notice in told() if "Rent" in notice.text or SECRET in notice.text]


def test_observers_read_the_draft_once_it_is_circulated_and_not_before(meeting, signed_in):
    observer = signed_in("observer")
    assert "The roof leaks" not in observer.get(meeting.get_absolute_url()).content.decode()
    assert observer.get(page(meeting, "minutes_text")).status_code == 404
    make.circulation(meeting)
    shown = observer.get(meeting.get_absolute_url()).content.decode()
    assert "The roof leaks" in shown
    assert SECRET not in shown


def test_the_texts_are_kept_as_they_went_out(meeting):
    first = make.circulation(meeting)
    rewrite(meeting, "Budget", "- The roof is tight.")
    kept = CirculatedItem.objects.get(circulation=first, title="Budget")
    assert kept.notes == "- The roof leaks.\n- It rains."
    assert kept.revision == 1


def test_a_second_round_has_its_number_and_says_how_much_changed(meeting, signed_in):
    signed_in("member")
    make.circulation(meeting)
    rewrite(meeting, "Budget", "- The roof is tight.")
    assert make.circulation(meeting).number == 2
    assert told()[-1].text.endswith("circulated again, as number 2. Changed: 1 part.")


def test_what_was_circulated_and_has_not_changed_is_not_circulated_again(meeting, as_secretary):
    make.circulation(meeting)
    answer = as_secretary.post(page(meeting), {"mark": mark_of(meeting)})
    assert answer.status_code == 409
    assert "Nothing has changed since" in answer.content.decode()
    assert Circulation.objects.count() == 1


def test_of_two_presses_of_one_page_one_circulates(meeting, as_secretary):
    mark = mark_of(meeting)
    answers = [as_secretary.post(page(meeting), {"mark": mark}).status_code for _ in "ab"]
    assert answers == [302, 409]
    assert Circulation.objects.count() == 1


def test_a_draft_that_changed_while_somebody_looked_is_looked_at_again(meeting):
    mark = mark_of(meeting)
    rewrite(meeting, "Budget", "- The roof is tight.")
    with pytest.raises(Overtaken):
        circulate(meeting, mark=mark, save=make.a_save())
    assert not Circulation.objects.exists()


@pytest.mark.parametrize("state", ["scheduled", "agenda_published", "in_session"])
def test_minutes_of_a_meeting_that_is_not_over_are_not_circulated(state, meeting, as_secretary):
    Meeting.objects.update(state=state)
    answer = as_secretary.post(page(meeting), {"mark": "x"})
    assert answer.status_code == 409
    assert "once the meeting is adjourned" in answer.content.decode()


def test_approved_minutes_are_not_circulated(meeting, as_secretary):
    Meeting.objects.update(state="approved")
    assert as_secretary.post(page(meeting), {"mark": "x"}).status_code == 409
    assert as_secretary.get(page(meeting)).status_code == 200
    with pytest.raises(Frozen):
        plan_circulation(Meeting.objects.get(), on=make.A_DAY)


def test_an_open_vote_of_the_meeting_stands_in_the_way_and_one_in_writing_does_not(as_secretary):
    ballot = make.ballot(make.seated_board(slug="quay"))
    meeting = ballot.resolution.item.meeting
    Meeting.objects.filter(pk=meeting.pk).update(state="adjourned")
    meeting.refresh_from_db()
    with pytest.raises(OutOfOrder, match="is open"):
        make.circulation(meeting)
    tomorrow = make.a_save().at + datetime.timedelta(days=1)
    ballot.phases.create(number=2, channel="writing", basis="answered", deadline=tomorrow)
    assert undecided(meeting).votes == []
    assert make.circulation(meeting).number == 1


def test_what_is_undecided_is_listed_and_asked_about(meeting, as_secretary):
    make.item(meeting, "Any other business")
    rewrite(meeting, "Budget", "MOTION: That we paint\nACTION: oil the press")
    shown = as_secretary.get(page(meeting)).content.decode()
    for words in ("no result yet of the motion", "Nobody owns this action", "Any other business"):
        assert words in shown
    mark = mark_of(meeting)
    refused = as_secretary.post(page(meeting), {"mark": mark})
    assert refused.status_code == 422
    assert as_secretary.post(page(meeting), {"mark": mark, "anyway": "yes"}).status_code == 302
    with pytest.raises(Refused):
        rewrite(meeting, "Budget", "MOTION: That we plaster")
        circulate(Meeting.objects.get(), mark=mark_of(meeting), save=make.a_save())


def test_a_reader_sees_what_changed_since_item_by_item(meeting, signed_in):
    make.circulation(meeting)
    rewrite(meeting, "Budget", "- The roof leaks badly.\n- It rains.")
    make.notes(make.item(meeting, "Paint"), "- Blue.")
    meeting.items.filter(title="Budget").update(title="Budgets")
    make.attendance(meeting, make.person(meeting.board, "Kit Orr"))
    member = signed_in("member")
    assert "3 parts changed since" in member.get(meeting.get_absolute_url()).content.decode()
    shown = member.get(page(meeting, "minutes_changes")).content.decode()
    for words in ("Kit Orr", "title changed from “Budget”", "<ins> badly</ins>", "Blue."):
        assert words in shown
    assert SECRET not in shown


def test_what_was_in_camera_when_it_was_circulated_is_not_shown_by_what_changed(meeting, signed_in):
    make.circulation(meeting)
    rewrite(meeting, "Rent", "- said in the open")
    meeting.items.filter(title="Rent").update(is_in_camera=False)
    shown = signed_in("observer").get(page(meeting, "minutes_changes")).content.decode()
    assert "said in the open" in shown
    assert SECRET not in shown


def test_a_recused_member_sees_nothing_of_the_item_in_what_changed(meeting, signed_in):
    make.circulation(meeting)
    rewrite(meeting, "Rent", "- it went up")
    member = signed_in("member")
    assert "it went up" in member.get(page(meeting, "minutes_changes")).content.decode()
    person = meeting.board.people.get(name="Member Person")
    Recusal.objects.create(item=meeting.items.get(title="Rent"), person=person)
    shown = member.get(page(meeting, "minutes_changes")).content.decode()
    assert "it went up" not in shown
    assert SECRET not in shown


def test_a_round_that_there_was_not_is_not_found(meeting, as_secretary):
    make.circulation(meeting)
    assert as_secretary.get(page(meeting, "minutes_changes") + "?since=2").status_code == 404
    assert as_secretary.get(page(meeting, "minutes_changes") + "?since=%00").status_code == 404
    assert as_secretary.get(page(meeting, "minutes_changes") + "?since=1").status_code == 200


def test_the_count_on_the_page_is_that_of_the_page_of_changes(meeting):
    last = make.circulation(meeting)
    rewrite(meeting, "Budget", "- The roof is tight.")
    rewrite(meeting, "Rent", "- it went up")
    actor = Actor(meeting.board, Standing.SECRETARIAT)
    found = since_circulation(meeting, actor, list(meeting.items.all()), meeting.attendances.all())
    assert found.count == changes_since(last, actor).count == 2
