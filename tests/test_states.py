"""How things stand, as other people's pages ask for it."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from meetings.models import AgendaItem, Meeting, Member, Person
from tests import make

JSON = {"HTTP_ACCEPT": "application/json"}


@pytest.fixture
def room(harbour):
    """A meeting in session with two items; Ada and Bo are there."""
    of = make.meeting(harbour, state=Meeting.State.IN_SESSION)
    firm = make.organisation(harbour, "Quayside")
    for name in ("Bo Lee", "Ada Low"):
        make.attendance(of, make.person(harbour, name), firm)
    return [make.item(of, "Budget"), make.item(of, "Staff", is_in_camera=True)]


def ask(client, name, item, **headers):
    arguments = ["harbour", item.meeting.key] + ([item.pk] if name == "item_state" else [])
    return client.get(reverse(name, args=arguments), **JSON, **headers)


def save(client, item, text, base=0):
    address = reverse("item_notes", args=["harbour", item.meeting.key, item.pk])
    return client.post(address, {"text": text, "base": base}, **JSON)


def test_an_items_state_is_what_its_last_save_left(room, signed_in):
    save(signed_in("secretary"), room[0], "ACTION Bo: call")
    state = ask(signed_in("member"), "item_state", room[0]).json()
    assert (state["head"], state["text"], state["saved_by"]) == (
        1,
        "ACTION Bo: call",
        "Secretary Person",
    )
    assert state["records"][0]["who"] == ["Bo Lee"]
    assert state["saved_at"].endswith("Z")
    assert state["flags"] == []


def test_an_item_without_notes_was_saved_by_nobody(room, signed_in):
    state = ask(signed_in("member"), "item_state", room[0]).json()
    assert (state["head"], state["saved_by"], state["saved_at"]) == (0, "", None)


def test_an_unchanged_item_costs_five_queries_and_no_text(room, signed_in):
    save(signed_in("secretary"), room[0], "- a\n" * 50)
    member = signed_in("member")
    tag = ask(member, "item_state", room[0])["ETag"]
    with CaptureQueriesContext(connection) as captured:
        again = ask(member, "item_state", room[0], HTTP_IF_NONE_MATCH=f'"x", W/{tag}')
    assert (again.status_code, again.content, again["ETag"]) == (304, b"", tag)
    assert len(captured) <= 5


def test_a_change_of_the_text_or_of_the_list_makes_it_a_new_answer(room, signed_in, harbour):
    secretary = signed_in("secretary")
    save(secretary, room[0], "ACTION Bob: call")
    tag = ask(secretary, "item_state", room[0])["ETag"]
    address = reverse("attendee_new", args=["harbour", room[0].meeting.key])
    secretary.post(address, {"name": "Bob Rowan", "mode": "present"})
    listed = ask(secretary, "item_state", room[0], HTTP_IF_NONE_MATCH=tag)
    assert listed.json()["records"][0]["who"] == ["Bob Rowan"]
    save(secretary, room[0], "ACTION Bob: write", base=1)
    changed = ask(secretary, "item_state", room[0], HTTP_IF_NONE_MATCH=listed["ETag"])
    assert changed.json()["head"] == 2


def test_a_meetings_state_names_the_item_last_written_in(room, signed_in):
    secretary = signed_in("secretary")
    assert ask(secretary, "meeting_state", room[0]).json()["current"] is None
    save(secretary, room[1], "- b")
    save(secretary, room[0], "DEFERRED")
    state = ask(secretary, "meeting_state", room[0]).json()
    assert (state["state"], state["current"]) == ("in_session", room[0].pk)
    assert state["items"][0] == {
        "id": room[0].pk,
        "position": 1,
        "title": "Budget",
        "disposition": "deferred",
        "head": 1,
        "readings": 0,
    }


def test_whoever_takes_minutes_follows_what_was_understood_as_a_save_shows_it(room, signed_in):
    secretary = signed_in("secretary")
    saved = save(secretary, room[0], "ACTION Bo: call\nDEFERRED").json()
    state = ask(signed_in("chair"), "item_state", room[0]).json()
    assert "Bo Lee" in state["html"]
    assert 'class="card"' in saved["html"]
    assert (state["disposition"], state["readings"]) == ("deferred", 0)
    assert "html" not in ask(signed_in("member"), "item_state", room[0]).json()


def test_a_question_that_somebody_settled_leaves_the_others_pages(room, signed_in, harbour):
    make.attendance(room[0].meeting, make.person(harbour, "Bo Moor"))
    secretary, chair = signed_in("secretary"), signed_in("chair")
    (flag,) = save(secretary, room[0], "ACTION Bo: call").json()["flags"]
    before = ask(chair, "meeting_state", room[0])
    address = reverse("flag_answer", args=["harbour", room[0].meeting.key, room[0].pk])
    secretary.post(address, {"code": flag["code"], "subject": "Bo", "leave": "1"}, **JSON)
    state = ask(chair, "meeting_state", room[0], HTTP_IF_NONE_MATCH=before["ETag"]).json()
    assert [(i["head"], i["readings"]) for i in state["items"]] == [(1, 1), (0, 0)]
    assert ask(chair, "item_state", room[0]).json()["flags"] == []


def test_an_agenda_that_changed_is_another_and_its_notes_do_not_count(room, signed_in):
    secretary = signed_in("secretary")

    def act(name, item, **data):
        address = reverse(name, args=["harbour", item.meeting.key, item.pk])
        assert secretary.post(address, data).status_code == 302
        return ask(secretary, "meeting_state", room[0]).json()["agenda"]

    first = ask(secretary, "meeting_state", room[0]).json()["agenda"]
    save(secretary, room[0], "- a note")
    seen = [first, act("agenda_move", room[1], step="up"), act("item_take", room[1])]
    seen += [act("agenda_item", room[0], title="Money"), act("agenda_drop", room[1])]
    assert len(set(seen)) == 5
    page = secretary.get(reverse("meeting_draft", args=["harbour", room[0].meeting.key]))
    assert f'data-agenda="{seen[-1]}"' in page.content.decode()


def test_a_meeting_in_which_nothing_happened_answers_304(room, signed_in):
    member = signed_in("member")
    tag = ask(member, "meeting_state", room[0])["ETag"]
    with CaptureQueriesContext(connection) as captured:
        nothing = ask(member, "meeting_state", room[0], HTTP_IF_NONE_MATCH=tag)
    assert (nothing.status_code, len(captured) <= 6) == (304, True)
    save(signed_in("secretary"), room[0], "- a")
    assert ask(member, "meeting_state", room[0], HTTP_IF_NONE_MATCH=tag).status_code == 200


def test_a_recused_member_follows_nothing_of_the_item_in_camera(room, signed_in):
    member, secretary = signed_in("member"), signed_in("secretary")
    save(secretary, room[1], "- canary")
    assert ask(member, "item_state", room[1]).status_code == 200
    room[1].recusals.create(person=Person.objects.get(user__username="member"), nature="supplier")
    assert ask(member, "item_state", room[1]).status_code == 404
    state = ask(member, "meeting_state", room[0]).json()
    assert (state["current"], [item["title"] for item in state["items"]]) == (None, ["Budget"])


@pytest.mark.parametrize("name", ["item_state", "meeting_state", "meeting_names"])
def test_a_page_whose_session_ended_is_told_so(name, room, signed_in):
    refused = ask(signed_in("anonymous"), name, room[0])
    assert (refused.status_code, list(refused.json())) == (401, ["error"])


def test_another_meetings_item_has_no_state_here(room, signed_in, harbour):
    other = make.meeting(harbour, date=make.A_DAY.replace(year=2020))
    address = reverse("item_state", args=["harbour", other.key, room[0].pk])
    assert signed_in("member").get(address, **JSON).status_code == 404


def test_names_are_those_on_the_list_first_then_the_boards(room, as_secretary, harbour):
    cy = make.person(harbour, "Cy Moor")
    Member.objects.create(person=cy, organisation=make.organisation(harbour, "Lumen"))
    cy.aliases.create(name="CM")
    make.person(harbour, "Cyril Moor", merged_into=cy)
    names = ask(as_secretary, "meeting_names", room[0]).json()["names"]
    assert [one["name"] for one in names] == ["Bo Lee", "Ada Low", "Cy Moor", "Secretary Person"]
    assert names[0] == {"name": "Bo Lee", "organisation": "Quayside", "others": []}
    assert names[2]["organisation"] == "Lumen"
    assert set(names[2]["others"]) == {"CM", "Cyril Moor"}


def test_somebody_listed_under_a_merged_record_is_named_once(room, as_secretary, harbour):
    double = make.person(harbour, "B Lee", merged_into=Person.objects.get(name="Bo Lee"))
    make.attendance(room[0].meeting, double)
    names = [n["name"] for n in ask(as_secretary, "meeting_names", room[0]).json()["names"]]
    assert (names.count("Bo Lee"), "B Lee" in names) == (1, False)


def test_the_state_of_an_item_is_read_without_its_notes_for_the_meeting(room, as_secretary):
    AgendaItem.objects.update(notes="x" * 1000)
    assert b"xxx" not in ask(as_secretary, "meeting_state", room[0]).content
