"""An organisation's membership: its class, contract and fee."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _

from meetings.access import BoardRequest, board_form
from meetings.forms.members import AffiliationForm
from meetings.models import Affiliation, Organisation
from meetings.services.affiliations import affiliate, change_affiliation, last_entry
from meetings.views.acting import form_page, posted


@board_form
def affiliation_new(request: BoardRequest, pk: int) -> HttpResponse:
    """Starts as the standing that runs: mostly one thing changes."""
    firms = Organisation.objects.visible_to(request.actor).unmerged()
    firm = get_object_or_404(firms.select_related("board"), pk=pk)
    running = firm.affiliations.filter(end_date=None).first()
    start = {name: getattr(running, name) for name in AffiliationForm.standing} if running else {}
    form = AffiliationForm(
        posted(request), is_new=True, initial=start | {"start_date": request.today}
    )

    def act() -> HttpResponseRedirect:
        affiliate(firm, since=form.cleaned_data["start_date"], standing=form.values())
        messages.success(request, _("Kept: the membership of %s.") % firm.name)
        return redirect(firm)

    return form_page(request, form, act, organisation=firm, running=running)


@board_form
def affiliation_edit(request: BoardRequest, pk: int) -> HttpResponse:
    rows = Affiliation.objects.filter(organisation__board=request.board)
    row = get_object_or_404(rows.select_related("organisation__board"), pk=pk)
    names = (*AffiliationForm.standing, "start_date", "end_date")
    start = {name: getattr(row, name) for name in names} | {"seen": last_entry(row)}
    form = AffiliationForm(posted(request), is_new=False, initial=start)

    def act() -> HttpResponseRedirect:
        values = form.values("start_date", "end_date")
        change_affiliation(row, values=values, seen=form.cleaned_data["seen"] or 0)
        messages.success(request, _("Kept: the membership of %s.") % row.organisation.name)
        return redirect(row.organisation)

    return form_page(request, form, act, organisation=row.organisation)
