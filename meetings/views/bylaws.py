"""A board's bylaws: what is, was and will be in force, and what its administrator lays down."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _

from meetings.access import BoardRequest, board_form, board_page, can
from meetings.forms.bylaws import BylawsForm
from meetings.forms.bylaws_templates import TEMPLATES
from meetings.models import Bylaws
from meetings.rules.quorum import Quorum, QuorumKind, seats_of
from meetings.rules.verdict import OutOfOrder
from meetings.services.bylaws import bylaws_on
from meetings.services.enacting import (
    SETTINGS,
    change_planned,
    lay_down,
    reigns_of,
    seats_today,
    why_settled,
)
from meetings.services.refusals import Refused

Store = Callable[[BylawsForm], Bylaws]


@board_page
def bylaws_list(request: BoardRequest) -> HttpResponse:
    reigns = reigns_of(request.board, on=request.today)
    context = {
        "reigns": reigns,
        "defaults": Bylaws(board=request.board),
        "seats": seats_today(request.board, request.today),
        "changes": can(request.actor, "bylaws_edit"),
        "works_out": can(request.actor, "what_if"),
    }
    return render(request, "meetings/bylaws_list.html", context)


@board_form
def bylaws_new(request: BoardRequest) -> HttpResponse:
    """New ones start as those in force today."""
    rules = bylaws_on(request.board, request.today)
    start = {name: getattr(rules, name) for name in SETTINGS}

    def store(form: BylawsForm) -> Bylaws:
        return lay_down(request.board, day=form.day(), settings=form.settings(), on=request.today)

    return _edited(request, Bylaws(board=request.board), start, store)


@board_form
def bylaws_edit(request: BoardRequest, pk: int) -> HttpResponse:
    """Those of a day to come; others are shown with why they stay as they are."""
    bylaws = get_object_or_404(Bylaws, board=request.board, pk=pk)
    bylaws.board = request.board
    why = why_settled(bylaws, on=request.today)
    if why:
        status = 409 if request.method == "POST" else 200
        context = {"why": why, "bylaws": bylaws, "seats": None}
        return render(request, "meetings/bylaws_edit.html", context, status=status)

    def store(form: BylawsForm) -> Bylaws:
        return change_planned(bylaws, day=form.day(), settings=form.settings(), on=request.today)

    return _edited(request, bylaws, {}, store)


def _edited(
    request: BoardRequest, bylaws: Bylaws, start: dict[str, Any], store: Store
) -> HttpResponse:
    seats = seats_today(request.board, request.today)
    template = request.POST.get("template")
    if request.method != "POST" or template in TEMPLATES:
        start |= _filled(request, template or "", seats)
        return _page(request, BylawsForm(initial=start, instance=bylaws, seats=seats), bylaws)
    form, status = BylawsForm(request.POST, instance=bylaws, seats=seats), 422
    if form.is_valid():
        try:
            kept = store(form)
        except Refused as no:
            form.add_error("effective_from", str(no))
        except OutOfOrder as no:
            form.add_error(None, str(no))
            status = 409
        else:
            day = {"day": f"{kept.effective_from:%Y-%m-%d}"}
            messages.success(request, _("The bylaws from %(day)s on are kept.") % day)
            return redirect("bylaws_list", request.board.slug)
    return _page(request, form, bylaws, status)


def _filled(request: BoardRequest, template: str, seats: int) -> dict[str, Any]:
    """A template's settings; day and charter stay as they were typed."""
    if template not in TEMPLATES:
        return {}
    plain = Bylaws()
    settings = {name: getattr(plain, name) for name in SETTINGS}
    typed = {name: request.POST.get(name, "") for name in ("effective_from", "charter_words")}
    return settings | TEMPLATES[template][1](seats) | typed


def _page(
    request: BoardRequest, form: BylawsForm, bylaws: Bylaws, status: int = 200
) -> HttpResponse:
    seats = form.seats
    context = {
        "form": form,
        "bylaws": bylaws,
        "seats": seats,
        "sizes": {kind.value: seats_of(Quorum(kind), seats) for kind in QuorumKind},
        "templates": [(name, label) for name, (label, _settings) in TEMPLATES.items()],
    }
    return render(request, "meetings/bylaws_edit.html", context, status=status)
