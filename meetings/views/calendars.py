"""Calendars: the private feed and its settings, and one meeting to open."""

from __future__ import annotations

import hashlib
from typing import cast

from allauth.account.adapter import get_adapter
from django.contrib import messages
from django.core.cache import cache
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.cache import get_conditional_response
from django.utils.translation import gettext as _

from meetings.access import (
    BoardRequest,
    SignedInRequest,
    actor_for,
    board_page,
    memberships_of,
    open_page,
    signed_in_form,
)
from meetings.exports.calendar import calendar_of
from meetings.models import CalendarFeed, Meeting
from meetings.services.feeds import feed_of, make_feed, meeting_entries, reader_of, revoke_feed
from meetings.views.finding import meeting_of

MOST_WRONG, A_MINUTE = 20, 60
CALENDAR = "text/calendar; charset=utf-8"


@open_page
def calendar_feed(request: HttpRequest, token: str) -> HttpResponseBase:
    """Whoever has the address reads it; it shows what the login's terms of today show."""
    today = timezone.localdate()
    reader = reader_of(token)
    actors = [actor_for(term) for term in memberships_of(reader, today)] if reader else []
    if reader is None or not actors:
        return _wrong(request)
    names = ", ".join(actor.board.name for actor in actors)
    body = feed_of(reader, actors, name=names, site=_site(request), on=today)
    return _calendar(request, body)


def _wrong(request: HttpRequest) -> HttpResponse:
    """Wrong, old, revoked and guessed ones look alike; who tries many waits."""
    key = f"wrong-feed:{get_adapter().get_client_ip(request)}"
    cache.add(key, 0, A_MINUTE)
    try:
        tried = cache.incr(key)
    except ValueError:  # its minute ended just now
        tried = 1
    if tried <= MOST_WRONG:
        raise Http404
    words = _("Too many addresses that are none. Wait a minute.")
    headers = {"Retry-After": str(A_MINUTE)}
    return HttpResponse(words, status=429, content_type="text/plain", headers=headers)


def _calendar(request: HttpRequest, body: bytes) -> HttpResponseBase:
    etag = f'"{hashlib.sha256(body).hexdigest()}"'
    headers = {"ETag": etag, "Cache-Control": "private, no-cache", "X-Robots-Tag": "noindex"}
    response = HttpResponse(body, content_type=CALENDAR, headers=headers)
    return cast(HttpResponseBase, get_conditional_response(request, etag, None, response))


def _site(request: HttpRequest) -> str:
    return request.build_absolute_uri("/").rstrip("/")


@board_page
def meeting_ics(request: BoardRequest, key: str) -> HttpResponseBase:
    """One meeting, for the calendar program of whoever may see it."""
    meeting = meeting_of(request, key)
    rows = Meeting.objects.filter(pk=meeting.pk)
    entries = meeting_entries(rows, site=_site(request))
    if not entries:
        raise Http404
    response = _calendar(request, calendar_of(entries, name=request.board.name))
    name = f"{request.board.slug}-{meeting.key}.ics"
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


@signed_in_form
def calendar_feed_settings(request: SignedInRequest) -> HttpResponse:
    """The address is shown this once, right after it was made."""
    address = ""
    if request.POST.get("act") == "revoke":
        revoke_feed(request.user)
        messages.success(request, _("The address has ended. Nobody reads your calendar by it."))
        return redirect("calendar_feed_settings")
    if request.POST.get("act") == "make":
        token = make_feed(request.user, at=timezone.now())
        address = request.build_absolute_uri(reverse("calendar_feed", args=[token]))
    feed = CalendarFeed.objects.filter(user=request.user).first()
    context = {"feed": feed, "address": address, "has_boards": bool(request.boards)}
    return render(request, "meetings/calendar_feed_settings.html", context)
