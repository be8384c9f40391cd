"""Saving notes over HTTP: nothing typed is lost, nothing half-typed is doubled."""

import pytest
from django.urls import reverse

from meetings.models import Meeting, NotesRevision
from tests import make

JSON = {"HTTP_ACCEPT": "application/json"}


@pytest.fixture
def room(harbour):
    """A meeting in session with two items; Ada and Bo are there."""
    of = make.meeting(harbour, state=Meeting.State.IN_SESSION)
    for name in ("Ada Low", "Bo Lee"):
        make.attendance(of, make.person(harbour, name))
    return [make.item(of, "Budget"), make.item(of, "Press")]


@pytest.fixture
def save(room, as_secretary):
    def post(text, base=0, item=None, client=None, **more):
        item = item or room[0]
        address = reverse("item_notes", args=["harbour", item.meeting.key, item.pk])
        data = {"text": text, "base": base, **more}
        return (client or as_secretary).post(address, data, **JSON)

    return post


def test_a_save_answers_with_its_revision_and_what_it_understood(save):
    answer = save("ADA: fine\nACTION Bo: call the bank by 30 Jan 2027\nMOTION: Buy it").json()
    assert (answer["revision"], answer["head"], answer["merged"]) == (1, 1, False)
    assert [record["kind"] for record in answer["records"]] == ["statement", "action", "resolution"]
    action = answer["records"][1]
    assert (action["label"], action["who"], action["due"]) == ("A-1", ["Bo Lee"], "2027-01-30")
    assert action["href"] == "/boards/harbour/actions/1/"


def test_a_flag_comes_back_with_its_candidates(save):
    flags = save("ACTION Addah: call").json()["flags"]
    assert flags == [] or flags[0]["candidates"]


def test_each_save_is_a_revision_on_the_one_before(save, room):
    save("a")
    save("a\nb", base=1)
    rows = NotesRevision.objects.order_by("number")
    assert [(row.number, row.text, row.parent_id) for row in rows] == [
        (1, "a", None),
        (2, "a\nb", rows[0].pk),
    ]


def test_the_same_text_again_is_no_new_revision(save):
    save("a")
    assert save("a", base=1).json()["revision"] == 1
    assert NotesRevision.objects.count() == 1


def test_two_who_append_at_the_same_point_keep_both_lines(save, signed_in):
    save("- first")
    save("- first\n- of the secretary", base=1)
    answer = save("- first\n- of the chair", base=1, client=signed_in("chair")).json()
    assert (answer["merged"], answer["revision"], answer["head"]) == (True, 3, 4)
    assert answer["text"] == "- first\n- of the secretary\n- of the chair"
    head = NotesRevision.objects.get(number=4)
    assert (head.parent.number, head.merged_from.number) == (3, 2)


def test_what_was_sent_stays_the_base_until_the_page_shows_the_merged_text(save, signed_in):
    """A line that grows over a merge is not doubled, and the other's line is not deleted."""
    chair = signed_in("chair")
    save("- first")
    save("- first\n- other", base=1)
    sent = save("- first\n- Lau", base=1, client=chair).json()["revision"]
    answer = save("- first\n- Laura will", base=sent, client=chair).json()
    assert answer["text"] == "- first\n- other\n- Laura will"


def test_two_who_change_the_same_line_get_both_texts(save, signed_in):
    save("- the price is 5")
    save("- the price is 6", base=1)
    refused = save("- the price is 7", base=1, client=signed_in("chair"))
    assert refused.status_code == 409
    assert refused.json() == {
        "revision": 2,
        "yours": "- the price is 7",
        "theirs": "- the price is 6",
    }
    assert NotesRevision.objects.count() == 2


def test_a_save_whose_answer_was_lost_counts_once(save):
    save("- first")
    save("- first\n- second", base=1)
    again = save("- first\n- second", base=1).json()
    assert (again["revision"], again["head"], NotesRevision.objects.count()) == (2, 2, 2)


def test_a_merged_save_whose_answer_was_lost_counts_once(save, signed_in):
    chair = signed_in("chair")
    save("- first")
    save("- first\n- second", base=1)
    one = save("- first\n- third", base=1, client=chair).json()
    two = save("- first\n- third", base=1, client=chair).json()
    assert two["text"] == one["text"] == "- first\n- second\n- third"
    assert two["revision"] == one["revision"]


