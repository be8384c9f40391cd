"""Votes of the demo's newest meeting, recorded as a secretary records them."""

from __future__ import annotations

from meetings.models import AgendaItem, Ballot, Meeting, Resolution, Vote
from meetings.services.ballots import open_ballot
from meetings.services.changes import Save
from meetings.services.closing import Closing, close_ballot, seen_as
from meetings.services.minutes import edit_notes
from meetings.services.objections import raise_objection, resolve_objection
from meetings.services.tallying import tally_of
from meetings.services.votes import Change, change_vote, record_votes

CONTESTED, AGREED = "Shared test port", "A name for the message"
FOR, AGAINST = Vote.Choice.FOR, Vote.Choice.AGAINST
ROLL = {
    CONTESTED: (
        "RECUSED Mei Tan: Quayside would be the landlord",
        "PROXY Tomas Lind for Jonas Weber",
    ),
    AGREED: ("LEFT 17:10 Luis Prado", "LEFT 17:12 Nadia Ruiz"),
}
VOTES = {
    "Northwind": FOR,
    "Calder": FOR,
    "Oriel": FOR,
    "Fjord Systems": AGAINST,
    "Brightwater": AGAINST,
    "Tern": AGAINST,
}
CONCERN = "Nobody has said who pays while the port stands still."
ANSWER = "Rent is due only for weeks in which somebody tests."
MISHEARD = "Nadia Ruiz had heard two years; it is one."


def take_votes(meeting: Meeting, save: Save) -> None:
    """A contested vote by roll call, one by consensus, and the quorum that went home after it."""
    for title, lines in ROLL.items():
        _write(meeting, title, lines, save)
    contested = _open(meeting, CONTESTED, save)
    seats = {row.name: row.pk for row in contested.seats.all()}
    concern = raise_objection(contested, seat=seats["Brightwater"], words=CONCERN, save=save)
    resolve_objection(concern, words=ANSWER, save=save)
    choices = {seats[name]: choice for name, choice in VOTES.items()}
    record_votes(contested, choices=choices, key="demo", save=save)
    change = Change(seats["Tern"], FOR, MISHEARD)
    change_vote(contested, change=change, key="demo again", save=save)
    _close(contested, "roll_call", save)
    _close(_open(meeting, AGREED, save), "consensus", save)


def _write(meeting: Meeting, title: str, lines: tuple[str, ...], save: Save) -> None:
    item = AgendaItem.objects.for_saving().get(meeting=meeting, title=title)
    more = "\n".join(lines)
    edit_notes(item, edit=lambda text: f"{text.rstrip()}\n{more}\n", save=save)


def _open(meeting: Meeting, title: str, save: Save) -> Ballot:
    motion = Resolution.objects.get(item__meeting=meeting, item__title=title)
    return open_ballot(motion, save=save)


def _close(ballot: Ballot, method: str, save: Save) -> None:
    tally = tally_of(ballot, save=save, is_consensus=method == "consensus")
    close_ballot(ballot, closing=Closing(method, seen_as(tally)), save=save)
