"""What was answered about an archive's names, remembered while its meetings are made."""

from __future__ import annotations

from typing import Any

from meetings.models import Board, ImportBatch, ImportSource, Person, PersonAlias
from meetings.notation.names import fold
from meetings.services.questions import LEAVE, LISTED, NEW, keys_of

Answer = dict[str, Any]


def settle_names(source: ImportSource) -> dict[str, Person]:
    """Makes the people and the aliases that the answers about this text's names call for.

    Out: by folded full name, whom the attendance list means. A batch without answers
    changes nothing. The batch notes what was made, so that it can be taken back.
    """
    batch = ImportBatch.objects.filter(sources=source).first()
    if batch is None or not batch.answers:
        return {}
    listed: dict[str, Person] = {}
    for key in sorted(keys_of(source.report) & set(batch.answers)):
        answer = batch.answers[key]
        person = _person_meant(source.board, answer, is_listed=key.startswith(LISTED))
        if person and key.startswith(LISTED):
            listed[key.removeprefix(LISTED)] = person
        elif person:
            _remember(person, answer)
    batch.save(update_fields=["answers"])
    return listed


def _person_meant(board: Board, answer: Answer, *, is_listed: bool) -> Person | None:
    """The one chosen, found or made; None where the name is left as typed."""
    value = answer["as"]
    if value in ("", LEAVE):
        return None
    if value.startswith("person:"):
        return _kept(board, value.removeprefix("person:"))
    made = _kept(board, answer.get("person"))
    if made:
        return made
    name = answer["typed"] if value == NEW else value.removeprefix("name:")
    known = [] if value == NEW and is_listed else _called(board, name)
    if known:
        return known[0] if len(known) == 1 else None
    person = Person.objects.create(board=board, name=name)
    answer["person"] = person.pk
    return person


def _kept(board: Board, pk: Any) -> Person | None:
    """The person of that key, or the one they were merged into since."""
    people = Person.objects.filter(board=board, pk=pk).select_related("merged_into")
    person = people.first() if pk else None
    return (person.merged_into or person) if person else None


def _called(board: Board, name: str) -> list[Person]:
    people = Person.objects.filter(board=board).select_related("merged_into")
    return list({p.merged_into or p for p in people if fold(p.name) == fold(name)})


def _remember(person: Person, answer: Answer) -> None:
    """The name becomes an alias, unless it is one of theirs already."""
    aliases = PersonAlias.objects.filter(person=person).values_list("name", flat=True)
    if fold(answer["typed"]) not in {fold(name) for name in (person.name, *aliases)}:
        alias = PersonAlias.objects.create(person=person, name=answer["typed"])
        answer["alias"] = alias.pk


def forget_names(source: ImportSource) -> set[int]:
    """Takes back the aliases that no other meeting of the batch needs.

    Out: keys of people whom the answers had made for them, and who may be unknown now.
    """
    batch = ImportBatch.objects.filter(sources=source).first()
    if batch is None or not batch.answers:
        return set()
    others = batch.sources.filter(meeting__isnull=False).exclude(pk=source.pk)
    needed = set[str]().union(*map(keys_of, others.values_list("report", flat=True)))
    gone = (keys_of(source.report) & set(batch.answers)) - needed
    answers = [batch.answers[key] for key in gone]
    PersonAlias.objects.filter(pk__in=[a.pop("alias") for a in answers if "alias" in a]).delete()
    people = {answer.pop("person") for answer in answers if "person" in answer}
    batch.save(update_fields=["answers"])
    return people