def test_two_first_saves_of_which_one_holds_the_other_are_one_text(save, signed_in):
    save("- first")
    answer = save("- first\n- second", base=0, client=signed_in("chair"))
    assert (answer.status_code, answer.json()["text"]) == (200, "- first\n- second")


def test_a_page_whose_answer_was_lost_may_have_typed_on(save, signed_in):
    chair = signed_in("chair")
    save("- first")
    save("- first\n- other", base=1)
    save("- first\n- Lau", base=1, client=chair, writer="tab-1", sequence=1)
    answer = save("- first\n- Laura", base=1, client=chair, writer="tab-1", sequence=2).json()
    assert answer["text"] == "- first\n- other\n- Laura"


def test_a_save_that_arrives_late_changes_nothing(save):
    save("- first")
    save("- first\n- Laura", base=1, writer="tab-1", sequence=2)
    late = save("- first\n- Lau", base=1, writer="tab-1", sequence=1).json()
    assert late["text"] == "- first\n- Laura"


def test_ones_own_second_tab_is_another_writer(save):
    save("- first")
    save("- first\n- left", base=1, writer="tab-1", sequence=1)
    answer = save("- first\n- right", base=1, writer="tab-2", sequence=1).json()
    assert answer["text"] == "- first\n- left\n- right"


@pytest.mark.parametrize("base", [None, "", "text", "-1", "1.5", "٣"])
def test_a_save_without_a_version_is_refused(base, save, room, as_secretary):
    address = reverse("item_notes", args=["harbour", room[0].meeting.key, room[0].pk])
    data = {"text": "a"} if base is None else {"text": "a", "base": base}
    refused = as_secretary.post(address, data, **JSON)
    assert (refused.status_code, refused.json()["error"]) == (
        400,
        "Reload the page: the version is missing.",
    )


def test_a_version_that_never_was_is_a_conflict(save):
    save("a")
    refused = save("b", base=999999)
    assert refused.status_code == 409
    assert refused.json()["theirs"] == "a"


def test_characters_that_cannot_be_stored_are_dropped_and_flagged(save):
    answer = save("a\x00b\r\nc").json()
    assert answer["text"] == "ab\nc"
    assert {"code": "dropped", "line": 1, "subject": "U+0000", "candidates": []} in answer["flags"]


def test_a_text_that_is_too_long_is_refused_and_comes_back_on_the_plain_page(save, room, signed_in):
    assert save("x" * 60_001).status_code == 422
    address = reverse("item_notes", args=["harbour", room[0].meeting.key, room[0].pk])
    page = signed_in("secretary").post(address, {"text": "y" * 60_001, "base": 0})
    assert page.status_code == 422
    assert "the limit is 60,000" in page.content.decode()
    assert "yyyy" in page.content.decode()


def test_approved_minutes_refuse_every_save(save, room):
    save("a")
    Meeting.objects.update(state=Meeting.State.APPROVED)
    refused = save("b", base=1)
    assert refused.status_code == 409
    assert "approved" in refused.json()["error"]
    room[0].refresh_from_db()
    assert room[0].notes == "a"


def test_without_script_a_save_leads_to_the_item_that_was_asked_for(room, as_secretary):
    address = reverse("item_notes", args=["harbour", room[0].meeting.key, room[0].pk])
    answer = as_secretary.post(address, {"text": "a", "base": "0", "then": "2"})
    assert (answer.status_code, answer.url[-13:]) == (302, "draft/?item=2")


def test_without_script_a_clash_shows_both_texts(save, room, as_secretary):
    save("one")
    save("two", base=1)
    address = reverse("item_notes", args=["harbour", room[0].meeting.key, room[0].pk])
    page = as_secretary.post(address, {"text": "three", "base": "1"})
    assert page.status_code == 409
    shown = page.content.decode()
    assert "two</textarea>" in shown
    assert "three</textarea>" in shown
    assert 'name="base" value="2"' in shown


def test_a_script_whose_session_ended_is_told_to_sign_in(save, signed_in):
    assert save("a", client=signed_in("anonymous")).status_code == 401
    assert save("a", client=signed_in("outsider")).status_code == 404
    assert save("a", client=signed_in("member")).status_code == 403


def test_another_meetings_item_is_not_found(save, room, as_secretary, harbour):
    other = make.meeting(harbour, date=make.A_DAY.replace(year=2020))
    address = reverse("item_notes", args=["harbour", other.key, room[0].pk])
    assert as_secretary.post(address, {"text": "a", "base": 0}, **JSON).status_code == 404
