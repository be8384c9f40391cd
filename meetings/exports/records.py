"""What a text was understood as: its lines that became something, for whoever is typing it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from django.urls import reverse

from meetings.models import Action, AgendaItem, Resolution
from meetings.notation import lines as notation
from meetings.notation.lines import Line, Name, NameKind
from meetings.notation.motions import BoundMotion, motions_in
from meetings.notation.names import Roster
from meetings.notation.writer import compose

Record = dict[str, Any]
Labels = Mapping[tuple[str, int], str]


def records_in(
    lines: Iterable[Line], roster: Roster, item: AgendaItem, labels: Labels
) -> list[Record]:
    """The records of an item's lines, in their order, ready to be sent as JSON.

    In: what its actions and resolutions are called, by kind and line.
    Each has "kind", "line" (from 1) and "text"; an action has "label" (A-41 or A-?), "who"
    (full names where they are bound) and "due" (ISO date or null); a resolution "label",
    "outcome" (in words) and "who" (mover, seconder). "href" leads to the record's page, if
    it has one.
    """
    lines = list(lines)
    motions = {bound.line: bound for bound in motions_in(lines)}
    found = (_record(line, roster, labels, motions) for line in lines)
    records = [record for record in found if record]
    for record in records:
        record["href"] = _address(item, record)
    return records


def labels_of(items: Iterable[AgendaItem], lines: Iterable[Line]) -> Mapping[int, Labels]:
    """What the items' actions and resolutions are called: by item, then by kind and line.

    In: `lines` are theirs; what they hold none of is not looked up.
    """
    kinds = {type(line.content) for line in lines}
    labels: dict[int, dict[tuple[str, int], str]] = {item.pk: {} for item in items}
    if notation.Action in kinds:
        actions = Action.objects.filter(item__in=labels, line__isnull=False).order_by()
        for item, line, number in actions.values_list("item_id", "line", "number"):
            labels[item]["action", line or 0] = f"A-{number}" if number else "A-?"
    if notation.Motion in kinds:
        resolutions = Resolution.objects.filter(item__in=labels, line__isnull=False).order_by()
        for row in resolutions:
            labels[row.item_id]["resolution", row.line or 0] = row.label
    return labels


def _address(item: AgendaItem, record: Record) -> str:
    slug, label = item.meeting.board.slug, str(record.get("label", ""))
    if record["kind"] == "action" and label.removeprefix("A-").isdigit():
        return reverse("action_detail", args=[slug, int(label.removeprefix("A-"))])
    if record["kind"] == "resolution" and label:
        return reverse("resolution_detail", args=[slug, label])
    return ""


def _record(
    line: Line,
    roster: Roster,
    labels: Labels,
    motions: Mapping[int, BoundMotion],
) -> Record | None:
    content = line.content
    record: Record = {"line": line.number}
    if isinstance(content, notation.Action):
        named = f"A-{content.number}" if content.number else "A-?"
        record |= {
            "kind": "action",
            "label": labels.get(("action", line.number), named),
            "who": [_full(name, roster) for name in content.owners],
            "text": content.text,
            "due": content.due.isoformat() if content.due else None,
        }
    elif isinstance(content, notation.Motion):
        outcome = motions[line.number].outcome
        record |= {
            "kind": "resolution",
            "label": labels.get(("resolution", line.number), ""),
            "who": [_full(n, roster) for n in (content.mover, content.seconder) if n],
            "text": content.text,
            "outcome": outcome.kind.value.replace("_", " ") if outcome else "",
        }
    elif isinstance(content, notation.Statement):
        record |= {"kind": "statement", "who": [_full(content.speaker, roster)]}
        record["text"] = content.text
    elif isinstance(content, notation.Review):
        record |= {"kind": "review", "label": f"A-{content.number}", "text": content.remark}
        record["outcome"] = content.verdict.value.replace("_", " ")
    elif isinstance(content, (notation.Disposition, notation.Roll, notation.Fact)):
        record |= {"kind": type(content).__name__.lower(), "text": line.source or compose(content)}
    else:
        return None
    return record


def _full(name: Name, roster: Roster) -> str:
    """The full name of somebody who is known; anybody else as typed."""
    known = roster.organisations if name.kind is NameKind.ORGANISATION else roster.people
    if name.kind not in (NameKind.PERSON, NameKind.ORGANISATION):
        return name.typed
    return next((one.name for one in known if one.key == name.key), name.typed)
