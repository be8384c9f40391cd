"""The register: whatever is done to it is found by a stranger's program: promises 11 to 14."""

import json
import random
import resource
import shutil
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

from tests.soak import mutations
from tests.soak.mutations import Forger, Lines, line_of
from tests.soak.promises import Outcome
from tests.soak.site import Site

VERIFIER = Path(__file__).parents[2] / "meetings" / "exports" / "verify.py"
SEED = 20_261_123


@dataclass(frozen=True)
class Size:
    mutations: int
    entries: int
    rewrites: int
    damaged: int
    trials: int
    long: int
    twin: int


FULL = Size(1_100, 40, rewrites=50, damaged=500, trials=100, long=10_000, twin=110)
SAMPLE = Size(33, 12, rewrites=4, damaged=60, trials=5, long=500, twin=22)
# What a twin's verifier does not look at: what stands in the program, and what instead.
UNGUARDED = {
    "place in the chain": ("entry.prev not in prevs", "False"),
    "text and salt": ('sha256(salt + text) == line["commitment"]', "True"),
    "bytes of a line": ('as_written(line) + "\\n" == typed', "True"),
}


@dataclass(frozen=True)
class Told:
    status: int
    lines: list[str]

    @property
    def first(self) -> int:
        """The first entry that is named, or 0."""
        named = [line for line in self.lines if line.startswith("entry ")]
        return int(named[0].split()[1].rstrip(":")) if named else 0


class Bench:
    """A folder with the program; each register is checked in one of its own."""

    def __init__(self, folder: Path, program: str | None = None) -> None:
        self.folder = folder
        self.program = program or VERIFIER.read_text()
        self.number = 0

    def check(self, lines: Lines, *arguments: str) -> Told:
        self.number += 1
        place = self.folder / str(self.number)
        place.mkdir(parents=True)
        (place / "register.jsonl").write_bytes(b"".join(lines))
        (place / "verify.py").write_text(self.program)
        told = run(place, *arguments)
        shutil.rmtree(place)
        return told


def run(folder: Path, *arguments: str) -> Told:
    command = [sys.executable, "-I", str(folder / "verify.py"), *arguments]
    done = subprocess.run(command, capture_output=True, text=True, timeout=300, check=False)
    return Told(done.returncode, (done.stdout + done.stderr).splitlines())


def outcomes(is_sample: bool) -> Iterator[Outcome]:
    size = SAMPLE if is_sample else FULL
    with tempfile.TemporaryDirectory(prefix="boardapp-soak-") as name:
        folder = Path(name)
        yield mutated(Bench(folder / "mutated"), size, size.mutations)
        yield rewritten(Bench(folder / "rewritten"), size)
        yield cut(Bench(folder / "cut"), size)
        yield rotten(Bench(folder / "rotten"), size)
        yield fast(folder / "fast", size)
        site = Site(folder / "site")
        site.prepare()
        for line in site.run(
            "-m", "tests.soak.inside", "disposed", "", str(size.trials)
        ).splitlines():
            yield Outcome(**json.loads(line))
        yield from twins(folder, size)


def two_boards(size: int) -> tuple[random.Random, Forger]:
    rng = random.Random(SEED)  # noqa: S311 - the same faults in each run
    own = mutations.register(rng, mutations.texts(size))
    others = mutations.register(rng, mutations.texts(size), "library")
    return rng, Forger(rng, own, others)


def mutated(bench: Bench, size: Size, number: int, name: str = "") -> Outcome:
    _rng, forger = two_boards(size.entries)
    kinds = list(forger.kinds().items())
    tries = [(kinds[n % len(kinds)][0], kinds[n % len(kinds)][1]()) for n in range(number)]
    with ThreadPoolExecutor(2) as pool:
        tolds = list(pool.map(lambda one: bench.check(one[1][0]), tries))
    missed = Counter(kind for (kind, _), told in zip(tries, tolds, strict=True) if told.status != 1)
    misnamed = Counter(
        kind
        for (kind, (_lines, named)), told in zip(tries, tolds, strict=True)
        if told.status == 1 and told.first not in named
    )
    found = number - missed.total()
    figures = (
        f"{found:,} of {number:,} found offline ({len(kinds)} kinds, {size.entries} entries), the "
        f"first bad entry named in {found - misnamed.total():,}; missed: {dict(missed) or 'none'}"
        f"{f'; named otherwise: {dict(misnamed)}' if misnamed else ''}"
    )
    title = f"mutations{f', {name} not looked at' if name else ''}"
    return Outcome(title, figures, is_kept=not missed and not misnamed, is_twin=bool(name))


