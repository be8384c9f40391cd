"""Records move with their lines: many rows in one statement, and no line held twice on the way."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from django.db import models


def update_rows(model: type[Any], rows: Iterable[models.Model], fields: Sequence[str]) -> None:
    """Writes columns of rows that exist, one after the other, in one statement.

    In: the rows in the order in which they are to be written, with what else a row needs to
    be a row. An update that lists its cases costs many times as much, and in no order.
    """
    model.objects.bulk_create(
        rows, update_conflicts=True, unique_fields=["id"], update_fields=fields
    )


def in_free_order(moves: Mapping[int, tuple[int | None, int]]) -> tuple[list[int], list[int]]:
    """The order in which rows can go to new lines, each to one that is free by then.

    In: by the key of a row its line before (None: it has none) and after; no two have the
    same. Out: all keys in that order, and those that give up their line first, because they
    change places among each other.
    """
    holder = {before: key for key, (before, _after) in moves.items() if before is not None}
    order: dict[int, None] = {}
    giving_up: list[int] = []
    for start in moves:
        chain: dict[int, None] = {}
        key: int | None = start
        while key is not None and key not in order and key not in chain:
            chain[key] = None
            key = holder.get(moves[key][1])
        if key is not None and key in chain and moves[key][0] != moves[key][1]:
            giving_up.append(key)
        order |= dict.fromkeys(reversed(chain))
    return list(order), giving_up


Said = tuple[Any, ...]


def redraw_rows(
    model: type[Any],
    fields: Sequence[str],
    drawn: Mapping[int, tuple[int, Said]],
    wanted: Mapping[int, Said],
    **fixed: Any,
) -> None:
    """Rows without an identity of their own come to say what their lines say.

    In: `drawn` and `wanted` by line: the columns `fields`, and of what is drawn the key.
    Rows are used again in their order, so that lines that only shift are written once.
    """
    stale = [key for n, (key, said) in sorted(drawn.items()) if wanted.get(n) != said]
    line_of = {key: n for n, (key, _said) in drawn.items()}
    new = [n for n in sorted(wanted) if n not in drawn or drawn[n][1] != wanted[n]]

    def row(line: int, **key: int) -> Any:
        return model(line=line, **key, **fixed, **dict(zip(fields, wanted[line], strict=True)))

    moves = {key: (line_of[key], line) for key, line in zip(stale, new, strict=False)}
    if len(stale) > len(new):
        model.objects.filter(pk__in=stale[len(new) :]).delete()
    order, _none = in_free_order(moves)  # they keep their order, so that none are in a ring
    if order:
        update_rows(model, [row(moves[key][1], pk=key) for key in order], ["line", *fields])
    if len(new) > len(stale):
        model.objects.bulk_create([row(line) for line in new[len(stale) :]])
