"""Minutes in Markdown: headings of both kinds, lists, tables, front matter."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from html import unescape

from meetings.importers.columns import Drawn, drawn_columns
from meetings.importers.document import Fate, LineFate
from meetings.importers.front_matter import read_front_matter
from meetings.importers.layout import (
    Layout,
    Mark,
    SourceLine,
    join_wrapped,
    marked,
    noise_in,
)
from meetings.importers.tables import Table

ATX = re.compile(r"(?P<marks>#{1,6}|={2,6})\s+(?P<text>[^=\s].*?)\s*#*\s*")
HTML_HEADING = re.compile(r"<h(?P<rank>[1-6])[^>]*>(?P<text>.*?)</h[1-6]>\s*", re.IGNORECASE)
HTML_ENTRY = re.compile(r"\s*<li[^>]*>\s*", re.IGNORECASE)
HTML_CELL = re.compile(r"\s*<t[dh][^>]*>(.*?)</t[dh]>", re.IGNORECASE)
SETEXT = re.compile(r"(?P<mark>=|-){3,}\s*|-{2,}\s*")
BOLD_LINE = re.compile(
    r"(?:\*\*|__)(?P<text>[^*_].*?)(?:\*\*|__)\s*:?(?:\s*\(?\[[^\]]*\]\([^()\s]*\)\)?)?"
)
LONGER_RULE = 20  # a rule longer than its line by more is no heading's
ATTRIBUTES = re.compile(r"\s*\{[#.:][^}]*\}\s*$")
DEFINITION = re.compile(r":\s+\S")
TABLE_ROW = re.compile(r"\|.*\|")
TABLE_RULE = re.compile(r"\|[\s:|-]+\|")
TAG = re.compile(r"</?[a-zA-Z][^<>]*>")
IS_MARKDOWN = re.compile(
    r"^#{1,6} |^={2,6} \S|^=+ *$|^-{4,} *$|\*\*\S|\]\(https?:|^\|.*\||<(?:h[1-6]|li|p|tr)\b",
    re.MULTILINE,
)


@dataclass(frozen=True)
class _Page:
    physical: list[str]
    drawn: Drawn


def looks_like_markdown(text: str) -> bool:
    return len(IS_MARKDOWN.findall(text)) >= 2


def markdown_layout(text: str) -> Layout:
    physical = text.split("\n")
    layout = Layout([])
    page = _Page(physical, drawn_columns(physical))
    index = read_front_matter(physical, layout)
    while index < len(physical):
        index = _read(page, index, layout)
    layout.lines = join_wrapped(layout.lines)
    return layout


def _read(page: _Page, index: int, layout: Layout) -> int:
    """Reads one line, or a heading and the rule under it; returns the next one's place."""
    physical = page.physical
    stripped = physical[index].strip()
    if not stripped:
        return index + 1
    heading = _own_heading(stripped)
    if heading:
        layout.lines.append(_heading(index, physical, *heading))
        return index + 1
    below = physical[index + 1].strip() if index + 1 < len(physical) else ""
    if DEFINITION.match(below) and stripped[-1] not in ".:;!?":
        line = marked(index, physical, f"{physical[index].rstrip()}: {below[1:].strip()}")
        layout.lines.append(replace(line, numbers=(index + 1, index + 2)))
        return index + 2
    if _is_underlined(index, physical):
        rank = 1 if below[0] == "=" else 2
        layout.lines.append(_heading(index, physical, stripped, rank))
        layout.fates.append(LineFate(index + 2, Fate.NOISE, "rule"))
        return index + 2
    return _read_text(page, index, layout)


def _is_underlined(index: int, physical: list[str]) -> bool:
    """Whether a rule below makes a line a heading; one across the page only divides it."""
    text = physical[index].rstrip()
    below = physical[index + 1].strip() if index + 1 < len(physical) else ""
    if not SETEXT.fullmatch(below) or text.startswith((" ", "\t", "-", "*", "|", "#")):
        return False
    is_between = index > 0 and physical[index - 1].strip() == below
    return is_between or len(below) <= len(text) + LONGER_RULE


def _read_text(page: _Page, index: int, layout: Layout) -> int:
    """Reads a line that is no heading, or a table; returns the next one's place."""
    stripped = page.physical[index].strip()
    reason = "rule" if TABLE_RULE.fullmatch(stripped) else noise_in(stripped)
    reason = "table heading" if page.drawn.heads(index) else reason
    if reason or not TAG.sub(" ", stripped).strip():
        layout.fates.append(LineFate(index + 1, Fate.NOISE, reason or "markup"))
    elif cells_of(stripped):
        return _table(page.physical, index, layout)
    else:
        layout.lines.append(page.drawn.rows.get(index) or _line(page, index))
    return index + 1


def _own_heading(stripped: str) -> tuple[str, int] | None:
    """Text and rank of a heading that needs no rule below it."""
    html = HTML_HEADING.fullmatch(stripped)
    if html:
        return TAG.sub(" ", html["text"]).strip(), int(html["rank"])
    atx = ATX.fullmatch(stripped)
    return (atx["text"], len(atx["marks"])) if atx else None


def _heading(index: int, physical: list[str], text: str, rank: int) -> SourceLine:
    line = marked(index, physical)
    text = ATTRIBUTES.sub("", text).strip("* ")
    return replace(line, text=text, mark=Mark.HEADING, rank=rank, indent=0)


def cells_of(row: str) -> list[str]:
    """The cells of a row between bars, or of a row of HTML on one line."""
    if TABLE_ROW.fullmatch(row):
        return [cell.strip() for cell in row.strip("|").split("|")]
    return [TAG.sub(" ", cell).strip() for cell in HTML_CELL.findall(row)]


def _table(physical: list[str], start: int, layout: Layout) -> int:
    """Reads a whole table by its headings; returns the place behind it."""
    index = start
    table = Table(cells_of(physical[start].strip()))
    while index < len(physical) and (stripped := physical[index].strip()):
        cells = cells_of(stripped)
        if TABLE_RULE.fullmatch(stripped) or (index == start and table.has_headings):
            layout.fates.append(LineFate(index + 1, Fate.NOISE, "table heading"))
        elif cells:
            layout.lines.append(table.row(marked(index, physical), cells))
        else:
            break
        index += 1
    return index


def _line(page: _Page, index: int) -> SourceLine:
    line = page.drawn.line(index, page.physical)
    if HTML_ENTRY.match(page.physical[index]):
        line = replace(line, mark=Mark.BULLET)
    line = replace(line, text=unescape(TAG.sub(" ", line.text)).strip() or line.text)
    bold = BOLD_LINE.fullmatch(line.text)
    if bold and not line.mark and "**" not in bold["text"]:
        return replace(line, text=bold["text"].strip(), mark=Mark.BOLD, rank=7)
    return line
