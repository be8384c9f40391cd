"""The signed-in person's own page, help, and the few pages that belong to no board."""

from __future__ import annotations

from django.conf import settings
from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.cache import never_cache

from meetings.access import (
    TABLE,
    SignedInRequest,
    meetings_as_guest,
    open_act,
    open_page,
    signed_in_act,
    signed_in_page,
)
from meetings.exports.home import minutes_to_read, next_meetings, open_votes
from meetings.exports.links import paths_of
from meetings.exports.news import news_of
from meetings.exports.promised import people_of, promises_of
from meetings.models import Notice, User

THEMES = ("light", "dark", "system")
LONGEST_NUMBER = 19  # digits that a key may have
A_YEAR = 365 * 24 * 60 * 60


@signed_in_page
def home(request: SignedInRequest) -> HttpResponse:
    """What waits for one on all one's boards: votes, promises, the next meetings, minutes."""
    people = people_of(request.actors)
    context = {
        "boards": request.boards,
        "today": request.today,
        "votes": open_votes(request.actors, people),
        "promises": promises_of(request.actors, people, request.today),
        "meetings": next_meetings(request.actors, people, request.today),
        "news": news_of(request.actors, people, request.user.read_to),
        "minutes": minutes_to_read(request.actors),
        "invited": meetings_as_guest(request.user),
        "person": next((actor.person for actor in request.actors), None),
    }
    return render(request, "meetings/home.html", context)


@signed_in_page
def notice_open(request: SignedInRequest, pk: int) -> HttpResponse:
    """From what somebody was told to the page of what it is about."""
    notice = _told(request, pk)
    return redirect(paths_of([notice])[notice.pk])


@signed_in_act
def notices_read(request: SignedInRequest) -> HttpResponse:
    """All up to the newest one that was shown; what came since stays unread."""
    newest = request.POST.get("newest", "")
    is_number = newest.isascii() and newest.isdigit() and len(newest) < LONGEST_NUMBER
    notice = _told(request, int(newest) if is_number else 0)
    User.objects.filter(pk=request.user.pk, read_to__lt=notice.pk).update(read_to=notice.pk)
    return redirect("home")


def _told(request: SignedInRequest, pk: int) -> Notice:
    rows = Notice.objects.filter(person__in=people_of(request.actors), board__in=request.boards)
    return get_object_or_404(rows.select_related("board"), pk=pk)


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
