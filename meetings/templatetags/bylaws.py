"""Bylaws in words, with what they mean for so many seats."""

from __future__ import annotations

from django import template
from django.utils.translation import gettext

from meetings.models import Bylaws
from meetings.rules.majorities import MajorityKind, least_where_all_vote
from meetings.rules.quorum import seats_of
from meetings.services.bylaws import rule_of

register = template.Library()
WITHOUT_BASE = (MajorityKind.FIXED, MajorityKind.NO_OBJECTIONS)


@register.filter
def quorum_of_bylaws(bylaws: Bylaws, seats: int) -> str:
    """The quorum, with its number where it follows from the seats."""
    if bylaws.quorum_kind == Bylaws.Quorum.FIXED:
        return gettext("%d seats, a fixed number") % (bylaws.quorum_number or 0)
    of = bylaws.seats_fixed or seats
    words = {"rule": bylaws.get_quorum_kind_display(), "seats": of}
    words["number"] = seats_of(rule_of(bylaws)[0].quorum, of)
    return gettext("%(rule)s: %(number)d of %(seats)d seats") % words


@register.filter
def majority_of_bylaws(bylaws: Bylaws, seats: int) -> str:
    return _majority(bylaws, seats, is_written=False)


@register.filter
def written_of_bylaws(bylaws: Bylaws, seats: int) -> str:
    return _majority(bylaws, seats, is_written=True)


def _majority(bylaws: Bylaws, seats: int, *, is_written: bool) -> str:
    """A majority, with its number where everybody votes."""
    (majority,) = rule_of(bylaws, is_written=is_written)[0].majorities
    if majority.kind is MajorityKind.FIXED:
        return gettext("%d votes for, a fixed number") % majority.number
    rule = str(Bylaws.Majority(majority.kind.value).label)
    of = bylaws.seats_fixed or seats
    if majority.kind in WITHOUT_BASE or not of:
        return rule
    words = {"rule": rule, "number": least_where_all_vote(majority, of), "seats": of}
    return gettext("%(rule)s: %(number)d where all %(seats)d vote") % words
