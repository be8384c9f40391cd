"""The operators' door: every model, append-only rows read-only."""

from meetings.admin import outbox, records, votes

__all__ = ["outbox", "records", "votes"]
