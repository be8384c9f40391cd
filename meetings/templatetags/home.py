"""Marks and words of somebody's own page: how late, how soon, until when."""

from __future__ import annotations

import datetime
from dataclasses import dataclass

from django import template
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from meetings.exports.home import OpenVote
from meetings.exports.promised import Promise
from meetings.models import Action
from meetings.templatetags.records import Mark

register = template.Library()
CLOSE = 2  # days before a deadline from which it presses


@dataclass(frozen=True)
class DayMark(Mark):
    """`day` is the date itself, beside how far it is."""

    day: str = ""


@register.filter
def promise_mark(promise: Promise, today: datetime.date) -> DayMark:
    """How much an action presses."""
    due, until = promise.action.due_on, promise.action.deferred_until
    day = _("due %s") % date_format(due, "j F Y") if due else ""
    if promise.state is Action.State.DEFERRED:
        word = _("deferred until %s") % date_format(until, "j M Y") if until else _("deferred")
        return DayMark(word, "→", "plain", day)
    if due is None:
        return DayMark(_("no date"), "○", "plain")
    days = (due - today).days
    if days < 0:
        late = ngettext("late: %(count)d day", "late: %(count)d days", -days)
        return DayMark(late % {"count": -days}, "!", "bad", day)
    return DayMark(_("due %s") % in_days(days), "◷", "warn" if days <= CLOSE else "plain", day)


@register.filter
def slip_words(count: int) -> str:
    """Empty for what was never put off."""
    if not count:
        return ""
    return ngettext("slipped once", "slipped %(count)d times", count) % {"count": count}


@register.filter
def vote_mark(vote: OpenVote, today: datetime.date) -> Mark:
    days = vote.days_left(today)
    if days is None:
        return Mark(_("open in the meeting"), "◐", "info")
    return Mark(_("closes %s") % in_days(days), "◷", "warn" if days <= CLOSE else "plain")


@register.filter
def in_days(days: int) -> str:
    """A day near today as people say it; the date itself stands beside it."""
    if days <= 0:
        return _("today")
    if days == 1:
        return _("tomorrow")
    return _("in %d days") % days


@register.filter
def days_from(date: datetime.date, today: datetime.date) -> int:
    return (date - today).days
