"""Proxies and recusals ahead of a meeting: for one's own seat, or by the secretariat for any."""

import datetime

import pytest
from django.urls import reverse

from meetings.models import Meeting, Person, Proxy, Recusal, Seat
from meetings.services.ballots import open_ballot
from meetings.services.closing import Closing, close_ballot, seen_as
from meetings.services.halls import hall_of
from meetings.services.minutes import edit_notes
from meetings.services.tallying import tally_of
from tests import make
from tests.ballot_desk import BACKEND, client_of, text_of
from tests.voting import vote

ALLOWED = {"allows_proxies": True, "proxies_across_organisations": True, "most_proxies": 2}
A_DAY = datetime.date(2031, 4, 2)


@pytest.fixture
def board(db):
    return make.seated_board("Aster", "Brightwater", "Calder", "Dunmore", **ALLOWED)


@pytest.fixture
def meeting(board):
    of = make.planned_meeting(board, A_DAY)
    make.item(of, "Budget")
    make.item(of, "Pier")
    return of


@pytest.fixture
def secretary(board):
    return client_of(board)


def delegate(firm):
    return Person.objects.get(name=f"{firm} Delegate")


def seat(firm):
    return Seat.objects.get(name=firm)


def of(firm, client):
    """The firm's delegate at the keyboard."""
    person = delegate(firm)
    if person.user is None:
        person.user = make.user(f"delegate-{make.next_number()}")
        person.save(update_fields=["user"])
    client.logout()
    client.force_login(person.user, BACKEND)
    return client


def act(client, page, meeting, **fields):
    return client.post(reverse(page, args=["harbour", meeting.key]), fields)


def give(client, meeting, firm, to):
    holder = delegate(to).pk
    return act(client, "proxy_give", meeting, seat=seat(firm).pk, holder=holder)


def take_back(client, meeting, firm):
    return act(client, "proxy_take_back", meeting, seat=seat(firm).pk)


def declare(client, meeting, firm, nature="supplier", title="Budget"):
    item = meeting.items.get(title=title)
    return act(client, "recusal_declare", meeting, seat=seat(firm).pk, item=item.pk, nature=nature)


def page_of(client, meeting):
    return text_of(client.get(reverse("meeting_proxies", args=["harbour", meeting.key])))


# Proxies


def test_a_member_gives_their_seats_proxy_and_takes_it_back(client, meeting):
    client = of("Aster", client)
    assert give(client, meeting, "Aster", "Brightwater").status_code == 302
    assert "Aster: Brightwater Delegate votes" in page_of(client, meeting)
    assert "You hold the proxy of: Aster" in page_of(of("Brightwater", client), meeting)
    assert take_back(of("Aster", client), meeting, "Aster").status_code == 302
    assert not Proxy.objects.exists()


def test_nobody_gives_or_takes_back_for_somebody_elses_seat(client, meeting, secretary):
    client = of("Aster", client)
    assert give(client, meeting, "Brightwater", "Aster").status_code == 403
    give(secretary, meeting, "Brightwater", "Aster")
    assert take_back(client, meeting, "Brightwater").status_code == 403
    assert declare(client, meeting, "Brightwater").status_code == 403
    assert Proxy.objects.count() == 1
    assert not Recusal.objects.exists()


def test_the_secretariat_gives_for_any_seat(meeting, secretary):
    assert give(secretary, meeting, "Aster", "Brightwater").status_code == 302
    assert give(secretary, meeting, "Calder", "Brightwater").status_code == 302
    assert Proxy.objects.filter(holder=delegate("Brightwater")).count() == 2


@pytest.mark.parametrize(
    ("before", "firm", "to", "sentence"),
    [
        ([("Aster", "Brightwater")], "Aster", "Calder", "Aster has given its proxy to Bright"),
        ([], "Aster", "Aster", "Aster cannot give its proxy to itself"),
        (
            [("Brightwater", "Calder")],
            "Aster",
            "Brightwater",
            "Aster cannot give its proxy to somebody of Brightwater",
        ),
        (
            [("Aster", "Brightwater")],
            "Brightwater",
            "Calder",
            "Aster cannot give its proxy to somebody of Brightwater",
        ),
        ([("Aster", "Brightwater")], "Brightwater", "Aster", "in a circle: Aster, Brightwater."),
    ],
)
def test_a_proxy_that_no_board_could_honour_is_refused_with_its_seats(
    before, firm, to, sentence, meeting, secretary
):
    for one in before:
        assert give(secretary, meeting, *one).status_code == 302
    page = give(secretary, meeting, firm, to)
    assert page.status_code == 422
    assert sentence in text_of(page)
    assert Proxy.objects.count() == len(before)


def test_the_roll_call_refuses_the_same(board, meeting, secretary):
    fields = {
        f"seat-{seat('Aster').pk}-holder": delegate("Brightwater").pk,
        f"seat-{seat('Brightwater').pk}-holder": delegate("Aster").pk,
    }
    page = secretary.post(reverse("roll_call", args=["harbour", meeting.key]), fields)
    assert page.status_code == 422
    assert "in a circle: Aster, Brightwater." in text_of(page)
    assert not Proxy.objects.exists()


