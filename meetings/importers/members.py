"""A table of members (CSV) into rows, with everything that is wrong with it at once."""

from __future__ import annotations

import csv
import datetime
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from difflib import get_close_matches

from meetings.importers.emails import email_problem, same_email
from meetings.importers.source import Unreadable, decode
from meetings.notation.names import fold

MOST_ROWS = 5_000
LONGEST_NAME = 200
LAST_PLACE = 99
COLUMNS = ("Name", "Email", "Organisation", "Role", "Seat", "Place", "Since")
KNOWN = {name.casefold(): name for name in COLUMNS} | {"organization": "Organisation"}
ROLES = ("member", "observer", "staff")
# Nobody rises by a file: these are given one by one, by the board's administrator.
OFFICES = {"admin", "administrator", "superuser", "operator", "owner", "root"}
OFFICES |= {"chair", "deputychair", "secretary", "boardadministrator"}
POWERS = OFFICES | {"isadministrator", "isadmin", "issuperuser", "isstaff", "permissions"}
POWERS |= {"groups", "password", "user", "username", "account"}
SEPARATORS = {",": "commas", ";": "semicolons", "\t": "tabs"}
FIRST_YEAR, LAST_YEAR = 1900, 2100


class RolesElsewhere(Exception):
    """The table would give an office or a power; the message is a sentence."""

    def __init__(self) -> None:
        super().__init__("Roles are given on the Members page.")


@dataclass(frozen=True)
class MemberRow:
    """One row, numbered as a spreadsheet numbers it; what is empty is not asked for."""

    number: int
    name: str
    email: str = ""
    organisation: str = ""
    role: str = ""
    seat: str = ""
    place: int | None = None
    since: datetime.date | None = None


@dataclass
class Table:
    """What was read; `problems` are sentences, in the order of their rows."""

    separator: str
    rows: list[MemberRow] = field(default_factory=list)
    found: list[tuple[int, str]] = field(default_factory=list)

    @property
    def problems(self) -> list[str]:
        return [sentence for _number, sentence in sorted(self.found, key=lambda one: one[0])]


def read_members(content: bytes, *, limit: int, plain: Callable[[str], str]) -> Table:
    """The rows of a table, or what is wrong with it.

    In: the bytes, the most that are read, and what gives a cell back as it was before it was
    made safe for spreadsheets. Raises Unreadable for what is no text or has too many rows, and
    RolesElsewhere where a column or a cell would give an office.
    """
    text = decode(content, limit=limit)
    separator = _separator(text)
    table = Table(SEPARATORS[separator])
    records = list(_records(text, separator, table))
    if not records:
        return table
    (at, heading), *rest = records
    names = _headings(at, heading, table)
    if table.found:
        return table
    for number, cells in rest:
        if len(cells) != len(names):
            held = f"{len(cells)} cell{'s' * (len(cells) != 1)}"
            table.found.append((number, f"Row {number} has {held}; the heading has {len(names)}."))
            continue
        table.rows.append(_row(number, dict(zip(names, map(plain, cells), strict=True)), table))
    _refuse_doubles(table)
    return table


def _separator(text: str) -> str:
    """The one that finds most columns in the first line that has something in it."""
    first = text.strip("\n").split("\n", 1)[0]

    def known(separator: str) -> tuple[int, int]:
        cells = first.split(separator)
        return sum(_key(cell.strip('" ')) in KNOWN for cell in cells), len(cells)

    return max(SEPARATORS, key=known)


def _records(text: str, separator: str, table: Table) -> Iterator[tuple[int, list[str]]]:
    """Rows that have something in them; one that cannot be read is the last."""
    reader = csv.reader(text.splitlines(keepends=True), delimiter=separator, strict=True)
    number = filled = 0
    while True:
        number += 1
        try:
            cells = next(reader)
        except StopIteration:
            return
        except csv.Error as error:
            table.found.append((number, f"Row {number}: {_why(error)}"))
            return
        if any(cell.strip() for cell in cells):
            filled += 1
            if filled > MOST_ROWS + 1:
                raise Unreadable(f"The table has more than {MOST_ROWS:,} rows. Bring it in parts.")
            yield number, cells


def _why(error: csv.Error) -> str:
    if "limit" in str(error):
        return f"a cell is longer than {csv.field_size_limit():,} characters."
    if "end of data" in str(error):
        return "a quote is opened and never closed."
    return "a quoted cell goes on after its closing quote."


