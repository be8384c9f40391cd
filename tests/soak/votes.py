"""A vote counts once, is decided at once and stays as it is: promises 1 to 7 and 10."""

import json
import tempfile
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, replace
from pathlib import Path

from tests.soak.ballots import Closings, OneSeat, Replays, Straightaway
from tests.soak.desk import Desk
from tests.soak.postgres import databases
from tests.soak.promises import Outcome
from tests.soak.seed_votes import BOARDS
from tests.soak.site import Site, free_port
from tests.soak.writers import SignedIn, sign_in

MAIL_TO_NOBODY = {"EMAIL_URL": "smtp://localhost:25"}


@dataclass(frozen=True)
class Size:
    """How much of everything: what a soak runs, and the sample on every change."""

    threads: int
    rounds: int
    forms: int
    replays: int
    voters: int
    closings: int
    ballots: int
    seats: int
    twin_rounds: int = 2
    is_sample: bool = False


FULL = Size(50, 40, forms=50, replays=20, voters=50, closings=20, ballots=50, seats=7)
SAMPLE = Size(10, 2, 4, replays=6, voters=15, closings=2, ballots=3, seats=4, is_sample=True)


class Motions:
    """Motions nobody has voted on yet, board by board."""

    def __init__(self, site: Site, size: Size) -> None:
        few = size.rounds + size.ballots + 2 * size.twin_rounds
        many = 2 + size.closings + size.twin_rounds
        told = site.run("-m", "tests.soak.seed_votes", str(few), str(many))
        self.left: dict[str, list[str]] = json.loads(told)

    def take(self, slug: str, number: int) -> list[str]:
        taken, self.left[slug] = self.left[slug][:number], self.left[slug][number:]
        return taken


def outcomes(is_sample: bool) -> Iterator[Outcome]:
    size = SAMPLE if is_sample else FULL
    with tempfile.TemporaryDirectory(prefix="boardapp-soak-") as name, ExitStack() as stack:
        site = Site(Path(name) / "sqlite", more=MAIL_TO_NOBODY)
        site.prepare()
        yield from inside(site, "recomputed", "", size)
        yield from on(site, "on SQLite", size)
        if not is_sample:
            make: Callable[[], str] = stack.enter_context(databases())
            other = Site(Path(name) / "postgresql", make(), more=MAIL_TO_NOBODY)
            other.prepare()
            yield from on(other, "on PostgreSQL", size)


def inside(site: Site, row: str, where: str, size: Size) -> Iterator[Outcome]:
    told = site.run("-m", "tests.soak.inside", row, where, str(size.seats))
    yield from (Outcome(**json.loads(line)) for line in told.splitlines())


def on(site: Site, where: str, size: Size) -> Iterator[Outcome]:
    if not size.is_sample:  # a test of its own runs them on every change, on both databases
        yield from inside(site, "frozen", where, size)
        yield from inside(site, "append_only", where, size)
        yield from inside(site, "mailed", where, size)
    motions = Motions(site, size)
    with site.running():
        who = sign_in(site, "secretary")
        with site.connection() as connection:
            connection.execute("DROP TABLE cache")
        pier, wharf = (Desk(site, slug, who, site.port) for slug in BOARDS)
        yield OneSeat(pier, size.threads).run(motions.take("pier", size.rounds)).outcome(where)
        again = Replays(wharf, size.forms, size.replays)
        yield again.run(motions.take("wharf", 1)[0]).outcome(where)
        yield closings(wharf, size, motions.take("wharf", size.closings)).outcome(where)
        at_once = Straightaway(pier).run(motions.take("pier", size.ballots))
        yield at_once.outcome(where)
    yield from twins(site, where, size, motions, who)


def closings(desk: Desk, size: Size, motions: Sequence[str]) -> Closings:
    return Closings(desk, size.voters, size.voters).run(list(motions))


def twins(site: Site, where: str, size: Size, motions: Motions, who: SignedIn) -> Iterator[Outcome]:
    """The same site without one of its guards; the constraint goes last."""
    some = size.twin_rounds
    for guard in ("without_key", "without_turns", "with_a_queue", "without_constraint"):
        broken = replace(site, port=free_port(), process=None)
        if guard == "without_constraint":
            with site.connection() as connection:
                connection.execute("DROP INDEX vote_first_once_per_seat")
        else:
            broken.broken = guard
        name = f"{guard.replace('_', ' ')}, {where}"
        with broken.running():
            pier, wharf = (Desk(broken, slug, who, broken.port) for slug in BOARDS)
            if guard == "without_key":
                again = Replays(wharf, 3, size.replays).run(motions.take("wharf", 1)[0])
                yield again.outcome(name, is_twin=True)
            elif guard == "without_turns":
                late = closings(wharf, size, motions.take("wharf", some))
                yield late.outcome(name, is_twin=True)
            elif guard == "with_a_queue":
                later = Straightaway(pier).run(motions.take("pier", some))
                yield later.outcome(name, is_twin=True)
            else:
                doubled = OneSeat(pier, size.threads).run(motions.take("pier", some))
                yield doubled.outcome(name, is_twin=True)
