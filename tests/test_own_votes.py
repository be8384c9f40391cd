"""A member votes on their own page: asked twice, with a receipt; refused in words."""

import datetime
import html

import pytest
from django.core.management import call_command
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from meetings.models import Ballot, Meeting, Notice, Person, Proxy, Vote
from meetings.services.register import head_of
from meetings.services.written import Circular, open_circular
from tests import make
from tests.conftest import BACKEND
from tests.test_written_votes import circular, past
from tests.voting import seat

pytestmark = pytest.mark.django_db


def as_member(name, role=None):
    """Signed in as somebody of the board, with an account made for them."""
    who = Person.objects.get(name=name)
    who.user = make.user(f"user{make.next_number()}")
    who.save()
    client = Client()
    client.force_login(who.user, BACKEND)
    return client


def as_secretary(on):
    account = make.user(f"keeper{make.next_number()}")
    make.member(on, "secretary", account=account)
    client = Client()
    client.force_login(account, BACKEND)
    return client


def page(ballot, name="own_votes", *more):
    return reverse(name, args=["harbour", ballot.pk, *more])


def sent(ballot, name="Aster", choice="for", **more):
    return {
        "seat": seat(ballot, name), "choice": choice, "key": "one-time-key", "hash": ballot.hash,
        "step": "cast",
    } | more  # fmt: skip


def words(response):
    return " ".join(html.unescape(response.content.decode()).split())


def test_a_member_sees_what_is_voted_on_by_which_rule_and_until_when():
    ballot = circular(make.seated_board())
    shown = words(as_member("Aster Delegate").get(page(ballot)))
    assert "That the budget be approved" in shown
    assert "more than half of all seats" in shown
    assert "Votes are taken until" in shown


def test_a_vote_is_reviewed_then_cast_and_gives_a_receipt():
    ballot = circular(make.seated_board())
    client = as_member("Aster Delegate")
    asked = client.post(page(ballot), sent(ballot, step="review"))
    assert (asked.status_code, Vote.objects.count()) == (200, 0)
    assert "Cast this vote?" in words(asked)
    done = client.post(page(ballot), sent(ballot), follow=True)
    assert f"Receipt {ballot.hash[:8]}-1" in words(done)


def test_a_retry_gives_the_same_receipt_and_another_choice_is_refused():
    ballot = circular(make.seated_board())
    client = as_member("Aster Delegate")
    first = client.post(page(ballot), sent(ballot), headers={"accept": "application/json"})
    again = client.post(page(ballot), sent(ballot), headers={"accept": "application/json"})
    assert first.json() == again.json()
    other = client.post(
        page(ballot), sent(ballot, choice="against"), headers={"accept": "application/json"}
    )
    assert (other.status_code, Vote.objects.count()) == (409, 1)


def test_a_vote_is_changed_for_a_reason_as_a_new_row():
    ballot = circular(make.seated_board())
    client = as_member("Aster Delegate")
    client.post(page(ballot), sent(ballot))
    silent = client.post(page(ballot), sent(ballot, choice="against", key="another-key"))
    assert silent.status_code == 409
    client.post(
        page(ballot), sent(ballot, choice="against", key="another-key", reason="read it again")
    )
    assert list(Vote.objects.values_list("choice", flat=True)) == ["for", "against"]


def test_another_s_seat_is_refused_with_the_reason():
    ballot = circular(make.seated_board())
    response = as_member("Calder Delegate").post(
        page(ballot), sent(ballot), headers={"accept": "application/json"}
    )
    assert response.status_code == 403
    assert response.json()["error"].startswith("You can vote only for your own seat")
    assert not Vote.objects.exists()


def test_a_late_vote_is_refused_with_the_time():
    ballot = circular(make.seated_board())
    client = as_member("Aster Delegate")
    past(ballot)
    response = client.post(page(ballot), sent(ballot))
    assert response.status_code == 409
    assert "Your vote was not recorded." in words(response)


