"""Every list as a table for a spreadsheet: the same filters, and only what the reader sees."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from django.http import HttpResponse
from django.utils.translation import gettext as _

from meetings.access import BoardRequest, board_page
from meetings.exports.cells import table_of
from meetings.filters import (
    ActionFilter,
    MeetingFilter,
    OrganisationFilter,
    PersonFilter,
    ResolutionFilter,
)
from meetings.views import actions, meetings, organisations, people, resolutions
from meetings.views.lists import filter_of


@board_page
def action_csv(request: BoardRequest) -> HttpResponse:
    found, _page = filter_of(request, ActionFilter, actions.listed(request))
    header = [_("Number"), _("Action"), _("Owner"), _("Due on"), _("State"), _("Slips"),
              _("Meeting"), _("Closed on")]  # fmt: skip
    rows = (
        (row.label, row.text, ", ".join(owner.name for owner in row.owners.all()), row.due_on,
         row.state_on(request.today).label, row.slips, row.item.meeting.key, row.closed_on)
        for row in found.qs
    )  # fmt: skip
    return _file("actions", header, rows)


@board_page
def resolution_csv(request: BoardRequest) -> HttpResponse:
    found, _page = filter_of(request, ResolutionFilter, resolutions.listed(request))
    header = [_("Number"), _("Resolution"), _("Moved by"), _("Meeting"), _("Votes"), _("Outcome")]
    rows = (
        (row.label, row.text, row.mover_name, row.item.meeting.key, row.recorded_votes,
         row.get_state_display())
        for row in found.qs
    )  # fmt: skip
    return _file("resolutions", header, rows)


@board_page
def meeting_csv(request: BoardRequest) -> HttpResponse:
    found, _page = filter_of(request, MeetingFilter, meetings.listed(request))
    header = [_("Key"), _("Date"), _("Kind"), _("Items"), _("State")]
    rows = (
        (row.key, row.date, row.get_kind_display(), row.item_count, row.get_state_display())
        for row in found.qs
    )
    return _file("meetings", header, rows)


@board_page
def person_csv(request: BoardRequest) -> HttpResponse:
    found, _page = filter_of(request, PersonFilter, people.listed(request))
    header = [_("Name"), _("Role"), _("Organisation"), _("Meetings"), _("Open actions")]
    rows = (
        (row.name, term and term.get_role_display(),
         term and term.organisation and term.organisation.name, row.meeting_count, row.open_count)
        for row in found.qs
        for term in [next(iter(row.terms), None)]
    )  # fmt: skip
    return _file("people", header, rows)


@board_page
def organisation_csv(request: BoardRequest) -> HttpResponse:
    found, _page = filter_of(request, OrganisationFilter, organisations.listed(request))
    header = [_("Name"), _("Seats"), _("People"), _("Meetings")]
    rows = ((row.name, row.seat_count, row.people_count, row.meeting_count) for row in found.qs)
    return _file("organisations", header, rows)


def _file(name: str, header: Sequence[str], rows: Iterable[Sequence[object]]) -> HttpResponse:
    response = HttpResponse(table_of(header, rows), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{name}.csv"'
    return response
