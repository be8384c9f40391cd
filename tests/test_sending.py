"""Nobody is told anything until somebody sends it; then each is told once, of what is news."""

import datetime
import threading
from contextlib import suppress

import pytest
from django.db import connection

from meetings.models import Action, Board, Meeting, Member, Notice, Person
from meetings.services import sending
from meetings.services.changes import Save
from meetings.services.minutes import edit_notes
from meetings.services.planning import NotNow
from meetings.services.sending import plan_sending, send_out
from tests import make
from tests.agenda_desk import AgendaDesk
from tests.races import together

AT = datetime.datetime(2026, 3, 6, 9, 0, tzinfo=datetime.UTC)
DAY = AT.date()
SAVE = Save(by=None, at=AT)


@pytest.fixture
def meeting(harbour):
    """Adjourned; Ada and Cy sit on Northwind's seat, Dee on Quayside's, on Lumen's nobody."""
    of = make.meeting(harbour, state=Meeting.State.ADJOURNED)
    for called, names in (("Northwind", ("Ada Low", "Cy Fell")), ("Quayside", ("Dee Arch",))):
        firm = make.organisation(harbour, called)
        seat = make.seat(harbour, firm)
        for rank, name in enumerate(names, start=1):
            person = make.person(harbour, name)
            Member.objects.create(person=person, seat=seat, organisation=firm, precedence=rank)
    make.seat(harbour, make.organisation(harbour, "Lumen"))
    make.item(of, "Budget")
    return of


@pytest.fixture
def write(meeting):
    def set_to(text):
        item = meeting.items.for_saving().get(title="Budget")
        return edit_notes(item, edit=lambda _text: text, save=SAVE)

    return set_to


def send(meeting, save=SAVE):
    row = Meeting.objects.select_related("board").get(pk=meeting.pk)
    return send_out(row, mark=plan_sending(row, on=DAY).mark, save=save)


def told():
    return [(n.person.name, n.kind, n.text) for n in Notice.objects.order_by("pk")]


def test_before_the_sending_nobody_is_told_and_the_page_says_who_will_be(
    meeting, write, as_secretary
):
    write("ACTION Ada, Quayside: count the crates by 3 April 2026")
    assert told() == []
    page = AgendaDesk(as_secretary, meeting)
    address = f"{meeting.get_absolute_url()}send/"
    shown = page.client.get(address).content.decode()
    assert shown.index("Ada Low") < shown.index("Dee Arch")
    assert "count the crates" in shown
    assert told() == []
    mark = plan_sending(meeting, on=DAY).mark
    assert page.client.post(address, {"mark": mark}).status_code == 302
    text = "A-1: count the crates by 3 April 2026 (due 3 April 2026)"
    assert told() == [("Ada Low", "action_new", text), ("Dee Arch", "action_new", text)]
    assert Action.objects.get().sent_at
    assert Meeting.objects.get(pk=meeting.pk).sent_at


def test_sent_again_it_tells_only_what_is_new_or_changed(meeting, write):
    write("ACTION Ada: count\nACTION Dee: paint")
    assert send(meeting) == 2
    assert send(meeting) == 0
    write("- above\nACTION Ada Low: count\nACTION Dee: paint the fence\nACTION Cy: row")
    assert send(meeting) == 2
    assert told()[2:] == [
        ("Dee Arch", "action_changed", "A-2: paint the fence"),
        ("Cy Fell", "action_new", "A-3: row"),
    ]
    first = Meeting.objects.get(pk=meeting.pk).sent_at
    assert first == AT


def test_all_fans_out_to_one_who_speaks_for_each_seat_filled_that_day(meeting, write, harbour):
    gone = make.seat(harbour, make.organisation(harbour, "Sable"))
    gone.end_date = make.A_DAY - datetime.timedelta(days=1)
    gone.save(update_fields=["end_date"])
    write("ACTION All: read the report by 3 April 2026")
    assert send(meeting) == 2
    parent = Action.objects.get(line=1)
    parts = Action.objects.filter(part_of=parent).order_by("number")
    owners = [(p.number, p.owners.get().name, str(p.due_on)) for p in parts]
    assert sorted(name for _number, name, _due in owners) == ["Ada Low", "Dee Arch", "Lumen"]
    assert {due for _number, _name, due in owners} == {"2026-04-03"}
    assert {name for name, _kind, _text in told()} == {"Ada Low", "Dee Arch"}
    assert send(meeting) == 0


def test_parts_follow_the_wording_of_what_all_promised(meeting, write):
    write("ACTION All: read the report")
    send(meeting)
    keys = set(Action.objects.values_list("pk", "number"))
    write("- first\nACTION All: read the long report")
    assert send(meeting) == 2
    assert {kind for _name, kind, _text in told()[2:]} == {"action_changed"}
    assert set(Action.objects.values_list("pk", "number")) == keys
    assert set(Action.objects.values_list("text", flat=True)) == {"read the long report"}


