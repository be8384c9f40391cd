"""Votes at the same moment: one stands, and nobody is told what is not so."""

import threading
from collections import Counter

import pytest
from django.db import connection

from meetings.models import Ballot, BallotResult, Board, Objection, Vote
from meetings.models.guards import create_guards, drop_guards
from meetings.services import ballots, closing, objections, votes
from meetings.services.ballots import open_ballot
from meetings.services.closing import Closing, close_ballot, seen_as
from meetings.services.objections import raise_objection, resolve_objection
from meetings.services.tallying import tally_of
from meetings.services.votes import Change, HasVoted, change_vote, record_votes, standing_votes
from tests import make
from tests.races import together
from tests.voting import close, seat, vote

pytestmark = pytest.mark.django_db(transaction=True)
FOR, AGAINST, ABSTAIN = Vote.Choice.FOR, Vote.Choice.AGAINST, Vote.Choice.ABSTAIN
NAMES = ("Aster", "Brightwater", "Calder", "Dunmore")


@pytest.fixture
def ballot():
    return make.ballot(make.seated_board(*NAMES))


@pytest.fixture
def without_constraint():
    """Takes a unique constraint away from votes; at the end the votes go and it comes back."""
    taken = []

    def take(name):
        (rule,) = [rule for rule in Vote._meta.constraints if rule.name == name]
        with connection.schema_editor() as editor:
            editor.remove_constraint(Vote, rule)
        create_guards(connection)
        taken.append(rule)

    yield take
    drop_guards(connection)
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM meetings_vote")
    with connection.schema_editor() as editor:
        for rule in taken:
            editor.add_constraint(Vote, rule)
    create_guards(connection)


@pytest.fixture
def without_turns(monkeypatch):
    """Writers no longer wait for each other; SQLite too begins to read before it may write."""
    if connection.vendor == "sqlite":
        monkeypatch.setitem(connection.settings_dict["OPTIONS"], "transaction_mode", "DEFERRED")


def fresh(ballot):
    return Ballot.objects.get(pk=ballot.pk)


def casting(ballot, name, choice, key):
    row = seat(ballot, name)
    return lambda: record_votes(fresh(ballot), choices={row: choice}, key=key, save=make.a_save())


def kinds(answers):
    return Counter(type(answer).__name__ for answer in answers)


def at_one_seat(ballot):
    """Four forms at once, for and against by turns; what each was told."""
    pairs = [(f"form {n}", (FOR, AGAINST)[n % 2]) for n in range(4)]
    return together(*(casting(ballot, "Aster", choice, key) for key, choice in pairs))


def test_of_several_votes_at_one_seat_one_stands_and_the_others_hear_which(ballot):
    answers = at_one_seat(ballot)
    assert kinds(answers) == {"list": 1, "HasVoted": 3}
    (standing,) = Vote.objects.all()
    assert {no.votes[0] for no in answers if isinstance(no, HasVoted)} == {standing}


def test_without_the_constraint_a_seat_votes_several_times(ballot, without_constraint):
    without_constraint("vote_first_once_per_seat")
    assert kinds(at_one_seat(ballot)) == {"list": 4}


def pressed_twice(ballot):
    """One form at each seat, sent twice at once; whether both answers are the same votes."""
    told = []
    for name in NAMES:
        act = casting(ballot, name, FOR, f"form of {name}")
        one, other = together(act, act)
        told.append(one == other)
    return told


def test_a_form_sent_twice_at_once_gives_one_vote_and_no_error(ballot):
    assert pressed_twice(ballot) == [True] * 4
    assert Vote.objects.count() == 4


def test_without_its_key_a_form_sent_twice_is_an_error(ballot, monkeypatch):
    monkeypatch.setattr(votes, "_sent_before", lambda ballot, choices, key: [])
    assert pressed_twice(ballot) == [False] * 4


def changing(ballot, choice, key):
    change = Change(seat(ballot, "Aster"), choice, f"meant {choice}")
    return lambda: change_vote(fresh(ballot), change=change, key=key, save=make.a_save())


def changed_at_once(ballot):
    """The seat's rows, each with how many replace it, after two changes at once."""
    vote(ballot, Aster=FOR)
    told = together(changing(ballot, AGAINST, "one"), changing(ballot, ABSTAIN, "other"))
    rows = Vote.objects.order_by("number")
    return told, [Vote.objects.filter(supersedes=row).count() for row in rows]


def test_two_changes_at_once_are_one_after_the_other(ballot):
    told, successors = changed_at_once(ballot)
    assert (kinds(told), successors) == ({"Vote": 2}, [1, 1, 0])
    assert len(standing_votes(ballot)) == 1


def test_a_change_of_what_was_read_before_is_refused_by_the_database(ballot, monkeypatch):
    """The twin of the turn: whoever decides by an old reading does not fork the sequence."""
    vote(ballot, Aster=FOR)
    old = standing_votes(ballot)
    monkeypatch.setattr(votes, "standing_votes", lambda ballot: old)
    told = together(changing(ballot, AGAINST, "one"), changing(ballot, ABSTAIN, "other"))
    assert kinds(told) == {"Vote": 1, "OutOfOrder": 1}
    assert "Somebody else has changed this vote" in " ".join(map(str, told))


