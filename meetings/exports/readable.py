"""What an entry of the register commits to, as lines that a person reads."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class Said:
    """One line: how deep it stands, its name, and what it says, or nothing for a heading."""

    level: int
    name: str
    value: str | None = None


def readable(text: str) -> list[Said]:
    """A canonical text, line by line, in its own words and order; nothing left out but blanks.

    In: JSON as `chain.canonical` writes it. Raises ValueError for anything else.
    """
    return list(_lines(json.loads(text), 0))


def _lines(found: Any, level: int) -> Iterator[Said]:
    pairs = found.items() if isinstance(found, dict) else enumerate(found, start=1)
    for name, value in pairs:
        words = str(name).replace("_", " ")
        if isinstance(found, list) and _fits_a_line(value):
            said = (f"{key.replace('_', ' ')} {_shown(one)}" for key, one in value.items() if one)
            yield Said(level, words, " · ".join(said))
        elif isinstance(value, (dict, list)) and not _is_plain(value):
            yield Said(level, words)
            yield from _lines(value, level + 1)
        else:
            yield Said(level, words, _shown(value))


def _fits_a_line(value: Any) -> bool:
    """A row of a list, such as a seat and its vote; not an item with its notes."""
    return isinstance(value, dict) and all(
        not isinstance(one, dict) and _is_plain(one) and "\n" not in str(one) and len(str(one)) < 99
        for one in value.values()
    )


def _is_plain(value: Any) -> bool:
    """Nothing, or what fits a line."""
    if isinstance(value, list):
        return not any(isinstance(one, (dict, list)) for one in value)
    return not isinstance(value, dict) or not value


def _shown(value: Any) -> str:
    if isinstance(value, list):
        return ", ".join(_shown(one) for one in value) or "–"
    if isinstance(value, bool):
        return "✓" if value else "✗"
    return "–" if value in (None, "", {}) else str(value)
