"""The domain's test vectors (domain rules, section 12) in real rooms: seats, people and votes."""

import pytest
from django.utils import timezone

from meetings.models import (
    AgendaItem,
    Attendance,
    Bylaws,
    Member,
    Proxy,
    Recusal,
    Resolution,
    Seat,
)
from meetings.rules.verdict import OutOfOrder
from meetings.services.ballots import open_ballot
from meetings.services.halls import hall_of
from meetings.services.minutes import save_notes
from meetings.services.objections import cast_casting_vote, raise_objection
from meetings.services.quorum import quorum_of
from meetings.services.reckoning import verdicts_for
from meetings.services.votes import count_hands
from tests import make
from tests.voting import close, seat, vote

pytestmark = pytest.mark.django_db
FIRMS = [f"Firm {letter}" for letter in "ABCDEFGHIJKLMNOP"]
SEVEN = {"quorum_kind": "fixed", "quorum_number": 7}
SEVEN_FOR = {"majority_kind": "fixed", "majority_number": 7}


def board(seats, **bylaws):
    return make.seated_board(*FIRMS[:seats], **bylaws)


def meter(of):
    return quorum_of(of, hall_of(of, on=make.A_DAY), at=timezone.now()).meter


def ballot_of(seats, present, **bylaws):
    return make.ballot(board(seats, **bylaws), here=FIRMS[:present])


def recuse(item, name):
    held = item.meeting.board.seats.get(name=name)
    who = held.members.get().person
    return Recusal.objects.create(item=item, seat=held, person=who, nature="supplier")


@pytest.mark.parametrize(
    ("quorum", "seats", "present", "needed", "met"),
    [
        ("more_than_half", 16, 8, 9, False),
        ("more_than_half", 16, 9, 9, True),
        ("at_least_half", 16, 8, 8, True),
        ("at_least_half", 13, 6, 7, False),
        ("at_least_half", 13, 7, 7, True),
    ],
)
def test_1_and_2_a_quorum_of_real_seats(quorum, seats, present, needed, met):
    of = make.seated_meeting(board(seats, quorum_kind=quorum), "", FIRMS[:present])
    found = meter(of)
    assert (found.there, found.needed, found.is_met) == (present, needed, met)


def come_in_crowds(firms_with_one):
    """So many organisations with one person each; another with two and the chair; staff."""
    on = board(13, **SEVEN)
    of = make.seated_meeting(on, "", FIRMS[:firms_with_one])
    crowd = on.organisations.get(name=FIRMS[12])
    first = crowd.seats.get().members.get().person
    second = make.member(on, name="Second Voter", organisation=crowd).person
    chair = make.member(on, Member.Role.CHAIR, name="The Chair", organisation=crowd).person
    guide = make.member(on, Member.Role.STAFF, name="Staff Person").person
    for who, fields in ((first, {}), (second, {}), (chair, {"is_presiding": True})):
        make.attendance(of, who, crowd, **fields)
    make.attendance(of, guide, capacity=Attendance.Capacity.STAFF)
    return of


def test_5_seven_organisations_with_one_person_and_an_eighth_with_three_are_eight_seats():
    found = meter(come_in_crowds(7))
    assert (found.there, found.is_met) == (8, True)


def test_6_six_organisations_with_a_voting_person_are_one_short():
    found = meter(come_in_crowds(5))
    assert (found.there, found.short) == (6, 1)


