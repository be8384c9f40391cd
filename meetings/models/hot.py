"""Queries of the pages that are read most: composed once, asked with other values each time.

Django composes a query's SQL anew whenever it is asked, which takes several times as long as
running it. A function decorated with `hot` says the query with a `Slot` for each value; its
text is kept, and the rows become the models that Django itself would make of them.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from typing import Any

from django.core.exceptions import EmptyResultSet
from django.db import connections
from django.db.models import BigIntegerField, Expression, Field, Q
from django.db.models.query import ModelIterable, get_related_populators

from meetings.models.actors import Actor, Standing


class Slot(Expression):
    """A value's place in a query."""

    def __init__(self, name: str, output_field: Field[Any, Any] | None = None) -> None:
        super().__init__(output_field=output_field or BigIntegerField())
        self.name = name

    def as_sql(self, compiler: Any, connection: Any) -> tuple[str, Any]:
        return "%s", (self,)


@dataclass(frozen=True)
class _Composed:
    """The text, its values or their slots, and what makes a model, or a tuple, of a row."""

    alias: str
    sql: str
    params: tuple[Any, ...]
    converters: dict[int, Any]
    read: Callable[[Any], Any]

    def rows(self, values: dict[str, Any]) -> list[Any]:
        if not self.sql:
            return []
        connection = connections[self.alias]
        with connection.cursor() as cursor:
            cursor.execute(self.sql, [_filled(one, values, connection) for one in self.params])
            found: list[Any] = cursor.fetchall()
        if self.converters:
            found = [self._converted(row, connection) for row in found]
        return [self.read(row) for row in found]

    def _converted(self, row: Any, connection: Any) -> Any:
        row = list(row)
        for place, (converters, expression) in self.converters.items():
            for convert in converters:
                row[place] = convert(row[place], expression, connection)
        return row


def _filled(param: Any, values: dict[str, Any], connection: Any) -> Any:
    if not isinstance(param, Slot):
        return param
    return param.output_field.get_db_prep_value(values[param.name], connection)


class Hot:
    """A query as its function says it, with what decides its text as arguments."""

    def __init__(self, build: Callable[..., Any]) -> None:
        self.plain = build
        self._composed = cache(self._compose)

    def __call__(self, *shape: Any, **values: Any) -> list[Any]:
        """The rows, for the values of all slots; others are left over."""
        composed: _Composed = self._composed(*shape)
        return composed.rows(values)

    def of_meetings(self, meetings: list[int]) -> list[Any]:
        """The rows of one meeting by the text that is kept, those of several by its like."""
        if len(meetings) == 1:
            return self(meeting=meetings[0])
        return list(self.plain(meetings))

    def _compose(self, *shape: Any) -> _Composed:
        rows = self.plain(*shape)
        compiler = rows.query.get_compiler(using=rows.db)
        try:
            sql, params = compiler.as_sql()
        except EmptyResultSet:  # as for `none()`: nothing to ask
            return _Composed(rows.db, "", (), {}, tuple)
        converters = compiler.get_converters([column[0] for column in compiler.select])
        is_model = rows._iterable_class is ModelIterable
        read = _reader(compiler, rows.db) if is_model else tuple
        return _Composed(rows.db, sql, tuple(params), converters, read)


def hot(build: Callable[..., Any]) -> Hot:
    return Hot(build)


def _reader(compiler: Any, alias: str) -> Callable[[Any], Any]:
    """A row to its model, with what it is joined and annotated with: as `ModelIterable` has it."""
    info, select = compiler.klass_info, compiler.select
    model, fields = info["model"], info["select_fields"]
    start, end = fields[0], fields[-1] + 1
    names = [column[0].target.attname for column in select[start:end]]
    populators: Any = get_related_populators(info, select, alias)  # type: ignore[call-arg]
    annotated = list(compiler.annotation_col_map.items())

    def read(row: Any) -> Any:
        found = model.from_db(alias, names, row[start:end])
        for populator in populators:
            populator.populate(row, found)
        for name, place in annotated:
            setattr(found, name, row[place])
        return found

    return read


def in_meetings(path: str, meetings: Any) -> Q:
    """Rows of a meeting that a slot stands for, or of several."""
    return Q(**{path if isinstance(meetings, Slot) else f"{path}__in": meetings})


Shape = tuple[Standing, bool, bool]


def shape_of(actor: Actor) -> Shape:
    """What decides the text of a query on what somebody may see: nothing that names them."""
    seat = actor.member.seat_id if actor.member else None
    return (actor.standing, actor.person is not None, seat is not None)


def anybody_of(shape: Shape) -> Actor:
    """An actor of that shape with slots in place of their rows, for `items_in_sight` and others."""
    standing, has_person, has_seat = shape
    board: Any = Slot("board")
    person: Any = Slot("person") if has_person else None
    member: Any = _Seated(Slot("seat")) if has_seat else None
    return Actor(board, standing, person, member)


@dataclass(frozen=True)
class _Seated:
    seat_id: Slot


def slots_of(actor: Actor) -> dict[str, Any]:
    """What fills the slots of `anybody_of`."""
    return {
        "board": actor.board.pk,
        "person": actor.person.pk if actor.person else None,
        "seat": actor.member.seat_id if actor.member else None,
    }
