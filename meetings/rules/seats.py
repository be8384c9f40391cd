"""Who speaks for which seat: people come to meetings, votes belong to seats."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum


class Via(StrEnum):
    """How somebody comes to speak for a seat."""

    SAID = "said"
    NAMED = "named"
    ALTERNATE = "alternate"
    PROXY = "proxy"
    DELEGATE = "delegate"


class Missing(StrEnum):
    """Why nobody speaks for a seat."""

    ABSENT = "absent"
    NOT_A_DELEGATE = "not_a_delegate"
    PROXY_ABSENT = "proxy_absent"
    PROXIES_FORBIDDEN = "proxies_forbidden"
    TOO_MANY_PROXIES = "too_many_proxies"
    SILENT = "silent"
    LEFT = "left"


@dataclass(frozen=True)
class Seat:
    """`people` sit on it, the named representative first; `organisation` is the holder's key."""

    key: int
    name: str
    people: tuple[int, ...] = ()
    organisation: int | None = None


@dataclass(frozen=True)
class Present:
    """Somebody in the room at the decision. Who may not vote speaks for no seat.

    `organisation` is the one they came for that day.
    """

    person: int
    organisation: int | None = None
    may_vote: bool = True


@dataclass(frozen=True)
class Profile:
    """What the bylaws allow."""

    proxies: bool = False
    proxies_count: bool = False
    proxies_across: bool = False
    most_proxies: int = 1
    delegates: bool = True


@dataclass(frozen=True)
class Room:
    """Who is there, and what was said of seats: proxies and overruled answers, by seat."""

    present: tuple[Present, ...]
    proxies: Mapping[int, int] = field(default_factory=dict)
    said: Mapping[int, int] = field(default_factory=dict)


@dataclass(frozen=True)
class Spoken:
    """A seat with who speaks for it, or why nobody does. `counts` is towards the quorum."""

    seat: Seat
    person: int | None = None
    via: Via | None = None
    missing: Missing | None = None
    counts: bool = False


def speakers(seats: Iterable[Seat], room: Room, profile: Profile) -> list[Spoken]:
    """Who speaks for each seat, in the order of the seats.

    Named representative if present, else alternates by precedence, else a recorded proxy if
    present, else (where the bylaws allow it) another delegate of the organisation. What the
    secretariat said of a seat comes first, if that person is there. A proxy lapses where the
    principal is present. Source: domain rules, section 1.
    """
    there = {one.person: one for one in room.present if one.may_vote}
    held: Counter[int] = Counter()
    spoken = []
    for seat in seats:
        answer = _own(seat, room, there) or _by_proxy(seat, room, there, profile, held)
        spoken.append(answer or _delegate(seat, room, there, profile))
    return spoken


def _own(seat: Seat, room: Room, there: Mapping[int, Present]) -> Spoken | None:
    said = room.said.get(seat.key)
    if said in there:
        return Spoken(seat, said, Via.SAID, counts=True)
    for place, person in enumerate(seat.people):
        if person in there:
            via = Via.ALTERNATE if place else Via.NAMED
            return Spoken(seat, person, via, counts=True)
    return None


def _by_proxy(
    seat: Seat, room: Room, there: Mapping[int, Present], profile: Profile, held: Counter[int]
) -> Spoken | None:
    """A proxy that holds; one that does not leaves the seat to a delegate."""
    holder = room.proxies.get(seat.key)
    if holder is None or _refusal(seat, room, there, profile, held):
        return None
    held[holder] += 1
    return Spoken(seat, holder, Via.PROXY, counts=profile.proxies_count)


def _refusal(
    seat: Seat, room: Room, there: Mapping[int, Present], profile: Profile, held: Counter[int]
) -> Missing | None:
    holder = room.proxies[seat.key]
    if not profile.proxies:
        return Missing.PROXIES_FORBIDDEN
    if holder not in there:
        return Missing.PROXY_ABSENT
    if not profile.proxies_across and there[holder].organisation != seat.organisation:
        return Missing.PROXIES_FORBIDDEN
    return Missing.TOO_MANY_PROXIES if held[holder] >= profile.most_proxies else None


def _delegate(seat: Seat, room: Room, there: Mapping[int, Present], profile: Profile) -> Spoken:
    comes = [
        one.person
        for one in there.values()
        if seat.organisation is not None and one.organisation == seat.organisation
    ]
    if comes and profile.delegates:
        return Spoken(seat, comes[0], Via.DELEGATE, counts=True)
    if comes:
        return Spoken(seat, missing=Missing.NOT_A_DELEGATE)
    holder = room.proxies.get(seat.key)
    if holder is None:
        return Spoken(seat, missing=Missing.ABSENT)
    refused = _refusal(seat, room, there, profile, Counter())
    return Spoken(seat, missing=refused or Missing.TOO_MANY_PROXIES)