HANDS = [
    ("7", (5, 4, 0), 9, {}, "carried"),
    ("8", (6, 3, 0), 9, {"majority_kind": "two_thirds_of_cast"}, "carried"),
    ("8", (5, 3, 1), 9, {"majority_kind": "two_thirds_of_cast"}, "not_carried"),
    ("9", (7, 4, 2), 13, {"majority_kind": "of_present"}, "carried"),
    ("9", (7, 4, 2), 13, {"majority_kind": "two_thirds_of_cast"}, "not_carried"),
    ("10", (2, 1, 10), 13, {"majority_kind": "of_present"}, "not_carried"),
    ("10", (2, 1, 10), 13, {"majority_kind": "two_thirds_of_cast"}, "carried"),
    ("11", (3, 3, 1), 7, {}, "not_carried"),
    ("12", (0, 0, 9), 9, {}, "not_decided"),
    ("13", (0, 0, 5), 5, {"majority_kind": "two_thirds_of_cast"}, "not_decided"),
    ("15", (7, 0, 0), 13, SEVEN_FOR, "carried"),
]


@pytest.mark.parametrize(("vector", "hands", "seats", "bylaws", "outcome"), HANDS)
def test_7_to_15_a_show_of_hands_is_decided_as_the_domain_says(
    vector, hands, seats, bylaws, outcome
):
    ballot = ballot_of(seats, seats, **bylaws)
    count_hands(ballot, counted=hands, save=make.a_save())
    result = close(ballot, "hands")
    assert (result.outcome, result.verdict["quorum_met"]) == (outcome, True)


def test_11_the_casting_vote_breaks_the_tie_and_is_listed_apart():
    ballot = ballot_of(7, 7, casting_vote="chair")
    count_hands(ballot, counted=(3, 3, 1), save=make.a_save())
    cast_casting_vote(ballot, choice="for", person=None, save=make.a_save())
    result = close(ballot, "hands")
    assert result.outcome == "carried"
    assert (result.case["for"], result.case["casting_vote"]) == (3, "for")
    assert "3 for, 3 against, 1 abstained, the casting vote for" in result.sentence


@pytest.mark.parametrize(("blocks", "outcome"), [(True, "not_carried"), (False, "carried")])
def test_16_an_objection_blocks_although_seven_are_for(blocks, outcome):
    ballot = ballot_of(13, 9, objection_blocks=blocks, **SEVEN_FOR)
    objector = seat(ballot, FIRMS[7])
    raise_objection(ballot, seat=objector, words="It is too early.", save=make.a_save())
    votes = dict.fromkeys(FIRMS[:7], "for") | {FIRMS[7]: "against", FIRMS[8]: "abstain"}
    vote(ballot, **votes)
    assert close(ballot).outcome == outcome


def test_17_three_who_are_there_decide_nothing_where_seven_are_needed():
    ballot = ballot_of(13, 3, **SEVEN, **SEVEN_FOR)
    vote(ballot, **dict.fromkeys(FIRMS[:3], "for"))
    with pytest.raises(OutOfOrder, match="3 of 13 present; quorum is 7"):
        close(ballot)
    result = close(ballot, accepts_no_quorum=True)
    assert result.outcome == "no_quorum"
    assert Resolution.objects.get().state == "no_quorum"


def test_18_consent_lists_the_recused_seat_and_does_not_count_it_as_consenting():
    ballot = ballot_of(5, 5)
    recuse(ballot.resolution.item, "Firm E")
    result = close(ballot, "consensus")
    assert result.outcome == "carried"
    assert "There: Firm A, Firm B, Firm C and Firm D." in result.sentence
    assert "Recused, left out of quorum and vote: Firm E (supplier)." in result.sentence
    assert not {"for", "against", "abstain"} & set(result.case)


@pytest.mark.parametrize(
    ("quorum", "outcome"), [("at_least_half", "carried"), ("more_than_half", "no_quorum")]
)
def test_19_a_recused_seat_leaves_both_sides_of_the_quorum(quorum, outcome):
    ballot = ballot_of(13, 7, quorum_kind=quorum)
    recuse(ballot.resolution.item, "Firm A")
    result = close(ballot, "consensus", accepts_no_quorum=True)
    assert (result.outcome, result.verdict["quorum_counted"]) == (outcome, 6)
    assert ("Without the recusals there would be a quorum" in result.sentence) is (
        outcome == "no_quorum"
    )


