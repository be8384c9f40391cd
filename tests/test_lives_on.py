"""After the approval actions and decisions live on, and only what was fixed is checked to be so."""

import datetime

import pytest
from django.db import connection
from django.urls import reverse

from meetings.models import (
    Action,
    Attendance,
    Meeting,
    Person,
    RegisterText,
    Resolution,
)
from meetings.models.guards import create_guards, drop_guards
from meetings.services.approving import approve_minutes
from meetings.services.disposing import dispose_of
from meetings.services.sending import plan_sending, send_out
from meetings.services.verifying import faults_in
from tests import make
from tests.registered import BY_RESOLUTION

pytestmark = pytest.mark.django_db
NOTES = "Lena: it holds\nACTION Lena: send the figures\nRESOLVED: That it rain - carried 5-0"


@pytest.fixture
def minutes(harbour):
    of = make.meeting(harbour, state=Meeting.State.ADJOURNED)
    make.attendance(of, make.person(harbour, "Lena Moor"))
    make.notes(make.item(of), NOTES)
    make.notes(make.item(of, "Rent", is_in_camera=True), "ACTION Lena: ask the landlord")
    approve_minutes(of, approved=BY_RESOLUTION, save=make.a_save())
    return Meeting.objects.select_related("board").get(pk=of.pk)


def later(board, text):
    of = make.meeting(board, make.A_DAY + datetime.timedelta(30), state=Meeting.State.IN_SESSION)
    make.notes(make.item(of), text)


@pytest.mark.parametrize("is_in_camera", [False, True])
def test_a_later_meeting_finds_an_action_of_approved_minutes_done(minutes, is_in_camera):
    action = Action.objects.get(item__is_in_camera=is_in_camera)
    later(minutes.board, f"A-{action.number}: done")
    action.refresh_from_db()
    assert action.state == Action.State.DONE
    assert list(faults_in(minutes.board)) == []


@pytest.mark.parametrize("who", ["secretary", "chair"])
def test_the_wording_is_changed_and_the_stored_page_does_not_move(minutes, who, signed_in):
    client, action = signed_in(who), Action.objects.get(item__is_in_camera=False)
    before = RegisterText.objects.order_by("pk").values_list("text", "page")
    kept = list(before)
    address = reverse("action_change", args=["harbour", action.number])
    sent = {"seen": action.seen, "text": "send all the figures", "due": "2026-06-01"}
    assert client.post(address, sent).status_code == 302
    assert "send the figures" in client.get(minutes.get_absolute_url()).content.decode()
    assert list(before.all()) == kept
    assert list(faults_in(minutes.board)) == []


def test_what_lawfully_goes_on_after_the_approval_is_no_fault(minutes, as_secretary):
    send_out(minutes, mark=plan_sending(minutes, on=make.A_DAY).mark, save=make.a_save())
    Resolution.objects.update(state=Resolution.State.SUPERSEDED)
    lena, other = Person.objects.get(name="Lena Moor"), make.person(minutes.board, "Lena M")
    Person.objects.filter(pk=lena.pk).update(merged_into=other, name="Lena Married")
    assert list(faults_in(minutes.board)) == []


TAMPERED = {
    "attendance": lambda: Attendance.objects.update(mode="absent"),
    "an organisation": lambda: Attendance.objects.update(organisation_name="Other"),
    "a decision": lambda: Resolution.objects.update(text="That it snow"),
    "its votes": lambda: Resolution.objects.update(recorded_for=1),
    "its mover": lambda: Resolution.objects.update(mover_name="Nobody"),
    "a decision more": lambda: make.resolution(Action.objects.earliest("pk").item),
    "the place": lambda: Meeting.objects.update(place="Elsewhere"),
    "the stored page": lambda: RegisterText.objects.exclude(page="").update(page="<p>Other</p>"),
}


@pytest.mark.parametrize("what", TAMPERED)
def test_what_is_changed_past_the_triggers_is_found(minutes, what):
    drop_guards(connection)
    TAMPERED[what]()
    create_guards(connection)
    assert list(faults_in(minutes.board))


def test_what_was_disposed_of_is_not_read_as_plain_text_either(minutes, as_secretary):
    address = reverse("minutes_text", args=["harbour", minutes.key])
    assert "it holds" in as_secretary.get(address).content.decode()
    entries = [minutes.approval.entry]
    dispose_of(minutes.board, entries=entries, reason="The time is over.", save=make.a_save())
    text = as_secretary.get(address).content.decode()
    assert "it holds" not in text
    assert "disposed of" in text
    assert "ask the landlord" in text  # of the other entry
