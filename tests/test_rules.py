"""The rules of order: the vectors of the domain, the calculator, and a second opinion."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from meetings.rules.cases import Impossible, read_case
from meetings.rules.verdict import decide
from tests.tallies import every_case, verdict_of

ROOT = Path(__file__).resolve().parents[1]
MORE, HALF, THIRDS = ({"kind": kind} for kind in ("more_than_half", "at_least_half", "two_thirds"))
SEVEN, ONE = {"kind": "fixed", "number": 7}, {"kind": "fixed", "number": 1}
SIMPLE, CONSENT = {"kind": "simple"}, {"kind": "no_objections"}


def decided(**case):
    given = {"quorum": ONE, "majority": SIMPLE} | case
    return decide(*read_case({k.rstrip("_"): v for k, v in given.items()}))


QUORUMS = [
    (MORE, 16, 8, False),
    (MORE, 16, 9, True),
    (HALF, 16, 8, True),
    (HALF, 13, 6, False),
    (HALF, 13, 7, True),
    (SEVEN, 13, 6, False),
    (SEVEN, 13, 8, True),
]


@pytest.mark.parametrize(("quorum", "seats", "present", "met"), QUORUMS)
def test_a_quorum_is_met_or_not(quorum, seats, present, met):
    assert decided(seats=seats, present=present, quorum=quorum).quorum_met is met


@pytest.mark.parametrize(
    ("quorum", "seats", "needed"), [(THIRDS, 42, 28), (THIRDS, 43, 29), (MORE, 39, 20)]
)
def test_a_quorum_is_a_whole_number_of_seats(quorum, seats, needed):
    assert decided(seats=seats, present=seats, quorum=quorum).quorum_needed == needed


def majority(kind, **more):
    return {"kind": kind, **more}


# The domain's vectors: what was cast of how many, by which rule, and the outcome.
VECTORS = [
    ((5, 4, 0), 9, SIMPLE, {}, "carried"),
    ((6, 3, 0), 9, majority("two_thirds_of_cast"), {}, "carried"),
    ((5, 3, 1), 9, majority("two_thirds_of_cast"), {}, "not_carried"),
    ((7, 4, 2), 13, majority("of_present"), {}, "carried"),
    ((7, 4, 2), 13, majority("two_thirds_of_cast"), {}, "not_carried"),
    ((2, 1, 10), 13, majority("of_present"), {}, "not_carried"),
    ((2, 1, 10), 13, majority("two_thirds_of_cast"), {}, "carried"),
    ((3, 3, 1), 7, SIMPLE, {}, "not_carried"),
    ((3, 3, 1), 7, SIMPLE, {"casting_vote": "for"}, "carried"),
    ((0, 0, 9), 9, SIMPLE, {}, "not_decided"),
    ((0, 0, 5), 5, majority("two_thirds_of_cast"), {}, "not_decided"),
    ((6, 1, 0), 13, majority("of_all_seats"), {}, "not_carried"),
    ((7, 0, 0), 13, majority("of_all_seats"), {}, "carried"),
    ((7, 0, 0), 13, majority("fixed", number=7), {}, "carried"),
    ((7, 1, 1), 13, majority("fixed", number=7), {"objections": 1}, "carried"),
    (
        (7, 1, 1),
        13,
        majority("fixed", number=7),
        {"objections": 1, "objection_blocks": True},
        "not_carried",
    ),
    ((0, 0, 0), 9, CONSENT, {"recused": 1}, "carried"),
    ((2, 0, 3), 7, majority("of_all_seats"), {}, "not_carried"),
    ((2, 0, 3), 7, SIMPLE, {}, "carried"),
]


@pytest.mark.parametrize(("votes", "seats", "rule", "more", "outcome"), VECTORS)
def test_a_motion_is_decided_as_the_domain_says(votes, seats, rule, more, outcome):
    yes, no, abstain = votes
    verdict = decided(
        seats=seats, present=seats, for_=yes, against=no, abstain=abstain, majority=rule, **more
    )
    assert verdict.outcome == outcome


def test_the_written_vote_of_february_carries_on_the_seventh():
    case = {"seats": 13, "quorum": SEVEN, "majority": majority("fixed", number=7)}
    assert decided(**case, present=3, for_=3).outcome == "no_quorum"
    assert decided(**case, present=6, for_=6).outcome == "no_quorum"
    assert decided(**case, present=7, for_=7).outcome == "carried"


@pytest.mark.parametrize(("quorum", "met"), [(HALF, True), (MORE, False)])
def test_a_recused_seat_leaves_the_quorum_and_its_base(quorum, met):
    verdict = decided(seats=13, present=7, recused=1, quorum=quorum)
    assert (verdict.quorum_counted, verdict.quorum_met) == (6, met)


def test_a_recused_seat_may_count_for_quorum_where_the_bylaws_say_so():
    verdict = decided(seats=13, present=7, recused=1, quorum=MORE, recusal="votes_only")
    assert (verdict.quorum_counted, verdict.quorum_needed, verdict.quorum_met) == (7, 7, True)


def test_after_recusals_at_least_two_decide():
    assert decided(seats=3, present=3, recused=2, quorum=MORE, for_=1).outcome == "no_quorum"


def test_the_sentence_names_the_rule_the_base_and_every_number():
    case = {"seats": 13, "present": 9, "recused": 1, "quorum": MORE, "for_": 5, "against": 3}
    assert decided(**case).sentence == (
        "8 seats present, 1 recused left out; 7 needed (more than half of 12 seats): quorum. "
        "Carried: 5 for, 3 against, 0 abstained; more votes for than against are needed."
    )


EXAMPLE = {"seats": 13, "present": 9, "for": 5, "against": 4, "quorum": MORE, "majority": SIMPLE}


def calculated(*lines):
    text = "\n".join(line if isinstance(line, str) else json.dumps(line) for line in lines)
    ran = subprocess.run(
        [sys.executable, "-m", "meetings.rules"],
        input=text.encode("utf-8", "surrogateescape"), capture_output=True, cwd=ROOT, check=False,
    )  # fmt: skip
    assert ran.stderr == b""
    return [json.loads(line) for line in ran.stdout.splitlines()], ran.returncode


def test_the_calculator_answers_line_by_line():
    answers, status = calculated(EXAMPLE, "", "  ", EXAMPLE | {"for": 4, "against": 5})
    assert status == 0
    assert [answer["outcome"] for answer in answers] == ["carried", "not_carried"]
    answers[0].pop("sentence")
    assert answers[0] == {
        "quorum_needed": 7,
        "quorum_counted": 9,
        "quorum_met": True,
        "votes_needed": 5,
        "outcome": "carried",
    }


IMPOSSIBLE = [
    EXAMPLE | {"for": 6},
    EXAMPLE | {"present": 14},
    EXAMPLE | {"recused": 10},
    EXAMPLE | {"for": -1},
    EXAMPLE | {"for": 5.0},
    EXAMPLE | {"for": True},
    EXAMPLE | {"for": "5"},
    EXAMPLE | {"for": None},
    EXAMPLE | {"weight": 2},
    EXAMPLE | {"quorum": {"kind": "half"}},
    EXAMPLE | {"quorum": {}},
    EXAMPLE | {"quorum": {"kind": "fixed"}},
    EXAMPLE | {"quorum": {"kind": ["fixed"]}},
    EXAMPLE | {"quorum": "more_than_half"},
    EXAMPLE | {"majority": []},
    EXAMPLE | {"majority": {"kind": "fixed"}},
    EXAMPLE | {"majority": {"kind": "fixed", "number": -1}},
    EXAMPLE | {"majority": {"kind": "fraction", "p": 0, "q": 4, "base": "cast"}},
    EXAMPLE | {"majority": {"kind": "fraction", "p": 5, "q": 4, "base": "cast"}},
    EXAMPLE | {"majority": {"kind": "fraction", "p": 3, "q": 4}},
    EXAMPLE | {"majority": {"kind": "fraction", "p": 3, "q": 4, "base": "room"}},
    EXAMPLE | {"majority": [SIMPLE, {"kind": "odd"}]},
    EXAMPLE | {"recusal": "none"},
    EXAMPLE | {"objection_blocks": 1},
    EXAMPLE | {"casting_vote": "yes"},
    {key: value for key, value in EXAMPLE.items() if key != "seats"},
    [],
    "nonsense",
    "null",
    "NaN",
    "[" * 100_000,
    "\udcff",
    '{"seats": 1' + "0" * 5000 + "}",
]


def test_impossible_input_gets_an_error_and_the_other_lines_their_answer():
    answers, status = calculated(*IMPOSSIBLE, EXAMPLE)
    assert status == 1
    assert [list(answer) for answer in answers[:-1]] == [["error"]] * len(IMPOSSIBLE)
    assert answers[-1]["outcome"] == "carried"


def disagreements(most_seats, decide_with=decide):
    """How many cases were compared with the second formulation, and where they differ."""
    count, differing = 0, []
    for case in every_case(most_seats):
        try:
            verdict = decide_with(*read_case(case))
        except Impossible:
            continue
        count += 1
        given = (
            verdict.outcome.value,
            verdict.quorum_needed,
            verdict.quorum_counted,
            verdict.votes_needed,
        )
        if given != verdict_of(case):
            differing.append((case, given, verdict_of(case)))
    return count, differing


def test_every_board_of_one_to_four_seats_agrees_with_a_second_formulation():
    count, differing = disagreements(4)
    assert count > 10_000
    assert differing == []


def test_a_rule_off_by_one_would_be_noticed():
    def careless(rule, counts):
        return decide(rule, counts.__class__(**{**vars(counts), "present": counts.present + 1}))

    assert disagreements(2, careless)[1]
