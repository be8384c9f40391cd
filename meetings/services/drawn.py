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
from meetings.notation.names import Roster
from meetings.services.rosters import NAMES, roster_from


class Row(NamedTuple):
    """One record as it was drawn, one of an action's owners, or a name of the roster.

    Each kind fills its own columns.
    """

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
    is_here: int | None = None
    carries_out: int | None = None
    is_said: int | None = None


def _part(where: str, kind: str, **columns: str) -> str:
    """The rows of one kind, with nothing in the columns of the others."""
    given = {"kind": kind, "key": "r.id", "line": "r.line"} | columns
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
        f"meetings_statement r {OF_ITEM}",
        "'statement'",
        text="r.text",
        name="r.speaker",
        person="r.person_id",
    ),
    _part(f"meetings_aside r {OF_ITEM}", "'aside'", text="r.text"),
    _part(
        f"meetings_actionreview r JOIN meetings_action a ON a.id = r.action_id {OF_ITEM}",
        "'review'",
        number="a.number",
        text="r.remark",
        state="r.verdict",
        words="a.text",
    ),
    _part(
        f"meetings_action r {OF_MEETING.format(more=OWNERS)} AND r.superseded_by_id IS NULL "
        "AND (r.line IS NOT NULL OR r.part_of_id IS NULL)",
        "'action'",
        number="r.number",
        text="r.text",
        due="CAST(r.due_on AS text)",
        place="o.position",
        name="o.name",
        person="o.person_id",
        firm="o.organisation_id",
        is_everyone="CAST(o.is_everyone AS integer)",
        carries_out="r.carries_out_id",
        is_said="CAST(r.carries_out_is_said AS integer)",
    ),
    _part(
        f"meetings_resolution r {OF_MEETING.format(more='')} AND (r.line IS NOT NULL OR NOT EXISTS "
        "(SELECT 1 FROM meetings_resolution n WHERE n.replaces_id = r.id))",
        "'resolution'",
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


NAME = _part(
    f"({NAMES}) n",
    "n.kind",
    key="n.key",
    line="CAST(NULL AS bigint)",
    number="n.own",
    name="n.name",
    is_here="CAST(n.is_here AS integer)",
)
ORDER = "ORDER BY key, place"
RECORDS = " UNION ALL ".join(PARTS) + f" {ORDER}"
NAMES_AND_RECORDS = " UNION ALL ".join([NAME, *PARTS]) + f" {ORDER}"


@dataclass(frozen=True)
class Drawn:
    """Rows by kind; `meeting_of` the actions that lines name and that stand elsewhere."""

    rows: dict[str, list[Row]] = field(default_factory=lambda: defaultdict(list))
    meeting_of: dict[int, int] = field(default_factory=dict)

    def follow(self, item: AgendaItem, lines: Iterable[Line]) -> None:
        """Looks up the actions that lines name (`ACTION A-41 Ada: ...`) and that are no rows."""
        named = {x.content.number for x in lines if isinstance(x.content, notation.Action)}
        named -= {None, *(row.number for row in self.rows["action"])}
        if named:
            others = Action.objects.filter(board=item.meeting.board_id, number__in=named)
            pairs = others.order_by().values_list("number", "item__meeting")
            self.meeting_of.update((number or 0, meeting) for number, meeting in pairs)


def drawn_of(item: AgendaItem) -> Drawn:
    """What was drawn of an item's notes, and what lost its line in the meeting."""
    return _read(RECORDS, item)


def names_and_drawn_of(item: AgendaItem) -> tuple[Roster, Drawn]:
    """The same, with the roster of the meeting: whatever a save asks, in one statement."""
    drawn = _read(NAMES_AND_RECORDS, item)
    names = [*drawn.rows.pop("person", ()), *drawn.rows.pop("firm", ())]
    found = ((n.kind, n.number or 0, n.key, n.name, bool(n.is_here)) for n in names)
    return roster_from(found), drawn


def _read(statement: str, item: AgendaItem) -> Drawn:
    drawn = Drawn()
    asked = {"item": item.pk, "meeting": item.meeting_id, "board": item.meeting.board_id}
    with connection.cursor() as cursor:
        cursor.execute(statement, asked)
        for row in map(Row._make, cursor.fetchall()):
            drawn.rows[row.kind].append(row)
    return drawn
