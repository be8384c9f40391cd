"""What pages with one form do: the form, the act once it is right, and why it was refused."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django import forms
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render

from meetings.access import BoardRequest
from meetings.services.naming import NamesRefused
from meetings.services.refusals import Refused


def form_page(
    request: BoardRequest, form: forms.Form, act: Callable[[], HttpResponseRedirect], **shown: Any
) -> HttpResponse:
    """The page named as its address, with what was typed; 422 for the form, 409 for the act."""
    why = ""
    if request.method == "POST" and form.is_valid():
        try:
            return act()
        except NamesRefused as no:
            for field, sentences in no.problems.items():
                for sentence in sentences:
                    form.add_error(field, sentence)
        except Refused as no:
            why = str(no)
    match = request.resolver_match
    template = f"meetings/{match.url_name if match else ''}.html"
    status = 409 if why else 422 if form.errors else 200
    return render(request, template, {**shown, "form": form, "why": why}, status=status)


def posted(request: BoardRequest) -> dict[str, str] | None:
    return request.POST.dict() if request.method == "POST" else None
