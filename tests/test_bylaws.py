"""Bylaws are laid down by the board's administrator, from a day on; the past keeps its rules."""

import datetime
import re

import pytest
from django.urls import reverse
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from meetings.forms.bylaws_templates import TEMPLATES
from meetings.models import Bylaws, Member
from meetings.rules.counts import Counts
from meetings.rules.majorities import Majority, MajorityKind, holds, least_where_all_vote
from meetings.services.bylaws import bylaws_on
from tests import make
from tests.ballot_desk import client_of, text_of
from tests.voting import close, vote

LIST = "/boards/harbour/bylaws/"
NEW = f"{LIST}new/"
TODAY = timezone.now().date()
TOMORROW = TODAY + datetime.timedelta(days=1)
A_YEAR_ON = TODAY + datetime.timedelta(days=365)
TWELVE = tuple(f"Firm {letter}" for letter in "ABCDEFGHIJKL")


@pytest.fixture
def board(db):
    return make.seated_board()


@pytest.fixture
def administrator(board):
    return client_of(board, "member", is_administrator=True)


def as_typed(**changes):
    """The form as a browser sends it: every field, ticked boxes as `on`, others not at all."""
    typed = {
        "effective_from": A_YEAR_ON.isoformat(),
        "charter_words": "Half of the seats make a quorum.",
        "quorum_kind": "at_least_half",
        "majority_kind": "simple",
        "written_majority_kind": "of_all_seats",
        "silence": "not_voted",
        "written_effective": "close",
        "casting_vote": "none",
        "recusal_effect": "votes_and_quorum",
        "most_proxies": "1",
        "allows_other_delegates": "on",
    }
    return {name: text for name, text in (typed | changes).items() if text is not None}


def planned(board, day=A_YEAR_ON, **fields):
    return board.bylaws.create(effective_from=day, **fields)


def address_of(bylaws):
    return reverse("bylaws_edit", args=[bylaws.board.slug, bylaws.pk])


# Who


@pytest.mark.parametrize("role", Member.Role.values)
def test_the_mark_lets_one_lay_down_bylaws_whatever_the_role(role, board):
    client = client_of(board, role, is_administrator=True)
    for page in (LIST, NEW, address_of(planned(board))):
        assert client.get(page).status_code == 200
    assert client.post(NEW, as_typed(effective_from=TOMORROW.isoformat())).status_code == 302


@pytest.mark.parametrize("role", ["chair", "deputy_chair", "secretary", "member", "observer"])
def test_without_the_mark_everybody_of_the_board_reads_and_nobody_changes(role, board):
    client = client_of(board, role)
    assert client.get(LIST).status_code == 200
    for page in (NEW, address_of(planned(board))):
        assert client.get(page).status_code == client.post(page, as_typed()).status_code == 403
    assert board.bylaws.count() == 2
    assert "bylaws/new" not in client.get(LIST).content.decode()


def test_the_mark_of_another_board_or_of_a_term_that_ended_opens_nothing(board):
    other = make.board("library")
    assert client_of(other, is_administrator=True).get(LIST).status_code == 404
    long_ago = datetime.date(2021, 1, 1)
    former = client_of(board, is_administrator=True, end_date=long_ago)
    assert former.post(NEW, as_typed()).status_code == 404
    own = client_of(board, is_administrator=True)
    assert own.get(reverse("bylaws_edit", args=["harbour", planned(other).pk])).status_code == 404


# What is, was and will be


def test_the_list_tells_what_is_in_force_what_was_and_what_will_be(board, administrator):
    make.ballot(board)
    planned(board, day=datetime.date(2013, 5, 1), charter_words="Seven make a quorum.")
    planned(board, quorum_kind="fixed", quorum_number=2)
    page = text_of(administrator.get(LIST))
    ahead, now, past = (page.index(words) for words in ("to come", "in force today", "Before"))
    assert ahead < now < past
    assert "1 May 2013 to 31 December 2019" in page
    assert "Seven make a quorum." in page
    assert "1 vote was taken by them." in page
    assert "more than half: 2 of 3 seats" in page
    assert "2 seats, a fixed number" in page


def test_a_board_without_bylaws_is_told_by_what_it_is_counted(db):
    board = make.board()
    page = text_of(client_of(board, "secretary").get(LIST))
    assert "No bylaws have been laid down for today." in page


