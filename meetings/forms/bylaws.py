"""A board's bylaws as a form: every setting, with what it means for today's seats."""

from __future__ import annotations

import datetime
from collections.abc import Iterable
from typing import Any

from django import forms
from django.forms import BoundField
from django.utils.functional import Promise
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from meetings.forms.fields import DayField, number_field
from meetings.models import Bylaws
from meetings.rules.majorities import Majority, MajorityKind, least_where_all_vote
from meetings.rules.quorum import Quorum, QuorumKind, seats_of
from meetings.services.enacting import SETTINGS

MOST = 999
NUMBERED = (
    ("quorum_kind", "quorum_number"),
    ("majority_kind", "majority_number"),
    ("written_majority_kind", "written_majority_number"),
)
GROUPS: tuple[tuple[str | Promise, tuple[str, ...]], ...] = (
    (_("How many have to be there"), ("quorum_kind", "quorum_number", "seats_fixed")),
    (
        _("What carries a motion"),
        ("majority_kind", "majority_number", "objection_blocks", "casting_vote", "members_vote"),
    ),
    (
        _("Votes in writing"),
        ("allows_written_votes", "written_majority_kind", "written_majority_number",
         "continues_by_written_majority", "silence", "written_effective"),
    ),
    (
        _("Who speaks for a seat"),
        ("allows_other_delegates", "allows_proxies", "proxies_count_for_quorum",
         "proxies_across_organisations", "most_proxies"),
    ),
    (_("Conflicts of interest"), ("recusal_effect",)),
    (_("Minutes"), ("approval_lapse_days", "drafts_kept_days")),
)  # fmt: skip
RADIOS = (
    "quorum_kind", "majority_kind", "written_majority_kind", "silence", "written_effective",
    "casting_vote", "recusal_effect",
)  # fmt: skip


class BylawsForm(forms.ModelForm):  # type: ignore[type-arg]
    """`seats` are today's; the numbers beside each choice are theirs."""

    effective_from = DayField(label=_("In force from"))
    quorum_number = number_field(_("The fixed number of seats"), most=MOST, required=False)
    seats_fixed = number_field(
        _("Quorum and majorities of all seats are counted of a fixed number of seats"),
        most=MOST, required=False,
        help_text=_("Empty: of the seats filled at the start of the meeting."),
    )  # fmt: skip
    majority_number = number_field(_("The fixed number of votes for"), most=MOST, required=False)
    written_majority_number = number_field(
        _("The fixed number of votes for, in writing"), most=MOST, required=False
    )
    most_proxies = number_field(_("Most proxies that one person may hold"), most=MOST)
    approval_lapse_days = number_field(
        _("Circulated minutes count as approved after so many days without an objection"),
        most=MOST, required=False, help_text=_("Empty: they are approved by a decision alone."),
    )  # fmt: skip
    drafts_kept_days = number_field(
        _("Earlier drafts of minutes are disposed of so many days after their approval"),
        most=MOST, required=False,
        help_text=_("Empty: they are kept for good. What was circulated is kept in any case."),
    )  # fmt: skip

    class Meta:
        model = Bylaws
        fields = ("effective_from", *SETTINGS)
        widgets = {
            "charter_words": forms.Textarea(attrs={"rows": 14}),
            **dict.fromkeys(RADIOS, forms.RadioSelect),
        }
        help_texts = {
            "charter_words": _("The paragraphs on quorum and votes, as the charter has them."),
            "members_vote": _("Otherwise the secretariat records the votes of a meeting."),
            "written_effective": _("Either way the next meeting's minutes note it."),
        }

    def __init__(self, *args: Any, seats: int, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.seats = seats
        for name in RADIOS:
            chosen: Any = self.fields[name]
            chosen.choices = [pair for pair in chosen.choices if pair[0]]
        for name, words in (
            ("quorum_kind", _quorum_words),
            ("majority_kind", _majority_words),
            ("written_majority_kind", _majority_words),
        ):
            field: Any = self.fields[name]
            field.choices = [(kind, words(kind, label, seats)) for kind, label in field.choices]

    def groups(self) -> Iterable[tuple[str | Promise, list[BoundField]]]:
        for title, names in GROUPS:
            yield title, [self[name] for name in names]

    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = super().clean() or {}
        for kind, number in NUMBERED:
            if number in self.errors or kind in self.errors:
                continue
            if data.get(kind) == "fixed" and data.get(number) is None:
                self.add_error(number, _("Give the number, or choose another rule."))
            elif data.get(kind) != "fixed" and data.get(number) is not None:
                self.add_error(number, _("A number belongs to the fixed rule: choose it, or none."))
        if data.get("proxies_count_for_quorum") and not data.get("allows_proxies"):
            self.add_error("allows_proxies", _("Proxies that count have to be allowed."))
        return data

    def settings(self) -> dict[str, Any]:
        return {name: self.cleaned_data[name] for name in SETTINGS}

    def day(self) -> datetime.date:
        day: datetime.date = self.cleaned_data["effective_from"]
        return day


def _quorum_words(kind: str, label: Any, seats: int) -> str:
    if kind == QuorumKind.FIXED or not seats:
        return str(label)
    words = {"rule": label, "number": seats_of(Quorum(QuorumKind(kind)), seats), "seats": seats}
    return _now("%(rule)s: %(number)d of today's %(seats)d") % words


def _majority_words(kind: str, label: Any, seats: int) -> str:
    if kind in (MajorityKind.FIXED, MajorityKind.NO_OBJECTIONS) or not seats:
        return str(label)
    needed = least_where_all_vote(Majority(MajorityKind(kind)), seats)
    words = {"rule": label, "number": needed, "seats": seats}
    return _now("%(rule)s: %(number)d where all of today's %(seats)d vote") % words
