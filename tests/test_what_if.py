"""The calculator as a page, and the way to it from a vote."""

import html
import json
import re
from dataclasses import replace

import pytest
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st

from meetings.rules.asked import case_of, fields_of
from meetings.rules.cases import as_json, counts_as_json, read_case, rule_as_json
from meetings.rules.counts import Casting, Counts
from meetings.rules.majorities import Base, Majority, MajorityKind
from meetings.rules.verdict import decide
from tests import make
from tests.ballot_desk import client_of, desk, text_of
from tests.test_rules_laws import EFFECTS, rules

ADDRESS = "/boards/harbour/what-if/"
PLAIN = {"seats": "13", "present": "9", "for": "5", "against": "4", "quorum": "more_than_half",
         "majority": "simple"}  # fmt: skip


def by_name(fields):
    found: dict[str, list[str]] = {}
    for name, text in fields:
        found.setdefault(name, []).append(text)
    return found


FRACTIONS = st.builds(
    Majority, st.just(MajorityKind.FRACTION), p=st.integers(1, 4), q=st.integers(4, 9),
    base=st.sampled_from(Base),
)  # fmt: skip


FEW = st.integers(0, 3)


@given(FEW, FEW, FEW, EFFECTS, rules(), st.lists(FRACTIONS, max_size=2))
def test_a_case_survives_the_way_through_an_address(ayes, noes, away, effect, rule, fractions):
    there = ayes + noes + 2
    counts = Counts(
        there + away, there, 1, away and 1, ayes, noes, away and 1, away, effect,
        casting=Casting.FOR if away else None,
    )  # fmt: skip
    rule = replace(rule, majorities=(*rule.majorities, *fractions))
    told = counts_as_json(counts) | rule_as_json(rule, effect)
    assert read_case(case_of(by_name(fields_of(told)))) == (rule, counts)


@pytest.fixture
def ask(db):
    client = client_of(make.board(), "member")
    return lambda **fields: client.get(ADDRESS, fields)


def test_a_member_asks_what_would_be_decided_and_reads_the_sentence(ask):
    answer = ask(**PLAIN)
    assert answer.status_code == 200
    assert "5 for, 4 against, 0 abstained" in text_of(answer)
    assert "9 count, 7 needed: met" in text_of(answer)


def test_the_line_on_the_page_makes_the_calculator_give_the_same(ask):
    asked = PLAIN | {"for": "3", "recused": "1", "majority_number": "7", "uncounted": "1"}
    page = ask(**asked).content.decode()
    line, answer = (json.loads(html.unescape(t)) for t in re.findall(r"<pre><code>(.*?)</", page))
    assert as_json(decide(*read_case(line))) == answer


def test_several_majorities_must_all_hold(ask):
    asked = {**PLAIN, "for": "6", "against": "3", "abstain": "0"}
    both = ask(**asked | {"majority": ["two_thirds_of_cast", "of_all_seats"]})
    assert "more than half of all 13 seats are needed" in text_of(both)
    assert "✗ not carried" in text_of(both)


def test_a_fraction_and_a_number_have_fields_of_their_own(ask):
    asked = PLAIN | {"majority": ["fixed", "fraction"], "majority_number": "5"}
    page = text_of(ask(**asked, p="4", q="5", base="present"))
    assert "4/5 of the 9 seats present and voting are needed" in page
    carried = ask(**asked | {"p": "1", "q": "2", "base": "all"})
    assert "1/2 of all 13 seats are needed" in text_of(carried)


def test_a_casting_vote_breaks_a_tie_and_an_objection_blocks(ask):
    tie = PLAIN | {"for": "4"}
    assert "the casting vote for" in text_of(ask(**tie, casting_vote="for"))
    blocked = ask(**PLAIN, objections="1", objection_blocks="true")
    assert "1 objection, which blocks" in text_of(blocked)


