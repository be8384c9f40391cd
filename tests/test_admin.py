"""The operators' admin: every model opens, and what may not change is not offered."""

import pytest
from django.apps import apps
from django.urls import reverse
from django.utils import timezone

from meetings.models import (
    ActionReview,
    ActionUpdate,
    AgendaVersion,
    Approval,
    Aside,
    Ballot,
    BallotPhase,
    BallotResult,
    BallotSeat,
    CalendarFeed,
    Cancellation,
    CastingVote,
    CirculatedItem,
    Circulation,
    Comment,
    Correction,
    HandCount,
    ImportBatch,
    ImportSource,
    LegalHold,
    MailClaim,
    Mailing,
    MailMessage,
    MailObjection,
    NotedResult,
    NotesRevision,
    Notice,
    Objection,
    Organisation,
    Paper,
    Person,
    RegisterEntry,
    RegisterText,
    Statement,
    TextProposal,
    Vote,
)
from tests import make

MODELS = [
    model
    for model in apps.get_app_config("meetings").get_models()
    if not model.__name__.startswith("Historical")
]

READ_ONLY = {
    ActionReview,
    ActionUpdate,
    AgendaVersion,
    Approval,
    Aside,
    Ballot,
    BallotPhase,
    BallotResult,
    BallotSeat,
    CalendarFeed,
    Cancellation,
    CastingVote,
    CirculatedItem,
    Circulation,
    Comment,
    Correction,
    HandCount,
    ImportBatch,
    ImportSource,
    LegalHold,
    TextProposal,
    MailClaim,
    Mailing,
    MailMessage,
    MailObjection,
    NotedResult,
    NotesRevision,
    Notice,
    Objection,
    Paper,
    RegisterEntry,
    RegisterText,
    Statement,
    Vote,
}


def address(model, page, *args):
    return reverse(f"admin:meetings_{model._meta.model_name}_{page}", args=args)


@pytest.fixture
def operator(signed_in):
    return signed_in("admin")


@pytest.mark.parametrize("model", MODELS, ids=lambda model: model.__name__)
def test_every_model_has_a_list_and_a_form(model, operator, harbour):
    make.full_meeting(harbour, 2)
    assert operator.get(address(model, "changelist")).status_code == 200
    expected = 403 if model in READ_ONLY else 200
    assert operator.get(address(model, "add")).status_code == expected
    row = model.objects.first()
    if row is not None:
        assert operator.get(address(model, "change", row.pk)).status_code == 200


@pytest.mark.parametrize("model", MODELS, ids=lambda model: model.__name__)
def test_every_list_can_be_searched(model, operator, harbour):
    make.full_meeting(harbour, 1)
    assert operator.get(address(model, "changelist"), {"q": "1"}).status_code == 200


def test_the_wording_of_actions_in_camera_cannot_be_found_by_searching(operator, harbour):
    item = make.item(make.meeting(harbour), "Staff", is_in_camera=True)
    make.notes(item, "ACTION Bob Ball: canary")
    page = operator.get(address(type(item.actions.get()), "changelist"), {"q": "canary"})
    assert "A-1" not in page.content.decode()


def test_a_person_is_added_changed_and_deleted_with_history(operator, harbour):
    form = {"board": harbour.pk, "name": "Ada Low", "email": "", "user": "", "merged_into": ""}
    operator.post(address(Person, "add"), form)
    person = Person.objects.get(name="Ada Low")
    parts = {
        f"{part}-{count}_FORMS": 0
        for part in ("aliases", "memberships")
        for count in ("TOTAL", "INITIAL")
    }
    operator.post(address(Person, "change", person.pk), form | parts | {"name": "Ada Lowe"})
    assert [h.name for h in person.history.all()] == ["Ada Lowe", "Ada Low"]
    assert person.history.first().history_user.username == "admin"
    operator.post(address(Person, "delete", person.pk), {"post": "yes"})
    assert not Person.objects.filter(pk=person.pk).exists()


def test_a_constraint_is_worded_beside_the_form(operator, harbour):
    make.organisation(harbour, "Northwind")
    form = {"board": harbour.pk, "name": "NORTHWIND", "merged_into": ""}
    page = operator.post(address(Organisation, "add"), form).content.decode()
    assert "This board knows an organisation of that name." in page


@pytest.mark.parametrize("model", [NotesRevision, ActionUpdate])
def test_append_only_rows_offer_no_change(model, operator, harbour):
    meeting = make.full_meeting(harbour, 1)
    action = meeting.items.get().actions.get()
    ActionUpdate.objects.create(
        action=action, at=timezone.now(), by=meeting.attendances.get().person,
        recorded_by=make.user("x"), state="done",
    )  # fmt: skip
    row = model.objects.first()
    page = operator.get(address(model, "change", row.pk)).content.decode()
    assert 'name="_save"' not in page
    assert operator.post(address(model, "change", row.pk), {}).status_code == 403
    assert operator.post(address(model, "delete", row.pk), {"post": "yes"}).status_code == 403


def test_in_camera_wording_is_masked_and_draft_wording_read_only(operator, harbour):
    meeting = make.meeting(harbour)
    item = make.item(meeting, "Staff", is_in_camera=True)
    make.notes(
        item,
        "- canary\nACTION Bob Ball: canary\nMOTION (Canary Bird): canary\n"
        "CARRIED 5-2: canary\nDEFERRED: canary",
    )
    rows = [item, item.actions.get(), item.resolutions.get()]
    ledger = ActionUpdate.objects.create(
        action=rows[1], at=timezone.now(), by=make.person(harbour), state="done",
        recorded_by=make.user("x"), remark="canary",
    )  # fmt: skip
    assert operator.get(address(ActionUpdate, "change", ledger.pk)).status_code == 302
    for row in rows:
        for page in (address(type(row), "changelist"), address(type(row), "change", row.pk)):
            assert "canary" not in operator.get(page).content.decode().lower()
    assert "canary" not in operator.get(address(NotesRevision, "changelist")).content.decode()


def test_the_wording_of_an_open_item_is_shown_but_not_offered_for_change(operator, harbour):
    item = make.item(make.meeting(harbour))
    make.notes(item, "ACTION Bob Ball: fetch the ladder")
    action = item.actions.get()
    page = operator.get(address(type(action), "change", action.pk)).content.decode()
    assert "fetch the ladder" in page
    assert 'name="text"' not in page
