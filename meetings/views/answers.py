"""Before a meeting: whether somebody comes, and that it is off."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from meetings.access import BoardRequest, board_form
from meetings.forms.answers import CancelForm, MeetingAnswerForm
from meetings.forms.sessions import sentences_of
from meetings.models import Meeting, Member, Person, Proxy
from meetings.services.answers import expected_of, give_answer
from meetings.services.cancelling import cancel_meeting
from meetings.services.halls import hall_of
from meetings.services.planning import NotNow, why_over
from meetings.services.refusals import Refused
from meetings.views.finding import meeting_of, save_of


@board_form
def meeting_answer(request: BoardRequest, key: str) -> HttpResponse:
    """One's own answer by one press; the secretariat enters it for anybody of that day."""
    meeting = meeting_of(request, key)
    people = _people(request, meeting)
    if request.method != "POST":
        asked = request.GET.get("person", "")
        return _page(request, meeting, _asked(request, people, asked), people)
    form = MeetingAnswerForm(request.POST, people=people)
    person = _asked(request, people, request.POST.get("person", ""))
    if not form.is_valid():
        return _page(request, meeting, person, people, why=sentences_of(form), status=422)
    sent = form.cleaned_data
    try:
        answer = give_answer(
            meeting,
            person=person,
            choice=sent["answer"],
            delegate=sent["delegate"],
            save=save_of(request),
        )
    except (NotNow, Refused) as no:
        status = 422 if isinstance(no, Refused) else 409
        return _page(request, meeting, person, people, why=str(no), status=status)
    words = {"name": person.name, "answer": answer.get_choice_display()}
    messages.success(request, _("Noted: %(name)s %(answer)s.") % words)
    address = reverse("meeting_answer", args=[request.board.slug, meeting.key])
    is_own = person == _me(request)
    return redirect(address if is_own else f"{address}?person={person.pk}")


def _me(request: BoardRequest) -> Person:
    if request.actor.person is None:
        raise Http404
    return request.actor.person.kept_as


def _people(request: BoardRequest, meeting: Meeting) -> QuerySet[Person]:
    """Everybody with a term on the meeting's day."""
    terms = Member.objects.current(meeting.date or request.today)
    on_board = terms.filter(person__board=request.board)
    return Person.objects.unmerged().filter(pk__in=on_board.values("person")).order_by("name")


def _asked(request: BoardRequest, people: QuerySet[Person], sent: str) -> Person:
    """Who answers: oneself, or by the secretariat anybody of that day."""
    me = _me(request)
    if sent in ("", str(me.pk)):
        return me
    if not request.actor.keeps_minutes:
        raise PermissionDenied(_("You can answer only for yourself."))
    is_number = sent.isascii() and sent.isdigit() and len(sent) < 19
    person = people.filter(pk=int(sent)).first() if is_number else None
    if person is None:
        raise Http404
    return person


def _page(
    request: BoardRequest,
    meeting: Meeting,
    person: Person,
    people: QuerySet[Person],
    *,
    why: str = "",
    status: int = 200,
) -> HttpResponse:
    hall = hall_of(meeting, on=request.today)
    expected = expected_of(meeting, hall, on=request.today)
    own = [seat.key for seat in hall.seats if person.pk in seat.people]
    context: dict[str, Any] = {
        "meeting": meeting,
        "person": person,
        "is_own": person == _me(request),
        "people": list(people),
        "answer": expected.answers.get(person.pk),
        "expected": expected,
        "proxies": Proxy.objects.filter(meeting=meeting, seat__in=own).select_related(
            "seat", "holder"
        ),
        "may_give_proxy": bool(own) and hall.bylaws.allows_proxies,
        "typed": request.POST.get("delegate", "") if status == 422 else "",
        "why": why or why_over(meeting),
        "is_refused": bool(why),
    }
    return render(request, "meetings/meeting_answer.html", context, status=status)


@board_form
def meeting_cancel(request: BoardRequest, key: str) -> HttpResponse:
    """Asks first and wants a reason; the meeting stays in the list, marked."""
    meeting = meeting_of(request, key)
    form = CancelForm(request.POST if request.method == "POST" else None)
    why, status = "", 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            try:
                cancel_meeting(meeting, reason=form.cleaned_data["reason"], save=save_of(request))
            except (NotNow, Refused) as no:
                why, status = str(no), 422 if isinstance(no, Refused) else 409
            else:
                messages.success(request, _("The meeting is cancelled; everybody is told."))
                return redirect(meeting)
    context = {
        "meeting": meeting,
        "form": form,
        "why": why,
        "may_cancel": meeting.state in Meeting.NOT_BEGUN,
    }
    return render(request, "meetings/meeting_cancel.html", context, status=status)
