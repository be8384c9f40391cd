"""The open drafting page follows what others do to the agenda, and what was understood."""

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from meetings.models import AgendaItem, Meeting
from meetings.services.agendas import Planned, change_item, drop_item, move_item
from meetings.services.changes import Save
from meetings.services.minutes import save_notes
from meetings.services.sessions import add_item, split_item
from tests.browser.desk import notes_of

pytestmark = pytest.mark.django_db(transaction=True)
WITHIN = 8000


def save_now():
    return Save(by=None, at=timezone.now())


def save(item, text):
    fresh = AgendaItem.objects.for_saving().get(pk=item.pk)
    save_notes(fresh, text=text, base=fresh.revision, save=save_now())


def listed(desk):
    return desk.page.locator("nav.agenda [data-leads]")


def panel(desk):
    return desk.page.locator("[data-understood]:not([hidden])")


def test_what_another_saves_is_understood_beside_the_text_too(desk):
    desk.field.focus()
    save(desk.item, "ACTION Tomas: book the room\nDEFERRED: no time")
    expect(panel(desk)).to_contain_text("Tomas Lind", timeout=WITHIN)
    expect(desk.page.locator("nav.agenda li").first).to_contain_text("deferred")
    desk.shows("ACTION Tomas: book the room\nDEFERRED: no time")


def test_a_list_of_agenda_that_others_change_follows_and_the_text_stays(desk, room):
    desk.type("- a note")
    desk.saved()
    desk.type(" and more")
    move_item(room[0], by=1, save=save_now())
    change_item(room[2], Planned("Guide"), save=save_now())
    add_item(desk.item.meeting, title="Late news", save=save_now())
    titles = ["1 Budget", "2 Opening", "3 Guide", "4 Any other business", "5 Late news"]
    expect(listed(desk)).to_have_text(titles, timeout=WITHIN)
    expect(desk.field).to_be_focused()
    desk.type(", typed on")
    assert desk.field.input_value() == "- a note and more, typed on"
    desk.saved()
    assert notes_of(desk.item) == "- a note and more, typed on"
    assert desk.page.locator("nav.agenda [aria-current]").inner_text() == "2 Opening"
    assert desk.page.url.endswith("?item=2")
    desk.press("Control+Enter")
    assert desk.page.locator("section:not([hidden]) h2").inner_text() == "3 · Guide"
    listed(desk).last.click()
    desk.type("- of the newcomer")
    desk.saved()
    assert notes_of(desk.item.meeting.items.get(title="Late news")) == "- of the newcomer"


def test_an_item_that_somebody_splits_is_two_here(desk, room):
    desk.type("- one\n- two")
    desk.saved()
    base = AgendaItem.objects.get(pk=room[0].pk).revision
    split_item(room[0], line=2, title="Second half", base=base, save=save_now())
    expect(listed(desk).nth(1)).to_have_text("2 Second half", timeout=WITHIN)
    desk.shows("- one")
    listed(desk).nth(1).click()
    desk.shows("- two")


def test_what_was_typed_in_an_item_that_is_dropped_stays_and_a_sentence_says_so(desk, room):
    desk.page.context.set_offline(True)
    desk.type("- not to be lost")
    desk.says("retrying")
    drop_item(room[0], save=save_now())
    desk.page.context.set_offline(False)
    said = desk.page.get_by_text("This item has been dropped from the agenda meanwhile")
    said.wait_for(timeout=20_000)
    desk.says("refused")
    desk.type(", nor this")
    assert desk.field.input_value() == "- not to be lost, nor this"
    expect(listed(desk)).to_have_text(
        [
            *(
                f"{n} {t}"
                for n, t in enumerate(("Budget", "Newcomers' guide", "Any other business"), start=1)
            ),
            "Opening",
        ]
    )
    desk.page.on("dialog", lambda dialog: dialog.accept())
    desk.page.reload()
    listed(desk).last.click()
    left = desk.page.locator("section:not([hidden]) textarea")
    assert left.input_value() == "- not to be lost, nor this"
    desk.page.get_by_role("button", name="Throw this text away").click()
    assert listed(desk).count() == 3
    desk.page.reload()
    assert listed(desk).count() == 3


def test_an_item_that_begins_elsewhere_is_marked_here(desk, room):
    Meeting.objects.filter(pk=room[0].meeting_id).update(current_item=room[0])
    desk.page.get_by_text("under discussion").wait_for(timeout=WITHIN)
