"""Every page: accessible, nothing wider than the window, no complaint from the browser."""

import pytest
from django.utils import timezone

from meetings.models import (
    Action,
    Affiliation,
    AgendaItem,
    Board,
    Bylaws,
    ImportBatch,
    ImportSource,
    Mailing,
    Meeting,
    Member,
    Organisation,
    Person,
    Resolution,
)
from meetings.services.archives import bring
from meetings.services.changes import Save
from meetings.services.delivering import deliver, keep_here, token_of
from meetings.services.mailings import Post, pack_all
from meetings.services.minutes import save_notes
from tests.browser.windows import findings, findings_everywhere

pytestmark = pytest.mark.django_db(transaction=True)
BOARD = "/boards/harbour/"


def batch_address():
    board = Board.objects.get(slug="harbour")
    taken = Meeting.objects.filter(board=board).exclude(source=None)[0].date
    text = f"Minutes, {taken:%-d %B %Y}\n\nPresent\n- Kit Low\n- Kit Orr\n\nBudget\n\n"
    text += "ACTION Kit: count the ropes\n"
    files = [("a.txt", text.encode()), ("b.txt", b"")]
    batch = ImportBatch.objects.filter(board=board).first() or bring(
        board, files=files, save=Save(by=None, at=timezone.now()), limit=9**9, is_final=True
    )
    return f"{BOARD}import/{batch.pk}/"


def item_address():
    item = AgendaItem.objects.filter(
        meeting__board__slug="harbour", meeting__state="agenda_published"
    ).select_related("meeting__board")[0]
    return f"{item.meeting.get_absolute_url()}agenda/{item.pk}/"


def pages_of(record, into, kind):
    """Its pages for the secretariat; another record is merged into it, one could be."""
    double = record.merged_from.first() or record.merged_from.create(
        board=record.board, name=f"{record.name}s"
    )
    other, _new = type(record).objects.get_or_create(board=record.board, name=into)
    page = f"{BOARD}{kind}/{other.pk}/"
    own = record.get_absolute_url()
    return [
        own,
        f"{own}edit/",
        f"{page}merge/",
        f"{page}merge/?into={record.pk}",
        f"{page}merge/?into={other.pk}",
        f"{BOARD}{kind}/{double.pk}/",
    ]


def history_addresses():
    """The demo's draft with a second version of its first item, and what leads through both."""
    drafts = AgendaItem.objects.for_saving().filter(
        meeting__board__slug="harbour", meeting__state="adjourned", revision=1
    )
    item = drafts.order_by("position").first()
    if item:
        changed = item.notes.replace("the", "a", 1) + "\n- a line more"
        save_notes(item, text=changed, base=1, save=Save(by=None, at=timezone.now()))
    item = drafts.model.objects.filter(meeting__board__slug="harbour", revision=2).first()
    notes = f"{item.meeting.get_absolute_url()}items/{item.pk}/history/"
    return [notes, f"{notes}1/", f"{notes}1/2/"]


def bylaws_to_come():
    board = Board.objects.get(slug="harbour")
    return Bylaws.objects.get_or_create(board=board, effective_from="2031-01-01")[0]


def voted_addresses():
    """What the demo voted on by seat, and the paper of it."""
    voted = Resolution.objects.filter(board__slug="harbour", ballots__number=1)
    own = voted.select_related("board").order_by("pk")[0].get_absolute_url()
    return [own, f"{own}excerpt/"]


def people_addresses():
    """Who sits where, and the forms that change it."""
    term = Member.objects.filter(person__board__slug="harbour", seat__isnull=False).earliest("pk")
    row = Affiliation.objects.filter(organisation=term.organisation).earliest("pk")
    return [
        *(
            f"{BOARD}{page}/"
            for page in ("people/new", "organisations/new", "seats/new", "members/import")
        ),
        f"{BOARD}members/status/",
        f"{BOARD}members/status/?on=1990-01-01",
        f"{BOARD}people/{term.person_id}/seat/",
        f"{BOARD}members/{term.pk}/role/",
        f"{BOARD}members/{term.pk}/end/",
        f"{BOARD}seats/{term.seat_id}/people/",
        f"{BOARD}seats/{term.seat_id}/end/",
        f"{BOARD}organisations/{term.organisation_id}/membership/",
        f"{BOARD}memberships/{row.pk}/",
    ]


def mail_addresses():
    """The demo's mails have left, as far as they do; one of them and its link."""
    now = timezone.now()
    pack_all(post=Post("http://testserver", 0), now=now)
    deliver(hand_over=keep_here, site="http://testserver", clock=timezone.now)
    mailing = Mailing.objects.order_by("pk")[0]
    ending = f"/mail/unsubscribe/{token_of(mailing)}/"
    return ["/mail/preferences/", "/outbox/", f"/outbox/{mailing.pk}/", ending]


