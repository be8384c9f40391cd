"""The names that people and organisations go by, and who else has them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TypeVar

from django.db import transaction
from django.utils.translation import gettext as _

from meetings.models import Board, Organisation, Person
from meetings.notation.names import Known, fold
from meetings.services.refusals import Refused

Record = TypeVar("Record", Person, Organisation)


class NamesRefused(Refused):
    """Names that cannot be kept: sentences by the field they belong to."""

    def __init__(self, problems: dict[str, list[str]]) -> None:
        self.problems = problems
        super().__init__(" ".join(what for all_of in problems.values() for what in all_of))


def in_turn(record: Record) -> Record:
    """The record as it stands now that it is this act's turn on the board.

    Raises Refused where it has gone.
    """
    record.board.wait_for_turn()
    rows = type(record).objects.select_related("board", "merged_into")
    now = rows.filter(pk=record.pk).first()
    if now is None:
        raise Refused(_("%s has been deleted in the meantime.") % record)
    return now


def records_of(record: Record) -> list[Record]:
    """The record and those that were merged into it, with their aliases."""
    rows = type(record).objects.filter(merged_into=record.pk).order_by("name", "pk")
    return [record] + list(rows.prefetch_related("aliases"))  # noqa: RUF005 - mypy loses a starred one's type


def other_names(records: Sequence[Record]) -> list[str]:
    """Every way in which minutes write the first of the records, each once."""
    first = records[0]
    named = {fold(first.name): first.name}
    for record in records:
        for name in _names_of(record):
            named.setdefault(fold(name), name)
    return list(named.values())[1:]


def _names_of(record: Person | Organisation) -> list[str]:
    return [record.name, *(alias.name for alias in record.aliases.all())]


def known_by(board: Board, kind: type[Person] | type[Organisation]) -> list[Known]:
    """The board's people or organisations by all their names, a merged one's under the one kept."""
    rows: list[Person | Organisation] = list(
        kind.objects.filter(board=board).prefetch_related("aliases")
    )
    names: dict[int, list[str]] = {row.pk: _names_of(row) for row in rows}
    for row in rows:
        if row.merged_into_id:
            names[row.merged_into_id] += names.pop(row.pk)
    kept = [row for row in rows if not row.merged_into_id]
    return [Known(row.pk, row.name, tuple(names[row.pk][1:])) for row in kept]


@transaction.atomic
def keep_names(
    record: Record, *, name: str, aliases: Iterable[str], email: str | None = None
) -> Record:
    """Gives a record its name and its other names; what is the same as another folds away.

    Out: the record. Raises NamesRefused where a new name means somebody else of the board,
    Refused where the record has gone or was merged.
    """
    now = in_turn(record)
    if now.merged_into:
        raise Refused(
            _("%(one)s was merged into %(other)s in the meantime.")
            % {"one": now, "other": now.merged_into}
        )
    known = {fold(name)}
    for row in records_of(now)[1:]:
        known |= {fold(n) for n in _names_of(row)}
    wanted = {fold(alias): alias for alias in reversed(list(aliases)) if fold(alias) not in known}
    _refuse_if_taken(now, name, wanted)
    _save_changes(now, {"name": name} if email is None else {"name": name, "email": email})
    now.aliases.exclude(name__in=wanted.values()).delete()
    for alias in sorted(set(wanted.values()) - set(_names_of(now)[1:])):
        now.aliases.create(name=alias)
    return now


def _save_changes(record: Person | Organisation, values: dict[str, str]) -> None:
    """Only a change makes an entry of the record's history."""
    changed = [field for field, value in values.items() if getattr(record, field) != value]
    for field in changed:
        setattr(record, field, values[field])
    if changed:
        record.save(update_fields=changed)


def _refuse_if_taken(record: Person | Organisation, name: str, wanted: dict[str, str]) -> None:
    """What a record is called already is not asked about again."""
    theirs: dict[str, str] = {}
    for known in known_by(record.board, type(record)):
        if known.key != record.pk:
            theirs |= {fold(n): known.name for n in (known.name, *known.others)}
    kept = {fold(n) for n in _names_of(record)}
    taken = [typed for key, typed in wanted.items() if key in theirs and key not in kept]
    problems = {"aliases": [_taken(record, typed, theirs[fold(typed)]) for typed in taken]}
    problems["name"] = _problems_of_name(record, name, theirs)
    if any(problems.values()):
        raise NamesRefused(problems)


def _problems_of_name(
    record: Person | Organisation, name: str, theirs: dict[str, str]
) -> list[str]:
    """Two people may have one name; organisations are told apart by theirs."""
    if isinstance(record, Person) or fold(name) == fold(record.name):
        return []
    if fold(name) in theirs:
        return [_taken(record, name, theirs[fold(name)])]
    if fold(name) in {fold(row.name) for row in record.merged_from.all()}:
        return [
            _("“%s” is the name of a record merged into this one. Merge the other way round.")
            % name
        ]
    return []


def _taken(record: Person | Organisation, typed: str, whose: str) -> str:
    sentence = (
        _("“%(typed)s” is a name of %(whose)s. If the two are one person, merge them instead.")
        if isinstance(record, Person)
        else _("“%(typed)s” is a name of %(whose)s. If the two are one, merge them instead.")
    )
    return sentence % {"typed": typed, "whose": whose}
