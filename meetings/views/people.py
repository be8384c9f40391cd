"""People: the list, and one person's record over time."""

from __future__ import annotations

from django.db.models import Count, Prefetch, Q
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render

from meetings.access import BoardRequest, board_page
from meetings.filters import PersonFilter
from meetings.models import Action, Meeting, Member, Person, Resolution, Statement
from meetings.views.lists import list_context

NEWEST = 20


@board_page
def person_list(request: BoardRequest) -> HttpResponse:
    current = Member.objects.current(request.today).select_related("organisation")
    is_open = Q(owned_actions__action__in=Action.objects.visible_to(request.actor).open())
    in_sight = Q(attendances__meeting__in=Meeting.objects.attended_in_sight_of(request.actor))
    people = (
        Person.objects.visible_to(request.actor)
        .unmerged()
        .select_related("board")
        .prefetch_related(Prefetch("memberships", current, to_attr="terms"))
        .annotate(
            open_count=Count("owned_actions__action", filter=is_open, distinct=True),
            meeting_count=Count("attendances__meeting", filter=in_sight, distinct=True),
        )
        .order_by("name", "pk")
    )
    context = list_context(request, PersonFilter, people)
    return render(request, "meetings/person_list.html", context)


@board_page
def person_detail(request: BoardRequest, pk: int) -> HttpResponse:
    people = Person.objects.visible_to(request.actor).select_related("board", "merged_into__board")
    person = get_object_or_404(people.prefetch_related("aliases"), pk=pk)
    if person.merged_into:
        return HttpResponseRedirect(person.merged_into.get_absolute_url())
    actor = request.actor
    ids = [person.pk, *person.merged_from.values_list("pk", flat=True)]
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
    terms = person.memberships.select_related("seat", "organisation__board")
    if not actor.sees_drafts and Meeting.objects.imported_drafts_with(ids).exists():
        terms = terms.filter(is_from_minutes=False)  # they show who was there
    context = {
        "person": person,
        "terms": terms,
        "open_actions": [action for action in actions if action.is_open],
        "closed_actions": [action for action in actions if not action.is_open],
        "statements": statements.select_related("item__meeting__board").order_by(
            "-item__meeting__date", "item__position", "line"
        )[:NEWEST],
        "statement_count": statements.count(),
        "meetings": meetings.select_related("board").distinct(),
        "resolutions": resolutions.select_related("board", "item__meeting__board"),
    }
    return render(request, "meetings/person_detail.html", context)
