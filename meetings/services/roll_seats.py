"""Lines that move a seat's voice: proxies for the meeting, recusals for an item."""

from __future__ import annotations

from typing import NamedTuple

from meetings.models import Bylaws, Meeting, Proxy, Recusal
from meetings.notation.lines import Flag, FlagCode, Line, Name, NameKind, Roll, RollKind
from meetings.services.overruling import overrule
from meetings.services.seats import Seats

Rolls = list[tuple[int, Line, Roll]]
Flags = list[tuple[int, Flag]]


class _Given(NamedTuple):
    """A seat's vote as a line gives it away."""

    holder: int
    item: int
    line: int


def draw_proxies(meeting: Meeting, rolls: Rolls, seats: Seats, bylaws: Bylaws) -> Flags:
    """Proxies that the bylaws allow; the others count for nothing and are asked about.

    Source: domain-rules.md, section 1, 4.
    """
    flags: Flags = []
    given: dict[int, _Given] = {}
    for pk, line, roll in rolls:
        if roll.kind is not RollKind.PROXY or roll.name.kind is not NameKind.PERSON:
            continue
        code, subject, of = _judge(roll, seats, bylaws, given)
        if code:
            flags.append((pk, Flag(code, subject, (), line.number)))
        given.update((seat, _Given(roll.name.key or 0, pk, line.number)) for seat in of)
    _write_proxies(meeting, given)
    return flags


def _judge(
    roll: Roll, seats: Seats, bylaws: Bylaws, given: dict[int, _Given]
) -> tuple[FlagCode | None, str, list[int]]:
    """Why a proxy does not count, whom to ask about, or the seats that it gives away."""
    principal = roll.principal or roll.name
    of = _seats_of(principal, seats)
    named = f"{roll.name.typed} for {principal.typed}"
    if not bylaws.allows_proxies:
        return FlagCode.NO_PROXIES, named, []
    if not of:
        is_asked = principal.kind is NameKind.UNCLEAR  # by the parser
        return None if is_asked else FlagCode.NO_SEAT, principal.typed, []
    holder = roll.name.key or 0
    held = {seat for seat, one in given.items() if one.holder == holder}
    limit = limit_of(holder, set(of), held=held, seats=seats, bylaws=bylaws)
    if limit:
        return limit, named if limit is FlagCode.OTHER_ORGANISATION else roll.name.typed, []
    return None, "", of


def limit_of(
    holder: int, of: set[int], *, held: set[int], seats: Seats, bylaws: Bylaws
) -> FlagCode | None:
    """Which limit of the bylaws forbids somebody the proxies of seats, besides those `held`."""
    own = seats.of_person.get(holder)
    firms = {seats.organisation_of[seat] for seat in of}
    is_across = own is None or {seats.organisation_of[own]} != firms or None in firms
    if is_across and not bylaws.proxies_across_organisations:
        return FlagCode.OTHER_ORGANISATION
    return FlagCode.TOO_MANY_PROXIES if len(held | of) > bylaws.most_proxies else None


def _seats_of(name: Name, seats: Seats) -> list[int]:
    if name.kind is NameKind.ORGANISATION:
        return seats.of_organisation.get(name.key or 0, [])
    seat = seats.of_person.get(name.key or 0) if name.kind is NameKind.PERSON else None
    return [seat] if seat else []


def _write_proxies(meeting: Meeting, given: dict[int, _Given]) -> None:
    rows = {row.seat_id: row for row in Proxy.objects.filter(meeting=meeting)}
    for seat, one in given.items():
        row = rows.get(seat) or Proxy(meeting=meeting, seat_id=seat, overruled=None)
        overrule(row, {"holder_id": one.holder}, {"holder_id": None})
        row.item_id, row.line = one.item, one.line
        row.save(update_fields=["holder", "item", "line", "overruled"] if row.pk else None)
    for seat, row in rows.items():
        if seat in given:
            continue
        if row.overruled is None:
            row.delete()
        elif row.item_id:
            overrule(row, {}, {"holder_id": None})
            row.item_id = row.line = None
            row.save(update_fields=["holder", "item", "line", "overruled"])


def draw_recusals(meeting: Meeting, rolls: Rolls, seats: Seats) -> None:
    """A seat is out for the item whose notes say so, with all its people.

    Source: domain-rules.md, section 5. What was entered by hand of the same seat stands.
    """
    rows = list(Recusal.objects.filter(item__meeting=meeting))
    by_hand = [row for row in rows if row.line is None]
    taken: set[tuple[int, str, int | None]] = {
        (row.item_id, "seat", row.seat_id) for row in by_hand if row.seat_id
    }
    taken |= {(row.item_id, "person", row.person_id) for row in by_hand}
    wanted: dict[tuple[int, int], Recusal] = {}
    for pk, line, roll in rolls:
        person = roll.name.key if roll.name.kind is NameKind.PERSON else None
        if roll.kind is not RollKind.RECUSED or person is None:
            continue
        seat = seats.of_person.get(person)
        if (pk, "person", person) in taken:
            continue
        shared = (pk, "seat", seat) in taken  # out already, by another of its people
        taken |= {(pk, "person", person), (pk, "seat", seat)}
        wanted[pk, person] = Recusal(
            item_id=pk,
            person_id=person,
            seat_id=None if shared else seat,
            nature=roll.nature[:500],
            line=line.number,
        )
    _write_recusals([row for row in rows if row.line is not None], wanted)


def _write_recusals(drawn: list[Recusal], wanted: dict[tuple[int, int], Recusal]) -> None:
    as_told = {key: (row.seat_id, row.nature, row.line) for key, row in wanted.items()}
    there = {(row.item_id, row.person_id): (row.seat_id, row.nature, row.line) for row in drawn}
    stale = [
        row.pk for row in drawn if as_told.get(key := (row.item_id, row.person_id)) != there[key]
    ]
    Recusal.objects.filter(pk__in=stale).delete()
    Recusal.objects.bulk_create(r for key, r in wanted.items() if there.get(key) != as_told[key])
