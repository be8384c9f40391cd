"""Laws of the notation: any text parses, no word is lost, writing is a fixed point."""

import re
import time
from collections import Counter

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from meetings.notation.markup import render_inline
from meetings.notation.parser import parse
from meetings.notation.writer import numbers_of, without_sources, write, write_lines
from tests.test_notation_table import CONTEXT, NOTES, TABLE

PIECES = st.sampled_from([row[0] for row in TABLE] + NOTES) | st.text(max_size=30)
INDENTED = st.tuples(st.sampled_from(["", " ", "  ", "    ", "\t", "- ", "  - ", "\\"]), PIECES)
MINUTES = st.lists(INDENTED.map("".join), max_size=12).map("\n".join)
ANY_TEXT = st.text(max_size=400) | MINUTES
WORDS = re.compile(r"\w+")


def words(text):
    return Counter(WORDS.findall(text))


@given(ANY_TEXT)
@settings(max_examples=400, deadline=None)
def test_any_text_parses_and_every_word_survives(text):
    assert words(write(parse(text, CONTEXT), CONTEXT)) == words(text)


@given(ANY_TEXT)
@settings(max_examples=400, deadline=None)
def test_each_written_line_stands_where_it_is_said_to(text):
    written = write_lines(parse(text, CONTEXT), CONTEXT)
    found = [line.number for line in parse("\n".join(written), CONTEXT).lines]
    assert numbers_of(written) == found


@given(ANY_TEXT)
@settings(max_examples=400, deadline=None)
def test_what_is_written_means_the_same_and_is_a_fixed_point(text):
    notes = parse(text, CONTEXT)
    written = write(notes, CONTEXT)
    assert parse(written, CONTEXT) == notes
    assert write(parse(written, CONTEXT), CONTEXT) == written


@given(ANY_TEXT)
@settings(max_examples=400, deadline=None)
def test_lines_that_nobody_typed_are_composed_to_mean_the_same(text):
    notes = parse(text, CONTEXT)
    composed = write(without_sources(notes), CONTEXT)
    assert parse(composed, CONTEXT).lines == notes.lines


@given(ANY_TEXT)
@settings(max_examples=200, deadline=None)
def test_inline_markup_makes_only_four_tags(text):
    tags = set(re.findall(r"<\s*/?\s*([a-zA-Z!?]+)", render_inline(text)))
    assert tags <= {"strong", "em", "code", "a"}


HOSTILE = {
    "one long word": lambda size: "x" * size,
    "colons": lambda size: ":" * size,
    "one long line of speakers": lambda size: "Lars: " * (size // 6),
    "speakers": lambda size: "Lars: x\n" * (size // 8),
    "near names": lambda size: "Anthony: x\n" * (size // 11),
    "actions": lambda size: "ACTION Lars, " * (size // 13) + ": x",
    "many actions": lambda size: "ACTION Lars: Anthony, Bob to y\n" * (size // 31),
    "results": lambda size: "RESOLVED: " + "carried 9-" * (size // 10),
    "stars": lambda size: "*" * size,
    "quotes": lambda size: "> " * (size // 2),
    "nested quotes": lambda size: "\n".join(">" * n for n in range(int((2 * size) ** 0.5))),
    "brackets": lambda size: "![" * (size // 2),
    "indents": lambda size: "\n".join(" " * n + "- x" for n in range(int((2 * size) ** 0.5))),
    "continued": lambda size: "- x\n" + "  y\n" * (size // 4),
    "fences": lambda size: "```a\n" * (size // 5),
    "names in capitals": lambda size: "Aa Bb " * (size // 6),
    "by by by": lambda size: "ACTION Lars: " + "by " * (size // 3),
    "votes": lambda size: "FOR: " + "a, " * (size // 3),
    "spaces": lambda size: "x" + " " * size + "y",
    "motions": lambda size: "MOTION: a\n" * (size // 20) + "CARRIED\n" * (size // 20),
}
KEYWORDS = (
    "CARRIED", "NOT CARRIED", "RECUSED", "A-1", "FOR: a", "MOTION", "ACTION", "AI", "RESOLVED",
    "PROXY", "ARRIVED", "NEXT MEETING", "COVERED UNDER", "DEFERRED", "Lars", "PRESENT+", "[Lars",
)  # fmt: skip


def spaces_behind(word):
    return lambda size: word + " " * size + "x"


HOSTILE |= {f"spaces behind {word}": spaces_behind(word) for word in KEYWORDS}
HOSTILE["different full names"] = lambda size: (
    "Anthony: x\n" + ", ".join(f"Mark A{n}" for n in range(size // 12))
)
SMALL = 250_000


def seconds(work, size):
    start = time.process_time()
    work(size)
    return time.process_time() - start


def most(small):
    """Four times the text takes at most eight times as long: twice the linear time, as a
    margin for noise, where anything quadratic takes sixteen times."""
    return 8 * small + 0.05


def growth(work, size):
    """How long some work takes at a size, and at four times that size: the best of two, but the
    long text is read again only if it took too long."""
    small = min(seconds(work, size) for _round in range(2))
    large = seconds(work, 4 * size)
    return small, large if large <= most(small) else min(large, seconds(work, 4 * size))


@pytest.mark.parametrize("name", HOSTILE)
def test_a_megabyte_of_hostile_text_takes_time_in_proportion(name):
    hostile = HOSTILE[name]
    small, large = growth(lambda size: parse(hostile(size), CONTEXT), SMALL)
    assert large <= most(small)


@pytest.mark.parametrize("text", [row[0] for row in TABLE])
def test_every_line_of_the_table_is_composed_as_a_line_that_means_the_same(text):
    notes = parse(text, CONTEXT)
    assert parse(write(without_sources(notes), CONTEXT), CONTEXT).lines == notes.lines
