"""Votes by mail: messages are brought, looked at, confirmed or refused; members may object."""

from __future__ import annotations

import secrets
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from meetings.access import BoardRequest, board_form
from meetings.forms.fields import brought_by
from meetings.forms.mail import AnswerForm, MailForm, MatchForm, claim_of
from meetings.forms.sessions import sentences_of
from meetings.forms.votes import BadVote, words_in
from meetings.models import Ballot, MailClaim, MailObjection
from meetings.rules.verdict import OutOfOrder
from meetings.services.mail_claims import (
    claims_of,
    confirm_claim,
    correct_claim,
    move_claim,
    refuse_claim,
    voter_names,
)
from meetings.services.mail_intake import bring_mail, funnel_of, held_elsewhere
from meetings.services.mail_matching import open_in_writing
from meetings.services.mail_objections import (
    answer_objection,
    may_object,
    object_to,
    objections_on,
)
from meetings.services.refusals import Refused
from meetings.views.finding import ballot_of, save_of
from meetings.views.refusing import status_of

NO = (BadVote, Refused, OutOfOrder)


@board_form
def mail_intake(request: BoardRequest, pk: int) -> HttpResponse:
    """Messages are brought to a vote in writing; none is recorded by that."""
    ballot = ballot_of(request, pk)
    is_sent = request.method == "POST"
    form = MailForm(request.POST, request.FILES) if is_sent else MailForm()
    status, why = 422 if is_sent and not form.is_valid() else 200, ""
    if is_sent and status == 200:
        try:
            new, known = _bring(request, ballot, form)
        except NO as no:
            status, why = status_of(no), str(no)
        else:
            sentence = ngettext("%d new message is kept.", "%d new messages are kept.", new) % new
            again = _("Brought before: %d.") % known if known else ""
            messages.success(request, f"{sentence} {again}")
            return redirect("mail_claims", request.board.slug, ballot.pk)
    context = {**_about(ballot), "form": form, "why": why, "funnel": funnel_of(ballot)}
    return render(request, "meetings/mail_intake.html", context, status=status)


def _bring(request: BoardRequest, ballot: Ballot, form: MailForm) -> tuple[int, int]:
    limit = settings.MAIL_LIMIT_BYTES
    return bring_mail(
        ballot, content=brought_by(form, limit=limit), limit=limit, save=save_of(request)
    )


@board_form
def mail_claims(request: BoardRequest, pk: int) -> HttpResponse:
    """What the messages claim, with the seats they were matched to; many confirmed at once."""
    ballot = ballot_of(request, pk)
    status, why, failed = 200, "", []
    if request.method == "POST":
        marks = request.POST.getlist("claim")
        failed = _confirm_all(request, ballot, marks)
        why = "" if marks else _("Choose the votes to confirm.")
        status = 409 if failed else 422
        if marks and not failed:
            return redirect("mail_claims", request.board.slug, ballot.pk)
    claims = claims_of(ballot)
    context = {
        **_about(ballot),
        "claims": claims,
        "can_confirm": ballot.is_open and any(row.is_held and row.is_complete for row in claims),
        "funnel": funnel_of(ballot),
        "objections": objections_on(ballot),
        "elsewhere": held_elsewhere(ballot),
        "failed": failed,
        "why": why,
    }
    return render(request, "meetings/mail_claims.html", context, status=status)


def _confirm_all(request: BoardRequest, ballot: Ballot, marks: list[str]) -> list[tuple[str, str]]:
    """Each by itself. Out: the seats of those that were not recorded, and why not."""
    rows = {row.pk: row for row in claims_of(ballot)}
    failed, done = [], 0
    for mark in dict.fromkeys(marks):
        row = rows.get(claim_of(mark) or 0)
        if row is None:
            failed.append((_("A message"), _("It is not among those of this vote.")))
            continue
        try:
            confirm_claim(row, seen=mark, save=save_of(request))
            done += 1
        except NO as no:
            failed.append((row.seat.name if row.seat else str(row.message), str(no)))
    if done:
        sentence = ngettext("%d vote is recorded.", "%d votes are recorded.", done)
        messages.success(request, sentence % done)
    return failed


