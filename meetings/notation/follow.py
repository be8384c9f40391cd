"""Where a line of one text stands in a later one."""

from __future__ import annotations

from meetings.notation.diff import Stretch, changed_stretches, likely_pairs, unchanged_lines


def place_now(old: str, new: str, number: int) -> int | None:
    """The line of `new` that line `number` (from 1) of `old` has become; None where it is gone.

    A line that changed is the one of the same stretch that resembles it most, or the only one.
    Takes time in proportion to the texts' length.
    """
    ours, theirs = old.split("\n"), new.split("\n")
    at = number - 1
    unchanged = unchanged_lines(ours, theirs)
    same = dict(unchanged)
    if at in same:
        return same[at] + 1
    for stretch in changed_stretches(unchanged, len(ours), len(theirs)):
        if stretch.old_from <= at < stretch.old_to:
            return _within(ours, theirs, stretch, at)
    return None


def _within(old: list[str], new: list[str], stretch: Stretch, at: int) -> int | None:
    before = old[stretch.old_from : stretch.old_to]
    after = new[stretch.new_from : stretch.new_to]
    if len(before) == len(after) == 1:
        return stretch.new_from + 1
    taken: set[int] = set()
    for i, j in likely_pairs(before, after):
        if j not in taken and stretch.old_from + i == at:
            return stretch.new_from + j + 1
        taken.add(j)
    return None
