"""A promise and what became of it in this run."""

import sys
import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass


@dataclass(frozen=True)
class Outcome:
    """One line of the table. A twin lacks a guard: it must be broken, or the test sees nothing."""

    promise: str
    figures: str
    is_kept: bool
    is_twin: bool = False

    @property
    def is_right(self) -> bool:
        return self.is_kept is not self.is_twin

    @property
    def mark(self) -> str:
        if self.is_twin:
            return "STAYED GREEN" if self.is_kept else "red, as it must be"
        return "kept" if self.is_kept else "BROKEN"


def run(name: str, outcomes: Iterable[Outcome]) -> bool:
    """Prints each promise as soon as it is known; whether all is right."""
    is_right = True
    start = time.monotonic()
    for outcome in outcomes:
        kind = "twin" if outcome.is_twin else "promise"
        say(f"{name} {kind}: {outcome.promise}: {outcome.figures} - {outcome.mark}")
        is_right = is_right and outcome.is_right
    say(f"{name}: {time.monotonic() - start:.0f} s")
    return is_right


def say(words: str) -> None:
    sys.stdout.write(f"{words}\n")
    sys.stdout.flush()


Soak = Callable[[bool], Iterable[Outcome]]
