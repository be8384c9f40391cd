"""The record, whole: a draft goes out, is commented on, approved, corrected, and checked."""

import datetime
import zipfile
from dataclasses import dataclass

import pytest
from playwright.sync_api import expect

from meetings.models import AgendaItem, Meeting, Notice, Resolution
from meetings.services.carrying import bring_items
from tests import make
from tests.browser.desk import desk_for, sign_in_as
from tests.browser.windows import findings
from tests.registered import verify

pytestmark = pytest.mark.django_db(transaction=True)
TYPED = "- The roof leaks.\n- It rains on Mondays.\nRESOLVED: That it be mended - carried, 3-0"
PROPOSED, CORRECTED = "It rains on Tuesdays.", "It rains on Wednesdays."
DECISION = "RESOLVED: That the minutes be corrected - carried, no objections"
APRIL, MAY = datetime.date(2026, 4, 2), datetime.date(2026, 5, 7)
WITHOUT_SCRIPT = {"java_script_enabled": False}


@dataclass
class Board:
    """Three meetings of a board, and those who sit before its pages."""

    site: str
    draft: Meeting
    secretary: object
    member: object
    desk: object

    def at(self, meeting, where=""):
        return f"{self.site}{meeting.get_absolute_url()}{where}"


@pytest.fixture
def board(live_server, browser, harbour):
    """Minutes are adjourned; a secretary with script, a member without."""
    contexts = []

    def context_of(role, **options):
        account = make.user(role)
        make.member(harbour, role, name=f"{role.title()} Sand", account=account)
        contexts.append(browser.new_context(**options))
        sign_in_as(contexts[-1], account, live_server.url)
        return contexts[-1], account

    def desk_at(item):
        return desk_for(context, account, live_server, item)

    draft = make.meeting(harbour, state=Meeting.State.ADJOURNED)
    make.notes(make.item(draft, "Roof", disposition="discussed"), TYPED)
    context, account = context_of("secretary")
    member = context_of("member", **WITHOUT_SCRIPT)[0].new_page()
    yield Board(live_server.url, draft, context.new_page(), member, desk_at)
    for one in contexts:
        one.close()


def begun(board, day):
    """The item that comes by itself on the agenda of a meeting that is in session now."""
    ahead = make.planned_meeting(board, day)
    make.item(ahead, "Corrections")
    bring_items(ahead)
    Meeting.objects.filter(pk=ahead.pk).update(state=Meeting.State.IN_SESSION)
    return AgendaItem.objects.select_related("meeting").get(meeting=ahead, position=1)


def press(page, name):
    """By keyboard, as somebody does who tabs to it."""
    page.get_by_role("button", name=name).press("Enter")
    page.wait_for_load_state()


def circulate(board):
    board.secretary.goto(board.at(board.draft))
    board.secretary.get_by_role("link", name="Circulate the minutes").click()
    press(board.secretary, "Circulate the draft")
    expect(board.secretary.locator(".draft-stamp")).to_be_visible()


def comment(board):
    """A member proposes other words for the second line."""
    page = board.member
    page.goto(board.at(board.draft))
    expect(page.locator(".draft-stamp")).to_be_visible()
    page.locator("#item-1-line-2 .comment-link").click()
    page.get_by_label("Proposed wording").fill(PROPOSED)
    page.get_by_label("Your comment").fill("It was a Tuesday.")
    press(page, "Comment")
    expect(page.locator("#item-1-line-2 .comment-count")).to_have_text("1 comment")


def accept(board):
    page = board.secretary
    page.goto(board.at(board.draft, "comments/"))
    page.get_by_role("link", name="Answer Member Sand").click()
    expect(page.locator("ins")).to_have_text("Tuesdays")
    assert findings(page) == []
    press(page, "Accept")
    page.goto(board.at(board.draft))
    expect(page.locator("#item-1-line-2")).to_contain_text("Tuesdays")


