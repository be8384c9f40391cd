"""Before a meeting: who says that they come, and what that makes of the quorum."""

import datetime

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.urls import reverse

from meetings.models import Attendance, Meeting, MeetingAnswer, Member, Person, Proxy
from meetings.services.answers import expected_of, give_answer
from meetings.services.halls import hall_of
from meetings.services.planning import NotNow
from tests import make
from tests.ballot_desk import client_of, text_of
from tests.test_proxies import A_DAY, ALLOWED, delegate, seat
from tests.test_proxies import of as at_desk


@pytest.fixture
def board(db):
    return make.seated_board("Aster", "Brightwater", "Calder", "Dunmore", **ALLOWED)


@pytest.fixture
def meeting(board):
    return make.planned_meeting(board, A_DAY)


@pytest.fixture
def secretary(board):
    return client_of(board)


def address(meeting):
    return reverse("meeting_answer", args=["harbour", meeting.key])


def say(client, meeting, answer, **fields):
    return client.post(address(meeting), {"answer": answer, **fields})


def html_of(response):
    return response.content.decode()


def said(meeting):
    return {a.person.name: a.choice for a in meeting.answers.select_related("person")}


def expected(meeting):
    return expected_of(meeting, hall_of(meeting, on=A_DAY), on=A_DAY)


def they_say(meeting, firm, choice, delegate_name=""):
    return give_answer(
        meeting,
        person=delegate(firm),
        choice=choice,
        delegate=delegate_name,
        save=make.a_save(),
    )


@pytest.mark.parametrize("answer", ["comes", "remote", "away"])
def test_one_press_is_an_answer(answer, meeting, client):
    response = say(at_desk("Aster", client), meeting, answer)
    assert (response.status_code, response.url) == (302, address(meeting))
    assert said(meeting) == {"Aster Delegate": answer}


def test_a_later_press_changes_the_answer_and_what_was_said_before_is_kept(meeting, client):
    say(at_desk("Aster", client), meeting, "comes")
    say(client, meeting, "away")
    say(client, meeting, "away")
    answer = MeetingAnswer.objects.get()
    assert answer.choice == "away"
    assert [row.choice for row in answer.history.all()] == ["away", "away", "comes"]


def test_who_comes_instead_is_kept_by_name_and_known_if_the_board_knows_them(meeting, client):
    kim = make.person(meeting.board, "Kim Lee")
    say(at_desk("Aster", client), meeting, "delegate", delegate="  kim   lee ")
    answer = MeetingAnswer.objects.get()
    assert (answer.delegate, answer.delegate_name) == (kim, "Kim Lee")
    say(client, meeting, "delegate", delegate="Somebody New")
    answer.refresh_from_db()
    assert (answer.delegate, answer.delegate_name) == (None, "Somebody New")
    say(client, meeting, "comes")
    answer.refresh_from_db()
    assert (answer.delegate, answer.delegate_name) == (None, "")


BAD = {
    "no answer": ({}, "Choose one of the answers."),
    "an answer that is none": ({"answer": "perhaps"}, "Choose one of the answers."),
    "nobody sent": ({"answer": "delegate"}, "Write the name of whoever comes instead."),
    "blanks sent": ({"answer": "delegate", "delegate": " "}, "Write the name of whoever"),
    "oneself": (
        {"answer": "delegate", "delegate": "Aster Delegate"},
        "Write the name of somebody else.",
    ),
    "a name without end": (
        {"answer": "delegate", "delegate": "x" * 201},
        "at most 200 characters",
    ),
}


@pytest.mark.parametrize("case", BAD)
def test_a_bad_answer_gets_its_sentence_and_nothing_is_stored(case, meeting, client):
    fields, sentence = BAD[case]
    response = at_desk("Aster", client).post(address(meeting), fields)
    assert response.status_code == 422
    assert sentence in text_of(response)
    assert said(meeting) == {}
    if fields.get("delegate", "").strip():
        assert f'value="{fields["delegate"]}"' in html_of(response)


def test_nobody_answers_for_somebody_else(meeting, client):
    other = delegate("Calder").pk
    assert say(at_desk("Aster", client), meeting, "comes", person=other).status_code == 403
    assert client.get(f"{address(meeting)}?person={other}").status_code == 403
    assert said(meeting) == {}


