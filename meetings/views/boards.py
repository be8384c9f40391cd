"""A board at a glance."""

from __future__ import annotations

import datetime

from django.core.exceptions import BadRequest
from django.http import HttpResponse
from django.shortcuts import render

from meetings.access import BoardRequest, board_page
from meetings.exports.pictures import actions_picture, last_twelve_months, seats_picture
from meetings.models import Action, Meeting, Member
from meetings.services.register import last_of


@board_page
def board_detail(request: BoardRequest) -> HttpResponse:
    meetings = Meeting.objects.visible_to(request.actor).select_related("board")
    actions = Action.objects.visible_to(request.actor)
    members = Member.objects.current(request.today).filter(person__board=request.board)
    context = {
        "upcoming": meetings.upcoming(request.today)[:3],
        "latest": meetings.filter(date__lte=request.today)[:5],
        "open_count": actions.open().count(),
        "late_count": actions.overdue(request.today).count(),
        "members": members.select_related("person", "organisation").order_by(
            "role", "person__name"
        ),
        "head": last_of(request.board),
    }
    return render(request, "meetings/board_detail.html", context)


@board_page
def board_year(request: BoardRequest) -> HttpResponse:
    """The last twelve months in pictures, or with ?year= those of a year."""
    meetings = Meeting.objects.visible_to(request.actor).filter(date__lte=request.today)
    years = [day.year for day in meetings.dates("date", "year", order="DESC")]
    asked = request.GET.get("year", "")
    if asked and asked not in map(str, years):
        raise BadRequest("no such year")
    first, last = last_twelve_months(request.today)
    if asked:
        first, last = datetime.date(int(asked), 1, 1), min(datetime.date(int(asked), 12, 31), last)
    context = {
        "first": first,
        "last": last,
        "years": years,
        "year": asked,
        "seats": seats_picture(request.actor, first, last),
        "actions": actions_picture(request.actor, first, last),
    }
    return render(request, "meetings/board_year.html", context)
