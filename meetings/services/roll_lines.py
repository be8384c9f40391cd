"""Lines that say who is there, and when: the attendance list follows them.

A meeting's lines are read together, in the order in which its items were taken, so that a
line which goes leaves no trace. What was entered by hand stands again then.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.db.models import F, Q

from meetings.models import AgendaItem, Attendance, Person
from meetings.notation.context import Context
from meetings.notation.lines import Fact, Flag, FlagCode, Line, NameKind, Roll, RollKind
from meetings.notation.names import Roster, fold, looks_like_name
from meetings.notation.parser import FENCE, parse
from meetings.services.bylaws import bylaws_on
from meetings.services.changes import Change
from meetings.services.facts import draw_facts
from meetings.services.roll_list import Told, read_list, write_list
from meetings.services.roll_seats import draw_proxies, draw_recusals
from meetings.services.seats import seats_on

FACTS = ("CALLED TO ORDER", "ADJOURNED", "NEXT MEETING")
TIMES = ("ARRIVED", "LEFT")
SEATS = ("PROXY", "RECUSED")
ROLLS = ("PRESENT+", "REGRETS+", "CHAIR", "SCRIBE", *TIMES, *SEATS)
WORDS = (*ROLLS, *FACTS)
OF_SEATS = (RollKind.PROXY, RollKind.RECUSED)
FLAGS = {
    FlagCode.UNKNOWN_PERSON,
    FlagCode.NO_SEAT,
    FlagCode.NO_PROXIES,
    FlagCode.OTHER_ORGANISATION,
    FlagCode.TOO_MANY_PROXIES,
}


@dataclass(frozen=True)
class Drawn:
    """Whom names may mean now, and what is to be asked about the lines of that item."""

    roster: Roster
    flags: tuple[Flag, ...]


def mentions_roll(*texts: str) -> bool:
    """Whether a text may hold such lines: most do not, and cost nothing more then."""
    return any(_has(text, WORDS) for text in texts)


def _has(text: str, words: tuple[str, ...]) -> bool:
    return any(word in text for word in words)


def changes_roll(before: str, after: str) -> bool:
    """Whether such lines may have come, gone, moved or changed, whoever is on the roster."""
    return mentions_roll(before, after) and list(_spoken(before)) != list(_spoken(after))


def _spoken(text: str) -> Iterator[tuple[int, str]]:
    """By their numbers, the lines that may speak, what may continue them, and fences."""
    goes_on = False
    for number, line in enumerate(text.split("\n"), start=1):
        goes_on = mentions_roll(line) or (goes_on and line[:1].isspace() and bool(line.strip()))
        if goes_on or FENCE in line:
            yield number, line


def roll_flags(item: AgendaItem) -> list[dict[str, Any]]:
    """What is asked of such lines, as an item has it; it holds as long as they do."""
    return [flag for flag in item.flags if flag["code"] in FLAGS]


def draw_roll(change: Change, roster: Roster) -> Drawn:
    """Attendance, presence, proxies, recusals and the meeting's facts, as all its lines say.

    In: the meeting's roster, read since it is the writer's turn on the board. What no line
    speaks of, and none of this item did before, is not looked at.
    """
    meeting, before = change.item.meeting, change.before
    lines = list(_lines_of(change, roster))
    facts = [c for _pk, line in lines if isinstance(c := line.content, Fact)]
    if facts or _has(before, FACTS):
        draw_facts(meeting, facts)
    rolls = [(pk, line, c) for pk, line in lines if isinstance(c := line.content, Roll)]
    if not rolls and not _has(before, ROLLS):
        return Drawn(roster, ())
    has_times = any(roll.time for _pk, _line, roll in rolls) or _has(before, TIMES)
    listed = read_list(meeting, roster, has_times=has_times)
    told, flags = _tell(change, rolls, {one.key: one.name for one in roster.people}, listed.rows)
    now = write_list(listed, told)
    if _has(before, SEATS) or any(roll.kind in OF_SEATS for _pk, _line, roll in rolls):
        day = meeting.date or change.save.at.date()
        seats = seats_on(meeting.board, day)
        flags += draw_proxies(meeting, rolls, seats, bylaws_on(meeting.board, day))
        draw_recusals(meeting, rolls, seats)
    return Drawn(now, tuple(flag for pk, flag in flags if pk == change.item.pk))


def _lines_of(change: Change, roster: Roster) -> Iterator[tuple[int, Line]]:
    """Every line of the meeting that may speak of attendance, with its item's key."""
    items = AgendaItem.objects.filter(meeting=change.item.meeting)
    items = items.exclude(~Q(pk=change.item.pk), notes="")
    taken = items.order_by(F("order_taken").asc(nulls_last=True), "position")
    context = Context(roster, change.item.meeting.date)
    for pk, notes in taken.values_list("pk", "notes"):
        if pk == change.item.pk:
            yield from ((pk, line) for line in change.lines)
        elif mentions_roll(notes):
            yield from ((pk, line) for line in parse(notes, context).lines)


def _tell(
    change: Change,
    rolls: list[tuple[int, Line, Roll]],
    named: dict[int, str],
    rows: dict[int, Attendance],
) -> tuple[dict[int, Told], list[tuple[int, Flag]]]:
    """What is said of whom. Somebody unknown is made of `PRESENT+` and a full name alone."""
    told: dict[int, Told] = {}
    flags: list[tuple[int, Flag]] = []
    bound = {roll.name.key for _pk, _line, roll in rolls}
    made: dict[str, int] = {}
    for pk, line, roll in rolls:
        key = roll.name.key if roll.name.kind is NameKind.PERSON else None
        if key is None and _is_newcomer(roll):
            name = fold(roll.name.typed)
            if name not in made:
                made[name] = _newcomer(change, roll.name.typed, (pk, line.number), rows, bound)
            key = made[name]
            named[key] = roll.name.typed
        if key is None:
            if roll.name.kind is not NameKind.UNCLEAR:  # which the parser asks about
                flag = Flag(FlagCode.UNKNOWN_PERSON, roll.name.typed, (), line.number)
                flags.append((pk, flag))
        elif roll.kind not in (RollKind.PROXY, RollKind.RECUSED):
            is_new = key in made.values()
            told.setdefault(key, Told(key, named[key], is_new)).lines.append((pk, line, roll))
    return told, flags


def _is_newcomer(roll: Roll) -> bool:
    typed = roll.name.typed
    is_outside = roll.kind is RollKind.PRESENT and roll.name.kind is NameKind.OUTSIDE
    return is_outside and " " in typed and looks_like_name(typed)


def _newcomer(
    change: Change,
    name: str,
    place: tuple[int, int],
    rows: dict[int, Attendance],
    bound: set[int | None],
) -> int:
    """A person for a name that nobody has; one whose name is still being typed is renamed."""
    for key, row in rows.items():
        if row.is_new_person and key not in bound and (row.item_id, row.line) == place:
            row.person.name = row.name = name
            row.person.save(update_fields=["name"])
            return key
    return Person.objects.create(board=change.item.meeting.board, name=name).pk
