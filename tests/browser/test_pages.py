"""Every page: accessible, nothing wider than the window, no complaint from the browser."""

from urllib.parse import urlsplit

import pytest
from django.urls import resolve

from meetings.access import TABLE
from meetings.models import AgendaItem, Meeting, Person, Resolution
from tests.browser.places import BOARD, addresses
from tests.browser.windows import findings, findings_everywhere
from tests.test_access import EXPECTED

pytestmark = pytest.mark.django_db(transaction=True)
FILES = {
    *(f"{noun}_csv" for noun in ("action", "meeting", "member_status", "organisation", "person",
                                 "resolution")),
    *("calendar_feed", "meeting_ics", "minutes_text", "paper", "register_export"),
}  # fmt: skip
ANSWERS = {"ballot_state", "item_state", "meeting_state", "meeting_names", "healthz", "readyz"}
LEADS_ON = {"notice_open"}
MISSING = ("/boards/nowhere/", f"{BOARD}meetings/?x=1")


def test_every_page_that_can_be_opened_has_its_address_among_those_looked_at(site):
    looked_at = {
        resolve(urlsplit(address).path).url_name for some in addresses() for address in some
    }
    opened = {name for name in TABLE if 405 not in EXPECTED[name]}
    assert opened - FILES - ANSWERS - LEADS_ON - looked_at == set()


def test_every_page_is_accessible_and_fits_its_window_and_the_browser_complains_of_nothing(
    page, site, sign_in, complaints
):
    page.goto(f"{site}/accounts/login/")
    found = {("nobody", "sign in"): findings_everywhere(page)}
    secretarys, members = addresses()
    for name, pages in (("secretary", (*secretarys, *MISSING)), ("member", members)):
        page.context.clear_cookies()
        sign_in(name)
        for address in pages:
            complaints.clear()
            page.goto(f"{site}{address}")
            seen = findings_everywhere(page)
            found[name, address] = seen + ([] if address in MISSING else complaints)
    assert {where: what for where, what in found.items() if what} == {}


def test_no_three_hundred_rows_are_wider_than_a_phone(page, site, sign_in):
    board = Meeting.objects.filter(board__slug="harbour")[0].board
    Person.objects.bulk_create(
        Person(board=board, name=f"Hippolytus Featherstonehaugh-Cholmondeley {n}")
        for n in range(300)
    )
    item = AgendaItem.objects.filter(meeting__board=board, meeting__state="adjourned")[0]
    Resolution.objects.bulk_create(
        Resolution(
            board=board, item=item, number=f"R-1926-{n}", line=1000 + n, state="rescinded",
            text="That Hippolytus Featherstonehaugh-Cholmondeley be heard", recorded_for=n,
            mover_name="Hippolytus Featherstonehaugh-Cholmondeley", recorded_against=100,
        )
        for n in range(300)
    )  # fmt: skip
    sign_in("secretary")
    page.set_viewport_size({"width": 320, "height": 900})
    page.goto(f"{site}{BOARD}resolutions/?state=rescinded")
    assert findings(page) == []
    page.goto(f"{site}{BOARD}people/")
    assert findings(page) == []
    page.get_by_text("Next →").click()
    assert "Page 2 of 7" in page.content()


def test_the_theme_switch_holds_on_the_next_page(page, site, sign_in):
    sign_in("member")
    page.click(".menu summary")
    page.click("button[value=dark]")
    page.goto(f"{site}{BOARD}")
    assert page.evaluate("getComputedStyle(document.body).backgroundColor") == "rgb(23, 25, 27)"


def test_paper_shows_the_document_alone(page, site, sign_in):
    sign_in("secretary")
    meeting = Meeting.objects.filter(board__slug="harbour", state="approved")[0]
    page.goto(f"{site}{meeting.get_absolute_url()}")
    page.emulate_media(media="print", color_scheme="dark")
    assert not page.locator(".top-bar").is_visible()
    assert not page.locator(".contents").is_visible()
    assert page.locator("h1").is_visible()
    assert page.evaluate("getComputedStyle(document.body).backgroundColor") == "rgb(255, 255, 255)"
