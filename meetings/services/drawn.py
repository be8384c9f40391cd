# ruff: noqa: S608 - the statement is put together from constants of this module alone
"""What stands in the database of an item's notes: every record of every kind, in one query."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import NamedTuple

from django.db import connection

from meetings.models import Action, AgendaItem
from meetings.notation import lines as notation
from meetings.notation.lines import Line
from meetings.notation.parser import may_hold_records


class Row(NamedTuple):
    """One record as it was drawn, or one of an action's owners. Each kind fills its own columns."""

    kind: str
    key: int
    line: int | None
    number: int | None = None
    label: str | None = None
    text: str = ""
    due: str | None = None
    place: int | None = None
    name: str = ""
    person: int | None = None
    firm: int | None = None
    is_everyone: int | None = None
    other_name: str = ""
    other_person: int | None = None
    state: str = ""
    outcome: str = ""
    words: str = ""
    votes_for: int | None = None
    votes_against: int | None = None
    votes_abstain: int | None = None
    amends: int | None = None
    has_ballot: int | None = None


def _part(kind: str, where: str, **columns: str) -> str:
    """The rows of one kind, with nothing in the columns of the others."""
    given = {"kind": f"'{kind}'", "key": "r.id", "line": "r.line"} | columns
    nothing = dict.fromkeys(Row._fields, "CAST(NULL AS bigint)")
    nothing |= {name: "''" for name, default in Row._field_defaults.items() if default == ""}
    nothing |= {"label": "CAST(NULL AS text)", "due": "CAST(NULL AS text)"}
    listed = ", ".join(f"{given.get(name, nothing[name])} AS {name}" for name in Row._fields)
    return f"SELECT {listed} FROM {where}"


# By hand: one statement where the models would take five, of which each costs more to compose
# than to run. What lost its line waits in the meeting to be adopted by any of its items.
OF_ITEM = "WHERE r.item_id = %(item)s"
OF_MEETING = (
    "JOIN meetings_agendaitem i ON i.id = r.item_id {more} WHERE i.meeting_id = %(meeting)s "
    "AND (r.line IS NULL OR r.item_id = %(item)s)"
)
OWNERS = "LEFT JOIN meetings_actionowner o ON o.action_id = r.id"
PARTS = (
    _part(
        "statement",
        f"meetings_statement r {OF_ITEM}",
        text="r.text",
        name="r.speaker",
        person="r.person_id",
    ),
    _part("aside", f"meetings_aside r {OF_ITEM}", text="r.text"),
    _part(
        "review",
        f"meetings_actionreview r JOIN meetings_action a ON a.id = r.action_id {OF_ITEM}",
        number="a.number",
        text="r.remark",
        state="r.verdict",
        words="a.text",
    ),
    _part(
        "action",
        f"meetings_action r {OF_MEETING.format(more=OWNERS)} AND r.superseded_by_id IS NULL "
        "AND (r.line IS NOT NULL OR r.part_of_id IS NULL)",
        number="r.number",
        text="r.text",
        due="CAST(r.due_on AS text)",
        place="o.position",
        name="o.name",
        person="o.person_id",
        firm="o.organisation_id",
        is_everyone="CAST(o.is_everyone AS integer)",
    ),
    _part(
        "resolution",
        f"meetings_resolution r {OF_MEETING.format(more='')} AND NOT EXISTS "
        "(SELECT 1 FROM meetings_resolution n WHERE n.replaces_id = r.id)",
        label="r.number",
        text="r.text",
        name="r.mover_name",
        person="r.mover_id",
        other_name="r.seconder_name",
        other_person="r.seconder_id",
        state="r.state",
        outcome="r.recorded_outcome",
        words="r.recorded_words",
        votes_for="r.recorded_for",
        votes_against="r.recorded_against",
        votes_abstain="r.recorded_abstain",
        amends="r.amends_id",
        has_ballot="(SELECT MIN(b.number) FROM meetings_ballot b WHERE b.resolution_id = r.id)",
    ),
)
RECORDS = " UNION ALL ".join(PARTS) + " ORDER BY key, place"


KINDS = (
    notation.Statement,
    notation.Aside,
    notation.Action,
    notation.Motion,
    notation.Review,
)


@dataclass(frozen=True)
class Drawn:
    """Rows by kind; `meeting_of` the actions that lines name and that stand elsewhere."""

    rows: dict[str, list[Row]] = field(default_factory=lambda: defaultdict(list))
    meeting_of: dict[int, int] = field(default_factory=dict)


def drawn_of(item: AgendaItem, before: str, lines: Iterable[Line]) -> Drawn:
    """What was drawn of an item's notes, before the lines in force now are.

    In: the notes they replace. Nothing is read where neither can hold a record; a second
    query only where a line names an action (`ACTION A-41 Ada: ...`) that is not the item's.
    """
    lines = list(lines)
    drawn = Drawn()
    if not may_hold_records(before) and not any(isinstance(x.content, KINDS) for x in lines):
        return drawn
    with connection.cursor() as cursor:
        cursor.execute(RECORDS, {"item": item.pk, "meeting": item.meeting_id})
        for columns in cursor.fetchall():
            row = Row(*columns)
            drawn.rows[row.kind].append(row)
    named = {x.content.number for x in lines if isinstance(x.content, notation.Action)}
    named -= {None, *(row.number for row in drawn.rows["action"])}
    if named:
        others = Action.objects.filter(board=item.meeting.board_id, number__in=named).order_by()
        pairs = others.values_list("number", "item__meeting")
        drawn.meeting_of.update((number or 0, meeting) for number, meeting in pairs)
    return drawn
