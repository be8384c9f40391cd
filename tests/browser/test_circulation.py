"""Circulated minutes in a real browser, without script: from a comment to the line rewritten."""

import pytest

from meetings.models import Comment, User
from tests.browser.desk import sign_in_as
from tests.browser.places import circulated

pytestmark = pytest.mark.django_db(transaction=True)
WORDS = "Please put the door in."


@pytest.fixture
def plain(browser, site):
    """Opens a page without script for somebody of the demo."""
    contexts = []

    def open_for(name):
        contexts.append(browser.new_context(java_script_enabled=False))
        sign_in_as(contexts[-1], User.objects.get(username=name), site)
        return contexts[-1].new_page()

    yield open_for
    for context in contexts:
        context.close()


def test_a_member_comments_on_a_line_and_the_secretary_writes_it_in_without_script(plain, site):
    meeting = circulated()
    member = plain("member")
    member.goto(f"{site}{meeting.get_absolute_url()}")
    member.locator("#item-2-line-4 .comment-link").click()
    proposed = member.get_by_label("Proposed wording")
    proposed.fill(proposed.input_value().replace("the door", "every door"))
    member.get_by_label("Your comment").fill(WORDS)
    member.get_by_role("button", name="Comment").click()
    assert member.url.endswith("#item-2-line-4")
    assert member.locator("#item-2-line-4 .comment-count").inner_text() == "1 comment"
    comment = Comment.objects.get(text=WORDS)
    secretary = plain("secretary")
    secretary.goto(f"{site}{meeting.get_absolute_url()}comments/{comment.pk}/")
    assert secretary.locator("ins").inner_text() == "every"
    secretary.get_by_role("button", name="Accept").click()
    member.goto(f"{site}{meeting.get_absolute_url()}")
    assert "every door" in member.locator("#item-2-line-4").inner_text()
    member.get_by_role("link", name="1 part changed since").click()
    assert member.locator("ins").inner_text() == "every"


def test_every_printed_page_of_a_draft_says_so_and_no_link_is_printed(page, site, sign_in):
    sign_in("member")
    page.goto(f"{site}{circulated().get_absolute_url()}")
    assert not page.locator(".draft-running").is_visible()
    page.emulate_media(media="print")
    running = page.locator(".draft-running")
    assert running.is_visible()
    assert running.evaluate("one => getComputedStyle(one).position") == "fixed"
    assert not page.locator(".comment-link").first.is_visible()
