"""What became of an item, and the meeting's own facts."""

from __future__ import annotations

import re

from meetings.notation.context import Context
from meetings.notation.dates import find_date, find_time, parse_time
from meetings.notation.lines import Disposition, DispositionKind, Fact, FactKind

REASONED = re.compile(
    r"(?P<mark>DEFERRED|NOT REACHED|ITEM WITHDRAWN)\s*(?::\s*(?P<reason>\S.*))?",
    re.DOTALL,
)
COVERED = re.compile(
    r"COVERED UNDER\s+(?P<target>[^:\s][^:]{0,120}?)\s*(?::\s*(?P<reason>\S.*))?",
    re.DOTALL,
)
TIMED = re.compile(r"(?P<mark>CALLED TO ORDER|ADJOURNED)(?:\s*:|\s+at)?\s+(?P<time>\S{4,5})")
NEXT = re.compile(r"NEXT MEETING\s*:\s*(?P<when>\S.{0,80})")
KINDS = {
    "DEFERRED": DispositionKind.DEFERRED,
    "NOT REACHED": DispositionKind.NOT_REACHED,
    "ITEM WITHDRAWN": DispositionKind.WITHDRAWN,
}


def read_disposition(text: str, context: Context) -> Disposition | None:
    match = REASONED.fullmatch(text)
    if match:
        return Disposition(KINDS[match["mark"]], (match["reason"] or "").strip())
    match = COVERED.fullmatch(text)
    if not match:
        return None
    target = match["target"]
    return Disposition(
        DispositionKind.COVERED,
        (match["reason"] or "").strip(),
        target,
        context.item_named(target),
    )


def read_fact(text: str, context: Context) -> Fact | None:
    timed = TIMED.fullmatch(text)
    if timed:
        time = parse_time(timed["time"])
        kind = FactKind.ADJOURNED if timed["mark"] == "ADJOURNED" else FactKind.CALLED_TO_ORDER
        return Fact(kind, time) if time else None
    upcoming = NEXT.fullmatch(text)
    date = find_date(upcoming["when"], context.on) if upcoming else None
    if not upcoming or not date or date.day is None:
        return None
    return Fact(FactKind.NEXT_MEETING, find_time(upcoming["when"]), date.as_date)
