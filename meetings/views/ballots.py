"""A vote from opening to closing: the page, what it would decide, and the result."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace

from django.contrib import messages
from django.http import HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from meetings.access import BoardRequest, board_act, board_form, board_page
from meetings.forms.votes import (
    HANDS,
    BadVote,
    Typed,
    majorities_in,
    read_votes,
    typed_in,
    words_in,
)
from meetings.models import Attendance, Ballot, BallotResult, MailClaim, MailObjection
from meetings.rules.tally import Entry
from meetings.rules.verdict import OutOfOrder
from meetings.services.ballots import open_ballot
from meetings.services.changes import Frozen
from meetings.services.closing import Closing, close_ballot, give_up_ballot, mark_of, seen_as
from meetings.services.votes import Closed, HasVoted, refuse_if_closed, refuse_vote, standing_votes
from meetings.views.drafts import wants_json
from meetings.views.finding import ballot_of, resolution_of, save_of
from meetings.views.refusing import NO, status_of
from meetings.views.sheets import (
    Draft,
    Look,
    look_at,
    names_of,
    page_of,
    panel_of,
    read_of,
    refused,
    review_of,
)

NEGATIVE = re.compile(r"\bnot\b", re.IGNORECASE)


@board_act
def ballot_open(request: BoardRequest, number: str) -> HttpResponse:
    """Opens a vote on a motion, or leads to the one that is open."""
    resolution = resolution_of(request, number)
    try:
        wanted = majorities_in(request.POST)
        ballot = open_ballot(resolution, save=save_of(request), majorities=wanted)
    except (BadVote, OutOfOrder, Frozen) as no:
        context = {"resolution": resolution, "why": str(no)}
        return render(request, "meetings/ballot_open.html", context, status=status_of(no))
    return redirect("ballot_detail", request.board.slug, ballot.pk)


@board_page
def ballot_detail(request: BoardRequest, pk: int) -> HttpResponse:
    """The vote page: a form for the secretariat, for others to look at."""
    return page_of(request, ballot_of(request, pk))


@board_act
def ballot_preview(request: BoardRequest, pk: int) -> HttpResponse:
    """What would be decided, nothing stored; with `fill` the page with its empty seats filled."""
    ballot = ballot_of(request, pk)
    if "fill" in request.POST:
        return page_of(request, ballot, draft=_filled(request, ballot))
    data = request.POST.copy()
    if any(data.get(name, "").strip() for name in HANDS):
        data["method"] = "hands"
    try:
        typed = read_votes(data, names_of(ballot))
    except BadVote as no:
        return panel_of(request, ballot, Draft(typed_in(request.POST)), why=str(no))
    return panel_of(request, ballot, Draft(typed.choices, typed.hands))


def _filled(request: BoardRequest, ballot: Ballot) -> Draft:
    """All for, except those chosen already; any other word empties the page."""
    chosen = typed_in(request.POST)
    if request.POST["fill"] != "for":
        return Draft()
    rows = look_at(ballot, save_of(request), Draft()).rows
    return Draft({row.pk: chosen.get(row.pk, "for") for row in rows if row.is_open})


@board_act
def ballot_review(request: BoardRequest, pk: int) -> HttpResponse:
    """Shows what would be recorded, and asks; stores nothing."""
    ballot = ballot_of(request, pk)
    try:
        return _review(request, ballot, read_of(request, ballot))
    except NO as no:
        return refused(request, ballot, no)


def _review(
    request: BoardRequest, ballot: Ballot, typed: Typed, no: Exception | None = None
) -> HttpResponse:
    """Raises what recording it would raise."""
    refuse_if_closed(ballot)
    standing = standing_votes(ballot)
    others = [v for pk, v in standing.items() if typed.choices.get(pk, v.choice) != v.choice]
    if others:
        raise HasVoted(others, request.board.zone)
    fresh = {pk: choice for pk, choice in typed.choices.items() if pk not in standing}
    is_consensus = typed.method == BallotResult.Method.CONSENSUS
    look = look_at(ballot, save_of(request), Draft(fresh, typed.hands, is_consensus))
    if look.tally is None:
        raise look.no or OutOfOrder()
    entries = {
        row.pk: entry for row, entry in zip(look.tally.rows, look.tally.sheet.entries, strict=True)
    }
    for pk in fresh:
        refuse_vote(entries[pk])
    shown = {
        "typed": replace(typed, choices=fresh),
        "hands": request.POST,
        "seen": seen_as(look.tally),
        "warnings": list(_warnings(ballot, look, entries)),
        "why": str(no) if no else "",
    }
    return review_of(request, ballot, look, shown=shown, status=status_of(no) if no else 200)


def _warnings(ballot: Ballot, look: Look, entries: Mapping[int, Entry]) -> Iterator[str]:
    """What somebody should know before they close."""
    standing = look.standing
    assert standing is not None  # noqa: S101 - there is a tally
    is_tie = standing.votes_for == standing.against > 0
    if is_tie and NEGATIVE.search(ballot.text):
        yield _(
            "The motion says “not” and the votes are tied: that decides nothing, and not the "
            "opposite either."
        )
    if standing.outcome == "not_carried" and standing.needed is None and standing.is_counted:
        yield _("No number of votes for would carry it any more.")
    silent = [row.name for row in look.rows if row.is_open and not row.typed]
    if silent and standing.is_counted and look.tally and not look.tally.sheet.hands:
        yield _("There without a vote: %s.") % ", ".join(silent)
    if standing.is_written:  # nobody sends a mail into a room
        yield from _mail_waiting(ballot)
    chair = _recused_chair(ballot, entries.values())
    if chair:
        yield (
            _(
                "%(person)s presides and %(seat)s is recused: somebody else should take the "
                "chair for this item."
            )
            % chair
        )


def _mail_waiting(ballot: Ballot) -> Iterator[str]:
    waiting = MailClaim.objects.held().filter(ballot=ballot).count()
    if waiting:
        yield _("Votes by mail that nobody has decided on yet: %d.") % waiting
    objections = MailObjection.objects.unanswered().filter(claim__ballot=ballot).count()
    if objections:
        yield _("Objections to votes by mail without an answer: %d.") % objections


def _recused_chair(ballot: Ballot, entries: Iterable[Entry]) -> dict[str, str] | None:
    presiding = Attendance.objects.filter(meeting=ballot.resolution.item.meeting, is_presiding=True)
    for row in presiding:
        for entry in entries:
            seat = entry.spoken.seat
            is_own = row.person_id in seat.people or (
                row.organisation_id is not None and row.organisation_id == seat.organisation
            )
            if entry.recused is not None and is_own:
                return {"person": row.name, "seat": entry.name}
    return None


@board_act
def ballot_close(request: BoardRequest, pk: int) -> HttpResponse:
    """Records, computes, freezes and writes the result into the minutes."""
    ballot = ballot_of(request, pk)
    try:
        typed = read_of(request, ballot)
        result = close_ballot(ballot, closing=_closing(typed), save=save_of(request))
    except NO as no:
        if isinstance(no, Closed) and _is_sent_twice(request, ballot):
            return _closed(request, ballot)
        return _not_closed(request, ballot, no)
    if wants_json(request):
        return JsonResponse({"outcome": result.in_force, "sentence": result.sentence})
    messages.success(request, _("The vote is closed and stands in the minutes."))
    return _closed(request, ballot)


def _closed(request: BoardRequest, ballot: Ballot) -> HttpResponse:
    ballot.resolution.refresh_from_db(fields=["number"])
    return redirect(ballot.resolution.get_absolute_url())


def _is_sent_twice(request: BoardRequest, ballot: Ballot) -> bool:
    """A second press of one's own finds the very result that it asks for."""
    if wants_json(request):
        return False
    own = BallotResult.objects.filter(ballot=ballot, closed_by=request.user)
    return any(mark_of(result.sentence) == request.POST.get("seen") for result in own)


