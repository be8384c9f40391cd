"""Approved minutes are rendered once, and served as they were stored."""

import hashlib
import json

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from meetings.models import Action, Approval, Meeting, Person
from meetings.services.approving import Approved, approve_minutes
from meetings.services.disposing import dispose_of
from tests import make

TEXT = "Lena: the plan holds\nACTION Lena: canary task\nRESOLVED: That it rain - carried 5-0"
BESIDE_SESSION_AND_USER = 4


def minutes_of(on, *in_camera, how=Approved(Approval.How.RESOLUTION), guest=""):  # noqa: B008
    """Approved minutes of an open item, and of others that were in camera."""
    of = make.meeting(on, state=Meeting.State.ADJOURNED)
    if guest:
        make.attendance(of, Person.objects.get(name=guest), capacity="guest")
    make.attendance(of, make.person(on, "Lena Moor"))
    make.notes(make.item(of), TEXT)
    for title in in_camera:
        make.notes(make.item(of, title, is_in_camera=True), f"- said of {title}")
    return approve_minutes(of, approved=how, save=make.a_save())


def page(client, approval):
    response = client.get(approval.meeting.get_absolute_url())
    assert response.status_code == 200
    return " ".join(response.content.decode().split())


def test_the_page_reads_as_on_the_day_of_the_approval(harbour, signed_in):
    approval = minutes_of(harbour)
    Person.objects.filter(name="Lena Moor").update(name="Lena Married")
    read = page(signed_in("observer"), approval)
    assert "the plan holds" in read
    assert "Lena Moor" in read
    assert "Lena Married" not in read


def test_the_stored_page_holds_nothing_that_lives_on(harbour):
    kept = minutes_of(harbour).entry.kept.page
    assert "csrf" not in kept
    assert "<form" not in kept
    assert "○" not in kept
    assert "/edit/" not in kept


def test_an_action_is_shown_as_it_stands_today(harbour, signed_in):
    approval = minutes_of(harbour)
    client = signed_in("observer")
    assert "○</span> open" in page(client, approval)
    Action.objects.update(state="done")
    assert "✓</span> done" in page(client, approval)


def test_the_page_ends_with_the_entry_the_head_and_how_it_was_approved(harbour, signed_in):
    later = make.meeting(harbour, make.A_DAY.replace(month=4), state=Meeting.State.ADJOURNED)
    decision = make.resolution(make.item(later), state="carried", number="R-2026-04")
    how = Approved(Approval.How.RESOLUTION, decision, is_corrected=True)
    approval = minutes_of(harbour, how=how)
    read = page(signed_in("observer"), approval)
    assert "Approved as corrected" in read
    assert f'href="{later.get_absolute_url()}#item-1"' in read
    assert "by resolution R-2026-04" in read
    assert "Entry 1 of the register" in read
    assert f"1:{approval.entry.hash}" in read


@pytest.mark.parametrize("who", ["observer", "member", "secretary"])
@pytest.mark.parametrize("rows", [3, 30])
def test_it_takes_four_queries_beside_session_and_user(who, rows, harbour, signed_in):
    of = make.full_meeting(harbour, rows, state=Meeting.State.ADJOURNED)
    make.notes(make.item(of, "Pay", is_in_camera=True), "- whispered")
    approve_minutes(of, approved=Approved(Approval.How.LAPSE), save=make.a_save())
    client = signed_in(who)
    with CaptureQueriesContext(connection) as captured:
        assert client.get(of.get_absolute_url()).status_code == 200
    assert len(captured) <= 2 + BESIDE_SESSION_AND_USER


READERS = {"observer": False, "guest": False, "member": True, "secretary": True}


@pytest.mark.parametrize(("who", "may_read"), READERS.items())
def test_what_was_in_camera_is_for_members_and_the_secretariat(who, may_read, harbour, signed_in):
    client = signed_in(who)
    guest = "Guest Person" if who == "guest" else ""
    approval = minutes_of(harbour, "canary", guest=guest)
    read = page(client, approval)
    assert "the plan holds" in read
    assert ("canary" in read.replace("canary task", "")) is may_read


def test_somebody_recused_reads_what_was_in_camera_without_the_item_they_were_out_for(
    harbour, signed_in
):
    client = signed_in("member")
    approval = minutes_of(harbour, "Suppliers", "Pay")
    out = approval.meeting.items.get(title="Suppliers")
    out.recusals.create(person=Person.objects.get(user__username="member"), nature="supplier")
    read = page(client, approval)
    assert "said of Pay" in read
    assert "Suppliers" not in read


def test_a_guest_is_linked_to_nobodys_page(harbour, signed_in):
    client = signed_in("guest")
    approval = minutes_of(harbour, guest="Guest Person")
    assert "/people/" not in page(client, approval)


def test_minutes_whose_text_was_disposed_of_say_so(harbour, signed_in):
    approval = minutes_of(harbour)
    dispose_of(harbour, entries=[approval.entry], reason="Old.", save=make.a_save())
    read = page(signed_in("secretary"), approval)
    assert "The text of these minutes was disposed of" in read
    assert "the plan holds" not in read
    assert "Entry 1 of the register" in read


def test_a_guest_reads_nothing_of_minutes_that_were_disposed_of(harbour, signed_in):
    client = signed_in("guest")
    approval = minutes_of(harbour, guest="Guest Person")
    dispose_of(harbour, entries=[approval.entry], reason="Old.", save=make.a_save())
    assert "the plan holds" not in page(client, approval)


def test_who_could_read_the_minutes_is_registered_with_them(harbour, signed_in):
    signed_in("observer")
    signed_in("member")
    approval = minutes_of(harbour, "Pay")
    opened = json.loads(approval.entry.kept.text)["may_read"]
    closed = json.loads(approval.in_camera_entry.kept.text)["may_read"]
    assert len(opened["people"]) == len(closed["people"]) + 1
    assert "guests of the meeting" in opened["standings"]
    assert closed["standings"] == ["secretariat", "members"]


def test_the_register_commits_to_the_page_too(harbour):
    kept = minutes_of(harbour).entry.kept
    hashed = hashlib.sha256(kept.page.encode()).hexdigest()
    assert json.loads(kept.text)["page_sha256"] == hashed
