"""Promises about votes over HTTP: many at one seat, lost answers, votes while closing, at once."""

import asyncio
import random
import re
import time
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field, replace
from functools import partial
from threading import Barrier, Lock
from typing import Any

from tests.soak.desk import LOST, Answer, Desk, Open
from tests.soak.promises import Outcome
from tests.soak.proxy import VOTES, Proxy

STANDING = re.compile(r"Firm \d\d: the vote “(for|against)” was recorded at \d\d:\d\d:\d\d\.")
CLOSED = re.compile(r"Voting closed at \d\d:\d\d:\d\d UTC\. Your vote was not recorded\.")
SIDES = ("for", "against")
IN_A_CLUSTER, PAUSE = 5, 3.0
WAITS = (0, 0.4, 2.0)
MOST_LOOKS = 40


def at_once(acts: Iterable[Callable[[], Any]]) -> list[Any]:
    acts = list(acts)
    gate = Barrier(len(acts), timeout=120)

    def run(act: Callable[[], Any]) -> Any:
        gate.wait()
        return act()

    with ThreadPoolExecutor(len(acts)) as pool:
        return list(pool.map(run, acts))


@dataclass
class OneSeat:
    """So many forms at once at one seat, half for and half against, round after round."""

    desk: Desk
    threads: int
    statuses: Counter[int] = field(default_factory=Counter)
    rounds: int = 0
    right: int = 0
    named: int = 0
    rows: int = 0

    def run(self, motions: list[str]) -> "OneSeat":
        for motion in motions:
            ballot = self.desk.open(motion)
            answers = at_once(self._forms(ballot))
            self.rounds += 1
            self.statuses += Counter(answer.status for answer in answers)
            rows = len(self.desk.votes_of(ballot))
            self.rows += rows
            stood = [a.told["votes"][0]["choice"] for a in answers if a.status == 200]
            told = [STANDING.match(a.error) for a in answers if a.status == 409]
            named = sum(found is not None and [found[1]] == stood for found in told)
            self.named += named
            self.right += (len(stood), named, rows) == (1, self.threads - 1, 1)
        return self

    def _forms(self, ballot: Open) -> Iterator[Callable[[], Answer]]:
        for n in range(self.threads):
            choices = {ballot.seats[0]: SIDES[n % 2]}
            yield partial(self.desk.vote, ballot, choices, f"form-number-{n}")

    def outcome(self, where: str, *, is_twin: bool = False) -> Outcome:
        others = self.statuses.total() - self.statuses[200] - self.statuses[409]
        figures = (
            f"{self.threads} threads x {self.rounds} rounds at one seat, half for, half against: "
            f"{self.statuses[200]} accepted, {self.statuses[409]:,} told 409, {self.named:,} of "
            f"them which vote stands, {others} otherwise; {self.rows} votes counted; "
            f"{self.right} of {self.rounds} rounds right"
        )
        name = f"one vote for each seat, {where}"
        return Outcome(name, figures, is_kept=self.right == self.rounds, is_twin=is_twin)


@dataclass
class Replays:
    """Forms whose answer was lost after the commit are sent again and again, some by twos."""

    desk: Desk
    forms: int
    each: int
    answers: Counter[int] = field(default_factory=Counter)
    lost: int = 0
    same: int = 0
    rows: int = 0
    refused: int = 0
    proxy: Proxy = field(init=False)

    def run(self, motion: str) -> "Replays":
        asyncio.run(self._run(motion))
        return self

    async def _run(self, motion: str) -> None:
        self.proxy = Proxy(self.desk.port, VOTES)
        await self.proxy.start()
        ballot = await asyncio.to_thread(self.desk.open, motion)
        between = replace(self.desk, port=self.proxy.port)
        for number, seat in enumerate(ballot.seats[: self.forms]):
            await self._form(between, ballot, seat, number)
        self.rows = len(self.desk.votes_of(ballot))
        await self.proxy.stop()

    async def _form(self, desk: Desk, ballot: Open, seat: int, number: int) -> None:
        key, choice = f"form-number-{number}", SIDES[number % 2]

        def send(choice: str = choice) -> Answer:
            return desk.vote(ballot, {seat: choice}, key)

        if number % 2:
            self.proxy.dropped = 1
            await asyncio.to_thread(send)
            self.lost += 1
        receipts: list[str] = []
        while len(receipts) < self.each:
            self.proxy.dropped = 1 if len(receipts) % 8 == 6 else 0
            told = await asyncio.gather(*[asyncio.to_thread(send) for _twice in range(2)])
            self.lost += sum(answer.text == LOST for answer in told)
            heard = [answer for answer in told if answer.text != LOST][: self.each - len(receipts)]
            self.answers += Counter(answer.status for answer in heard)
            receipts += [
                a.told["votes"][0]["receipt"] if a.status == 200 else a.error for a in heard
            ]
        first = receipts[0] if receipts[0].startswith(ballot.hash[:8]) else ""
        self.same += receipts.count(first)
        other = await asyncio.to_thread(send, SIDES[(number + 1) % 2])
        self.refused += other.status == 409 and STANDING.match(other.error) is not None

    def outcome(self, where: str, *, is_twin: bool = False) -> Outcome:
        total = self.forms * self.each
        figures = (
            f"{self.forms} forms sent again {total:,} times, by twos, {self.lost} answers lost "
            f"after the commit: {self.same:,} of {total:,} got the one receipt "
            f"({_listed(self.answers)}); {self.rows} votes counted; the other choice under the "
            f"same key: {self.refused} of {self.forms} told 409"
        )
        kept = (self.same, self.rows, self.refused) == (total, self.forms, self.forms)
        return Outcome(f"a form sent again, {where}", figures, is_kept=kept, is_twin=is_twin)


