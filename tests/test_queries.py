"""Each page's queries, with 3 and with 30 rows: the number does not grow."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from meetings.models import Board, ImportBatch, Meeting, Member, Person
from meetings.services.agendas import publish_agenda
from meetings.services.archives import bring
from meetings.services.changes import Save
from tests import actions_desk, circulation_desk, make
from tests.calendar_desk import ON_NO_BOARD
from tests.people_desk import addresses_of_people
from tests.registered import entries
from tests.test_import_plain import MINUTES, store

# Session and user included. The minutes page may take 12 beside them, whatever is on it, and
# what the rules of order say takes ten more: the hall, its rare rows among them, and the votes.
MOST = {
    "home": 11,
    "access_help": 3,
    "calendar_feed_settings": 5,
    "notice_preferences": 4,
    "board_detail": 9,
    "meeting_list": 5,
    "meeting_detail": 24,
    "meeting_new": 4,
    "meeting_edit": 5,
    "series_new": 4,
    "meeting_draft": 16,
    "item_disposition": 6,
    "item_split": 6,
    "meeting_adjourn": 7,
    "roll_call": 19,
    "minutes_circulate": 15,
    "minutes_approve": 15,
    "minutes_adopt": 9,
    "import_adopt": 9,
    "minutes_changes": 9,
    "minutes_comments": 6,
    "minutes_text": 6,
    "comment_answer": 7,
    "meeting_proxies": 12,
    "meeting_answer": 13,
    "meeting_cancel": 5,
    "meeting_send": 12,
    "item_history": 6,
    "item_revision": 5,
    "item_compare": 5,
    "item_state": 9,
    "meeting_state": 11,
    "meeting_names": 7,
    "attendee_new": 6,
    "attendee_edit": 6,
    "action_edit": 8,
    "resolution_edit": 7,
    "resolution_ends": 6,
    "resolution_excerpt": 14,
    "action_carries_out": 6,
    **dict.fromkeys(actions_desk.NAMES, 8),
    "actions_report": 8,
    "meeting_review": 10,
    **dict.fromkeys(actions_desk.TABLES, 6),
    "resolution_csv": 4,
    "agenda_edit": 16,
    "paper_add": 6,
    "agenda_item": 8,
    "agenda_templates": 5,
    "agenda_template": 6,
    "import_new": 6,
    "import_batch": 10,
    "import_source": 5,
    "action_list": 10,
    "action_detail": 9,
    "resolution_list": 17,
    "resolution_detail": 14,
    "what_if": 5,
    "bylaws_list": 5,
    "register_list": 7,
    "register_entry": 20,
    "register_help": 5,
    "register_export": 4,
    "minutes_correct": 19,
    "register_dispose": 7,
    "register_hold": 7,
    "register_lift": 7,
    "bylaws_new": 5,
    "bylaws_edit": 6,
    "person_list": 7,
    "person_detail": 15,
    "person_edit": 5,
    "person_merge": 26,
    "organisation_list": 5,
    "organisation_detail": 22,
    "organisation_edit": 5,
    "organisation_merge": 26,
}
MOST |= {
    "person_new": 4,
    "organisation_new": 4,
    "board_year": 10,
    "member_seat": 8,
    "member_change_role": 5,
    "member_end": 6,
    "member_status": 8,
    "member_status_csv": 8,
    "members_import": 4,
    "seat_new": 6,
    "seat_represent": 9,
    "seat_end": 8,
    "affiliation_new": 6,
    "affiliation_edit": 6,
}
APPROVALS = ("minutes_approve", "minutes_adopt")
RECORD_PAGES = ("detail", "edit", "merge")


def fill(board, rows):
    """Rows of everything, the first meeting as full as the board is long."""
    for month in range(min(rows, 3)):
        make.full_meeting(board, 1, make.A_DAY.replace(month=month + 4))
    meeting = make.full_meeting(board, rows, state=Meeting.State.CIRCULATED)
    for attendance in meeting.attendances.select_related("person", "organisation"):
        Member.objects.create(person=attendance.person, organisation=attendance.organisation)
    busy = meeting.attendances.first()
    for item in meeting.items.all():
        row = make.action(item, busy.person, line=60)
        row.reviews.create(item=item, meeting=meeting, line=61, verdict="in_progress")
        item.resolutions.update(mover=busy.person)
    twice = [f"Kit{number}" for number in range(rows)]
    for name in ("Ada", *twice):
        make.person(board, f"{name} Low" if name == "Ada" else f"{name} Orr")
        make.person(board, f"{name} Low")
    asked = "\n".join(f"ACTION {name}: oil the press" for name in twice)
    text = MINUTES.replace("- The press leaks.", asked).encode()
    files = [(f"{n}.txt", text.replace(b"4 March", b"%d April" % n)) for n in range(1, rows + 1)]
    save = Save(by=None, at=timezone.now())
    bring(board, files=[*files[: rows - 1], files[0]], save=save, limit=9**9, is_final=False)
    for number in range(rows):
        busy.organisation.seats.create(board=board, name=f"Seat {number}")
        busy.person.aliases.create(name=f"Alias {number}")
        make.person(board, f"Double {number}", merged_into=busy.person).aliases.create(name="D")
        busy.organisation.merged_from.create(board=board, name=f"Double {number}")
    return meeting


def plan_next(meeting, rows):
    """A published agenda of carried items, changed since, with as many still waiting."""
    meeting.items.update(disposition="deferred")
    ahead = make.meeting(meeting.board, make.A_DAY.replace(year=2031), "scheduled")
    for number, old in enumerate(meeting.items.all()):
        new = make.item(ahead, f"Carried {number}", carried_from=old if number % 2 else None)
        new.presenters.create(name="Ada Low")
        make.paper(new)
        make.paper(old)
        make.item(ahead, f"New {number}")
        template = meeting.board.agenda_templates.create(name=f"Template {number}")
        template.items.create(position=1, title="Welcome")
    publish_agenda(ahead, save=Save(by=None, at=timezone.now()))
    ahead.items.last().delete()
    ahead.items.filter(title__startswith="New").update(title="Changed")
    return ahead


def row_to_merge(board, name):
    return {"person_merge": make.person, "organisation_merge": make.organisation}[name](board, "O")


def running(meeting):
    """Another meeting as full, in session."""
    return Meeting.objects.filter(board=meeting.board, state="in_session").first() or (
        make.full_meeting(meeting.board, meeting.items.count(), state=Meeting.State.IN_SESSION)
    )


def arguments_of(board, rows):
    """What each address needs beside the board, on a board so full."""
    meeting = fill(board, rows)
    busy = meeting.attendances.first()
    batch = ImportBatch.objects.get()
    ahead = plan_next(meeting, rows)
    return {
        "import_batch": [batch.pk],
        "import_source": [batch.sources.first().pk],
        "meeting_detail": [meeting.key],
        "meeting_draft": [meeting.key],
        "meeting_review": [running(meeting).key],
        "item_disposition": [meeting.key, meeting.items.first().pk],
        "meeting_adjourn": [running(meeting).key],
        "meeting_send": [meeting.key],
        "roll_call": [meeting.key],
        **{name: [meeting.key] for name in (*circulation_desk.OF_MINUTES, *APPROVALS)},
        "comment_answer": [meeting.key, circulation_desk.comment_on(meeting, rows).pk],
        "meeting_proxies": [meeting.key],
        "meeting_answer": [ahead.key],
        "meeting_cancel": [ahead.key],
        "item_split": [meeting.key, meeting.items.first().pk],
        "item_history": [meeting.key, meeting.items.first().pk],
        "item_revision": [meeting.key, meeting.items.first().pk, 1],
        "item_compare": [meeting.key, meeting.items.first().pk, 1, 1],
        "item_state": [meeting.key, meeting.items.first().pk],
        "meeting_state": [meeting.key],
        "meeting_names": [meeting.key],
        "attendee_new": [meeting.key],
        "attendee_edit": [meeting.key, busy.pk],
        "action_edit": [busy.person.owned_actions.last().action.number],
        "resolution_edit": [meeting.items.first().resolutions.get().label],
        "resolution_ends": [meeting.items.first().resolutions.get().label],
        "resolution_excerpt": [meeting.items.first().resolutions.get().label],
        "action_carries_out": [busy.person.owned_actions.last().action.number],
        **actions_desk.addresses_of(busy.person.owned_actions.last().action),
        "meeting_edit": [meeting.key],
        "agenda_edit": [ahead.key],
        "paper_add": [ahead.key, ahead.items.first().pk],
        "agenda_item": [ahead.key, ahead.items.first().pk],
        "agenda_template": [board.agenda_templates.first().pk],
        **{name: [1] for name in ("register_dispose", "register_hold", "register_lift")},
        "minutes_correct": [make.full_meeting(board, rows, make.A_DAY.replace(year=2024)).key],
        "register_entry": [entries(board, meeting, rows).seq],
        "bylaws_edit": [bylaws_to_come(board, rows).pk],
        "action_detail": [busy.person.owned_actions.last().action.number],
        "resolution_detail": [meeting.items.first().resolutions.get().label],
        **people_of(board, busy),
        **{f"person_{page}": [busy.person_id] for page in RECORD_PAGES},
        **{f"organisation_{page}": [busy.organisation_id] for page in RECORD_PAGES},
    }


def people_of(board, busy):
    """Everybody busy sits on one seat, which is held by somebody's organisation."""
    seat = busy.organisation.seats.first()
    for place, term in enumerate(Member.objects.filter(person__board=board, seat=None), 1):
        if term.person.user_id is None:
            Member.objects.filter(pk=term.pk).update(seat=seat, precedence=place)
    for row in busy.organisation.merged_from.all():
        row.affiliations.create(start_date=make.A_DAY)
    return addresses_of_people(board)


