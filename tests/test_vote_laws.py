"""Whatever is pressed, what stands is what a list of choices says, and nothing that was is gone."""

import itertools

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from meetings.models import Vote
from meetings.rules.verdict import OutOfOrder
from meetings.services.refusals import Refused
from meetings.services.tallying import tally_of
from meetings.services.votes import Change, change_vote, record_votes, standing_votes
from tests import make
from tests.voting import close

pytestmark = pytest.mark.django_db
NAMES = ("Aster", "Brightwater", "Calder", "Dunmore")
CHOICES = st.sampled_from(list(Vote.Choice))
FORMS = st.dictionaries(st.integers(0, 3), CHOICES, min_size=1, max_size=4)
ACTS = st.one_of(
    st.tuples(st.just("vote"), FORMS, st.integers(0, 3)),
    st.tuples(st.just("change"), st.tuples(st.integers(0, 3), CHOICES), st.sampled_from("ab ")),
    st.tuples(st.just("close"), st.none(), st.none()),
)


@pytest.fixture
def ballot():
    return make.ballot(make.seated_board(*NAMES), here=NAMES[:3])


class Ledger:
    """What should stand, kept the plain way. The last seat has nobody in the room."""

    def __init__(self):
        self.stands, self.forms, self.rows, self.is_closed = {}, {}, 0, False

    def expects(self, kind, what, more):
        """Whether that goes through; then it is kept."""
        if kind == "vote":
            return self.votes(what, more)
        if kind == "close":
            return self.closes()
        seat, choice = what
        return self.changes(seat, choice, more)

    def votes(self, choices, key):
        if key in self.forms:
            return self.forms[key] == choices
        if self.is_closed or 3 in choices or set(choices) & set(self.stands):
            return False
        self.forms[key] = choices
        self.stands |= choices
        self.rows += len(choices)
        return True

    def changes(self, seat, choice, reason):
        if not reason.strip() or self.is_closed or self.stands.get(seat, choice) == choice:
            return False
        self.stands[seat] = choice
        self.rows += 1
        return True

    def closes(self):
        was, self.is_closed = self.is_closed, True
        return not was


def pressed(ballot, seats, act, number):
    kind, what, more = act
    save = make.a_save()
    try:
        with transaction.atomic():
            if kind == "vote":
                choices = {seats[seat]: choice for seat, choice in what.items()}
                record_votes(ballot, choices=choices, key=f"form {more}", save=save)
            elif kind == "change":
                change = Change(seats[what[0]], what[1], more)
                change_vote(ballot, change=change, key=f"change {number}", save=save)
            else:
                close(ballot)
    except (OutOfOrder, Refused):
        return False
    return True


@settings(
    max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(acts=st.lists(ACTS, max_size=9))
def test_what_stands_is_what_was_said_last_and_every_vote_is_kept(ballot, acts):
    seats = list(ballot.seats.values_list("pk", flat=True))
    ledger = Ledger()
    with transaction.atomic():
        for number, act in enumerate(acts):
            expected = ledger.expects(*act)
            assert pressed(ballot, seats, act, number) == expected
            standing = {seats.index(pk): v.choice for pk, v in standing_votes(ballot).items()}
            assert standing == ledger.stands
        rows = list(Vote.objects.filter(seat__ballot=ballot).order_by("number"))
        assert len(rows) == ledger.rows
        assert all(a.number < b.number for a, b in itertools.pairwise(rows))
        counts = tally_of(ballot, save=make.a_save()).counts
        said = list(ledger.stands.values())
        assert (counts.votes_for, counts.against, counts.abstain) == tuple(
            said.count(choice) for choice in Vote.Choice
        )
        transaction.set_rollback(True)
