"""Names of an archive that fit several people, or nearly one: asked once for all its texts."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from meetings.importers.document import Document
from meetings.importers.names import Used, names_in, question_about
from meetings.models import Attendance, Board, ImportBatch, ImportSource
from meetings.notation.lines import FlagCode
from meetings.notation.names import Known, Roster, fold
from meetings.services.refusals import Refused
from meetings.services.rosters import roster_of_board

MOST_QUESTIONS = 60
MOST_CANDIDATES = 40
LISTED = "="  # begins the key of a question about a full name on attendance lists
NEW, LEAVE = "new", "leave"


@dataclass
class Question:
    """One name, and whom it may mean. `choices` are values with their labels."""

    key: str
    typed: str
    source: ImportSource
    line: int
    example: str
    texts: int = 0
    candidates: dict[int, Known] = field(default_factory=dict)
    choices: list[tuple[str, str]] = field(default_factory=list)
    answer: str = ""

    @property
    def is_listed(self) -> bool:
        return self.key.startswith(LISTED)


def names_report(document: Document) -> dict[str, Any]:
    """What is kept of a text so that its names can be asked about: those listed, those used."""
    return {
        "listed": [[a.name, a.organisation or "", a.line] for a in document.attendees],
        "used": [[u.typed, u.said, u.line, u.example] for u in names_in(document)],
    }


def names_of(report: Mapping[str, Any]) -> tuple[list[list[Any]], list[list[Any]]]:
    """The names listed and used of a source's report; none in one kept before they were."""
    names = report.get("names", {})
    return names.get("listed", []), names.get("used", [])


def keys_of(report: Mapping[str, Any]) -> set[str]:
    """Every question that a text could raise."""
    listed, used = names_of(report)
    return {LISTED + fold(row[0]) for row in listed} | {fold(row[0]) for row in used}


def questions_of(batch: ImportBatch, waiting: Iterable[ImportSource]) -> list[Question]:
    """What is to be asked before the texts that wait become meetings.

    Their notes are read against the board's people and everybody on the batch's lists; a
    name is asked about once, those in most texts first, sixty at most at a time.
    """
    asker = _Asker(batch.board, sources := list(waiting))
    for source in sources:
        asker.ask(source)
    found = sorted(asker.questions.values(), key=lambda q: (-q.texts, q.key))[:MOST_QUESTIONS]
    labels = _labels([known for question in found for known in question.candidates.values()])
    for question in found:
        people = sorted(question.candidates.values(), key=lambda known: known.name)
        question.choices = [(_value(known), labels[known.key]) for known in people]
        question.answer = _answer(question, batch.answers.get(question.key, {}).get("as", ""))
    return found


def _value(known: Known) -> str:
    return f"person:{known.key}" if known.key > 0 else f"name:{known.name}"


def _answer(question: Question, value: str) -> str:
    """Somebody whom the batch was to make may be on the board by now."""
    if not value.startswith("name:"):
        return value
    name = fold(value.removeprefix("name:"))
    people = question.candidates.values()
    return next((_value(known) for known in people if fold(known.name) == name), value)


def _labels(people: Iterable[Known]) -> dict[int, str]:
    """Names; people of one name are told apart by whom they last came for."""
    names = {known.key: known.name for known in people}
    count = Counter(fold(name) for name in names.values())
    twice = [key for key, name in names.items() if key > 0 and count[fold(name)] > 1]
    came = Attendance.objects.filter(person__in=twice).order_by("meeting__date", "pk")
    firms = dict(came.values_list("person", "organisation_name")) if twice else {}
    return names | {key: f"{names[key]} ({firms.get(key) or f'no. {key}'})" for key in twice}


class _Asker:
    """The people whom an archive knows, by every name; keys below 0 are still to be made."""

    def __init__(self, board: Board, sources: list[ImportSource]) -> None:
        self.questions: dict[str, Question] = {}
        self._called: dict[str, set[int]] = defaultdict(set)
        roster = roster_of_board(board)
        people, firms = list(roster.people), list(roster.organisations)
        for known in people:
            for name in (known.name, *known.others):
                self._called[fold(name)].add(known.key)
        listed = [row for source in sources for row in names_of(source.report)[0]]
        for name, _firm, _line in listed:
            if not self._called[fold(name)]:
                people.append(Known(-len(people) - 1, name, is_here=False))
                self._called[fold(name)].add(people[-1].key)
        firms += [Known(0, firm) for firm in {row[1] for row in listed if row[1]}]
        self._people = {known.key: known for known in people}
        self._roster = Roster(people, firms)

    def ask(self, source: ImportSource) -> None:
        listed, used_names = names_of(source.report)
        twice = self._ask_listed(source, listed)
        there = {key for row in listed for key in self._called[fold(row[0])]}
        for row in used_names:
            used = Used(*row)
            asked = question_about(used, self._roster, there)
            if asked is None or fold(used.typed) in twice:
                continue
            why, people = asked
            question = self._question(fold(used.typed), used, source)
            if why is FlagCode.UNKNOWN_INITIALS:
                self._narrow(question, there)
            else:
                question.candidates |= {known.key: known for known in people}

    def _ask_listed(self, source: ImportSource, listed: list[list[Any]]) -> set[str]:
        """Full names that fit two people of the board. Out: those names."""
        twice = set()
        for name, _firm, line in listed:
            keys = self._called[fold(name)]
            if len(keys) > 1:
                twice.add(fold(name))
                used = Used(name, 0, line, name)
                question = self._question(LISTED + fold(name), used, source)
                question.candidates |= {key: self._people[key] for key in keys}
        return twice

    def _question(self, key: str, used: Used, source: ImportSource) -> Question:
        found = self.questions.setdefault(
            key, Question(key, used.typed, source, used.line, used.example)
        )
        found.texts += 1
        return found

    def _narrow(self, question: Question, there: set[int]) -> None:
        """Initials that fit nobody: somebody who is on the lists of all those texts."""
        both = question.candidates.keys() & there if question.candidates else there
        keys = sorted(both or question.candidates)[:MOST_CANDIDATES]
        question.candidates = {key: self._people[key] for key in keys}


@transaction.atomic
def answer(batch: ImportBatch, answers: Mapping[str, str]) -> int:
    """Keeps what somebody answered. In: values by the questions' keys; "" takes one back.

    Out: how many names are answered now. Raises Refused for what was not offered; nothing
    is kept then.
    """
    batch.board.wait_for_turn()
    batch.refresh_from_db(fields=["answers"])
    questions = questions_of(batch, batch.sources.waiting().defer("content"))
    for question in questions:
        value = answers.get(question.key, question.answer)
        offered = {*(value for value, _label in question.choices), NEW, LEAVE, ""}
        if value not in offered:
            raise Refused(_("Choose one of the people offered for “%s”.") % question.typed)
        kept = batch.answers.get(question.key, {})
        if value or kept:
            batch.answers[question.key] = kept | {"typed": question.typed, "as": value}
    batch.save(update_fields=["answers"])
    return sum(bool(kept["as"]) for kept in batch.answers.values())
