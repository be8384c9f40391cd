"""Minutes are approved at a later meeting by one press, or adopted as they were recorded."""

import datetime

import pytest
from django.core.management import call_command
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from meetings.models import (
    AgendaItem,
    Approval,
    ImportSource,
    Meeting,
    Notice,
    RegisterEntry,
    Resolution,
)
from meetings.rules.verdict import OutOfOrder
from meetings.services.adopting import adopt_minutes, adoptable
from meetings.services.assenting import approve_at, to_approve
from meetings.services.carrying import bring_items
from meetings.services.changes import Frozen, Save
from meetings.services.minutes import edit_notes
from meetings.services.register import head_of
from tests import make
from tests.conftest import BACKEND

pytestmark = pytest.mark.django_db
LATER = datetime.date(2026, 4, 2)


def draft(on, text="- a note", date=make.A_DAY, **fields):
    of = make.meeting(on, date, Meeting.State.ADJOURNED)
    item = make.item(of, **fields)
    make.notes(item, text)
    AgendaItem.objects.filter(pk=item.pk).update(disposition="discussed")
    return of


def next_item(on, state=Meeting.State.IN_SESSION):
    """The item that comes by itself on the next agenda."""
    ahead = make.planned_meeting(on, LATER)
    bring_items(ahead)
    Meeting.objects.filter(pk=ahead.pk).update(state=state)
    return AgendaItem.objects.select_related("meeting").get(meeting=ahead, kind="approval")


def press(client, of, item, **fields):
    address = reverse("minutes_approve", args=[of.board.slug, of.key])
    return client.post(address, {"by": f"item-{item.pk}", "how": "presented"} | fields)


def test_the_item_comes_by_itself_and_names_every_meeting_that_waits(harbour):
    draft(harbour)
    draft(harbour, date=make.A_DAY.replace(day=19))
    assert next_item(harbour).title == "Minutes of the meetings of 5 March 2026, 19 March 2026"


def test_one_press_writes_the_decision_and_approves_by_it(harbour, as_secretary):
    of = draft(harbour)
    item = next_item(harbour)
    assert press(as_secretary, of, item).status_code == 302
    item.refresh_from_db()
    decision = Resolution.objects.get(item=item)
    assert item.notes == (
        "RESOLVED: That the minutes of the meeting of 5 March 2026 be approved as presented"
        " - carried, no objections"
    )
    approval = Approval.objects.get(meeting=of)
    assert (approval.resolution, decision.state) == (decision, "carried")
    page = as_secretary.get(of.get_absolute_url()).content.decode()
    assert "Approved as presented" in page
    assert f"{item.meeting.get_absolute_url()}#item-1" in page


def test_the_press_is_offered_at_the_item_on_the_drafting_page(harbour, as_secretary):
    of = draft(harbour)
    item = next_item(harbour)
    draft_page = reverse("meeting_draft", args=["harbour", item.meeting.key])
    action = reverse("minutes_approve", args=["harbour", of.key])
    assert f'action="{action}"' in as_secretary.get(draft_page).content.decode()
    press(as_secretary, of, item)
    page = as_secretary.get(draft_page).content.decode()
    assert f'action="{action}"' not in page
    assert "The minutes of 5 March 2026 were approved here." in page


def test_each_of_several_that_wait_is_offered_by_what_became_of_it_since_it_went_out(
    harbour, as_secretary
):
    for day in (5, 12, 19):
        make.circulation(draft(harbour, date=make.A_DAY.replace(day=day)))
    changed = AgendaItem.objects.for_saving().get(meeting__date__day=12)
    edit_notes(changed, edit=lambda notes: f"{notes}\n- more", save=make.a_save())
    item = next_item(harbour)
    assert [one.is_corrected for one in to_approve(item.meeting)] == [False, True, False]
    page = reverse("meeting_draft", args=["harbour", item.meeting.key])
    assert as_secretary.get(page).status_code == 200


def test_of_two_presses_one_approves_and_one_line_is_written(harbour, as_secretary):
    of = draft(harbour)
    item = next_item(harbour)
    approve_at(item, meeting=of, is_corrected=False, save=make.a_save())
    with pytest.raises(Frozen):
        approve_at(item, meeting=of, is_corrected=False, save=make.a_save())
    assert press(as_secretary, of, item).status_code == 409
    assert Resolution.objects.filter(item=item).count() == 1


def test_before_the_later_meeting_begins_nothing_is_approved(harbour, as_secretary):
    of = draft(harbour)
    item = next_item(harbour, Meeting.State.SCHEDULED)
    with pytest.raises(OutOfOrder, match="at a later meeting"):
        approve_at(item, meeting=of, is_corrected=False, save=make.a_save())
    assert press(as_secretary, of, item).status_code == 422


def test_what_is_undecided_is_asked_about_first(harbour, as_secretary):
    of = draft(harbour, "MOTION: That it rain")
    item = next_item(harbour)
    answer = press(as_secretary, of, item)
    assert answer.status_code == 422
    assert "no result yet of the motion" in answer.content.decode()
    assert press(as_secretary, of, item, anyway="on").status_code == 302


