"""The drafting page in each of its states: accessible, and nothing wider than the window."""

import pytest
from django.utils import timezone

from meetings.services.agendas import drop_item
from meetings.services.changes import Save
from tests import make
from tests.browser.desk import SAVES
from tests.browser.windows import findings_everywhere

pytestmark = pytest.mark.django_db(transaction=True)


def saved(desk, chairs):
    desk.type("- a note\nACTION Tomas: book the room by 3 March 2027")
    desk.saved()


def retrying(desk, chairs):
    desk.page.route(SAVES, lambda route: route.abort())
    desk.type("- not saved")
    desk.press("Control+s")
    desk.says("retrying")


def signed_out(desk, chairs):
    desk.page.context.clear_cookies()
    desk.type("- not saved")
    desk.press("Control+s")
    desk.says("signin")


def clash(desk, chairs):
    desk.type("- one")
    desk.saved()
    other = chairs("chair")
    other.press("Control+End")
    desk.page.context.set_offline(True)
    desk.type(" and mine")
    other.type(" and theirs")
    other.saved()
    desk.page.context.set_offline(False)
    desk.says("clash", within=25)


def flagged(desk, chairs):
    make.person(desk.item.meeting.board, "Tomas Orr")
    make.attendance(desk.item.meeting, make.person(desk.item.meeting.board, "Tomas Rowan"))
    desk.type("ACTION Tomas: book the room\nXY: one\nXY: two\nACTION: write it up")
    desk.saved()
    desk.page.locator(".card.flags").first.wait_for()


def names(desk, chairs):
    desk.type("ACTION Sv")
    desk.names_offered().first.wait_for()


def jump(desk, chairs):
    desk.press("Control+k")


def keys(desk, chairs):
    desk.press("Control+/")


def dropped(desk, chairs):
    desk.page.context.set_offline(True)
    desk.type("- not saved")
    desk.says("retrying")
    drop_item(desk.item, save=Save(by=None, at=timezone.now()))
    desk.page.context.set_offline(False)
    desk.page.locator("section[data-dropped] .sheet-head + .notice").wait_for(timeout=20_000)


STATES = (saved, retrying, signed_out, clash, flagged, names, jump, keys, dropped)


@pytest.mark.parametrize("state", STATES, ids=lambda state: state.__name__)
def test_the_drafting_page_is_accessible_and_fits_its_window(state, desk, chairs):
    state(desk, chairs)
    assert findings_everywhere(desk.page) == []
