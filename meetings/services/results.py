"""The ballots of a resolution as its page reads them: by seat, in order, and recomputed."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from meetings.models import (
    Ballot,
    BallotResult,
    CastingVote,
    Organisation,
    Person,
    Resolution,
    Seat,
)
from meetings.rules.cases import as_json, read_case
from meetings.rules.verdict import decide
from meetings.services.sequences import Entry, Kind, sequences_of

ANSWERED = ("outcome", "quorum_needed", "quorum_counted", "quorum_met", "votes_needed")


@dataclass(frozen=True)
class SeatLine:
    """A seat that was there, or is recused (`recused` is the nature, None: it is not)."""

    name: str
    organisation: Organisation | None
    speaker: str
    person: Person | None
    via: str
    choice: str
    recused: str | None
    was_changed: bool


@dataclass(frozen=True)
class Away:
    """Seats nobody spoke for, for the same reason."""

    names: tuple[str, ...]
    missing: str


@dataclass(frozen=True)
class ReadBallot:
    """One act of voting. `is_in_force`: the last one with a result, which is what counts."""

    ballot: Ballot
    entries: list[Entry]
    is_in_force: bool = False
    lines: list[SeatLine] = field(default_factory=list)
    away: list[Away] = field(default_factory=list)

    @property
    def result(self) -> BallotResult | None:
        return getattr(self.ballot, "result", None)

    @property
    def casting(self) -> CastingVote | None:
        return getattr(self.ballot, "casting", None)

    @property
    def counts(self) -> dict[str, int]:
        """For, against, abstain, recused; nothing where nobody counted."""
        result = self.result
        if not result or not result.case or result.method == BallotResult.Method.CONSENSUS:
            return {}
        return {name: result.case.get(name, 0) for name in ("for", "against", "abstain", "recused")}

    @cached_property
    def case(self) -> str:
        """The calculator's input, one line."""
        result = self.result
        return json.dumps(result.case) if result and result.case else ""

    @cached_property
    def answer(self) -> dict[str, Any]:
        """What the calculator says to it today."""
        return as_json(decide(*read_case(json.loads(self.case)))) if self.case else {}

    @property
    def answer_line(self) -> str:
        return json.dumps(self.answer)

    @property
    def is_confirmed(self) -> bool:
        """Whether recomputing gives the outcome and the numbers that were frozen."""
        verdict = (self.result.verdict if self.result else None) or {}
        return bool(verdict) and all(verdict.get(k) == self.answer.get(k) for k in ANSWERED)


def ballots_of(resolution: Resolution) -> list[ReadBallot]:
    """Every vote on a resolution, the newest first, in at most ten queries.

    Where a later vote has a result, that one is in force; one given up counts for nothing.
    """
    ballots = list(resolution.ballots.order_by("-number"))
    for ballot in ballots:
        ballot.resolution = resolution
    if not ballots:
        return []
    entries = sequences_of(ballots)
    results = [ballot.result for ballot in ballots if hasattr(ballot, "result")]
    people, seats = _people(results), _seats(results)
    counting = next((row.ballot_id for row in results if row.outcome != "void"), None)
    return [
        ReadBallot(
            ballot,
            entries[ballot.pk],
            ballot.pk == counting,
            *_sheet(getattr(ballot, "result", None), entries[ballot.pk], people, seats),
        )
        for ballot in ballots
    ]


def _people(results: Iterable[BallotResult]) -> dict[int, Person]:
    """Who spoke, under the name they are kept as."""
    keys = {line["person"] for result in results for line in result.sheet} - {None}
    rows = Person.objects.filter(pk__in=keys).select_related("merged_into")
    return {row.pk: row.kept_as for row in rows}


def _seats(results: Iterable[BallotResult]) -> dict[int, Seat]:
    keys = {line["seat"] for result in results for line in result.sheet}
    rows = Seat.objects.filter(pk__in=keys).select_related("organisation__merged_into")
    return {row.pk: row for row in rows}


def _sheet(
    result: BallotResult | None,
    entries: list[Entry],
    people: dict[int, Person],
    seats: dict[int, Seat],
) -> tuple[list[SeatLine], list[Away]]:
    if result is None:
        return [], []
    changed = {entry.seat for entry in entries if entry.kind is Kind.CHANGE}
    lines, away = [], dict[str, list[str]]()
    for line in result.sheet:
        if not line["is_there"] and line["recused"] is None:
            away.setdefault(line["missing"], []).append(line["name"])
            continue
        firm = seats[line["seat"]].organisation
        lines.append(
            SeatLine(
                name=line["name"],
                organisation=firm.kept_as if firm else None,
                speaker=line["speaker"],
                person=people.get(line["person"]),
                via=line["via"],
                choice=line["choice"],
                recused=line["recused"],
                was_changed=line["name"] in changed,
            )
        )
    return lines, [Away(tuple(names), missing) for missing, names in away.items()]
