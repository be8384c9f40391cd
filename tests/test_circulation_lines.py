"""A line is followed from one text to a later one, and rewritten as it would be typed."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from meetings.notation.context import Context
from meetings.notation.edit import with_words, words_at
from meetings.notation.follow import place_now
from meetings.notation.parser import parse

PIECES = st.sampled_from(
    ["- The roof leaks.", "  - under it", "   and goes on", "", "ACTION Ada: oil it", "> said",
     "```", "plain", "\tdeep", "-", "RESOLVED: x - carried"]
)  # fmt: skip
TEXTS = st.lists(PIECES, max_size=12).map("\n".join)
CONTEXT = Context()


def starts(text):
    return [line.number for line in parse(text, CONTEXT).lines]


@pytest.mark.parametrize(
    ("text", "line", "words"),
    [
        ("- a\n- b", 2, "b"),
        ("  -- b", 1, "b"),
        ("ACTION Ada: oil it", 1, "ACTION Ada: oil it"),
        ("- one\n  goes on\n- two", 1, "one\ngoes on"),
        ("```\n  x\n```", 1, "```\n  x\n```"),
    ],
)
def test_a_lines_words_are_those_typed_without_its_bullet(text, line, words):
    assert words_at(text, line, CONTEXT) == words


def test_a_line_is_typed_anew_under_its_bullet():
    text = "- one\n  goes on\n  - two\n- three"
    assert with_words(text, 3, "2\nand more", CONTEXT) == (
        "- one\n  goes on\n  - 2\n    and more\n- three"
    )


@pytest.mark.parametrize("number", [0, 2, 9])
def test_where_no_line_begins_there_are_no_words(number):
    with pytest.raises(LookupError):
        words_at("- one\n  goes on", number, CONTEXT)


@given(TEXTS)
def test_a_lines_own_words_put_back_leave_the_text_meaning_the_same(text):
    for number in starts(text):
        again = with_words(text, number, words_at(text, number, CONTEXT), CONTEXT)
        contents = [line.content for line in parse(text, CONTEXT).lines]
        assert [line.content for line in parse(again, CONTEXT).lines] == contents


@pytest.mark.parametrize(
    ("old", "new", "line", "now"),
    [
        ("a\nb\nc", "a\nb\nc", 2, 2),
        ("a\nb\nc", "x\na\nb\nc", 2, 3),
        ("a\nb\nc", "a\nc", 2, None),
        ("a\nthe roof leaks\nc", "a\nthe roof leaks badly\nc", 2, 2),
        ("the roof leaks\nthe door jams", "new\nthe door jams a bit\nthe roof leaks a bit", 1, 3),
        ("a", "", 1, 1),
        ("a\nb", "b", 1, None),
        ("a", "a", 7, None),
    ],
)
def test_a_line_is_found_again_in_a_later_text(old, new, line, now):
    assert place_now(old, new, line) == now


@given(TEXTS, TEXTS, st.integers(-2, 20))
def test_a_line_is_followed_to_a_line_or_nowhere(old, new, number):
    now = place_now(old, new, number)
    assert now is None or 1 <= now <= len(new.split("\n"))


@given(TEXTS)
def test_in_an_unchanged_text_every_line_stays(text):
    for number in range(1, len(text.split("\n")) + 1):
        assert place_now(text, text, number) == number