def test_a_change_sent_twice_at_once_is_one_change_and_no_error(ballot):
    vote(ballot, Aster=FOR)
    one, other = together(*[changing(ballot, AGAINST, "one")] * 2)
    assert one == other
    assert Vote.objects.count() == 2


def closing_at_once(ballot):
    vote(ballot, Aster=FOR)
    seen = seen_as(tally_of(ballot, save=make.a_save()))
    act = lambda: close_ballot(  # noqa: E731
        fresh(ballot), closing=Closing("roll_call", seen), save=make.a_save()
    )
    return kinds(together(act, act, act))


def test_of_several_who_close_one_does_and_the_others_hear_when(ballot):
    assert closing_at_once(ballot) == {"BallotResult": 1, "Closed": 2}
    assert BallotResult.objects.count() == 1


def whoever_comes(ballot, count, **_how):
    """A turn that asks for nothing."""
    return Vote.objects.filter(seat__ballot=ballot).count() + count


@pytest.fixture
def without_condition(monkeypatch):
    """The conditional update of the ballot's row."""
    monkeypatch.setattr(votes, "take_turns", whoever_comes)
    monkeypatch.setattr(closing, "take_turns", whoever_comes)


def test_without_the_conditional_update_they_run_into_the_database(ballot, without_condition):
    assert closing_at_once(ballot) == {"BallotResult": 1, "IntegrityError": 2}


def voting_while_closing(ballot):
    """Votes and a closing at once, then a vote that is late: accepted, tallied, told the late."""
    acts = [casting(ballot, name, FOR, name) for name in NAMES[:3]]
    told = together(*acts, lambda: close(fresh(ballot)), *acts)
    while not BallotResult.objects.filter(ballot=ballot).exists():
        close(fresh(ballot))  # the room had changed since it looked
    late = together(casting(ballot, "Dunmore", FOR, "late"))
    accepted = {v.seat.name for answer in told + late if isinstance(answer, list) for v in answer}
    tallied = {row["name"] for row in fresh(ballot).result.sheet if row["choice"]}
    return accepted, tallied, str(late[0])


def test_votes_and_closing_never_disagree(ballot):
    accepted, tallied, late = voting_while_closing(ballot)
    assert accepted == tallied
    assert late.startswith("Voting closed at ")
    assert late.endswith(" UTC. Your vote was not recorded.")


def test_without_the_conditional_update_a_late_vote_is_taken_and_not_counted(
    ballot, without_condition
):
    accepted, tallied, _late = voting_while_closing(ballot)
    assert "Dunmore" in accepted - tallied


def opening_at_once():
    motion = make.seated_meeting(make.seated_board()).items.get().resolutions.get()
    return kinds(together(*[lambda: open_ballot(motion, save=make.a_save())] * 2))


def test_a_vote_opened_twice_at_once_is_one_vote():
    assert opening_at_once() == {"Ballot": 2}
    assert Ballot.objects.count() == 1


def test_without_turns_two_who_open_a_vote_run_into_the_database(monkeypatch, without_turns):
    gate = threading.Barrier(2, timeout=10)
    monkeypatch.setattr(Board, "wait_for_turn", lambda board: None)
    monkeypatch.setattr(ballots, "_refuse", lambda resolution: gate.wait())
    assert opening_at_once()["Ballot"] == 1


def resolving(concern, words):
    return lambda: resolve_objection(
        Objection.objects.get(pk=concern.pk), words=words, save=make.a_save()
    )


@pytest.fixture
def concerns():
    on = make.seated_board(*NAMES, objection_blocks=True)
    ballot = make.ballot(on)
    vote(ballot, Aster=FOR, Brightwater=FOR)
    return [
        raise_objection(ballot, seat=seat(ballot, name), words="too dear", save=make.a_save())
        for name in ("Calder", "Dunmore")
    ]


def test_two_concerns_resolved_at_once_no_longer_block(concerns):
    told = together(*(resolving(concern, "capped") for concern in concerns))
    assert kinds(told) == {"Objection": 2}
    verdict = tally_of(fresh(concerns[0].ballot), save=make.a_save()).verdict
    assert verdict.outcome == "carried"


def test_a_concern_is_resolved_once(concerns):
    told = together(resolving(concerns[0], "capped"), resolving(concerns[0], "withdrawn"))
    assert kinds(told) == {"Objection": 1, "OutOfOrder": 1}


def test_without_turns_two_who_resolve_a_concern_run_into_the_database(
    concerns, monkeypatch, without_turns
):
    gate, create = threading.Barrier(2, timeout=10), Objection.objects.create
    monkeypatch.setattr(objections, "take_turns", lambda ballot, count: 0)
    monkeypatch.setattr(Objection.objects, "create", lambda **row: (gate.wait(), create(**row))[1])
    told = together(resolving(concerns[0], "capped"), resolving(concerns[0], "withdrawn"))
    assert "OutOfOrder" not in kinds(told)
