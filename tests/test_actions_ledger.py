"""Acts between meetings: states, the ledger, parts, and of two who act the second is told."""

import datetime

import pytest

from meetings.models import Action, ActionUpdate, Meeting, Notice
from meetings.models.actors import Actor, Standing
from meetings.models.slips import slips_for
from meetings.notation.lines import Name, NameKind
from meetings.rules.actions import Act
from meetings.rules.verdict import OutOfOrder
from meetings.services import promises
from meetings.services.changes import Save
from meetings.services.handing import FollowsText, Part, change, hand_over, split
from meetings.services.minutes import edit_notes
from meetings.services.planning import Frame, plan_again
from meetings.services.promises import Deed, MovedOn, do, do_all, drop
from meetings.services.refusals import Refused
from meetings.services.sending import plan_sending
from tests import make

AT = datetime.datetime(2026, 6, 10, 9, 0, tzinfo=datetime.UTC)
TODAY = AT.date()


@pytest.fixture
def ada(harbour):
    return make.person(harbour, "Ada Low", user=make.user("ada"))


@pytest.fixture
def bo(harbour):
    return make.person(harbour, "Bo Fig")


@pytest.fixture
def save(ada):
    return Save(by=ada.user, at=AT)


@pytest.fixture
def action(harbour, ada):
    return make.action(make.item(make.meeting(harbour)), ada, due_on=datetime.date(2026, 5, 1))


@pytest.fixture
def deed(ada, save):
    def of(act, on, **more):
        return Deed(act=act, seen=on.seen, by=ada, save=save, **more)

    return of


@pytest.fixture
def parts(action, deed):
    rows = split(action, deed(Act.SPLIT, action), parts=[Part("one"), Part("two")])
    action.refresh_from_db()
    return rows


def fresh(action):
    return Action.objects.get(pk=action.pk)


def state_of(action):
    return fresh(action).state


def named(person):
    return Name(person.name, NameKind.PERSON, person.pk)


def test_a_report_moves_the_action_and_is_one_entry_of_its_ledger(action, deed, ada):
    do(action, deed(Act.FINISH, action, remark="sent", evidence="https://example.org/x"))
    entry = action.updates.get()
    assert (state_of(action), fresh(action).closed_on) == ("done", TODAY)
    assert (entry.act, entry.state, entry.remark, entry.by) == ("finish", "done", "sent", ada)
    assert (entry.evidence, entry.recorded_by) == ("https://example.org/x", ada.user)


def test_of_two_who_report_the_second_is_told_what_changed_and_nothing_is_stored(action, deed):
    seen = deed(Act.FINISH, action, remark="posted it")
    late = deed(Act.START, action, remark="I began")
    do(action, seen)
    with pytest.raises(MovedOn, match=r"Ada Low told of A-1: done .*posted it"):
        do(action, late)
    assert (state_of(action), action.updates.count()) == ("done", 1)


def test_without_the_condition_on_what_was_seen_the_second_would_win(action, deed, monkeypatch):
    late = deed(Act.START, action)
    do(action, deed(Act.REMARK, action, remark="half of it"))
    monkeypatch.setattr(Action, "seen", property(lambda row: late.seen))
    do(action, late)
    assert state_of(action) == "in_progress"


def test_a_remark_of_another_counts_as_something_that_happened(action, deed):
    late = deed(Act.REMARK, action, remark="b")
    do(action, deed(Act.REMARK, action, remark="a"))
    with pytest.raises(MovedOn):
        do(action, late)


def test_what_a_meeting_found_since_is_told_too(action, deed, harbour):
    late = deed(Act.START, action)
    item = make.item(make.meeting(harbour, TODAY, "in_session"))
    make.notes(item, "A-1 done")
    with pytest.raises(MovedOn, match="A meeting found A-1 done"):
        do(action, late)


@pytest.mark.parametrize("act", [Act.CANCEL, Act.DEFER])
def test_some_acts_need_a_reason(act, action, deed):
    with pytest.raises(Refused, match="Say why"):
        do(action, deed(act, action, remark="  ", until=TODAY.replace(day=30)))
    assert not action.updates.exists()