# The form


def test_both_quorums_are_shown_for_todays_seats_and_the_majorities_likewise(db):
    board = make.seated_board(*TWELVE)
    page = unquoted(text_of(client_of(board, is_administrator=True).get(NEW)))
    assert "today's 12 seats: at least half is 6, more than half is 7, two-thirds is 8" in page
    assert "at least half: 6 of today's 12" in page
    assert "more for than against: 7 where all of today's 12 vote" in page
    assert "two-thirds of votes cast: 8 where all of today's 12 vote" in page


def unquoted(page):
    return page.replace("&#x27;", "'")


def test_every_setting_of_bylaws_is_on_the_page(administrator):
    page = administrator.get(NEW).content.decode()
    own = {field.name for field in Bylaws._meta.fields} - {"id", "board"}
    assert {name for name in own if f'name="{name}"' in page} == own


def test_new_bylaws_start_as_those_in_force(board, administrator):
    board.bylaws.update(charter_words="As ever.", most_proxies=4)
    page = administrator.get(NEW).content.decode()
    assert "As ever." in page
    assert re.search(r'name="most_proxies" value="4"', page)


@pytest.mark.parametrize("name", TEMPLATES)
def test_a_template_fills_the_form_keeps_the_charter_and_stores_nothing(name, board, administrator):
    typed = as_typed(template=name, charter_words="Our own words.")
    page = administrator.post(NEW, typed)
    assert page.status_code == 200
    assert "Our own words." in text_of(page)
    assert A_YEAR_ON.isoformat() in page.content.decode()
    assert board.bylaws.count() == 1


@pytest.mark.parametrize("name", TEMPLATES)
@pytest.mark.parametrize("firms", [TWELVE, ("Aster",)])
def test_what_a_template_fills_in_can_be_kept(name, firms, db):
    board = make.seated_board(*firms)
    client = client_of(board, is_administrator=True)
    filled = client.post(NEW, as_typed(template=name)).context["form"]
    typed = {field.html_name: field.value() for field in filled}
    sent = {key: value for key, value in typed.items() if value not in (None, False)}
    assert client.post(NEW, sent).status_code == 302
    (kept,) = board.bylaws.filter(effective_from=A_YEAR_ON)
    assert {key: getattr(kept, key) for key in TEMPLATES[name][1](3)} == TEMPLATES[name][1](
        len(firms)
    )


def test_the_first_button_of_the_form_keeps_it_so_that_enter_does(administrator):
    page = administrator.get(NEW).content.decode()
    form = page[page.index('class="stacked-form') :]
    assert "name=" not in re.findall(r'<button type="submit"[^>]*>', form)[0]


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"effective_from": ""}, "This field is required."),
        ({"effective_from": "2027-02-29"}, "2027-02-29 is not a date."),
        ({"effective_from": "0000-01-01"}, "0000-01-01 is not a date."),
        ({"quorum_kind": "most"}, "Select a valid choice."),
        ({"quorum_kind": "fixed"}, "Give the number, or choose another rule."),
        ({"quorum_kind": "fixed", "quorum_number": "0"}, "Give a whole number from 1 to 999."),
        ({"quorum_kind": "fixed", "quorum_number": "3.5"}, "Give a whole number from 1 to 999."),
        ({"quorum_number": "5"}, "A number belongs to the fixed rule"),
        ({"majority_kind": "fixed"}, "Give the number, or choose another rule."),
        ({"written_majority_number": "5"}, "A number belongs to the fixed rule"),
        ({"most_proxies": "99999999999"}, "Give a whole number from 1 to 999."),
        ({"seats_fixed": "-3"}, "Give a whole number from 1 to 999."),
        ({"proxies_count_for_quorum": "on"}, "Proxies that count have to be allowed."),
        ({"effective_from": TODAY.isoformat()}, "Choose a day after today."),
        ({"effective_from": "2021-06-01"}, "Choose a day after today."),
        ({"effective_from": "2020-01-01"}, "There are bylaws from 1 January 2020 on already."),
    ],
)
def test_what_cannot_be_kept_is_said_in_words_and_stays_typed(
    changes, sentence, board, administrator
):
    page = administrator.post(NEW, as_typed(**changes))
    assert page.status_code == 422
    assert sentence in text_of(page)
    assert "Half of the seats make a quorum." in text_of(page)
    assert board.bylaws.count() == 1


