"""Calling the roll: one page, one form, one press."""

from __future__ import annotations

import datetime
from dataclasses import asdict, dataclass
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from meetings.access import BoardRequest, board_form
from meetings.forms.roll import AnswerForm, NewcomerForm, SeatForm
from meetings.models import (
    Attendance,
    Meeting,
    MeetingAnswer,
    Member,
    Organisation,
    Person,
    Proxy,
    Representation,
    Seat,
)
from meetings.services.bylaws import bylaws_on
from meetings.services.changes import Frozen
from meetings.services.halls import hall_of
from meetings.services.proxies import Misgiven
from meetings.services.quorum import quorum_of
from meetings.services.refusals import Refused
from meetings.services.roll_call import RollCall, call_roll, kept_by_hand
from meetings.views.finding import save_of

NEWCOMERS = 3


@dataclass
class _Line:
    """One person of the roll: where they sit, and what the notes say over the form.

    `said` is what they answered before the meeting.
    """

    person: Person
    seat: str
    form: AnswerForm
    row: Attendance | None
    said: MeetingAnswer | None = None


@board_form
def roll_call(request: BoardRequest, key: str) -> HttpResponse:
    """Everybody who may be there is proposed; nobody is there until it is said."""
    meeting = get_object_or_404(Meeting.objects.visible_to(request.actor), key=key)
    meeting.board = request.board
    day = meeting.date or request.today
    data = request.POST if request.method == "POST" else None
    lines = _lines(meeting, day, data)
    newcomers = [
        NewcomerForm(data, prefix=f"new-{number}", initial={}) for number in range(NEWCOMERS)
    ]
    seats = _seats(meeting, day, data, [(line.person.pk, line.person.name) for line in lines])
    forms = [*(line.form for line in lines), *newcomers, *seats]
    why, status = "", 200
    if data is not None:
        status = 422 if any(form.errors for form in forms) else 409
        if status == 409:
            try:
                call_roll(meeting, roll=_roll(lines, newcomers, seats), save=save_of(request))
            except (Frozen, Refused) as no:
                why = str(no)
                status = 422 if isinstance(no, Misgiven) else 409
            else:
                messages.success(request, _("The roll is called."))
                return redirect(f"{meeting.get_absolute_url()}#attendance")
    context = {
        "meeting": meeting,
        "quorum": quorum_of(meeting, hall_of(meeting, on=day), at=timezone.now()),
        "lines": lines,
        "newcomers": newcomers,
        "seats": seats,
        "why": why,
        "has_errors": any(form.errors for form in forms),
        "organisations": Organisation.objects.filter(board=request.board, merged_into=None),
    }
    return render(request, "meetings/roll_call.html", context, status=status)


def _lines(meeting: Meeting, day: datetime.date, data: Any) -> list[_Line]:
    """Members of that day by seat, then whoever else is on the list."""
    listed = Attendance.objects.filter(meeting=meeting).select_related("person", "item")
    rows = {row.person_id: row for row in listed.prefetch_related("presences")}
    terms = Member.objects.current(day).filter(person__board=meeting.board)
    found: dict[int, _Line] = {}
    said = {one.person_id: one for one in MeetingAnswer.objects.filter(meeting=meeting)}
    by_seat = terms.select_related("person", "seat", "organisation")
    for term in by_seat.order_by("seat__name", "precedence", "person__name"):
        row = rows.get(term.person_id)
        firm = term.organisation.name if term.organisation else ""
        seat = term.seat.name if term.seat else term.get_role_display()
        answer = said.get(term.person_id)
        form = _form(data, term.person, row, firm, answer)
        found[term.person_id] = _Line(term.person, seat, form, row, answer)
    for key, row in rows.items():
        if key not in found:
            seat = row.get_capacity_display() if row.capacity else ""
            found[key] = _Line(row.person, seat, _form(data, row.person, row, ""), row)
    return list(found.values())


def _form(
    data: Any, person: Person, row: Attendance | None, firm: str, said: MeetingAnswer | None = None
) -> AnswerForm:
    """Who said that they do not come is proposed as excused; that somebody is there is not."""
    mode = Attendance.Mode.APOLOGIES.value if said and said.is_away else ""
    initial = asdict(kept_by_hand(row)) if row else {"mode": mode, "organisation_name": firm}
    if row and row.overruled is None:
        initial["organisation_name"] = firm
    return AnswerForm(data, prefix=f"person-{person.pk}", initial=initial)


def _seats(
    meeting: Meeting, day: datetime.date, data: Any, people: list[tuple[int, str]]
) -> list[SeatForm]:
    allowed = bylaws_on(meeting.board, day).allows_proxies
    said = Representation.objects.filter(meeting=meeting).select_related("attendance")
    voices = {row.seat_id: (row.attendance.person_id, row.reason) for row in said}
    held = {row.seat_id: _holder(row) for row in Proxy.objects.filter(meeting=meeting)}
    forms = []
    for seat in Seat.objects.current(day).filter(board=meeting.board):
        speaker, reason = voices.get(seat.pk, (None, ""))
        initial = {"holder": held.get(seat.pk), "speaker": speaker, "reason": reason}
        form = SeatForm(data, seat=seat, initial=initial, people=people, proxies=allowed)
        forms.append(form)
    return forms


def _holder(row: Proxy) -> int | None:
    """Who was entered by hand, whatever a line of the notes says over it."""
    if row.overruled is None:
        return None
    held: int | None = row.overruled.get("holder_id", row.holder_id)
    return held


def _roll(lines: list[_Line], newcomers: list[NewcomerForm], seats: list[SeatForm]) -> RollCall:
    chosen = {form.seat.pk: form.cleaned_data for form in seats}
    return RollCall(
        answers={line.person.pk: line.form.answer() for line in lines},
        newcomers=tuple(
            (form.cleaned_data["name"], form.answer())
            for form in newcomers
            if form.cleaned_data["name"]
        ),
        proxies={key: data["holder"] for key, data in chosen.items() if "holder" in data},
        voices={
            key: (data["speaker"], data["reason"]) if data["speaker"] else None
            for key, data in chosen.items()
        },
    )
