"""People: the list, and one person's record over time."""

from __future__ import annotations

from django.contrib import messages
from django.db.models import Prefetch, Q, QuerySet
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _

from meetings.access import BoardRequest, board_act, board_form, board_page
from meetings.filters import PersonFilter
from meetings.forms.members import PersonNewForm
from meetings.forms.people import PersonForm
from meetings.models import Action, Meeting, Member, Person, Resolution, Statement
from meetings.services.merging import merged_records
from meetings.services.naming import other_names, records_of
from meetings.services.newcomers import SameName, add_person
from meetings.views.acting import form_page, posted
from meetings.views.lists import count_of, list_context, votes_of
from meetings.views.merging import edit_page, merge_page, separate_record

NEWEST = 20


def listed(request: BoardRequest) -> QuerySet[Person]:
    """What the list and its table show, before any filter."""
    current = Member.objects.current(request.today).select_related("organisation")
    actions = Action.objects.visible_to(request.actor).open()
    meetings = Meeting.objects.attended_in_sight_of(request.actor)
    return (
        Person.objects.visible_to(request.actor)
        .unmerged()
        .select_related("board")
        .prefetch_related(Prefetch("memberships", current, to_attr="terms"))
        .annotate(
            open_count=count_of(actions, "owners__person", Person),
            meeting_count=count_of(meetings, "attendances__person", Person),
        )
        .order_by("name", "pk")
    )


@board_page
def person_list(request: BoardRequest) -> HttpResponse:
    context = list_context(request, PersonFilter, listed(request))
    return render(request, "meetings/person_list.html", context)


@board_page
def person_detail(request: BoardRequest, pk: int) -> HttpResponse:
    person = get_object_or_404(_records(request), pk=pk)
    if person.merged_into:
        return HttpResponseRedirect(person.merged_into.get_absolute_url())
    actor = request.actor
    records = records_of(person)
    ids = [record.pk for record in records]
    actions = (
        Action.objects.visible_to(actor)
        .filter(owners__person__in=ids)
        .select_related("board", "item__meeting__board")
        .distinct()
    )
    statements = Statement.objects.visible_to(actor).filter(person__in=ids)
    meetings = Meeting.objects.attended_in_sight_of(actor).filter(attendances__person__in=ids)
    resolutions = Resolution.objects.visible_to(actor).filter(
        Q(mover__in=ids) | Q(seconder__in=ids)
    )
    terms = Member.objects.filter(person__in=ids)
    if not actor.sees_drafts and Meeting.objects.imported_drafts_with(ids).exists():
        terms = terms.filter(is_from_minutes=False)  # they show who was there
    context = {
        "person": person,
        "other_names": other_names(records),
        "merged": merged_records(records) if actor.keeps_minutes else [],
        "terms": terms.select_related("seat", "organisation__board").order_by("-start_date", "pk"),
        "open_actions": [action for action in actions if action.is_open],
        "closed_actions": [action for action in actions if not action.is_open],
        "statements": statements.select_related("item__meeting__board").order_by(
            "-item__meeting__date", "item__position", "line"
        )[:NEWEST],
        "statement_count": statements.count(),
        "meetings": meetings.select_related("board").distinct(),
        "resolutions": resolutions.select_related("board", "item__meeting__board"),
        **votes_of(request, Q(cast_by__in=ids)),
    }
    return render(request, "meetings/person_detail.html", context)


@board_form
def person_new(request: BoardRequest) -> HttpResponse:
    """Somebody new; whoever is to sit on the board gets their place on the next page."""
    form = PersonNewForm(posted(request))

    def act() -> HttpResponseRedirect:
        data = dict(form.cleaned_data)
        try:
            person = add_person(request.board, is_another=data.pop("another"), **data)
        except SameName:
            form.ask_another()
            raise
        messages.success(request, _("Added: %s.") % person.name)
        if "seat" in request.POST:
            return redirect("member_seat", request.board.slug, person.pk)
        return redirect(person)

    return form_page(request, form, act)


@board_form
def person_edit(request: BoardRequest, pk: int) -> HttpResponse:
    person = get_object_or_404(_records(request), pk=pk)
    return edit_page(request, person, PersonForm, "meetings/person_edit.html")


@board_form
def person_merge(request: BoardRequest, pk: int) -> HttpResponse:
    """Whom this record is the same as; with ?into= what would then be under one name."""
    rows = _records(request)
    person = get_object_or_404(rows, pk=pk)
    return merge_page(request, person, rows, "meetings/person_merge.html")


@board_act
def person_unmerge(request: BoardRequest, pk: int) -> HttpResponse:
    return separate_record(request, get_object_or_404(_records(request), pk=pk))


def _records(request: BoardRequest) -> QuerySet[Person]:
    rows = Person.objects.visible_to(request.actor)
    return rows.select_related("board", "merged_into__board").prefetch_related("aliases")
