"""A page's own data in front of its text: who was there is kept, the rest says what it is."""

from __future__ import annotations

import re
from dataclasses import replace

from meetings.importers.attendance import labelled_kind
from meetings.importers.document import Fate, LineFate
from meetings.importers.layout import Layout, Mark, marked

FENCES = ("---", "+++")
LONGEST = 80
METADATA = re.compile(r"(?P<key>[\w -]{1,40}?)\s*[:=]\s*(?P<value>.*)")


def read_front_matter(physical: list[str], layout: Layout) -> int:
    """Reads the block between the first two rules, where a page opens with one.

    Out: the place behind it. Lists of people become lines, other values `metadata`.
    """
    fence = physical[0].strip()
    if fence not in FENCES or fence not in (row.strip() for row in physical[1:LONGEST]):
        return 0
    _drop(layout, 0)
    lists_people = False
    for index, line in enumerate(physical[1:], start=1):
        if line.strip() == fence:
            _drop(layout, index)
            return index + 1
        match = METADATA.fullmatch(line) if not line.startswith((" ", "\t", "-")) else None
        if match:
            key, value = match["key"].lower().strip(), match["value"].strip(" \"'")
            layout.metadata[key] = value
            lists_people = labelled_kind(key.replace("_", " ")) is not None
        if lists_people and line.strip(" -"):
            _keep(index, physical, layout)
        elif line.strip():
            _drop(layout, index)
    return len(physical)


def _drop(layout: Layout, index: int) -> None:
    layout.fates.append(LineFate(index + 1, Fate.NOISE, "front matter"))


def _keep(index: int, physical: list[str], layout: Layout) -> None:
    """ "present:" and the names below it, or "present: [Ada, Bo]"."""
    text = re.sub(r"[\[\]\"]", "", physical[index]).replace(" = ", ": ")
    line = marked(index, physical, text)
    if not line.is_listed:
        label, colon, names = line.text.partition(":")
        line = replace(line, text=f"{label.replace('_', ' ').capitalize()}{colon}{names}")
    layout.lines.append(replace(line, indent=2 if line.mark is Mark.BULLET else 0))
