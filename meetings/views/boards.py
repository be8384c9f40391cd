"""A board at a glance."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render

from meetings.access import BoardRequest, board_page
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