@pytest.mark.parametrize("until", [None, TODAY, TODAY.replace(day=1)])
def test_something_is_deferred_until_a_day_to_come(until, action, deed):
    with pytest.raises(Refused):
        do(action, deed(Act.DEFER, action, remark="ice", until=until))


def test_what_is_deferred_until_a_day_is_open_again_on_it(action, deed):
    day = datetime.date(2026, 7, 1)
    do(action, deed(Act.DEFER, action, remark="ice", until=day))
    row = fresh(action)
    assert (row.state, row.deferred_until) == ("deferred", day)
    before = day - datetime.timedelta(1)
    assert (row.state_on(before), row.state_on(day)) == ("deferred", "open")
    rows = Action.objects
    assert list(rows.in_state("deferred", before)) == list(rows.in_state("open", day)) == [row]
    assert not rows.in_state("deferred", day)
    assert not rows.in_state("open", before)


def test_what_is_deferred_to_a_meeting_follows_its_date(action, deed, harbour):
    ahead = make.planned_meeting(harbour, datetime.date(2026, 7, 2))
    do(action, deed(Act.DEFER, action, remark="ice", to=ahead))
    plan_again(ahead, save=make.a_save(), frame=Frame(datetime.date(2026, 7, 9)))
    assert fresh(action).deferred_until == datetime.date(2026, 7, 9)


def test_opening_again_forgets_the_closing_day(action, deed):
    do(action, deed(Act.CANCEL, action, remark="no ship"))
    do(action, deed(Act.REOPEN, fresh(action), remark="a ship"))
    row = fresh(action)
    assert (row.state, row.closed_on) == ("open", None)
    assert [u.act for u in action.updates.order_by("pk")] == ["cancel", "reopen"]


def test_many_reports_are_stored_together_or_not_at_all(action, deed, harbour, ada):
    other = make.action(make.item(make.meeting(harbour)), ada)
    stale = deed(Act.START, other)
    do(other, deed(Act.REMARK, other, remark="x"))
    refused = do_all([(action, deed(Act.FINISH, action)), (other, stale)])
    assert list(refused) == [other.pk]
    assert state_of(action) == "open"
    again = [(action, deed(Act.FINISH, action)), (other, deed(Act.START, fresh(other)))]
    assert do_all(again) == {}
    assert (state_of(action), state_of(other)) == ("done", "in_progress")


def test_another_action_takes_its_place_but_not_a_closed_one_or_its_own_part(
    action, deed, parts, harbour
):
    other = make.action(make.item(make.meeting(harbour)))
    closed = make.action(make.item(make.meeting(harbour)), state="done")
    for wrong in (closed, parts[0], action):
        with pytest.raises(OutOfOrder):
            drop(action, deed(Act.SUPERSEDE, action), by_action=wrong)
    drop(action, deed(Act.SUPERSEDE, action), by_action=other)
    for row in (action, *parts):
        assert (state_of(row), fresh(row).superseded_by) == ("superseded", other)


def test_parts_have_numbers_owners_and_days_of_their_own(action, deed, bo):
    due = datetime.date(2026, 7, 7)
    rows = split(
        action, deed(Act.SPLIT, action), parts=[Part("one"), Part("two", (named(bo),), due)]
    )
    found = [(r.number, r.text, r.due_on, r.owners.get().name) for r in rows]
    assert found == [(2, "one", action.due_on, "Ada Low"), (3, "two", due, "Bo Fig")]
    assert [(n.person, n.kind) for n in Notice.objects.all()] == [(bo, "action_new")]


