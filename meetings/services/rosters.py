"""Whom the names in a meeting's notes may mean."""

from __future__ import annotations

import datetime
from collections import defaultdict
from collections.abc import Iterable, Iterator
from typing import Any, NamedTuple

from django.db import connection
from django.db.models import Value
from django.db.models.functions import Coalesce

from meetings.models import (
    AgendaItem,
    Attendance,
    Board,
    ItemPresenter,
    Meeting,
    Member,
)
from meetings.notation.context import Context, ItemRef
from meetings.notation.lines import NameKind
from meetings.notation.names import Known, Roster, fold, words_in


class _Name(NamedTuple):
    """One name of one record: `key` is the record it stands for, merged ones resolved.

    `own` is the record whose own name it is; an alias is nobody's own name, and has 0.
    """

    kind: str
    own: int
    key: int
    name: str
    is_here: bool


# By hand: every save of notes asks, and the models take ten times as long to compose it.
NAMES = """SELECT 'person' AS kind, r.id AS own, COALESCE(r.merged_into_id, r.id) AS key, r.name,
    EXISTS (
        SELECT 1 FROM meetings_attendance a WHERE a.person_id = r.id AND a.meeting_id = %(meeting)s
    ) AS is_here FROM meetings_person r WHERE r.board_id = %(board)s
    UNION ALL
    SELECT 'firm', r.id, COALESCE(r.merged_into_id, r.id), r.name, FALSE
    FROM meetings_organisation r WHERE r.board_id = %(board)s
    UNION ALL
    SELECT 'person', 0, COALESCE(r.merged_into_id, r.id), n.name, FALSE
    FROM meetings_personalias n JOIN meetings_person r ON r.id = n.person_id
    WHERE r.board_id = %(board)s
    UNION ALL
    SELECT 'firm', 0, COALESCE(r.merged_into_id, r.id), n.name, FALSE
    FROM meetings_organisationalias n JOIN meetings_organisation r ON r.id = n.organisation_id
    WHERE r.board_id = %(board)s
"""


def context_for(meeting: Meeting) -> Context:
    """What the notes of a meeting are read against, in two queries.

    Keys are primary keys. Who is on the attendance list wins over the rest of the board.
    A merged record stands for the one it was merged into. Dates without a year are
    understood from the meeting's date, local to the board.
    """
    return Context(roster_for(meeting), meeting.date, item_refs(meeting))


def roster_for(meeting: Meeting) -> Roster:
    """The board's people and organisations by all their names, in one query."""
    return _roster(meeting.board_id, meeting.pk)


def roster_of_board(board: Board) -> Roster:
    """The same without a meeting: nobody is here."""
    return _roster(board.pk, None)


def _roster(board: int, meeting: int | None) -> Roster:
    with connection.cursor() as cursor:
        cursor.execute(NAMES, {"board": board, "meeting": meeting})
        return roster_from(cursor.fetchall())


def roster_from(rows: Iterable[tuple[str, int, int, str, bool]]) -> Roster:
    """In: what NAMES finds."""
    people: list[Known] = []
    firms: list[Known] = []
    for kind, known in _known(rows):
        (people if kind == "person" else firms).append(known)
    return Roster(people, firms)


def namable(meeting: Meeting, *, on: datetime.date) -> list[dict[str, Any]]:
    """Everybody a name may be completed to: who is on the list in its order, then the board's.

    Each has "name", "organisation" (as listed that day, else of the term running `on` that
    day) and "others", which are aliases, initials and the names of merged records.
    """
    person = Coalesce("person__merged_into_id", "person_id")
    terms = Member.objects.current(on).filter(person__board=meeting.board_id)
    firms = dict(terms.values_list(person, Coalesce("organisation__name", Value(""))))
    listed = Attendance.objects.filter(meeting=meeting).order_by("position", "pk")
    here = dict(listed.values_list(person, "organisation_name"))
    places = {key: place for place, key in enumerate(here)}
    people = roster_for(meeting).people
    ranked = sorted(people, key=lambda one: (places.get(one.key, len(places)), fold(one.name)))
    return [
        {
            "name": one.name,
            "organisation": here.get(one.key) or firms.get(one.key, ""),
            "others": list(one.others),
        }
        for one in ranked
    ]


def item_refs(meeting: Meeting) -> tuple[ItemRef, ...]:
    """The agenda, as the notes of its items may refer to it."""
    found: dict[int, tuple[str, list[str]]] = {}
    rows = AgendaItem.objects.filter(meeting=meeting).order_by("position", "presenters__position")
    for position, title, presenter in rows.values_list("position", "title", "presenters__name"):
        presenters = found.setdefault(position, (title, []))[1]
        if presenter:
            presenters.append(presenter)
    return tuple(ItemRef(p, title, tuple(names)) for p, (title, names) in found.items())


def others_naming(item: AgendaItem, words: set[str]) -> list[AgendaItem]:
    """The meeting's other items that have one of these words, or a question, for saving."""
    others = AgendaItem.objects.for_saving().filter(meeting=item.meeting_id).exclude(pk=item.pk)
    return [o for o in others.exclude(notes="") if o.flags or words & words_in(o.notes)]


def _known(rows: Iterable[tuple[str, int, int, str, bool]]) -> Iterator[tuple[str, Known]]:
    names: dict[tuple[str, int], list[_Name]] = defaultdict(list)
    for name in map(_Name._make, rows):
        names[name.kind, name.key].append(name)
    for (kind, key), called in sorted(names.items()):
        own = next(n.name for n in called if n.own == key)
        others = tuple(n.name for n in called if n.own != key)
        yield kind, Known(key, own, others, any(n.is_here for n in called))


def create_presenters(item: AgendaItem, names: Iterable[str], roster: Roster) -> None:
    """Who presents an item, as typed; a name that fits one person of the roster is theirs."""
    ItemPresenter.objects.bulk_create(
        ItemPresenter(
            item=item,
            position=position,
            name=typed,
            person_id=name.key if name.kind is NameKind.PERSON else None,
        )
        for position, typed in enumerate(names, start=1)
        for name in [roster.bind(typed)]
    )
