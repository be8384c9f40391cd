"""Members comment on circulated minutes by line: what they may say of which."""

import pytest
from django.urls import reverse

from meetings.models import Comment, Meeting, Member, Notice, Recusal
from meetings.services.commenting import lines_now, open_comments
from tests import make
from tests.circulation_desk import (
    SECRET,
    answered,
    circulated_minutes,
    commented,
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


def test_the_form_opens_at_its_line_with_the_words_that_stand_there(meeting, item, signed_in):
    address = f"{meeting.get_absolute_url()}?line={item.anchor(2)}"
    shown = signed_in("member").get(address).content.decode()
    assert shown.count("<textarea") == 2
    assert "\nIt rains.</textarea>" in shown
    assert 'name="line" value="2"' in shown


@pytest.mark.parametrize("line", ["item-1-line-9", "item-1-line-x", "item-1"])
def test_where_no_line_begins_the_form_is_the_items(line, meeting, signed_in):
    shown = signed_in("member").get(f"{meeting.get_absolute_url()}?line={line}").content.decode()
    assert shown.count("<textarea") == 2
    assert 'name="line" id=' in shown


@pytest.mark.parametrize("line", ["item-9", "%00", "x" * 5000, "item-1-line-" + "9" * 4000])
def test_an_odd_line_in_the_address_does_no_harm(line, meeting, signed_in):
    answer = signed_in("member").get(f"{meeting.get_absolute_url()}?line={line}")
    assert answer.status_code == 200


def test_a_comment_is_kept_with_its_line_and_the_secretariat_is_told(item, signed_in):
    signed_in("secretary")
    answer = commented(signed_in("member"), item)
    assert answer.status_code == 302
    assert answer.url.endswith("#item-1-line-1")
    comment = Comment.objects.get()
    assert (comment.quoted, comment.text, comment.line) == ("The roof leaks.", "Which roof?", 1)
    assert comment.person.name == "Member Person"
    notice = Notice.objects.get(kind="comment_made")
    assert notice.person.name == "Secretary Person"
    assert "item 1. Budget, line 1," in notice.text
    assert "“Which roof?”" in notice.text


def test_a_comment_sent_twice_is_one(item, signed_in):
    member = signed_in("member")
    assert [commented(member, item).status_code for _ in "ab"] == [302, 302]
    assert Comment.objects.count() == 1


def test_the_wording_left_as_it_is_proposes_nothing(item, signed_in):
    commented(signed_in("member"), item, proposed="The roof leaks.")
    assert Comment.objects.get().proposed == ""


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({"text": " ", "proposed": ""}, "Say what is to be said"),
        ({"text": "", "proposed": "The roof leaks."}, "Say what is to be said"),
        ({"text": "x" * 2001}, "2,001 characters; the limit is 2,000"),
        ({"text": "![" * 100_000}, "200,000 characters; the limit is 2,000"),
        ({"text": "fine\na\x00b"}, "Line 2 has a character that cannot be stored (U+0000)."),
        ({"proposed": "a\x07b"}, "Line 1 has a character that cannot be stored (U+0007)."),
        ({"revision": ""}, "the version is missing"),
        ({"revision": "x"}, "the version is missing"),
        ({"line": "-1"}, "the version is missing"),
    ],
)
def test_what_cannot_be_taken_is_refused_in_a_sentence_and_stays(fields, sentence, item, signed_in):
    answer = commented(signed_in("member"), item, **fields)
    assert answer.status_code == 422
    assert sentence in answer.content.decode()
    assert not Comment.objects.exists()
    typed = str(fields.get("text", "Which roof?")).strip()
    assert "\x00" in typed or typed[:40] in answer.content.decode()


@pytest.mark.parametrize("words", ["<script>alert(1)</script>", "[x](javascript:alert(1))"])
def test_markup_in_a_comment_is_shown_as_it_was_typed(words, item, signed_in):
    member = signed_in("member")
    commented(member, item, text=words)
    shown = member.get(reverse("minutes_comments", args=["harbour", item.meeting.key]))
    assert words not in shown.content.decode() or "<" not in words
    assert words.replace("<", "&lt;").replace(">", "&gt;") in shown.content.decode()
    assert 'href="javascript' not in shown.content.decode()


def test_a_direction_override_in_a_comment_is_a_visible_mark(item, signed_in):
    member = signed_in("member")
    commented(member, item, text="abc\u202edef")
    shown = member.get(reverse("minutes_comments", args=["harbour", item.meeting.key]))
    assert "⟨U+202E⟩" in shown.content.decode()


