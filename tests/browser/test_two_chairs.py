"""Two people take the same minutes at once, each in a browser of their own."""

import re
import time

import pytest
from playwright.sync_api import expect

from tests.browser.desk import notes_of

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def two(chairs):
    return chairs("secretary"), chairs("chair")


def test_both_lines_stay_and_each_sees_the_others(two):
    one, other = two
    one.type("- of the secretary")
    other.type("- of the chair")
    one.saved()
    other.saved()
    both = notes_of(one.item)
    assert sorted(both.split("\n")) == ["- of the chair", "- of the secretary"]
    one.shows(both)
    other.shows(both)
    assert one.page.locator("#save-state").get_attribute("data-kind") == "saved"


def test_a_field_that_somebody_types_in_is_left_alone_until_a_pause(two):
    one, other = two
    one.type("- of the secretary\n")
    one.saved()
    other.shows("- of the secretary\n")
    one.type("- meanwhile")
    one.saved()
    start = time.monotonic()
    while time.monotonic() - start < 7:  # two polls and two saves
        other.type("x")
        assert "meanwhile" not in other.field.input_value()
        other.page.wait_for_timeout(200)
    expect(other.field).to_have_value(re.compile("- meanwhile$"), timeout=20_000)
    assert other.field.input_value() == notes_of(one.item)


def test_the_caret_keeps_its_line_while_anothers_line_comes_in_above(two):
    one, other = two
    one.type("- first\n- second\n- third")
    one.saved()
    other.shows("- first\n- second\n- third")
    other.field.focus()
    other.press("Control+Home", "ArrowDown", "End")
    one.press("Control+Home")
    one.type("- before all\n")
    one.saved()
    other.shows("- before all\n- first\n- second\n- third")
    other.type(", and more")
    other.saved()
    assert notes_of(one.item) == "- before all\n- first\n- second, and more\n- third"


def clash(one, other, start="- the price is five"):
    one.type(start)
    one.saved()
    other.shows(start)
    other.page.context.set_offline(True)
    other.field.focus()
    other.press("Control+End")
    other.type("teen")
    other.says("retrying")
    one.press("Control+End")
    one.type(" and a half")
    one.saved()
    other.page.context.set_offline(False)
    other.says("clash", within=20)


@pytest.mark.parametrize(
    ("tabs", "kept"), [(2, "- the price is fiveteen"), (3, "- the price is five and a half")]
)
def test_a_clash_shows_both_texts_and_is_settled_by_keyboard(tabs, kept, two):
    one, other = two
    clash(one, other)
    assert other.field.input_value() == "- the price is fiveteen"
    theirs = other.page.locator(".clash:visible textarea")
    assert theirs.input_value() == "- the price is five and a half"
    other.field.focus()
    other.press(*["Tab"] * tabs, "Enter")
    other.says("saved")
    assert notes_of(one.item) == kept
    one.shows(kept)
    other.shows(kept)


def test_a_clash_shows_texts_as_text(two):
    one, other = two
    clash(one, other, start="<img src=x onerror=alert(1)>")
    assert other.page.locator(".clash img").count() == 0


def test_who_loses_the_right_to_write_is_told_and_keeps_the_text(desk, harbour):
    from meetings.models import Member

    Member.objects.filter(person__board=harbour).update(role=Member.Role.OBSERVER)
    desk.type("- too late")
    desk.says("retrying", "refused", "signin")
    assert desk.field.input_value() == "- too late"


def test_minutes_that_are_approved_meanwhile_keep_the_text_on_the_screen(desk):
    type(desk.item.meeting).objects.update(state="approved")
    desk.type("- too late")
    desk.says("refused")
    assert "approved" in desk.page.locator("#save-state").inner_text()
    assert desk.field.input_value() == "- too late"
