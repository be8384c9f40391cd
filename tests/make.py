"""Real rows for tests, with no more in them than a test asks for."""

import datetime
import hashlib
import itertools

from django.core.files.base import ContentFile
from django.utils import timezone

from meetings.models import (
    Action,
    ActionOwner,
    AgendaItem,
    Attendance,
    Board,
    Bylaws,
    Comment,
    Meeting,
    Member,
    Organisation,
    Paper,
    Person,
    Resolution,
    Seat,
    User,
)
from meetings.services.ballots import open_ballot
from meetings.services.changes import Save
from meetings.services.circulating import circulate, plan_circulation
from meetings.services.minutes import write_first_notes
from meetings.services.rosters import context_for

_count = itertools.count(1)
A_DAY = datetime.date(2026, 3, 5)


def next_number():
    return next(_count)


def board(slug="harbour", **fields):
    return Board.objects.create(name=fields.pop("name", slug.title()), slug=slug, **fields)


def user(username, **fields):
    account = User(username=username, email=f"{username}@example.org", **fields)
    account.set_password("demo")
    account.save()
    return account


def person(on, name="Ada Low", **fields):
    return Person.objects.create(board=on, name=name, **fields)


def organisation(on, name="Northwind"):
    return Organisation.objects.create(board=on, name=name)


def member(on, role=Member.Role.MEMBER, name=None, account=None, **fields):
    name = name or f"{role.title()} {next(_count)}"
    return Member.objects.create(person=person(on, name, user=account), role=role, **fields)


def seat(on, firm):
    return Seat.objects.create(board=on, name=firm.name, organisation=firm)


def meeting(on, date=A_DAY, state=Meeting.State.APPROVED, **fields):
    key = Meeting.free_key(on, date, fields.get("date_precision", "day"))
    return Meeting.objects.create(board=on, key=key, date=date, state=state, **fields)


def planned_meeting(on, date=datetime.date(2026, 4, 2)):
    """An hour at four in the afternoon, without an agenda."""
    return meeting(on, date, "scheduled", start_time=datetime.time(16), planned_minutes=60)


def item(of, title="Budget", **fields):
    position = of.items.count() + 1
    return AgendaItem.objects.create(meeting=of, position=position, title=title, **fields)


def paper(for_item, title="Figures", content=b"%PDF-1.7\n"):
    return Paper.objects.create(
        item=for_item,
        position=for_item.papers.count() + 1,
        title=title,
        file=ContentFile(content, name="figures.pdf"),
        file_name="figures.pdf",
        content_type="application/pdf",
        size=len(content),
        sha256=hashlib.sha256(content).hexdigest(),
        uploaded_at=timezone.now(),
    )


def attendance(of, who, firm=None, **fields):
    return Attendance.objects.create(
        meeting=of,
        person=who,
        name=who.name,
        organisation=firm,
        organisation_name=firm.name if firm else "",
        position=of.attendances.count() + 1,
        **fields,
    )


def notes(for_item, text, by=None):
    """The item's first notes, with every record they hold."""
    save = Save(by=by, at=timezone.now())
    return write_first_notes(for_item, text=text, context=context_for(for_item.meeting), save=save)


def action(for_item, owner=None, text="send the figures", line=None, **fields):
    on = for_item.meeting.board
    line = line or for_item.actions.count() + 1
    number = fields.pop("number", None) or on.take_action_numbers(1)[0]
    row = Action.objects.create(
        board=on, item=for_item, line=line, text=text, number=number, **fields
    )
    if owner:
        ActionOwner.objects.create(action=row, person=owner, name=owner.name)
    return row


def resolution(for_item, text="That the budget be approved", **fields):
    line = fields.pop("line", None) or 100 + for_item.resolutions.count()
    return Resolution.objects.create(
        board=for_item.meeting.board, item=for_item, line=line, text=text, **fields
    )


def comment(for_item, by, text="Is that so?", **fields):
    fields = {"revision": for_item.revision, "recorded_at": timezone.now()} | fields
    return Comment.objects.create(item=for_item, person=by, text=text, **fields)


def circulation(of, save=None):
    """The draft goes out, whatever is undecided."""
    save = save or a_save()
    return circulate(of, mark=plan_circulation(of, on=save.at.date()).mark, anyway=True, save=save)


def full_meeting(on, rows, date=A_DAY, state=Meeting.State.APPROVED):
    """A meeting with so many people, items, statements, actions, reviews and resolutions."""
    of = meeting(on, date, state)
    firm, _new = Organisation.objects.get_or_create(board=on, name="Northwind")
    for number in range(rows):
        who = person(on, f"Given{next(_count)} Family{next(_count)}")
        attendance(of, who, firm)
        new = item(of, f"Topic {number}")
        new.presenters.create(name=who.name, person=who)
        given = who.name.split()[0]
        notes(
            new,
            f"- a note\n  - under it\n{given}: a statement\nACTION {given}: a task\n"
            f"RESOLVED: That topic {number} be closed - carried, no objections\n",
        )
    return of


def seated_board(*firms, slug="harbour", **bylaws):
    """A board with a seat for each organisation, one person on each, and its bylaws."""
    on = board(slug)
    Bylaws.objects.create(board=on, effective_from=datetime.date(2020, 1, 1), **bylaws)
    for name in firms or ("Aster", "Brightwater", "Calder"):
        firm = organisation(on, name)
        member(on, name=f"{name} Delegate", seat=seat(on, firm), organisation=firm)
    return on


def seated_meeting(on, text="MOTION: That the budget be approved", here=None, **fields):
    """A running meeting with the delegates of those organisations (all: None), and an item."""
    of = meeting(on, state=Meeting.State.IN_SESSION, **fields)
    for term in Member.objects.filter(person__board=on, seat__isnull=False).order_by("pk"):
        if here is None or term.organisation.name in here:
            attendance(of, term.person, term.organisation)
    new = item(of)
    if text:
        notes(new, text)
    return of


def ballot(on, here=None, by=None, text="MOTION: That the budget be approved"):
    """An open vote on the first motion of a running meeting."""
    of = seated_meeting(on, text, here)
    motion = Resolution.objects.filter(item__meeting=of).order_by("line")[0]
    return open_ballot(motion, save=a_save(by))


def a_save(by=None):
    return Save(by=by, at=timezone.now())
