"""What the rules of order say of resolutions, beside what the minutes record of them."""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from meetings.models import Ballot, BallotResult, Bylaws, Resolution
from meetings.models.hot import Slot, hot, in_meetings
from meetings.notation import lines as notation
from meetings.rules.counts import Casting
from meetings.rules.reckoning import Recorded, reckon
from meetings.rules.tally import Hands, Sheet
from meetings.rules.verdict import Outcome
from meetings.services.bylaws import rule_of
from meetings.services.decided import is_told_by, outcome_of
from meetings.services.halls import Hall, halls_of

CONSENT = re.compile(r"object|unanim|nem\.?\s*con|consent|acclam", re.IGNORECASE)
MEETING = Slot("meeting")
JUDGED = {outcome.value: outcome for outcome in Outcome}


@dataclass(frozen=True)
class Finding:
    """What the rules of order found, frozen with a ballot or reckoned from the record.

    `outcome` is empty where nothing can be computed. `declared` is the result in force where
    somebody declared another one, for a `reason`. `differs`: what holds or is recorded is
    not what was computed.
    """

    outcome: str
    sentence: str
    source: str  # "ballot" or "reckoned"
    declared: str = ""
    reason: str = ""
    differs: bool = False

    @property
    def outcome_words(self) -> str:
        return _in_words(self.outcome)

    @property
    def declared_words(self) -> str:
        return _in_words(self.declared)


def _in_words(outcome: str) -> str:
    return str(BallotResult.Outcome(outcome).label) if outcome else ""


def verdicts_for(
    resolutions: Iterable[Resolution], *, halls: Mapping[int, Hall] | None = None
) -> dict[int, Finding]:
    """What the rules say of each resolution that is decided, by its key.

    In: resolutions of one board, with item and meeting; `halls` by meeting, if they are there
    already. One query, and nine more where something has to be reckoned. Left out: what is
    being voted on, undecided, tabled or withdrawn.
    """
    rows = list(resolutions)
    ballots = _last_ballots(rows)
    typed = [row for row in rows if row.pk not in ballots and _is_judged(row)]
    meetings = {row.item.meeting_id: row.item.meeting for row in typed if row.item.meeting.date}
    if halls is None:
        halls = halls_of(meetings.values(), on=datetime.date.min)
    found = {row.pk: _reckoned(row, halls) for row in typed}
    closed = [row for row in rows if row.pk in ballots and not ballots[row.pk].is_open]
    return found | {row.pk: _frozen(ballots[row.pk].result, row) for row in closed}


def _last_ballots(rows: list[Resolution]) -> dict[int, Ballot]:
    """The last vote on each that counts, be it open still."""
    if not rows:
        return {}
    keys = {row.pk for row in rows}
    found = _ballots.of_meetings(list({row.item.meeting_id for row in rows}))
    return {ballot.resolution_id: ballot for ballot in found if ballot.resolution_id in keys}


@hot
def _ballots(meetings: Any = MEETING) -> QuerySet[Ballot]:
    here = Ballot.objects.filter(in_meetings("resolution__item__meeting", meetings))
    ballots = here.exclude(result__outcome="void").select_related("result")
    return ballots.order_by("resolution_id", "number")


def _is_judged(row: Resolution) -> bool:
    if row.recorded_outcome:
        return row.recorded_outcome in JUDGED
    return row.recorded_for is not None


def _frozen(result: BallotResult, row: Resolution) -> Finding:
    """Beside a result declared instead, the minutes may say something else than both."""
    told = _told(row)
    return Finding(
        result.outcome,
        result.sentence,
        "ballot",
        declared=result.declared,
        reason=result.reason,
        differs=bool(result.declared) or not (told is None or is_told_by(outcome_of(result), told)),
    )


def _told(row: Resolution) -> notation.Outcome | None:
    """What the minutes say, None where they say nothing."""
    if not row.recorded_outcome:
        return None
    tally = None
    if row.recorded_for is not None and row.recorded_against is not None:
        tally = notation.Tally(row.recorded_for, row.recorded_against, row.recorded_abstain)
    return notation.Outcome(notation.OutcomeKind(row.recorded_outcome), tally)


def _reckoned(row: Resolution, halls: Mapping[int, Hall]) -> Finding:
    hall = halls.get(row.item.meeting_id)
    if hall is None or not row.item.meeting.date:
        return _unknown(_("The meeting has no date, so nothing can be computed."))
    if not hall.seats:
        return _unknown(_("The board has no seats on that day, so nothing can be computed."))
    if not hall.is_called:
        return _unknown(_("Nobody is on the attendance list, so nothing can be computed."))
    rule, recusal = rule_of(hall.bylaws)
    reckoned = reckon(rule, _sheet(row, hall), recusal, _recorded(row))
    outcome = reckoned.outcome.value if reckoned.outcome else ""
    return Finding(outcome, reckoned.sentence, "reckoned", differs=reckoned.differs)


def _unknown(sentence: str) -> Finding:
    return Finding("", sentence, "reckoned")


def _sheet(row: Resolution, hall: Hall) -> Sheet:
    """The room during the item. A tie that was carried was broken by whoever may break it."""
    sheet = hall.sheet(row.item_id, hall.moment(row.item_id))
    breaks_ties = hall.bylaws.casting_vote == Bylaws.CastingVote.CHAIR
    is_carried = row.recorded_outcome == Resolution.Outcome.CARRIED
    return replace(sheet, casting=Casting.FOR if breaks_ties and is_carried else None)


def _recorded(row: Resolution) -> Recorded:
    hands = None
    if row.recorded_for is not None and row.recorded_against is not None:
        hands = Hands(row.recorded_for, row.recorded_against, row.recorded_abstain or 0)
    outcome = JUDGED.get(row.recorded_outcome)
    return Recorded(outcome, hands, bool(CONSENT.search(row.recorded_words)))
