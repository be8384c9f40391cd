"""What the pages of people and organisations do alike: names kept, records merged, separated."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _

from meetings.access import BoardRequest
from meetings.forms.people import MergeForm, NamesForm, names_of
from meetings.services.merging import meetings_of_both, merge, separate, weigh, why_not
from meetings.services.naming import (
    NamesRefused,
    Record,
    keep_names,
    known_by,
    other_names,
    records_of,
)
from meetings.services.refusals import Refused


def edit_page(
    request: BoardRequest, record: Record, form_class: type[NamesForm], template: str
) -> HttpResponse:
    """A form of the record's names; a merged record's are edited where it is kept."""
    if record.merged_into and request.method != "POST":
        return redirect(record.merged_into)
    form = form_class(request.POST if request.method == "POST" else None, initial=names_of(record))
    why = ""
    if form.is_valid():
        try:
            keep_names(record, **form.cleaned_data)
        except NamesRefused as no:
            form.show(no)
        except Refused as no:
            why = str(no)
        else:
            messages.success(request, _("Kept: %s.") % form.cleaned_data["name"])
            return redirect(record)
    status = 409 if why else 422 if form.errors else 200
    return render(request, template, {"record": record, "form": form, "why": why}, status=status)


def merge_page(
    request: BoardRequest, record: Record, rows: QuerySet[Record], template: str
) -> HttpResponse:
    """A form to choose whom the record is the same as; a look; one press."""
    if record.merged_into and request.method != "POST":
        return redirect(record.merged_into)
    asked = request.POST if request.method == "POST" else request.GET
    form = MergeForm(asked if request.method == "POST" or "into" in asked else None)
    if not form.is_valid():
        status = 422 if form.errors else 200
        form.offer(record, known_by(request.board, type(record)))
        return render(request, template, {"record": record, "form": form}, status=status)
    into = get_object_or_404(rows, pk=form.cleaned_data["into"])
    if request.method != "POST":
        why = why_not(record, into=into, on=request.today)
        return render(request, template, _preview(request, record, into, why))
    try:
        merge(record, into=into, on=request.today)
    except Refused as no:
        return render(request, template, _preview(request, record, into, str(no)), status=409)
    merged = {"one": record.name, "other": into.name}
    messages.success(request, _("%(one)s is kept under %(other)s from now on.") % merged)
    return redirect(into)


def _preview(request: BoardRequest, record: Record, into: Record, why: str) -> dict[str, Any]:
    """What would be under one name; or why it cannot be, and whether the other way round can."""
    can_swap = not why_not(into, into=record, on=request.today)
    shown = {"record": record, "into": into, "why": why, "can_swap": can_swap}
    if why:
        return shown
    ones, others = records_of(record), records_of(into)
    return shown | {
        "names": other_names(others + ones),
        "weighed": weigh(ones, others),
        "both": meetings_of_both(ones, others),
    }


def separate_record(request: BoardRequest, record: Record) -> HttpResponse:
    try:
        separate(record)
    except Refused as no:
        messages.error(request, str(no))
    else:
        messages.success(request, _("%s stands alone again.") % record.name)
    return redirect(record)
