"""Bad votes get a sentence and the right status, change nothing, and what was typed stays."""

import pytest
from django.urls import reverse

from meetings.models import (
    HandCount,
    Meeting,
    Resolution,
    Vote,
)
from meetings.services.ballots import open_ballot
from tests import make
from tests.ballot_desk import Desk, client_of, contested_desk, hidden, rows, text_of
from tests.voting import close, vote

pytestmark = pytest.mark.django_db
SHEETS = ("ballot_votes", "ballot_review", "ballot_close")
HANDS = {"method": "hands", "hands-for": "2", "hands-against": "1", "hands-abstain": "0"}
CHOOSE = "Aster: choose for, against or abstain."
NO_SEAT = "That seat is not among those that vote here."
NO_COUNT = "is no count of hands: write whole numbers from 0."


@pytest.fixture
def at():
    return contested_desk()


def votes_of(*pairs):
    return lambda at: {f"seat-{at.seat(name)}": choice for name, choice in pairs}


AS_SENT = {
    "an unknown choice": (votes_of(("Aster", "maybe")), 422, CHOOSE),
    "a choice in capitals with a blank": (votes_of(("Aster", "YES ")), 422, CHOOSE),
    "an empty choice": (votes_of(("Aster", "")), 422, CHOOSE),
    "two choices for a seat": (
        votes_of(("Aster", ["for", "against"])),
        422,
        "Aster: two choices were sent. Choose one.",
    ),
    "the same choice twice": (
        votes_of(("Aster", ["for", "for"])),
        422,
        "Aster: two choices were sent. Choose one.",
    ),
    "a seat of no ballot": (lambda _at: {"seat-999999": "for"}, 422, NO_SEAT),
    "a seat's number with a sign": (lambda _at: {"seat--1": "for"}, 422, NO_SEAT),
    "a seat's number in other digits": (lambda _at: {"seat-٣": "for"}, 422, NO_SEAT),
    "a seat's number past all databases": (lambda _at: {f"seat-{'9' * 30}": "for"}, 422, NO_SEAT),
    "no key": (lambda _at: {"key": ""}, 422, "This form has no key of its own."),
    "a key too long": (lambda _at: {"key": "k" * 65}, 422, "This form has no key of its own."),
    "a key with NUL": (lambda _at: {"key": "key\x00with"}, 422, "This form has no key"),
    "two keys": (lambda _at: {"key": ["first-key", "second-key"]}, 422, "“key” was sent twice."),
    "two hashes": (lambda at: {"hash": [at.ballot.hash] * 2}, 422, "“hash” was sent twice."),
    "another motion's hash": (
        lambda _at: {"hash": "0" * 64},
        409,
        "The motion changed since you opened the page.",
    ),
    "no hash": (lambda _at: {"hash": ""}, 409, "The motion changed since you opened the page."),
    "a method of no meeting": (lambda _at: {"method": "dice"}, 422, "Say how the vote is taken"),
    "a reason too long": (lambda _at: {"reason": "x" * 501}, 422, "at most 500 characters"),
    "a reason with NUL": (lambda _at: {"reason": "a\x00b"}, 422, "Null characters"),
    "a result of no list": (lambda _at: {"declared": "won"}, 422, "Choose a result from the list."),
    "a fraction of hands": (lambda _at: HANDS | {"hands-for": "3.5"}, 422, f"“3.5” {NO_COUNT}"),
    "hands below none": (lambda _at: HANDS | {"hands-for": "-1"}, 422, f"“-1” {NO_COUNT}"),
    "hands as a power": (lambda _at: HANDS | {"hands-for": "1e9"}, 422, f"“1e9” {NO_COUNT}"),
    "hands in wide digits": (lambda _at: HANDS | {"hands-for": "７"}, 422, f"“７” {NO_COUNT}"),
    "hands past all boards": (
        lambda _at: HANDS | {"hands-for": "9" * 30},
        422,
        f"“{'9' * 20}” {NO_COUNT}",
    ),
    "hands left out": (lambda _at: HANDS | {"hands-against": " "}, 422, "Write all three numbers"),
    "hands in words": (lambda _at: HANDS | {"hands-for": "two"}, 422, f"“two” {NO_COUNT}"),
    "more hands than seats": (
        lambda _at: HANDS | {"hands-for": "8"},
        422,
        "There are 3 seats that may vote; you entered 9 votes.",
    ),
    "a recused seat": (
        votes_of(("Ember", "for")),
        409,
        "Ember is recused from this item and does not vote.",
    ),
    "a seat nobody is there for": (
        votes_of(("Dune", "for")),
        409,
        "Dune: nobody is there to vote for it.",
    ),
}


def post(at, page, more, **headers):
    fields = at.fields() | {"seen": "0" * 16} | more
    return at.client.post(at.address(page), fields, headers=headers or None)


@pytest.mark.parametrize("page", SHEETS)
@pytest.mark.parametrize("what", AS_SENT)
def test_a_bad_form_is_refused_in_words_and_changes_nothing(what, page, at):
    more, status, sentence = AS_SENT[what]
    before = rows()
    response = post(at, page, more(at))
    assert (response.status_code, sentence in text_of(response)) == (status, True)
    assert rows() == before


@pytest.mark.parametrize("what", AS_SENT)
def test_a_script_is_refused_in_the_same_words(what, at):
    more, status, sentence = AS_SENT[what]
    response = post(at, "ballot_votes", more(at), Accept="application/json")
    assert response.status_code == status
    assert sentence in response.json()["error"]


