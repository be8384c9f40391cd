"""The operators' door: every model, append-only rows read-only."""

from meetings.admin import answers, mail, meetings, outbox, people, records, register, votes

__all__ = ["answers", "mail", "meetings", "outbox", "people", "records", "register", "votes"]
