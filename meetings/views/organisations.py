"""Organisations: the list, and one's record over time."""

from __future__ import annotations

from django.contrib import messages
from django.db.models import Count, Prefetch, Q, QuerySet
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _

from meetings.access import BoardRequest, board_act, board_form, board_page
from meetings.exports.pictures import last_twelve_months, seats_picture
from meetings.exports.standing import history_of, sitting_on
from meetings.filters import OrganisationFilter
from meetings.forms.members import OrganisationNewForm
from meetings.forms.people import NamesForm
from meetings.models import Action, Affiliation, Meeting, Organisation, Person, Seat
from meetings.models.fields import kept_as
from meetings.services.merging import merged_records
from meetings.services.naming import other_names, records_of
from meetings.services.newcomers import add_organisation
from meetings.views.acting import form_page, posted
from meetings.views.lists import count_of, list_context, votes_of
from meetings.views.merging import edit_page, merge_page, separate_record


def listed(request: BoardRequest) -> QuerySet[Organisation]:
    """What the list and its table show, before any filter."""
    people = Person.objects.filter(board=request.board)
    meetings = Meeting.objects.attended_in_sight_of(request.actor)
    return (
        Organisation.objects.visible_to(request.actor)
        .unmerged()
        .select_related("board")
        .annotate(
            people_count=count_of(people, "attendances__organisation", Organisation, kept_as()),
            seat_count=Count("seats", filter=Q(seats__end_date__isnull=True), distinct=True),
            meeting_count=count_of(meetings, "attendances__organisation", Organisation),
        )
        .order_by("name", "pk")
    )


@board_page
def organisation_list(request: BoardRequest) -> HttpResponse:
    context = list_context(request, OrganisationFilter, listed(request))
    return render(request, "meetings/organisation_list.html", context)


@board_page
def organisation_detail(request: BoardRequest, pk: int) -> HttpResponse:
    firm = get_object_or_404(_records(request), pk=pk)
    if firm.merged_into:
        return HttpResponseRedirect(firm.merged_into.get_absolute_url())
    records = records_of(firm)
    ids = [record.pk for record in records]
    people = Person.objects.visible_to(request.actor).of_organisation(firm)
    actions = (
        Action.objects.visible_to(request.actor)
        .owned_for(firm)
        .select_related("board", "item__meeting__board")
        .prefetch_related("owners__person__merged_into")
    )
    meetings = Meeting.objects.attended_in_sight_of(request.actor).filter(
        attendances__organisation__in=ids
    )
    first, last = last_twelve_months(request.today)
    picture = seats_picture(request.actor, first, last)
    context = {
        "organisation": firm,
        "other_names": other_names(records),
        "merged": merged_records(records) if request.actor.keeps_minutes else [],
        "people": people.select_related("board"),
        "seats": Seat.objects.filter(organisation__in=ids).prefetch_related(
            Prefetch("members", sitting_on(request.today), to_attr="terms")
        ),
        "affiliations": Affiliation.objects.filter(organisation__in=ids).order_by("-start_date"),
        "entries": history_of(ids),
        "rows": [row for row in picture.rows if row.seat.organisation_id in ids],
        "actions": actions,
        "meetings": meetings.select_related("board").distinct(),
        **votes_of(request, Q(seat__seat__organisation__in=ids)),
    }
    return render(request, "meetings/organisation_detail.html", context)


@board_form
def organisation_new(request: BoardRequest) -> HttpResponse:
    form = OrganisationNewForm(posted(request))

    def act() -> HttpResponseRedirect:
        firm = add_organisation(request.board, **form.cleaned_data)
        messages.success(request, _("Added: %s.") % firm.name)
        return redirect(firm)

    return form_page(request, form, act)


@board_form
def organisation_edit(request: BoardRequest, pk: int) -> HttpResponse:
    organisation = get_object_or_404(_records(request), pk=pk)
    return edit_page(request, organisation, NamesForm, "meetings/organisation_edit.html")


@board_form
def organisation_merge(request: BoardRequest, pk: int) -> HttpResponse:
    """Whom this record is the same as; with ?into= what would then be under one name."""
    rows = _records(request)
    organisation = get_object_or_404(rows, pk=pk)
    return merge_page(request, organisation, rows, "meetings/organisation_merge.html")


@board_act
def organisation_unmerge(request: BoardRequest, pk: int) -> HttpResponse:
    return separate_record(request, get_object_or_404(_records(request), pk=pk))


def _records(request: BoardRequest) -> QuerySet[Organisation]:
    rows = Organisation.objects.visible_to(request.actor)
    return rows.select_related("board", "merged_into__board").prefetch_related("aliases")
