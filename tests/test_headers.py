"""Strict headers on every answer, refusals included."""

import pytest
from django.urls import reverse

from tests import make

DIRECTIVES = (
    "default-src 'self'", "object-src 'none'", "base-uri 'none'",
    "frame-ancestors 'none'", "form-action 'self'",
)  # fmt: skip
ANSWERS = {
    "a page": ("secretary", "/boards/harbour/meetings/", 200),
    "home": ("secretary", "/", 200),
    "the sign-in page": ("anonymous", "/accounts/login/", 200),
    "a redirect": ("anonymous", "/", 302),
    "not found": ("secretary", "/nowhere/", 404),
    "a bad request": ("secretary", "/boards/harbour/meetings/?x=1", 400),
    "forbidden": ("observer", "/boards/harbour/meetings/undated-1/source/", 403),
    "health": ("anonymous", "/healthz", 200),
    "a static file": ("anonymous", "/static/base.css", 200),
    "not allowed": ("anonymous", "/theme/", 405),
}


@pytest.mark.parametrize("what", ANSWERS)
def test_every_answer_is_strict(what, signed_in, harbour):
    who, address, status = ANSWERS[what]
    response = signed_in(who).get(address)
    response.close()
    assert response.status_code == status
    policy = response.headers["Content-Security-Policy"]
    assert all(directive in policy for directive in DIRECTIVES)
    assert "unsafe" not in policy
    assert response.headers["X-Content-Type-Options"] == "nosniff"
    assert response.headers["Referrer-Policy"] == "same-origin"
    assert "camera=()" in response.headers["Permissions-Policy"]


def test_only_the_admin_may_set_styles_inline(signed_in):
    policy = signed_in("admin").get(reverse("admin:index")).headers["Content-Security-Policy"]
    assert "style-src 'self' 'unsafe-inline'" in policy
    assert "script-src" not in policy
    assert "unsafe-eval" not in policy


def test_a_signed_in_page_is_not_kept_by_any_cache(as_secretary, harbour):
    page = as_secretary.get(reverse("meeting_list", args=["harbour"]))
    assert page.headers["Cache-Control"] == "no-store"


def test_pages_name_no_other_site(as_secretary, harbour):
    meeting = make.full_meeting(harbour, 2)
    page = as_secretary.get(meeting.get_absolute_url()).content.decode()
    assert "http://" not in page.replace("http://www.w3.org", "")
    assert "https://" not in page