@pytest.mark.parametrize(
    ("wrong", "status"),
    [
        ({"choice": ""}, 422),
        ({"choice": "maybe"}, 422),
        ({"seat": ""}, 422),
        ({"seat": "-1"}, 422),
        ({"seat": "9" * 30}, 403),
        ({"key": ""}, 422),
        ({"key": "x"}, 422),
        ({"hash": "other"}, 409),
        ({"hash": ""}, 422),
    ],
)
def test_what_cannot_be_a_vote_is_refused_and_changes_nothing(wrong, status):
    ballot = circular(make.seated_board())
    response = as_member("Aster Delegate").post(page(ballot), sent(ballot) | wrong)
    assert (response.status_code, Vote.objects.count()) == (status, 0)


def test_a_proxy_votes_for_the_seats_it_holds_one_by_one():
    on = make.seated_board(allows_proxies=True, most_proxies=2)
    ballot = circular(on)
    holder = Person.objects.get(name="Aster Delegate")
    row = ballot.seats.get(name="Calder").seat
    Proxy.objects.create(meeting=ballot.resolution.item.meeting, seat=row, holder=holder)
    client = as_member("Aster Delegate")
    assert "Calder" in words(client.get(page(ballot)))
    client.post(page(ballot), sent(ballot, "Calder"))
    assert Vote.objects.get().via == "proxy"


def test_reading_any_of_these_pages_changes_nothing():
    ballot = circular(make.seated_board())
    client, keeper = as_member("Aster Delegate"), as_secretary(ballot.resolution.board)
    client.post(page(ballot), sent(ballot))
    before = (Vote.objects.count(), Notice.objects.count(), Ballot.objects.get().votes_taken)
    for address in (page(ballot), page(ballot, "vote_receipt", 1), page(ballot, "ballot_detail")):
        for read in (client.get, client.head) * 3:
            assert read(address).status_code == 200
    for address in (
        page(ballot, "ballot_continue"), page(ballot, "assisted_vote", seat(ballot, "Calder")),
        reverse("circular_new", args=["harbour"]),
    ):  # fmt: skip
        assert keeper.get(address).status_code == keeper.head(address).status_code == 200
    after = (Vote.objects.count(), Notice.objects.count(), Ballot.objects.get().votes_taken)
    assert before == after


def test_a_receipt_is_its_voter_s_and_the_secretariat_s():
    ballot = circular(make.seated_board())
    as_member("Aster Delegate").post(page(ballot), sent(ballot))
    receipt = page(ballot, "vote_receipt", 1)
    assert as_member("Calder Delegate").get(receipt).status_code == 404
    assert as_secretary(ballot.resolution.board).get(receipt).status_code == 200


def test_everybody_on_a_seat_is_told_when_a_vote_in_writing_opens():
    circular(make.seated_board())
    told = Notice.objects.filter(kind="ballot_opened").values_list("person__name", flat=True)
    assert sorted(told) == ["Aster Delegate", "Brightwater Delegate", "Calder Delegate"]


def test_what_is_in_camera_is_not_told():
    ballot = make.ballot(make.seated_board())
    item = ballot.resolution.item
    item.is_in_camera = True
    item.save(update_fields=["is_in_camera"])
    keeper = as_secretary(ballot.resolution.board)
    day = timezone.localdate() + datetime.timedelta(days=3)
    keeper.post(page(ballot, "ballot_continue"), {"day": day.isoformat(), "time": "17:00"})
    texts = Notice.objects.values_list("text", flat=True)
    assert texts
    assert not any("budget" in text for text in texts)


def test_the_secretary_opens_a_circular_after_looking_twice():
    on = make.seated_board()
    keeper = as_secretary(on)
    day = timezone.localdate() + datetime.timedelta(days=7)
    typed = {"title": "Budget", "text": "That it rain", "day": day.isoformat(), "time": "17:00"}
    address = reverse("circular_new", args=["harbour"])
    assert "Open this vote?" in words(keeper.post(address, typed))
    assert not Ballot.objects.exists()
    keeper.post(address, typed | {"open": "yes"})
    assert Ballot.objects.get().text == "That it rain"
    assert Meeting.objects.get(kind="written").items.get().title == "Budget"


