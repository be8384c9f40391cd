"""What lists can be filtered by; the choices are only what the actor may see."""

from __future__ import annotations

import datetime
from typing import Any

import django_filters as filters
from django import forms
from django.db.models import F, Q, QuerySet
from django.utils.translation import gettext_lazy as _

from meetings.models import Action, Meeting, Member, Organisation, Person, RegisterEntry, Resolution
from meetings.notation.markup import with_visible_marks
from meetings.services.reckoning import verdicts_for

DAY = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")


class BoardFilter(filters.FilterSet):
    """A filter whose choices belong to one actor's board."""

    def __init__(self, *args: Any, actor: Any, today: Any, **kwargs: Any) -> None:
        self.actor, self.today = actor, today
        super().__init__(*args, **kwargs)
        for one in self.filters.values():
            if hasattr(one.field, "empty_label"):
                one.field.empty_label = _("any")
            if hasattr(one.field, "label_from_instance"):
                one.field.label_from_instance = lambda row: with_visible_marks(str(row))

    def people(self) -> QuerySet[Person]:
        return Person.objects.visible_to(self.actor).unmerged()

    def organisations(self) -> QuerySet[Organisation]:
        return Organisation.objects.visible_to(self.actor).unmerged()

    def named(self, records: Any, _name: str, part: str) -> Any:
        """By any of their names, those of merged records included."""
        found = Q(name__icontains=part) | Q(aliases__name__icontains=part)
        found |= Q(merged_from__name__icontains=part)
        return records.filter(found | Q(merged_from__aliases__name__icontains=part)).distinct()


class MeetingFilter(BoardFilter):
    year = filters.NumberFilter(
        field_name="date__year", label=_("Year"), min_value=1900, max_value=2100
    )
    state = filters.ChoiceFilter(label=_("State"), choices=Meeting.State.choices)
    kind = filters.ChoiceFilter(label=_("Kind"), choices=Meeting.Kind.choices)

    class Meta:
        model = Meeting
        fields = ["year", "state", "kind"]


class ActionFilter(BoardFilter):
    STATES = [
        ("unfinished", _("not finished")),
        ("late", _("late")),
        *Action.State.choices,
    ]
    DUE = [
        ("week", _("this week")),
        ("month", _("this month")),
        ("overdue", _("overdue")),
        ("none", _("on no day")),
    ]
    ORDERS = [
        ("due", _("by day due")),
        ("number", _("oldest first")),
        ("slips", _("most slipped first")),
    ]
    owner = filters.ModelChoiceFilter(
        label=_("Owner"), method="owned", queryset=Person.objects.none()
    )
    organisation = filters.ModelChoiceFilter(
        label=_("Organisation"), method="of_firm", queryset=Organisation.objects.none()
    )
    state = filters.ChoiceFilter(label=_("State"), choices=STATES, method="in_state")
    meeting = filters.ModelChoiceFilter(
        label=_("Meeting"),
        field_name="item__meeting",
        queryset=Meeting.objects.none(),
    )
    due = filters.ChoiceFilter(label=_("Due"), choices=DUE, method="due_in")
    due_from = filters.DateFilter(
        label=_("Due from"), field_name="due_on", lookup_expr="gte", widget=DAY
    )
    due_to = filters.DateFilter(
        label=_("Due until"), field_name="due_on", lookup_expr="lte", widget=DAY
    )
    slipped = filters.NumberFilter(
        label=_("Slipped at least"), method="slipped_often", min_value=0, max_value=99
    )
    order = filters.ChoiceFilter(label=_("Order"), choices=ORDERS, method="in_order")

    class Meta:
        model = Action
        fields = [
            "owner", "organisation", "state", "due", "due_from", "due_to",
            "meeting", "slipped", "order",
        ]  # fmt: skip

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.filters["owner"].field.queryset = self.people()
        self.filters["organisation"].field.queryset = self.organisations()
        self.filters["meeting"].field.queryset = Meeting.objects.visible_to(
            self.actor
        ).select_related("board")
        self.filters["meeting"].field.label_from_instance = lambda m: m.when

    def owned(self, actions: Any, _name: str, person: Person) -> Any:
        return actions.owned_by(person)

    def of_firm(self, actions: Any, _name: str, firm: Organisation) -> Any:
        return actions.owned_for(firm)

    def in_state(self, actions: Any, _name: str, state: str) -> Any:
        if state == "unfinished":
            return actions.open()
        if state == "late":
            return actions.overdue(self.today)
        return actions.in_state(state, self.today)

    def due_in(self, actions: Any, _name: str, when: str) -> Any:
        if when == "overdue":
            return actions.overdue(self.today)
        if when == "none":
            return actions.filter(due_on=None)
        if when == "week":
            first = self.today - datetime.timedelta(self.today.weekday())
            return actions.filter(due_on__range=(first, first + datetime.timedelta(6)))
        return actions.filter(due_on__year=self.today.year, due_on__month=self.today.month)

    def slipped_often(self, actions: Any, _name: str, times: Any) -> Any:
        return actions.filter(slips__gte=times)

    def in_order(self, actions: Any, _name: str, by: str) -> Any:
        ways: dict[str, list[Any]] = {
            "due": [F("due_on").asc(nulls_last=True), "number"],
            "number": ["number", "pk"],
            "slips": ["-slips", "number"],
        }
        return actions.order_by(*ways[by])


