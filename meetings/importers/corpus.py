"""A reading in the corpus's schema, so that others can score it."""

from __future__ import annotations

from typing import Any

from meetings.importers.document import Attendee, Document, Item
from meetings.notation.lines import (
    Action,
    Disposition,
    DispositionKind,
    Outcome,
    OutcomeKind,
)
from meetings.notation.motions import motions_in

OUTCOMES = {
    OutcomeKind.CARRIED: "carried",
    OutcomeKind.NOT_CARRIED: "defeated",
    OutcomeKind.NO_QUORUM: "no_quorum",
    OutcomeKind.NOT_DECIDED: None,
    OutcomeKind.TABLED: "deferred",
    OutcomeKind.WITHDRAWN: "withdrawn",
    OutcomeKind.UNSTATED: None,
}
NOT_TAKEN = (DispositionKind.DEFERRED, DispositionKind.NOT_REACHED)


def to_schema(document: Document) -> dict[str, Any]:
    """The parse, before anything is matched to a board, as SCHEMA.md lays it out."""
    quorum = document.quorum
    return {
        "body": document.body,
        "date": str(document.date) if document.date else None,
        "attendees": [_attendee(attendee) for attendee in document.attendees],
        "quorum": {
            "stated": quorum is not None,
            "met": quorum.is_met if quorum else None,
        },
        "items": [_item(item) for item in document.items if not item.is_container],
        "actions": [
            {
                "owners": [owner.typed for owner in line.content.owners],
                "text": line.content.text,
                "done": dict(document.done).get(line.number),
            }
            for item in document.items
            for line in item.lines
            if isinstance(line.content, Action)
        ],
        "resolutions": [
            _resolution(bound.motion.text, bound.outcome)
            for item in document.items
            for bound in motions_in(item.lines)
        ],
    }


def _attendee(attendee: Attendee) -> dict[str, Any]:
    return {
        "name": attendee.name,
        "organization": attendee.organisation,
        "role": attendee.role.value if attendee.role else None,
        "voting": attendee.is_voting,
        "present": attendee.is_present,
    }


def _item(item: Item) -> dict[str, Any]:
    deferred = any(
        isinstance(line.content, Disposition) and line.content.kind in NOT_TAKEN
        for line in item.lines
    )
    return {
        "title": item.title,
        "presenters": list(item.presenters),
        "deferred": deferred,
    }


def _resolution(text: str, outcome: Outcome | None) -> dict[str, Any]:
    tally = outcome.tally if outcome else None
    return {
        "text": text,
        "outcome": OUTCOMES[outcome.kind] if outcome else None,
        "for": tally.votes_for if tally else None,
        "against": tally.against if tally else None,
        "abstain": tally.abstain if tally else None,
    }