def test_a_whole_is_not_done_before_its_parts_and_then_by_itself(action, deed, parts):
    with pytest.raises(OutOfOrder, match="A-2, A-3 are open"):
        do(action, deed(Act.FINISH, action))
    do(parts[0], deed(Act.FINISH, parts[0]))
    assert state_of(action) == "open"
    do(parts[1], deed(Act.CANCEL, parts[1], remark="not needed"))
    assert (state_of(action), fresh(action).closed_on) == ("done", TODAY)
    assert action.updates.first().remark == "All its parts are closed."
    do(parts[0], deed(Act.REOPEN, fresh(parts[0]), remark="it broke"))
    assert (state_of(action), fresh(action).closed_on) == ("open", None)


def test_a_whole_whose_parts_were_all_dropped_waits_for_somebody_to_say(action, deed, parts):
    for part in parts:
        do(part, deed(Act.CANCEL, part, remark="no"))
    assert state_of(action) == "open"
    do(action, deed(Act.FINISH, fresh(action)))
    assert state_of(action) == "done"


def test_cancelling_a_whole_cancels_what_is_open_of_it(action, deed, parts):
    do(parts[0], deed(Act.FINISH, parts[0]))
    drop(action, deed(Act.CANCEL, fresh(action), remark="ship sold"))
    assert [state_of(row) for row in (action, *parts)] == ["cancelled", "done", "cancelled"]


def test_a_part_is_not_split_again(parts, deed):
    with pytest.raises(OutOfOrder, match="A-2 is a part itself"):
        split(parts[0], deed(Act.SPLIT, parts[0]), parts=[Part("x")])


def test_in_the_minutes_a_whole_follows_its_parts_there_and_back(action, parts, harbour):
    item = make.item(make.meeting(harbour, TODAY, "in_session"))
    make.notes(item, "A-1 done\nA-2 done")
    assert [state_of(row) for row in (action, *parts)] == ["open", "done", "open"]
    rewrite(item, "A-2 done\nA-3 done")
    assert [state_of(row) for row in (action, *parts)] == ["done", "done", "done"]
    rewrite(item, "A-2 done")
    assert [state_of(row) for row in (action, *parts)] == ["open", "done", "open"]


def rewrite(item, text):
    row = type(item).objects.for_saving().get(pk=item.pk)
    edit_notes(row, edit=lambda _text: text, save=make.a_save())


def test_a_meeting_defers_until_the_day_it_names(action, harbour):
    item = make.item(make.meeting(harbour, TODAY, "in_session"))
    make.notes(item, "A-1 deferred to September")
    assert fresh(action).deferred_until == datetime.date(2026, 9, 1)
    rewrite(item, "")
    assert (state_of(action), fresh(action).deferred_until) == ("open", None)


def test_handing_over_keeps_the_number_tells_the_new_owner_and_stands_in_the_ledger(
    action, deed, bo
):
    do(action, deed(Act.START, action))
    hand_over(action, deed(Act.HAND_OVER, fresh(action), remark="moved"), owners=[named(bo)])
    row = fresh(action)
    assert (row.number, row.state, row.owners.get().person) == (1, "open", bo)
    entry = action.updates.first()
    assert (entry.owners_before, entry.owners_after) == ("Ada Low", "Bo Fig")
    notice = Notice.objects.get()
    assert (notice.person, notice.kind) == (bo, "action_handed")
    assert notice.text == "A-1: send the figures (due 1 May 2026)"


def test_what_was_handed_over_in_camera_is_not_told(harbour, deed, ada, bo):
    item = make.item(make.meeting(harbour), is_in_camera=True)
    secret = make.action(item, ada, text="canary")
    hand_over(secret, deed(Act.HAND_OVER, secret), owners=[named(bo)])
    assert "canary" not in Notice.objects.get().text


def test_actions_of_an_archive_notify_nobody(harbour, deed, ada, bo):
    old = make.action(make.item(make.meeting(harbour)), ada, is_archived=True)
    hand_over(old, deed(Act.HAND_OVER, old), owners=[named(bo)])
    assert not Notice.objects.exists()