# The days


def test_new_bylaws_hold_from_their_day_and_the_old_ones_until_then(board, administrator):
    administrator.post(NEW, as_typed(effective_from=TOMORROW.isoformat()))
    assert bylaws_on(board, TODAY).quorum_kind == "more_than_half"
    assert bylaws_on(board, TOMORROW).quorum_kind == "at_least_half"


def test_bylaws_of_a_day_to_come_are_changed_day_and_all_with_their_history(board, administrator):
    ahead = planned(board)
    typed = as_typed(effective_from=TOMORROW.isoformat(), objection_blocks="on")
    assert administrator.post(address_of(ahead), typed).status_code == 302
    ahead.refresh_from_db()
    assert (ahead.effective_from, ahead.objection_blocks) == (TOMORROW, True)
    newest, first = ahead.history.all()
    assert (newest.objection_blocks, first.objection_blocks) == (True, False)
    assert newest.history_user.username.startswith("member")


def test_bylaws_in_force_or_past_stay_as_they_are(board, administrator):
    past = planned(board, day=datetime.date(2013, 5, 1))
    for bylaws in (past, board.bylaws.get(effective_from=datetime.date(2020, 1, 1))):
        page = administrator.post(address_of(bylaws), as_typed())
        assert page.status_code == 409
        assert "Lay down new ones from a later day." in text_of(page)
        assert administrator.get(address_of(bylaws)).status_code == 200
        bylaws.refresh_from_db()
        assert bylaws.quorum_kind == "more_than_half"


def test_bylaws_that_a_ballot_used_stay_as_they_are_even_before_their_day(board, administrator):
    ballot = make.ballot(board)
    ahead = planned(board)
    ballot.resolution.ballots.create(
        number=2, text="x", hash="x", rule=ballot.rule, bylaws=ahead, closed_at=ballot.opened_at
    )
    page = administrator.post(address_of(ahead), as_typed())
    assert (page.status_code, "Votes were taken" in text_of(page)) == (409, True)


def test_two_sets_cannot_begin_on_one_day(board, administrator):
    planned(board, day=TOMORROW)
    ahead = planned(board)
    page = administrator.post(address_of(ahead), as_typed(effective_from=TOMORROW.isoformat()))
    assert (page.status_code, "on already" in text_of(page)) == (422, True)
    ahead.refresh_from_db()
    assert ahead.effective_from == A_YEAR_ON


def test_rules_of_old_can_be_added_before_all_others(board, administrator):
    assert administrator.post(NEW, as_typed(effective_from="2013-05-01")).status_code == 302
    assert bylaws_on(board, datetime.date(2014, 1, 1)).quorum_kind == "at_least_half"


def test_a_board_that_voted_without_bylaws_gets_none_for_the_past(board, administrator):
    board.bylaws.all().delete()
    make.ballot(board)
    page = administrator.post(NEW, as_typed(effective_from="2013-05-01"))
    assert (page.status_code, board.bylaws.count()) == (422, 0)


def test_the_past_keeps_its_verdicts(board, administrator):
    ballot = make.ballot(board)
    vote(ballot, Aster="for", Calder="for", Brightwater="against")
    result = close(ballot)
    typed = as_typed(effective_from=TOMORROW.isoformat(), majority_kind="two_thirds_of_all")
    administrator.post(NEW, typed)
    ballot.refresh_from_db()
    assert ballot.rule["majority"] == {"kind": "simple"}
    result.refresh_from_db()
    assert result.outcome == "carried"


WITH_A_BASE = [
    kind
    for kind in MajorityKind
    if kind not in (MajorityKind.FIXED, MajorityKind.FRACTION, MajorityKind.NO_OBJECTIONS)
]


@given(st.sampled_from(WITH_A_BASE), st.integers(1, 200))
def test_one_vote_fewer_than_the_number_shown_does_not_carry(kind, seats):
    least = least_where_all_vote(Majority(kind), seats)

    def carries(ayes):
        return holds(Majority(kind), Counts(seats, seats, votes_for=ayes, against=seats - ayes))

    assert carries(least)
    assert not carries(least - 1)
