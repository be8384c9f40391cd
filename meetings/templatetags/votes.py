"""Words and marks of votes: how somebody speaks for a seat, and what a seat chose."""

from __future__ import annotations

from django import template
from django.utils.translation import gettext_lazy as _

from meetings.models import BallotResult, Vote
from meetings.rules.seats import Missing, Via
from meetings.templatetags.records import Mark

register = template.Library()

VIA_WORDS = {
    Via.SAID: _("named for this meeting"),
    Via.NAMED: _("representative"),
    Via.ALTERNATE: _("alternate"),
    Via.PROXY: _("proxy"),
    Via.DELEGATE: _("delegate"),
}
MISSING_WORDS = {
    Missing.ABSENT: _("not there"),
    Missing.NOT_A_DELEGATE: _("who came may not speak for it"),
    Missing.PROXY_ABSENT: _("its proxy was not there"),
    Missing.PROXIES_FORBIDDEN: _("the bylaws do not allow its proxy"),
    Missing.TOO_MANY_PROXIES: _("its proxy held too many"),
    Missing.SILENT: _("no answer"),
    Missing.LEFT: _("no longer on the board"),
}
CHOICE_MARKS = {
    Vote.Choice.FOR: ("✓", "good"),
    Vote.Choice.AGAINST: ("✗", "bad"),
    Vote.Choice.ABSTAIN: ("–", "plain"),
}
OUTCOME_MARKS = {
    BallotResult.Outcome.CARRIED: ("✓", "good"),
    BallotResult.Outcome.NOT_CARRIED: ("✗", "bad"),
    BallotResult.Outcome.NO_QUORUM: ("◔", "bad"),
    BallotResult.Outcome.NOT_DECIDED: ("?", "warn"),
    BallotResult.Outcome.VOID: ("–", "plain"),
}


@register.filter
def via_words(via: str) -> str:
    """Nothing for the representative of the seat: that is the ordinary way."""
    return str(VIA_WORDS[Via(via)]) if via and via != Via.NAMED else ""


@register.filter
def missing_words(missing: str) -> str:
    return str(MISSING_WORDS[Missing(missing or Missing.ABSENT)])


@register.filter
def choice_mark(choice: str) -> Mark:
    sign, tone = CHOICE_MARKS[Vote.Choice(choice)]
    return Mark(str(Vote.Choice(choice).label), sign, tone)


@register.filter
def outcome_mark(outcome: str) -> Mark:
    sign, tone = OUTCOME_MARKS[BallotResult.Outcome(outcome)]
    return Mark(str(BallotResult.Outcome(outcome).label), sign, tone)
