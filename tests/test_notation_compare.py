"""Two texts beside each other."""

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from meetings.notation.compare import (
    MOST_ROWS,
    Piece,
    Row,
    RowKind,
    Side,
    compare,
    count_changes,
    shortened,
)
from tests.test_notation_laws import ANY_TEXT

LINES = st.lists(st.sampled_from(["", "- a", "- b", "ACTION Bo: call", "ACTION Bo: write"])).map(
    "\n".join
)
TEXTS = ANY_TEXT | LINES


def drawn(old, new):
    """Rows as a reader sees them: changed words in brackets."""

    def side(one):
        return "".join(f"[{text}]" if changed else text for text, changed in one.pieces)

    return [
        (row.kind.value, *(side(one) for one in (row.old, row.new) if one))
        for row in compare(old, new)
    ]


def test_a_line_that_changed_stands_beside_its_old_self_with_its_words_marked():
    assert drawn("- a\nACTION Bo: call the bank\n- z", "- a\nACTION Bo: call a lender\n- z") == [
        ("same", "- a", "- a"),
        ("changed", "ACTION Bo: call [the bank]", "ACTION Bo: call [a lender]"),
        ("same", "- z", "- z"),
    ]


def test_a_line_that_came_and_one_that_went_stand_alone():
    assert drawn("- a\n- gone for good\n- z", "- a\n- z\nCARRIED 5-0") == [
        ("same", "- a", "- a"),
        ("removed", "[- gone for good]"),
        ("same", "- z", "- z"),
        ("added", "[CARRIED 5-0]"),
    ]


def test_lines_are_numbered_as_in_their_own_text():
    assert compare("b", "a\nb")[1] == Row(
        RowKind.SAME, Side(1, (Piece("b"),)), Side(2, (Piece("b"),))
    )


def test_equal_texts_and_empty_ones_have_nothing_to_show():
    assert shortened(compare("a\nb", "a\nb")) == []
    assert compare("", "") == []
    assert drawn("", "a") == [("added", "[a]")]


def test_what_is_far_from_a_change_is_counted():
    text = "\n".join(f"line {n}" for n in range(20))
    rows = shortened(compare(text, text.replace("line 9", "line nine")))
    assert [row.skipped for row in rows] == [6, 0, 0, 0, 0, 0, 0, 0, 7]


def test_no_comparison_fills_more_than_its_rows():
    rows = shortened(compare("\n".join("a" * 3000), "\n".join("b" * 3000)))
    assert (len(rows), rows[-1].skipped) == (MOST_ROWS + 1, 6000 - MOST_ROWS)


@pytest.mark.parametrize(
    ("old", "new", "counts"),
    [
        ("", "a\nb", (2, 0)),
        ("a\nb", "a\nc", (1, 1)),
        ("a", "a", (0, 0)),
    ],
)
def test_lines_are_counted(old, new, counts):
    assert count_changes(old, new) == counts


@given(TEXTS, TEXTS)
def test_every_line_of_both_texts_is_there_once_and_in_order(old, new):
    rows = compare(old, new)
    for text, sides in ((old, [r.old for r in rows]), (new, [r.new for r in rows])):
        present = [side for side in sides if side]
        assert [side.number for side in present] == list(range(1, len(present) + 1))
        assert "\n".join("".join(p.text for p in side.pieces) for side in present) == text


@given(TEXTS, TEXTS)
def test_only_what_differs_is_marked(old, new):
    for row in compare(old, new):
        marked = [p.is_changed for side in (row.old, row.new) if side for p in side.pieces]
        if row.kind is RowKind.SAME:
            assert not any(marked)
            assert row.old.pieces == row.new.pieces
        elif row.kind is RowKind.CHANGED:
            assert any(marked)
        else:
            assert all(marked)


@given(TEXTS, TEXTS)
def test_a_shortened_comparison_leaves_out_nothing_but_unchanged_lines(old, new):
    rows = compare(old, new)
    short = shortened(rows)
    changed = [row for row in rows if row.kind is not RowKind.SAME]
    assert [r for r in short if r.kind not in (RowKind.SAME, RowKind.SKIPPED)] == changed
    assert sum(row.skipped or 1 for row in short) == (len(rows) if changed else 0)


@pytest.mark.parametrize("old", ["a\n" * 30_000, "word " * 12_000, "ab " * 20_000, "x" * 60_000])
@pytest.mark.parametrize("new", ["b\n" * 30_000, "ward " * 12_000, "ba " * 20_000, "y" * 60_000])
def test_the_longest_notes_are_compared_in_a_moment(old, new):
    start = time.process_time()
    shortened(compare(old, new))
    assert time.process_time() - start < 3
