"""Forms that correct what an import or a slip of the hand got wrong."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from meetings.models import AgendaItem, Attendance, Meeting, Person
from meetings.notation import lines as notation
from meetings.notation.actions import bind_owners
from meetings.notation.context import Context
from meetings.notation.lines import NameKind, Outcome, OutcomeKind, Tally
from meetings.notation.parser import classify
from meetings.notation.writer import compose

FLAGS = ("is_presiding", "is_taking_minutes")


class AttendeeForm(forms.ModelForm):  # type: ignore[type-arg]  # not subscriptable when run
    """One line of the attendance list. The organisation is typed: a known one or a new one."""

    class Meta:
        model = Attendance
        fields = ["person", "name", "organisation_name", "mode", "capacity", *FLAGS, "remark"]

    def __init__(self, *args: Any, meeting: Meeting, **kwargs: Any) -> None:
        row = kwargs.get("instance")
        kwargs["initial"] = dict(row.overruled or {}) if row else None  # not what lines say
        super().__init__(*args, **kwargs)
        self.meeting = meeting
        people = Person.objects.filter(board=meeting.board_id, merged_into=None)
        chosen = self.fields["person"]
        assert isinstance(chosen, forms.ModelChoiceField)  # noqa: S101 - narrows the type
        chosen.queryset = people
        chosen.required = False
        chosen.empty_label = _("Somebody new, of the name below")
        self.fields["name"].required = False
        self.fields["name"].help_text = _("As the minutes have it. Empty: the person's own name.")
        self.fields["organisation_name"].widget.attrs["list"] = "known-organisations"
        self.fields["organisation_name"].help_text = _("Empty: for nobody but themselves.")
        self.instance.meeting = meeting

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        person, name = data.get("person"), data.get("name", "").strip()
        if person is None and not name:
            raise ValidationError({"name": _("Choose a person or write a name.")})
        data["name"] = name or str(person)
        self._check_once(person)
        is_away = data.get("mode") not in (Attendance.Mode.PRESENT, Attendance.Mode.REMOTE)
        if is_away and any(data.get(flag) for flag in FLAGS):
            sentence = _("Somebody who is not there cannot preside or take the minutes.")
            raise ValidationError({"mode": sentence})
        return data

    def _check_once(self, person: Person | None) -> None:
        listed = Attendance.objects.filter(meeting=self.meeting, person=person)
        if person and listed.exclude(pk=self.instance.pk).exists():
            raise ValidationError({"person": _("%s is on the list already.") % person})

    def _get_validation_exclusions(self) -> set[str]:
        """The person may still have to be made; both are checked above."""
        return {*super()._get_validation_exclusions(), "person", "name"}  # type: ignore[misc]


class DispositionForm(forms.Form):
    """What became of an item. Undecided is no choice: an item without a line was discussed."""

    kind = forms.ChoiceField(
        label=_("What became of it"),
        choices=[
            ("discussed", _("discussed")),
            *((k, v) for k, v in AgendaItem.Disposition.choices if k not in ("", "discussed")),
        ],
    )
    reason = forms.CharField(label=_("Reason"), required=False, max_length=300)
    under = forms.ModelChoiceField(
        label=_("Covered under"), queryset=AgendaItem.objects.none(), required=False
    )

    def __init__(self, *args: Any, item: AgendaItem, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        chosen = self.fields["under"]
        assert isinstance(chosen, forms.ModelChoiceField)  # noqa: S101 - narrows the type
        chosen.queryset = AgendaItem.objects.filter(meeting=item.meeting_id).exclude(pk=item.pk)
        self.initial = {
            "kind": item.disposition or "discussed",
            "reason": item.disposition_reason,
            "under": item.covered_under_id,
        }

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if data.get("kind") == "covered" and not data.get("under"):
            raise ValidationError({"under": _("Choose the item that covered it.")})
        return data

    def disposition(self) -> notation.Disposition | None:
        """What the item's text has to say, or None where it was simply discussed."""
        data = self.cleaned_data
        if data["kind"] == "discussed":
            return None
        under = data["under"] if data["kind"] == "covered" else None
        return notation.Disposition(
            notation.DispositionKind(data["kind"]),
            " ".join(data["reason"].split()),
            str(under.position) if under else "",
        )


