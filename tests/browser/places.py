"""The address of every page that the browser tests look at, with the rows that it needs."""

import datetime

from django.utils import timezone

from meetings.models import (
    Action,
    Affiliation,
    AgendaItem,
    Board,
    Bylaws,
    Comment,
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
from tests.mailbox import disputed
from tests.registered import approved
from tests.test_import_plain import store
from tests.test_written_votes import circular, own

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


def template_of_items():
    return harbour().agenda_templates.get_or_create(name="Usual items")[0]


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


def harbour():
    return Board.objects.get(slug="harbour")


def circulated():
    return Meeting.objects.select_related("board").get(
        board__slug="harbour", state="circulated", circulations__number=1
    )


def circulated_addresses():
    """Minutes that members have commented on, and the way to their approval."""
    own_page = circulated().get_absolute_url()
    waiting = Comment.objects.open().get(item__meeting=circulated())
    pages = ("?line=item-2-line-2", "circulate/", "changes/", "comments/", "approve/")
    return [f"{own_page}{page}" for page in (*pages, f"comments/{waiting.pk}/")]


def registered_addresses():
    """Minutes in the register, and what may be done to them there."""
    approval = approved(harbour(), date=datetime.date(2024, 3, 6))
    final = store(harbour(), is_final=True)
    entry = f"{BOARD}register/{approval.entry.seq}/"
    minutes = approval.meeting.get_absolute_url()
    return [
        *(f"{BOARD}register/{page}" for page in ("", "check/", "1/", "?kind=hold")),
        *(f"{entry}{page}" for page in ("", "dispose/", "hold/", "lift/")),
        minutes,
        f"{minutes}?as=corrected",
        f"{minutes}correct/",
        f"{minutes}correct/?line={approval.meeting.items.get().pk}-1",
        f"{final.get_absolute_url()}adopt/",
    ]


def drafted_addresses():
    """The forms that mend a line of a draft."""
    draft = Meeting.objects.select_related("board").get(
        board__slug="harbour", state="adjourned", source__isnull=False
    )
    meeting = draft.get_absolute_url()
    item = draft.items.earliest("position")
    action = Action.objects.filter(item__meeting=draft, number__isnull=False).earliest("pk")
    motion = Resolution.objects.select_related("board").filter(item__meeting=draft).earliest("pk")
    return [
        *(f"{meeting}{page}/" for page in ("review", "circulate", "attendance/new")),
        f"{meeting}attendance/{draft.attendances.earliest('pk').pk}/",
        *(f"{meeting}items/{item.pk}/{page}/" for page in ("split", "disposition")),
        f"{BOARD}actions/{action.number}/edit/",
        f"{motion.get_absolute_url()}edit/",
    ]


def written_addresses():
    """A vote in writing: as the secretariat sees it, and as the member does who has voted."""
    voter = Person.objects.get(board__slug="harbour", user__username="member")
    ballot = circular(harbour(), "That the crane be painted")
    vote = own(ballot, "Northwind", person=voter)
    held, objection = disputed(ballot, vote, voter)
    votes = f"{BOARD}ballots/{ballot.pk}/"
    receipt = f"{votes}receipts/{vote.number}/"
    seat = vote.seat_id
    waiting = ballot.seats.exclude(pk=seat)[0].pk
    mail = ("mail/", "mail/claims/", f"mail/claims/{held.pk}/", f"mail/objections/{objection.pk}/")
    acts = ("", "in-writing/", "give-up/", f"seats/{seat}/", f"seats/{waiting}/entered/", *mail)
    secretarys = [f"{BOARD}votes/new/", *(f"{votes}{act}" for act in acts)]
    return secretarys, ["/", votes, f"{votes}mine/", receipt, f"{receipt}object/"]


def addresses():
    """What the secretary opens, and what a member does."""
    secretarys, members = written_addresses()
    ahead = Meeting.objects.select_related("board").get(
        board__slug="harbour", state="agenda_published"
    )
    return [*plain_addresses(), *secretarys], [*members, f"{ahead.get_absolute_url()}answer/"]


def plain_addresses():
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
        *drafted_addresses(),
        *circulated_addresses(),
        *registered_addresses(),
        f"{BOARD}year/",
        f"{BOARD}agenda-templates/",
        f"{BOARD}agenda-templates/{template_of_items().pk}/",
        f"{BOARD}bylaws/",
        f"{BOARD}bylaws/new/",
        f"{BOARD}bylaws/{bylaws_to_come().pk}/",
        f"{BOARD}bylaws/{Bylaws.objects.filter(board__slug='harbour').earliest('effective_from').pk}/",
        f"{BOARD}import/adopt/",
        "/calendar/",
        f"{BOARD}what-if/",
        f"{BOARD}what-if/?seats=13&present=9&for=5&against=4&quorum=at_least_half&majority=simple",
        f"{BOARD}import/",
        batch_address(),
        f"{BOARD}import/sources/{ImportSource.objects.filter(meeting=None).get().pk}/",
    ]
