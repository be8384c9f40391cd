"""Where minutes are taken: a meeting in session, and chairs in front of a real browser."""

from dataclasses import dataclass

from django.test import Client
from playwright.sync_api import expect

from meetings.models import AgendaItem, Meeting
from tests import make

BACKEND = "allauth.account.auth_backends.AuthenticationBackend"
FIELD = "section[data-item]:not([hidden]) form.notes-form textarea"
SAVES = "**/notes/"
PEOPLE = ("Tomas Lind", "Hana Sato", "Sven Dahl", "Mei Tan", "Sven Orre")
ITEMS = ("Opening", "Budget", "Newcomers' guide", "Any other business")


def new_room(board, titles=ITEMS):
    """A meeting in session: five people are there, the items are empty."""
    meeting = make.meeting(board, state=Meeting.State.IN_SESSION)
    firm = make.organisation(board, "Northwind")
    for name in PEOPLE:
        make.attendance(meeting, make.person(board, name), firm)
    return [make.item(meeting, title) for title in titles]


def notes_of(item):
    return AgendaItem.objects.get(pk=item.pk).notes


@dataclass
class Desk:
    """One open drafting page and the keys pressed on it."""

    page: object
    url: str
    item: AgendaItem

    @property
    def field(self):
        return self.page.locator(FIELD)

    def open(self, position=1):
        self.page.goto(f"{self.url}?item={position}")
        return self

    def type(self, text, delay=0):
        self.page.keyboard.type(text, delay=delay)

    def press(self, *keys):
        for key in keys:
            self.page.keyboard.press(key)

    def says(self, *kinds, within=15):
        """Waits until the page says so, in one of its states."""
        said = ", ".join(f'#save-state[data-kind="{kind}"]' for kind in kinds)
        self.page.locator(said).wait_for(timeout=within * 1000)

    def saved(self):
        self.press("Control+s")
        self.says("saved")

    def shows(self, text, within=20):
        expect(self.field).to_have_value(text, timeout=within * 1000)

    def names_offered(self):
        return self.page.locator("#names:visible li")


def sign_in_as(context, account, url):
    client = Client()
    client.force_login(account, BACKEND)
    context.add_cookies(
        [{"name": "sessionid", "value": client.cookies["sessionid"].value, "url": url}]
    )


def desk_for(context, account, live_server, item):
    sign_in_as(context, account, live_server.url)
    url = f"{live_server.url}{item.meeting.get_absolute_url()}draft/"
    return Desk(context.new_page(), url, item)
