"""Members of the board: given a seat, another role, and an end."""

from __future__ import annotations

import datetime
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _lazy

from meetings.access import BoardRequest, board_form
from meetings.forms.members import PLAIN_ROLES, EndForm, MemberForm, RoleForm
from meetings.models import Ballot, Member, Person
from meetings.rules.verdict import OutOfOrder
from meetings.services.members import (
    Place,
    change_role,
    end_term,
    open_ballots_of,
    open_term,
    seat_member,
)
from meetings.services.tallying import tally_of
from meetings.views.acting import form_page, posted
from meetings.views.finding import ballot_of, save_of

OFFICE = _lazy(
    "An office and the administrator's mark are the board administrator's to give and take."
)


@board_form
def member_seat(request: BoardRequest, pk: int) -> HttpResponse:
    people = Person.objects.visible_to(request.actor).unmerged().select_related("board")
    person = get_object_or_404(people, pk=pk)
    term = open_term(person)
    start: dict[str, Any] = {
        "since": request.today,
        "organisation": request.GET.get("organisation"),
    }
    if term:
        start |= {"seat": term.seat_id, "organisation": term.organisation_id}
    form = MemberForm(
        posted(request),
        board=request.board,
        on=request.today,
        is_member=term is not None,
        initial=start,
    )

    def act() -> HttpResponseRedirect:
        data = dict(form.cleaned_data)
        since = data.pop("since")
        seat_member(person, place=Place(**data), since=since)
        messages.success(request, _("Kept: %s.") % person.name)
        return redirect(person)

    return form_page(request, form, act, person=person, term=term)


@board_form
def member_change_role(request: BoardRequest, pk: int) -> HttpResponse:
    """The board administrator's page: roles decide who may do what."""
    term = _term_of(request, pk)
    start = {
        "role": term.role,
        "is_administrator": term.is_administrator,
        "since": request.today,
    }
    form = RoleForm(posted(request), initial=start)

    def act() -> HttpResponseRedirect:
        change_role(term, **form.cleaned_data)
        messages.success(request, _("Kept: the role of %s.") % term.person.name)
        return redirect(term.person)

    return form_page(request, form, act, term=term)


@board_form
def member_end(request: BoardRequest, pk: int) -> HttpResponse:
    """The end of a term, with what it means for their access and for open votes."""
    term = _term_of(request, pk)
    holds_office = term.is_administrator or term.role not in dict(PLAIN_ROLES)
    if holds_office and not request.actor.administers:
        raise PermissionDenied(str(OFFICE))
    start = {"last_day": request.today - datetime.timedelta(days=1)}
    form = EndForm(posted(request), initial=start)
    ballots = open_ballots_of(term.seat)

    def act() -> HttpResponseRedirect:
        end_term(term, last_day=form.cleaned_data["last_day"], today=request.today)
        messages.success(request, _("The term of %s has its end.") % term.person.name)
        for ballot in ballots:
            messages.info(request, _counted_again(request, ballot))
        return redirect(term.person)

    return form_page(request, form, act, term=term, ballots=ballots)


def _counted_again(request: BoardRequest, ballot: Ballot) -> str:
    """How an open vote stands without them."""
    try:
        stands = tally_of(ballot_of(request, ballot.pk), save=save_of(request)).verdict.sentence
    except OutOfOrder as no:
        stands = str(no)
    words = {"label": ballot.resolution.label, "stands": stands}
    return _("The open vote on %(label)s, counted again: %(stands)s") % words


def _term_of(request: BoardRequest, pk: int) -> Member:
    terms = Member.objects.filter(person__board=request.board, is_from_minutes=False)
    found: Member = get_object_or_404(
        terms.select_related("person__board", "seat", "organisation"), pk=pk
    )
    return found
