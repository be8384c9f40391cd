"""Forms for the board's people, seats and standings; each asks from which day on."""

from __future__ import annotations

import datetime
from collections.abc import Iterable
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from meetings.forms.fields import DayField, number_field
from meetings.forms.people import NamesForm, PersonForm, clean_name
from meetings.models import Affiliation, Board, Member, Organisation, Person, Seat
from meetings.notation.markup import with_visible_marks

LAST_PLACE = 99
# Whoever keeps the people may give these; an office is the administrator's to give.
PLAIN_ROLES = [
    (role.value, role.label)
    for role in (Member.Role.MEMBER, Member.Role.OBSERVER, Member.Role.STAFF)
]
CHOOSE = _("Choose one of the list.")


class ChoiceOf(forms.ModelChoiceField):  # type: ignore[type-arg]
    """A record of one board, by its name."""

    def __init__(self, **kwargs: Any) -> None:
        messages = {"required": CHOOSE, "invalid_choice": CHOOSE}
        super().__init__(empty_label="–", error_messages=messages, **kwargs)

    def label_from_instance(self, obj: Any) -> str:
        return with_visible_marks(obj.name)

    def to_python(self, value: Any) -> Any:
        if len(str(value or "")) > 18:  # more than a key of the database
            raise ValidationError(CHOOSE)
        return super().to_python(value)


def people_of(board: Board) -> Any:
    return Person.objects.filter(board=board).unmerged()


def organisations_of(board: Board) -> Any:
    return Organisation.objects.filter(board=board).unmerged()


def _offer(form: forms.Form, name: str, label: Any, rows: Any) -> None:
    field: Any = form.fields[name]
    field.label, field.queryset = label, rows


