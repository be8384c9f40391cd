"""A member's own page: what they promised, what is late, what to read and what to vote on."""

import datetime

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from meetings.access import actor_for, memberships_of
from meetings.exports.promised import people_of, promises_of
from meetings.models import Action, Member, Organisation, Person
from tests import make
from tests.home_desk import circular, client_of, day, page_of, told, words

pytestmark = pytest.mark.django_db


@pytest.fixture
def me(signed_in):
    signed_in("member")
    return Person.objects.get(user__username="member")


@pytest.fixture
def mine(me):
    return client_of(me)


@pytest.fixture
def promise(harbour, me):
    """Actions of mine, born in one meeting."""
    item = make.item(make.meeting(harbour))
    return lambda text, owner=me, **fields: make.action(item, owner, text=text, **fields)


def test_late_comes_first_then_what_is_due_soon_then_what_waits(mine, promise):
    promise("some time")
    promise("next year", due_on=day(300))
    promise("this week", due_on=day(5))
    promise("long ago", due_on=day(-12))
    promise("put off", due_on=day(-30), state="deferred", deferred_until=day(40))
    said = words(mine)
    places = [
        said.index(f" {text} ")
        for text in ("long ago", "this week", "put off", "next year", "some time")
    ]
    assert places == sorted(places)
    assert "late: 12 days" in said
    assert "due in 5 days" in said
    assert "1 action is late" in said


def test_what_was_deferred_until_today_is_open_again(mine, promise):
    promise("put off", due_on=day(-3), state="deferred", deferred_until=day(0))
    assert "late: 3 days" in words(mine)


def test_an_action_says_how_often_meetings_put_it_off(harbour, mine, promise):
    action = promise("long ago", due_on=day(-90))
    for number in (1, 2):
        meeting = make.meeting(harbour, day(-30 * number))
        action.reviews.create(item=make.item(meeting), meeting=meeting, line=1, verdict="not_done")
    assert "slipped 2 times" in words(mine)


def test_what_my_organisation_promised_is_mine_to_report_on(harbour, mine, me, promise):
    firm = make.organisation(harbour)
    Member.objects.filter(person=me).update(organisation=firm)
    action = promise("send the logo", owner=None)
    action.owners.create(name=firm.name, organisation=firm)
    assert "send the logo" in words(mine)


def test_what_others_promised_and_what_is_done_is_not_on_my_page(harbour, mine, promise):
    promise("somebody else s", owner=make.person(harbour, "Other One"))
    promise("all done", state="done", closed_on=day(0))
    promise("of an archive", is_archived=True)
    assert "You have promised nothing that is still open." in words(mine)


def test_of_three_hundred_actions_the_most_pressing_are_shown_and_the_rest_is_a_link(
    mine, me, promise
):
    for number in range(300):
        promise(f"chore {number}", due_on=day(number + 1))
    said = page_of(mine)
    assert said.count('class="whole"') - said.count("inutes of") == 25
    assert f"actions/?owner={me.pk}&amp;state=unfinished" in said
    assert "300 open on Harbour Board: show all" in said


def test_nothing_of_a_board_on_which_my_term_has_ended(mine, me, promise, harbour):
    promise("paint the fence", due_on=day(-1))
    make.meeting(harbour, day(5), "scheduled")
    Member.objects.filter(person=me).update(start_date=day(-90), end_date=day(-1))
    said = words(mine)
    assert "paint" not in said
    assert "Harbour" not in said
    assert "You are on no board at present." in said


def test_an_action_in_camera_is_not_shown_to_an_observer_who_owns_it(harbour, signed_in):
    client = signed_in("observer")
    item = make.item(make.meeting(harbour), is_in_camera=True)
    make.action(item, Person.objects.get(user__username="observer"), text="canary words")
    assert "canary" not in words(client)


def test_votes_stand_soonest_first_with_their_deadline_on_the_board_s_clock():
    board = make.seated_board()
    board.time_zone = "Asia/Tokyo"
    board.save(update_fields=["time_zone"])
    circular(board, 9, "That it be dry", "Later")
    ballot = circular(board, 2)
    me = Person.objects.get(name="Aster Delegate")
    said = words(client_of(me))
    assert said.index("That it rain") < said.index("That it be dry")
    deadline = ballot.phases.get().deadline.astimezone(board.zone)
    assert f"{deadline:%H:%M} (Asia/Tokyo)" in said
    assert "You vote for Aster" in said
    assert "2 votes are open" in said


def test_a_seat_that_is_recused_is_not_asked_to_vote():
    board = make.seated_board()
    ballot = circular(board)
    me = Person.objects.get(name="Aster Delegate")
    seat = ballot.seats.get(name="Aster").seat
    ballot.resolution.item.recusals.create(person=me, seat=seat, nature="supplier")
    assert "No vote waits for you." in words(client_of(me))


def test_a_vote_that_is_held_by_proxy_waits_for_its_holder():
    board = make.seated_board(allows_proxies=True, proxies_across_organisations=True)
    ballot = circular(board)
    holder = Person.objects.get(name="Aster Delegate")
    seat = ballot.seats.get(name="Calder").seat
    ballot.resolution.item.meeting.proxies.create(seat=seat, holder=holder)
    assert "You vote for Aster, Calder" in words(client_of(holder))


