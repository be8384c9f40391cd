"""What is recorded while a vote is open."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse, JsonResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from meetings.access import BoardRequest, board_act
from meetings.models import Ballot, Vote
from meetings.services.votes import count_hands, record_votes
from meetings.views.drafts import wants_json
from meetings.views.finding import ballot_of, save_of
from meetings.views.sheets import NO, read_of, refused


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
    return redirect("ballot_detail", request.board.slug, ballot.pk)


def _told(ballot: Ballot, vote: Vote) -> dict[str, object]:
    return {"seat": vote.seat_id, "choice": vote.choice, "receipt": vote.receipt_on(ballot)}
