"""Organisations: the list, and one's record over time."""

from __future__ import annotations

from django.db.models import Count, Q
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render

from meetings.access import BoardRequest, board_page
from meetings.filters import OrganisationFilter
from meetings.models import Action, Meeting, Organisation, Person
from meetings.views.lists import list_context


@board_page
def organisation_list(request: BoardRequest) -> HttpResponse:
    in_sight = Q(attendances__meeting__in=Meeting.objects.attended_in_sight_of(request.actor))
    firms = (
        Organisation.objects.visible_to(request.actor)
        .unmerged()
        .select_related("board")
        .annotate(
            people_count=Count("attendances__person", distinct=True),
            seat_count=Count("seats", filter=Q(seats__end_date__isnull=True), distinct=True),
            meeting_count=Count("attendances__meeting", filter=in_sight, distinct=True),
        )
        .order_by("name", "pk")
    )
    context = list_context(request, OrganisationFilter, firms)
    return render(request, "meetings/organisation_list.html", context)


@board_page
def organisation_detail(request: BoardRequest, pk: int) -> HttpResponse:
    firms = Organisation.objects.visible_to(request.actor).select_related(
        "board", "merged_into__board"
    )
    firm = get_object_or_404(firms.prefetch_related("aliases"), pk=pk)
    if firm.merged_into:
        return HttpResponseRedirect(firm.merged_into.get_absolute_url())
    ids = [firm.pk, *firm.merged_from.values_list("pk", flat=True)]
    people = (
        Person.objects.visible_to(request.actor)
        .unmerged()
        .filter(Q(attendances__organisation__in=ids) | Q(memberships__organisation__in=ids))
        .select_related("board")
        .distinct()
    )
    actions = (
        Action.objects.visible_to(request.actor)
        .filter(
            Q(owners__organisation__in=ids) | Q(owners__person__in=people.values("pk").order_by())
        )
        .select_related("board", "item__meeting__board")
        .prefetch_related("owners__person")
        .distinct()
    )
    meetings = Meeting.objects.attended_in_sight_of(request.actor).filter(
        attendances__organisation__in=ids
    )
    context = {
        "organisation": firm,
        "people": people,
        "seats": firm.seats.all(),
        "affiliations": firm.affiliations.all(),
        "actions": actions,
        "meetings": meetings.select_related("board").distinct(),
    }
    return render(request, "meetings/organisation_detail.html", context)
