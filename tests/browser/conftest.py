"""A real Chromium against a live server with the demo in it."""

import sqlite3
from pathlib import Path

import pytest
from django.core.management import call_command
from django.db import connection
from playwright.sync_api import BrowserContext

from meetings.models import User
from tests import make
from tests.browser.desk import desk_for, new_room, sign_in_as

HERE = Path(__file__).parent
CHROMIUM = "/usr/bin/chromium"
QUIET = ["--no-sandbox", "--disable-background-networking", "--disable-component-update"]


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items):
    """Whatever stands in this folder is a browser test."""
    for item in items:
        if item.path.is_relative_to(HERE):
            item.add_marker("browser")


@pytest.fixture(scope="session")
def base_url():
    """Instead of the plugin's: the live server has an address of its own in every test."""
    return


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args):
    return browser_type_launch_args | {"executable_path": CHROMIUM, "args": QUIET}


@pytest.fixture(scope="session")
def demo():
    """Fills an empty database with the demo: read once, copied from then on."""
    copy = sqlite3.connect(":memory:")

    def bring():
        database = connection.cursor().connection
        if copy.execute("SELECT 1 FROM sqlite_master").fetchone():
            copy.backup(database)
        else:
            call_command("load_demo", verbosity=0)
            database.backup(copy)

    yield bring
    copy.close()


@pytest.fixture
def site(live_server, settings, demo):
    """The demo, with its address."""
    settings.DEMO, settings.EMAIL_URL = True, ""  # mails stay here
    demo()
    return live_server.url


@pytest.fixture
def complaints(page):
    """What the browser complained of: errors in the console, refused by the policy or thrown."""
    heard = []
    page.on("console", lambda m: heard.append(m.text) if m.type in ("error", "warning") else None)
    page.on("response", lambda r: heard.append(f"{r.status} {r.url}") if r.status > 399 else None)
    page.on("pageerror", lambda error: heard.append(str(error)))
    return heard


@pytest.fixture
def sign_in(page, site):
    """Somebody of the demo is signed in and at home."""

    def sign_in_as_one_of_the_demo(name):
        sign_in_as(page.context, User.objects.get(username=name), site)
        page.goto(f"{site}/")

    return sign_in_as_one_of_the_demo


@pytest.fixture
def room(harbour):
    """The items of a meeting in session, all empty."""
    return new_room(harbour)


@pytest.fixture
def chairs(harbour, room, browser, live_server):
    """Opens the drafting page for somebody in a browser of their own."""
    contexts: list[BrowserContext] = []

    def open_for(role, position=1, **options):
        account = make.user(f"{role}{len(contexts)}")
        make.member(harbour, role, name=f"{role.title()} {len(contexts)}", account=account)
        contexts.append(browser.new_context(**options))
        return desk_for(contexts[-1], account, live_server, room[position - 1]).open(position)

    yield open_for
    for context in contexts:
        context.close()


@pytest.fixture
def desk(chairs):
    return chairs("secretary")