@pytest.mark.parametrize("what", AS_SENT)
def test_a_preview_of_a_bad_form_never_breaks(what, at):
    response = post(at, "ballot_preview", AS_SENT[what][0](at))
    assert response.status_code in (200, 422)


def test_what_was_chosen_and_typed_stays(at):
    bad = {f"seat-{at.seat('Aster')}": "against", f"seat-{at.seat('Calder')}": "maybe"}
    page = post(at, "ballot_review", bad).content.decode()
    assert f'name="seat-{at.seat("Aster")}" value="against" form="vote" checked' in page
    typed = post(at, "ballot_review", HANDS | {"hands-for": "3.5"}).content.decode()
    assert 'value="3.5"' in typed


@pytest.mark.parametrize("slug", ["harbour", "library"])
def test_a_seat_of_another_ballot_or_board_is_none_of_this_one(slug, at):
    board = at.ballot.resolution.board if slug == "harbour" else make.seated_board("X", slug=slug)
    meeting = make.seated_meeting(board, None)
    make.notes(make.item(meeting), "MOTION: That we go")
    other = open_ballot(Resolution.objects.get(item__meeting=meeting), save=make.a_save())
    before = rows()
    response = post(at, "ballot_votes", {f"seat-{other.seats.first().pk}": "for"})
    assert (response.status_code, NO_SEAT in text_of(response)) == (422, True)
    assert at.get("vote_change", other.seats.first().pk).status_code == 404
    assert rows() == before


ACTS = (*SHEETS, "ballot_preview", "objection_raise", "casting_vote", "recusal_add")


@pytest.mark.parametrize("page", ["ballot_detail", "ballot_state", "ballot_give_up"])
def test_another_boards_ballot_is_not_found(page, at):
    stranger = Desk(at.ballot, client_of(make.seated_board("X", slug="library")))
    assert stranger.get(page).status_code == 404
    address = reverse(page, args=["library", at.ballot.pk])
    assert stranger.client.get(address).status_code == 404


@pytest.mark.parametrize("page", ACTS)
def test_another_boards_ballot_takes_nothing(page, at):
    stranger = client_of(make.seated_board("X", slug="library"))
    before = rows()
    for slug in ("harbour", "library"):
        address = reverse(page, args=[slug, at.ballot.pk])
        assert stranger.post(address, at.fields({"Aster": "for"})).status_code == 404
    assert rows() == before


@pytest.mark.parametrize("page", ACTS)
@pytest.mark.parametrize("role", ["member", "observer"])
def test_only_the_secretariat_records(role, page, at):
    other = Desk(at.ballot, client_of(at.ballot.resolution.board, role))
    before = rows()
    assert other.post(page, {"Aster": "for"}).status_code == 403
    assert rows() == before


@pytest.mark.parametrize("page", ACTS)
def test_a_page_that_only_acts_is_not_read(page, at):
    response = at.get(page)
    assert response.status_code == 405
    assert response.headers["Allow"] == "POST"


@pytest.mark.parametrize("page", [*SHEETS, "casting_vote", "objection_raise", "recusal_add"])
def test_a_closed_vote_says_when_it_closed_and_takes_nothing(page, at):
    vote(at.ballot, Aster="for", Brightwater="for")
    close(at.ballot)
    before = rows()
    seat = at.seat("Calder")
    more = {f"seat-{seat}": "for", "seat": seat, "words": "too dear", "nature": "supplier"}
    response = post(at, page, more | {"choice": "for"})
    assert response.status_code == 409
    assert "Voting closed at " in text_of(response)
    assert "Your vote was not recorded." in text_of(response)
    assert rows() == before


def test_a_vote_on_approved_minutes_is_not_closed(at):
    seen = hidden(at.review({"Aster": "for"}), "seen")
    Meeting.objects.update(state=Meeting.State.APPROVED)
    response = at.post("ballot_close", {"Aster": "for"}, seen=seen)
    assert response.status_code == 409
    assert "These minutes are approved." in text_of(response)
    assert not Vote.objects.exists()


def test_the_same_key_with_another_choice_names_the_vote_that_stands(at):
    at.post("ballot_votes", {"Aster": "for"})
    again = at.post("ballot_votes", {"Aster": "against"})
    assert again.status_code == 409
    assert "Aster: the vote “for” was recorded at" in text_of(again)


def test_a_seat_that_has_voted_votes_no_second_time_by_any_form(at):
    vote(at.ballot, Aster="for")
    before = rows()
    for page in SHEETS:
        response = post(at, page, {f"seat-{at.seat('Aster')}": "against"})
        assert (response.status_code, "Aster: the vote “for”" in text_of(response)) == (409, True)
    assert rows() == before


def test_votes_by_name_and_a_show_of_hands_do_not_mix(at):
    at.client.post(at.address("ballot_votes"), at.fields() | HANDS)
    by_name = at.post("ballot_votes", {"Aster": "for"})
    assert (by_name.status_code, "Hands were counted." in text_of(by_name)) == (409, True)
    consent = at.review(method="consensus")
    assert (consent.status_code, "Votes are recorded already." in text_of(consent)) == (409, True)


def test_hands_are_counted_again_only_for_a_reason(at):
    at.client.post(at.address("ballot_votes"), at.fields() | HANDS)
    other = HANDS | {"hands-for": "1"}
    refused = post(at, "ballot_votes", other)
    assert (refused.status_code, "Give a reason." in text_of(refused)) == (422, True)
    assert post(at, "ballot_votes", other | {"reason": "miscounted"}).status_code == 302
    assert HandCount.objects.count() == 2
