"""Each comment on circulated minutes is answered once; what is accepted is written in."""

import pytest
from django.urls import reverse

from meetings.models import Comment, Meeting, Notice
from meetings.rules.verdict import OutOfOrder
from meetings.services.answering import Wording, accept_comment
from meetings.services.minutes import Clash
from tests import make
from tests.circulation_desk import (
    NOTES,
    answered,
    circulated_minutes,
    commented,
    notes_of,
    rewrite,
)


@pytest.fixture
def meeting(harbour):
    return circulated_minutes(harbour)


@pytest.fixture
def item(meeting):
    return meeting.items.get(title="Budget")


@pytest.fixture
def proposal(item, signed_in):
    commented(signed_in("member"), item, proposed="The roof of the shed leaks.")
    return Comment.objects.get()


def test_an_accepted_wording_is_written_over_its_line_as_if_typed(proposal, item, as_secretary):
    page = as_secretary.get(
        reverse("comment_answer", args=["harbour", item.meeting.key, proposal.pk])
    ).content.decode()
    assert "<ins>of the shed </ins>" in page or "of the shed" in page
    assert answered(as_secretary, proposal, "accept").status_code == 302
    assert notes_of(item) == NOTES.replace("The roof leaks.", "The roof of the shed leaks.")
    assert item.revisions.count() == 2
    proposal.refresh_from_db()
    assert proposal.state == "accepted"
    notice = Notice.objects.get(kind="comment_answered")
    assert notice.person.name == "Member Person"
    assert "accepted" in notice.text


def test_the_secretary_may_write_another_wording_and_looks_at_the_difference_first(
    proposal, item, as_secretary
):
    looked = answered(as_secretary, proposal, "look", wording="Our roof leaks.")
    assert looked.status_code == 200
    assert "Our roof leaks." in looked.content.decode()
    assert notes_of(item) == NOTES
    answered(as_secretary, proposal, "accept", wording="Our roof leaks.", words="so it is")
    proposal.refresh_from_db()
    assert (proposal.written, proposal.answer) == ("Our roof leaks.", "so it is")
    assert notes_of(item).startswith("- Our roof leaks.\n- It rains.")


def test_a_line_that_changed_since_is_shown_with_the_comment_and_decided_by_the_secretary(
    proposal, item, as_secretary
):
    rewrite(item, lambda now: now.replace("leaks.", "leaks a lot."))
    address = reverse("comment_answer", args=["harbour", item.meeting.key, proposal.pk])
    assert "The line has changed since" in as_secretary.get(address).content.decode()
    answered(as_secretary, proposal, "accept", wording="The shed's roof leaks a lot.")
    assert notes_of(item).startswith("- The shed's roof leaks a lot.\n")


def test_a_wording_accepted_on_an_older_text_joins_what_was_typed_meanwhile(
    proposal, item, as_secretary
):
    rewrite(item, lambda now: now + "- Later.\n")
    answered(as_secretary, proposal, "accept", base=1)
    assert notes_of(item).startswith("- The roof of the shed leaks.\n")
    assert "- Later." in notes_of(item)


def test_of_two_who_change_the_line_nothing_is_lost_and_the_page_shows_both(
    proposal, item, as_secretary
):
    rewrite(item, lambda now: now.replace("leaks.", "leaks a lot."))
    answer = answered(as_secretary, proposal, "accept", base=1, words="yes")
    assert answer.status_code == 409
    for words in (" a lot", "The roof of the shed leaks.", "yes"):
        assert words in answer.content.decode()
    assert "leaks a lot." in notes_of(item)
    proposal.refresh_from_db()
    assert proposal.is_open
    with pytest.raises(Clash):
        accept_comment(proposal, wording=Wording("x", 1), words="", save=make.a_save())


def test_a_line_that_is_gone_is_not_rewritten(proposal, item, as_secretary):
    rewrite(item, lambda _now: "")
    answer = answered(as_secretary, proposal, "accept")
    assert answer.status_code == 409
    assert "no longer in the notes" in answer.content.decode()
    with pytest.raises(OutOfOrder):
        accept_comment(proposal, wording=Wording("x", 0), words="", save=make.a_save())


def test_a_wording_for_the_whole_item_is_added_at_its_end(item, signed_in):
    commented(signed_in("member"), item, line="", proposed="- Ada thanked the crew.")
    answered(signed_in("secretary"), Comment.objects.get(), "accept")
    assert notes_of(item) == NOTES + "- Ada thanked the crew."


@pytest.mark.parametrize(
    ("act", "words", "sentence"),
    [
        ("decline", "", "Give a reason."),
        ("answer", " ", "Give an answer."),
        ("", "yes", "Choose what is to become"),
        ("burn", "yes", "Choose what is to become"),
    ],
)
def test_an_answer_without_its_words_is_refused(act, words, sentence, proposal, as_secretary):
    answer = answered(as_secretary, proposal, act, words=words)
    assert answer.status_code == 422
    assert sentence in answer.content.decode()
    assert Comment.objects.get().is_open


@pytest.mark.parametrize(("act", "state"), [("decline", "declined"), ("answer", "answered")])
def test_a_comment_is_declined_or_answered_in_words_and_its_author_is_told(
    act, state, proposal, as_secretary, item
):
    answered(as_secretary, proposal, act, words="It is the house.")
    proposal.refresh_from_db()
    assert (proposal.state, proposal.answer) == (state, "It is the house.")
    assert "“It is the house.”" in Notice.objects.get(kind="comment_answered").text
    assert notes_of(item) == NOTES


def test_a_comment_answered_before_is_not_answered_again(proposal, as_secretary):
    answered(as_secretary, proposal, "answer", words="first")
    again = answered(as_secretary, proposal, "decline", words="my second thoughts")
    assert again.status_code == 409
    assert "answered this comment already" in again.content.decode()
    assert "my second thoughts" in again.content.decode()
    assert Comment.objects.get().answer == "first"


def test_once_approved_no_wording_is_put_in_and_a_comment_may_still_be_answered(
    proposal, item, as_secretary
):
    Meeting.objects.update(state="approved")
    assert answered(as_secretary, proposal, "accept").status_code == 409
    assert notes_of(item) == NOTES
    assert answered(as_secretary, proposal, "answer", words="too late").status_code == 302
