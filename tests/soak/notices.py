"""Notices reach people once: with the mail server dead, workers killed, and two at once."""

import os
import signal
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import dataclass, field, replace
from itertools import count
from pathlib import Path
from threading import Barrier

from tests.soak.postgres import databases
from tests.soak.promises import Outcome
from tests.soak.seed_notices import DAILY
from tests.soak.sink import Sink, nothing
from tests.soak.site import Site, free_port

MOST_RUNS = 30


@dataclass(frozen=True)
class Size:
    people: int
    dead: int
    kills: int
    rounds: int
    is_sample: bool = False


FULL = Size(people=50, dead=5, kills=25, rounds=5)
SAMPLE = Size(people=4, dead=1, kills=2, rounds=1, is_sample=True)


@dataclass
class Post:
    """A site whose mails go to a sink, and the workers that we start, and end by their pid."""

    site: Site
    sink: Sink
    size: Size
    boards: Iterator[int] = field(default_factory=lambda: count(1))
    written: int = 0
    workers: list[subprocess.Popen[bytes]] = field(default_factory=list)

    def fill(self) -> None:
        """Another board with people and notices."""
        slug = f"pier{next(self.boards)}"
        seed = ("-m", "tests.soak.seed_notices", slug, str(self.size.people), str(self.written))
        self.written += int(self.site.run(*seed))

    def start(self) -> None:
        with (self.site.folder / "workers.log").open("ab") as log:
            command = [sys.executable, "manage.py", "send_notices"]
            worker = subprocess.Popen(command, env=self.site.env, stdout=log, stderr=log)
        self.workers.append(worker)

    def end(self) -> list[int]:
        codes = [worker.wait(timeout=120) for worker in self.workers]
        self.workers.clear()
        return codes

    def run(self) -> int:
        self.start()
        return self.end()[0]

    def kill(self) -> str:
        """Ends every worker we have at this moment, without a word."""
        for worker in self.workers:
            os.kill(worker.pid, signal.SIGKILL)
        return ""

    def meet(self) -> None:
        """The first mail of either worker waits for the other's."""

        def begin() -> None:
            self.sink.on_mail = nothing

        gate = Barrier(2, begin, timeout=60)
        self.sink.on_mail = lambda: None if gate.wait() in (0, 1) else ""

    def time_passes(self) -> None:
        """Leases have run out and pauses are over. Only while nobody works."""
        with self.site.connection() as connection:
            connection.execute("UPDATE meetings_mailing SET next_try_at = created_at")
            connection.execute(
                "UPDATE meetings_mailing SET claimed_at = '2020-01-01 00:00:00+00:00' "
                "WHERE state = 'claimed'"
            )

    def finish(self) -> int:
        """Runs until nothing is left to send; how many runs that took."""
        for runs in range(1, MOST_RUNS):
            self.time_passes()
            if self.run() == 0 and not self.left():
                return runs
        return MOST_RUNS

    def left(self) -> int:
        with self.site.connection() as connection:
            asked = "SELECT count(*) FROM meetings_mailing WHERE state <> 'sent'"
            return int(connection.execute(asked).fetchone()[0])

    def counted(self) -> "Count":
        with self.site.connection() as connection:
            made = connection.execute("SELECT message_id FROM meetings_mailing").fetchall()
        ids = [row[0] for row in made]
        times = self.sink.times()
        by_mark: dict[str, set[str]] = {}
        for message_id, marks in self.sink.taken:
            for mark in marks:
                by_mark.setdefault(mark, set()).add(message_id)
        return Count(
            notices=self.written,
            mails=len(ids),
            lost=sum(f"n{n:06}" not in by_mark for n in range(self.written)),
            told_twice=sum(len(found) > 1 for found in by_mark.values()),
            again=sum(times.values()) - len(times),
            unknown=len(set(times) - set(ids)),
        )


@dataclass(frozen=True)
class Count:
    """`told_twice` are notices in two mails; `again` are mails taken again as the same mail."""

    notices: int
    mails: int
    lost: int
    told_twice: int
    again: int
    unknown: int

    def is_whole(self, again: int = 0) -> bool:
        """Nothing lost, nothing doubled; so many times the same mail may have come again."""
        return (self.lost, self.told_twice, self.unknown, self.again) == (0, 0, 0, again)

    def __str__(self) -> str:
        return (
            f"{self.notices} notices in {self.mails} mails: {self.lost} lost, {self.told_twice} "
            f"told twice, {self.again} handed over again under the same Message-ID"
        )


