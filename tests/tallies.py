"""The rules of order once more: fractions of a list of ballots, and no code of the first."""

import itertools
from fractions import Fraction

HALF, TWO_THIRDS = Fraction(1, 2), Fraction(2, 3)


def verdict_of(case):
    """Outcome, quorum numbers and votes needed of a case that is possible, as plain data."""
    leaves = case.get("recusal", "votes_and_quorum") == "votes_and_quorum"
    recused = case.get("recused", 0)
    seats, there = case["seats"], case["present"] - case.get("uncounted", 0)
    if leaves:
        seats, there = seats - recused, there - recused
    needed = least_seats(case["quorum"], seats)
    if leaves and recused:
        needed = max(needed, 2)
    ballots = (
        ["for"] * case.get("for", 0)
        + ["against"] * case.get("against", 0)
        + ["abstain"] * case.get("abstain", 0)
    )
    room = {"all": seats, "present": case["present"] - recused}
    rules = case["majority"] if isinstance(case["majority"], list) else [case["majority"]]
    kinds = [rule["kind"] for rule in rules]
    objections = case.get("objections", 0)
    outcome = outcome_of(case, there >= needed, kinds, rules, ballots, room)
    blocked = case.get("objection_blocks", False) and objections > 0
    least = None
    if not blocked and "no_objections" not in kinds:
        others = [ballot for ballot in ballots if ballot != "for"]
        for votes in range(room["present"] - len(others) + 1):
            tried = ["for"] * votes + others
            voted = votes + others.count("against") > 0
            if voted and all(reaches(rule, tried, room, 0, None) for rule in rules):
                least = votes
                break
    return outcome, needed, there, least


def outcome_of(case, has_quorum, kinds, rules, ballots, room):
    objections = case.get("objections", 0)
    if not has_quorum:
        return "no_quorum"
    if case.get("objection_blocks", False) and objections:
        return "not_carried"
    if set(kinds) == {"no_objections"}:
        return "not_decided" if objections else "carried"
    if not {"for", "against"} & set(ballots):
        return "not_decided"
    casting = case.get("casting_vote")
    all_hold = all(reaches(rule, ballots, room, objections, casting) for rule in rules)
    return "carried" if all_hold else "not_carried"


def case_of(rule, places, *, base=None, objections=0, casting=None):
    """The case that seats make, each as a result lists it, under a rule without counts.

    Recused seats leave for good, or else stay as long as they are there; a place that does not
    count is one whose proxy the bylaws let vote and no more.
    """
    stays = rule.get("recusal", "votes_and_quorum") == "votes_only"
    recused = [one for one in places if one["recused"] is not None]
    voting = [one for one in places if one["recused"] is None and one["is_there"]]
    if stays:
        recused = [one for one in recused if one["is_there"]]
    present = len(voting) + len(recused)
    numbers = {
        "seats": max([present, len(places)] if not base else [present, base]),
        "present": present,
        "recused": len(recused),
        "uncounted": len([one for one in voting if not one["counts"]]),
        "objections": objections,
    }
    for choice in ("for", "against", "abstain"):
        numbers[choice] = [one["choice"] for one in voting].count(choice)
    told = {key: n for key, n in numbers.items() if n or key in ("seats", "present")}
    return {**rule, **told, **({"casting_vote": casting} if casting else {})}


def least_seats(rule, seats):
    """The smallest number of seats that is as large a part of all as asked."""
    enough = {
        "fixed": lambda count: count >= rule["number"],
        "more_than_half": lambda count: count > HALF * seats,
        "at_least_half": lambda count: count >= HALF * seats,
        "two_thirds": lambda count: count >= TWO_THIRDS * seats,
    }[rule["kind"]]
    return next(count for count in itertools.count() if enough(count))


def reaches(rule, ballots, room, objections, casting):
    """Shares are compared as fractions; who stays under a share has not reached it."""
    yes, no = ballots.count("for"), ballots.count("against")
    kind = rule["kind"]
    if kind == "simple" and yes == no and casting:
        return casting == "for"
    sizes = {"cast": yes + no, **room}
    above_half = {"simple": yes + no, "of_ballots": len(ballots)}
    above_half |= {"of_present": room["present"], "of_all_seats": room["all"]}
    if kind in above_half:
        return yes > HALF * above_half[kind]
    if kind == "fraction":
        return yes >= Fraction(rule["p"], rule["q"]) * sizes[rule["base"]]
    return {
        "two_thirds_of_cast": yes > 0 and yes >= TWO_THIRDS * (yes + no),
        "two_thirds_of_all": yes >= TWO_THIRDS * room["all"],
        "no_objections": not objections,
        "fixed": yes >= rule.get("number", 0),
    }[kind]


QUORUMS = (
    {"kind": "more_than_half"},
    {"kind": "at_least_half"},
    {"kind": "two_thirds"},
    {"kind": "fixed", "number": 3},
)
PLAIN = ("simple", "of_present", "of_all_seats", "of_ballots", "two_thirds_of_cast")
MAJORITIES = (
    *({"kind": kind} for kind in (*PLAIN, "two_thirds_of_all", "no_objections")),
    *({"kind": "fraction", "p": 3, "q": 4, "base": base} for base in ("cast", "present", "all")),
    {"kind": "fixed", "number": 2},
    [{"kind": "of_present"}, {"kind": "two_thirds_of_cast"}],
    [{"kind": "simple"}, {"kind": "no_objections"}],
)


def every_case(most_seats):
    """Every board of 1 to so many seats, every way its seats can be away, recused, or vote."""
    for seats in range(1, most_seats + 1):
        for present, recused in itertools.product(range(seats + 1), repeat=2):
            for votes in itertools.product(range(present - recused + 1), repeat=3):
                if sum(votes) <= present - recused:
                    yield from _with_rules(seats, present, recused, votes)


def _with_rules(seats, present, recused, votes):
    counts = dict(zip(("for", "against", "abstain"), votes, strict=True))
    base = {"seats": seats, "present": present, "recused": recused, **counts}
    for quorum, majority in itertools.product(QUORUMS, MAJORITIES):
        yield base | {"quorum": quorum, "majority": majority}
    for recusal, objections, blocks, casting in itertools.product(
        ("votes_and_quorum", "votes_only"), (0, 1), (False, True), (None, "for", "against")
    ):
        more = {"recusal": recusal, "objections": objections, "objection_blocks": blocks}
        rules = {"quorum": QUORUMS[seats % 4], "majority": MAJORITIES[(present + seats) % 13]}
        yield base | more | rules | {"casting_vote": casting}
