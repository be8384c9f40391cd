"""The vote page, from opening to closing, without a script."""

import pytest
from django.urls import reverse

from meetings.models import (
    Attendance,
    Ballot,
    BallotResult,
    Organisation,
    Resolution,
    Seat,
    Vote,
)
from tests import make
from tests.ballot_desk import client_of, desk, hidden, text_of
from tests.voting import notes_of, vote

pytestmark = pytest.mark.django_db


def test_a_vote_is_opened_from_its_motion_and_leads_to_its_page():
    board = make.seated_board()
    motion = Resolution.objects.get(item=make.seated_meeting(board).items.get())
    address = reverse("ballot_open", args=["harbour", motion.label])
    response = client_of(board).post(address)
    ballot = Ballot.objects.get()
    assert response.status_code == 302
    assert response.url == reverse("ballot_detail", args=["harbour", ballot.pk])


def test_a_vote_may_ask_for_several_majorities_at_once():
    board = make.seated_board()
    motion = Resolution.objects.get(item=make.seated_meeting(board).items.get())
    address = reverse("ballot_open", args=["harbour", motion.label])
    client_of(board).post(address, {"majority": ["of_present", "two_thirds_of_cast"]})
    kinds = [one["kind"] for one in Ballot.objects.get().rule["majority"]]
    assert kinds == ["of_present", "two_thirds_of_cast"]


def test_the_page_shows_seats_with_who_speaks_for_them_and_those_away_last():
    page = text_of(desk(make.seated_board(), here=["Aster", "Calder"]).get())
    assert "Aster Aster Delegate" in page
    assert "Brightwater not here" in page
    assert page.index("Calder Delegate") < page.index("Brightwater not here")


def test_votes_are_recorded_and_the_vote_stays_open():
    at = desk(make.seated_board())
    response = at.post("ballot_votes", {"Aster": "for", "Calder": "against"})
    assert (response.status_code, response.url) == (302, at.address("ballot_detail"))
    assert dict(Vote.objects.values_list("seat__name", "choice")) == {
        "Aster": "for",
        "Calder": "against",
    }
    assert Ballot.objects.get().is_open


def test_votes_are_answered_with_receipts_where_a_script_asks():
    at = desk(make.seated_board())
    answer = at.post("ballot_votes", {"Aster": "for"}, as_json=True)
    row = at.ballot.seats.get(name="Aster")
    assert answer.json() == {
        "hash": at.ballot.hash,
        "votes": [{"seat": row.pk, "choice": "for", "receipt": f"{at.ballot.hash[:8]}-1"}],
    }


def test_the_same_form_again_gets_the_same_receipt():
    at = desk(make.seated_board())
    first = at.post("ballot_votes", {"Aster": "for"}, as_json=True)
    assert at.post("ballot_votes", {"Aster": "for"}, as_json=True).json() == first.json()


def test_the_review_shows_what_would_be_recorded_and_stores_nothing():
    at = desk(make.seated_board())
    response = at.review({"Aster": "for", "Brightwater": "for", "Calder": "against"})
    page = text_of(response)
    assert "Carried: 2 for, 1 against, 0 abstained" in page
    assert "For: Aster and Brightwater. Against: Calder." in page
    assert not Vote.objects.exists()


def test_record_and_close_writes_the_result_into_the_minutes():
    at = desk(make.seated_board())
    response = at.close({"Aster": "for", "Brightwater": "for", "Calder": "against"})
    assert response.status_code == 302
    assert response.url == Resolution.objects.get().get_absolute_url()
    assert "CARRIED 2-1-0" in notes_of(at.ballot)
    assert BallotResult.objects.get().method == "roll_call"


def test_a_close_is_answered_with_its_outcome_where_a_script_asks():
    at = desk(make.seated_board())
    votes = {"Aster": "for", "Brightwater": "for"}
    seen = hidden(at.review(votes), "seen")
    answer = at.post("ballot_close", votes, seen=seen, as_json=True).json()
    assert answer["outcome"] == "carried"
    assert "For: Aster and Brightwater." in answer["sentence"]


def test_a_second_press_of_record_and_close_leads_to_the_same_result():
    at = desk(make.seated_board())
    votes = {"Aster": "for", "Brightwater": "for"}
    seen = hidden(at.review(votes), "seen")
    first, second = (at.post("ballot_close", votes, seen=seen) for _ in "ab")
    assert (second.status_code, second.url) == (302, first.url)


def test_a_vote_that_changed_since_is_looked_at_again_with_what_was_typed():
    at = desk(make.seated_board())
    seen = hidden(at.review({"Aster": "for"}), "seen")
    vote(at.ballot, Calder="against")
    response = at.post("ballot_close", {"Aster": "for"}, seen=seen, reason="as typed")
    page = text_of(response)
    assert response.status_code == 409
    assert "has changed since you looked" in page
    assert "Against: Calder." in page
    assert "as typed" in response.content.decode()
    assert at.ballot.seats.get(name="Aster").votes.count() == 0


def test_a_show_of_hands_is_recorded_as_three_numbers():
    at = desk(make.seated_board())
    hands = {"method": "hands", "hands_for": "2", "hands_against": "1", "hands_abstain": "0"}
    at.close(**hands)
    assert notes_of(at.ballot).endswith("\nCARRIED 2-1-0")


def test_no_objections_invents_no_counts():
    at = desk(make.seated_board())
    at.close(method="consensus")
    assert notes_of(at.ballot).endswith("\nCARRIED, no objections")


