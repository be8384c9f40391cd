"""The operators' door: every model, append-only rows read-only."""

from meetings.admin import mail, meetings, outbox, people, records, register, votes

__all__ = ["mail", "meetings", "outbox", "people", "records", "register", "votes"]
