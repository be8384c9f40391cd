"""Several people write one text at a time: nobody's line is lost, doubled or left half-typed."""

from collections import Counter
from dataclasses import dataclass, field

import pytest

from meetings.notation.merge import merge
from tests.test_notation_merge import chance, last_write_wins


@dataclass
class Store:
    """Revisions as a save keeps them: the text as sent, and the head it was merged into."""

    merge_with: object
    texts: list = field(default_factory=lambda: ["- Opening\n- Closing"])
    head: int = 0
    clashes: int = 0

    def save(self, text, base):
        """The revision of what was sent, or None where it clashes."""
        merged = self.merge_with(self.texts[base], text, self.texts[self.head])
        if merged.clashes:
            self.clashes += 1
            return None
        self.texts += [text, merged.text]
        self.head = len(self.texts) - 1
        return self.head - 1


@dataclass
class Writer:
    """Somebody whose page saves half-typed lines, and takes in others' lines only in a pause."""

    name: str
    store: Store
    text: str = ""
    base: int = 0
    growing: str = ""
    done: list = field(default_factory=list)

    def adopt_head(self):
        self.base, self.text = self.store.head, self.store.texts[self.store.head]

    def begin_line(self, rng):
        lines = self.text.split("\n")
        self.growing = f"- {self.name} says no. {len(self.done)}:"
        lines.insert(rng.randint(1, len(lines)), self.growing)
        self.text = "\n".join(lines)

    def type_on(self, rng):
        """More words, and now and then the end of the line."""
        if not self.growing:
            self.begin_line(rng)
            return
        is_last = rng.random() < 0.4
        grown = self.growing + (" and that is all." if is_last else f" {rng.choice('abcde') * 4}")
        lines = self.text.split("\n")
        self.text = "\n".join(grown if line == self.growing else line for line in lines)
        self.growing = "" if is_last else grown
        if is_last:
            self.done.append(grown)

    def rewrite_the_opening(self):
        rest = self.text.split("\n")[1:]
        self.text = "\n".join([f"- Opening as {self.name} has it", *rest])

    def save(self, rng):
        sent = self.store.save(self.text, self.base)
        if sent is None:
            self.compare_and_choose()
            return
        if rng.random() < 0.1:
            self.store.save(self.text, self.base)  # the answer was lost: sent again
        self.base = sent
        if rng.random() < 0.3:
            self.adopt_head()

    def compare_and_choose(self):
        """A clash shows both texts: the writer keeps the other and puts their own lines below."""
        own = [line for line in (*self.done, self.growing) if line]
        self.adopt_head()
        there = self.text.split("\n")
        kept = [line for line in there if line in own or not line.startswith(f"- {self.name} ")]
        self.text = "\n".join([*kept, *(line for line in own if line not in kept)])


@dataclass
class Sitting:
    """The lines that were finished, those found in the text at the end, and the clashes."""

    written: Counter
    found: Counter
    clashes: int


def sitting(writers, rounds, seed, merge_with=merge, rewrites=0.0):
    """Writers type and save by turns until each has finished its line."""
    rng = chance(seed)
    store = Store(merge_with)
    people = [Writer(f"W{n}", store) for n in range(writers)]
    for writer in people:
        writer.adopt_head()
    for _turn in range(rounds * writers):
        writer = rng.choice(people)
        for _word in range(rng.randint(1, 3)):
            writer.type_on(rng)
        if rng.random() < rewrites:
            writer.rewrite_the_opening()
        writer.save(rng)
    for writer in people:
        while writer.growing:
            writer.type_on(rng)
        while writer.store.save(writer.text, writer.base) is None:
            writer.compare_and_choose()
    written = Counter(line for writer in people for line in writer.done)
    found = Counter(line for line in store.texts[store.head].split("\n") if " says " in line)
    return Sitting(written, found, store.clashes)


@pytest.mark.parametrize("writers", [2, 3, 8, 20])
def test_every_line_of_every_writer_is_in_the_text_once(writers):
    for seed in range(3):
        result = sitting(writers, rounds=20, seed=seed)
        assert result.found == result.written
        assert result.clashes == 0


def test_writers_who_clash_over_one_line_lose_none_of_the_others():
    for seed in range(5):
        result = sitting(writers=3, rounds=30, seed=seed, rewrites=0.2)
        assert result.found == result.written
        assert result.clashes > 0


def test_the_same_sitting_loses_lines_where_the_last_write_wins():
    result = sitting(writers=3, rounds=20, seed=0, merge_with=last_write_wins)
    assert (result.written - result.found).total() > 0