def test_without_a_quorum_the_vote_closes_only_as_that():
    at = desk(make.seated_board(), here=["Aster"])
    seen = hidden(at.review({"Aster": "for"}), "seen")
    refused = at.post("ballot_close", {"Aster": "for"}, seen=seen)
    assert refused.status_code == 409
    assert "1 of 3 present; quorum is 2. Record as no quorum, or keep open." in text_of(refused)
    at.post("ballot_close", {"Aster": "for"}, seen=seen, accepts_no_quorum="yes")
    assert BallotResult.objects.get().outcome == "no_quorum"


def test_all_for_fills_in_what_is_empty_and_records_nothing():
    at = desk(make.seated_board())
    response = at.post("ballot_preview", {"Calder": "against"}, fill="for")
    assert "would be: carried" in text_of(response)
    assert response.content.decode().count("checked") == 3
    assert not Vote.objects.exists()


def test_a_vote_is_given_up_with_a_reason():
    at = desk(make.seated_board())
    at.client.post(at.address("ballot_give_up"), {"reason": "wrong motion"})
    assert BallotResult.objects.get().outcome == "void"
    assert "Given up: wrong motion" in text_of(at.get())


def test_a_closed_vote_is_counted_again_by_a_new_one():
    at = desk(make.seated_board())
    at.close({"Aster": "for", "Brightwater": "for"})
    page = text_of(at.get())
    assert "Count again" in page
    assert "Opens a new vote on the same motion" in page
    address = reverse("ballot_open", args=["harbour", at.ballot.resolution.label])
    at.client.post(address)
    assert list(Ballot.objects.order_by("number").values_list("number", flat=True)) == [1, 2]


def test_a_member_sees_how_it_stands_and_no_form():
    at = desk(make.seated_board(), role="member")
    vote(at.ballot, Aster="for")
    response = at.get()
    page = response.content.decode()
    assert "would be: carried" in text_of(response)
    assert 'type="radio"' not in page
    assert "watching.js" in page
    assert at.get("ballot_state").status_code == 200


def test_a_page_is_told_when_the_vote_or_the_room_changed():
    at = desk(make.seated_board(), role="member")
    tags = [at.get("ballot_state").headers["ETag"]]
    same = at.client.get(at.address("ballot_state"), headers={"If-None-Match": tags[0]})
    assert same.status_code == 304
    vote(at.ballot, Aster="for")
    tags.append(at.get("ballot_state").headers["ETag"])
    Attendance.objects.filter(name="Calder Delegate").update(mode="absent")
    tags.append(at.get("ballot_state").headers["ETag"])
    assert len(set(tags)) == 3


def test_a_vote_in_camera_is_not_known_to_whoever_is_recused():
    board = make.seated_board()
    at = desk(board)
    item = at.ballot.resolution.item
    type(item).objects.filter(pk=item.pk).update(is_in_camera=True)
    firm = Seat.objects.get(name="Calder")
    recused = client_of(board, "member", seat=firm, organisation=firm.organisation, precedence=2)
    seat = at.ballot.seats.get(name="Calder").pk
    at.client.post(at.address("recusal_add"), {"seat": seat, "nature": "supplier"})
    assert recused.get(at.address("ballot_detail")).status_code == 404
    assert recused.get(at.address("ballot_state")).status_code == 404


def test_others_of_an_organisation_who_are_here_are_named_beside_who_speaks_for_it():
    board = make.seated_board()
    at = desk(board)
    firm = Organisation.objects.get(name="Aster")
    other = make.person(board, "Ada Okoye")
    make.attendance(at.ballot.resolution.item.meeting, other, firm)
    assert "Aster Delegate (Ada Okoye also here)" in text_of(at.get())


def test_a_tie_on_a_motion_that_says_not_is_warned_of():
    at = desk(make.seated_board("Aster", "Calder"), text="MOTION: Not to hold the fair")
    page = text_of(at.review({"Aster": "for", "Calder": "against"}))
    assert "The motion says “not” and the votes are tied" in page


def test_a_recused_seat_of_whoever_presides_is_warned_of():
    at = desk(make.seated_board())
    Attendance.objects.filter(name="Calder Delegate").update(is_presiding=True)
    seat = at.ballot.seats.get(name="Calder").pk
    at.client.post(at.address("recusal_add"), {"seat": seat, "nature": "supplier"})
    page = text_of(at.review({"Aster": "for"}))
    assert "Calder Delegate presides and Calder is recused" in page


def test_another_result_is_declared_for_a_reason_and_both_stay():
    at = desk(make.seated_board())
    votes = {"Aster": "for", "Brightwater": "for"}
    at.close(votes, declared="not_carried", reason="the article asks for more")
    result = BallotResult.objects.get()
    assert (result.outcome, result.declared) == ("carried", "not_carried")


def test_the_vote_button_stands_at_an_undecided_motion_of_the_draft_and_on_its_page():
    board = make.seated_board()
    meeting = make.seated_meeting(board, "MOTION: That we go\n\nMOTION: That we stay\nCARRIED")
    asked, decided = Resolution.objects.filter(item__meeting=meeting).order_by("line")
    client = client_of(board)
    draft = client.get(f"{meeting.get_absolute_url()}draft/").content.decode()
    for motion, is_there in ((asked, True), (decided, False)):
        address = reverse("ballot_open", args=["harbour", motion.label])
        page = client.get(motion.get_absolute_url()).content.decode()
        assert (address in draft, address in page) == (is_there, is_there)
