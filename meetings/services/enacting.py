"""Bylaws are laid down: from a day on that is still to come. The past keeps its rules."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.db.models import Count
from django.utils import formats
from django.utils.translation import gettext as _

from meetings.models import Ballot, Board, Bylaws, Seat
from meetings.rules.verdict import OutOfOrder
from meetings.services.refusals import Refused

SETTINGS = (
    "charter_words", "quorum_kind", "quorum_number", "seats_fixed", "majority_kind",
    "majority_number", "objection_blocks", "casting_vote", "allows_written_votes",
    "written_majority_kind", "written_majority_number", "silence", "written_effective",
    "continues_by_written_majority", "members_vote", "allows_proxies", "proxies_count_for_quorum",
    "proxies_across_organisations", "most_proxies", "allows_other_delegates", "recusal_effect",
    "approval_lapse_days", "drafts_kept_days",
)  # fmt: skip


@dataclass(frozen=True)
class Reign:
    """Bylaws with the last day on which they are in force (None: open) and the votes they ruled."""

    bylaws: Bylaws
    until: datetime.date | None
    votes: int


@dataclass(frozen=True)
class Reigns:
    """A board's bylaws, the latest first. `now` is None where the board has none yet."""

    ahead: tuple[Reign, ...]
    now: Reign | None
    past: tuple[Reign, ...]


def reigns_of(board: Board, *, on: datetime.date) -> Reigns:
    """What will be, is and was in force, in one query."""
    rows = list(board.bylaws.annotate(votes=Count("ballots")).order_by("-effective_from"))
    for row in rows:
        row.board = board
    found = list(_until(rows))
    begun = [one for one in found if one.bylaws.effective_from <= on]
    return Reigns(
        tuple(found[: len(found) - len(begun)]), begun[0] if begun else None, tuple(begun[1:])
    )


def _until(rows: Iterable[Any]) -> Iterable[Reign]:
    until = None
    for row in rows:
        yield Reign(row, until, row.votes)
        until = row.effective_from - datetime.timedelta(days=1)


def seats_today(board: Board, on: datetime.date) -> int:
    return int(Seat.objects.current(on).filter(board=board).count())


def why_settled(bylaws: Bylaws, *, on: datetime.date) -> str:
    """Why these bylaws are not changed any more, as a sentence; empty where they may be."""
    day = {"day": formats.date_format(bylaws.effective_from, "j F Y")}
    if bylaws.effective_from <= on:
        sentence = _(
            "The bylaws of %(day)s are in force or were, and stay as they are. Lay down new ones "
            "from a later day."
        )
        return sentence % day
    if bylaws.ballots.exists():
        sentence = _(
            "Votes were taken by the bylaws of %(day)s, which stay as they are. Lay down new ones "
            "from a later day."
        )
        return sentence % day
    return ""


@transaction.atomic
def lay_down(
    board: Board, *, day: datetime.date, settings: Mapping[str, Any], on: datetime.date
) -> Bylaws:
    """New bylaws from a day on. In: `settings` by column, `on` is today.

    Raises Refused for a day that has come already (unless it lies before all known bylaws and
    nobody voted since), or from which there are bylaws already. Source: design.md section 2.
    """
    board.wait_for_turn()
    _refuse_day(board, day, on)
    return Bylaws.objects.create(board=board, effective_from=day, **settings)


@transaction.atomic
def change_planned(
    bylaws: Bylaws, *, day: datetime.date, settings: Mapping[str, Any], on: datetime.date
) -> Bylaws:
    """Bylaws of a day to come are changed. Raises OutOfOrder where they are settled, and Refused
    for their new day as `lay_down` does."""
    board = bylaws.board
    board.wait_for_turn()
    row = Bylaws.objects.get(pk=bylaws.pk)
    why = why_settled(row, on=on)
    if why:
        raise OutOfOrder(why)
    if day != row.effective_from:
        _refuse_day(board, day, on)
    row.effective_from = day
    for name, value in settings.items():
        setattr(row, name, value)
    row.save(update_fields=["effective_from", *settings])
    return row


def _refuse_day(board: Board, day: datetime.date, on: datetime.date) -> None:
    if board.bylaws.filter(effective_from=day).exists():
        sentence = _("There are bylaws from %s on already. Choose another day.")
        raise Refused(sentence % formats.date_format(day, "j F Y"))
    if day > on or _is_before_everything(board, day):
        return
    raise Refused(_("What was in force stays in force for its time. Choose a day after today."))


def _is_before_everything(board: Board, day: datetime.date) -> bool:
    """Rules of old, for minutes of old: before all others, and nobody voted here without them."""
    if board.bylaws.filter(effective_from__lt=day).exists():
        return False
    return not Ballot.objects.filter(resolution__board=board, bylaws=None).exists()
