"""Two who answer a comment, or circulate a draft, at the same moment: one does."""

from collections import Counter

import pytest
from django.db import connection

from meetings.models import Circulation, Comment, Meeting, Notice
from meetings.models.circulation import CommentQuerySet
from meetings.models.guards import create_guards, drop_guards
from meetings.services.answering import Wording, accept_comment, answer_comment
from meetings.services.circulating import circulate, plan_circulation
from tests import make
from tests.races import together

pytestmark = pytest.mark.django_db(transaction=True)
State = Comment.State


@pytest.fixture
def meeting():
    of = make.meeting(make.board(), state=Meeting.State.ADJOURNED)
    make.member(of.board, name="Ada Low")
    make.notes(make.item(of, "Budget"), "- The roof leaks.")
    return of


@pytest.fixture
def comment(meeting):
    make.circulation(meeting)
    item = meeting.items.get()
    words = {"line": 1, "quoted": "The roof leaks.", "proposed": "Our roof leaks."}
    return make.comment(item, make.person(meeting.board, "Kit Orr"), **words)


def fresh(row):
    return Comment.objects.select_related("item__meeting__board", "person").get(pk=row.pk)


def answering(comment, state):
    row = fresh(comment)
    return lambda: answer_comment(row, state=state, words=state.value, save=make.a_save())


def accepting(comment):
    row, wording = fresh(comment), Wording("Our roof leaks.", 1)
    return lambda: accept_comment(row, wording=wording, words="", save=make.a_save())


def kinds(answers):
    return Counter(type(answer).__name__ for answer in answers)


def two_at_once(comment):
    return kinds(together(answering(comment, State.DECLINED), answering(comment, State.ANSWERED)))


def test_of_two_who_answer_a_comment_one_does_and_its_author_hears_once(comment):
    assert two_at_once(comment) == {"NoneType": 1, "AnsweredBefore": 1}
    assert Notice.objects.filter(kind="comment_answered").count() == 1
    row = fresh(comment)
    assert row.answer == row.state


def test_of_acceptance_and_refusal_at_once_the_minutes_follow_the_one_that_stands(comment):
    answers = together(accepting(comment), answering(comment, State.DECLINED))
    assert kinds(answers)["AnsweredBefore"] == 1
    is_accepted = fresh(comment).state == State.ACCEPTED
    assert fresh(comment).item.notes == ("- Our" if is_accepted else "- The") + " roof leaks."


@pytest.fixture
def without_condition(monkeypatch):
    """An answer asks no longer whether the comment is open."""
    monkeypatch.setattr(CommentQuerySet, "open", lambda rows: rows)


def test_without_the_condition_the_database_still_refuses_a_second_answer(
    comment, without_condition
):
    assert two_at_once(comment) == {"NoneType": 1, "IntegrityError": 1}


def test_without_condition_and_guard_a_comment_is_answered_twice(comment, without_condition):
    drop_guards(connection)
    found = two_at_once(comment)
    create_guards(connection)
    assert found == {"NoneType": 2}
    assert Notice.objects.filter(kind="comment_answered").count() == 2


def test_of_several_presses_at_once_one_circulates(meeting):
    mark = plan_circulation(meeting, on=make.a_save().at.date()).mark

    def press():
        row = Meeting.objects.select_related("board").get(pk=meeting.pk)
        return circulate(row, mark=mark, save=make.a_save())

    assert kinds(together(*[press] * 4)) == {"Circulation": 1, "Overtaken": 3}
    assert Circulation.objects.count() == 1
    assert Notice.objects.filter(kind="minutes_circulated").count() == 1
