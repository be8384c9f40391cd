"""Changes of votes, concerns, recusals, openings: what they need, and how they are refused."""

from typing import Any

import pytest
from django.urls import reverse

from meetings.models import Ballot, Resolution
from tests import make
from tests.ballot_desk import client_of, contested_desk, rows, text_of
from tests.voting import vote

pytestmark = pytest.mark.django_db


@pytest.fixture
def at():
    return contested_desk()


CHANGES: dict[str, tuple[dict[str, Any], int, str]] = {
    "no reason": ({"choice": "against"}, 422, "Give a reason."),
    "blanks for a reason": ({"choice": "against", "reason": "  "}, 422, "Give a reason."),
    "a reason too long": ({"choice": "against", "reason": "x" * 301}, 422, "at most 300"),
    "no choice": ({"reason": "misheard"}, 422, "Choose for, against or abstain."),
    "two choices": (
        {"choice": ["against", "abstain"], "reason": "misheard"},
        422,
        "Choose for, against or abstain.",
    ),
    "the same choice": ({"choice": "for", "reason": "x"}, 409, "That is the vote that stands."),
    "no key": ({"choice": "against", "reason": "x", "key": ""}, 422, "This form has no key"),
}


@pytest.mark.parametrize("what", CHANGES)
def test_a_vote_is_not_changed_without_what_it_needs(what, at):
    more, status, sentence = CHANGES[what]
    vote(at.ballot, Aster="for")
    before = rows()
    address = at.address("vote_change", at.seat("Aster"))
    response = at.client.post(address, {"key": "another-key", **more})
    assert (response.status_code, sentence in text_of(response)) == (status, True)
    assert rows() == before


def test_a_seat_that_has_not_voted_has_nothing_to_change(at):
    assert "there is nothing to change" in text_of(at.get("vote_change", at.seat("Aster")))


APART: dict[str, tuple[str, str, dict[str, str], int, str]] = {
    "a concern without words": ("objection_raise", "Aster", {"words": " "}, 422, "Say what the"),
    "a concern of who is away": (
        "objection_raise",
        "Dune",
        {"words": "too dear"},
        409,
        "Only a seat that may vote can object.",
    ),
    "a concern too long": ("objection_raise", "Aster", {"words": "x" * 501}, 422, "at most 500"),
    "a recusal without its nature": ("recusal_add", "Aster", {"nature": ""}, 422, "Say what the"),
    "a recusal of who is away": ("recusal_add", "Dune", {"nature": "x"}, 409, "nobody of its"),
    "a second recusal": ("recusal_add", "Ember", {"nature": "x"}, 409, "is recused already."),
    "a casting vote of nobody": ("casting_vote", "Aster", {}, 422, "Choose for, against"),
    "a casting vote nobody granted": (
        "casting_vote",
        "Aster",
        {"choice": "for"},
        409,
        "The bylaws grant no casting vote.",
    ),
    "a casting vote that abstains": (
        "casting_vote",
        "Aster",
        {"choice": "abstain"},
        422,
        "A casting vote is for or against.",
    ),
}


@pytest.mark.parametrize("what", APART)
def test_what_stands_apart_is_refused_in_words(what, at):
    page, seat, more, status, sentence = APART[what]
    before = rows()
    response = at.client.post(at.address(page), {"seat": at.seat(seat), **more})
    assert (response.status_code, sentence in text_of(response)) == (status, True)
    assert rows() == before


@pytest.mark.parametrize("seat", ["", "0", "-1", "x", "999999", "9" * 30])
def test_a_concern_or_recusal_of_no_seat_is_refused(seat, at):
    for page in ("objection_raise", "recusal_add"):
        response = at.client.post(at.address(page), {"seat": seat, "words": "a", "nature": "b"})
        assert response.status_code == 422
        assert "Choose a seat from the list." in text_of(response)


def test_a_concern_of_another_ballot_is_not_found(at):
    assert at.client.post(at.address("objection_resolve", 999)).status_code == 404


OPENINGS = {
    "an unknown majority": ("MOTION: That we go", {"majority": "most"}, 422, "Choose a majority"),
    "a decided motion": ("RESOLVED: That we go - carried", {}, 409, "The minutes say what became"),
}


@pytest.mark.parametrize("what", OPENINGS)
def test_a_vote_is_not_opened_without_what_it_needs(what):
    text, fields, status, sentence = OPENINGS[what]
    board = make.seated_board()
    motion = Resolution.objects.get(item__meeting=make.seated_meeting(board, text))
    address = reverse("ballot_open", args=["harbour", motion.label])
    response = client_of(board).post(address, fields)
    assert (response.status_code, sentence in text_of(response)) == (status, True)
    assert not Ballot.objects.exists()


@pytest.mark.parametrize("number", ["draft-0", "draft-999999", "R-2031-01", "draft-٣"])
def test_a_motion_that_is_none_is_not_found(number):
    board = make.seated_board()
    address = f"/boards/harbour/resolutions/{number}/vote/"
    assert client_of(board).post(address).status_code == 404


def test_a_vote_is_given_up_only_for_a_reason(at):
    response = at.client.post(at.address("ballot_give_up"), {"reason": " "})
    assert (response.status_code, "Give a reason." in text_of(response)) == (422, True)
    assert Ballot.objects.get().is_open