def bylaws_to_come(board, rows):
    """As many sets of the past and of the future."""
    for year in range(rows):
        board.bylaws.create(effective_from=make.A_DAY.replace(year=1950 + year))
        board.bylaws.create(effective_from=make.A_DAY.replace(year=2040 + year))
    return board.bylaws.latest("effective_from")


def promise_something(username):
    """An action of the full meeting becomes theirs, too."""
    own = Person.objects.get(user__username=username)
    action = Meeting.objects.get(state="circulated").items.first().actions.first()
    action.owners.create(person=own, name="x", position=9)


@pytest.fixture(scope="module")
def harbour(once):
    with once(lambda: make.board("harbour", name="Harbour Board")) as board:
        yield board


@pytest.fixture(scope="module", params=[3, 30])
def arguments(request, once, harbour):
    """Made once for all pages, which is most of the time that they take."""
    with once(lambda: arguments_of(Board.objects.get(pk=harbour.pk), request.param)) as found:
        yield found


@pytest.fixture
def queries_of(arguments, as_secretary):
    def count(name):
        own = [] if name in ON_NO_BOARD else ["harbour"]
        address = reverse(name, args=[*own, *arguments.get(name, [])])
        if name == "home":
            promise_something("secretary")
        if name.endswith("_merge"):
            # Looked at from the new one: the busy record is the one to keep.
            new = row_to_merge(Board.objects.get(slug="harbour"), name)
            address = reverse(name, args=["harbour", new.pk]) + f"?into={arguments[name][0]}"
        Member.objects.filter(person__user__username="secretary").update(is_administrator=True)
        as_secretary.get(address)
        with CaptureQueriesContext(connection) as captured:
            assert as_secretary.get(address).status_code == 200
        return len(captured)

    return count


@pytest.mark.parametrize("name", MOST)
def test_a_page_takes_no_more_queries_than_it_may(name, queries_of):
    assert queries_of(name) <= MOST[name]


@pytest.mark.parametrize("rows", [3, 30])
def test_an_import_takes_three_queries_for_an_action_with_a_resolution(rows, library):
    lines = "\n".join(f"- n\nACTION Bo: t{n}\nRESOLVED: r{n} - carried" for n in range(rows))
    with CaptureQueriesContext(connection) as captured:
        store(library, MINUTES.replace("- The press leaks.", lines))
    assert len(captured) <= 79 + 3 * rows