def test_parts_are_not_taken_for_lines_that_were_lost(meeting, write):
    write("ACTION All: read the report")
    send(meeting)
    write("ACTION All: read the report\nACTION Lumen: read the report")
    assert Action.objects.filter(part_of__isnull=False).count() == 3
    assert Action.objects.filter(line__isnull=False).count() == 2


def test_the_sweep_deletes_what_nobody_heard_of_and_keeps_what_was_sent(
    meeting, write, as_secretary
):
    write("ACTION Ada: sent")
    send(meeting)
    write("ACTION Ada: sent\nACTION Dee: never mind")
    write("- nothing")
    plan = plan_sending(meeting, on=DAY)
    assert [[a.text for a in rows] for rows in (plan.swept, plan.left)] == [
        ["never mind"],
        ["sent"],
    ]
    send(meeting)
    assert [a.text for a in Action.objects.all()] == ["sent"]
    page = as_secretary.get("/boards/harbour/actions/1/").content.decode()
    assert "No longer in the minutes" in page


def test_an_action_that_somebody_worked_on_is_not_swept(meeting, write, harbour):
    write("ACTION Ada: worked on")
    later = make.item(make.meeting(harbour, make.A_DAY.replace(month=4)))
    later.reviews.create(
        action=Action.objects.get(), meeting=later.meeting, line=1, verdict="in_progress"
    )
    write("")
    send_if = plan_sending(meeting, on=DAY)
    assert (len(send_if.swept), len(send_if.left)) == (0, 1)


def test_what_is_said_in_camera_is_not_in_the_notice(meeting, write):
    meeting.items.update(is_in_camera=True)
    write("ACTION Ada: canary")
    send(meeting)
    assert told() == [("Ada Low", "action_new", "A-1: an action of an item in camera")]


def test_an_owner_outside_is_named_as_nobody_to_tell(meeting, write):
    write("ACTION the harbour master: unlock\nACTION Zed Outer: call")
    untold = plan_sending(meeting, on=DAY).untold
    assert "call" in {due.action.text for due in untold}
    assert send(meeting) == 0


def test_a_merged_owner_is_told_as_the_person_they_are(meeting, write, harbour):
    double = make.person(harbour, "Addie Low", merged_into=Person.objects.get(name="Ada Low"))
    make.action(meeting.items.get(), double, text="count")
    send(meeting)
    assert [name for name, _kind, _text in told()] == ["Ada Low"]


@pytest.mark.parametrize("state", ["scheduled", "in_session"])
def test_nothing_is_sent_before_the_adjournment(state, meeting, write):
    write("ACTION Ada: count")
    Meeting.objects.update(state=state)
    with pytest.raises(NotNow):
        send(meeting)
    assert told() == []


def test_actions_of_an_archive_notify_nobody(harbour, as_secretary):
    from tests.test_import_plain import store

    archive = store(harbour)
    with pytest.raises(NotNow):
        plan_sending(archive, on=DAY)
    page = as_secretary.get(f"{archive.get_absolute_url()}send/").content.decode()
    assert "notify nobody" in page
    assert "meeting_send" not in as_secretary.get(archive.get_absolute_url()).content.decode()


def test_what_changed_while_somebody_looked_is_looked_at_again(meeting, write, as_secretary):
    write("ACTION Ada: count")
    mark = plan_sending(meeting, on=DAY).mark
    write("ACTION Dee: count")
    refused = as_secretary.post(f"{meeting.get_absolute_url()}send/", {"mark": mark})
    assert refused.status_code == 409
    assert "Dee Arch" in refused.content.decode()
    assert told() == []


def sender(meeting, write):
    write("ACTION All: read\nACTION Ada: count")
    mark = plan_sending(meeting, on=DAY).mark

    def act():
        row = Meeting.objects.select_related("board").get(pk=meeting.pk)
        return send_out(row, mark=mark, save=SAVE)

    return act


@pytest.mark.django_db(transaction=True)
def test_two_who_send_at_once_tell_everybody_once(meeting, write):
    act = sender(meeting, write)
    answers = together(act, act)
    assert sorted(type(answer).__name__ for answer in answers) == ["Overtaken", "int"]
    assert Notice.objects.count() == 3
    assert Action.objects.filter(part_of__isnull=False).count() == 3


@pytest.mark.django_db(transaction=True)
def test_twin_without_the_lock_tells_everybody_twice_unless_writers_take_turns_anyway(
    meeting, write, monkeypatch
):
    act = sender(meeting, write)
    monkeypatch.setattr(Board, "wait_for_turn", lambda board: None)
    plan, both_looked = sending.plan_sending, threading.Barrier(2)

    def slowly(meeting, *, on):
        found = plan(meeting, on=on)
        with suppress(threading.BrokenBarrierError):  # on SQLite the other cannot come
            both_looked.wait(timeout=2)
        return found

    monkeypatch.setattr(sending, "plan_sending", slowly)
    together(act, act)
    assert Notice.objects.count() == (6 if connection.vendor == "postgresql" else 3)
