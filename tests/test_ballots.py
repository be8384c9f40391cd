"""Votes in a meeting: opened, closed, written into the minutes, frozen."""

import pytest
from django.db import DatabaseError, connection, transaction

from meetings.models import (
    AgendaItem,
    Ballot,
    BallotResult,
    Bylaws,
    Meeting,
    Person,
    Proxy,
    Resolution,
    Vote,
)
from meetings.models.guards import create_guards, drop_guards
from meetings.rules.verdict import OutOfOrder
from meetings.services.ballots import open_ballot
from meetings.services.changes import Frozen
from meetings.services.closing import Closing, LookAgain, close_ballot, give_up_ballot, seen_as
from meetings.services.minutes import save_notes
from meetings.services.refusals import Refused
from meetings.services.tallying import tally_of
from meetings.services.votes import (
    Closed,
)
from tests import make
from tests.voting import close, notes_of, seat, vote

pytestmark = pytest.mark.django_db
FOR, AGAINST, ABSTAIN = Vote.Choice.FOR, Vote.Choice.AGAINST, Vote.Choice.ABSTAIN


def test_a_vote_freezes_text_rule_and_seats_when_it_is_opened():
    ballot = make.ballot(make.seated_board(quorum_kind="fixed", quorum_number=2))
    assert ballot.text == "That the budget be approved"
    assert ballot.rule["quorum"] == {"kind": "fixed", "number": 2}
    assert [s.name for s in ballot.seats.all()] == ["Aster", "Brightwater", "Calder"]
    assert Resolution.objects.get().state == "open"


def test_a_second_press_opens_no_second_vote():
    ballot = make.ballot(make.seated_board())
    assert open_ballot(ballot.resolution, save=make.a_save()) == ballot


def test_a_motion_with_a_result_in_the_minutes_is_not_voted_on():
    on = make.seated_board()
    of = make.seated_meeting(on, "RESOLVED: That it rain - carried, no objections")
    with pytest.raises(OutOfOrder, match="what became of this motion"):
        open_ballot(Resolution.objects.get(item__meeting=of), save=make.a_save())


def test_an_amendment_is_decided_before_its_motion():
    text = "MOTION: That we meet in May\nAMENDMENT: In June"
    on = make.seated_board()
    of = make.seated_meeting(on, text)
    with pytest.raises(OutOfOrder, match="An amendment is undecided"):
        open_ballot(Resolution.objects.get(item__meeting=of, line=1), save=make.a_save())


def test_nothing_is_voted_on_before_the_meeting_begins():
    of = make.seated_meeting(make.seated_board())
    Meeting.objects.update(state=Meeting.State.SCHEDULED)
    with pytest.raises(OutOfOrder, match="has not begun"):
        open_ballot(Resolution.objects.get(item__meeting=of), save=make.a_save())


def test_approved_minutes_gain_no_vote():
    of = make.seated_meeting(make.seated_board())
    Meeting.objects.update(state=Meeting.State.APPROVED)
    with pytest.raises(Frozen):
        open_ballot(Resolution.objects.get(item__meeting=of), save=make.a_save())


def test_closing_computes_freezes_and_writes_the_result_down():
    ballot = make.ballot(make.seated_board())
    vote(ballot, Aster=FOR, Brightwater=FOR, Calder=AGAINST)
    result = close(ballot)
    assert (result.outcome, result.method) == ("carried", "roll_call")
    assert notes_of(ballot) == (
        "MOTION: That the budget be approved\nCARRIED 2-1-0\n"
        "FOR: Aster, Brightwater; AGAINST: Calder"
    )
    row = Resolution.objects.get()
    assert (row.state, row.recorded_outcome, row.recorded_for) == ("carried", "carried", 2)
    assert AgendaItem.objects.get().flags == []


def test_the_sentence_names_rule_base_and_every_seat():
    ballot = make.ballot(make.seated_board(), here=["Aster", "Brightwater"])
    vote(ballot, Aster=FOR)
    assert close(ballot).sentence == (
        "2 seats present; 2 needed (more than half of 3 seats): quorum. "
        "Carried: 1 for, 0 against, 0 abstained; more votes for than against are needed. "
        "For: Aster. There without voting: Brightwater. Not there: Calder."
    )


def test_votes_not_yet_recorded_are_recorded_by_closing():
    ballot = make.ballot(make.seated_board())
    choices = {seat(ballot, name): FOR for name in ("Aster", "Brightwater", "Calder")}
    tally = tally_of(ballot, save=make.a_save(), trial=choices)
    closing = Closing("roll_call", seen_as(tally), choices, key="k")
    close_ballot(ballot, closing=closing, save=make.a_save())
    assert Vote.objects.count() == 3


def test_no_objections_invents_no_counts():
    ballot = make.ballot(make.seated_board())
    result = close(ballot, "consensus")
    assert (result.outcome, result.case["majority"]) == ("carried", {"kind": "no_objections"})
    assert notes_of(ballot).endswith("\nCARRIED, no objections")
    assert Vote.objects.count() == 0


def test_without_a_quorum_closing_asks_first():
    ballot = make.ballot(make.seated_board(), here=["Aster"])
    vote(ballot, Aster=FOR)
    with pytest.raises(OutOfOrder, match="1 of 3 present; quorum is 2"):
        close(ballot)
    result = close(ballot, accepts_no_quorum=True)
    assert result.outcome == "no_quorum"
    assert notes_of(ballot).endswith("\nNO QUORUM")


