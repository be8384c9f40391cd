"""The review of open actions by keyboard, a member's report on a phone, both without a script."""

import datetime

import pytest
from playwright.sync_api import BrowserContext, expect

from meetings.models import Action, AgendaItem, Member
from tests import make
from tests.browser.desk import sign_in_as
from tests.browser.windows import findings, findings_everywhere

pytestmark = pytest.mark.django_db(transaction=True)
PHONE = {"viewport": {"width": 320, "height": 700}}


@pytest.fixture
def board():
    return make.board("harbour")


@pytest.fixture
def opened(live_server, browser, board):
    """Opens an address for somebody of the board, with or without a script."""
    contexts: list[BrowserContext] = []

    def open_for(role, address, **options):
        account = make.user(f"{role}{len(contexts)}")
        term = Member.objects.filter(person__board=board, role=role).first()
        if term:
            term.person.user = account
            term.person.save(update_fields=["user"])
        else:
            make.member(board, role, account=account)
        contexts.append(browser.new_context(**options))
        sign_in_as(contexts[-1], account, live_server.url)
        page = contexts[-1].new_page()
        page.goto(f"{live_server.url}{address}")
        return page

    yield open_for
    for context in contexts:
        context.close()


@pytest.fixture
def meeting(board):
    item = make.item(make.meeting(board))
    for number in range(3):
        make.action(item, make.person(board, f"Given{number} Low"), text=f"task {number}")
    of = make.meeting(board, datetime.date(2026, 4, 9), "in_session")
    make.item(of, "Open actions", kind=AgendaItem.Kind.ACTIONS)
    return of


def notes(meeting):
    return meeting.items.get(kind="actions").notes


def states():
    return list(Action.objects.order_by("number").values_list("state", flat=True))


def test_the_checklist_is_gone_through_by_keyboard_and_saved_as_it_goes(meeting, opened):
    page = opened("secretary", f"{meeting.get_absolute_url()}review/")
    page.locator("[data-action='1'] input:focus").wait_for()
    for key in ("d", "n", "ArrowUp", "r"):
        page.keyboard.press(key)
    page.keyboard.type("no ship came")
    page.keyboard.press("Enter")
    page.keyboard.press("l")
    expect(page.locator("#review-state")).to_have_text("Saved in the notes")
    page.wait_for_timeout(1200)
    expect(page.locator("#review-state")).to_have_text("Saved in the notes")
    assert notes(meeting) == "A-1 done\nA-2 not done: no ship came\nA-3 deferred"
    assert states() == ["done", "open", "deferred"]
    assert findings_everywhere(page) == []


def test_without_a_script_the_checklist_is_one_form(meeting, opened):
    address = f"{meeting.get_absolute_url()}review/"
    page = opened("secretary", address, java_script_enabled=False)
    page.locator("[data-action='1'] input[value=done]").check()
    page.locator("[data-action='3'] input[value=in_progress]").check()
    page.get_by_role("button", name="Write it into the notes").click()
    assert notes(meeting) == "A-1 done\nA-3 in progress"


@pytest.mark.parametrize("scripted", [True, False])
def test_a_member_reports_with_one_tap_on_a_phone(scripted, board, opened):
    term = make.member(board, "member")
    action = make.action(make.item(make.meeting(board)), term.person)
    options = PHONE | {"java_script_enabled": scripted, "has_touch": True}
    page = opened("member", action.get_absolute_url(), **options)
    button = page.get_by_role("button", name="It is done")
    assert button.bounding_box()["height"] >= 44
    button.tap()
    expect(page.get_by_text("what you told is in its ledger")).to_be_visible()
    assert states() == ["done"]
    if scripted:
        assert findings(page) == []
