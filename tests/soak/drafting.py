"""No word is lost while minutes are taken: promises 16 and 17, each with its twin."""

import tempfile
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path

from tests.soak import faults
from tests.soak.faults import Fault
from tests.soak.lanes import evenly, joined, run_lanes
from tests.soak.postgres import databases
from tests.soak.promises import Outcome
from tests.soak.site import Site
from tests.soak.writers import Race
from tests.test_notation_merge import count_losses, last_write_wins


@dataclass(frozen=True)
class Size:
    """How much of everything: what a soak runs, and the sample on every change."""

    lanes: int
    faults_in_a_lane: int
    faults_on_postgres: int
    rounds: int
    merges: int
    is_sample: bool = False


FULL = Size(lanes=4, faults_in_a_lane=50, faults_on_postgres=40, rounds=20, merges=2_000)
SAMPLE = Size(2, 5, 0, rounds=2, merges=100, is_sample=True)
TWIN_ROUNDS = 3
TWIN_FAULTS: dict[str, tuple[Fault, ...]] = {
    "without_keeping": (faults.reload, faults.session_expired, faults.back) * 2,
    "without_writer": (faults.answer_lost, faults.slow, faults.reload) * 2,
}
RACE_TWINS = ("without_condition", "last_write_wins")


def outcomes(is_sample: bool) -> Iterator[Outcome]:
    size = SAMPLE if is_sample else FULL
    yield from merges(size.merges)
    with tempfile.TemporaryDirectory(prefix="boardapp-soak-") as name, ExitStack() as stack:
        folder = Path(name)
        site = Site(folder / "first")
        site.prepare()
        yield race("on SQLite", site.copy(folder / "race"), size.rounds)
        make = None if size.is_sample else stack.enter_context(databases())
        if make:
            yield race("on PostgreSQL", on_postgres(folder / "race-pg", make), size.rounds)
        yield from race_twins(site, folder)
        yield from all_faults(size, site, folder, make)
        yield from fault_twins(site, folder, each=3 if size.is_sample else 6)


def merges(number: int) -> Iterator[Outcome]:
    for name, losses in (
        ("random merges lose no word", count_losses(number, seed=1, longest=200)),
        ("merges where the last write wins", count_losses(100, 1, last_write_wins)),
    ):
        clean = losses.merges - losses.clashes
        figures = (
            f"{losses.merges:,} merges, {clean:,} clean, {len(losses.wrong)} with a word lost, "
            f"doubled or come back, slowest {losses.slowest * 1000:.0f} ms"
        )
        is_twin = "last write" in name
        yield Outcome(name, figures, is_kept=not losses.wrong, is_twin=is_twin)


def on_postgres(folder: Path, make: Callable[[], str]) -> Site:
    site = Site(folder, make())
    site.prepare()
    return site


def race(where: str, site: Site, rounds: int, *, is_twin: bool = False) -> Outcome:
    with site.running():
        result = Race(site, writers=20, rounds=rounds).run()
    name = f"many write at once, {where}"
    return Outcome(name, result.figures(), is_kept=result.is_kept, is_twin=is_twin)


def race_twins(site: Site, folder: Path) -> Iterator[Outcome]:
    for guard in RACE_TWINS:
        broken = site.broken_copy(folder / guard, guard)
        yield race(guard.replace("_", " "), broken, TWIN_ROUNDS, is_twin=True)


def all_faults(
    size: Size, site: Site, folder: Path, make: Callable[[], str] | None
) -> Iterator[Outcome]:
    """All lanes at once, those on PostgreSQL too."""
    sites = [site.copy(folder / f"lane-{number}") for number in range(size.lanes)]
    each = size.faults_in_a_lane
    plans = [evenly(lane * each, each) for lane in range(size.lanes)]
    if make:
        sites.append(on_postgres(folder / "lane-pg", make))
        plans.append(evenly(0, size.faults_on_postgres))
    counts = run_lanes(sites, plans)
    for where, some in (("SQLite", counts[: size.lanes]), ("PostgreSQL", counts[size.lanes :])):
        if some:
            whole = joined(some)
            name = f"faults while typing, on {where}"
            yield Outcome(name, whole.figures(), is_kept=whole.is_kept)


def fault_twins(site: Site, folder: Path, *, each: int) -> Iterator[Outcome]:
    broken = [site.broken_copy(folder / guard, guard) for guard in TWIN_FAULTS]
    plans: Sequence[Sequence[Fault]] = [plan[:each] for plan in TWIN_FAULTS.values()]
    for guard, count in zip(TWIN_FAULTS, run_lanes(broken, plans), strict=True):
        name = f"faults while typing, {guard.replace('_', ' ')}"
        yield Outcome(name, count.figures(), is_kept=count.is_whole, is_twin=True)
