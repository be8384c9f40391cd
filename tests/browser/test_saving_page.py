"""What is typed is saved, or said to be unsaved, in a real browser with the network gone too."""

import time

import pytest
from django.contrib.sessions.models import Session

from meetings.models import NotesRevision
from tests.browser.desk import FIELD, SAVES, notes_of

pytestmark = pytest.mark.django_db(transaction=True)


def accept_and_tell(asked):
    def accept(question):
        asked.append(question.type)
        question.accept()

    return accept


def test_what_is_typed_is_saved_after_a_pause(desk):
    desk.type("- a quiet start")
    desk.says("unsaved")
    desk.says("saved", within=5)
    assert notes_of(desk.item) == "- a quiet start"


def test_it_is_saved_while_somebody_types_on_and_on(desk):
    saves = []
    desk.page.on(
        "response", lambda answer: saves.append(answer) if "/notes/" in answer.url else None
    )
    start = time.monotonic()
    while not saves and time.monotonic() - start < 10:
        desk.type("x")  # never a pause
    assert NotesRevision.objects.filter(item=desk.item).exists()


def test_without_a_network_the_page_says_so_and_saves_once_it_is_back(desk):
    desk.page.context.set_offline(True)
    desk.type("- said while the network was gone")
    desk.says("retrying", within=8)
    assert desk.page.locator("#save-state").inner_text() == "Not saved, retrying"
    assert desk.page.locator("#spoken-state").inner_text() == "Not saved, retrying"
    assert notes_of(desk.item) == ""
    desk.page.context.set_offline(False)
    desk.says("saved")
    assert notes_of(desk.item) == "- said while the network was gone"


def test_a_save_that_hangs_is_called_unsaved_within_five_seconds(desk):
    held = []
    desk.page.route(SAVES, lambda route: held.append(route))  # noqa: PLW0108 - Playwright marks it
    desk.type("- slow")
    desk.press("Control+s")
    desk.says("retrying", within=5)
    held[0].continue_()
    desk.says("saved")
    assert notes_of(desk.item) == "- slow"


def test_a_reload_brings_back_what_was_not_saved(desk):
    desk.page.on("dialog", lambda question: question.accept())
    desk.page.route(SAVES, lambda route: route.abort())
    desk.type("- not yet saved")
    desk.page.reload()
    desk.shows("- not yet saved")
    desk.page.unroute(SAVES)
    desk.saved()
    assert notes_of(desk.item) == "- not yet saved"
    kept = desk.page.evaluate("Object.keys(sessionStorage)")
    assert not [name for name in kept if name.startswith("notes:")]


def test_leaving_with_unsaved_text_asks_first(desk):
    asked: list[str] = []
    desk.page.route(SAVES, lambda route: route.abort())
    desk.type("- not yet saved")
    desk.page.on("dialog", accept_and_tell(asked))
    desk.page.goto("about:blank")
    assert asked == ["beforeunload"]


def test_whoever_signs_in_again_comes_back_to_the_item_and_the_text(chairs, room):
    desk = chairs("secretary", 2)
    asked: list[str] = []
    desk.page.on("dialog", accept_and_tell(asked))
    Session.objects.all().delete()
    desk.type("- typed with nobody signed in")
    desk.says("signin")
    desk.page.locator("#sign-in").focus()
    desk.press("Enter")
    desk.page.fill("#id_login", "secretary0")
    desk.page.fill("#id_password", "demo")
    desk.press("Enter")
    desk.shows("- typed with nobody signed in")
    desk.saved()
    assert notes_of(room[1]) == "- typed with nobody signed in"
    assert asked == []


def test_signing_in_in_another_tab_is_enough(desk):
    Session.objects.all().delete()
    desk.type("- typed with nobody signed in")
    desk.says("signin")
    other = desk.page.context.new_page()
    other.goto(desk.url)
    other.fill("#id_login", "secretary0")
    other.fill("#id_password", "demo")
    other.keyboard.press("Enter")
    other.locator(FIELD).wait_for()
    desk.says("saved", within=20)
    assert notes_of(desk.item) == "- typed with nobody signed in"


def test_a_copied_tab_is_a_writer_of_its_own(desk):
    desk.page.route(SAVES, lambda route: route.abort())
    desk.type("- before the copy\n")
    with desk.page.expect_popup() as popup:
        desk.page.evaluate("window.open(location.href)")
    copy = popup.value
    copy.locator(FIELD).click()
    assert copy.locator(FIELD).input_value() == "- before the copy\n"
    copy.keyboard.press("Control+End")
    copy.keyboard.type("- of the copy")
    copy.locator('#save-state[data-kind="saved"]').wait_for()
    desk.page.bring_to_front()
    desk.page.unroute(SAVES)
    desk.type("- of the first tab")
    desk.saved()
    lines = set(notes_of(desk.item).split("\n"))
    assert lines == {"- before the copy", "- of the copy", "- of the first tab"}


def test_a_browser_that_keeps_nothing_saves_all_the_same(desk):
    desk.page.add_init_script("Storage.prototype.setItem = () => { throw new Error('full'); };")
    desk.open()
    desk.type("- saved")
    desk.says("saved", within=6)
    assert notes_of(desk.item) == "- saved"


def test_without_script_the_page_is_a_form(chairs, room):
    desk = chairs("secretary", java_script_enabled=False)
    desk.field.fill("- typed without script")
    desk.page.click("button:visible:text-is('Save')")
    assert desk.field.input_value() == "- typed without script"
    desk.field.fill("- and more")
    desk.page.click("button:visible:text('Save and go to the next item')")
    assert desk.page.locator("h2:visible").first.inner_text().endswith("Budget")
    assert notes_of(room[0]) == "- and more"