def addresses():
    meetings = Meeting.objects.filter(board__slug="harbour").select_related("board")
    action = Action.objects.select_related("board").get(board__slug="harbour", number=2)
    resolution = Resolution.objects.select_related("board").get(number="R-2026-04")
    person = Person.objects.select_related("board").get(name="Tomas Lind")
    firm = Organisation.objects.select_related("board").get(name="Northwind")
    return [
        "/",
        "/help/access/",
        "/accounts/password/change/",
        *mail_addresses(),
        BOARD,
        *(
            f"{BOARD}{name}/"
            for name in ("meetings", "actions", "resolutions", "people", "organisations")
        ),
        f"{BOARD}actions/?state=superseded",
        f"{BOARD}actions/?owner=0",
        *(meeting.get_absolute_url() for meeting in meetings),
        f"{meetings.exclude(source=None)[0].get_absolute_url()}source/",
        action.get_absolute_url(),
        resolution.get_absolute_url(),
        f"{resolution.get_absolute_url()}excerpt/",
        f"{resolution.get_absolute_url()}ends/",
        *voted_addresses(),
        f"{action.get_absolute_url()}carries-out/",
        *(
            f"{BOARD}actions/1/{act}/"
            for act in ("report", "hand-over", "change", "split", "cancel", "supersede")
        ),
        f"{BOARD}actions/1/",
        f"{BOARD}actions/report/",
        f"{meetings.filter(state='adjourned')[0].get_absolute_url()}review/",
        f"{BOARD}resolutions/?votes=differ",
        f"{BOARD}resolutions/?words=nothing+of+the+kind",
        *people_addresses(),
        *pages_of(person, "T. Lind", "people"),
        *pages_of(firm, "North Wind", "organisations"),
        f"{BOARD}meetings/new/",
        f"{BOARD}meetings/series/new/",
        *(
            f"{next(m for m in meetings if m.is_ahead).get_absolute_url()}{page}/"
            for page in (
                "edit",
                "draft",
                "attendance",
                "proxies",
                "adjourn",
                "send",
                "answer",
                "cancel",
            )
        ),
        f"{next(m for m in meetings if m.is_ahead).get_absolute_url()}agenda/",
        item_address(),
        f"{item_address()}papers/",
        *history_addresses(),
        f"{BOARD}agenda-templates/",
        f"{BOARD}bylaws/",
        f"{BOARD}bylaws/new/",
        f"{BOARD}bylaws/{bylaws_to_come().pk}/",
        f"{BOARD}bylaws/{Bylaws.objects.filter(board__slug='harbour').earliest('effective_from').pk}/",
        f"{BOARD}import/adopt/",
        *(f"{BOARD}register/{page}" for page in ("", "check/", "1/", "?kind=hold")),
        "/calendar/",
        f"{BOARD}what-if/",
        f"{BOARD}what-if/?seats=13&present=9&for=5&against=4&quorum=at_least_half&majority=simple",
        f"{BOARD}import/",
        batch_address(),
        f"{BOARD}import/sources/{ImportSource.objects.filter(meeting=None).get().pk}/",
    ]


MISSING = ("/boards/nowhere/", f"{BOARD}meetings/?x=1")


def test_every_page_is_accessible_and_fits_its_window_and_the_browser_complains_of_nothing(
    page, site, sign_in, complaints
):
    page.goto(f"{site}/accounts/login/")
    found = {"sign in": findings_everywhere(page)}
    sign_in("secretary")
    for address in (*addresses(), *MISSING):
        complaints.clear()
        page.goto(f"{site}{address}")
        found[address] = findings_everywhere(page)
        found[address] += [] if address in MISSING else complaints
    assert {address: what for address, what in found.items() if what} == {}


def test_no_three_hundred_rows_are_wider_than_a_phone(page, site, sign_in):
    board = Meeting.objects.filter(board__slug="harbour")[0].board
    Person.objects.bulk_create(
        Person(board=board, name=f"Hippolytus Featherstonehaugh-Cholmondeley {n}")
        for n in range(300)
    )
    item = AgendaItem.objects.filter(meeting__board=board, meeting__state="approved")[0]
    Resolution.objects.bulk_create(
        Resolution(
            board=board, item=item, number=f"R-1926-{n}", line=1000 + n, state="rescinded",
            text="That Hippolytus Featherstonehaugh-Cholmondeley be heard", recorded_for=n,
            mover_name="Hippolytus Featherstonehaugh-Cholmondeley", recorded_against=100,
        )
        for n in range(300)
    )  # fmt: skip
    sign_in("secretary")
    page.set_viewport_size({"width": 320, "height": 900})
    page.goto(f"{site}{BOARD}resolutions/?state=rescinded")
    assert findings(page) == []
    page.goto(f"{site}{BOARD}people/")
    assert findings(page) == []
    page.get_by_text("Next →").click()
    assert "Page 2 of 7" in page.content()


def test_the_theme_switch_holds_on_the_next_page(page, site, sign_in):
    sign_in("member")
    page.click(".menu summary")
    page.click("button[value=dark]")
    page.goto(f"{site}{BOARD}")
    assert page.evaluate("getComputedStyle(document.body).backgroundColor") == "rgb(23, 25, 27)"


def test_paper_shows_the_document_alone(page, site, sign_in):
    sign_in("secretary")
    meeting = Meeting.objects.filter(board__slug="harbour", state="approved")[0]
    page.goto(f"{site}{meeting.get_absolute_url()}")
    page.emulate_media(media="print", color_scheme="dark")
    assert not page.locator(".top-bar").is_visible()
    assert not page.locator(".contents").is_visible()
    assert page.locator("h1").is_visible()
    assert page.evaluate("getComputedStyle(document.body).backgroundColor") == "rgb(255, 255, 255)"
