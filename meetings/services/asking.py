"""What an item asks about its notes: flags, but for those that somebody has settled."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from meetings.models import AgendaItem
from meetings.notation.lines import Flag


def asked(item: AgendaItem, flags: Iterable[Flag]) -> list[dict[str, Any]]:
    """The flags as an item keeps them."""
    return [flag_as_json(flag) for flag in flags if not item.has_settled(flag)]


def ask_more(item: AgendaItem, flags: Iterable[Flag]) -> None:
    """Questions that only the records raise, beside those of the text."""
    more = asked(item, flags)
    if more:
        item.flags = [*item.flags, *more]
        AgendaItem.objects.filter(pk=item.pk).update(flags=item.flags)


def flag_as_json(flag: Flag) -> dict[str, Any]:
    return {
        "code": flag.code.value,
        "line": flag.line,
        "subject": flag.subject,
        "candidates": [{"label": c.label, "key": c.key} for c in flag.candidates],
    }
