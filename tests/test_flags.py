"""Questions that the notes raise, answered by a press."""

import pytest
from django.urls import reverse

from meetings.models import Action, AgendaItem, Meeting, NotesRevision, PersonAlias, Statement
from tests import make

JSON = {"HTTP_ACCEPT": "application/json"}


@pytest.fixture
def room(harbour):
    """A meeting in session with two items; two Bobs are there."""
    of = make.meeting(harbour, state=Meeting.State.IN_SESSION)
    for name in ("Bob Rowan", "Bob Moor", "Antony Low"):
        make.attendance(of, make.person(harbour, name))
    return [make.item(of, "Budget"), make.item(of, "Press")]


@pytest.fixture
def people(room, harbour):
    return {person.name: person.pk for person in harbour.people.all()}


@pytest.fixture
def save(as_secretary):
    def post(item, text):
        fresh = AgendaItem.objects.get(pk=item.pk)
        address = reverse("item_notes", args=["harbour", item.meeting.key, item.pk])
        return as_secretary.post(address, {"text": text, "base": fresh.revision}, **JSON).json()

    return post


@pytest.fixture
def answer(as_secretary):
    def post(where, flag, client=None, **given):
        address = reverse("flag_answer", args=["harbour", where.meeting.key, where.pk])
        data = {"code": flag["code"], "subject": flag["subject"], **given}
        return (client or as_secretary).post(address, data, **JSON)

    return post


def test_who_is_meant_is_written_into_the_line_and_the_action_is_theirs(room, people, save, answer):
    (flag,) = save(room[0], "- Bob was late\nACTION Bob: ask Bob")["flags"]
    said = answer(room[0], flag, person=people["Bob Moor"]).json()
    assert said["text"] == "- Bob was late\nACTION Bob Moor: ask Bob"
    assert (said["revision"], said["head"], said["merged"], said["flags"]) == (2, 2, False, [])
    assert said["records"][0]["who"] == ["Bob Moor"]
    assert Action.objects.get().owners.get().person_id == people["Bob Moor"]
    assert NotesRevision.objects.get(number=2).saved_by.username == "secretary"


def test_an_answer_finds_its_line_after_others_have_typed_above(room, people, save, answer):
    (flag,) = save(room[0], "ACTION Bob: call")["flags"]
    save(room[0], "- news\n- more\nACTION Bob: call")
    said = answer(room[0], flag, person=people["Bob Moor"]).json()
    assert said["text"] == "- news\n- more\nACTION Bob Moor: call"


def test_initials_are_remembered_and_bind_in_every_item_of_the_meeting(room, people, save, answer):
    save(room[1], "XY: well said")
    (flag,) = save(room[0], "XY: one\nXY: two")["flags"]
    assert (flag["code"], Statement.objects.count()) == ("unknown_initials", 0)
    answer(room[0], flag, person=people["Bob Rowan"], remember="1")
    assert [row.person_id for row in Statement.objects.all()] == [people["Bob Rowan"]] * 3


def test_a_near_name_is_remembered_and_the_text_stays_as_typed(room, people, save, answer):
    save(room[1], "Anthony: well said")
    (flag,) = save(room[0], "ACTION Anthony: call")["flags"]
    assert flag["code"] == "near_name"
    said = answer(room[0], flag, person=people["Antony Low"], remember="1").json()
    assert (said["text"], said["head"], said["flags"]) == ("ACTION Anthony: call", 1, [])
    assert said["records"][0]["who"] == ["Antony Low"]
    assert PersonAlias.objects.get().name == "Anthony"
    assert Statement.objects.get().person_id == people["Antony Low"]
    room[1].refresh_from_db()
    assert room[1].flags == []


def test_an_alias_that_is_somebody_elses_is_refused_and_not_kept(room, people, save, answer):
    PersonAlias.objects.create(person_id=people["Bob Rowan"], name="Bobby")
    PersonAlias.objects.create(person_id=people["Antony Low"], name="Bobby")
    (flag,) = save(room[0], "ACTION Bobby: call")["flags"]
    refused = answer(room[0], flag, person=people["Bob Moor"], remember="1")
    assert refused.status_code == 422
    assert "somebody else's name too" in refused.json()["error"]
    assert PersonAlias.objects.count() == 2


def test_a_full_name_that_two_people_bear_is_refused(room, people, save, answer, harbour):
    make.attendance(room[0].meeting, make.person(harbour, "Bob Moor"))
    (flag,) = save(room[0], "ACTION Bob: call")["flags"]
    refused = answer(room[0], flag, person=people["Bob Moor"])
    assert (refused.status_code, "several people" in refused.json()["error"]) == (422, True)


