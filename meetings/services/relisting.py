"""Actions that imported minutes list again: their lines come to name the known action."""

from __future__ import annotations

import datetime
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import replace
from itertools import islice

from django.db.models import Q

from meetings.models import Action, ActionOwner, Meeting
from meetings.notation.context import Context
from meetings.notation.lines import Action as ActionLine
from meetings.notation.lines import Line, Name, NameKind, Review, Verdict
from meetings.notation.relisted import Promise, known_again, owners_of

# Tasks that come round every year are worded alike, and each is promised anew.
LONGEST_SILENCE = datetime.timedelta(days=270)


def name_known(
    meeting: Meeting,
    items: list[tuple[Line, ...]],
    *,
    context: Context,
    done: Mapping[int, bool],
) -> list[tuple[Line, ...]]:
    """The lines of a meeting's items, where known actions are called by their number.

    In: the lines as read, the meeting's context, and by source line whether an action is
    marked as done. Out: the same lines, save that `ACTION Ada: ...` of an action that was
    open then is `ACTION A-41 Ada: ...`, or a review where its mark says how it went
    (domain rules, section 10). An undated meeting has none before it.
    """
    lines = [line for of_item in items for line in of_item]
    fresh = {
        place: Promise(_owners(content, context), content.text)
        for place, line in enumerate(lines)
        if isinstance(content := line.content, ActionLine) and content.number is None
    }
    if not fresh or meeting.date is None:
        return items
    known = _open_promises(meeting, meeting.date, besides=_numbers_in(lines))
    places, numbers = list(fresh), list(known)
    found = known_again(list(fresh.values()), list(known.values()))
    number_at = {places[new]: numbers[old] for new, old in found.items()}
    named = (_named(line, number_at.get(place), done) for place, line in enumerate(lines))
    return [tuple(islice(named, len(of_item))) for of_item in items]


def _owners(content: ActionLine, context: Context) -> frozenset[tuple[NameKind, int | str]]:
    return owners_of(context.roster.bind(owner.typed) for owner in content.owners)


def _numbers_in(lines: list[Line]) -> set[int]:
    """Actions that the minutes call by their number themselves."""
    named = (line.content for line in lines if isinstance(line.content, (ActionLine, Review)))
    return {content.number for content in named if content.number is not None}


def _open_promises(meeting: Meeting, on: datetime.date, *, besides: set[int]) -> dict[int, Promise]:
    """By number, what earlier meetings had left open that day and lately spoke of."""
    lately = (on - LONGEST_SILENCE, on)
    is_open = Q(state__in=Action.OPEN_STATES) | Q(closed_on__gt=on)
    spoken_of = Q(item__meeting__date__range=lately) | Q(reviews__meeting__date__range=lately)
    actions = Action.objects.filter(
        is_open, spoken_of, board=meeting.board_id, item__meeting__date__lt=on, number__isnull=False
    ).exclude(number__in=besides)
    rows = ActionOwner.objects.filter(action__in=actions).select_related(
        "action", "person", "organisation"
    )
    texts: dict[int, str] = {}
    owners: dict[int, list[Name]] = defaultdict(list)
    for row in rows.order_by("action__number", "position"):
        number = row.action.number or 0
        texts[number] = row.action.text
        owners[number].append(_name_of(row))
    return {number: Promise(owners_of(owners[number]), text) for number, text in texts.items()}


def _name_of(row: ActionOwner) -> Name:
    if row.person:
        return Name(row.name, NameKind.PERSON, row.person.merged_into_id or row.person_id)
    if row.organisation:
        key = row.organisation.merged_into_id or row.organisation_id
        return Name(row.name, NameKind.ORGANISATION, key)
    return Name(row.name, NameKind.EVERYONE if row.is_everyone else NameKind.OUTSIDE)


def _named(line: Line, number: int | None, done: Mapping[int, bool]) -> Line:
    content = line.content
    if number is None or not isinstance(content, ActionLine):
        return line
    is_done = done.get(line.number)
    if is_done is None:
        return replace(line, content=replace(content, number=number))
    owners = ", ".join(owner.typed for owner in content.owners)
    verdict = Verdict.DONE if is_done else Verdict.NOT_DONE
    return replace(line, content=Review(number, verdict, f"{owners}: {content.text}"))
