"""Verdicts worked out a second time: from the seats, and from what a result shows."""

import itertools
import json
import random
import subprocess
import sys
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field, replace
from typing import Any

from meetings.models import BallotSeat
from meetings.rules.cases import as_json, counts_as_json, read_rule
from meetings.rules.counts import Casting
from meetings.rules.seats import Present, Profile, Room, Seat, Spoken, Via, speakers
from meetings.rules.tally import Choice, Entry, Sheet, judge
from meetings.services.closing import _line
from tests.tallies import MAJORITIES, QUORUMS, case_of, verdict_of

STATES = ("for", "against", "abstain", "recused", "absent")
RULES = tuple(
    {"quorum": quorum, "majority": {"kind": majority}, "recusal": recusal}
    for quorum, majority, recusal in zip(
        QUORUMS,
        ("simple", "of_present", "two_thirds_of_cast", "of_all_seats"),
        ("votes_and_quorum", "votes_only", "votes_and_quorum", "votes_only"),
        strict=True,
    )
)


@dataclass
class Compared:
    cases: int = 0
    verdicts: int = 0
    differing: list[Any] = field(default_factory=list)


def every_room(most: int, judged: Callable[..., Any] = judge) -> Compared:
    """Every way in which 1 to so many seats can vote, abstain, be recused or away, by each rule."""
    found = Compared()
    known: dict[str, Any] = {}
    read = [(rule, *read_rule(rule)) for rule in RULES]
    for seats in range(1, most + 1):
        kinds = {state: [_entry(n, state) for n in range(seats)] for state in STATES}
        for states in itertools.product(STATES, repeat=seats):
            found.cases += 1
            sheet = Sheet(tuple(kinds[state][n] for n, state in enumerate(states)))
            places = [PLACES[state] for state in states]
            for rule, asked, recusal in read:
                found.verdicts += 1
                case = case_of(rule, places)
                key = json.dumps(case)
                expected = known.get(key) or known.setdefault(key, (case, verdict_of(case)))
                counts, verdict = judged(asked, sheet, recusal)
                given = (counts_as_json(counts) | rule, _numbers(verdict))
                is_named_once = all(verdict.sentence.count(e.name) == 1 for e in sheet.entries)
                if given != expected or not is_named_once:
                    found.differing.append((states, rule, given, expected))
    return found


PLACES = {
    state: {
        "choice": state if state in STATES[:3] else "",
        "recused": "supplier" if state == "recused" else None,
        "is_there": state != "absent",
        "counts": state in STATES[:3],
    }
    for state in STATES
}


def _entry(number: int, state: str) -> Entry:
    seat = Seat(number, f"Seat{number}.")
    if state == "absent":
        return Entry(Spoken(seat))
    spoken = Spoken(seat, number, Via.NAMED, counts=True)
    if state == "recused":
        return Entry(spoken, recused="supplier")
    return Entry(spoken, choice=Choice(state))


def _numbers(verdict: Any) -> tuple[Any, ...]:
    return (
        verdict.outcome.value, verdict.quorum_needed, verdict.quorum_counted, verdict.votes_needed
    )  # fmt: skip


def careless(rule: Any, sheet: Sheet, recusal: Any) -> Any:
    """The twin: who is recused is taken for absent."""
    away = tuple(
        replace(e, recused=None, spoken=Spoken(e.spoken.seat)) if e.recused is not None else e
        for e in sheet.entries
    )
    return judge(rule, replace(sheet, entries=away), recusal)


def results(number: int, seed: int = 1) -> Iterator[dict[str, Any]]:
    """What results of random rooms of 8 to 40 seats show, with proxies, recusals, changes."""
    rng = random.Random(seed)  # noqa: S311 - nothing here is secret
    for _n in range(number):
        yield _result(rng)


