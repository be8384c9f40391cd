"""Refusals, each with its sentence."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse, JsonResponse, QueryDict
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.csrf import requires_csrf_token

UNSHOWN_FIELDS = ("csrfmiddlewaretoken", "password", "password1", "password2", "code")


@requires_csrf_token
def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    return render(request, "400.html", status=400)


@requires_csrf_token
def permission_denied(request: HttpRequest, exception: Exception) -> HttpResponse:
    return render(request, "403.html", {"need": str(exception)}, status=403)


@requires_csrf_token
def page_not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    return render(request, "404.html", status=404)


@requires_csrf_token
def server_error(request: HttpRequest) -> HttpResponse:
    return render(request, "500.html", status=500)


@requires_csrf_token
def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """The page was open too long: what was typed comes back to be copied."""
    if "application/json" in request.headers.get("Accept", ""):
        words = _("Your page was open too long. Nothing was saved.")
        return JsonResponse({"error": words}, status=403)
    context = {"typed": _typed(request.POST)}
    return render(request, "403_csrf.html", context, status=403)


def _typed(posted: QueryDict) -> list[tuple[str, str]]:
    return [
        (name, value)
        for name, value in posted.items()
        if name not in UNSHOWN_FIELDS and isinstance(value, str) and value.strip()
    ]
