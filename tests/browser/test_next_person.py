"""Unsaved text belongs to whoever typed it: the tab's next person neither sees nor saves it."""

import pytest
from django.contrib.sessions.models import Session

from tests import make
from tests.browser.desk import FIELD, notes_of

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def another(harbour):
    account = make.user("another")
    make.member(harbour, "chair", name="Another Chair", account=account)
    return account


def sign_in(page, address, name):
    page.goto(address)
    page.fill("#id_login", name)
    page.fill("#id_password", "demo")
    page.keyboard.press("Enter")
    page.locator(FIELD).wait_for()


def test_who_signs_in_next_in_the_tab_sees_none_of_it_and_its_writer_all(desk, another):
    desk.page.on("dialog", lambda question: question.accept())
    Session.objects.all().delete()
    desk.type("- a thought of one's own")
    desk.says("signin")
    sign_in(desk.page, desk.url, "another")
    assert desk.field.input_value() == ""
    assert "a thought" not in desk.page.content()
    assert notes_of(desk.item) == ""
    desk.page.context.clear_cookies()
    sign_in(desk.page, desk.url, "secretary0")
    desk.shows("- a thought of one's own")
    desk.saved()
    assert notes_of(desk.item) == "- a thought of one's own"


def test_who_signs_in_in_another_tab_does_not_save_it_in_their_own_name(desk, another):
    Session.objects.all().delete()
    desk.type("- typed with nobody signed in")
    desk.says("signin")
    other = desk.page.context.new_page()
    sign_in(other, desk.url, "another")
    desk.page.bring_to_front()
    desk.page.get_by_text("somebody else has signed in here since").wait_for(timeout=20_000)
    assert notes_of(desk.item) == ""
    assert desk.field.input_value() == "- typed with nobody signed in"
