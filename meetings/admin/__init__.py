"""The operators' door: every model, append-only rows read-only."""

from meetings.admin import outbox, records, register, votes

__all__ = ["outbox", "records", "register", "votes"]