def test_the_secretary_enters_an_answer_that_came_by_telephone(meeting, secretary):
    response = say(secretary, meeting, "away", person=delegate("Calder").pk)
    assert response.status_code == 302
    assert said(meeting) == {"Calder Delegate": "away"}
    assert MeetingAnswer.objects.get().entered_by is not None
    assert "Will Calder Delegate come?" in text_of(secretary.get(response.url))


@pytest.mark.parametrize("person", ["0", "-1", "x", "9" * 30, "٣", "999999"])
def test_the_secretary_enters_no_answer_of_nobody(person, meeting, secretary):
    assert say(secretary, meeting, "away", person=person).status_code == 404


def test_an_observer_says_too_whether_they_come(meeting, client, board):
    term = make.member(board, Member.Role.OBSERVER, "Olga Orr", make.user("olga"))
    client.force_login(term.person.user, "allauth.account.auth_backends.AuthenticationBackend")
    assert say(client, meeting, "remote").status_code == 302
    assert said(meeting) == {"Olga Orr": "remote"}
    assert expected(meeting).meter.there == 0


@pytest.mark.parametrize(
    ("state", "sentence"),
    [
        (Meeting.State.CANCELLED, "This meeting was cancelled."),
        (Meeting.State.ADJOURNED, "This meeting is over"),
        (Meeting.State.APPROVED, "This meeting is over"),
    ],
)
def test_an_answer_comes_too_late_once_the_meeting_is_over(state, sentence, meeting, client):
    Meeting.objects.update(state=state)
    response = say(at_desk("Aster", client), meeting, "comes")
    assert response.status_code == 409
    assert sentence in text_of(response)
    assert said(meeting) == {}
    assert "answers-form" not in html_of(client.get(address(meeting)))


def test_while_the_meeting_runs_an_answer_may_still_change(meeting, client):
    Meeting.objects.update(state=Meeting.State.IN_SESSION)
    assert say(at_desk("Aster", client), meeting, "remote").status_code == 302


def test_the_quorum_is_expected_by_seat_from_the_answers(meeting, client):
    for firm in ("Aster", "Brightwater"):
        they_say(meeting, firm, "comes")
    found = expected(meeting)
    assert (found.meter.there, found.meter.needed, found.meter.is_met) == (2, 3, False)
    assert [seat.name for seat in found.waiting] == ["Calder", "Dunmore"]
    they_say(meeting, "Calder", "remote")
    they_say(meeting, "Dunmore", "away")
    found = expected(meeting)
    assert (found.meter.there, found.meter.is_met, found.waiting) == (3, True, [])
    assert [seat.name for seat in found.away] == ["Dunmore"]
    for page in (address(meeting), meeting.get_absolute_url()):
        text = text_of(at_desk("Aster", client).get(page))
        assert "Expected: 3 of 4 seats; quorum is 3: would be met" in text
        assert "Nobody comes for: Dunmore" in text


def test_two_people_of_one_seat_are_one_seat(meeting, board):
    second = make.person(board, "Second Aster")
    Member.objects.create(
        person=second,
        seat=seat("Aster"),
        precedence=2,
        organisation=delegate("Aster").memberships.get().organisation,
    )
    they_say(meeting, "Aster", "away")
    found = expected(meeting)
    assert found.seats[0].waiting == ("Second Aster",)
    give_answer(meeting, person=second, choice="comes", save=make.a_save())
    found = expected(meeting)
    assert (found.seats[0].speaker, found.seats[0].via) == ("Second Aster", "alternate")
    they_say(meeting, "Aster", "comes")
    assert expected(meeting).meter.there == 1


@pytest.mark.parametrize(("allowed", "there"), [(True, 1), (False, 0)])
def test_who_is_sent_counts_where_the_bylaws_let_delegates_speak(allowed, there, meeting, board):
    board.bylaws.update(allows_other_delegates=allowed)
    they_say(meeting, "Aster", "delegate", "Somebody New")
    assert expected(meeting).meter.there == there