@board_form
def mail_claim(request: BoardRequest, pk: int, claim: int) -> HttpResponse:
    """One message beside what it was matched to: confirmed, refused, or matched by hand."""
    ballot = ballot_of(request, pk)
    rows = MailClaim.objects.filter(ballot=ballot).select_related(
        "message", "seat", "person", "vote", "decided_by"
    )
    row = get_object_or_404(rows.defer("message__content"), pk=claim)
    voters = voter_names(ballot, save=save_of(request)) if row.is_held else []
    first = {"voter": f"{row.seat_id}-{row.person_id}", "choice": row.choice}
    form = MatchForm(voters=voters, initial=first)
    status, why = 200, ""
    if request.method == "POST":
        if request.POST.get("act") == "correct":
            form = MatchForm(request.POST, voters=voters)
        try:
            messages.success(request, _decide(request, row, form))
        except NO as no:
            status, why = status_of(no), str(no)
            row.refresh_from_db(fields=["state"])
        else:
            return redirect("mail_claims", request.board.slug, ballot.pk)
    ballots = open_in_writing(ballot) if row.is_held else []
    context = {
        **_about(ballot),
        "claim": row,
        "form": form,
        "others": [other for other in ballots if other.pk != ballot.pk],
        "reason": request.POST.get("reason", ""),
        "why": why,
    }
    return render(request, "meetings/mail_claim.html", context, status=status)


def _decide(request: BoardRequest, row: MailClaim, form: MatchForm) -> str:
    """Does what the form asks for; the sentence that says so."""
    seen, save = request.POST.get("seen", ""), save_of(request)
    act = request.POST.get("act")
    if act == "confirm":
        confirm_claim(row, seen=seen, save=save)
        return _("The vote is recorded, and those behind the seat are told.")
    if act == "refuse":
        refuse_claim(row, reason=words_in(request.POST, "reason", most=300), seen=seen, save=save)
        return _("Refused. The message is kept.")
    if act == "correct":
        if not form.is_valid():
            raise BadVote(sentences_of(form))
        correct_claim(row, correction=form.correction(), seen=seen, save=save)
        return _("Matched by hand. Look at it once more and confirm it.")
    if act != "move":
        raise BadVote(_("Choose what is to become of this message."))
    move_claim(row, ballot=_other(request, row), seen=seen, save=save)
    return _("It waits with the motion that it means.")


def _other(request: BoardRequest, row: MailClaim) -> Ballot:
    sent = request.POST.get("ballot", "")
    for other in open_in_writing(row.ballot):
        if str(other.pk) == sent:
            return other
    raise BadVote(_("Choose the motion that it means."))


@board_form
def mail_answer(request: BoardRequest, pk: int, objection: int) -> HttpResponse:
    """An objection to a vote by mail is answered: the vote is changed, or kept."""
    ballot = ballot_of(request, pk)
    rows = MailObjection.objects.filter(claim__ballot=ballot, answers=None)
    found = get_object_or_404(
        rows.select_related("claim__seat", "claim__vote", "claim__message", "person", "answer"),
        pk=objection,
    )
    found.claim.ballot = ballot
    data = request.POST if request.method == "POST" else None
    form = AnswerForm(data, initial={"key": secrets.token_urlsafe(16)})
    status, why = 200 if data is None or form.is_valid() else 422, ""
    if data is not None and status == 200:
        try:
            answer_objection(found, answer=form.answer(), save=save_of(request))
        except NO as no:
            status, why = status_of(no), str(no)
        else:
            messages.success(request, _("Answered, and whoever objected is told."))
            return redirect("mail_claims", request.board.slug, ballot.pk)
    context = {**_about(ballot), "objection": found, "form": form, "why": why}
    return render(request, "meetings/mail_answer.html", context, status=status)


@board_form
def vote_object(request: BoardRequest, pk: int, number: int) -> HttpResponse:
    """ "I did not vote this way": for whoever a vote by mail is from, until the result is out."""
    ballot = ballot_of(request, pk)
    claims = MailClaim.objects.filter(ballot=ballot, vote__number=number)
    claim = claims.select_related("message", "seat", "vote").first()
    person = request.actor.person
    if claim is None or person is None:
        raise Http404
    claim.ballot = ballot
    if not may_object(claim, person, save=save_of(request)):
        raise Http404
    status, why = 200, ""
    if request.method == "POST":
        try:
            words = words_in(request.POST, "words", most=300)
            object_to(claim, person=person, words=words, save=save_of(request))
        except NO as no:
            status, why = status_of(no), str(no)
        else:
            messages.success(request, _("Your objection is recorded; the secretary answers it."))
            return redirect("vote_object", request.board.slug, ballot.pk, number)
    objection = claim.objections.filter(answers=None).select_related("answer").first()
    context = {**_about(ballot), "claim": claim, "objection": objection, "why": why}
    context["words"] = request.POST.get("words", "")
    return render(request, "meetings/vote_object.html", context, status=status)


def _about(ballot: Ballot) -> dict[str, Any]:
    return {"ballot": ballot, "resolution": ballot.resolution, "can_bring": ballot.is_open}