@pytest.mark.parametrize(
    ("asked", "sentence"),
    [
        ({"present": "14"}, "14 present of 13 seats"),
        ({"for": "8"}, "12 votes of 9 seats that may vote"),
        ({"recused": "10"}, "10 recused of 9 present"),
        ({"for": "-1"}, "for is negative"),
        ({"for": "3.5"}, "for is no whole number"),
        ({"for": "７"}, "for is no whole number"),
        ({"for": "1e9"}, "for is no whole number"),
        ({"for": "9" * 5000}, "for is no whole number"),
        ({"seats": ""}, "seats is missing"),
        ({"quorum": ""}, "quorum is missing"),
        ({"quorum": "most"}, "quorum kind is unknown"),
        ({"quorum": "fixed"}, "quorum number is no whole number"),
        ({"majority": ""}, "majority is missing"),
        ({"majority": "most"}, "majority kind is unknown"),
        ({"majority": "fixed"}, "majority number is no whole number"),
        ({"majority": "fraction", "p": "3", "q": "2", "base": "cast"}, "3/2 is no fraction"),
        ({"majority": "fraction", "p": "1", "q": "2", "base": "some"}, "base is unknown"),
        ({"majority": "fraction:1:2"}, "is no whole number"),
        ({"majority": "simple:1"}, "majority kind is unknown"),
        ({"recusal": "gone"}, "recusal is unknown"),
        ({"casting_vote": "maybe"}, "casting_vote is unknown"),
        ({"objection_blocks": "yes"}, "objection_blocks is true or false"),
        ({"seats": ["13", "14"]}, "seats was given twice"),
        ({"present": "\x00<script>"}, "present is no whole number"),
    ],
)
def test_what_no_meeting_could_give_is_refused_in_words_and_shown_back(asked, sentence, ask):
    answer = ask(**PLAIN | asked)
    assert answer.status_code == 422
    assert sentence in text_of(answer)
    assert "Verdict" not in text_of(answer)
    typed = str(asked.get("for", ""))
    assert f'value="{typed}"' in answer.content.decode()


def test_without_a_question_the_boards_own_rule_and_seats_are_filled_in(db):
    board = make.seated_board(quorum_kind="fixed", quorum_number=2)
    page = client_of(board).get(ADDRESS).content.decode()
    assert re.search(r'name="seats" value="3"', page)
    assert re.search(r'name="quorum_number" value="2"', page)
    assert re.search(r'value="fixed" selected', page)
    assert re.search(r'value="simple"[^>]* checked', page)


def test_nothing_is_ever_posted_to_it(db):
    assert client_of(make.board()).post(ADDRESS).status_code == 405


def link_on(page):
    (found,) = re.findall(r'href="(/boards/harbour/what-if/\?[^"]+)"', page.content.decode())
    return html.unescape(found)


def test_a_vote_leads_to_its_what_if_and_the_numbers_are_the_same(db):
    room = desk(make.seated_board(majority_kind="fixed", majority_number=2))
    room.post("ballot_votes", {"Aster": "for", "Calder": "against"})
    asked = room.client.get(link_on(room.get()))
    assert "1 for, 1 against, 0 abstained; 2 votes for are needed" in text_of(asked)
    room.close({"Brightwater": "for"}, key="another-key")
    after = room.client.get(link_on(room.get()))
    assert "2 for, 1 against" in text_of(after)


def test_an_observer_sees_no_way_to_what_is_not_for_them(db):
    board = make.seated_board()
    room = desk(board)
    room.close({"Aster": "for", "Calder": "for"})
    room.ballot.resolution.item.meeting.state = "circulated"
    room.ballot.resolution.item.meeting.save(update_fields=["state"])
    page = client_of(board, "observer").get(room.address("ballot_detail"))
    assert page.status_code == 200
    assert "what-if" not in page.content.decode()
    assert client_of(board, "observer").get(reverse("what_if", args=["harbour"])).status_code == 403
