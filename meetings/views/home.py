"""The signed-in person's own page, help, and the few pages that belong to no board."""

from __future__ import annotations

from django.conf import settings
from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from django.db.models import F, Q, QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.shortcuts import render
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.cache import never_cache

from meetings.access import (
    TABLE,
    SignedInRequest,
    meetings_as_guest,
    open_act,
    open_page,
    signed_in_page,
)
from meetings.models import Action, Ballot, BallotSeat, Meeting
from meetings.models.actors import items_in_sight

THEMES = ("light", "dark", "system")
A_YEAR = 365 * 24 * 60 * 60


@signed_in_page
def home(request: SignedInRequest) -> HttpResponse:
    """My actions by due date, the next meetings and the newest minutes of all my boards."""
    meetings = Meeting.objects.filter(board__in=request.boards).select_related("board")
    context = {
        "boards": request.boards,
        "today": request.today,
        "actions": _own_actions(request),
        "votes": _own_votes(request),
        "upcoming": meetings.upcoming(request.today)[:5],
        "minutes": meetings.published().newest_first()[:5],
        "invited": meetings_as_guest(request.user),
        "person": next((actor.person for actor in request.actors), None),
    }
    return render(request, "meetings/home.html", context)


def _own_actions(request: SignedInRequest) -> QuerySet[Action]:
    """What the person owes on every board, as each board's rules show it; undated last."""
    sight = Q(pk__in=[])
    for actor in request.actors:
        sight |= Q(board=actor.board) & items_in_sight(actor, "item")
    mine = Q(owners__person__user=request.user)
    mine |= Q(owners__person__merged_into__user=request.user)
    own = Action.objects.kept().open().filter(sight, mine, is_archived=False)
    return (
        own.select_related("board", "item__meeting__board")
        .distinct()
        .order_by(F("due_on").asc(nulls_last=True), "number")
    )


def _own_votes(request: SignedInRequest) -> QuerySet[BallotSeat]:
    """Seats of the person's own that have not answered a vote that members give themselves."""
    seats = [actor.member.seat_id for actor in request.actors if actor.member]
    sight = Q(pk__in=[])
    for actor in request.actors:
        own = Q(ballot__resolution__board=actor.board)
        sight |= own & items_in_sight(actor, "ballot__resolution__item")
    waiting = BallotSeat.objects.filter(sight, seat__in=seats, votes=None)
    return waiting.filter(ballot__in=Ballot.objects.by_own_hand().values("pk")).select_related(
        "ballot__resolution__board"
    )


@signed_in_page
def access_help(request: SignedInRequest) -> HttpResponse:
    return render(request, "meetings/access_help.html", {"rows": TABLE.items()})


@open_act
def theme(request: HttpRequest) -> HttpResponse:
    """Light, dark, or as the device says; kept in a cookie, so that it needs no script."""
    chosen = request.POST.get("theme", "")
    back = request.POST.get("next", "")
    if not url_has_allowed_host_and_scheme(back, {request.get_host()}, request.is_secure()):
        back = "/"
    response = HttpResponseRedirect(back)
    if chosen in THEMES:
        response.set_cookie(
            "theme",
            chosen,
            max_age=A_YEAR,
            secure=settings.HTTPS,
            httponly=True,
            samesite="Lax",
        )
    return response


@never_cache
@open_page
def healthz(request: HttpRequest) -> HttpResponse:
    return JsonResponse({"status": "alive"})


@never_cache
@open_page
def readyz(request: HttpRequest) -> HttpResponse:
    """Ready when the database answers and its tables are those of this release."""
    try:
        executor = MigrationExecutor(connection)
        pending = executor.migration_plan(executor.loader.graph.leaf_nodes())
    except Exception:
        return JsonResponse({"status": "not ready"}, status=503)
    if pending:
        return JsonResponse({"status": "not ready"}, status=503)
    return JsonResponse({"status": "ready"})
