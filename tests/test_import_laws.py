"""Laws of the reader: any text is read or refused in a sentence, and no line goes missing."""

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from meetings.importers.document import Fate
from meetings.importers.reader import read_minutes
from meetings.importers.source import Unreadable
from tests.test_import_plain import MINUTES

SAMPLES = Path(__file__).parent / "samples"
PAGE_LINES = (SAMPLES / "page_lines.txt").read_text().split("\n")
OWN_LINES = [line for line in MINUTES.split("\n") if line]
PIECES = st.sampled_from(OWN_LINES + PAGE_LINES) | st.text(max_size=25)
INDENT = st.sampled_from(["", "", "  ", "- ", "  - ", "\t", "• ", "> "])
PAGES = st.lists(st.tuples(INDENT, PIECES).map("".join), max_size=30).map("\n".join)


@given(PAGES)
@settings(max_examples=500, deadline=None)
def test_any_page_is_read_or_refused_in_a_sentence(text):
    try:
        document = read_minutes(text)
    except Unreadable as no:
        sentence = str(no)
    else:
        sentence = "."
        filled = [n for n, line in enumerate(text.split("\n"), start=1) if line.strip()]
        assert [fate.number for fate in document.fates] == filled
        assert all(item.title for item in document.items)
        assert all(attendee.name for attendee in document.attendees)
    assert sentence.endswith(".")


@given(PAGES)
@settings(max_examples=200, deadline=None)
def test_every_note_and_record_of_a_page_is_a_line_of_an_item(text):
    try:
        document = read_minutes(text)
    except Unreadable:
        return
    kept = {line.number for item in document.items for line in item.lines}
    notes = {fate.number for fate in document.fates if fate.fate is Fate.NOTE}
    starts = {item.line for item in document.items}
    joined = notes - kept - starts
    assert all(number - 1 in kept | notes | starts for number in joined)


@pytest.mark.parametrize(
    "unit", ["Ada moved ", "Ada, ", "were present: A, ", "motion carried ", "1-2 "]
)
def test_a_long_line_is_read_in_time_in_proportion(unit):
    from tests.test_notation_laws import growth, most

    page = "Minutes of 4 May 2026\n\nBudget (Ada)\n\n"
    small, large = growth(lambda size: read_minutes(page + unit * (size // len(unit))), 14_000)
    assert large <= most(small)
