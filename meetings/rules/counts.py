"""What is counted at a decision, and the bases that majorities are taken of."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Recusal(StrEnum):
    """What a recused seat counts for."""

    VOTES_AND_QUORUM = "votes_and_quorum"
    VOTES_ONLY = "votes_only"


class Casting(StrEnum):
    FOR = "for"
    AGAINST = "against"


@dataclass(frozen=True)
class Counts:
    """The numbers of one decision, all of them seats.

    `seats` is the base and `present` those represented, both before recusal; a recused seat
    is a present one. `uncounted` vote without counting towards the quorum, as proxies do under
    some bylaws. A casting vote is none of the votes.
    """

    seats: int
    present: int
    recused: int = 0
    uncounted: int = 0
    votes_for: int = 0
    against: int = 0
    abstain: int = 0
    objections: int = 0
    recusal: Recusal = Recusal.VOTES_AND_QUORUM
    casting: Casting | None = None

    @property
    def voters(self) -> int:
        return self.present - self.recused

    @property
    def cast(self) -> int:
        return self.votes_for + self.against

    @property
    def all_seats(self) -> int:
        """The base of "all seats": without the recused, unless they count for quorum."""
        is_out = self.recusal is Recusal.VOTES_AND_QUORUM
        return self.seats - self.recused if is_out else self.seats

    @property
    def counted(self) -> int:
        """Seats that count towards the quorum."""
        is_out = self.recusal is Recusal.VOTES_AND_QUORUM
        return (self.voters if is_out else self.present) - self.uncounted