def test_20_a_proxy_lapses_for_the_principal_who_arrives():
    on = board(
        4, allows_proxies=True, proxies_count_for_quorum=True, most_proxies=2,
        proxies_across_organisations=True,
    )  # fmt: skip
    of = make.seated_meeting(on, "", FIRMS[:2])
    items = [of.items.get(), *(make.item(of, f"Topic {number}") for number in range(2, 6))]
    for name in ("Firm C", "Firm D"):
        holder = on.people.get(name="Firm A Delegate")
        Proxy.objects.create(meeting=of, seat=on.seats.get(name=name), holder=holder)
    make.notes(items[3], "ARRIVED 10:30 Firm C Delegate")
    hall = hall_of(of, on=make.A_DAY)

    def by_proxy(item):
        sheet = hall.sheet(item.pk, hall.moment(item.pk))
        return [entry.name for entry in sheet.entries if entry.spoken.via == "proxy"]

    assert by_proxy(items[2]) == ["Firm C", "Firm D"]
    assert by_proxy(items[4]) == ["Firm D"]


def test_21_a_recorded_proxy_whose_holder_is_absent_counts_for_nothing():
    on = board(3, allows_proxies=True, proxies_count_for_quorum=True)
    of = make.seated_meeting(on, "", FIRMS[:1])
    holder = on.people.get(name="Firm B Delegate")
    Bylaws.objects.update(proxies_across_organisations=True)
    Proxy.objects.create(meeting=of, seat=on.seats.get(name="Firm C"), holder=holder)
    found = meter(of)
    assert (found.there, found.would_help) == (1, ("Firm B", "Firm C"))


def test_22_a_verdict_outlasts_a_member_who_is_removed():
    ballot = ballot_of(3, 3)
    vote(ballot, **dict.fromkeys(FIRMS[:3], "for"))
    before = close(ballot).sentence
    day = make.A_DAY.replace(year=2020, month=2)
    Member.objects.filter(person__name="Firm A Delegate").update(end_date=day)
    Seat.objects.filter(name="Firm A").update(end_date=day)
    (finding,) = verdicts_for(Resolution.objects.all()).values()
    assert (finding.sentence, finding.outcome) == (before, "carried")


def test_23_a_quorum_lost_between_two_items_leaves_the_first_one_valid():
    first = make.ballot(board(5), here=FIRMS[:3])
    assert close(first, "consensus").outcome == "carried"
    fifth = AgendaItem.objects.for_saving().get()
    text = f"{fifth.notes}\nLEFT 11:05 Firm A Delegate"
    save_notes(fifth, text=text, base=fifth.revision, save=make.a_save())
    sixth = make.item(fifth.meeting)
    make.notes(sixth, "MOTION: That the sixth be so")
    second = open_ballot(sixth.resolutions.get(), save=make.a_save())
    assert close(second, "consensus", accepts_no_quorum=True).outcome == "no_quorum"
    rows = Resolution.objects.order_by("item__position")
    assert [row.state for row in rows] == ["carried", "no_quorum"]


def test_23_minutes_written_up_later_know_when_the_quorum_was_lost():
    on = board(5)
    of = make.seated_meeting(on, "RESOLVED: one - carried\nLEFT 11:05 Firm A Delegate", FIRMS[:3])
    make.notes(make.item(of), "RESOLVED: two - carried")
    rows = Resolution.objects.order_by("item__position")
    found = verdicts_for(rows)
    assert [found[row.pk].outcome for row in rows] == ["carried", "no_quorum"]


def test_25_a_circular_is_decided_by_its_own_majority_and_not_by_the_meetings():
    for kind, outcome in (("of_all_seats", "not_carried"), ("simple", "carried")):
        ballot = make.ballot(
            make.seated_board(*FIRMS[:7], slug=kind.replace("_", "-"), majority_kind=kind)
        )
        count_hands(ballot, counted=(2, 0, 3), save=make.a_save())
        assert close(ballot, "hands").outcome == outcome