def test_a_decision_that_was_voted_on_approves_too(harbour, as_secretary):
    of = draft(harbour)
    item = next_item(harbour)
    make.notes(item, "RESOLVED: That the minutes be approved - carried 5-0")
    decision = Resolution.objects.get(item=item)
    answer = press(as_secretary, of, item, by=f"resolution-{decision.pk}", how="corrected")
    assert answer.status_code == 302
    approval = Approval.objects.get(meeting=of)
    assert (approval.resolution, approval.is_corrected) == (decision, True)


def test_the_decision_goes_from_the_notes_and_the_minutes_stay_approved(harbour, as_secretary):
    of = draft(harbour)
    item = next_item(harbour)
    press(as_secretary, of, item)
    notes = reverse("item_notes", args=["harbour", item.meeting.key, item.pk])
    as_secretary.post(notes, {"text": "- nothing", "base": "1"})
    page = as_secretary.get(reverse("meeting_draft", args=["harbour", item.meeting.key]))
    assert "they stay approved" in page.content.decode()
    assert Meeting.objects.get(pk=of.pk).is_frozen


def test_readers_are_told_with_the_registers_head_and_nothing_in_camera(harbour, as_secretary):
    of = draft(harbour, "- whispered", title="Canary", is_in_camera=True)
    press(as_secretary, of, next_item(harbour))
    notice = Notice.objects.get(kind="minutes_approved")
    assert notice.text.endswith(head_of(harbour))
    assert "Canary" not in notice.text


def archive(on, month):
    source = ImportSource.objects.create(
        board=on, name=f"{month}.txt", content=b"x", sha256=f"{month:064d}", report={}
    )
    of = draft(on, date=datetime.date(2015, month, 1))
    Meeting.objects.filter(pk=of.pk).update(source=source, is_final_as_recorded=True)
    return Meeting.objects.get(pk=of.pk)


def test_minutes_that_are_final_as_recorded_are_adopted_once_and_nobody_is_told(harbour):
    of = archive(harbour, 1)
    approval = adopt_minutes(of, save=make.a_save())
    assert (approval.how, approval.resolution) == ("adopted", None)
    assert adopt_minutes(Meeting.objects.get(pk=of.pk), save=make.a_save()) is None
    assert Notice.objects.count() == 0


def test_minutes_that_were_kept_here_are_not_adopted(harbour, as_secretary):
    of = draft(harbour)
    with pytest.raises(OutOfOrder, match="final as recorded"):
        adopt_minutes(of, save=make.a_save())
    address = reverse("minutes_adopt", args=["harbour", of.key])
    assert as_secretary.post(address).status_code == 409


def test_a_whole_archive_is_adopted_at_once_in_the_order_of_its_dates(harbour, as_secretary):
    for month in (3, 1, 2):
        archive(harbour, month)
    address = reverse("import_adopt", args=["harbour"])
    page = as_secretary.get(address).content.decode()
    assert "The minutes of 3 meetings" in page
    assert "no vote of this board is claimed" in page
    assert as_secretary.post(address).status_code == 302
    entries = RegisterEntry.objects.order_by("seq").values_list("meeting__date__month", flat=True)
    assert list(entries) == [1, 2, 3]
    assert not adoptable(harbour).exists()
    assert "nothing to adopt" in as_secretary.get(address).content.decode()


def circulated(on, days_ago):
    of = draft(on)
    at = timezone.now() - datetime.timedelta(days=days_ago)
    make.circulation(of, Save(by=None, at=at))
    return Meeting.objects.get(pk=of.pk)


def test_circulated_minutes_lapse_after_the_days_of_the_bylaws_once():
    on = make.seated_board(approval_lapse_days=14)
    of = circulated(on, 15)
    waiting = circulated(on, 13)
    call_command("lapse_minutes")
    call_command("lapse_minutes")
    assert Approval.objects.get().how == "lapse"
    assert Meeting.objects.get(pk=of.pk).is_frozen
    assert not Meeting.objects.get(pk=waiting.pk).is_frozen


def test_an_open_comment_keeps_minutes_from_lapsing():
    on = make.seated_board(approval_lapse_days=14)
    of = circulated(on, 15)
    make.comment(of.items.get(), make.person(on, "Mark Orr"))
    call_command("lapse_minutes")
    assert not Approval.objects.exists()


def test_without_such_a_rule_nothing_lapses():
    circulated(make.seated_board(), 400)
    call_command("lapse_minutes")
    assert not Approval.objects.exists()


def test_the_page_says_when_minutes_count_as_approved():
    on = make.seated_board(approval_lapse_days=14)
    of = circulated(on, 0)
    account = make.user("reader")
    make.member(on, "observer", account=account)
    client = Client()
    client.force_login(account, BACKEND)
    assert "count as approved on" in client.get(of.get_absolute_url()).content.decode()
