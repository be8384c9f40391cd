"""What is said in camera is on no page, in no file and in no mail of whoever may not know it.

Strangers and whoever is not signed in get no page at all: tests/test_access.py.
"""

import pytest
from django.core.management import call_command
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from meetings.access import TABLE, Need
from meetings.models import Mailing, Notice
from meetings.services.feeds import make_feed
from tests.conftest import BACKEND
from tests.secrets import ELSEWHERE, POSTS, SECRET, World, text_of

pytestmark = pytest.mark.django_db
QUERIES = {"meeting_detail": ("", "?as=corrected"), "minutes_changes": ("", "?since=1")}


@pytest.fixture(scope="module")
def world(once):
    with once(World) as made:
        yield made


def client_of(world, who):
    client = Client()
    client.force_login(world.people[who].user, BACKEND)
    return client


def names_with_the_secret(world, client):
    """The pages, by name, that say the word to whoever asks every address."""
    for name, several in world.arguments().items():
        for arguments in several:
            for query in QUERIES.get(name, ("",)):
                page = client.get(reverse(name, args=arguments) + query)
                if SECRET in text_of(page):
                    yield name


def test_every_page_for_others_than_the_secretariat_is_asked(world):
    keepers = (Need.SECRETARIAT, Need.ADMINISTRATOR)
    open_ones = {name for name, row in TABLE.items() if row.need not in keepers}
    assert open_ones - POSTS - ELSEWHERE == set(world.arguments())


@pytest.mark.parametrize("who", ["oscar", "rita", "gus", "fay"])
def test_who_may_not_know_reads_it_nowhere(who, world, settings):
    """An observer who owns such an action, a recused member, a guest, and whose term ended."""
    settings.DEMO = True
    assert list(names_with_the_secret(world, client_of(world, who))) == []


def test_the_secretary_reads_it_on_most_of_these_pages(world, settings):
    """The twin: the word is there to be found."""
    settings.DEMO = True
    assert len(set(names_with_the_secret(world, client_of(world, "sam")))) >= 24


def test_nobody_is_told_of_it(world):
    assert Notice.objects.count() > 50
    assert not Notice.objects.filter(text__contains=SECRET).exists()


@pytest.mark.parametrize("who", ["oscar", "rita", "sam"])
def test_no_calendar_names_it_to_them(who, world):
    """Calendars are the same for everybody on the board."""
    token = make_feed(world.people[who].user, at=timezone.now())
    feed = text_of(Client().get(reverse("calendar_feed", args=[token])))
    assert "BEGIN:VEVENT" in feed
    assert SECRET not in feed


def test_no_mail_says_it(world, settings, mailoutbox):
    settings.EMAIL_URL, settings.MAIL_HOUR = "smtp://mail.example", 0
    call_command("send_notices")
    assert Mailing.objects.count() == len(mailoutbox) > 1
    assert not [mail for mail in mailoutbox if SECRET in mail.message().as_string()]
