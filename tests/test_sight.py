"""What each of the cast reads of drafts, of items in camera, and of items they are out for."""

import pytest
from django.urls import reverse

from meetings.models import Meeting, Person
from tests import make

DRAFT_READERS = {"observer": False, "member": True, "secretary": True, "chair": True}


@pytest.mark.parametrize(("who", "may_read"), DRAFT_READERS.items())
def test_drafts_are_for_members_and_the_secretariat(who, may_read, harbour, signed_in):
    draft = make.meeting(harbour, state=Meeting.State.ADJOURNED)
    item = make.item(draft, "Open topic")
    lena = make.person(harbour, "Lena Moor")
    make.attendance(draft, lena)
    make.notes(item, "- canary note\nLena: canary statement\nACTION Lena: canary task")
    client = signed_in(who)
    for address in (
        draft.get_absolute_url(),
        reverse("action_list", args=["harbour"]),
        lena.get_absolute_url(),
    ):
        assert ("canary" in client.get(address).content.decode()) is may_read
    assert client.get(reverse("action_detail", args=["harbour", 1])).status_code == (
        200 if may_read else 404
    )


IN_CAMERA_READERS = {"observer": False, "guest": False, "member": True, "secretary": True}


@pytest.mark.parametrize(("who", "may_read"), IN_CAMERA_READERS.items())
def test_in_camera_items_are_for_members_and_the_secretariat(who, may_read, harbour, signed_in):
    client = signed_in(who)
    meeting = make.meeting(harbour)
    if who == "guest":
        make.attendance(meeting, Person.objects.get(name="Guest Person"), capacity="guest")
    lena = make.person(harbour, "Lena Moor")
    make.attendance(meeting, lena)
    item = make.item(meeting, "canary title", is_in_camera=True)
    make.notes(item, "Lena: canary\nACTION Lena: canary\nRESOLVED: canary - carried 5-0")
    for name in ("meeting_detail", "action_list", "resolution_list", "person_detail"):
        arguments = {"meeting_detail": [meeting.key], "person_detail": [lena.pk]}.get(name, [])
        page = client.get(reverse(name, args=["harbour", *arguments]))
        assert ("canary" in page.content.decode()) is (may_read and page.status_code == 200)


def test_a_recused_member_sees_nothing_of_the_item_in_camera(harbour, signed_in):
    client = signed_in("member")
    person = Person.objects.get(user__username="member")
    meeting = make.meeting(harbour)
    item = make.item(meeting, "canary title", is_in_camera=True)
    make.notes(item, "- canary\nACTION Bob Ball: canary")
    item.recusals.create(person=person, nature="supplier")
    for address in (meeting.get_absolute_url(), reverse("action_list", args=["harbour"])):
        assert "canary" not in client.get(address).content.decode()


def test_a_recusal_recorded_on_a_merged_person_holds_for_the_one_they_are(harbour, signed_in):
    client = signed_in("member")
    person = Person.objects.get(user__username="member")
    double = make.person(harbour, "M Person", merged_into=person)
    meeting = make.meeting(harbour)
    item = make.item(meeting, "canary title", is_in_camera=True)
    item.recusals.create(person=double, nature="supplier")
    assert "canary" not in client.get(meeting.get_absolute_url()).content.decode()


def test_actions_of_a_merged_person_are_on_the_home_page_of_the_one_they_are(harbour, signed_in):
    client = signed_in("member")
    double = make.person(
        harbour, "M Person", merged_into=Person.objects.get(user__username="member")
    )
    make.action(make.item(make.meeting(harbour)), double, text="paint the fence")
    assert "paint the fence" in client.get("/").content.decode()


def test_a_recused_seat_takes_all_its_people_out(harbour, signed_in):
    client = signed_in("member")
    member = Person.objects.get(user__username="member").memberships.get()
    member.seat = make.seat(harbour, make.organisation(harbour))
    member.save(update_fields=["seat"])
    meeting = make.meeting(harbour)
    item = make.item(meeting, "canary title", is_in_camera=True)
    item.recusals.create(person=make.person(harbour), seat=member.seat, nature="supplier")
    assert "canary" not in client.get(meeting.get_absolute_url()).content.decode()
