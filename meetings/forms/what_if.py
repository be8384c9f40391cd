"""The calculator as a form: everything a verdict hangs on, with nothing stored."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from meetings.rules.counts import Casting, Recusal
from meetings.rules.majorities import Base
from meetings.rules.quorum import QuorumKind

QUORUMS = [
    (QuorumKind.MORE_THAN_HALF.value, _("more than half of the seats")),
    (QuorumKind.AT_LEAST_HALF.value, _("at least half of the seats")),
    (QuorumKind.TWO_THIRDS.value, _("two-thirds of the seats")),
    (QuorumKind.FIXED.value, _("a fixed number of seats")),
]
MAJORITIES = [
    ("simple", _("more for than against")),
    ("of_present", _("more than half of the seats present and voting")),
    ("of_all_seats", _("more than half of all seats")),
    ("of_ballots", _("more than half of the ballots, abstentions included")),
    ("two_thirds_of_cast", _("two-thirds of the votes cast")),
    ("two_thirds_of_all", _("two-thirds of all seats")),
    ("fraction:3:4:cast", _("three quarters of the votes cast")),
    ("fraction:3:4:all", _("three quarters of all seats")),
    ("no_objections", _("no objections")),
    ("fixed", _("a fixed number of votes for")),
    ("fraction", _("another fraction")),
]
BASES = [
    (Base.CAST.value, _("of the votes cast")),
    (Base.PRESENT.value, _("of the seats present and voting")),
    (Base.ALL.value, _("of all seats")),
]
RECUSALS = [
    (Recusal.VOTES_AND_QUORUM.value, _("counts for neither vote nor quorum")),
    (Recusal.VOTES_ONLY.value, _("may not vote, counts for quorum")),
]
CASTINGS = [("", _("none")), (Casting.FOR.value, _("for")), (Casting.AGAINST.value, _("against"))]
OTHERS = {"fixed": _("at least %(number)s votes for"), "fraction": _("%(p)s/%(q)s %(base)s")}


def count_field(label: Any, **more: Any) -> forms.CharField:
    """A number as it was typed: what is none is told by the rules, and shown back."""
    widget = forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off", "size": 4})
    return forms.CharField(label=label, required=False, widget=widget, max_length=20, **more)


class WhatIfForm(forms.Form):
    """Shown with what was asked; the rules of order judge it, not the form."""

    seats = count_field(_("Seats in all"))
    present = count_field(_("Present"))
    recused = count_field(_("Recused"), help_text=_("of those present"))
    uncounted = count_field(
        _("Not counted for quorum"), help_text=_("present by proxy, where that is the rule")
    )
    votes_for = count_field(_("For"))
    against = count_field(_("Against"))
    abstain = count_field(_("Abstained"))
    objections = count_field(_("Objections"))
    quorum = forms.ChoiceField(label=_("Quorum"), choices=QUORUMS)
    quorum_number = count_field(_("The fixed number"))
    majority = forms.MultipleChoiceField(
        label=_("Majority; of several, all must hold"), widget=forms.CheckboxSelectMultiple
    )
    majority_number = count_field(_("The fixed number of votes for"))
    p = count_field(_("Another fraction: so many"))
    q = count_field(_("of so many parts"))
    base = forms.ChoiceField(label=_("of what"), choices=BASES)
    recusal = forms.ChoiceField(label=_("A recused seat"), choices=RECUSALS)
    casting_vote = forms.ChoiceField(label=_("Casting vote"), choices=CASTINGS)
    objection_blocks = forms.BooleanField(
        label=_("A sustained objection blocks"), widget=forms.CheckboxInput(attrs={"value": "true"})
    )

    def __init__(self, asked: dict[str, list[str]]) -> None:
        """In: texts by name, as the calculator's fields are called."""
        initial: dict[str, Any] = {name: texts[-1] for name, texts in asked.items() if texts}
        initial["majority"] = asked.get("majority", [])
        initial["votes_for"] = initial.get("for", "")
        super().__init__(initial=initial, use_required_attribute=False)
        known = dict(MAJORITIES)
        others = [(text, _words(text)) for text in initial["majority"] if text not in known]
        chosen = self.fields["majority"]
        assert isinstance(chosen, forms.MultipleChoiceField)  # noqa: S101 - narrows the type
        chosen.choices = [*others, *MAJORITIES]

    def add_prefix(self, field_name: str) -> str:
        """The calculator calls the votes for `for`, which Python does not let a field be."""
        return "for" if field_name == "votes_for" else field_name


def _words(text: str) -> str:
    """A majority that is not on the page's list, as it was asked for."""
    kind, *rest = text.split(":")
    if kind == "fixed" and len(rest) == 1:
        return str(OTHERS["fixed"] % {"number": rest[0]})
    if kind == "fraction" and len(rest) == 3:
        base = dict(BASES).get(rest[2], rest[2])
        return str(OTHERS["fraction"] % {"p": rest[0], "q": rest[1], "base": base})
    return text
