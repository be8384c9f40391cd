"""Lines that change who is there, who presides, and who speaks for whom."""

from __future__ import annotations

import re

from meetings.notation.context import Context
from meetings.notation.dates import TIME, parse_time
from meetings.notation.lines import Name, NameKind, Roll, RollKind
from meetings.notation.names import looks_like_name

LISTED = re.compile(
    r"(?P<mark>PRESENT|REGRETS)\+\s*(?P<name>[^()]{1,80}?)\s*(?:\((?P<in>[^()]{1,120})\))?"
)
MOVED = re.compile(rf"(?P<mark>ARRIVED|LEFT)\s+(?P<time>{TIME})\s+(?P<name>\S.{{0,80}})")
OFFICE = re.compile(r"(?P<mark>CHAIR|SCRIBE)\s+(?P<name>\S.{0,80})")
PROXY = re.compile(r"PROXY\s+(?P<name>\S.{0,80}?)\s+for\s+(?P<principal>\S.{0,80})")
RECUSED = re.compile(r"RECUSED\s+(?P<name>[^:]{1,80}?)\s*:\s*(?P<nature>\S.*)", re.DOTALL)
REMOTE = {"remote", "remotely", "by phone", "phone", "video", "online"}


def read_roll(text: str, context: Context) -> Roll | None:
    """A change to attendance, if its name is known or at least looks like one."""
    for reader in (_listed, _moved, _office, _proxy, _recused):
        roll = reader(text, context)
        if (
            roll
            and _may_hold(roll)
            and _is_name(roll.name)
            and (not roll.principal or _is_name(roll.principal))
        ):
            return roll
    return None


def _may_hold(roll: Roll) -> bool:
    """An office goes to somebody known, or to a full name: "CHAIR Report" is neither."""
    if roll.kind not in (RollKind.CHAIR, RollKind.SCRIBE):
        return True
    return roll.name.kind is not NameKind.OUTSIDE or " " in roll.name.typed


def _is_name(name: Name) -> bool:
    return name.kind is not NameKind.OUTSIDE or looks_like_name(name.typed)


def _listed(text: str, context: Context) -> Roll | None:
    match = LISTED.fullmatch(text)
    if not match:
        return None
    details = [part.strip() for part in (match["in"] or "").split(",") if part.strip()]
    remote = [part for part in details if part.lower() in REMOTE]
    organisation = ", ".join(part for part in details if part not in remote)
    kind = RollKind.PRESENT if match["mark"] == "PRESENT" else RollKind.REGRETS
    return Roll(kind, context.roster.bind(match["name"]), organisation, is_remote=bool(remote))


def _moved(text: str, context: Context) -> Roll | None:
    match = MOVED.fullmatch(text)
    time = parse_time(match["time"]) if match else None
    if not match or time is None:
        return None
    kind = RollKind.ARRIVED if match["mark"] == "ARRIVED" else RollKind.LEFT
    return Roll(kind, context.roster.bind(match["name"]), time=time)


def _office(text: str, context: Context) -> Roll | None:
    match = OFFICE.fullmatch(text)
    if not match:
        return None
    kind = RollKind.CHAIR if match["mark"] == "CHAIR" else RollKind.SCRIBE
    return Roll(kind, context.roster.bind(match["name"]))


def _proxy(text: str, context: Context) -> Roll | None:
    match = PROXY.fullmatch(text)
    if not match:
        return None
    roster = context.roster
    return Roll(
        RollKind.PROXY,
        roster.bind(match["name"]),
        principal=roster.bind(match["principal"]),
    )


def _recused(text: str, context: Context) -> Roll | None:
    match = RECUSED.fullmatch(text)
    if not match:
        return None
    return Roll(
        RollKind.RECUSED,
        context.roster.bind(match["name"]),
        nature=match["nature"].strip(),
    )
