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
    """A canonical text, line by line, in its own words and order; all of it.

    In: JSON as `chain.canonical` writes it. Raises ValueError for anything else.
    """
    return list(_lines(json.loads(text), 0))


def _lines(found: Any, level: int) -> Iterator[Said]:
    pairs = found.items() if isinstance(found, dict) else enumerate(found, start=1)
    for name, value in pairs:
        words = str(name).replace("_", " ")
        if isinstance(value, (dict, list)) and not _is_plain(value):
            yield Said(level, words)
            yield from _lines(value, level + 1)
        else:
            yield Said(level, words, _shown(value))


def _is_plain(value: Any) -> bool:
    """Nothing, or a list that fits a line."""
    return not value or (
        isinstance(value, list) and not any(isinstance(one, (dict, list)) for one in value)
    )


def _shown(value: Any) -> str:
    if isinstance(value, list):
        return ", ".join(_shown(one) for one in value) or "–"
    if isinstance(value, bool):
        return "✓" if value else "✗"
    return "–" if value in (None, "", {}) else str(value)