def test_the_bylaws_of_the_meetings_day_decide(meeting, board):
    they_say(meeting, "Aster", "comes")
    board.bylaws.create(effective_from=A_DAY, quorum_kind="fixed", quorum_number=1)
    assert expected(meeting).meter.needed == 1
    Meeting.objects.update(date=A_DAY - datetime.timedelta(days=1))
    meeting.refresh_from_db()
    assert expected(meeting).meter.needed == 3


@pytest.mark.parametrize(("counts", "there"), [(True, 2), (False, 1)])
def test_a_proxy_counts_as_the_bylaws_say_and_only_with_its_holder(counts, there, meeting, board):
    board.bylaws.update(proxies_count_for_quorum=counts)
    Proxy.objects.create(meeting=meeting, seat=seat("Aster"), holder=delegate("Calder"))
    they_say(meeting, "Aster", "away")
    assert expected(meeting).meter.there == 0
    they_say(meeting, "Calder", "comes")
    found = expected(meeting)
    assert (found.meter.there, found.seats[0].via) == (there, "proxy")


def test_a_seat_that_the_holder_of_its_proxy_leaves_empty_waits_for_an_answer(meeting):
    Proxy.objects.create(meeting=meeting, seat=seat("Aster"), holder=delegate("Calder"))
    assert expected(meeting).seats[0].waiting == ("Aster Delegate",)


def test_a_merged_person_answers_as_the_one_they_are(meeting, board):
    double = make.person(board, "A. Delegate", merged_into=delegate("Aster"))
    give_answer(meeting, person=double, choice="comes", save=make.a_save())
    assert expected(meeting).meter.there == 1


def test_a_board_without_seats_has_no_expected_quorum(harbour, as_secretary):
    meeting = make.planned_meeting(harbour)
    assert "Expected" not in text_of(as_secretary.get(address(meeting)))


def test_the_page_leads_to_the_proxies_where_the_bylaws_allow_them(meeting, board, client):
    to_proxies = reverse("meeting_proxies", args=["harbour", meeting.key])
    assert to_proxies in html_of(at_desk("Aster", client).get(address(meeting)))
    board.bylaws.update(allows_proxies=False)
    assert to_proxies not in html_of(client.get(address(meeting)))


def test_the_roll_proposes_apologies_and_shows_what_was_said(meeting, secretary):
    they_say(meeting, "Aster", "away")
    they_say(meeting, "Calder", "remote")
    page = html_of(secretary.get(reverse("roll_call", args=["harbour", meeting.key])))
    name = f"person-{delegate('Aster').pk}-mode"
    assert f'name="{name}" value="apologies"' in page
    chosen = [line for line in page.split("<input") if "checked" in line and name in line]
    assert 'value="apologies"' in chosen[0]
    assert "said: comes remotely" in page
    assert Attendance.objects.count() == 0


def test_before_a_meeting_each_answer_is_one_row(meeting):
    they_say(meeting, "Aster", "comes")
    row = MeetingAnswer(meeting=meeting, person=delegate("Aster"), choice="away")
    row.given_at = make.a_save().at
    with pytest.raises(IntegrityError), transaction.atomic():
        row.save()
    with pytest.raises(ValidationError):
        row.full_clean()


@pytest.mark.parametrize("fields", [{"choice": "delegate"}, {"delegate_name": "Kim"}])
def test_a_delegate_has_a_name_and_nobody_else_has(fields, meeting):
    row = MeetingAnswer(meeting=meeting, person=delegate("Aster"), **{"choice": "comes"} | fields)
    row.given_at = make.a_save().at
    with pytest.raises(IntegrityError), transaction.atomic():
        row.save()


def test_another_boards_meeting_takes_no_answer(meeting, client, db):
    other = make.planned_meeting(make.board("library"), A_DAY)
    response = at_desk("Aster", client).post(
        reverse("meeting_answer", args=["library", other.key]), {"answer": "comes"}
    )
    assert response.status_code == 404
    assert Person.objects.filter(answers__isnull=False).count() == 0


def test_of_an_unplanned_meeting_nothing_is_stored_when_it_is_refused(meeting):
    Meeting.objects.update(state=Meeting.State.CANCELLED)
    with pytest.raises(NotNow):
        they_say(meeting, "Aster", "comes")
