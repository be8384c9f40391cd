"""A board's bylaws as the rules of order take them."""

from __future__ import annotations

import datetime
from collections.abc import Iterable

from django.db.models import DateField, QuerySet
from django.utils.translation import gettext_lazy as _

from meetings.models import Board, Bylaws
from meetings.models.hot import Slot, hot
from meetings.rules.counts import Recusal
from meetings.rules.majorities import Base, Majority, MajorityKind
from meetings.rules.quorum import Quorum, QuorumKind
from meetings.rules.verdict import Rule

# what one decision may ask for instead of what the bylaws do
MAJORITIES = {
    "simple": (Majority(MajorityKind.SIMPLE), _("more for than against, of the votes cast")),
    "of_present": (
        Majority(MajorityKind.OF_PRESENT),
        _("more than half of the seats present and voting"),
    ),
    "of_all_seats": (Majority(MajorityKind.OF_ALL_SEATS), _("more than half of all seats")),
    "of_ballots": (
        Majority(MajorityKind.OF_BALLOTS),
        _("more than half of the ballots, abstentions included"),
    ),
    "two_thirds_of_cast": (
        Majority(MajorityKind.TWO_THIRDS_OF_CAST),
        _("two-thirds of the votes cast"),
    ),
    "two_thirds_of_all": (
        Majority(MajorityKind.TWO_THIRDS_OF_ALL),
        _("two-thirds of all seats"),
    ),
    "three_quarters_of_cast": (
        Majority(MajorityKind.FRACTION, p=3, q=4, base=Base.CAST),
        _("three quarters of the votes cast"),
    ),
    "three_quarters_of_all": (
        Majority(MajorityKind.FRACTION, p=3, q=4, base=Base.ALL),
        _("three quarters of all seats"),
    ),
}


def bylaws_on(board: Board, day: datetime.date) -> Bylaws:
    """The rules in force; where the board has none, the defaults."""
    return bylaws_by_day(board, [day])[day]


def bylaws_by_day(board: Board, days: Iterable[datetime.date]) -> dict[datetime.date, Bylaws]:
    """The rules in force on each of these days, in one query."""
    wanted = set(days)
    newest_first: list[Bylaws] = _bylaws(board=board.pk, last=max(wanted))
    in_force = {
        day: next((row for row in newest_first if row.effective_from <= day), None)
        for day in wanted
    }
    return {day: row or Bylaws(board=board, effective_from=day) for day, row in in_force.items()}


@hot
def _bylaws() -> QuerySet[Bylaws]:
    rows = Bylaws.objects.filter(board=Slot("board"), effective_from__lte=Slot("last", DateField()))
    return rows.order_by("-effective_from")


def rule_of(
    bylaws: Bylaws, *, majorities: tuple[Majority, ...] = (), is_written: bool = False
) -> tuple[Rule, Recusal]:
    """The rule for a decision in a meeting or in writing, and what a recused seat counts for.

    In: `majorities` where this decision asks for others than the bylaws' own; all must hold.
    """
    quorum = Quorum(QuorumKind(bylaws.quorum_kind), bylaws.quorum_number or 0)
    own = Majority(MajorityKind(bylaws.majority_kind), number=bylaws.majority_number or 0)
    if is_written:
        kind = MajorityKind(bylaws.written_majority_kind)
        own = Majority(kind, number=bylaws.written_majority_number or 0)
    rule = Rule(quorum, majorities or (own,), bylaws.objection_blocks)
    return rule, Recusal(bylaws.recusal_effect)
