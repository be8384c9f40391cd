"""Seats: made, ended, and who sits on them."""

from __future__ import annotations

import datetime

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _

from meetings.access import BoardRequest, board_form
from meetings.forms.members import EndForm, RepresentForm, SeatForm
from meetings.models import Seat
from meetings.services.members import open_ballots_of
from meetings.services.seating import add_seat, end_seat, people_of, represent
from meetings.views.acting import form_page, posted


@board_form
def seat_new(request: BoardRequest) -> HttpResponse:
    start = {"since": request.today, "organisation": request.GET.get("organisation")}
    form = SeatForm(posted(request), board=request.board, initial=start)

    def act() -> HttpResponseRedirect:
        data = form.cleaned_data
        seat = add_seat(
            request.board,
            name=data["name"],
            holder=data["organisation"] or data["person"],
            since=data["since"],
        )
        messages.success(request, _("The seat “%s” stands. Say who represents it.") % seat)
        return redirect("seat_represent", request.board.slug, seat.pk)

    return form_page(request, form, act)


@board_form
def seat_represent(request: BoardRequest, pk: int) -> HttpResponse:
    seat = _seat_of(request, pk)
    form = RepresentForm(
        posted(request),
        board=request.board,
        terms=people_of(seat),
        initial={"since": request.today},
    )

    def act() -> HttpResponseRedirect:
        changed = represent(
            seat, order=form.order, newcomer=form.someone, since=form.cleaned_data["since"]
        )
        said = _("Kept: who sits on “%s”.") if changed else _("On “%s” all is as it was.")
        messages.success(request, said % seat)
        return redirect("member_status", request.board.slug)

    return form_page(request, form, act, seat=seat, ballots=open_ballots_of(seat))


@board_form
def seat_end(request: BoardRequest, pk: int) -> HttpResponse:
    seat = _seat_of(request, pk)
    start = {"last_day": request.today - datetime.timedelta(days=1)}
    form = EndForm(posted(request), initial=start)

    def act() -> HttpResponseRedirect:
        end_seat(seat, last_day=form.cleaned_data["last_day"])
        messages.success(request, _("The seat “%s” has its end.") % seat)
        return redirect("member_status", request.board.slug)

    shown = {"people": people_of(seat), "ballots": open_ballots_of(seat)}
    return form_page(request, form, act, seat=seat, **shown)


def _seat_of(request: BoardRequest, pk: int) -> Seat:
    seats = Seat.objects.filter(board=request.board)
    rows = seats.select_related("board", "organisation", "person")
    found: Seat = get_object_or_404(rows, pk=pk)
    return found
