"""A member's morning on a phone, by thumb: with script and without."""

import pytest
from playwright.sync_api import expect

from meetings.models import Action, MeetingAnswer, User
from tests.browser.desk import sign_in_as
from tests.browser.windows import findings

PHONE = {"viewport": {"width": 320, "height": 640}, "has_touch": True}
LEAST = 44  # pixels that a thumb needs
SMALL = """[...document.querySelectorAll("main button, main a.button")]
    .filter(one => one.getBoundingClientRect().height < %d).map(one => one.textContent)"""


@pytest.fixture(params=[True, False], ids=["with script", "without script"])
def phone(request, browser, site):
    context = browser.new_context(**PHONE, java_script_enabled=request.param)
    sign_in_as(context, User.objects.get(username="member"), site)
    page = context.new_page()
    page.goto(site)
    yield page
    context.close()


def test_a_member_reports_answers_and_reads_between_two_calls(phone, site):
    late = phone.locator(".home .rows li", has_text="late:").first
    number = int(late.locator(".number").inner_text().removeprefix("A-"))
    late.get_by_role("button", name="Done").tap()
    expect(phone.locator(".messages")).to_contain_text(f"A-{number}:")
    assert Action.objects.get(board__slug="harbour", number=number).state == "done"
    phone.get_by_role("button", name="Remotely").tap()
    expect(phone.locator("h1")).to_have_text("Will you come?")
    assert MeetingAnswer.objects.get(person__user__username="member").choice == "remote"
    phone.goto(site)
    expect(phone.locator("main")).to_contain_text("Your answer: comes remotely")
    phone.get_by_role("button", name="Mark as read").tap()
    expect(phone.locator("main")).to_contain_text("Nothing new.")
    phone.get_by_role("link", name="Comments").tap()
    expect(phone.locator("h1")).to_be_visible()


def test_every_button_of_home_is_made_for_thumbs_and_axe_finds_nothing(page, sign_in):
    page.set_viewport_size(PHONE["viewport"])
    sign_in("member")
    assert page.evaluate(SMALL % LEAST) == []
    assert findings(page) == []
