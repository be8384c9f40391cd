"""Words and marks of votes: how somebody speaks for a seat, and what a seat chose."""

from __future__ import annotations

from typing import Any

from django import template
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from meetings.models import BallotResult, Vote
from meetings.rules.cases import read_rule
from meetings.rules.majorities import Base, Majority, MajorityKind
from meetings.rules.quorum import QuorumKind
from meetings.rules.seats import Missing, Via
from meetings.services.bylaws import MAJORITIES
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

MAJORITY = {
    MajorityKind.SIMPLE: _("more for than against, of the votes cast"),
    MajorityKind.OF_PRESENT: _("more than half of the seats present and voting"),
    MajorityKind.OF_ALL_SEATS: _("more than half of all seats"),
    MajorityKind.OF_BALLOTS: _("more than half of the ballots, abstentions included"),
    MajorityKind.TWO_THIRDS_OF_CAST: _("two-thirds of the votes cast"),
    MajorityKind.TWO_THIRDS_OF_ALL: _("two-thirds of all seats"),
    MajorityKind.NO_OBJECTIONS: _("no objections"),
}
BASES = {
    Base.CAST: _("%(p)d/%(q)d of the votes cast"),
    Base.PRESENT: _("%(p)d/%(q)d of the seats present and voting"),
    Base.ALL: _("%(p)d/%(q)d of all seats"),
}
QUORUM = {
    QuorumKind.MORE_THAN_HALF: _("quorum more than half of %d seats"),
    QuorumKind.AT_LEAST_HALF: _("quorum at least half of %d seats"),
    QuorumKind.TWO_THIRDS: _("quorum two-thirds of %d seats"),
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


@register.filter
def rule_words(rule: dict[str, Any]) -> str:
    """What a ballot's frozen rule asks of the votes, each majority with its base."""
    asked, _recusal = read_rule(rule)
    return gettext(" and ").join(_majority(one) for one in asked.majorities)


@register.simple_tag
def majorities_offered() -> list[tuple[str, str]]:
    """What one decision may ask for instead of what the bylaws do, in words."""
    return [(name, str(words)) for name, (_one, words) in MAJORITIES.items()]


@register.simple_tag
def quorum_words(rule: dict[str, Any], seats: int) -> str:
    """What the rule asks of the room; `seats` is the base."""
    quorum = read_rule(rule)[0].quorum
    if quorum.kind is QuorumKind.FIXED:
        words = {"number": quorum.number, "seats": seats}
        return gettext("quorum %(number)d of %(seats)d seats") % words
    return str(QUORUM[quorum.kind] % seats)


@register.filter
def more_words(standing: Any) -> str:
    """How far a motion is from being carried, by the votes alone."""
    if standing.more is None:
        return gettext("No number of votes for would carry it.")
    if standing.more == 0:
        return gettext("It has the votes it needs.")
    more: int = standing.more
    words = ngettext("%d more vote for is needed.", "%d more votes for are needed.", more)
    return words % more


def _majority(majority: Majority) -> str:
    if majority.kind is MajorityKind.FIXED:
        return gettext("at least %d votes for") % majority.number
    if majority.kind is MajorityKind.FRACTION:
        return str(BASES[majority.base] % {"p": majority.p, "q": majority.q})
    return str(MAJORITY[majority.kind])
