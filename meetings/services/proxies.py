"""A seat's proxy for a meeting, given and taken back by hand, before lines of the notes win."""

from __future__ import annotations

import datetime
from collections.abc import Mapping

from django.db import transaction
from django.utils.translation import gettext as _

from meetings.models import BallotResult, Meeting, Proxy, Vote
from meetings.notation.lines import FlagCode
from meetings.rules.proxies import Fault, Flaw, flaw_in
from meetings.rules.seats import Via
from meetings.rules.verdict import OutOfOrder
from meetings.services.changes import refuse_if_frozen
from meetings.services.halls import Hall, hall_of
from meetings.services.refusals import Refused
from meetings.services.roll_seats import limit_of
from meetings.services.seats import seats_on


class Misgiven(Refused):
    """A proxy that cannot be given so; the sentence names the seats."""


@transaction.atomic
def give_proxy(meeting: Meeting, *, seat: int, holder: int, on: datetime.date) -> Proxy:
    """In: the keys of a seat and of a person; `on` is the day of a meeting without a date.

    Raises Frozen, OutOfOrder where the bylaws allow no proxies or the meeting is over,
    Misgiven for a second proxy, one to oneself, one of a proxy, or more than the bylaws allow.
    Source: domain rules, section 1, 4.
    """
    refuse_if_over(meeting)
    meeting.board.wait_for_turn()
    hall = hall_of(meeting, on=on)
    names = {one.key: one.name for one in hall.seats}
    if not hall.bylaws.allows_proxies:
        raise OutOfOrder(_("The bylaws allow no proxies."))
    known = Proxy.objects.filter(meeting=meeting, seat=seat).select_related("holder").first()
    if known:
        sentence = _("%(seat)s has given its proxy to %(holder)s already. Take it back first.")
        raise Misgiven(sentence % {"seat": names[seat], "holder": known.holder.name})
    refuse_flaws(hall, {**hall.proxies, seat: holder})
    _refuse_over_limit(meeting, hall, seat=seat, holder=holder, on=on)
    return Proxy.objects.create(meeting=meeting, seat_id=seat, holder_id=holder)


@transaction.atomic
def take_proxy_back(meeting: Meeting, *, seat: int) -> None:
    """Raises Frozen, OutOfOrder where it was used, the notes give it, or there is none."""
    refuse_if_over(meeting)
    meeting.board.wait_for_turn()
    row = Proxy.objects.filter(meeting=meeting, seat=seat).select_related("item", "holder").first()
    if row is None:
        raise OutOfOrder(_("This seat has given no proxy, or it was taken back already."))
    if row.item:
        sentence = _("The notes of item %d give this proxy. Change the line there.")
        raise OutOfOrder(sentence % row.item.position)
    if was_used(meeting, seat):
        sentence = _("%s has voted with this proxy: it is part of the record.")
        raise OutOfOrder(sentence % row.holder.name)
    row.delete()


def was_used(meeting: Meeting, seat: int) -> bool:
    """Whether the seat voted by proxy in this meeting, or was counted so in a result."""
    votes = Vote.objects.filter(seat__ballot__resolution__item__meeting=meeting, via=Via.PROXY)
    if votes.filter(seat__seat=seat).exists():
        return True
    results = BallotResult.objects.filter(ballot__resolution__item__meeting=meeting)
    lines = [line for sheet in results.values_list("sheet", flat=True) for line in sheet]
    return any(line["seat"] == seat and line["via"] == Via.PROXY for line in lines)


def refuse_if_over(meeting: Meeting) -> None:
    """Raises Frozen or OutOfOrder once the meeting has been adjourned."""
    refuse_if_frozen(meeting)
    if not meeting.is_ahead:
        raise OutOfOrder(_("The meeting is over. What it was counted by is part of the record."))


def refuse_flaws(hall: Hall, given: Mapping[int, int]) -> None:
    """Raises Misgiven for proxies that no board could honour, in the words of the seats."""
    flaw = flaw_in(hall.seats, given)
    if flaw:
        raise Misgiven(_sentence(flaw))


def _sentence(flaw: Flaw) -> str:
    if flaw.fault is Fault.ONESELF:
        sentence = _("%s cannot give its proxy to itself: who sits on it speaks for it.")
        return sentence % flaw.seats[0]
    if flaw.fault is Fault.CYCLE:
        sentence = _("These seats would give their proxies round in a circle: %s.")
        return sentence % ", ".join(flaw.seats)
    sentence = _(
        "%(first)s cannot give its proxy to somebody of %(second)s, which has given its own "
        "away: a proxy is not passed on."
    )
    return sentence % {"first": flaw.seats[0], "second": flaw.seats[1]}


def _refuse_over_limit(
    meeting: Meeting, hall: Hall, *, seat: int, holder: int, on: datetime.date
) -> None:
    seats = seats_on(meeting.board, meeting.date or on)
    held = {key for key, person in hall.proxies.items() if person == holder}
    limit = limit_of(holder, {seat}, held=held, seats=seats, bylaws=hall.bylaws)
    name = next(one.name for one in hall.seats if one.key == seat)
    if limit is FlagCode.OTHER_ORGANISATION:
        sentence = _("The bylaws allow no proxies across organisations: %s needs one of its own.")
        raise Misgiven(sentence % name)
    if limit:
        names = [one.name for one in hall.seats if one.key in held]
        sentence = _("They hold the proxy of %(others)s already; the bylaws allow %(most)d each.")
        raise Misgiven(sentence % {"others": ", ".join(names), "most": hall.bylaws.most_proxies})
