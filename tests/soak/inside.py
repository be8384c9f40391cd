"""Promises about votes that are counted inside the app's own process; a line of JSON for each."""

import json
import logging
import sys
from collections.abc import Iterator
from dataclasses import asdict

import django

from tests.soak.disposed import disposed
from tests.soak.mailed import mailed
from tests.soak.promises import Outcome


def frozen(where: str, _size: int) -> Iterator[Outcome]:
    from django.db import connection

    from meetings.models.guards import drop_guards
    from tests import tampering
    from tests.tampering import CHANGED, DOORS, NOTICED

    worlds = [tampering.world(f"frozen{n}", is_written=n == 1) for n in range(2)]
    found = _joined(tampering.outcomes(world) for world in worlds)
    fields = len({*tampering.OF_BALLOT, *tampering.OF_SEAT, *tampering.OF_PHASE})
    doors = f"{fields} fields and their sources, by {', '.join(DOORS)}"
    is_kept = CHANGED not in found and len(found[NOTICED]) == len(worlds)
    yield Outcome(f"frozen after opening, {where}", f"{doors}: {_told(found)}", is_kept)
    drop_guards(connection)
    code = ("ORM", "save()", "SQL")
    found = _joined(tampering.outcomes(world, doors=code) for world in worlds)
    unnoticed = found.pop(CHANGED, [])
    not_in_hash = {what.split(" (")[0] for what in unnoticed}
    figures = (
        f"{_told(found)}; where noticed the hash tells, no vote and no closing goes through; "
        f"{len(unnoticed)} unnoticed: {', '.join(sorted(not_in_hash))}, which the hash leaves out"
    )
    is_kept = not_in_hash <= set(tampering.NOT_IN_HASH)
    yield Outcome(f"tampering past the triggers is noticed, {where}", figures, is_kept)
    found = _joined(tampering.outcomes(w, doors=code, looks_at_hash=False) for w in worlds)
    name = f"frozen after opening, triggers dropped and the hash not looked at, {where}"
    yield Outcome(name, _told(found), is_kept=CHANGED not in found, is_twin=True)


def append_only(where: str, _size: int) -> Iterator[Outcome]:
    from django.db import connection

    from meetings.models.guards import drop_guards
    from tests import append_only as rewriting

    kept, who = rewriting.rows(), rewriting.operator()
    for is_twin in (False, True):
        if is_twin:
            drop_guards(connection)
        found = rewriting.outcomes(kept, who)
        ways = len({attempt.how for some in found.values() for attempt in some})
        by = {who: len(found.get(who, ())) for who in rewriting.WHO}
        rewritten = {attempt.table for attempt in found.get(rewriting.NOBODY, ())}
        figures = (
            f"{len(rewriting.CHANGES)} tables, {ways} ways, {sum(by.values())} attempts: "
            f"{by[rewriting.DATABASE]} refused by the database itself, {by[rewriting.BEFORE]} by "
            f"Django before they came so far, {by[rewriting.NOBODY]} went through"
        )
        name = f"append-only{', triggers dropped' if is_twin else ''}, {where}"
        yield Outcome(name, figures, is_kept=not rewritten, is_twin=is_twin)


def recomputed(_where: str, size: int) -> Iterator[Outcome]:
    """In: how many seats the largest of all rooms has."""
    from tests.recomputing import RULES, careless, compare, every_room, forged, results

    number = 10_000 if size == 7 else 300
    for name, found in (
        ("every room", every_room(size)),
        ("every room, the recused taken for absent", every_room(3, careless)),
    ):
        figures = (
            f"{found.cases:,} rooms x {len(RULES)} rules: {found.verdicts:,} verdicts worked out "
            f"twice, {len(found.differing):,} differ"
        )
        yield Outcome(name, figures, is_kept=not found.differing, is_twin="absent" in name)
    for name, some in (
        ("what a result shows", results(number)),
        ("what a result shows, one vote forged", forged(results(100, seed=2))),
    ):
        found = compare(some)
        figures = (
            f"{found.cases:,} random results of 8 to 40 seats, seats to case, case to verdict by "
            f"the calculator alone: {len(found.differing):,} differ"
        )
        yield Outcome(name, figures, is_kept=not found.differing, is_twin="forged" in name)


def _joined(parts: Iterator[dict[str, list[str]]]) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for part in parts:
        for kind, attempts in part.items():
            found.setdefault(kind, []).extend(attempts)
    return found


def _told(found: dict[str, list[str]]) -> str:
    counts = ", ".join(f"{len(some)} {kind}" for kind, some in sorted(found.items()))
    return f"{sum(map(len, found.values()))} attempts, {counts}"


ROWS = {
    "frozen": frozen,
    "append_only": append_only,
    "recomputed": recomputed,
    "mailed": mailed,
    "disposed": disposed,
}


def main() -> None:
    """In: the row, where it runs, its size. What it stores is taken back."""
    django.setup()
    from django.db import transaction
    from django.test.utils import setup_test_environment

    setup_test_environment()  # so that a page's forms can be read
    logging.disable(logging.CRITICAL)  # refusals are what is wanted here
    row, where, size = sys.argv[1:]
    with transaction.atomic():
        for outcome in ROWS[row](where, int(size)):
            sys.stdout.write(json.dumps(asdict(outcome)) + "\n")
        transaction.set_rollback(True)


if __name__ == "__main__":
    main()