def test_nobody_for_or_against_decides_nothing():
    ballot = make.ballot(make.seated_board())
    vote(ballot, Aster=ABSTAIN, Brightwater=ABSTAIN, Calder=ABSTAIN)
    assert close(ballot).outcome == "not_decided"
    assert notes_of(ballot).split("\n")[1] == "NOT DECIDED 0-0-3"
    assert Resolution.objects.get().state == "not_decided"


def test_a_vote_is_closed_once():
    ballot = make.ballot(make.seated_board())
    vote(ballot, Aster=FOR)
    close(ballot)
    with pytest.raises(Closed):
        close(ballot)


def test_closing_records_what_was_looked_at_or_nothing():
    ballot = make.ballot(make.seated_board())
    seen = seen_as(tally_of(ballot, save=make.a_save()))
    vote(ballot, Aster=FOR)
    with pytest.raises(LookAgain):
        close_ballot(ballot, closing=Closing("roll_call", seen), save=make.a_save())
    assert not BallotResult.objects.exists()


def test_another_result_is_declared_for_a_reason_and_stands_beside_the_computed_one():
    ballot = make.ballot(make.seated_board())
    vote(ballot, Aster=FOR)
    with pytest.raises(Refused):
        close(ballot, declared="not_carried")
    result = close(ballot, declared="not_carried", reason="The chair ruled so.")
    assert (result.outcome, result.in_force) == ("carried", "not_carried")
    assert Resolution.objects.get().state == "not_carried"


def test_a_vote_given_up_leaves_the_motion_as_it_was():
    ballot = make.ballot(make.seated_board())
    vote(ballot, Aster=FOR)
    give_up_ballot(ballot, reason="The text changed.", save=make.a_save())
    assert Resolution.objects.get().state == "proposed"
    again = open_ballot(ballot.resolution, save=make.a_save())
    assert again.number == 2


def test_a_recount_is_a_new_vote_whose_result_replaces_the_line():
    ballot = make.ballot(make.seated_board())
    vote(ballot, Aster=FOR, Brightwater=AGAINST, Calder=FOR)
    close(ballot)
    again = open_ballot(ballot.resolution, save=make.a_save())
    vote(again, Aster=AGAINST, Brightwater=AGAINST, Calder=FOR)
    close(again)
    assert notes_of(ballot) == (
        "MOTION: That the budget be approved\nNOT CARRIED 1-2-0\n"
        "FOR: Calder; AGAINST: Aster, Brightwater"
    )
    assert ballot.result.outcome == "carried"


def test_a_line_that_says_otherwise_is_flagged_and_not_obeyed():
    ballot = make.ballot(make.seated_board())
    vote(ballot, Aster=FOR)
    close(ballot)
    item = AgendaItem.objects.for_saving().get()
    text = item.notes.replace("CARRIED 1-0-0", "NOT CARRIED 1-2-0").replace("budget", "plan")
    saved = save_notes(item, text=text, base=item.revision, save=make.a_save())
    codes = {flag["code"] for flag in AgendaItem.objects.get().flags}
    assert codes >= {"voted_text", "voted_result"}
    row = Resolution.objects.get()
    assert (row.state, row.text) == ("carried", "That the budget be approved")
    assert (row.recorded_outcome, row.recorded_against) == ("not_carried", 2)
    assert saved.text == text


FROZEN = {"text": "x", "rule": {}, "seats_base": 3, "casting_vote": "chair", "hash": "x",
          "silence": "abstains", "bylaws_words": "x", "number": 7}  # fmt: skip


@pytest.mark.parametrize("field", FROZEN)
def test_what_is_voted_on_cannot_be_changed(field):
    ballot = make.ballot(make.seated_board())
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
        Ballot.objects.filter(pk=ballot.pk).update(**{field: FROZEN[field]})


def test_a_closed_vote_cannot_be_changed_at_all():
    ballot = make.ballot(make.seated_board())
    vote(ballot, Aster=FOR)
    close(ballot)
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
        Ballot.objects.filter(pk=ballot.pk).update(votes_taken=9)


def test_bylaws_changed_after_the_opening_change_no_open_vote():
    on = make.seated_board(allows_proxies=True, proxies_across_organisations=True)
    ballot = make.ballot(on, here=["Aster", "Brightwater"])
    holder = Person.objects.get(name="Aster Delegate")
    away = ballot.seats.get(name="Calder").seat
    Proxy.objects.create(meeting=ballot.resolution.item.meeting, seat=away, holder=holder)
    Bylaws.objects.update(allows_proxies=False, quorum_kind="fixed", quorum_number=3)
    vote(ballot, Calder=FOR)
    result = close(ballot)
    assert "For: Calder (proxy: Aster Delegate, not counted for quorum)." in result.sentence


def test_nobody_votes_on_what_was_changed_past_the_guards():
    make.ballot(make.seated_board())
    drop_guards(connection)
    Ballot.objects.update(text="That the harbour be sold")
    create_guards(connection)
    with pytest.raises(OutOfOrder, match="not what it was when the vote was opened"):
        vote(Ballot.objects.get(), Aster=FOR)
    give_up_ballot(Ballot.objects.get(), reason="tampered with", save=make.a_save())