class ResolutionFilter(BoardFilter):
    STATES = [("in_force", _("in force")), *Resolution.State.choices]
    VOTES = [
        ("ballot", _("with a vote by seat")),
        ("differ", _("recorded and computed differ")),
    ]
    words = filters.CharFilter(label=_("Words or number"), method="with_words", max_length=200)
    state = filters.ChoiceFilter(label=_("State"), choices=STATES, method="in_state")
    year = filters.NumberFilter(
        field_name="item__meeting__date__year",
        label=_("Year"),
        min_value=1900,
        max_value=2100,
    )
    mover = filters.ModelChoiceFilter(
        label=_("Moved by"), method="moved", queryset=Person.objects.none()
    )
    organisation = filters.ModelChoiceFilter(
        label=_("Moved for"), method="moved_for", queryset=Organisation.objects.none()
    )
    votes = filters.ChoiceFilter(label=_("Votes"), choices=VOTES, method="by_votes")

    class Meta:
        model = Resolution
        fields = ["words", "state", "year", "mover", "organisation", "votes"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.filters["mover"].field.queryset = self.people()
        self.filters["organisation"].field.queryset = self.organisations()

    def with_words(self, resolutions: Any, _name: str, part: str) -> Any:
        found = Q(text__icontains=part) | Q(number__icontains=part)
        return resolutions.filter(found | Q(own_number__icontains=part))

    def in_state(self, resolutions: Any, _name: str, state: str) -> Any:
        if state == "in_force":  # an amendment is part of what it amends
            return resolutions.filter(state=Resolution.State.CARRIED, amends=None)
        return resolutions.filter(state=state)

    def moved(self, resolutions: Any, _name: str, person: Person) -> Any:
        return resolutions.filter(Q(mover=person) | Q(mover__merged_into=person))

    def moved_for(self, resolutions: Any, _name: str, firm: Organisation) -> Any:
        return resolutions.moved_for(firm)

    def by_votes(self, resolutions: Any, _name: str, wanted: str) -> Any:
        if wanted == "ballot":
            return resolutions.with_ballots().filter(has_ballot=True)
        findings = verdicts_for(resolutions)
        return resolutions.filter(pk__in=[key for key, one in findings.items() if one.differs])


class PersonFilter(BoardFilter):
    STANDINGS = [
        ("current", _("on the board now")),
        ("former", _("not on the board now")),
    ]
    name = filters.CharFilter(label=_("Name"), method="named", max_length=200)
    role = filters.ChoiceFilter(label=_("Role"), choices=Member.Role.choices, method="in_role")
    standing = filters.ChoiceFilter(label=_("Standing"), choices=STANDINGS, method="of_standing")

    class Meta:
        model = Person
        fields = ["name", "role", "standing"]

    def _current(self) -> Any:
        return Member.objects.current(self.today)

    def in_role(self, people: Any, _name: str, role: str) -> Any:
        return people.filter(memberships__in=self._current().filter(role=role))

    def of_standing(self, people: Any, _name: str, standing: str) -> Any:
        on_board = Q(memberships__in=self._current())
        return people.filter(on_board if standing == "current" else ~on_board).distinct()


class OrganisationFilter(BoardFilter):
    name = filters.CharFilter(label=_("Name"), method="named", max_length=200)

    class Meta:
        model = Organisation
        fields = ["name"]


class RegisterFilter(BoardFilter):
    kind = filters.ChoiceFilter(label=_("Kind"), choices=RegisterEntry.Kind.choices)

    class Meta:
        model = RegisterEntry
        fields = ["kind"]
