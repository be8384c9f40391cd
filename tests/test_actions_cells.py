"""Cells for spreadsheets: nothing in them computes, and nothing is lost on the way."""

import csv
import io

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from meetings.exports.cells import STARTS_FORMULA, plain_cell, safe_cell, table_of

ANYTHING = st.one_of(
    st.text(),
    st.builds(str.__add__, st.sampled_from(["", "'", "''", *STARTS_FORMULA]), st.text()),
)


@given(ANYTHING)
@example("'=1")
@example("''=1")
@example("'s-Gravenhage")
@example("")
def test_what_went_in_comes_out(text):
    assert plain_cell(safe_cell(text)) == text


@given(ANYTHING)
def test_no_cell_begins_like_a_formula(text):
    assert not safe_cell(text).startswith(STARTS_FORMULA)


@pytest.mark.parametrize(
    "text",
    ["=HYPERLINK(1)", "+1", "-1", "@SUM(1)", "\t=1", "\r=1", "\n=1", "＝1", "＋1", "－1", "＠x"],
)
def test_what_may_compute_gets_an_apostrophe(text):
    assert safe_cell(text) == f"'{text}"


@pytest.mark.parametrize("text", ["Ada", "'s-Gravenhage", "a=b", "A-41", "", " x"])
def test_plain_words_stay_as_they_are(text):
    assert safe_cell(text) == plain_cell(text) == text


def test_a_table_is_marked_utf_8_and_reads_back():
    file = table_of(["name", "note"], [["Zoë", "=1+1\nand more"], [None, 3]])
    rows = list(csv.reader(io.StringIO(file.decode("utf-8-sig"), newline="")))
    assert file.startswith(b"\xef\xbb\xbf")
    assert rows == [["name", "note"], ["Zoë", "'=1+1\nand more"], ["", "3"]]
