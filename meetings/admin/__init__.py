"""The operators' door: every model, append-only rows read-only."""

from meetings.admin import (
    answers,
    circulation,
    mail,
    meetings,
    outbox,
    people,
    records,
    register,
    votes,
)

__all__ = [
    "answers",
    "circulation",
    "mail",
    "meetings",
    "outbox",
    "people",
    "records",
    "register",
    "votes",
]
