"""Papers of an item: laid before the board, opened, taken off."""

from __future__ import annotations

from django.conf import settings
from django.contrib import messages
from django.http import FileResponse, Http404, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _

from meetings.access import BoardRequest, board_act, board_form, board_page
from meetings.forms.papers import PaperForm
from meetings.models import AgendaItem, Paper
from meetings.services.paper_types import Unfit
from meetings.services.papers import (
    Limits,
    TooMany,
    add_paper,
    drop_papers,
    look_at,
    refuse_too_many,
)
from meetings.services.planning import NotNow
from meetings.views.finding import save_of

ALONE = "sandbox; default-src 'none'"


@board_form
def paper_add(request: BoardRequest, key: str, pk: int) -> HttpResponse:
    """An item's papers, and a form for another."""
    items = AgendaItem.objects.select_related("meeting")
    item = get_object_or_404(items, meeting__board=request.board, meeting__key=key, pk=pk)
    item.meeting.board = request.board
    is_sent = request.method == "POST"
    form = PaperForm(request.POST, request.FILES) if is_sent else PaperForm()
    status, why, headers = 200, "", {}
    if form.is_valid():
        try:
            _add(request, item, form)
        except Unfit as no:
            form.add_error("file", str(no))
            status = no.status
        except NotNow as no:
            status, why = 409, str(no)
        except TooMany as no:
            status, why, headers = 429, str(no), {"Retry-After": str(no.seconds)}
        else:
            return redirect("paper_add", request.board.slug, key, item.pk)
    elif is_sent:
        status = 422
    papers = item.papers.order_by("position")
    context = {"meeting": item.meeting, "item": item, "papers": papers, "form": form, "why": why}
    response = render(request, "meetings/paper_add.html", context, status=status)
    for name, value in headers.items():
        response.headers[name] = value
    return response


def _add(request: BoardRequest, item: AgendaItem, form: PaperForm) -> None:
    rate = settings.PAPERS_IN_TEN_MINUTES
    limits = Limits(settings.PAPER_LIMIT_BYTES, settings.PAPER_QUOTA_BYTES, rate)
    save = save_of(request)
    refuse_too_many(save, limits)  # before the file is looked at, and again in turn
    laid = look_at(form.cleaned_data["file"], limits=limits)
    paper = add_paper(item, laid=laid, title=form.cleaned_data["title"], save=save, limits=limits)
    messages.success(request, _("Added: %s") % paper.title)


@board_page
def paper(request: BoardRequest, key: str, pk: int) -> HttpResponseBase:
    """The file, to be kept by the reader; it is never shown as a page of this site."""
    papers = Paper.objects.visible_to(request.actor)
    found = get_object_or_404(papers, item__meeting__key=key, pk=pk)
    try:
        content = found.file.open("rb")
    except FileNotFoundError as no:
        raise Http404 from no
    response = FileResponse(
        content, as_attachment=True, filename=found.file_name, content_type=found.content_type
    )
    response.headers["Content-Security-Policy"] = ALONE
    response.headers["X-Content-Type-Options"] = "nosniff"
    return response


@board_act
def paper_drop(request: BoardRequest, key: str, pk: int) -> HttpResponse:
    papers = Paper.objects.select_related("item__meeting")
    found = get_object_or_404(
        papers, item__meeting__board=request.board, item__meeting__key=key, pk=pk
    )
    found.item.meeting.board = request.board
    try:
        drop_papers(found.item, only=found)
    except NotNow as no:
        messages.error(request, str(no))
    else:
        messages.success(request, _("Taken off: %s") % found.title)
    return redirect("paper_add", request.board.slug, key, found.item_id)
