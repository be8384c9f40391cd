"""A line of the notes wins over what was entered by hand, and gives it back when it goes."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Protocol


class Overruled(Protocol):
    """A row that lines may speak of; `overruled` is null where lines alone made it."""

    overruled: dict[str, Any] | None


def overrule(row: Overruled, said: Mapping[str, Any], unsaid: Mapping[str, Any]) -> bool:
    """Sets what lines say of a row; whether that changed anything.

    In: `said` by column, and `unsaid`, every column that lines may speak of with its value on
    a row that nobody entered by hand. What JSON cannot hold is kept as text.
    """
    rest = dict(unsaid) if row.overruled is None else dict(row.overruled)
    wanted: dict[str, Any] = {}
    for name in unsaid:
        if name in said:
            rest.setdefault(name, getattr(row, name))
            wanted[name] = said[name]
        elif name in rest:
            wanted[name] = rest.pop(name)
    changed = any(getattr(row, name) != value for name, value in wanted.items())
    for name, value in wanted.items():
        setattr(row, name, value)
    if row.overruled is not None:
        changed = changed or rest != row.overruled
        row.overruled = rest
    return changed