@pytest.mark.parametrize(
    "wrong", [{"day": "2027-02-29"}, {"day": "2020-01-01"}, {"text": ""}, {"time": "25:00"}]
)
def test_a_circular_that_cannot_be_is_refused_and_keeps_what_was_typed(wrong):
    keeper = as_secretary(make.seated_board())
    typed = {"title": "Budget", "text": "That it rain", "day": "2030-01-01", "time": "17:00"}
    address = reverse("circular_new", args=["harbour"])
    response = keeper.post(address, typed | {"open": "yes"} | wrong)
    assert (response.status_code, Ballot.objects.count()) == (422, 0)
    assert 'value="Budget"' in words(response)


def test_a_vote_in_the_meeting_goes_on_in_writing_by_one_form():
    ballot = make.ballot(make.seated_board(), here=["Aster"])
    keeper = as_secretary(ballot.resolution.board)
    day = timezone.localdate() + datetime.timedelta(days=7)
    keeper.post(page(ballot, "ballot_continue"), {"day": day.isoformat(), "time": "17:00"})
    client = as_member("Calder Delegate")
    client.post(page(ballot), sent(ballot, "Calder"))
    assert Vote.objects.get().channel == "page"


def test_the_vote_page_in_writing_tells_who_has_answered_and_asks_nobody_in_a_room():
    ballot = circular(make.seated_board())
    as_member("Aster Delegate").post(page(ballot), sent(ballot))
    shown = words(as_secretary(ballot.resolution.board).get(page(ballot, "ballot_detail")))
    assert shown.count(">no answer<") == 2
    assert "All for, except" not in shown
    assert "No number of votes" not in shown


def test_a_vote_that_waits_is_on_its_voter_s_home_until_it_is_given():
    ballot = circular(make.seated_board())
    client = as_member("Aster Delegate")
    assert page(ballot) in words(client.get("/"))
    client.post(page(ballot), sent(ballot))
    assert page(ballot) not in words(client.get("/"))


def test_a_vote_given_by_telephone_is_entered_with_how_and_by_whom_and_the_seat_is_told():
    ballot = circular(make.seated_board())
    keeper = as_secretary(ballot.resolution.board)
    giver = Person.objects.get(name="Calder Delegate")
    keeper.post(
        page(ballot, "assisted_vote", seat(ballot, "Calder")),
        {"choice": "for", "person": giver.pk, "source": "by telephone", "key": "one-time-key"},
    )
    vote = Vote.objects.get()
    assert (vote.channel, vote.reason, vote.cast_by) == ("assisted", "by telephone", giver)
    assert Notice.objects.get(kind="vote_recorded").person == giver


def test_votes_past_their_deadline_are_closed_by_the_timer(capsys):
    ballot = open_circular(
        make.seated_board(),
        circular=Circular("A", "That it rain", timezone.now() + datetime.timedelta(days=1)),
        save=make.a_save(),
    )
    as_member("Aster Delegate").post(page(ballot), sent(ballot))
    call_command("close_ballots")
    assert Ballot.objects.get().is_open
    past(ballot)
    call_command("close_ballots")
    assert Ballot.objects.get().result.outcome == "no_quorum"
    told = Notice.objects.filter(kind="ballot_result").values_list("text", flat=True)
    head = head_of(ballot.resolution.board)
    assert [text.rpartition(" Register: ")[2] for text in told] == [head] * 3
    assert "1 votes closed" in capsys.readouterr().out


MOST_QUERIES = {
    "own_votes": 17,
    "vote_receipt": 8,
    "ballot_continue": 7,
    "assisted_vote": 40,
    "circular_new": 7,
}


@pytest.mark.parametrize("seats", [3, 30])
@pytest.mark.parametrize("name", MOST_QUERIES)
def test_a_page_takes_no_more_queries_as_seats_grow(name, seats):
    on = make.seated_board("Aster", *(f"Firm {number}" for number in range(seats - 1)))
    ballot = circular(on)
    as_member("Aster Delegate").post(page(ballot), sent(ballot))
    more = {"vote_receipt": [1], "assisted_vote": [seat(ballot, "Firm 1")]}.get(name, [])
    address = reverse("circular_new", args=["harbour"])
    if name != "circular_new":
        address = page(ballot, name, *more)
    client = as_member("Firm 0 Delegate") if name == "own_votes" else as_secretary(on)
    client.get(address)
    with CaptureQueriesContext(connection) as captured:
        assert client.get(address).status_code == 200
    assert len(captured) <= MOST_QUERIES[name]