def outcomes(is_sample: bool) -> Iterator[Outcome]:
    size = SAMPLE if is_sample else FULL
    with tempfile.TemporaryDirectory(prefix="boardapp-soak-") as name, ExitStack() as stack:
        yield from on(Site(Path(name) / "sqlite"), "on SQLite", size)
        if not is_sample:
            make: Callable[[], str] = stack.enter_context(databases())
            yield from on(Site(Path(name) / "postgresql", make()), "on PostgreSQL", size)


def on(site: Site, where: str, size: Size) -> Iterator[Outcome]:
    sink = Sink(free_port())
    site.more = {"EMAIL_URL": f"smtp://127.0.0.1:{sink.port}", "SITE_URL": "http://127.0.0.1"}
    site.folder.mkdir(parents=True, exist_ok=True)
    site.run("manage.py", "migrate", "-v0")
    post = Post(site, sink, size)
    yield dead(post, where)
    yield killed(post, where)
    yield killed_after(post, where)
    yield at_once(post, f"two workers at once, {where}")
    broken = replace(site, broken="without_claim")
    twin = Post(broken, Sink(sink.port), size, boards=count(100))
    twin.sink.taken = list(sink.taken)
    twin.written = post.written
    doubled = at_once(twin, f"two workers at once, without the claim, {where}")
    yield replace(doubled, is_twin=True)


def dead(post: Post, where: str) -> Outcome:
    """Nobody listens; then somebody does who drops the line or has no time; then all is well."""
    post.fill()
    refused = [post.run() for _run in range(post.size.dead)]
    faults: Iterator[int] = count()
    post.sink.on_mail = lambda: {0: "451 later", 1: ""}.get(next(faults) % 5)
    with post.sink.listening():
        for _run in range(post.size.dead):
            post.run()
            post.time_passes()
        post.sink.on_mail = nothing
        runs = post.finish()
    found = post.counted()
    figures = (
        f"{len(refused)} runs against no server, {post.size.dead} against one that drops lines "
        f"and is busy, then {runs} until all had left; {found}"
    )
    is_kept = found.is_whole() and all(refused) and runs < MOST_RUNS
    return Outcome(f"a mail server that is dead for a while, {where}", figures, is_kept)


def killed(post: Post, where: str) -> Outcome:
    """Each worker is killed when it has claimed a mail and begins to hand it over."""
    kills = 0
    post.fill()
    with post.sink.listening():
        post.sink.on_mail = post.kill
        for _kill in range(post.size.kills):
            kills += post.run() == -signal.SIGKILL
            post.time_passes()
        post.sink.on_mail = nothing
        runs = post.finish()
    found = post.counted()
    figures = f"{kills} workers killed between claim and sending, then {runs} runs; {found}"
    is_kept = found.is_whole() and kills == post.size.kills and runs < MOST_RUNS
    return Outcome(f"a worker killed between claim and sending, {where}", figures, is_kept)


def killed_after(post: Post, where: str) -> Outcome:
    """The one moment that cannot be had away: the server has it, the mark is not set."""
    post.fill()
    before = post.counted().again
    with post.sink.listening():
        post.sink.on_taken = post.kill
        kills = sum(post.run() == -signal.SIGKILL for _round in range(post.size.rounds))
        post.sink.on_taken = nothing
        runs = post.finish()
    found = post.counted()
    figures = f"{kills} workers killed between sending and the mark, then {runs} runs; {found}"
    is_kept = found.is_whole(again=before + kills) and kills == post.size.rounds
    return Outcome(f"a worker killed before the mark, {where}", figures, is_kept)


def at_once(post: Post, name: str) -> Outcome:
    """Two workers on a full board, each holding a mail when the first is taken; so many times."""
    before = post.counted().again
    with post.sink.listening():
        for _round in range(post.size.rounds):
            post.fill()
            post.meet()
            post.start()
            post.start()
            post.end()
    found = post.counted()
    per_board = post.size.people * 2  # one mail of the day, one that cannot wait
    figures = f"{post.size.rounds} rounds of {per_board} mails ({DAILY} + 1 notices each); {found}"
    is_kept = found.is_whole(again=before) and not post.left()
    return Outcome(name, figures, is_kept)
