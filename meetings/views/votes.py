"""What is recorded while a vote is open."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from meetings.access import BoardRequest, board_act, board_form
from meetings.forms.votes import casting_in, choice_in, key_in, seat_in, words_in
from meetings.models import Attendance, Ballot, Objection, Vote
from meetings.services.objections import cast_casting_vote, raise_objection, resolve_objection
from meetings.services.recusing import recuse_seat
from meetings.services.votes import Change, change_vote, count_hands, record_votes, standing_votes
from meetings.views.drafts import wants_json
from meetings.views.finding import ballot_of, save_of
from meetings.views.refusing import NO, status_of
from meetings.views.sheets import fresh_key, names_of, read_of, refused


@board_act
def ballot_votes(request: BoardRequest, pk: int) -> HttpResponse:
    """Records these votes, or this show of hands, and keeps the vote open."""
    ballot = ballot_of(request, pk)
    votes: list[Vote] = []
    try:
        typed = read_of(request, ballot)
        if typed.hands:
            counted = (typed.hands.votes_for, typed.hands.against, typed.hands.abstain)
            count_hands(ballot, counted=counted, reason=typed.reason, save=save_of(request))
        else:
            votes = record_votes(
                ballot, choices=typed.choices, key=typed.key, save=save_of(request)
            )
    except NO as no:
        return refused(request, ballot, no)
    if wants_json(request):
        return JsonResponse({"hash": ballot.hash, "votes": [_told(ballot, v) for v in votes]})
    if typed.hands:
        messages.success(request, _("The count is recorded; the vote stays open."))
    else:
        sentence = ngettext(
            "%d vote is recorded; the vote stays open.",
            "%d votes are recorded; the vote stays open.",
            len(votes),
        )
        messages.success(request, sentence % len(votes))
    return _to(request, ballot)


def _told(ballot: Ballot, vote: Vote) -> dict[str, object]:
    return {"seat": vote.seat_id, "choice": vote.choice, "receipt": vote.receipt_on(ballot)}


@board_form
def vote_change(request: BoardRequest, pk: int, seat: int) -> HttpResponse:
    """A seat's vote is another from now on, for a reason; the one before stays on record."""
    ballot = ballot_of(request, pk)
    row = get_object_or_404(ballot.seats, pk=seat)
    why, status = "", 200
    if request.method == "POST":
        try:
            change = Change(
                seat, choice_in(request.POST), words_in(request.POST, "reason", most=300)
            )
            change_vote(ballot, change=change, key=key_in(request.POST), save=save_of(request))
        except NO as no:
            why, status = str(no), status_of(no)
        else:
            messages.success(request, _("The vote of %s is changed.") % row.name)
            return _to(request, ballot)
    context = {
        "ballot": ballot,
        "resolution": ballot.resolution,
        "row": row,
        "vote": standing_votes(ballot).get(seat),
        "choices": Vote.Choice.choices,
        "typed": {name: request.POST.get(name, "") for name in ("choice", "reason")},
        "key": fresh_key(),
        "why": why,
    }
    return render(request, "meetings/vote_change.html", context, status=status)


@board_act
def objection_raise(request: BoardRequest, pk: int) -> HttpResponse:
    """A seat raises a concern."""
    ballot = ballot_of(request, pk)
    try:
        seat = seat_in(request.POST, names_of(ballot))
        words = words_in(request.POST, "words", most=500)
        raise_objection(ballot, seat=seat, words=words, save=save_of(request))
    except NO as no:
        return refused(request, ballot, no)
    messages.success(request, _("The concern is on record."))
    return _to(request, ballot)


@board_act
def objection_resolve(request: BoardRequest, pk: int, concern: int) -> HttpResponse:
    """A concern is met or withdrawn."""
    ballot = ballot_of(request, pk)
    objection = get_object_or_404(Objection, ballot=ballot, pk=concern)
    objection.ballot = ballot
    try:
        words = words_in(request.POST, "words", most=500)
        resolve_objection(objection, words=words, save=save_of(request))
    except NO as no:
        return refused(request, ballot, no)
    messages.success(request, _("The concern is resolved."))
    return _to(request, ballot)


@board_act
def casting_vote(request: BoardRequest, pk: int) -> HttpResponse:
    """Whoever presides breaks a tie."""
    ballot = ballot_of(request, pk)
    meeting = ballot.resolution.item.meeting
    presiding = Attendance.objects.filter(meeting=meeting, is_presiding=True).first()
    person = presiding.person_id if presiding else None
    try:
        choice = casting_in(request.POST)
        cast_casting_vote(ballot, choice=choice, person=person, save=save_of(request))
    except NO as no:
        return refused(request, ballot, no)
    messages.success(request, _("The casting vote is recorded."))
    return _to(request, ballot)


@board_act
def recusal_add(request: BoardRequest, pk: int) -> HttpResponse:
    """A seat is out for this item: written into its notes."""
    ballot = ballot_of(request, pk)
    try:
        seat = seat_in(request.POST, names_of(ballot))
        nature = words_in(request.POST, "nature", most=300)
        recuse_seat(ballot, seat=seat, nature=nature, save=save_of(request))
    except NO as no:
        return refused(request, ballot, no)
    messages.success(request, _("The recusal stands in the minutes."))
    return _to(request, ballot)


def _to(request: BoardRequest, ballot: Ballot) -> HttpResponse:
    return redirect("ballot_detail", request.board.slug, ballot.pk)
