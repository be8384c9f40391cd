"""The quorum on the drafting page follows what others write, without a reload."""

import pytest
from playwright.sync_api import expect

from meetings.models import AgendaItem, Meeting
from meetings.services.minutes import edit_notes
from tests import make
from tests.browser.windows import findings_everywhere

pytestmark = pytest.mark.django_db(transaction=True)


def test_a_quorum_that_is_lost_is_shown_while_somebody_types(page, site, sign_in, complaints):
    meeting = Meeting.objects.filter(board__slug="harbour", state="adjourned").latest("date")
    Meeting.objects.filter(pk=meeting.pk).update(state="in_session")
    sign_in("secretary")
    page.goto(f"{site}{meeting.get_absolute_url()}draft/?item=5")
    meter = page.locator("[data-quorum]")
    expect(meter).to_contain_text("4 of 5 seats: one short")
    item = AgendaItem.objects.for_saving().get(meeting=meeting, position=5)
    edit_notes(item, edit=lambda text: text + "\nLEFT 17:01 Sven Dahl\n", save=make.a_save())
    expect(meter).to_contain_text("3 of 5 seats: 2 short", timeout=15000)
    lost = page.locator("section[data-position='6'] [data-turns]")
    expect(lost).to_contain_text("Quorum lost here: 3 of 10 seats, 5 needed")
    assert complaints == []


def test_the_pages_with_quorum_and_verdicts_are_accessible_at_every_width(page, site, sign_in):
    meeting = Meeting.objects.filter(board__slug="harbour", state="adjourned").latest("date")
    sign_in("secretary")
    for address in ("", "draft/?item=6", "attendance/"):
        page.goto(f"{site}{meeting.get_absolute_url()}{address}")
        assert findings_everywhere(page) == []
