"""A line that says something else than its vote is put back, or its new text is voted on."""

import threading
import time

import pytest
from django.db import connection

from meetings.models import AgendaItem, Ballot, Meeting, Resolution
from meetings.notation.lines import FlagCode
from meetings.services import minutes, voted_lines
from meetings.services.ballots import open_ballot
from meetings.services.changes import Frozen
from meetings.services.flags import Question
from meetings.services.minutes import save_notes
from meetings.services.voted_lines import put_back, vote_anew
from tests import make
from tests.races import together
from tests.voting import close, vote

pytestmark = pytest.mark.django_db
TEXT = Question(FlagCode.VOTED_TEXT, "That the budget be approved")
RESULT = Question(FlagCode.VOTED_RESULT, "CARRIED 2-1-0")


def item():
    return AgendaItem.objects.for_saving().get()


def write(old, new):
    row = item()
    save_notes(row, text=row.notes.replace(old, new), base=row.revision, save=make.a_save())
    return item()


@pytest.fixture
def ballot():
    return make.ballot(make.seated_board())


@pytest.fixture
def voted(ballot):
    vote(ballot, Aster="for", Brightwater="for", Calder="against")
    close(ballot)
    return ballot


def codes():
    return {flag["code"] for flag in item().flags}


def test_the_text_is_put_back_as_voted(ballot):
    put_back(write("budget", "plan"), TEXT, save=make.a_save())
    assert item().notes == "MOTION: That the budget be approved"
    assert codes() == set()


def test_the_text_is_put_back_above_its_result(voted):
    before = item().notes
    put_back(write("budget", "plan"), TEXT, save=make.a_save())
    assert item().notes == before


def test_the_result_is_put_back_as_decided(voted):
    before = item().notes
    put_back(write("CARRIED 2-1-0", "NOT CARRIED 1-2-0"), RESULT, save=make.a_save())
    assert item().notes == before
    assert codes() == set()


def test_a_result_that_was_deleted_is_written_again(voted):
    put_back(write("CARRIED 2-1-0\n", ""), RESULT, save=make.a_save())
    assert "CARRIED 2-1-0" in item().notes
    assert codes() == set()


def test_other_lines_stay_as_they_are(ballot):
    changed = write("MOTION: That the budget", "- before\n- MOTION: That the plan")
    put_back(changed, TEXT, save=make.a_save())
    assert item().notes == "- before\n- MOTION: That the budget be approved"


def test_a_question_that_is_not_asked_any_more_is_not_answered(ballot):
    for answer in (put_back, vote_anew):
        with pytest.raises(LookupError):
            answer(item(), TEXT, save=make.a_save())


def test_a_new_text_is_a_resolution_of_its_own(ballot):
    new = vote_anew(write("budget", "plan"), TEXT, save=make.a_save())
    old = ballot.resolution
    old.refresh_from_db()
    assert (old.state, old.line, old.text) == ("superseded", None, TEXT.subject)
    assert (new.state, new.line, new.text) == ("proposed", 1, "That the plan be approved")
    assert new.replaces == old
    assert codes() == set()


def test_an_open_vote_is_given_up_with_its_reason(ballot):
    vote(ballot, Aster="for")
    vote_anew(write("budget", "plan"), TEXT, save=make.a_save())
    result = Ballot.objects.get().result
    assert (result.outcome, result.reason) == (
        "void", "The text was changed after the vote began.",
    )  # fmt: skip


def test_votes_do_not_carry_over(voted):
    new = vote_anew(write("budget", "plan"), TEXT, save=make.a_save())
    assert item().notes == "MOTION: That the plan be approved"
    assert (new.recorded_outcome, new.ballots.count()) == ("", 0)
    assert voted.result.outcome == "carried"
    again = open_ballot(new, save=make.a_save())
    assert (again.number, again.text) == (1, "That the plan be approved")


def test_a_text_on_another_line_keeps_its_new_resolution(voted):
    new = vote_anew(write("budget", "plan"), TEXT, save=make.a_save())
    write("MOTION", "- first\nMOTION")
    new.refresh_from_db()
    assert new.line == 2
    assert Resolution.objects.count() == 2


def test_frozen_minutes_refuse(ballot):
    changed = write("budget", "plan")
    Meeting.objects.update(state="approved")
    changed = item()
    for answer in (put_back, vote_anew):
        with pytest.raises(Frozen):
            answer(changed, TEXT, save=make.a_save())


@pytest.mark.django_db(transaction=True)
def test_of_two_who_vote_anew_one_does(ballot):
    changed = write("budget", "plan")
    answers = together(*[lambda: vote_anew(changed, TEXT, save=make.a_save())] * 2)
    assert sorted(type(answer).__name__ for answer in answers) == ["LookupError", "Resolution"]
    assert Resolution.objects.count() == 2


def beside_a_save(monkeypatch):
    """Somebody saves a line above and is about to move the records; then the vote anew comes."""
    changed = write("budget", "plan")
    base, text = changed.revision, changed.notes
    draw, is_there = minutes._draw, threading.Event()

    def slowly(change):
        is_there.set()
        time.sleep(1)
        return draw(change)

    def anew():
        is_there.wait(timeout=5)
        return vote_anew(changed, TEXT, save=make.a_save())

    monkeypatch.setattr(minutes, "_draw", slowly)
    answers = together(
        anew,
        lambda: save_notes(item(), text=f"- above\n{text}", base=base, save=make.a_save()),
    )
    lines = list(Resolution.objects.order_by("pk").values_list("line", flat=True))
    return [type(answer).__name__ for answer in answers], lines


@pytest.mark.django_db(transaction=True)
def test_a_save_beside_it_finds_the_new_resolution(ballot, monkeypatch):
    assert beside_a_save(monkeypatch) == (["Resolution", "Saved"], [None, 2])


@pytest.mark.django_db(transaction=True)
def test_twin_without_the_lock_one_of_the_two_fails_unless_writers_take_turns_anyway(
    ballot, monkeypatch
):
    monkeypatch.setattr(voted_lines, "_lock_notes", lambda item: None)
    answers, _lines = beside_a_save(monkeypatch)
    assert ("OperationalError" in answers) is (connection.vendor == "postgresql")


def test_the_page_asks_in_words_and_answers_by_one_press(harbour, as_secretary):
    harbour.seats.create(name="Aster", organisation=make.organisation(harbour, "Aster"))
    of = make.meeting(harbour, state=Meeting.State.IN_SESSION)
    made = make.item(of)
    make.notes(made, "MOTION: That the budget be approved")
    open_ballot(Resolution.objects.get(), save=make.a_save())
    write("budget", "plan")
    for address in (of.get_absolute_url(), f"{of.get_absolute_url()}draft/"):
        page = as_secretary.get(address).content.decode()
        assert "The vote was on “That the budget be approved”: this line says" in page
        assert "Vote anew on the new text" in page
    answer = f"{of.get_absolute_url()}items/{made.pk}/answer/"
    asked = {"code": "voted_text", "subject": TEXT.subject}
    assert as_secretary.post(answer, asked).status_code == 422
    response = as_secretary.post(answer, asked | {"anew": "yes"})
    new = Resolution.objects.get(replaces__isnull=False)
    assert response.url == new.get_absolute_url()
    assert as_secretary.get(response.url).status_code == 200
    assert as_secretary.post(answer, asked | {"back": "yes"}).status_code == 409
