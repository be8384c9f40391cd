"""A vote in a meeting as tests take it."""

from meetings.models import AgendaItem
from meetings.services.closing import Closing, close_ballot, seen_as
from meetings.services.tallying import tally_of
from meetings.services.votes import record_votes
from tests import make


def seat(ballot, name):
    return ballot.seats.get(name=name).pk


def vote(ballot, key="a form", **choices):
    by_seat = {seat(ballot, name): choice for name, choice in choices.items()}
    return record_votes(ballot, choices=by_seat, key=key, save=make.a_save())


def close(ballot, method="roll_call", **more):
    tally = tally_of(ballot, save=make.a_save(), is_consensus=method == "consensus")
    closing = Closing(method, seen_as(tally), **more)
    return close_ballot(ballot, closing=closing, save=make.a_save())


def notes_of(ballot):
    return AgendaItem.objects.get(pk=ballot.resolution.item_id).notes