def _result(rng: random.Random) -> dict[str, Any]:
    rule = {
        "quorum": rng.choice(QUORUMS),
        "majority": rng.choice(MAJORITIES),
        "recusal": rng.choice(("votes_and_quorum", "votes_only")),
        "objection_blocks": rng.random() < 0.2,
    }
    entries = tuple(_voted(rng, one) for one in _spoken(rng))
    asked, recusal = read_rule(rule)
    sheet = Sheet(
        entries,
        base=rng.choice((None, None, len(entries) + rng.randint(0, 4))),
        objections=tuple(f"objector {n}" for n in range(rng.choice((0, 0, 0, 1, 2)))),
        casting=rng.choice((None, None, *Casting)),
    )
    counts, verdict = judge(asked, sheet, recusal)
    lines = [_line(BallotSeat(seat_id=e.spoken.seat.key, name=e.name), e) for e in entries]
    shown = {
        "case": counts_as_json(counts) | rule, "verdict": as_json(verdict), "sheet": lines,
        "rule": rule, "base": sheet.base,
    }  # fmt: skip
    return dict(json.loads(json.dumps(shown)))


def _spoken(rng: random.Random) -> list[Spoken]:
    """Seats of people or organisations, some with an alternate, some with a proxy."""
    number = rng.randint(8, 40)
    seats = [
        Seat(n, f"Seat{n}.", (n, 100 + n), rng.choice((None, 200 + n // 2))) for n in range(number)
    ]
    there = rng.sample(range(number), rng.randint(0, number))
    there += [100 + n for n in rng.sample(range(number), number // 4)]
    firms = {n: 200 + (n % 100) // 2 for n in there}
    proxies = {
        n: rng.randrange(number) for n in rng.sample(range(number), rng.randint(0, number // 3))
    }
    profile = Profile(
        proxies=rng.random() < 0.8, proxies_count=rng.random() < 0.5,
        proxies_across=rng.random() < 0.7, most_proxies=rng.randint(1, 3),
        delegates=rng.random() < 0.7,
    )  # fmt: skip
    present = tuple(Present(n, firms[n], rng.random() < 0.95) for n in there)
    return speakers(seats, Room(present, proxies), profile)


def _voted(rng: random.Random, spoken: Spoken) -> Entry:
    """Of several votes the last one stands; somebody who has voted may have left since."""
    speaker = f"Person {spoken.person}" if spoken.person is not None else ""
    entry = Entry(spoken, speaker, "supplier" if rng.random() < 0.1 else None)
    if entry.recused is not None or (spoken.person is None and rng.random() < 0.9):
        return entry
    cast = [rng.choice(list(Choice)) for _vote in range(rng.choice((0, 1, 1, 1, 2, 3)))]
    return replace(entry, choice=cast[-1]) if cast else entry


def compare(shown: Iterable[dict[str, Any]]) -> Compared:
    """Each result again: its case from its seats, its verdict from its case, in two ways."""
    found = Compared()
    kept = list(shown)
    cases = "".join(json.dumps(one["case"]) + "\n" for one in kept)
    command = [sys.executable, "-m", "meetings.rules"]
    told = subprocess.run(command, input=cases, text=True, capture_output=True, check=True)
    for one, answer in zip(kept, told.stdout.splitlines(), strict=True):
        found.cases += 1
        found.verdicts += 2
        if not _is_same(one, json.loads(answer)):
            found.differing.append((one, answer))
    return found


def _is_same(one: dict[str, Any], calculated: dict[str, Any]) -> bool:
    case, verdict = one["case"], dict(one["verdict"])
    objections, casting = case.get("objections", 0), case.get("casting_vote")
    again = case_of(
        one["rule"], one["sheet"], base=one["base"], objections=objections, casting=casting
    )
    numbers = ("outcome", "quorum_needed", "quorum_counted", "votes_needed")
    sentence = verdict.pop("sentence")
    is_calculated = sentence.startswith(calculated.pop("sentence")) and verdict == calculated
    return (
        again == case and verdict_of(case) == tuple(verdict[n] for n in numbers) and is_calculated
    )


def forged(shown: Iterable[dict[str, Any]]) -> Iterator[dict[str, Any]]:
    """The twin: in each result one seat's vote is another."""
    for one in shown:
        line = next((place for place in one["sheet"] if place["choice"]), None)
        if line:
            line["choice"] = "against" if line["choice"] == "for" else "for"
            yield one
