"""Who may read minutes, kept with them when they are approved."""

from __future__ import annotations

import datetime

from django.db.models import Q

from meetings.models import Attendance, Meeting, Member, Recusal

OPEN_TO = ("secretariat", "members", "observers and staff", "guests of the meeting")


def who_may_read(meeting: Meeting, *, on: datetime.date, in_camera: bool) -> dict[str, list[str]]:
    """By standing and by name, on that day.

    Out: `standings`; `people` with a running term or invited as guests, by name; `recused`,
    who reads nothing of an item in camera that they were out for. Source: reliability.md,
    promise 15.
    """
    terms = Member.objects.current(on).filter(person__board=meeting.board)
    if in_camera:
        terms = terms.exclude(role__in=[Member.Role.OBSERVER, Member.Role.STAFF])
    people = set(terms.values_list("person__name", flat=True))
    if in_camera:
        return {
            "standings": list(OPEN_TO[:2]),
            "people": sorted(people),
            "recused": _recused(meeting, on),
        }
    guests = Attendance.objects.filter(meeting=meeting, capacity=Attendance.Capacity.GUEST)
    people |= set(guests.values_list("name", flat=True))
    return {"standings": list(OPEN_TO), "people": sorted(people)}


def _recused(meeting: Meeting, on: datetime.date) -> list[str]:
    """Whoever was out for an item in camera, and whoever sits on a seat that was."""
    out = Recusal.objects.filter(item__meeting=meeting, item__is_in_camera=True)
    seated = Member.objects.current(on).filter(seat__in=out.values("seat"))
    who = Q(pk__in=out.values("person")) | Q(pk__in=seated.values("person"))
    people = meeting.board.people.filter(who)
    return sorted(set(people.values_list("name", flat=True)))