@dataclass
class Closings:
    """Votes in clusters while as many people close; whoever looked at less looks again."""

    desk: Desk
    votes: int
    closes: int
    rounds: int = 0
    right: int = 0
    accepted: int = 0
    late: int = 0
    worded: int = 0
    again: int = 0
    results: int = 0
    seen: str = ""
    looks: int = 0
    begun: float = 0
    lock: Lock = field(default_factory=Lock)

    def run(self, motions: list[str]) -> "Closings":
        for number, motion in enumerate(motions):
            self._round(self.desk.open(motion), random.Random(number))  # noqa: S311 - no secret
        return self

    def _round(self, ballot: Open, rng: random.Random) -> None:
        seats = ballot.seats[: self.votes]
        clusters = len(seats) / IN_A_CLUSTER
        self.seen, self.looks, self.begun = "", 0, time.monotonic()
        waits = [rng.choice(WAITS) for _cluster in range(len(seats))]
        votes = [
            partial(self._vote, ballot, seat, cluster, waits[cluster])
            for seat, cluster in ((seat, n // IN_A_CLUSTER) for n, seat in enumerate(seats))
        ]
        whiles = [rng.uniform(0, clusters * WAITS[1]) for _n in range(self.closes)]
        closers = [partial(self._close, ballot, wait) for wait in whiles]
        told = at_once([*votes, *closers])
        cast, closed = told[: len(votes)], told[len(votes) :]
        accepted = {seat for seat, a in zip(seats, cast, strict=True) if a.status == 200}
        late = [answer for answer in cast if answer.status == 409]
        worded = sum(CLOSED.fullmatch(answer.error) is not None for answer in late)
        tallied, stored = self.desk.tallied(ballot), self.desk.votes_of(ballot)
        self.rounds += 1
        self.accepted += len(accepted)
        self.late += len(late)
        self.worded += worded
        self.results += len(tallied)
        self.right += (
            tallied == [accepted]
            and sorted(stored) == sorted(accepted)
            and worded == len(late) == len(cast) - len(accepted)
            and Counter(a.status for a in closed) == {200: 1, 409: self.closes - 1}
        )

    def _vote(self, ballot: Open, seat: int, cluster: int, wait: float) -> Answer:
        """A cluster goes when somebody has looked and is about to close, or a moment later."""
        while self.looks < cluster and time.monotonic() < self.begun + cluster * PAUSE:
            time.sleep(0.005)
        time.sleep(wait)
        return self.desk.vote(ballot, {seat: SIDES[seat % 2]}, f"form-number-{seat}")

    def _close(self, ballot: Open, wait: float) -> Answer:
        """Closes what was looked at last; who must look again looks once for all who wait."""
        time.sleep(wait)
        seen, looks = self.seen, 0
        answer = self.desk.close(ballot, seen)
        while "Look again" in answer.error and looks < MOST_LOOKS:
            looks += 1
            with self.lock:
                self.again += 1
                if self.seen == seen:
                    self.seen = self.desk.look(ballot)
                    self.looks += 1
                seen = self.seen
            answer = self.desk.close(ballot, seen)
        self.looks = self.votes  # it is over: nobody waits for another look
        return answer

    def outcome(self, where: str, *, is_twin: bool = False) -> Outcome:
        figures = (
            f"{self.votes} votes x {self.closes} closings x {self.rounds} rounds: "
            f"{self.accepted} votes accepted, {self.late} late, {self.worded} of them told when "
            f"voting closed; {self.results} results, {self.again} told to look again; accepted = "
            f"tallied and one result in {self.right} of {self.rounds} rounds"
        )
        kept = self.right == self.rounds == self.results
        return Outcome(f"votes while closing, {where}", figures, is_kept=kept, is_twin=is_twin)


@dataclass
class Straightaway:
    """Vote, close, read the result; before anything else runs, the database is asked."""

    desk: Desk
    ballots: int = 0
    votes: int = 0
    pending: int = 0
    unread: int = 0
    failed: int = 0

    def run(self, motions: list[str]) -> "Straightaway":
        for motion in motions:
            self._ballot(motion)
        return self

    def _ballot(self, motion: str) -> None:
        ballot = self.desk.open(motion)
        voted = self.desk.vote(ballot, dict.fromkeys(ballot.seats, "for"), "form-number-1")
        stored = len(self.desk.votes_of(ballot))
        told = len(voted.told.get("votes", ()))
        closed = self.desk.close(ballot, self.desk.look(ballot))
        results = self.desk.tallied(ballot)
        self.ballots += 1
        self.votes += told
        self.pending += (told - stored) + (closed.status == 200 and len(results) != 1)
        self.failed += (voted.status, closed.status) != (200, 200)
        page = self.desk.ask("GET", f"/boards/{self.desk.slug}/resolutions/{motion}/").text
        self.unread += closed.told.get("sentence", "?").split(" Carried")[0] not in page

    def outcome(self, where: str, *, is_twin: bool = False) -> Outcome:
        figures = (
            f"{self.ballots} ballots voted on and closed with no worker, no mail server and no "
            f"cache: {self.votes} votes and {self.ballots} results answered, {self.pending} "
            f"pending when the answer came, {self.unread} results not on the page at once, "
            f"{self.failed} failed"
        )
        kept = not (self.pending or self.unread or self.failed)
        return Outcome(
            f"decided before the answer, {where}", figures, is_kept=kept, is_twin=is_twin
        )


def _listed(statuses: Counter[int]) -> str:
    return ", ".join(f"{number:,} x {status}" for status, number in sorted(statuses.items()))