@pytest.mark.parametrize(
    ("bylaws", "status", "sentence"),
    [
        ({"allows_proxies": False}, 409, "The bylaws allow no proxies."),
        ({"proxies_across_organisations": False}, 422, "across organisations: Calder needs"),
        ({"most_proxies": 1}, 422, "They hold the proxy of Aster already; the bylaws allow 1"),
    ],
)
def test_the_limits_of_the_bylaws_hold(bylaws, status, sentence, board, meeting, secretary):
    give(secretary, meeting, "Aster", "Brightwater")
    board.bylaws.update(**bylaws)
    page = give(secretary, meeting, "Calder", "Brightwater")
    assert page.status_code == status
    assert sentence in text_of(page)
    assert Proxy.objects.count() == 1


@pytest.mark.parametrize("holder", ["", "x", "9" * 30, "0"])
def test_a_holder_who_cannot_vote_is_refused_in_words(holder, board, meeting, secretary):
    observer = make.member(board, "observer").person.pk
    for sent in (holder, observer):
        page = act(secretary, "proxy_give", meeting, seat=seat("Aster").pk, holder=sent)
        assert page.status_code == 422
        assert "There is a problem" in text_of(page)
    assert not Proxy.objects.exists()


def test_a_seat_that_is_none_is_refused_in_words(meeting, secretary):
    for sent in ("", "x", "0", "99999999999999999999"):
        page = act(secretary, "proxy_give", meeting, seat=sent, holder=delegate("Aster").pk)
        assert page.status_code == 422
        assert act(secretary, "proxy_take_back", meeting, seat=sent).status_code == 409
        assert act(secretary, "recusal_take_back", meeting, recusal=sent).status_code == 404


def test_what_the_notes_give_is_changed_in_the_notes(meeting, secretary):
    item = meeting.items.for_saving().get(title="Budget")
    line = "PROXY Brightwater Delegate for Aster Delegate"
    edit_notes(item, edit=lambda _text: line, save=make.a_save())
    page = take_back(secretary, meeting, "Aster")
    assert (page.status_code, "The notes of item 1" in text_of(page)) == (409, True)
    assert Proxy.objects.get().holder == delegate("Brightwater")


def begin(meeting, *firms):
    for firm in firms:
        person = delegate(firm)
        make.attendance(meeting, person, person.memberships.get().organisation)
    Meeting.objects.filter(pk=meeting.pk).update(state="in_session")
    meeting.refresh_from_db()


def speakers(meeting, item=None):
    hall = hall_of(meeting, on=A_DAY)
    item = item or meeting.items.first()
    sheet = hall.sheet(item.pk, hall.moment(item.pk))
    return {entry.name: entry.speaker for entry in sheet.entries}


def test_a_proxy_lapses_where_the_principal_arrives(meeting, secretary):
    give(secretary, meeting, "Aster", "Brightwater")
    begin(meeting, "Brightwater", "Calder")
    assert speakers(meeting)["Aster"] == "Brightwater Delegate"
    pier = meeting.items.for_saving().get(title="Pier")
    edit_notes(pier, edit=lambda _text: "ARRIVED 16:30 Aster Delegate", save=make.a_save())
    assert speakers(meeting)["Aster"] == "Brightwater Delegate"
    assert speakers(meeting, pier)["Aster"] == "Aster Delegate"


def a_vote(meeting):
    """A vote in the running meeting in which Brightwater holds Aster's proxy."""
    item = meeting.items.for_saving().get(title="Pier")
    edit_notes(item, edit=lambda _text: "MOTION: That the pier be mended", save=make.a_save())
    return open_ballot(item.resolutions.get(), save=make.a_save())


def test_a_proxy_is_taken_back_until_it_was_used(meeting, secretary):
    give(secretary, meeting, "Aster", "Brightwater")
    begin(meeting, "Brightwater", "Calder", "Dunmore")
    ballot = a_vote(meeting)
    vote(ballot, Calder="for")
    assert take_back(secretary, meeting, "Aster").status_code == 302
    give(secretary, meeting, "Aster", "Brightwater")
    vote(ballot, "another form", Aster="for")
    page = take_back(secretary, meeting, "Aster")
    assert (page.status_code, "has voted with this proxy" in text_of(page)) == (409, True)
    assert Proxy.objects.exists()


def test_a_proxy_that_was_counted_in_a_consensus_was_used(meeting, secretary):
    give(secretary, meeting, "Aster", "Brightwater")
    begin(meeting, "Brightwater", "Calder", "Dunmore")
    ballot = a_vote(meeting)
    tally = tally_of(ballot, save=make.a_save(), is_consensus=True)
    close_ballot(ballot, closing=Closing("consensus", seen_as(tally)), save=make.a_save())
    assert take_back(secretary, meeting, "Aster").status_code == 409


@pytest.mark.parametrize("state", ["adjourned", "circulated", "approved"])
def test_after_the_meeting_nothing_is_given_or_taken_back(state, meeting, secretary):
    give(secretary, meeting, "Aster", "Brightwater")
    declare(secretary, meeting, "Aster")
    Meeting.objects.update(state=state)
    row = Recusal.objects.get()
    for answer in (
        give(secretary, meeting, "Calder", "Brightwater"),
        take_back(secretary, meeting, "Aster"),
        declare(secretary, meeting, "Calder"),
        act(secretary, "recusal_take_back", meeting, recusal=row.pk),
    ):
        assert answer.status_code in (409, 422)
    assert (Proxy.objects.count(), Recusal.objects.count()) == (1, 1)