class ActionForm(forms.Form):
    """An action as its line says it."""

    owners = forms.CharField(
        label=_("Owners"),
        max_length=200,
        help_text=_("People, organisations or All, with commas between them."),
    )
    text = forms.CharField(
        label=_("Wording"),
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("“by 3 March 2026” in it sets the day it is due."),
    )

    def __init__(self, *args: Any, context: Context, number: int | None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.context, self.number = context, number

    def clean_text(self) -> str:
        return " ".join(self.cleaned_data["text"].split())

    def clean_owners(self) -> str:
        typed = " ".join(self.cleaned_data["owners"].split())
        owners = bind_owners(typed, self.context, allow_outside=True)
        if not owners or ":" in typed:
            sentence = _("“%s” is no list of names. Write names, organisations or All.")
            raise ValidationError(sentence % typed)
        unclear = [name.typed for name in owners if name.kind is NameKind.UNCLEAR]
        if unclear:
            raise ValidationError(
                _("“%s” may mean several people. Write the full name.") % unclear[0]
            )
        return typed

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if "owners" in data and "text" in data and self.line() is None:
            raise ValidationError({"text": _("Written like this it would not be an action.")})
        return data

    def line(self) -> notation.Action | None:
        """The action, if its line reads back as one."""
        owners = bind_owners(self.cleaned_data["owners"], self.context, allow_outside=True)
        wanted = notation.Action(owners, self.cleaned_data["text"], number=self.number)
        read = classify(compose(wanted), self.context)
        return read if isinstance(read, notation.Action) and read.owners == owners else None


class ResolutionForm(forms.Form):
    """A resolution and its result, as the minutes record them."""

    text = forms.CharField(
        label=_("Text"), max_length=4000, widget=forms.Textarea(attrs={"rows": 3})
    )
    outcome = forms.ChoiceField(
        label=_("Result as recorded"),
        required=False,
        choices=[
            (kind.value, kind.value.replace("_", " ") or _("no result")) for kind in OutcomeKind
        ],
    )
    votes_for = forms.IntegerField(label=_("For"), required=False, min_value=0, max_value=999)
    against = forms.IntegerField(label=_("Against"), required=False, min_value=0, max_value=999)
    abstain = forms.IntegerField(label=_("Abstained"), required=False, min_value=0, max_value=999)
    mover = forms.CharField(label=_("Moved by"), required=False, max_length=100)
    seconder = forms.CharField(label=_("Seconded by"), required=False, max_length=100)

    def __init__(self, *args: Any, context: Context, is_amendment: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.context, self.is_amendment = context, is_amendment

    def clean_text(self) -> str:
        return " ".join(self.cleaned_data["text"].split())

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        counts = [data.get(name) for name in ("votes_for", "against", "abstain")]
        given = [count for count in counts if count is not None]
        if given and (counts[0] is None or counts[1] is None):
            raise ValidationError({"votes_for": _("Give both the votes for and those against.")})
        if given and not data.get("outcome"):
            raise ValidationError({"outcome": _("Say what the votes decided.")})
        if not self.errors and not self._reads_back():
            raise ValidationError({"text": _("Written like this it would not be that resolution.")})
        return data

    def motion(self) -> notation.Motion:
        """The motion with the result wanted; names bound to the roster or as typed."""
        data = self.cleaned_data
        bind = self.context.roster.bind
        return notation.Motion(
            data["text"],
            bind(data["mover"]) if data["mover"].strip() else None,
            bind(data["seconder"]) if data["seconder"].strip() else None,
            self._outcome(),
            self.is_amendment,
        )

    def _outcome(self) -> Outcome | None:
        data = self.cleaned_data
        if not data["outcome"]:
            return None
        tally = None
        if data["votes_for"] is not None:
            tally = Tally(data["votes_for"], data["against"], data["abstain"])
        return Outcome(OutcomeKind(data["outcome"]), tally)

    def _reads_back(self) -> bool:
        wanted = self.motion()
        return classify(compose(wanted), self.context) == wanted
