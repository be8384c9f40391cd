"""The cast: one person for each standing on the harbour board, one outside, one operator."""

import os
from pathlib import Path

import pytest
from django.core.cache import cache
from django.test import Client

from meetings.models import Attendance, Member
from tests import make

os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"  # Playwright runs a loop of its own
CORPUS = Path(__file__).resolve().parents[2] / "shared" / "corpus"
ROLES = {
    "chair": Member.Role.CHAIR,
    "secretary": Member.Role.SECRETARY,
    "member": Member.Role.MEMBER,
    "observer": Member.Role.OBSERVER,
}


@pytest.fixture(autouse=True)
def _forget_sign_in_attempts(request):
    if "django_db_setup" in request.fixturenames or request.node.get_closest_marker("django_db"):
        request.getfixturevalue("db")
        cache.clear()


@pytest.fixture
def harbour(db):
    return make.board("harbour", name="Harbour Board")


@pytest.fixture
def library(db):
    return make.board("library", name="Library Board")


@pytest.fixture
def signed_in(harbour, library):
    """A client for each of the cast, by name."""

    def client_for(name):
        client = Client()
        if name == "anonymous":
            return client
        client.force_login(
            _account(name, harbour, library), "allauth.account.auth_backends.AuthenticationBackend"
        )
        return client

    return client_for


def _account(name, harbour, library):
    from meetings.models import User

    known = User.objects.filter(username=name).first()
    if known:
        return known
    if name == "admin":
        return make.user(name, is_staff=True, is_superuser=True)
    account = make.user(name)
    if name in ROLES:
        make.member(harbour, ROLES[name], name=f"{name.title()} Person", account=account)
    elif name == "outsider":
        make.member(library, name="Outside Person", account=account)
    elif name == "guest":
        guest = make.person(harbour, "Guest Person", user=account)
        visited = make.meeting(harbour, date=make.A_DAY.replace(month=1))
        make.attendance(visited, guest, capacity=Attendance.Capacity.GUEST)
    return account


@pytest.fixture
def as_secretary(signed_in):
    return signed_in("secretary")


@pytest.fixture
def corpus():
    """The corpus of real minutes, which is kept beside the project, not in it."""
    if not CORPUS.is_dir():
        pytest.skip("the corpus folder is not here")
    return CORPUS
