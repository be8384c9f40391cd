"""Somebody at their own page."""

import datetime
import re

from django.test import Client
from django.utils import timezone

from meetings.models import Notice, Person
from meetings.services.written import Circular, open_circular
from tests import make
from tests.conftest import BACKEND


def day(days):
    return timezone.localdate() + datetime.timedelta(days=days)


def page_of(client):
    html = client.get("/").content.decode()
    return html[html.index("<main") : html.index("</main>")]


def words(client):
    return " ".join(re.sub("<[^>]+>", " ", page_of(client)).split())


def client_of(person):
    if person.user is None:
        Person.objects.filter(pk=person.pk).update(user=make.user(f"user{make.next_number()}"))
        person.refresh_from_db()
    client = Client()
    client.force_login(person.user, BACKEND)
    return client


def told(person, kind="action_late", subject=None, text="You promised it.", **fields):
    subject = subject or person.board
    return Notice.objects.create(
        board=person.board,
        person=person,
        kind=kind,
        subject_kind=subject._meta.model_name,
        subject_key=subject.pk,
        text=text,
        created_at=timezone.now(),
        **fields,
    )


def circular(board, days=2, text="That it rain", title="Weather"):
    until = timezone.now() + datetime.timedelta(days=days)
    return open_circular(board, circular=Circular(title, text, until), save=make.a_save())
