"""The operators' door: every model, append-only rows read-only."""

from meetings.admin import outbox, records

__all__ = ["outbox", "records"]