def test_the_next_meeting_shows_when_where_its_agenda_and_its_papers(harbour, mine):
    meeting = make.meeting(
        harbour,
        day(3),
        "agenda_published",
        start_time=datetime.time(16),
        planned_minutes=45,
        place="https://meet.example.org/harbour",
    )
    make.meeting(harbour, day(33), "scheduled", place="The far one")
    paper = make.paper(make.item(meeting, "Budget", planned_minutes=20))
    said = words(mine)
    assert "16:00 UTC" in said
    assert "Budget 20 min" in said
    assert "1 paper" in said
    assert "The far one" not in said
    assert "in 3 days" in said
    html = page_of(mine)
    assert f"papers/{paper.pk}/" in html
    assert 'href="https://meet.example.org/harbour"' in html


def test_an_item_in_camera_is_not_on_an_observer_s_agenda(harbour, signed_in):
    meeting = make.meeting(harbour, day(3), "agenda_published")
    paper = make.paper(make.item(meeting, "canary title", is_in_camera=True))
    html = page_of(signed_in("observer"))
    assert "canary" not in html
    assert paper.title not in html


def test_minutes_that_await_approval_stand_above_the_newest_approved_ones(harbour, mine):
    make.meeting(harbour, day(-90), "approved")
    newest = make.meeting(harbour, day(-60), "approved")
    draft = make.meeting(harbour, day(-30), "circulated")
    said = words(mine)
    assert said.index(f"Draft minutes of {draft.when}") < said.index(f"Minutes of {newest.when}")
    assert said.lower().count("minutes of") == 2


def test_an_action_is_done_by_one_press_that_comes_back(mine, me, promise):
    action = promise("paint the fence", due_on=day(-1))
    sent = {"seen": action.seen, "act": "finish", "back": "home"}
    answer = mine.post(f"{action.get_absolute_url()}report/", sent)
    assert answer.headers["Location"] == "/"
    action.refresh_from_db()
    assert (action.state, action.updates.get().by) == ("done", me)


def test_the_page_shows_what_its_reader_answered_to_the_next_meeting(harbour, mine, me):
    meeting = make.meeting(harbour, day(3), "agenda_published")
    assert "Will you come?" in words(mine)
    mine.post(f"{meeting.get_absolute_url()}answer/", {"answer": "remote"})
    assert "Your answer: comes remotely" in words(mine)


def test_a_member_comments_on_minutes_and_an_observer_only_reads(harbour, signed_in):
    meeting = make.meeting(harbour, day(-30), "circulated")
    assert f"{meeting.get_absolute_url()}comments/" in page_of(signed_in("member"))
    observed = page_of(signed_in("observer"))
    assert meeting.get_absolute_url() in observed
    assert f"{meeting.get_absolute_url()}comments/" not in observed


def test_home_shows_the_actions_that_their_list_calls_mine(harbour, mine, me):
    kept = make.organisation(harbour, "Kept")
    firm = Organisation.objects.create(board=harbour, name="Old Name", merged_into=kept)
    double = Organisation.objects.create(board=harbour, name="Double", merged_into=firm)
    seat = make.seat(harbour, make.organisation(harbour, "Seat Holder"))
    Member.objects.filter(person=me).update(organisation=firm, seat=seat)
    item = make.item(make.meeting(harbour))
    for number, owner in enumerate([kept, firm, double, seat.organisation, None]):
        action = make.action(item, None, text=f"chore {number}")
        action.owners.create(name="x", organisation=owner)
    (actor,) = [actor_for(term) for term in memberships_of(me.user, day(0))]
    found = promises_of([actor], people_of([actor]), day(0))
    shown = {one.action for one in (*found.late, *found.soon, *found.waiting)}
    assert shown == set(Action.objects.mine(actor)) != set()


def test_an_empty_page_says_what_will_come(mine):
    said = words(mine)
    assert "Nothing is late, and no vote waits for you." in said
    assert said.count("stand here") + said.count("stands here") == 5


@pytest.fixture
def queries(me):
    def count():
        client = client_of(me)
        client.get("/")
        with CaptureQueriesContext(connection) as captured:
            client.get("/")
        return len(captured) - 2  # beside session and user

    return count


@pytest.mark.parametrize("rows", [3, 30])
@pytest.mark.parametrize("boards", [1, 3])
def test_the_page_takes_twelve_queries_whatever_stands_on_it(rows, boards, me, queries):
    for number in range(boards):
        board = me.board if number == 0 else make.board(f"board{number}")
        own = me if number == 0 else make.person(board, "Me Too", user=me.user)
        if number:
            Member.objects.create(person=own)
        busy_board(board, own, rows)
    assert queries() <= 12


def busy_board(board, own, rows):
    """So many of everything that the page shows."""
    firm = Organisation.objects.create(board=board, name="Own Firm")
    seat = make.seat(board, firm)
    Member.objects.filter(person=own).update(seat=seat, organisation=firm)
    board.bylaws.create(effective_from=day(-900))
    item = make.item(make.meeting(board, day(-9), "circulated"))
    ahead = make.meeting(board, day(9), "agenda_published")
    for number in range(rows):
        action = make.action(item, own, due_on=day(number - 5), text=f"chore {number}")
        action.reviews.create(item=item, meeting=item.meeting, line=1, verdict="not_done")
        told(own, subject=action, text=f"news {number}")
        make.paper(make.item(ahead, f"Topic {number}"))
        make.meeting(board, day(-40 - number), "circulated")
        circular(board, number + 1, f"That it rain {number}", f"Weather {number}")
