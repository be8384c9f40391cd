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
Act = Callable[[], Any]
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
    saves = {
        f"a save of {LINES} lines": typist.save,
        "a save with a statement more": typist.say,
        "a save with a new action of two": typist.promise,
        "a save that shifts all records": typist.shift,
        "a save with a line on who is away": typist.excuse,
    }
    for name, save in saves.items():
        yield against_floor(name, save, typist.ask_floor, typist.begin_again)
    name = "a save that is merged and shifts all records"
    yield against_floor(name, typist.merge, typist.ask_floor, typist.be_overtaken)
    typist.begin_again()
    typist.save()
    (parsing,) = cpu_of(typist.parse_and_align)
    yield Goal(f"parse and align {LINES} lines", parsing * 1000, MOST_OF_PARSING, "ms")


def against_floor(
    name: str,
    act: Act,
    ask_floor: Act,
    before_each: Act = lambda: None,
    *,
    most: float = MOST_OF_FLOOR,
) -> Goal:
    """Turn by turn with the floor, so that both have the same machine."""
    ratios, floors, acts = list[float](), list[float](), list[float]()
    for _round in range(ROUNDS):
        took, floor = cpu_of(act, ask_floor, before_each=before_each)
        ratios.append(took / floor)
        acts.append(took * 1000)
        floors.append(floor * 1000)
    cost = f"{statistics.median(acts):.1f} ms; floor {statistics.median(floors):.1f} ms"
    return Goal(f"CPU of {name} ({cost})", statistics.median(ratios), most, "x the floor")


def text_of(lines: int) -> str:
    """As minutes are: notes, some statements, an action every twelve lines, a resolution."""
    rows = [KINDS[number % 3] for number in range(lines - 1)]
    rows[11::12] = [f"ACTION Hana: task number {number}" for number in range(len(rows[11::12]))]
    return "\n".join([*rows, "RESOLVED: That it be so - carried, no objections"])


def cpu_of(*acts: Act, before_each: Act = lambda: None) -> list[float]:
    """Seconds of CPU for one of each act, means over many; what is done before does not count."""
    spent = [0.0] * len(acts)
    for number in range(REQUESTS + 1):
        before_each()
        for place, act in enumerate(acts):
            start = time.process_time()
            act()
            spent[place] += (time.process_time() - start) * (number > 0)  # the first warms up
    return [sum_of / REQUESTS for sum_of in spent]


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