def _key(heading: str) -> str:
    return "".join(character for character in heading.casefold() if character.isalnum())


def _headings(number: int, cells: Sequence[str], table: Table) -> list[str]:
    """The columns by the names we know. Raises RolesElsewhere for one that gives powers."""
    if any(_key(cell) in POWERS for cell in cells):
        raise RolesElsewhere
    names = [KNOWN.get(_key(cell), "") for cell in cells]
    for at, (cell, name) in enumerate(zip(cells, names, strict=True), start=1):
        if not cell.strip():
            table.found.append((number, f"Column {at} has no heading."))
        elif not name:
            table.found.append((number, f"Column '{cell.strip()}' is not known. {_meant(cell)}"))
    for name in COLUMNS:
        if names.count(name) > 1:
            table.found.append((number, f"Column '{name}' is there {names.count(name)} times."))
    if "Name" not in names:
        table.found.append((number, "Column 'Name' is missing."))
    return names


def _meant(cell: str) -> str:
    close = get_close_matches(_key(cell), list(KNOWN), n=1)
    if close:
        return f"Did you mean '{KNOWN[close[0]]}'?"
    return f"Known are {', '.join(COLUMNS)}."


def _row(number: int, cells: dict[str, str], table: Table) -> MemberRow:
    def wrong(sentence: str) -> None:
        table.found.append((number, f"Row {number}: {sentence}"))

    names = {name: " ".join(cells.get(name, "").split()) for name in COLUMNS}
    email = cells.get("Email", "").strip(" ")
    for sentence in (*_wrong_names(names), *_wrong_email(email)):
        wrong(sentence)
    return MemberRow(
        number,
        names["Name"],
        email,
        names["Organisation"],
        _role(names["Role"], wrong),
        names["Seat"],
        _place(names["Place"], names["Seat"], wrong),
        _since(names["Since"], wrong),
    )


def _wrong_names(names: dict[str, str]) -> Iterator[str]:
    if not names["Name"]:
        yield "there is no name."
    for column in ("Name", "Organisation", "Seat"):
        typed = names[column]
        if typed and not any(character.isalnum() for character in fold(typed)):
            yield f"“{typed[:40]}” has no letter."
        if len(typed) > LONGEST_NAME:
            yield f"“{typed[:40]}…” is too long: at most {LONGEST_NAME} characters."


def _wrong_email(email: str) -> Iterator[str]:
    problem = email_problem(email) if email else ""
    if problem:
        yield f"“{' '.join(email.split())[:80]}” {problem}"


def _role(typed: str, wrong: Callable[[str], None]) -> str:
    """Raises RolesElsewhere for an office."""
    if _key(typed) in OFFICES:
        raise RolesElsewhere
    if typed and _key(typed) not in ROLES:
        wrong(f"“{typed[:40]}” is no role here. Write {', '.join(ROLES[:-1])} or {ROLES[-1]}.")
        return ""
    return _key(typed)


def _place(typed: str, seat: str, wrong: Callable[[str], None]) -> int | None:
    if not typed:
        return None
    if not (typed.isascii() and typed.isdigit() and 1 <= int(typed[:4]) <= LAST_PLACE):
        wrong(f"“{typed[:40]}” is no place on a seat. Write a number from 1 to {LAST_PLACE}.")
        return None
    if not seat:
        wrong("a place needs a seat.")
    return int(typed)


def _since(typed: str, wrong: Callable[[str], None]) -> datetime.date | None:
    if not typed:
        return None
    try:
        day = datetime.date.fromisoformat(typed)
    except ValueError:
        day = datetime.date.min
    if not FIRST_YEAR <= day.year <= LAST_YEAR:
        wrong(f"“{typed[:40]}” is not a day. Write it as 2026-03-05.")
        return None
    return day


def _refuse_doubles(table: Table) -> None:
    """One address is one person; without an address, so is one name."""
    same: dict[str, list[int]] = defaultdict(list)
    for row in table.rows:
        same[same_email(row.email) if row.email else f"name {fold(row.name)}"].append(row.number)
    for numbers in same.values():
        if len(numbers) > 1:
            table.found.append((numbers[0], same_person(numbers)))


def same_person(numbers: Iterable[int]) -> str:
    *first, last = sorted(numbers)
    return f"Rows {', '.join(map(str, first))} and {last} are the same person."
