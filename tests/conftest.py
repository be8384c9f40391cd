"""The cast: one person for each standing on the harbour board, one outside, one operator."""

import os
from contextlib import contextmanager
from pathlib import Path

import pytest
from django.core.cache import cache
from django.db import transaction
from django.test import Client

from meetings.models import Attendance, Member
from tests import make

os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"  # Playwright runs a loop of its own
CORPUS = Path(__file__).resolve().parents[2] / "shared" / "corpus"
BACKEND = "allauth.account.auth_backends.AuthenticationBackend"
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


@pytest.fixture(scope="module")
def once(django_db_setup, django_db_blocker):
    """Rows for several tests of a module: `with once(make_them) as rows: yield rows`.

    Each test changes them in a savepoint of its own, and is given them as they were made. They
    are there until the module ends: tests that must not see them belong in another.
    """

    @contextmanager
    def kept(make_rows):
        block = transaction.atomic()
        with django_db_blocker.unblock():
            block.__enter__()
        try:
            with django_db_blocker.unblock():
                rows = make_rows()
            yield rows
        finally:
            with django_db_blocker.unblock():
                transaction.set_rollback(True)
                block.__exit__(None, None, None)

    return kept


@pytest.fixture
def harbour(db):
    return make.board("harbour", name="Harbour Board")


@pytest.fixture
def library(db):
    return make.board("library", name="Library Board")


@pytest.fixture
def signed_in(harbour, library):
    """A client for each of the cast, by name."""

    return lambda name: client_for(name, harbour, library)


def client_for(name, harbour, library):
    client = Client()
    if name != "anonymous":
        client.force_login(_account(name, harbour, library), BACKEND)
    return client


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
