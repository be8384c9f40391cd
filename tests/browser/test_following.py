"""Members read the draft while it is written: what changed comes in by itself."""

import pytest
from django.utils import timezone

from meetings.models import AgendaItem, Meeting, User
from meetings.services.changes import Save
from meetings.services.minutes import save_notes

pytestmark = pytest.mark.django_db(transaction=True)


def test_a_member_sees_what_the_secretary_saves_without_asking(page, site, sign_in, complaints):
    meeting = Meeting.objects.filter(board__slug="harbour", state="adjourned").latest("date")
    sign_in("member")
    page.goto(f"{site}{meeting.get_absolute_url()}")
    item = AgendaItem.objects.for_saving().filter(meeting=meeting).order_by("position")[0]
    save = Save(by=User.objects.get(username="secretary"), at=timezone.now())
    save_notes(item, text=item.notes + "\n- a line that came later", base=item.revision, save=save)
    page.get_by_text("a line that came later").wait_for(timeout=8000)
    assert "Brought up to date" in page.inner_text("#followed")
    assert complaints == []


def test_approved_minutes_do_not_ask_again(page, site, sign_in):
    meeting = Meeting.objects.filter(board__slug="harbour", state="approved").latest("date")
    sign_in("member")
    page.goto(f"{site}{meeting.get_absolute_url()}")
    assert page.locator("#followed").count() == 0


def test_a_question_beside_the_text_is_answered_by_one_press(page, site, sign_in, complaints):
    meeting = Meeting.objects.filter(board__slug="harbour", state="adjourned").latest("date")
    item = next(i for i in meeting.items.all() if i.flags)
    asked = item.flags[0]
    sign_in("secretary")
    page.goto(f"{site}{meeting.get_absolute_url()}draft/?item={item.position}")
    page.get_by_role("button", name=asked["candidates"][0]["label"], exact=True).click()
    page.locator("[data-understood]:not([hidden]) .flags").wait_for(state="detached")
    item.refresh_from_db()
    assert asked["candidates"][0]["label"] in item.notes
    assert item.flags == []
    assert item.notes == page.input_value(".sheets section:not([hidden]) .notes-form textarea")
    assert complaints == []


def test_initials_of_nobody_become_a_guest_by_keyboard_and_what_is_typed_beside_the_text_stays(
    desk, chairs
):
    other = chairs("chair")
    desk.type("XY: one\nXY: two\nACTION: write it up")
    desk.saved()
    field = desk.page.get_by_label("Name", exact=True).first
    field.fill("Zoe Qu")
    other.shows("XY: one\nXY: two\nACTION: write it up")
    other.field.focus()
    other.press("Control+End")
    other.type("\n- of the chair")
    other.saved()
    desk.page.wait_for_timeout(4000)
    assert field.input_value() == "Zoe Qu"
    field.fill("Zoe Quill")
    desk.page.get_by_role("button", name="Add as a guest").first.focus()
    desk.press("Enter")
    desk.page.get_by_text("Nobody here has the initials").wait_for(state="detached")
    desk.page.get_by_role("button", name="Everybody").press("Enter")
    desk.page.locator("[data-understood]:not([hidden]) .flags").wait_for(state="detached")
    desk.shows("XY: one\nXY: two\nACTION All: write it up\n- of the chair")
    assert desk.item.meeting.attendances.get(name="Zoe Quill").capacity == "guest"
