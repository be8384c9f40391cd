"""Resolutions get their numbers: a series a year, and one of its own for what is in camera."""

from __future__ import annotations

import re
from collections import defaultdict

from django.db import transaction
from django.db.models import F, ProtectedError, Q

from meetings.models import Board, Meeting, Resolution

NUMBER = re.compile(r"R-(\d{4})-(C?)(\d+)")


def number_resolutions(meeting: Meeting, *, year: int) -> int:
    """Gives numbers to those without one, in the order of items and lines; how many.

    Inside a transaction. Boards take turns, so a series has neither gaps nor doubles. Those
    that lost their line before they had a number go, unless something hangs on them.
    """
    meeting.board.wait_for_turn()
    _sweep(meeting)
    last = {mark: max(taken, default=0) for mark, taken in _taken(meeting.board, year).items()}
    is_latest = Q(replaced_by=None) | Q(line__isnull=False)
    rows = Resolution.objects.kept().filter(is_latest, item__meeting=meeting, number=None)
    given = 0
    for row in rows.select_related("item").order_by(
        "item__position", F("line").asc(nulls_last=True)
    ):
        mark = "C" if row.item.is_in_camera else ""
        last[mark] = last.get(mark, 0) + 1
        given += Resolution.objects.filter(pk=row.pk, number=None).update(
            number=f"R-{year}-{mark}{last[mark]:02d}"
        )
    return given


def take_numbers_back(meeting: Meeting) -> list[str]:
    """Numbers that are the last of their series are free again; those that stay are returned."""
    meeting.board.wait_for_turn()
    own: dict[tuple[int, str], dict[int, str]] = defaultdict(dict)
    for number in Resolution.objects.filter(item__meeting=meeting).values_list("number", flat=True):
        match = NUMBER.fullmatch(number or "")
        if match:
            own[int(match[1]), match[2]][int(match[3])] = match[0]
    kept: list[str] = []
    for (year, mark), numbers in own.items():
        others = set(_taken(meeting.board, year)[mark]) - set(numbers)
        if others and max(others) > min(numbers):
            kept += numbers.values()
        else:
            rows = Resolution.objects.filter(item__meeting=meeting, number__in=numbers.values())
            rows.update(number=None)
    return sorted(kept)


def _taken(board: Board, year: int) -> dict[str, list[int]]:
    """The numbers of a year that are given, by series."""
    taken: dict[str, list[int]] = defaultdict(list)
    rows = Resolution.objects.filter(board=board, number__startswith=f"R-{year}-")
    for number in rows.values_list("number", flat=True):
        match = NUMBER.fullmatch(number or "")
        if match:
            taken[match[2]].append(int(match[3]))
    return taken


def _sweep(meeting: Meeting) -> None:
    for row in Resolution.objects.filter(item__meeting=meeting, number=None, line=None):
        try:
            with transaction.atomic():
                row.delete()
        except ProtectedError:
            continue
