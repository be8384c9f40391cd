"""The operators' door: every model, append-only rows read-only."""

from meetings.admin import meetings, outbox, people, records, register, votes

__all__ = ["meetings", "outbox", "people", "records", "register", "votes"]
