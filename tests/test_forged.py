"""What no page of ours would send is refused in a sentence, and nothing of it is stored."""

import pytest
from django.urls import reverse

from meetings.models import ActionUpdate, Correction, Meeting, Member, Person, TextProposal
from meetings.services.reviewing import Found
from tests import make
from tests.registered import approved
from tests.test_register_corrections import later_item, post, typed

pytestmark = pytest.mark.django_db
UNSTORABLE = "before\0after"


@pytest.fixture
def secretary(signed_in):
    client = signed_in("secretary")
    Member.objects.update(is_administrator=True)
    return client


def own_action(harbour, state=Meeting.State.APPROVED):
    owner = Person.objects.get(user__username="secretary")
    return make.action(make.item(make.meeting(harbour, state=state)), owner)


def test_a_correction_quotes_what_the_approved_minutes_say(harbour, secretary):
    minutes = approved(harbour, "- the plan holds\n- it rains").meeting
    sent = typed(minutes, later_item(harbour), was="- nobody ever said this", confirm="yes")
    answer = post(secretary, minutes, **sent)
    assert answer.status_code == 409
    assert "not what the approved minutes say" in answer.content.decode()
    assert not Correction.objects.exists()


def test_a_bulk_report_that_cannot_be_stored_is_refused(harbour, secretary):
    action = own_action(harbour)
    sent = {f"seen-{action.number}": action.seen, f"remark-{action.number}": UNSTORABLE}
    answer = secretary.post(reverse("actions_report", args=["harbour"]), sent)
    assert answer.status_code == 422
    assert "cannot be stored" in answer.content.decode()
    assert not ActionUpdate.objects.exists()


def test_a_reason_that_cannot_be_stored_is_refused(harbour, secretary):
    entry = approved(harbour).entry
    address = reverse("register_hold", args=["harbour", entry.seq])
    assert secretary.post(address, {"reason": UNSTORABLE}).status_code == 422
    assert secretary.post(address, {"reason": "x" * 301}).status_code == 422
    assert not TextProposal.objects.exists()


def test_what_a_review_cannot_store_is_left_out_of_the_notes(harbour, secretary):
    action = own_action(harbour)
    running = make.meeting(harbour, date=None, date_precision="none", state="in_session")
    make.item(running, kind="actions")
    n = action.number
    sent = {f"seen-{n}": Found(n).mark, f"verdict-{n}": "done", f"remark-{n}": UNSTORABLE}
    address = reverse("meeting_review", args=["harbour", running.key])
    assert secretary.post(address, sent).status_code == 302
    assert "beforeafter" in running.items.get().notes
