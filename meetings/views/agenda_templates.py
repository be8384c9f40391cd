"""Standing items, kept for later agendas."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _

from meetings.access import BoardRequest, board_act, board_form
from meetings.forms.agendas import TemplateForm
from meetings.models import AgendaTemplate
from meetings.services.agenda_templates import keep_template


@board_form
def agenda_templates(request: BoardRequest) -> HttpResponse:
    """All templates, and a form for another."""
    form = TemplateForm(request.POST if request.method == "POST" else None, board=request.board)
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        keep_template(request.board, name=data["name"], items=data["lines"])
        messages.success(request, _("Kept: %s") % data["name"])
        return redirect("agenda_templates", request.board.slug)
    templates = AgendaTemplate.objects.filter(board=request.board).prefetch_related("items")
    context = {"form": form, "templates": templates}
    status = 422 if form.errors else 200
    return render(request, "meetings/agenda_templates.html", context, status=status)


@board_form
def agenda_template(request: BoardRequest, pk: int) -> HttpResponse:
    template = get_object_or_404(AgendaTemplate, board=request.board, pk=pk)
    posted = request.POST if request.method == "POST" else None
    form = TemplateForm(posted, board=request.board, known=template)
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        keep_template(request.board, name=data["name"], items=data["lines"], known=template)
        return redirect("agenda_templates", request.board.slug)
    context = {"form": form, "template": template}
    status = 422 if form.errors else 200
    return render(request, "meetings/agenda_template.html", context, status=status)


@board_act
def agenda_template_drop(request: BoardRequest, pk: int) -> HttpResponse:
    template = get_object_or_404(AgendaTemplate, board=request.board, pk=pk)
    template.delete()
    messages.success(request, _("Thrown away: %s") % template.name)
    return redirect("agenda_templates", request.board.slug)
