"""Somebody who asks for pages, in this very process."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.core.handlers.wsgi import WSGIHandler
from django.db import connection
from django.test import Client

from meetings.models import User
from tests.bench.drafting import TOKEN, environ

BACKEND = "allauth.account.auth_backends.AuthenticationBackend"


def cookies_of(username: str) -> str:
    client = Client()
    client.force_login(User.objects.get(username=username), BACKEND)
    return f"sessionid={client.cookies['sessionid'].value}; csrftoken={TOKEN}"


def ask(app: WSGIHandler, cookies: str, method: str, path: str, form: dict[str, Any]) -> bytes:
    statuses: list[str] = []

    def start(status: str, headers: Any, problem: Any = None, /) -> Callable[[bytes], None]:
        statuses.append(status)
        return lambda _bytes: None

    answer = app(environ(method, path, cookies, form), start)
    body = b"".join(answer)
    answer.close()
    assert statuses[0].startswith("200"), (statuses, body[:500])
    assert connection.in_atomic_block is False
    return body


@dataclass
class Reader:
    app: WSGIHandler
    cookies: str

    @classmethod
    def sit_down(cls, username: str) -> "Reader":
        return cls(WSGIHandler(), cookies_of(username))

    def ask(self, path: str) -> bytes:
        return ask(self.app, self.cookies, "GET", path, {})

    def ask_floor(self) -> None:
        self.ask("/floor/")