@pytest.mark.parametrize("state", ["in_session", "adjourned", "circulated"])
def test_while_the_minutes_are_a_draft_their_line_says_who_and_when(state, harbour, deed, ada, bo):
    drafted = make.action(make.item(make.meeting(harbour, state=state)), ada)
    with pytest.raises(FollowsText):
        hand_over(drafted, deed(Act.HAND_OVER, drafted), owners=[named(bo)])
    with pytest.raises(FollowsText):
        change(drafted, deed(Act.CHANGE, drafted), text="x", due=None)
    assert not ActionUpdate.objects.exists()


def test_after_approval_day_and_wording_change_and_both_stand_in_the_ledger(action, deed, bo):
    due = datetime.date(2026, 8, 1)
    change(action, deed(Act.CHANGE, action), text="send all figures", due=due)
    row, entry = fresh(action), action.updates.get()
    assert (row.text, row.due_on) == ("send all figures", due)
    assert (entry.text_before, entry.text_after) == ("send the figures", "send all figures")
    assert (entry.due_before, entry.due_after) == (action.due_on, due)
    with pytest.raises(OutOfOrder, match="says so already"):
        change(row, deed(Act.CHANGE, row), text=row.text, due=row.due_on)


def test_parts_that_said_the_same_go_along_with_a_change(action, deed, parts):
    do(parts[1], deed(Act.FINISH, parts[1]))
    due = datetime.date(2026, 8, 1)
    change(action, deed(Act.CHANGE, fresh(action)), text=action.text, due=due)
    assert [fresh(part).due_on for part in parts] == [due, action.due_on]


def test_a_later_sending_tells_nobody_again_what_the_change_has_told(harbour, deed, ada, bo):
    meeting = make.meeting(harbour)
    known = make.action(make.item(meeting), bo, sent_at=AT)
    change(known, deed(Act.CHANGE, known), text="other words", due=None)
    assert [(n.person, n.kind) for n in Notice.objects.all()] == [(bo, "action_changed")]
    row = Meeting.objects.select_related("board").get(pk=meeting.pk)
    assert plan_sending(row, on=TODAY).dues == []


def reviewed(action, on, verdict, harbour, **fields):
    item = make.item(make.meeting(harbour, on, **fields))
    action.reviews.create(item=item, meeting=item.meeting, line=1, verdict=verdict)


def test_slips_are_counted_by_the_due_date_that_each_meeting_knew(action, deed, harbour):
    actor = Actor(harbour, Standing.SECRETARIAT)
    for month, verdict in ((4, "not_done"), (5, "not_done"), (6, "deferred")):
        reviewed(action, datetime.date(2026, month, 9), verdict, harbour)
    later = datetime.date(2026, 8, 1)
    change(action, deed(Act.CHANGE, action), text=action.text, due=later)
    reviewed(action, datetime.date(2026, 7, 9), "not_done", harbour)
    reviewed(action, datetime.date(2026, 9, 9), "in_progress", harbour)
    reviewed(action, None, "deferred", harbour, date_precision="none")
    assert Action.objects.annotate(slips=slips_for(actor)).get(pk=action.pk).slips == 3


def test_slips_in_camera_are_not_counted_for_an_observer(action, harbour):
    item = make.item(make.meeting(harbour, TODAY), is_in_camera=True)
    action.reviews.create(item=item, meeting=item.meeting, line=1, verdict="not_done")
    for standing, count in ((Standing.OBSERVER, 0), (Standing.SECRETARIAT, 1)):
        slips = slips_for(Actor(harbour, standing))
        assert Action.objects.annotate(slips=slips).get(pk=action.pk).slips == count


def test_a_guard_that_is_gone_lets_a_second_write_through(action, deed, monkeypatch):
    """The database, not only the look before, refuses: the row is changed in between."""
    real = promises.open_parts

    def meanwhile(row):
        Action.objects.filter(pk=row.pk).update(version=row.version + 1)
        return real(row)

    monkeypatch.setattr(promises, "open_parts", meanwhile)
    with pytest.raises(MovedOn):
        do(action, deed(Act.START, action))
    assert not action.updates.exists()
