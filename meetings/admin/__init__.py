"""The operators' door: every model, append-only rows read-only."""

from meetings.admin import records

__all__ = ["records"]
