"""The vote form: what was sent, read strictly; what cannot be read is refused in a sentence."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from django import forms
from django.utils.datastructures import MultiValueDict
from django.utils.translation import gettext as _

from meetings.models import BallotResult, Vote
from meetings.rules.majorities import Majority
from meetings.rules.tally import Hands
from meetings.services.bylaws import MAJORITIES

if TYPE_CHECKING:
    Sent = MultiValueDict[str, str]
else:
    Sent = MultiValueDict

SEAT = re.compile(r"seat-([1-9][0-9]{0,17})", re.ASCII)
PK = re.compile(r"[1-9][0-9]{0,17}", re.ASCII)
KEY = re.compile(r"[0-9A-Za-z_-]{8,64}", re.ASCII)
NUMBER = re.compile(r"[0-9]{1,3}", re.ASCII)
HANDS = ("hands-for", "hands-against", "hands-abstain")
ONCE = ("key", "hash", "method", *HANDS, "seen", "accepts_no_quorum", "declared", "reason")
METHODS = (
    BallotResult.Method.ROLL_CALL,
    BallotResult.Method.HANDS,
    BallotResult.Method.CONSENSUS,
)
DECLARABLE = [(value, label) for value, label in BallotResult.Outcome.choices if value != "void"]


class BadVote(Exception):
    """A vote form that cannot be read; nothing was stored. The message is a sentence."""


@dataclass(frozen=True)
class Typed:
    """A vote form as it was sent; seats by the key of their row on the ballot."""

    key: str
    hash: str
    method: str
    choices: dict[int, Vote.Choice] = field(default_factory=dict)
    hands: Hands | None = None
    seen: str = ""
    accepts_no_quorum: bool = False
    declared: str = ""
    reason: str = ""


def read_votes(data: Sent, seats: Mapping[int, str]) -> Typed:
    """In: the form and the ballot's seats by key. Raises BadVote for what no honest form holds."""
    _refuse_doubled(data, seats)
    choices = _choices(data, seats)
    method = data.get("method") or BallotResult.Method.ROLL_CALL
    if method not in METHODS:
        raise BadVote(_("Say how the vote is taken: by roll call, by hands, or no objections."))
    declared = data.get("declared", "")
    if declared and declared not in dict(DECLARABLE):
        raise BadVote(_("Choose a result from the list."))
    return Typed(
        key=key_in(data),
        hash=data.get("hash", ""),
        method=method,
        choices=choices if method == BallotResult.Method.ROLL_CALL else {},
        hands=_hands(data) if method == BallotResult.Method.HANDS else None,
        seen=data.get("seen", ""),
        accepts_no_quorum=bool(data.get("accepts_no_quorum")),
        declared=declared,
        reason=words_in(data, "reason", most=500),
    )


def words_in(data: Sent, name: str, *, most: int) -> str:
    """A text of one line, which may be empty. Raises BadVote where it cannot be stored."""
    try:
        text = forms.CharField(required=False, max_length=most).clean(data.get(name, ""))
    except forms.ValidationError as no:
        raise BadVote(" ".join(no.messages)) from None
    return " ".join(text.split())


def choice_in(data: Sent) -> Vote.Choice:
    """For, against or abstain. Raises BadVote for anything else, or for two of them."""
    sent = data.getlist("choice")
    if len(sent) != 1 or sent[0] not in Vote.Choice.values:
        raise BadVote(_("Choose for, against or abstain."))
    return Vote.Choice(sent[0])


def casting_in(data: Sent) -> Vote.Choice:
    """How a tie is broken. Raises BadVote for anything but for and against."""
    choice = choice_in(data)
    if choice == Vote.Choice.ABSTAIN:
        raise BadVote(_("A casting vote is for or against."))
    return choice


def key_in(data: Sent) -> str:
    """The form's one-time key. Raises BadVote without one."""
    key = data.get("key", "")
    if not KEY.fullmatch(key):
        raise BadVote(_("This form has no key of its own. Reload the page."))
    return key


def seat_in(data: Sent, seats: Mapping[int, str]) -> int:
    """The key of a seat's row on the ballot. Raises BadVote for any other."""
    sent = data.get("seat", "")
    if not PK.fullmatch(sent) or int(sent) not in seats:
        raise BadVote(_("Choose a seat from the list."))
    return int(sent)


def typed_in(data: Sent) -> dict[int, str]:
    """What can be shown again of the choices, whatever else is wrong with the form."""
    found = {}
    for name in data:
        seat, sent = SEAT.fullmatch(name), data.get(name)
        if seat and sent in Vote.Choice.values:
            found[int(seat[1])] = str(sent)
    return found


def majorities_in(data: Sent) -> tuple[Majority, ...]:
    """The majorities chosen at the opening, all of which have to hold; none: the bylaws'."""
    wanted = [name for name in data.getlist("majority") if name]
    if any(name not in MAJORITIES for name in wanted):
        raise BadVote(_("Choose a majority from the list."))
    return tuple(MAJORITIES[name][0] for name in dict.fromkeys(wanted))


def _refuse_doubled(data: Sent, seats: Mapping[int, str]) -> None:
    for name, sent in data.lists():
        if len(sent) < 2:
            continue
        seat = SEAT.fullmatch(name)
        if seat:
            called = seats.get(int(seat[1]), name)
            raise BadVote(_("%s: two choices were sent. Choose one.") % called)
        if name in ONCE:
            raise BadVote(_("“%s” was sent twice. Reload the page.") % name)


def _choices(data: Sent, seats: Mapping[int, str]) -> dict[int, Vote.Choice]:
    found: dict[int, Vote.Choice] = {}
    for name in data:
        if not name.startswith("seat-"):
            continue
        seat = SEAT.fullmatch(name)
        if seat is None or int(seat[1]) not in seats:
            raise BadVote(_("That seat is not among those that vote here."))
        pk, sent = int(seat[1]), data[name]
        if sent not in Vote.Choice.values:
            raise BadVote(_("%s: choose for, against or abstain.") % seats[pk])
        found[pk] = Vote.Choice(sent)
    return found


def _hands(data: Sent) -> Hands:
    sent = [data.get(name, "").strip() for name in HANDS]
    if not all(sent):
        raise BadVote(_("Write all three numbers, 0 where no hand was raised."))
    for number in sent:
        if not NUMBER.fullmatch(number):
            raise BadVote(_("“%s” is no count of hands: write whole numbers from 0.") % number[:20])
    return Hands(*(int(number) for number in sent))