def test_an_action_without_an_owner_is_given_one(room, people, save, answer):
    (flag,) = save(room[0], "ACTION: write the report")["flags"]
    assert flag["code"] == "no_owner"
    said = answer(room[0], flag, person=people["Antony Low"]).json()
    assert (said["text"], said["flags"]) == ("ACTION Antony Low: write the report", [])
    assert Action.objects.get().number == 1


def test_an_action_without_an_owner_may_be_everybodys(room, save, answer):
    (flag,) = save(room[0], "ACTION: write the report")["flags"]
    assert answer(room[0], flag, name="All").json()["text"] == "ACTION All: write the report"


def test_the_item_that_covered_another_is_named(room, save, answer):
    (flag,) = save(room[1], "COVERED UNDER the money")["flags"]
    assert answer(room[1], flag, item=1).json()["text"] == "COVERED UNDER 1"
    room[1].refresh_from_db()
    assert room[1].covered_under == room[0]


def test_what_is_left_as_typed_is_not_asked_again_for_this_item(room, save, answer):
    (flag,) = save(room[0], "ACTION Bob: call")["flags"]
    said = answer(room[0], flag, leave="1").json()
    assert (said["text"], said["head"], said["flags"]) == ("ACTION Bob: call", 1, [])
    assert save(room[0], "ACTION Bob: call them")["flags"] == []
    assert [f["subject"] for f in save(room[0], "ACTION Bob: call\nACTION: x")["flags"]] == ["x"]
    assert len(save(room[1], "ACTION Bob: call")["flags"]) == 1


def test_two_questions_are_left_one_after_the_other(room, save, answer):
    first, second = save(room[0], "ACTION Bob: call\nACTION: write")["flags"]
    answer(room[0], first, leave="1")
    assert answer(room[0], second, leave="1").json()["flags"] == []
    room[0].refresh_from_db()
    assert room[0].settled_flags == [["ambiguous_name", "Bob"], ["no_owner", "write"]]


def test_a_question_that_nobody_asks_any_more_is_a_conflict(room, people, save, answer):
    (flag,) = save(room[0], "ACTION Bob: call")["flags"]
    save(room[0], "- nothing")
    for given in ({"person": people["Bob Moor"]}, {"person": people["Bob Moor"], "remember": "1"}):
        assert answer(room[0], flag, **given).status_code == 409
    room[0].refresh_from_db()
    assert (room[0].notes, PersonAlias.objects.count()) == ("- nothing", 0)


@pytest.mark.parametrize(
    "given",
    [
        {},
        {"person": "0"},
        {"person": "x"},
        {"item": "1"},
        {"code": "tally"},
        {"code": "x"},
        {"subject": ""},
    ],
)
def test_an_answer_that_is_none_is_refused_in_a_sentence(given, room, save, answer):
    (flag,) = save(room[0], "ACTION Bob: call")["flags"]
    refused = answer(room[0], flag | given, **{k: v for k, v in given.items() if k not in flag})
    assert (refused.status_code, bool(refused.json()["error"])) == (422, True)


def test_another_boards_person_is_no_answer(room, save, answer, library):
    (flag,) = save(room[0], "ACTION Bob: call")["flags"]
    stranger = make.person(library, "Bob Strange")
    assert answer(room[0], flag, person=stranger.pk).status_code == 422


def test_approved_minutes_take_no_answers(room, people, save, answer):
    (flag,) = save(room[0], "ACTION Bob: call")["flags"]
    Meeting.objects.update(state=Meeting.State.APPROVED)
    bob = people["Bob Moor"]
    for given in ({"person": bob}, {"person": bob, "remember": "1"}, {"leave": "1"}):
        refused = answer(room[0], flag, **given)
        assert (refused.status_code, "approved" in refused.json()["error"]) == (409, True)


def test_without_script_an_answer_leads_back_to_the_draft(room, people, save, as_secretary):
    (flag,) = save(room[0], "ACTION Bob: call")["flags"]
    address = reverse("flag_answer", args=["harbour", room[0].meeting.key, room[0].pk])
    data = {"code": flag["code"], "subject": "Bob", "person": people["Bob Moor"]}
    answered = as_secretary.post(address, data)
    assert (answered.status_code, answered.url[-13:]) == (302, "draft/?item=1")
    again = as_secretary.post(address, data)
    assert (again.status_code, "Look at the line." in again.content.decode()) == (409, True)


@pytest.mark.parametrize(("who", "status"), [("outsider", 404), ("observer", 403), ("member", 403)])
def test_only_the_secretariat_answers(who, status, room, save, answer, signed_in):
    (flag,) = save(room[0], "ACTION Bob: call")["flags"]
    assert answer(room[0], flag, client=signed_in(who), leave="1").status_code == status