def rewritten(bench: Bench, size: Size, *, has_head: bool = True) -> Outcome:
    """All anew with fresh salts and hashes; and one old head, whichever."""
    rng, forger = two_boards(size.entries)
    found = 0
    for _trial in range(size.rewrites):
        words = "The plan was never made"
        anew = mutations.register(rng, mutations.texts(size.entries, words))
        old = rng.choice(forger.entries)
        head = ["--head", f"{old['seq']}:{old['hash']}"] if has_head else []
        told = bench.check([line_of(one) for one in anew], *head)
        found += told.status == 1 and "written anew" in told.lines[0]
    figures = f"{found} of {size.rewrites} found, with {'any one old head' if has_head else 'none'}"
    title = "a register written anew" + ("" if has_head else ", no head kept by anybody")
    return Outcome(title, figures, is_kept=found == size.rewrites, is_twin=not has_head)


def cut(bench: Bench, size: Size) -> Outcome:
    rng, forger = two_boards(size.entries)
    found = 0
    for _trial in range(size.rewrites):
        left = rng.randint(0, size.entries - 1)
        old = rng.choice(forger.entries[left:])
        told = bench.check(forger.lines()[:left], "--head", f"{old['seq']}:{old['hash']}")
        found += told.status == 1 and "cut short" in told.lines[0]
    figures = f"{found} of {size.rewrites} found, with any one head from the part that was cut"
    return Outcome("the tail cut off", figures, is_kept=found == size.rewrites)


def rotten(bench: Bench, size: Size) -> Outcome:
    """One entry damaged, the rest whole; the line of another copy mends it."""
    rng, forger = two_boards(size.damaged)
    lines = forger.lines()
    whole = bench.check(lines)
    named = mended = 0
    for _trial in range(size.trials):
        seq = forger.some()
        spoilt = [*lines]
        spoilt[seq - 1] = mutations.damaged(rng, lines[seq - 1])
        told = bench.check(spoilt)
        count = f"{size.damaged} entries, {size.damaged - 1} of them whole"
        named += told.first == seq and told.lines[1] == count
        spoilt[seq - 1] = lines[seq - 1]
        mended += bench.check(spoilt) == whole
    figures = (
        f"{size.trials} trials: named and the other {size.damaged - 1} verified in {named}, "
        f"mended to the same head by another copy's line in {mended}"
    )
    is_kept = whole.status == 0 and named == mended == size.trials
    return Outcome(f"one rotten entry of {size.damaged}", figures, is_kept)


def fast(folder: Path, size: Size) -> Outcome:
    """Entries of 20 kB, with their texts as files beside them; the best of three runs."""
    rng = random.Random(SEED)  # noqa: S311
    (folder / "texts").mkdir(parents=True)
    shutil.copy(VERIFIER, folder)
    words = ["the", "board", "“quoted”", "naïve", "budget", "\n- ACTION Lars:", "motion"]
    body = "".join(rng.choices(words, k=8_000))
    long = (
        mutations.canonical({"items": [body[n : n + 19_600]], "n": n}) for n in range(size.long)
    )
    with (folder / "register.jsonl").open("wb") as out:
        for one in mutations.register(rng, long):
            out.write(line_of(one))
            (folder / "texts" / f"{one['seq']}.json").write_bytes(one["text"].encode())
    length = (folder / "texts" / "1.json").stat().st_size
    taken, worked, statuses = zip(*(clocked(folder) for _ in range(3)), strict=True)
    figures = (
        f"{size.long:,} entries of {length / 1000:.0f} kB in {min(taken):.2f} s "
        f"({min(worked):.2f} s of one processor), at most 2 s"
    )
    return Outcome("time to verify", figures, is_kept=not any(statuses) and min(taken) <= 2)


def clocked(folder: Path) -> tuple[float, float, int]:
    def spent() -> float:
        used = resource.getrusage(resource.RUSAGE_CHILDREN)
        return used.ru_utime + used.ru_stime

    start, before = time.monotonic(), spent()
    status = run(folder).status
    return time.monotonic() - start, spent() - before, status


def twins(folder: Path, size: Size) -> Iterator[Outcome]:
    source = VERIFIER.read_text()
    for name, (guard, instead) in UNGUARDED.items():
        if guard not in source:
            raise LookupError(f"verify.py has no {guard}")
        bench = Bench(folder / name.replace(" ", "-"), source.replace(guard, instead))
        yield mutated(bench, size, size.twin, name)
    yield rewritten(Bench(folder / "headless"), size, has_head=False)
