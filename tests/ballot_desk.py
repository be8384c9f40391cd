"""A vote page in front of a client: what it sends and what it shows."""

import re
from dataclasses import dataclass, field

from django.test import Client
from django.urls import reverse

from meetings.models import (
    Attendance,
    Ballot,
    BallotResult,
    BallotSeat,
    HandCount,
    NotesRevision,
    Objection,
    Recusal,
    Resolution,
    Vote,
)
from tests import make

BACKEND = "allauth.account.auth_backends.AuthenticationBackend"
KEPT = (Ballot, BallotSeat, Vote, HandCount, Objection, BallotResult, Recusal, NotesRevision)
A_KEY = "a-key-of-a-form"


def client_of(board, role="secretary", **fields):
    account = make.user(f"{role}-{make.next_number()}")
    make.member(board, role, name=fields.pop("name", None), account=account, **fields)
    client = Client()
    client.force_login(account, BACKEND)
    return client


@dataclass
class Desk:
    """One ballot, as somebody works on it."""

    ballot: Ballot
    client: Client
    votes: dict[str, str] = field(default_factory=dict)

    def address(self, page, *more):
        return reverse(page, args=[self.ballot.resolution.board.slug, self.ballot.pk, *more])

    def seat(self, name):
        return self.ballot.seats.get(name=name).pk

    def fields(self, votes=(), **more):
        """The form's own fields, with choices by the seats' names."""
        chosen = {f"seat-{self.seat(name)}": choice for name, choice in dict(votes).items()}
        named = {
            name.replace("_", "-") if name[:5] == "hands" else name: more[name] for name in more
        }
        return {"key": A_KEY, "hash": self.ballot.hash, **chosen, **named}

    def get(self, page="ballot_detail", *more):
        return self.client.get(self.address(page, *more))

    def post(self, page, votes=(), as_json=False, **more):
        headers = {"Accept": "application/json"} if as_json else None
        return self.client.post(self.address(page), self.fields(votes, **more), headers=headers)

    def review(self, votes=(), **more):
        return self.post("ballot_review", votes, **more)

    def close(self, votes=(), **more):
        """Looks at the review first, as a person does."""
        seen = hidden(self.review(votes, **more), "seen")
        return self.post("ballot_close", votes, seen=seen, **more)


def desk(board, role="secretary", **ballot):
    return Desk(make.ballot(board, **ballot), client_of(board, role))


def contested_desk():
    """Three seats are there; a fourth, Dune, is not, and Ember is recused."""
    board = make.seated_board("Aster", "Brightwater", "Calder", "Dune", "Ember")
    at = desk(board, here=["Aster", "Brightwater", "Calder", "Ember"])
    person = Attendance.objects.get(name="Ember Delegate").person
    seat = at.ballot.seats.get(name="Ember").seat
    item = at.ballot.resolution.item
    Recusal.objects.create(item=item, seat=seat, person=person, nature="supplier")
    return at


def rows():
    """Every row that a vote may make or change."""
    return [list(kind.objects.order_by("pk").values()) for kind in (*KEPT, Resolution)]


def text_of(response):
    """What a page says, without its marks."""
    page = re.sub(r"<(script|style).*?</\1>", " ", response.content.decode(), flags=re.DOTALL)
    return " ".join(re.sub(r"<[^>]+>", " ", page).split())


def hidden(response, name):
    found = re.search(rf'name="{name}" value="([^"]*)"', response.content.decode())
    return found[1] if found else None
