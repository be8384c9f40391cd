"""A register made by the app's own arithmetic, and the ways in which somebody may touch it."""

import json
import random
from collections.abc import Callable, Iterable
from typing import Any

from meetings.exports.chain import START, Link, canonical, commitment_of

CHAINED = ("seq", "board", "kind", "time", "prev", "commitment")
Entry = dict[str, Any]
Lines = list[bytes]
Touched = tuple[Lines, set[int]]  # the lines, and the numbers of which one is to be named first


def line_of(found: Entry) -> bytes:
    return canonical(found).encode() + b"\n"


def entry(rng: random.Random, seq: int, prev: str, text: str, board: str = "harbour") -> Entry:
    """A whole entry as an export writes it."""
    salt = rng.randbytes(32).hex()
    time = f"2026-03-05T10:00:{seq % 60:02d}.{seq:06d}Z"
    link = Link(seq, board, "minutes", time, prev, commitment_of(salt, text))
    return vars(link) | {"hash": link.hash, "salt": salt, "text": text}


def register(rng: random.Random, texts: Iterable[str], board: str = "harbour") -> list[Entry]:
    found: list[Entry] = []
    for seq, text in enumerate(texts, start=1):
        found.append(entry(rng, seq, found[-1]["hash"] if found else START, text, board))
    return found


def rehashed(found: Entry) -> Entry:
    return found | {"hash": Link(**{name: found[name] for name in CHAINED}).hash}


def texts(number: int, words: str = "The plan holds") -> list[str]:
    said = [{"notes": f"- {words}\nADA: “Nº {n}”", "position": 1} for n in range(number)]
    return [canonical({"items": [one]}) for one in said]


class Forger:
    """Touches a register of one board, with another board's at hand."""

    def __init__(self, rng: random.Random, entries: list[Entry], others: list[Entry]) -> None:
        self.rng, self.entries, self.others = rng, entries, others
        self.size = len(entries)

    def some(self, last: int = 0) -> int:
        """A number; not one of the `last` ones."""
        return self.rng.randint(1, self.size - last)

    def lines(self) -> Lines:
        return [line_of(one) for one in self.entries]

    def with_line(self, seq: int, line: bytes) -> Touched:
        lines = self.lines()
        lines[seq - 1] = line
        return lines, {seq}

    def bit_flip(self) -> Touched:
        seq = self.some()
        line = bytearray(line_of(self.entries[seq - 1]))
        line[self.rng.randrange(len(line))] ^= 1 << self.rng.randrange(8)
        return self.with_line(seq, bytes(line))

    def field_edit(self) -> Touched:
        seq = self.some()
        found = self.entries[seq - 1]
        name = self.rng.choice([*CHAINED, "hash", "salt", "text"])
        value = found[name]
        other = (
            value + 1 if isinstance(value, int) else value[:-1] + ("0" if value[-1] != "0" else "1")
        )
        return self.with_line(seq, line_of(found | {name: other}))

    def field_edit_rehashed(self) -> Touched:
        """By somebody who knows the arithmetic; the entry after it tells."""
        seq = self.some(last=1)
        found = self.entries[seq - 1]
        text = found["text"].replace("holds", "fails")
        edited = found | {"text": text, "commitment": commitment_of(found["salt"], text)}
        lines, _seq = self.with_line(seq, line_of(rehashed(edited)))
        return lines, {seq, seq + 1}

    def redate(self) -> Touched:
        seq = self.some(last=1)
        edited = self.entries[seq - 1] | {"time": "2019-01-01T00:00:00.000000Z"}
        lines, _seq = self.with_line(seq, line_of(rehashed(edited)))
        return lines, {seq, seq + 1}

    def delete(self) -> Touched:
        seq = self.some(last=1)
        lines = self.lines()
        del lines[seq - 1]
        return lines, {seq}

    def swap(self) -> Touched:
        one, two = sorted(self.rng.sample(range(1, self.size + 1), 2))
        lines = self.lines()
        lines[one - 1], lines[two - 1] = lines[two - 1], lines[one - 1]
        return lines, {one}

    def insert(self) -> Touched:
        after = self.some(last=1)
        forged = entry(
            self.rng, after + 1, self.entries[after - 1]["hash"], texts(1, "Sell all")[0]
        )
        lines = self.lines()
        lines.insert(after, line_of(forged))
        return lines, {after + 1}

    def duplicate(self) -> Touched:
        seq, place = self.some(), self.rng.randint(0, self.size)
        lines = self.lines()
        lines.insert(place, lines[seq - 1])
        return lines, {seq, place + 1}

    def foreign(self) -> Touched:
        """Another board's entry in the place of one, or beside it."""
        seq, is_instead = self.some(), self.rng.random() < 0.5
        lines = self.lines()
        lines[seq - 1 : seq - 1 + is_instead] = [line_of(self.others[seq - 1])]
        return lines, {seq}

    def without_text(self) -> Touched:
        seq = self.some()
        left = {
            name: value
            for name, value in self.entries[seq - 1].items()
            if name not in ("text", "salt")
        }
        return self.with_line(seq, line_of(left))

    def respaced(self) -> Touched:
        """The same content, written otherwise."""
        seq = self.some()
        found = self.entries[seq - 1]
        ways = (json.dumps(found, sort_keys=True, ensure_ascii=False), json.dumps(found))
        return self.with_line(seq, self.rng.choice(ways).encode() + b"\n")

    def kinds(self) -> dict[str, Callable[[], Touched]]:
        return {
            "bit flip": self.bit_flip,
            "field edit": self.field_edit,
            "field edit with a fresh hash": self.field_edit_rehashed,
            "re-date with a fresh hash": self.redate,
            "delete": self.delete,
            "swap": self.swap,
            "insert": self.insert,
            "duplicate": self.duplicate,
            "another board's entry": self.foreign,
            "text taken out": self.without_text,
            "line written otherwise": self.respaced,
        }


def damaged(rng: random.Random, line: bytes) -> bytes:
    """A line of which a stretch, or all, was overwritten by anything but a line's end."""
    start = rng.randrange(len(line) - 1)
    stop = rng.choice([start + 1, rng.randint(start + 1, len(line) - 1), len(line) - 1])
    junk = bytes(rng.choice([*range(10), *range(11, 256)]) for _ in range(stop - start))
    found = line[:start] + junk + line[stop:]
    return found if found != line else damaged(rng, line)
