"""A member votes: what is voted on, by which rule, until when; asked twice, with a receipt."""

from __future__ import annotations

import secrets
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from meetings.access import BoardRequest, board_form, board_page
from meetings.forms.sessions import sentences_of
from meetings.forms.written import OwnVoteForm
from meetings.models import Ballot, Person, Vote
from meetings.rules.verdict import OutOfOrder
from meetings.services.own_votes import NotYours, OwnSeat, OwnVote, cast_own_vote, own_seats
from meetings.services.refusals import Refused
from meetings.services.votes import Closed, refuse_if_closed, standing_votes
from meetings.views.drafts import wants_json
from meetings.views.finding import ballot_of, save_of


@board_form
def own_votes(request: BoardRequest, pk: int) -> HttpResponse:
    """Every seat that the reader may vote for, one after the other."""
    ballot = ballot_of(request, pk)
    if request.method != "POST":
        return _page(request, ballot)
    form = OwnVoteForm(request.POST)
    if not form.is_valid():
        return _refused(request, ballot, sentences_of(form), 422, form=form)
    act = _cast if request.POST.get("step") == "cast" else _review
    return act(request, ballot, form)


def _cast(request: BoardRequest, ballot: Ballot, form: OwnVoteForm) -> HttpResponse:
    try:
        vote = cast_own_vote(
            ballot, person=_me(request), vote=_sent(form.cleaned_data), save=save_of(request)
        )
    except NotYours as no:
        if wants_json(request):
            return JsonResponse({"error": str(no)}, status=403)
        raise PermissionDenied(str(no)) from no
    except (OutOfOrder, Refused) as no:
        status = 422 if isinstance(no, Refused) else 409
        return _refused(request, ballot, str(no), status, form=form)
    receipt = vote.receipt_on(ballot)
    if wants_json(request):
        return JsonResponse({"hash": ballot.hash, "choice": vote.choice, "receipt": receipt})
    return redirect("vote_receipt", request.board.slug, ballot.pk, vote.number)


@board_page
def vote_receipt(request: BoardRequest, pk: int, number: int) -> HttpResponse:
    """Proof of a vote, for who cast it and for the secretariat."""
    ballot = ballot_of(request, pk)
    votes = Vote.objects.filter(seat__ballot=ballot, number=number)
    vote = votes.select_related("seat", "cast_by", "supersedes", "superseded_by").first()
    me = request.actor.person
    is_mine = vote and me and vote.cast_by and vote.cast_by.kept_as == me
    if vote is None or not (is_mine or request.actor.keeps_minutes):
        raise Http404
    context = {"ballot": ballot, "resolution": ballot.resolution, "vote": vote}
    context["receipt"] = vote.receipt_on(ballot)
    return render(request, "meetings/vote_receipt.html", context)


def _me(request: BoardRequest) -> Person:
    person = request.actor.person
    if person is None:
        raise Http404
    return person


def _sent(data: dict[str, Any]) -> OwnVote:
    return OwnVote(
        data["seat"], Vote.Choice(data["choice"]), data["key"], data["hash"], data["reason"]
    )


def _page(
    request: BoardRequest, ballot: Ballot, *, why: str = "", status: int = 200, form: Any = None
) -> HttpResponse:
    mine = own_seats(ballot, _me(request), save=save_of(request)) if ballot.is_open else []
    standing = standing_votes(ballot)
    seats = [_seat(ballot, own, standing.get(own.row.pk), form) for own in mine]
    context = {**_about(ballot), "seats": seats, "why": why}
    return render(request, "meetings/own_votes.html", context, status=status)


def _seat(ballot: Ballot, own: OwnSeat, vote: Vote | None, sent: Any) -> dict[str, Any]:
    is_sent = sent is not None and sent.data.get("seat") == str(own.row.pk)
    return {
        "own": own,
        "vote": vote,
        "receipt": vote.receipt_on(ballot) if vote else "",
        "key": secrets.token_urlsafe(16),
        "choice": sent.data.get("choice", "") if is_sent else "",
        "reason": sent.data.get("reason", "") if is_sent else "",
    }


def _review(request: BoardRequest, ballot: Ballot, form: OwnVoteForm) -> HttpResponse:
    """What will be recorded, asked once more; nothing is stored yet."""
    mine = own_seats(ballot, _me(request), save=save_of(request))
    own = next((one for one in mine if one.row.pk == form.cleaned_data["seat"]), None)
    try:
        refuse_if_closed(ballot)
    except Closed as no:
        return _refused(request, ballot, str(no), 409, form=form)
    if own is None:
        raise PermissionDenied(str(NotYours()))
    standing = standing_votes(ballot).get(own.row.pk)
    if standing and not form.cleaned_data["reason"].strip():
        why = _("Your vote stands. To change it, say why.")
        return _refused(request, ballot, why, 422, form=form)
    choice = Vote.Choice(form.cleaned_data["choice"])
    context = {**_about(ballot), "own": own, "form": form, "choice": choice, "standing": standing}
    return render(request, "meetings/own_vote_review.html", context)


def _about(ballot: Ballot) -> dict[str, Any]:
    last = Ballot.objects.with_deadline().get(pk=ballot.pk)
    return {
        "ballot": ballot,
        "resolution": ballot.resolution,
        "meeting": ballot.resolution.item.meeting,
        "deadline": last.deadline,
        "seat_count": ballot.seats_base or ballot.seats.count(),
    }


def _refused(
    request: BoardRequest, ballot: Ballot, why: str, status: int, *, form: OwnVoteForm
) -> HttpResponse:
    if wants_json(request):
        return JsonResponse({"error": why}, status=status)
    return _page(request, ballot, why=why, status=status, form=form)
