"""A vote that lacked its quorum in the meeting is finished by mail; a member votes on a phone."""

import datetime
import re

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from meetings.models import Person, Resolution, Vote
from tests import mailbox, make
from tests.browser.desk import sign_in_as
from tests.browser.windows import findings
from tests.test_written_votes import circular
from tests.voting import vote

pytestmark = pytest.mark.django_db(transaction=True)
FIRMS = (
    "Aster", "Brightwater", "Calder", "Dune", "Ember", "Fjord", "Lumen", "Northwind",
    "Oriel", "Quayside", "Sable", "Tern", "Umber",
)  # fmt: skip
PHONE = {"viewport": {"width": 320, "height": 640}, "has_touch": True, "is_mobile": True}


@pytest.fixture
def signed_in(live_server, browser):
    """A page for an account, in a browser of its own."""
    contexts = []

    def open_for(account, **options):
        contexts.append(browser.new_context(**options))
        sign_in_as(contexts[-1], account, live_server.url)
        return contexts[-1].new_page()

    yield open_for
    for context in contexts:
        context.close()


def secretary_of(board):
    account = make.user("secretary")
    make.member(board, "secretary", name="Sec Retary", account=account)
    return account


def test_three_in_the_meeting_four_by_mail_carried_on_the_seventh(live_server, signed_in, settings):
    settings.ZEAL_ALLOWLIST = [{"model": "meetings.*"}]  # each mail is confirmed by itself
    board = mailbox.board(
        *FIRMS, quorum_kind="fixed", quorum_number=7, majority_kind="fixed", majority_number=7
    )
    ballot = make.ballot(board, here=FIRMS[:3])
    vote(ballot, **dict.fromkeys(FIRMS[:3], "for"))
    page = signed_in(secretary_of(board))
    page.goto(f"{live_server.url}/boards/harbour/ballots/{ballot.pk}/")
    expect(page.locator("#standing")).to_contain_text("no quorum")
    page.get_by_role("link", name="Go on in writing").click()
    page.fill("#id_day", str(timezone.localdate() + datetime.timedelta(days=7)))
    page.get_by_role("button", name="Go on in writing").click()
    expect(page.locator("#standing")).to_contain_text("3 seats answered; 7 needed")
    page.get_by_role("link", name="Votes by mail").click()
    pasted = "\n".join(mailbox.from_delegate(name) for name in FIRMS[3:7])
    page.locator("main textarea").fill(pasted)
    page.get_by_role("button", name="Read them").click()
    page.get_by_role("button", name="Record the votes that are ticked").click()
    page.wait_for_load_state()
    page.goto(f"{live_server.url}/boards/harbour/ballots/{ballot.pk}/")
    expect(page.locator("#standing")).to_contain_text("would be: carried")
    assert findings(page) == []
    page.get_by_role("button", name="Review and close").click()
    page.get_by_role("button", name="Record and close").click()
    page.wait_for_url(re.compile("/resolutions/"))
    assert Resolution.objects.get().state == "carried"
    channels = list(Vote.objects.order_by("number").values_list("channel", flat=True))
    assert channels == ["meeting"] * 3 + ["mail"] * 4


def test_a_member_votes_on_a_phone_from_home_to_receipt(live_server, signed_in):
    board = make.seated_board()
    ballot = circular(board)
    account = make.user("aster")
    Person.objects.filter(name="Aster Delegate").update(user=account)
    page = signed_in(account, **PHONE)
    page.goto(live_server.url)
    page.get_by_role("link", name="That the budget be approved").tap()
    expect(page.locator("h1")).to_have_text("Your vote")
    assert findings(page) == []
    page.get_by_label("For", exact=True).tap()
    page.get_by_role("button", name="Review my vote").tap()
    expect(page.locator("main")).to_contain_text("Aster: for")
    assert findings(page) == []
    page.get_by_role("button", name="Cast this vote").tap()
    expect(page.locator("h1")).to_contain_text(f"Receipt {ballot.hash[:8]}-1")
    assert findings(page) == []
    page.goto(live_server.url)
    expect(page.locator("main")).to_contain_text("No vote waits for you.")