def test_a_line_that_is_gone_keeps_what_was_typed_for_the_item(item, signed_in):
    rewrite(item, lambda _now: "- Nothing of the kind was ever said by anybody here today at all.")
    rewrite(item, lambda _now: "")
    answer = commented(signed_in("member"), item, line=2)
    assert answer.status_code == 409
    assert "no longer in the minutes" in answer.content.decode()
    assert "Which roof?" in answer.content.decode()
    assert not Comment.objects.exists()


def test_a_line_that_changed_meanwhile_is_shown_as_it_reads_now(item, signed_in):
    rewrite(item, lambda now: "- Before all\n" + now.replace("leaks.", "leaks badly."))
    answer = commented(signed_in("member"), item)
    assert answer.status_code == 409
    assert "The roof leaks badly." in answer.content.decode()
    assert "Line 2 reads by now" in answer.content.decode()


def test_a_line_that_only_moved_is_commented_on_where_it_is_now(item, signed_in):
    rewrite(item, lambda now: "- Before all\n" + now)
    assert commented(signed_in("member"), item).status_code == 302
    assert Comment.objects.get().line == 2


@pytest.mark.parametrize("state", ["adjourned", "in_session"])
def test_minutes_that_are_not_circulated_take_no_comments(state, item, signed_in):
    Meeting.objects.update(state=state)
    answer = commented(signed_in("member"), item)
    assert answer.status_code == 409
    assert "circulated" in answer.content.decode()
    assert "Which roof?" in answer.content.decode()


def test_approved_minutes_take_no_comments_and_say_why(item, signed_in):
    Meeting.objects.update(state="approved")
    answer = commented(signed_in("member"), item)
    assert answer.status_code == 409
    assert "These minutes are approved" in answer.content.decode()


def test_observers_and_other_boards_do_not_comment(item, signed_in):
    assert commented(signed_in("observer"), item).status_code == 403
    assert commented(signed_in("outsider"), item).status_code == 404
    assert (
        "?line=" not in signed_in("observer").get(item.meeting.get_absolute_url()).content.decode()
    )
    assert not Comment.objects.exists()


def test_somebody_recused_neither_sees_nor_makes_comments_on_the_item(meeting, signed_in):
    rent = meeting.items.get(title="Rent")
    member = signed_in("member")
    person = meeting.board.people.get(name="Member Person")
    make.comment(rent, make.person(meeting.board, "Kit Orr"), "too dear")
    page = reverse("minutes_comments", args=["harbour", meeting.key])
    assert "too dear" in member.get(page).content.decode()
    Recusal.objects.create(item=rent, person=person)
    assert "too dear" not in member.get(page).content.decode()
    assert commented(member, rent).status_code == 404


def test_a_comment_in_camera_is_in_no_notice(meeting, signed_in):
    signed_in("secretary")
    rent = meeting.items.get(title="Rent")
    commented(signed_in("member"), rent, text="too dear", proposed="half of it")
    answered(signed_in("secretary"), Comment.objects.get(), "decline", words="no, dear enough")
    texts = " ".join(Notice.objects.values_list("text", flat=True))
    assert "in camera" in texts
    for words in ("dear", "Rent", "half", SECRET):
        assert words not in texts


def test_comments_are_counted_and_filtered(proposal, item, meeting, signed_in):
    make.comment(item, proposal.person, "And the door?")
    assert open_comments(meeting) == 2
    answered(signed_in("secretary"), proposal, "answer", words="the big one")
    assert open_comments(meeting) == 1
    page = reverse("minutes_comments", args=["harbour", meeting.key])
    member = signed_in("member")
    shown = {name: member.get(f"{page}?show={name}") for name in ("all", "open", "answered", "x")}
    found = {name: answer.content.decode().count("<article") for name, answer in shown.items()}
    assert found == {"all": 2, "open": 1, "answered": 1, "x": 0}
    assert shown["x"].status_code == 404
    assert "1 open comment" in member.get(meeting.get_absolute_url()).content.decode()


def test_a_comment_stays_with_its_line_when_lines_move(proposal, item, signed_in):
    rewrite(item, lambda now: "- Before all\n" + now)
    fresh = Comment.objects.select_related("item").get()
    assert lines_now([fresh]) == {fresh.pk: 2}
    shown = signed_in("member").get(item.meeting.get_absolute_url()).content.decode()
    assert "#at-item-1-line-2" in shown


def test_another_boards_comments_are_not_found(proposal, signed_in):
    key = proposal.item.meeting.key
    outsider = signed_in("outsider")
    assert outsider.get(reverse("minutes_comments", args=["harbour", key])).status_code == 404
    term = Member.objects.get(person__user__username="outsider")
    Member.objects.filter(pk=term.pk).update(role="secretary")
    other = make.meeting(term.person.board)
    address = reverse("comment_answer", args=["library", other.key, proposal.pk])
    assert outsider.get(address).status_code == 404
