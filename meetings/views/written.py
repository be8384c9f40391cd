"""Votes in writing, for the secretariat: opened, continued, entered for somebody."""

from __future__ import annotations

import secrets

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _

from meetings.access import BoardRequest, board_form
from meetings.forms.written import AssistedVoteForm, CircularForm, DeadlineForm
from meetings.models import BallotSeat, Person, Vote
from meetings.rules.verdict import OutOfOrder
from meetings.services.bylaws import bylaws_on
from meetings.services.changes import Frozen
from meetings.services.own_votes import own_seats
from meetings.services.refusals import Refused
from meetings.services.telling import tell_recorded
from meetings.services.votes import Hand, record_votes
from meetings.services.written import continue_in_writing, open_circular
from meetings.views.finding import ballot_of, save_of

NO = (OutOfOrder, Refused, Frozen)


@board_form
def circular_new(request: BoardRequest) -> HttpResponse:
    """A resolution for a vote in writing: looked at once more before it is opened."""
    save = save_of(request)
    data = request.POST if request.method == "POST" else None
    form = CircularForm(data, board=request.board, now=save.at)
    status, why = 200, ""
    if data is not None:
        status = 200 if form.is_valid() else 422
        if form.is_valid() and data.get("open"):
            try:
                ballot = open_circular(request.board, circular=form.circular(), save=save)
            except NO as no:
                status, why = _status_of(no), str(no)
            else:
                messages.success(request, _("The vote is open, and the members are told."))
                return redirect("ballot_detail", request.board.slug, ballot.pk)
    bylaws = bylaws_on(request.board, request.today)
    context = {"form": form, "why": why, "bylaws": bylaws, "is_ready": data and form.is_valid()}
    return render(request, "meetings/circular_new.html", context, status=status)


@board_form
def ballot_continue(request: BoardRequest, pk: int) -> HttpResponse:
    """A vote that began in the meeting goes on in writing."""
    ballot, save = ballot_of(request, pk), save_of(request)
    data = request.POST if request.method == "POST" else None
    form = DeadlineForm(data, board=request.board, now=save.at)
    status, why = 200 if form.is_valid() or data is None else 422, ""
    if data is not None and form.is_valid():
        try:
            continue_in_writing(ballot, deadline=form.cleaned_data["deadline"], save=save)
        except NO as no:
            status, why = _status_of(no), str(no)
        else:
            messages.success(request, _("The vote goes on in writing, and the members are told."))
            return redirect("ballot_detail", request.board.slug, ballot.pk)
    context = {"ballot": ballot, "resolution": ballot.resolution, "form": form, "why": why}
    return render(request, "meetings/ballot_continue.html", context, status=status)


@board_form
def assisted_vote(request: BoardRequest, pk: int, seat: int) -> HttpResponse:
    """A vote given by telephone or on paper, entered for a seat; its people are told."""
    ballot = ballot_of(request, pk)
    row = get_object_or_404(BallotSeat, ballot=ballot, pk=seat)
    people = _who_may(request, row)
    data = request.POST if request.method == "POST" else None
    form = AssistedVoteForm(data, people=people, initial={"key": secrets.token_urlsafe(16)})
    status, why = 200 if form.is_valid() or data is None else 422, ""
    if data is not None and form.is_valid():
        sent = form.cleaned_data
        hand = Hand(sent["person"].pk, "", Vote.Channel.ASSISTED, sent["source"])
        choices = {row.pk: Vote.Choice(sent["choice"])}
        try:
            save = save_of(request)
            votes = record_votes(ballot, choices=choices, key=sent["key"], save=save, hand=hand)
        except NO as no:
            status, why = _status_of(no), str(no)
        else:
            tell_recorded(ballot, votes, save=save)
            messages.success(request, _("The vote is recorded, and the seat's people are told."))
            return redirect("ballot_detail", request.board.slug, ballot.pk)
    context = {"ballot": ballot, "resolution": ballot.resolution, "seat": row, "form": form}
    return render(request, "meetings/assisted_vote.html", context | {"why": why}, status=status)


def _who_may(request: BoardRequest, row: BallotSeat) -> object:
    """Those who may vote for the seat by their own hand."""
    save = save_of(request)
    people = Person.objects.filter(board=request.board).unmerged()
    sitting = people.filter(memberships__seat=row.seat_id) | people.filter(seats=row.seat_id)
    able = [
        person.pk
        for person in (sitting | people.filter(proxies__seat=row.seat_id)).distinct()
        if row.pk in {own.row.pk for own in own_seats(row.ballot, person, save=save)}
    ]
    return people.filter(pk__in=able).order_by("name")


def _status_of(no: Exception) -> int:
    return 422 if isinstance(no, Refused) else 409
