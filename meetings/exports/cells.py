"""Cells of a table that a spreadsheet opens: text stays text, there and back again."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence

# What a spreadsheet may read as the beginning of a formula, full-width forms included.
STARTS_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
KEPT = "'"


def safe_cell(text: str) -> str:
    """The text with an apostrophe before it, if a spreadsheet might compute with it.

    A text that begins with apostrophes and then like a formula gets one more, so that
    `plain_cell` gives back exactly what went in. Source: OWASP, CSV injection.
    """
    return KEPT + text if _may_compute(text) else text


def plain_cell(text: str) -> str:
    """What `safe_cell` was given. Other apostrophes ('s-Gravenhage) are left alone."""
    return text[1:] if text.startswith(KEPT) and _may_compute(text) else text


def _may_compute(text: str) -> bool:
    return text.lstrip(KEPT).startswith(STARTS_FORMULA)


def table_of(header: Sequence[str], rows: Iterable[Sequence[object]]) -> bytes:
    """A CSV file: UTF-8 with its mark, so that spreadsheets take it for that; CRLF; quoted.

    In: cells of any kind; None is an empty one.
    """
    file = io.StringIO(newline="")
    writer = csv.writer(file, quoting=csv.QUOTE_ALL)
    for row in (header, *rows):
        writer.writerow([safe_cell("" if cell is None else str(cell)) for cell in row])
    return file.getvalue().encode("utf-8-sig")