def approve(board, item):
    """One press at the item "Minutes of the meeting of 5 March 2026"."""
    desk = board.desk(item).open()
    expect(desk.page.locator("main")).to_contain_text("Minutes of the meeting of 5 March 2026")
    press(desk.page, "Approve as corrected")
    desk.open()
    expect(desk.page.locator("main")).to_contain_text(
        "The minutes of 5 March 2026 were approved here."
    )
    desk.page.close()


def read_the_record(board, item):
    """What a member reads; the head that they write down."""
    page = board.member
    page.goto(board.at(board.draft))
    foot = page.locator("#record")
    expect(foot).to_contain_text("Approved as corrected")
    expect(foot).to_contain_text("Entry 1 of the register")
    expect(foot.get_by_role("link", name="2 April 2026")).to_have_attribute(
        "href", f"{item.meeting.get_absolute_url()}#item-1"
    )
    expect(page.locator("#item-1-line-2")).to_contain_text("Tuesdays")
    expect(page.locator(".draft-stamp")).to_have_count(0)
    return foot.locator("code.head").inner_text()


def adopt_a_correction(board, item):
    """The decision is typed in the meeting; the correction is entered by it."""
    desk = board.desk(item).open()
    desk.field.focus()
    desk.type(DECISION)
    desk.saved()
    desk.page.close()
    page = board.secretary
    page.goto(board.at(board.draft))
    page.get_by_role("link", name="Correct approved minutes").click()
    page.get_by_label("Which line?").select_option(label="2 · It rains on Tuesdays.")
    press(page, "Correct this line")
    page.get_by_label("The words as corrected").fill(CORRECTED)
    decision = Resolution.objects.get(item=item)
    page.locator("#id_adopted").select_option(f"resolution-{decision.pk}")
    press(page, "Look at it")
    expect(page.locator("ins")).to_have_text("Wednesdays")
    assert findings(page) == []
    press(page, "Register the correction")
    expect(page.locator("#item-1-line-2 ins")).to_contain_text("Wednesdays")


def read_both(board, item):
    page = board.member
    page.goto(board.at(board.draft))
    line = page.locator("#item-1-line-2")
    expect(line).to_contain_text("Tuesdays")
    note = page.locator(".corrected-notes")
    expect(note.locator("del")).to_contain_text("Tuesdays")
    expect(note.get_by_role("link", name="7 May 2026")).to_have_attribute(
        "href", f"{item.meeting.get_absolute_url()}#item-{item.position}"
    )
    page.get_by_role("link", name="As corrected").click()
    expect(line).to_contain_text("Wednesdays")
    assert page.url.endswith("?as=corrected")
    page.get_by_role("link", name="As approved").click()
    expect(line).not_to_contain_text("Wednesdays")


def take_a_copy(board, folder):
    """The folder that a member unpacks, and a stranger is given."""
    page = board.member
    page.goto(f"{board.site}/boards/harbour/register/")
    with page.expect_download() as coming:
        page.get_by_role("link", name="Take a copy away").click()
    zipfile.ZipFile(coming.value.path()).extractall(folder)
    return folder


def test_from_a_draft_to_a_record_that_a_stranger_checks(board, harbour, tmp_path):
    circulate(board)
    comment(board)
    accept(board)
    approving = begun(harbour, APRIL)
    approve(board, approving)
    head = read_the_record(board, approving)
    assert Notice.objects.filter(kind="minutes_approved").first().text.endswith(head)
    correcting = begun(harbour, MAY)
    adopt_a_correction(board, correcting)
    read_both(board, correcting)
    folder = take_a_copy(board, tmp_path)
    status, told = verify(folder, "--head", head)
    assert (status, told[0]) == (0, "2 entries, 2 of them whole"), told
    text = folder / "texts" / "1.json"
    text.write_bytes(text.read_bytes().replace(b"Tuesdays", b"Tuesdayz", 1))
    status, told = verify(folder, "--head", head)
    assert (status, told[0]) == (1, "entry 1: texts/1.json is not its text"), told
    assert "2 entries, 1 of them whole" in told
