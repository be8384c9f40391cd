"""A vote is taken by keyboard, and without a script."""

import re

import pytest
from playwright.sync_api import BrowserContext, expect

from meetings.models import BallotResult, Vote
from tests import make
from tests.browser.desk import sign_in_as
from tests.browser.windows import findings

pytestmark = pytest.mark.django_db(transaction=True)
FIRMS = (
    "Aster", "Brightwater", "Calder", "Dune", "Ember", "Fjord", "Lumen", "Northwind",
    "Oriel", "Quayside", "Sable", "Tern", "Umber",
)  # fmt: skip
CONTESTED = "ffafnfafffanf"


@pytest.fixture
def room(live_server, browser):
    """Opens a vote page for somebody of the board, with or without a script."""
    contexts: list[BrowserContext] = []
    board = make.seated_board(*FIRMS)
    meeting = make.seated_meeting(board, "MOTION: That the project apply for group B")

    def open_for(role="secretary", **options):
        account = make.user(f"{role}{len(contexts)}")
        make.member(board, role, name=f"{role.title()} {len(contexts)}", account=account)
        contexts.append(browser.new_context(**options))
        sign_in_as(contexts[-1], account, live_server.url)
        page = contexts[-1].new_page()
        page.goto(f"{live_server.url}{meeting.get_absolute_url()}draft/")
        return page

    yield open_for
    for context in contexts:
        context.close()


class Keys:
    """A keyboard that counts."""

    def __init__(self, page):
        self.page, self.count = page, 0

    def press(self, *keys):
        for key in keys:
            self.page.keyboard.press(key)
            self.count += 1


def open_vote(page, *, scripted=True):
    page.locator(".understood:visible form.vote-open button").first.click()
    page.wait_for_url(re.compile(r"/ballots/\d+/$"))
    if scripted:  # keys pressed before the script is there are nobody's
        page.locator("html.scripted").wait_for(state="attached")


def test_a_contested_roll_call_of_13_seats_takes_under_40_keys(room):
    page = room()
    open_vote(page)
    keys = Keys(page)
    keys.press(*CONTESTED)
    expect(page.locator("#standing .sentence")).to_contain_text("8 for, 3 against, 2 abstained")
    keys.press("Enter")
    page.wait_for_url(re.compile("/review/$"))
    keys.press("Tab", "Enter")
    page.wait_for_url(re.compile("/resolutions/"))
    result = BallotResult.objects.get()
    assert result.outcome == "carried"
    assert [seat["choice"][0] for seat in result.sheet] == [
        {"n": "a"}.get(key, key) for key in CONTESTED
    ]
    assert keys.count < 40
    print(f"{keys.count} keys")  # noqa: T201 - the figure itself


def test_all_for_except_takes_two_actions(room):
    page = room()
    open_vote(page)
    page.get_by_role("button", name="All for, except …").click()
    page.get_by_label("Lumen: against").check()
    expect(page.locator("#standing .sentence")).to_contain_text("12 for, 1 against, 0 abstained")
    assert not Vote.objects.exists()


def test_up_and_down_go_from_seat_to_seat_and_correct_a_choice(room):
    page = room()
    open_vote(page)
    page.keyboard.type("ff")
    page.keyboard.press("ArrowUp")
    page.keyboard.press("a")
    expect(page.get_by_label("Brightwater: against")).to_be_checked()
    page.keyboard.press("ArrowUp")
    page.keyboard.press("Backspace")
    expect(page.get_by_label("Brightwater: against")).not_to_be_checked()
    expect(page.get_by_label("Aster: for", exact=True)).to_be_checked()


def test_keys_never_steal_what_somebody_types(room):
    page = room()
    open_vote(page)
    page.get_by_text("Somebody raises a concern").click()
    page.get_by_label("Concern", exact=True).fill("")
    page.get_by_label("Concern", exact=True).press_sequentially("a fan of nothing")
    expect(page.get_by_label("Concern", exact=True)).to_have_value("a fan of nothing")
    assert page.locator("tr[data-seat] input:checked").count() == 0


def test_a_member_follows_without_a_form(room, live_server):
    page = room()
    open_vote(page)
    watching = room("member")
    watching.goto(page.url)
    page.keyboard.press("f")
    page.get_by_role("button", name="Record these, keep the vote open").click()
    expect(watching.locator("#standing .figures dd").first).to_have_text("1", timeout=15_000)
    assert watching.locator("input[type=radio]").count() == 0


def test_who_fills_in_a_form_is_told_that_others_recorded_and_keeps_what_was_chosen(room):
    page, other = room(), room("chair")
    open_vote(page)
    other.goto(page.url)
    page.keyboard.press("f")
    other.get_by_label("Calder: against").check()
    other.get_by_role("button", name="Record these, keep the vote open").click()
    expect(page.locator("#changed")).to_be_visible(timeout=15_000)
    expect(page.locator("#standing .sentence")).to_contain_text("Against: Calder.")
    expect(page.get_by_label("Aster: for", exact=True)).to_be_checked()


def test_a_vote_is_taken_from_opening_to_closing_without_a_script(room):
    page = room(java_script_enabled=False)
    open_vote(page, scripted=False)
    page.get_by_role("button", name="All for, except …").click()
    assert page.locator("input[type=radio]:checked").count() == 13
    page.get_by_label("Lumen: against").check()
    page.get_by_role("button", name="Review and close").click()
    assert "12 for, 1 against, 0 abstained" in page.content()
    page.get_by_role("button", name="Record and close").click()
    assert "/resolutions/" in page.url
    assert BallotResult.objects.get().outcome == "carried"


@pytest.mark.parametrize("width", [320, 1280])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_pages_of_a_vote_are_accessible_and_fit_their_window(width, scheme, room):
    page = room(viewport={"width": width, "height": 900}, color_scheme=scheme)
    open_vote(page)
    found = {"open": findings(page)}
    vote_page = page.url
    page.keyboard.press("f")
    page.get_by_role("button", name="Record these, keep the vote open").click()
    for summary in page.locator("main details > summary").all():
        summary.click()
    found["with a vote, opened wide"] = findings(page)
    page.get_by_role("link", name="Change Aster").click()
    found["change"] = findings(page)
    page.goto(f"{vote_page}give-up/")
    found["give up"] = findings(page)
    page.goto(vote_page)
    page.locator("#review").click()
    page.wait_for_url(re.compile("/review/$"))
    found["review"] = findings(page)
    page.get_by_role("button", name="Record and close").click()
    page.goto(vote_page)
    found["closed"] = findings(page)
    assert {what: where for what, where in found.items() if where} == {}
