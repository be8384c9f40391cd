"""Minutes in MediaWiki's own text."""

from __future__ import annotations

import re
from dataclasses import replace

from meetings.importers.document import Fate, LineFate
from meetings.importers.layout import Layout, Mark, SourceLine, marked, noise_in
from meetings.importers.wikitable import read_wikitable

HEADING = re.compile(r"(?P<marks>={1,6})\s*(?P<text>[^=].*?)\s*=+\s*\|?")
LIST = re.compile(r"(?P<marks>[*#:;]+)\s*(?P<text>\S.*)")
INTERNAL = re.compile(r"\[\[(?:[^\]|]*\|)?([^\]|]+)\]\]")
EXTERNAL = re.compile(r"\[https?://\S+\s+([^\]]+)\]")
ACTION = re.compile(
    r"\{\{\s*(?:Action|To-?do|AI)\s*\|\s*(?P<who>[^{}|]+)\}\}\s*(?P<text>.*)", re.IGNORECASE
)
DECISION = re.compile(
    r"\{\{\s*(?P<label>Decision|Resolution|Resolved|Motion)\s*\}\}\s*(?P<text>\S.*)", re.IGNORECASE
)
TEMPLATE = re.compile(r"\{\{[^{}]*\|[^{}]*=[^{}]*\}\}")
STRONG = re.compile(r"'{2,5}")
IS_WIKI = re.compile(r"^=+ ?[^=\n]+ ?=+ *\|?$|\[\[[^\]]+\]\]|'''|\{\{\w", re.MULTILINE)


def looks_like_mediawiki(text: str) -> bool:
    return len(IS_WIKI.findall(text)) >= 2


def mediawiki_layout(text: str) -> Layout:
    physical = text.split("\n")
    layout = Layout([])
    seen: dict[str, int] = {}
    end = 0
    for index, line in enumerate(physical):
        stripped = line.strip()
        if stripped.startswith("{|") and index >= end:
            end = read_wikitable(physical, index, layout, plain_wiki)
        if not stripped or index < end:
            continue
        reason = "template" if TEMPLATE.fullmatch(stripped) else noise_in(stripped)
        reason = reason or _shown_twice(stripped, index, seen)
        if reason:
            layout.fates.append(LineFate(index + 1, Fate.NOISE, reason))
        else:
            layout.lines.append(_line(index, physical))
    return layout


def _shown_twice(stripped: str, index: int, seen: dict[str, int]) -> str | None:
    """A comparison of two versions shows an unchanged line on both sides of a bar."""
    if not stripped.endswith(" |"):
        return None
    before = seen.get(stripped)
    seen[stripped] = index
    return "page history" if before == index - 1 else None


def _line(index: int, physical: list[str]) -> SourceLine:
    line = marked(index, physical)
    raw = physical[index].strip().removesuffix(" |")
    action = ACTION.fullmatch(raw.lstrip("*#: "))
    if action:
        return replace(line, text=f"Action {action['who'].strip()}: {plain_wiki(action['text'])}")
    decision = DECISION.fullmatch(raw.lstrip("*#: "))
    if decision:
        return replace(
            line, text=f"{decision['label'].capitalize()}: {plain_wiki(decision['text'])}"
        )
    heading = HEADING.fullmatch(raw)
    if heading:
        rank = len(heading["marks"])
        return replace(line, text=plain_wiki(heading["text"]), mark=Mark.HEADING, rank=rank)
    listed = LIST.fullmatch(raw)
    if listed:
        depth = len(listed["marks"]) - 1
        mark = Mark.NONE if set(listed["marks"]) <= set(":;") else Mark.BULLET
        return replace(line, text=plain_wiki(listed["text"]), mark=mark, indent=2 * depth)
    return replace(line, text=plain_wiki(line.text.removesuffix(" |")))


def plain_wiki(text: str) -> str:
    """Text without the wiki's marks for links and bold."""
    plain = STRONG.sub("", INTERNAL.sub(r"\1", EXTERNAL.sub(r"\1", text))).strip()
    return plain or text.strip() or "-"
