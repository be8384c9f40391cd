"""The signed-in person's own page, help, and the few pages that belong to no board."""

from __future__ import annotations

from typing import cast

from django.conf import settings
from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from django.db.models import Q
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.cache import never_cache

from meetings.access import TABLE, memberships_of, open_act, open_page, signed_in_page
from meetings.models import Action, Meeting, Person, User

THEMES = ("light", "dark", "system")
A_YEAR = 365 * 24 * 60 * 60


@signed_in_page
def home(request: HttpRequest) -> HttpResponse:
    """My actions by due date, the next meetings and the newest minutes of all my boards."""
    user = cast(User, request.user)
    today = timezone.localdate()
    memberships = memberships_of(user, today)
    boards = [member.person.board for member in memberships]
    people = Person.objects.filter(user=user)
    actions = (
        Action.objects.open()
        .filter(owners__person__in=people, board__in=boards)
        .filter(_in_sight_of(memberships))
        .select_related("board", "item__meeting__board")
        .distinct()
        .order_by("due_on", "number")
    )
    meetings = Meeting.objects.filter(board__in=boards).select_related("board")
    context = {
        "boards": boards,
        "today": today,
        "actions": sorted(actions, key=lambda a: (a.due_on is None, a.due_on or today)),
        "upcoming": meetings.upcoming(today)[:5],
        "minutes": meetings.published().order_by("-date", "-pk")[:5],
        "person_name": memberships[0].person.name if memberships else user.get_username(),
    }
    return render(request, "meetings/home.html", context)


def _in_sight_of(memberships: list) -> Q:  # type: ignore[type-arg]
    """Each board's actions as its own rules show them."""
    from meetings.access import ROLE_STANDING
    from meetings.models.actors import Actor, items_in_sight

    sight = Q(pk__in=[])
    for member in memberships:
        actor = Actor(
            member.person.board, ROLE_STANDING[member.role], member.person, member
        )
        sight |= Q(board=actor.board) & items_in_sight(actor, "item")
    return sight


@signed_in_page
def access_help(request: HttpRequest) -> HttpResponse:
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
    except Exception:  # noqa: BLE001 - whatever is wrong with the database, we are not ready
        return JsonResponse({"status": "not ready"}, status=503)
    if pending:
        return JsonResponse({"status": "not ready"}, status=503)
    return JsonResponse({"status": "ready"})
