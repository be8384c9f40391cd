"""Headers that every answer carries."""

from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.contrib.auth.middleware import LoginRequiredMiddleware
from django.http import HttpRequest, HttpResponse, HttpResponseBase, JsonResponse
from django.utils.translation import gettext as _

GetResponse = Callable[[HttpRequest], HttpResponse]


def strict_answers(get_response: GetResponse) -> GetResponse:
    """Nothing of a signed-in person's pages stays in a cache; devices stay off."""

    def middleware(request: HttpRequest) -> HttpResponse:
        response = get_response(request)
        response.headers.setdefault(
            "Permissions-Policy", "camera=(), geolocation=(), microphone=()"
        )
        if settings.SESSION_COOKIE_NAME in request.COOKIES and not _is_static(request):
            response.headers["Cache-Control"] = "no-store"
        if request.path.startswith("/admin/"):
            # Django's admin sets style attributes; scripts stay as strict as elsewhere.
            response._csp_update = {"style-src": ["'self'", "'unsafe-inline'"]}  # type: ignore[attr-defined]
        return response

    return middleware


def _is_static(request: HttpRequest) -> bool:
    return request.path.startswith(settings.STATIC_URL)


class SignInRequired(LoginRequiredMiddleware):
    """A page goes to the sign-in; a script that saves is told so, and keeps what was typed."""

    def handle_no_permission(  # type: ignore[override]  # any answer will do
        self, request: HttpRequest, view_func: Any
    ) -> HttpResponseBase:
        if "application/json" in request.headers.get("Accept", ""):
            return JsonResponse({"error": _("Sign in again; nothing was saved.")}, status=401)
        return super().handle_no_permission(request, view_func)