@board_form
def ballot_give_up(request: BoardRequest, pk: int) -> HttpResponse:
    """Ends a vote without a result; what was recorded stays and counts for nothing."""
    ballot = ballot_of(request, pk)
    why, status = "", 200
    if request.method == "POST":
        try:
            reason = words_in(request.POST, "reason", most=500)
            give_up_ballot(ballot, reason=reason, save=save_of(request))
        except NO as no:
            why, status = str(no), status_of(no)
        else:
            messages.success(request, _("The vote is given up; the motion is undecided again."))
            return redirect("ballot_detail", request.board.slug, ballot.pk)
    context = {"ballot": ballot, "resolution": ballot.resolution, "why": why}
    context["reason"] = request.POST.get("reason", "")
    return render(request, "meetings/ballot_give_up.html", context, status=status)


def _closing(typed: Typed) -> Closing:
    hands = typed.hands
    return Closing(
        method=typed.method,
        seen=typed.seen,
        choices=typed.choices,
        key=typed.key,
        accepts_no_quorum=typed.accepts_no_quorum,
        declared=typed.declared,
        reason=typed.reason,
        hands=(hands.votes_for, hands.against, hands.abstain) if hands else None,
    )


def _not_closed(request: BoardRequest, ballot: Ballot, no: Exception) -> HttpResponse:
    """The review as things stand by now, with why not; else the vote page."""
    if wants_json(request):
        return refused(request, ballot, no)
    ballot.refresh_from_db(fields=["closed_at"])
    try:
        return _review(request, ballot, read_of(request, ballot), no)
    except NO as other:
        return refused(request, ballot, no if isinstance(no, type(other)) else other)
