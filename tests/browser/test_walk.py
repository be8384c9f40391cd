"""The record is walked by keyboard and by link: person, promise, line, meeting, organisation."""

import pytest

from meetings.models import Action

pytestmark = pytest.mark.django_db(transaction=True)


def follow(page, selector):
    """A link followed by keyboard."""
    link = page.locator(selector).first
    link.focus()
    with page.expect_navigation():
        page.keyboard.press("Enter")


def test_signing_in_needs_the_keyboard_alone(page, site):
    page.goto(f"{site}/accounts/login/")
    page.locator("#id_login").focus()
    page.keyboard.type("member")
    page.keyboard.press("Tab")
    page.keyboard.type("demo")
    page.keyboard.press("Enter")
    page.wait_for_url(f"{site}/")
    assert page.locator("h1").inner_text() == "Good day, Tomas Lind"


def test_the_first_tab_offers_to_skip_to_the_content(page, site, sign_in):
    sign_in("member")
    page.goto(f"{site}/boards/harbour/")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.textContent") == "Skip to the content"
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "content"


def test_a_promise_is_walked_to_its_line_and_on_to_everything_it_touches(page, site, sign_in):
    sign_in("secretary")
    page.goto(f"{site}/boards/harbour/people/")
    follow(page, "tbody a:text('Tomas Lind')")
    follow(page, ".rows a.number:text('A-21')")
    assert "ask the operations lead" in page.locator("h1").inner_text()
    follow(page, ".facts a[href*='#item-']")
    anchor = page.url.split("#")[1]
    line = page.locator(f"#{anchor}")
    assert "ask the operations lead" in line.inner_text()
    assert line.evaluate("e => e.getBoundingClientRect().top < innerHeight")
    follow(page, ".people a.muted:text('Northwind')")
    assert page.locator("h1").inner_text() == "Northwind"
    follow(page, ".plain-list a:text('Tomas Lind')")
    assert page.locator("h1").inner_text() == "Tomas Lind"


def test_meetings_lead_to_those_before_and_after(page, site, sign_in):
    sign_in("secretary")
    page.goto(f"{site}/boards/harbour/meetings/")
    follow(page, "tbody tr:nth-child(2) a")
    newer = page.url
    follow(page, "a[rel=prev]")
    follow(page, "a[rel=next]")
    assert page.url == newer


def test_a_list_is_filtered_as_soon_as_a_choice_is_made_and_its_address_keeps_it(
    page, site, sign_in
):
    sign_in("secretary")
    page.goto(f"{site}/boards/harbour/actions/")
    page.select_option("#id_state", "done")
    page.wait_for_url("**state=done*")
    done = Action.objects.filter(board__slug="harbour", state="done").count()
    assert page.locator(".rows > li").count() == done
    page.reload()
    assert page.locator(".rows > li").count() == done
    assert page.evaluate("document.title").startswith("Actions")


def test_a_list_is_filtered_without_script_too(browser, site):
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{site}/accounts/login/?next=/boards/harbour/actions/")
    page.fill("#id_login", "secretary")
    page.fill("#id_password", "demo")
    page.click("button.primary")
    page.select_option("#id_state", "done")
    page.click("button:text('Filter')")
    assert "state=done" in page.url
    done = Action.objects.filter(board__slug="harbour", state="done").count()
    assert page.locator(".rows > li").count() == done
    context.close()


def test_somebody_of_two_boards_switches_between_them(page, site, sign_in):
    from meetings.models import Board, Member, Person, User

    library = Board.objects.get(slug="library")
    user = User.objects.get(username="member")
    Member.objects.create(person=Person.objects.create(board=library, name="T Lind", user=user))
    sign_in("member")
    page.goto(f"{site}/boards/harbour/")
    page.click(".menu summary")
    page.click(".menu a:text('Library Friends Committee')")
    assert page.locator("h1").inner_text() == "Library Friends Committee"