class PersonNewForm(PersonForm):
    another = forms.BooleanField(label=_("It is somebody else"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.order_fields(["name", "another", "email", "aliases"])
        self.fields["name"].help_text = ""
        self.fields["another"].widget = forms.HiddenInput()

    def ask_another(self) -> None:
        self.fields["another"].widget = forms.CheckboxInput()


class OrganisationNewForm(NamesForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["name"].help_text = ""
        self.fields["aliases"].help_text = _("Short forms and former names; one on each line.")


class MemberForm(forms.Form):
    """A place on the board. Who has a role keeps it, and is not asked for one."""

    role = forms.ChoiceField(label=_("Role"), choices=PLAIN_ROLES)
    organisation = ChoiceOf(queryset=Organisation.objects.none(), required=False)
    seat = ChoiceOf(
        queryset=Seat.objects.none(),
        required=False,
        help_text=_("Empty for somebody without a vote."),
    )
    precedence = number_field(
        _("Place on the seat"),
        most=LAST_PLACE,
        required=False,
        help_text=_("1 is its representative, 2 and up are alternates. Empty: the last one."),
    )
    since = DayField(label=_("From which day on"))

    def __init__(
        self, *args: Any, board: Board, on: datetime.date, is_member: bool, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        if is_member:
            del self.fields["role"]
        seats = Seat.objects.filter(board=board).within(on, datetime.date.max)
        _offer(self, "organisation", _("Organisation"), organisations_of(board))
        _offer(self, "seat", _("Seat"), seats)

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if data.get("precedence") and not data.get("seat"):
            self.add_error("precedence", _("A place needs a seat."))
        if data.get("seat") and data.get("role") in ("observer", "staff"):
            self.add_error("seat", _("Observers and staff hold no seat."))
        return data


class RoleForm(forms.Form):
    role = forms.ChoiceField(label=_("Role"), choices=Member.Role.choices)
    is_administrator = forms.BooleanField(
        label=_("Administers the board: its bylaws and its members' roles"), required=False
    )
    since = DayField(label=_("From which day on"))


class EndForm(forms.Form):
    last_day = DayField(label=_("Last day"))


class SeatForm(forms.Form):
    name = forms.CharField(label=_("Name"), max_length=200)
    organisation = ChoiceOf(
        queryset=Organisation.objects.none(),
        required=False,
        help_text=_("Its people share the vote."),
    )
    person = ChoiceOf(queryset=Person.objects.none(), required=False)
    since = DayField(label=_("From which day on"))

    def __init__(self, *args: Any, board: Board, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _offer(self, "organisation", _("Held by an organisation"), organisations_of(board))
        _offer(self, "person", _("Or by a person"), people_of(board))

    def clean_name(self) -> str:
        return clean_name(self.cleaned_data["name"])

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if bool(data.get("organisation")) == bool(data.get("person")) and not self.errors:
            self.add_error("organisation", _("A seat is held by an organisation or by a person."))
        return data


class RepresentForm(forms.Form):
    """Who sits on a seat in which place, from a day on, and perhaps somebody more."""

    newcomer = ChoiceOf(queryset=Person.objects.none(), required=False)
    newcomer_place = number_field(_("Their place"), most=LAST_PLACE, required=False)
    since = DayField(label=_("From which day on"))

    def __init__(self, *args: Any, board: Board, terms: Iterable[Member], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.terms = list(terms)
        sitting = [term.person_id for term in self.terms]
        _offer(self, "newcomer", _("Somebody else"), people_of(board).exclude(pk__in=sitting))
        for term in self.terms:
            field = number_field(term.person.name, most=LAST_PLACE, required=False)
            field.initial = term.precedence
            self.fields[f"person-{term.person_id}"] = field
        self.order_fields([*(f"person-{pk}" for pk in sitting), "newcomer"])

    @property
    def order(self) -> dict[int, int | None]:
        """Of those whom the page that was sent showed."""
        shown = {term.person_id: f"person-{term.person_id}" for term in self.terms}
        return {pk: self.cleaned_data[name] for pk, name in shown.items() if name in self.data}

    @property
    def someone(self) -> tuple[Person, int] | None:
        person = self.cleaned_data["newcomer"]
        return (person, self.cleaned_data["newcomer_place"]) if person else None

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if self.errors:
            return data
        if bool(data["newcomer"]) != bool(data["newcomer_place"]):
            self.add_error("newcomer_place", _("Choose somebody, and say in which place."))
            return data
        places = [at for at in (*self.order.values(), data["newcomer_place"]) if at]
        if len(set(places)) < len(places):
            self.add_error(None, _("Two people have one place. Give each a number of their own."))
        elif places and 1 not in places:
            self.add_error(None, _("Nobody has place 1. Say who represents the seat."))
        return data


class AffiliationForm(forms.Form):
    """A standing; `until` is asked for where one is changed."""

    membership_class = forms.CharField(label=_("Membership class"), required=False, max_length=100)
    contract = forms.ChoiceField(label=_("Contract"), choices=Affiliation.Contract)
    fee = forms.ChoiceField(label=_("Fee"), choices=Affiliation.Fee)
    fee_due_on = DayField(label=_("Fee due on"), required=False)
    fee_paid_on = DayField(label=_("Fee paid on"), required=False)
    start_date = DayField(label=_("From which day on"))
    end_date = DayField(label=_("Last day"), required=False, help_text=_("Empty while it runs."))
    seen = forms.IntegerField(
        required=False, min_value=0, max_value=10**18, widget=forms.HiddenInput
    )
    standing = ("membership_class", "contract", "fee", "fee_due_on", "fee_paid_on")

    def __init__(self, *args: Any, is_new: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if is_new:
            del self.fields["end_date"], self.fields["seen"]
        else:
            self.fields["start_date"].required = False

    def values(self, *names: str) -> dict[str, Any]:
        return {name: self.cleaned_data[name] for name in (*self.standing, *names)}

    def clean_membership_class(self) -> str:
        return " ".join(self.cleaned_data["membership_class"].split())

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if data.get("fee_paid_on") and data.get("fee") != Affiliation.Fee.PAID:
            self.add_error("fee", _("A fee with a day of payment is a fee that is paid."))
        begins, ends = data.get("start_date"), data.get("end_date")
        if begins and ends and ends < begins:
            self.add_error("end_date", _("The end lies before the start."))
        return data


class DayForm(forms.Form):
    on = DayField(label=_("As of"), required=False)
