"""What a save of notes costs: CPU against the floor, and the share of parsing and aligning."""

import statistics
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from io import BytesIO
from typing import Any
from urllib.parse import urlencode

ROUNDS, REQUESTS, LINES = 5, 60, 60
MOST_OF_FLOOR = 3.0
MOST_OF_PARSING = 5.0
TOKEN = "x" * 32
KINDS = (
    "- a note on what was said, as long as notes are",
    "  - and one under it",
    "Hana: yes, from May",
)


@dataclass(frozen=True)
class Goal:
    """A figure measured in this run, and the most it may be."""

    what: str
    measured: float
    most: float
    unit: str

    @property
    def is_met(self) -> bool:
        return self.measured <= self.most

    def __str__(self) -> str:
        mark = "met" if self.is_met else "MISSED"
        return f"{self.what}: {self.measured:.2f} {self.unit} (goal: {self.most:g}) - {mark}"


def goals() -> Iterator[Goal]:
    """In: Django is set up and the database is migrated, with the demo in it."""
    from tests.bench.desk import Typist

    typist = Typist.sit_down(text_of(LINES))
    ratios, floors, saves = [], [], []
    for _round in range(ROUNDS):
        floors.append(cpu_of(typist.ask_floor))
        saves.append(cpu_of(typist.save))
        ratios.append(saves[-1] / floors[-1])
    floor, save = statistics.median(floors) * 1000, statistics.median(saves) * 1000
    name = f"CPU of a save of {LINES} lines ({save:.1f} ms; floor {floor:.1f} ms)"
    yield Goal(name, statistics.median(ratios), MOST_OF_FLOOR, "x the floor")
    parsing = cpu_of(typist.parse_and_align) * 1000
    yield Goal(f"parse and align {LINES} lines", parsing, MOST_OF_PARSING, "ms")


def text_of(lines: int) -> str:
    """As minutes are: notes, some statements, an action every twelve lines, a resolution."""
    rows = [KINDS[number % 3] for number in range(lines - 1)]
    rows[11::12] = [f"ACTION Hana: task number {number}" for number in range(len(rows[11::12]))]
    return "\n".join([*rows, "RESOLVED: That it be so - carried, no objections"])


def cpu_of(act: Callable[[], Any]) -> float:
    """Seconds of CPU for one act, mean over many."""
    act()
    start = time.process_time()
    for _number in range(REQUESTS):
        act()
    return (time.process_time() - start) / REQUESTS


def environ(method: str, path: str, cookies: str, form: dict[str, Any]) -> dict[str, Any]:
    body = urlencode(form).encode()
    return {
        "REQUEST_METHOD": method,
        "PATH_INFO": path,
        "SERVER_NAME": "127.0.0.1",
        "SERVER_PORT": "80",
        "SERVER_PROTOCOL": "HTTP/1.1",
        "HTTP_COOKIE": cookies,
        "HTTP_ACCEPT": "application/json",
        "HTTP_X_CSRFTOKEN": TOKEN,
        "CONTENT_TYPE": "application/x-www-form-urlencoded",
        "CONTENT_LENGTH": str(len(body)),
        "wsgi.input": BytesIO(body),
        "wsgi.url_scheme": "http",
        "wsgi.errors": BytesIO(),
    }
