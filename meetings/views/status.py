"""The members' status: who holds which seat and how each membership stands, as of a day."""

from __future__ import annotations

import datetime

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _lazy

from meetings.access import BoardRequest, board_page
from meetings.exports.cells import table_of
from meetings.exports.standing import Line, standing_on
from meetings.forms.members import DayForm

COLUMNS = (
    _lazy("organisation"),
    _lazy("class"),
    _lazy("contract"),
    _lazy("fee"),
    _lazy("fee due on"),
    _lazy("fee paid on"),
    _lazy("seat"),
    _lazy("seat is"),
    _lazy("representative"),
    _lazy("alternates"),
)


@board_page
def member_status(request: BoardRequest) -> HttpResponse:
    """With ?on= as of another day."""
    form = DayForm(request.GET if "on" in request.GET else None, initial={"on": request.today})
    day = _day_of(request, form)
    lines = standing_on(request.board, day, today=request.today)
    context = {
        "form": form,
        "day": day,
        "lines": lines,
        "seat_count": sum(line.seat is not None for line in lines),
        "vacant_count": sum(line.is_vacant for line in lines),
        "due_count": len({line.organisation for line in lines if _owes(line)}),
    }
    status = 422 if form.errors else 200
    return render(request, "meetings/member_status.html", context, status=status)


@board_page
def member_status_csv(request: BoardRequest) -> HttpResponse:
    day = _day_of(request, DayForm(request.GET if "on" in request.GET else None))
    lines = standing_on(request.board, day, today=request.today)
    table = table_of([*map(str, COLUMNS)], map(_cells, lines))
    answer = HttpResponse(table, content_type="text/csv; charset=utf-8")
    name = f"{request.board.slug}-members-{day:%Y-%m-%d}.csv"
    answer["Content-Disposition"] = f'attachment; filename="{name}"'
    return answer


def _day_of(request: BoardRequest, form: DayForm) -> datetime.date:
    """Today, where no day or none that exists is asked for."""
    day: datetime.date | None = form.cleaned_data["on"] if form.is_valid() else None
    return day or request.today


def _owes(line: Line) -> bool:
    return line.affiliation is not None and line.affiliation.fee == "due"


def _cells(line: Line) -> list[str]:
    """In the order of COLUMNS."""
    held, names = line.affiliation, [person.name for person in line.people]
    standing = ["", "", "", "", ""]
    if held:
        due, paid = (str(day or "") for day in (held.fee_due_on, held.fee_paid_on))
        words = (held.get_contract_display(), held.get_fee_display())
        standing = [held.membership_class, *map(str, words), due, paid]
    state = _("vacant") if line.is_vacant else _("filled") if line.seat else _("none")
    firm = line.organisation.name if line.organisation else ""
    seat = line.seat.name if line.seat else ""
    return [firm, *standing, seat, state, "".join(names[:1]), "; ".join(names[1:])]
