"""What the rules of order say beside a recorded result."""

import datetime

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from meetings.models import Meeting, Resolution
from meetings.services.closing import give_up_ballot
from meetings.services.reckoning import verdicts_for
from tests import make
from tests.voting import close, vote

pytestmark = pytest.mark.django_db
FIVE = ("Aster", "Brightwater", "Calder", "Dune", "Ember")


def found(text, here=None, **bylaws):
    make.seated_meeting(make.seated_board(*FIVE, **bylaws), text, here)
    return only(verdicts_for(Resolution.objects.all()))


def only(findings):
    assert len(findings) == 1
    return next(iter(findings.values()))


@pytest.mark.parametrize(
    ("result", "here", "outcome", "differs"),
    [
        ("CARRIED no objections", FIVE, "carried", False),
        ("CARRIED no objections", FIVE[:2], "no_quorum", True),
        ("CARRIED", FIVE[:3], "carried", False),
        ("CARRIED", FIVE[:2], "no_quorum", True),
        ("CARRIED 3-2-0", FIVE, "carried", False),
        ("CARRIED 2-3-0", FIVE, "not_carried", True),
        ("NOT CARRIED 3-2-0", FIVE, "carried", True),
        ("NOT CARRIED", FIVE, "", False),
        ("NOT CARRIED", FIVE[:2], "no_quorum", True),
        ("NO QUORUM", FIVE[:2], "no_quorum", False),
        ("NO QUORUM", FIVE, "", True),
        ("CARRIED 6-0-0", FIVE, "", True),
        ("CARRIED 0-0-4", FIVE, "not_decided", True),
    ],
)
def test_a_typed_result_is_judged_by_the_room_and_the_counts(result, here, outcome, differs):
    finding = found(f"MOTION: That the budget be approved\n{result}", here)
    assert (finding.outcome, finding.differs) == (outcome, differs)
    assert (finding.source, finding.declared) == ("reckoned", "")


def test_the_sentence_names_every_seat_and_what_is_missing():
    finding = found("RESOLVED: That it be so - carried", FIVE[:2])
    assert finding.sentence == (
        "2 seats present; 3 needed (more than half of 5 seats): no quorum, 1 short. "
        "Nothing can be decided. There: Aster and Brightwater. Not there: Calder, Dune and Ember."
    )


def test_a_tally_that_cannot_be_says_so():
    finding = found("MOTION: That it be so\nCARRIED 6-0-0")
    assert finding.sentence.startswith(
        "That cannot be: 6 votes are recorded, and 5 of the seats may vote."
    )


def test_a_bare_carried_invents_no_votes():
    assert "no votes are recorded" in found("RESOLVED: That it be so - carried").sentence


@pytest.mark.parametrize(("casting", "outcome"), [("none", "not_carried"), ("chair", "carried")])
def test_a_recorded_tie_is_broken_where_the_bylaws_allow_it(casting, outcome):
    finding = found("MOTION: That it be so\nCARRIED 2-2-1", casting_vote=casting)
    assert finding.outcome == outcome


@pytest.mark.parametrize("result", ["TABLED", "WITHDRAWN", ""])
def test_what_was_not_decided_is_not_judged(result):
    make.seated_meeting(make.seated_board(), f"MOTION: That it be so\n{result}")
    assert verdicts_for(Resolution.objects.all()) == {}


def test_a_board_without_seats_a_meeting_without_roll_or_day_computes_nothing():
    make.seated_meeting(make.board("bare"), "RESOLVED: one - carried")
    make.seated_meeting(make.seated_board(), "RESOLVED: two - carried", here=())
    undated = make.seated_meeting(make.seated_board(slug="old"), "RESOLVED: three - carried")
    Meeting.objects.filter(pk=undated.pk).update(date=None, date_precision="none")
    for row in Resolution.objects.all():
        finding = only(verdicts_for([row]))
        assert (finding.outcome, finding.differs) == ("", False)
        assert finding.sentence.endswith("so nothing can be computed.")


def test_who_left_before_the_item_is_not_counted_for_it():
    on = make.seated_board()
    of = make.seated_meeting(on, "LEFT 10:30 Aster Delegate\nLEFT 10:31 Calder Delegate")
    make.notes(make.item(of, "Later"), "RESOLVED: That it be so - carried")
    assert only(verdicts_for(Resolution.objects.all())).outcome == "no_quorum"


def test_a_vote_gives_its_frozen_sentence_and_a_declared_result_its_reason():
    ballot = make.ballot(make.seated_board())
    vote(ballot, Aster="for", Brightwater="against", Calder="for")
    close(ballot, declared="not_carried", reason="It needs the owners' consent.")
    finding = only(verdicts_for(Resolution.objects.all()))
    assert (finding.source, finding.outcome) == ("ballot", "carried")
    assert (finding.declared, finding.reason) == ("not_carried", "It needs the owners' consent.")
    assert finding.differs
    assert finding.sentence == ballot.result.sentence


def test_an_open_vote_has_no_verdict_and_one_given_up_counts_for_nothing():
    ballot = make.ballot(make.seated_board())
    assert verdicts_for(Resolution.objects.all()) == {}
    give_up_ballot(ballot, reason="The text changed.", save=make.a_save())
    assert verdicts_for(Resolution.objects.all()) == {}


@pytest.mark.parametrize("rows", [3, 30])
def test_many_meetings_take_as_many_queries_as_one(rows):
    on = make.seated_board()
    for number in range(rows):
        of = make.meeting(on, make.A_DAY + datetime.timedelta(days=number))
        for term in on.people.order_by("pk"):
            make.attendance(of, term)
        make.notes(make.item(of), "RESOLVED: That it be so - carried")
    resolutions = list(Resolution.objects.select_related("item__meeting__board"))
    with CaptureQueriesContext(connection) as captured:
        findings = verdicts_for(resolutions)
    assert len(captured) == 10
    assert {finding.outcome for finding in findings.values()} == {"carried"}


def test_the_minutes_and_the_resolution_show_where_record_and_rules_differ(harbour, as_secretary):
    of = make.meeting(harbour, state=Meeting.State.IN_SESSION)
    for name in FIVE:
        make.seat(harbour, make.organisation(harbour, name))
    make.attendance(of, make.person(harbour))
    make.notes(make.item(of), "RESOLVED: That it be so - carried")
    for address in (of.get_absolute_url(), Resolution.objects.get().get_absolute_url()):
        page = " ".join(as_secretary.get(address).content.decode().split())
        assert "By the rules of order: no quorum</span> 0 seats present; 3 needed" in page
        assert "carried" in page
