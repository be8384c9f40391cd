"""What services refuse, as the status of an answer."""

from __future__ import annotations

from meetings.forms.votes import BadVote
from meetings.rules.verdict import OutOfOrder, TooManyVotes
from meetings.services.changes import Frozen
from meetings.services.refusals import Refused

NO = (BadVote, Refused, OutOfOrder, Frozen)
NOT_AS_SENT = (BadVote, Refused, TooManyVotes)


def status_of(no: Exception) -> int:
    """422 for what was typed, 409 for how things stand."""
    return 422 if isinstance(no, NOT_AS_SENT) else 409
