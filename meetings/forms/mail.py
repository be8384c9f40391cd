"""Forms for votes by mail: messages to bring, a match to correct, an answer to an objection."""

from __future__ import annotations

import re
from typing import Any

from django import forms
from django.forms import BoundField
from django.utils.translation import gettext_lazy as _

from meetings.forms.fields import refuse_both_or_neither
from meetings.models import Vote
from meetings.services.mail_claims import Correction
from meetings.services.mail_objections import Answer

MARK = re.compile(r"([1-9][0-9]{0,17})-[0-9]{1,18}-[0-9]{1,18}-[a-z]{2,10}", re.ASCII)
KEEP = ("keep", _("keep the vote as it is"))


class MailForm(forms.Form):
    text = forms.CharField(
        label=_("Paste a message or a thread, with its headers"),
        required=False,
        strip=False,
        widget=forms.Textarea(attrs={"rows": 10, "spellcheck": "false"}),
        help_text=_("From, Date and Subject above each message say who voted."),
    )
    upload = forms.FileField(
        label=_("Or choose an e-mail (.eml) or a mailbox (.mbox)"),
        required=False,
        allow_empty_file=True,
    )

    def shown_fields(self) -> list[BoundField]:
        return list(self)

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        both = _("Paste the messages or choose a file, not both.")
        refuse_both_or_neither(self, both=both, neither=_("Paste a message, or choose a file."))
        return data


class MatchForm(forms.Form):
    """Whose vote a message is, and what they voted."""

    voter = forms.ChoiceField(
        label=_("Seat and voter"),
        error_messages={"required": _("Choose whose vote it is.")},
    )
    choice = forms.ChoiceField(
        label=_("Vote"), choices=Vote.Choice, widget=forms.RadioSelect,
        error_messages={"required": _("Choose for, against or abstain.")},
    )  # fmt: skip

    def __init__(self, *args: Any, voters: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        voter: Any = self.fields["voter"]
        voter.choices = [("", _("choose")), *voters]

    def shown_fields(self) -> list[BoundField]:
        return list(self)

    def correction(self) -> Correction:
        seat, person = self.cleaned_data["voter"].split("-")
        return Correction(int(seat), int(person), Vote.Choice(self.cleaned_data["choice"]))


class AnswerForm(forms.Form):
    """What becomes of a vote that somebody says was not theirs."""

    choice = forms.ChoiceField(
        label=_("The vote"), choices=[KEEP, *Vote.Choice.choices], widget=forms.RadioSelect,
        error_messages={"required": _("Say whether the vote stays or what it is.")},
    )  # fmt: skip
    words = forms.CharField(
        label=_("Your answer"), max_length=300, error_messages={"required": _("Give a reason.")}
    )
    key = forms.RegexField(r"\A[0-9A-Za-z_-]{8,64}\Z", widget=forms.HiddenInput)

    def shown_fields(self) -> list[BoundField]:
        return [self["choice"], self["words"]]

    def answer(self) -> Answer:
        chosen = self.cleaned_data["choice"]
        choice = None if chosen == KEEP[0] else Vote.Choice(chosen)
        return Answer(self.cleaned_data["words"], self.cleaned_data["key"], choice)


def claim_of(mark: str) -> int | None:
    """The claim that a mark is of; None for what is no mark."""
    found = MARK.fullmatch(mark)
    return int(found[1]) if found else None
