"""Who may open what: every address, for everybody of the cast."""

import re
from copy import copy

import pytest
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse
from django.utils import timezone

from meetings.access import TABLE
from meetings.models import Attendance, Vote
from meetings.rules.cases import rule_as_json
from meetings.services.archives import bring
from meetings.services.bylaws import bylaws_on, rule_of
from meetings.services.changes import Save
from tests import actions_desk, circulation_desk, make
from tests.answers import (
    ACTION_ACTS,
    BALLOT_ACTS,
    CAST,
    EXPECTED,
    OF_A_MEETING,
    RECORD_ACTS,
    RESOLUTION_ACTS,
    SOURCE_ACTS,
)
from tests.conftest import client_for
from tests.mailbox import addresses_of
from tests.people_desk import addresses_of_people
from tests.registered import register_addresses
from tests.test_import_plain import MINUTES, store


def names_in(patterns):
    for pattern in patterns:
        if isinstance(pattern, URLResolver):
            if pattern.namespace != "admin":
                yield from names_in(pattern.url_patterns)
        elif isinstance(pattern, URLPattern):
            yield pattern.name


def arguments_on(harbour):
    """What each address needs, of rows that everybody on the board may see."""
    guest = make.user("guest")
    visitor = make.person(harbour, "Guest Person", user=guest)
    firm = make.organisation(harbour)
    make.seat(harbour, firm)
    rule = rule_of(bylaws_on(harbour, make.A_DAY))
    meeting = store(harbour, is_final=True)
    make.attendance(meeting, visitor, capacity=Attendance.Capacity.GUEST)
    item = meeting.items.first()
    action = make.action(item, visitor, line=50)
    resolution = make.resolution(item, number="R-2026-01")
    ballot = resolution.ballots.create(text="That it rain", hash="x", rule=rule_as_json(*rule))
    phase = ballot.phases.create(channel="meeting", basis="present")
    row = ballot.seats.create(seat=harbour.seats.get(), position=1, name="Northwind")
    vote = Vote.objects.create(seat=row, phase=phase, number=1, choice="for", key="a key")
    save = Save(by=None, at=timezone.now())
    text = MINUTES.replace("4 March", "8 April").encode()
    batch = bring(harbour, files=[("a.txt", text)], save=save, limit=9**9, is_final=False)
    template = harbour.agenda_templates.create(name="Usual items")
    paper = make.paper(item)
    board = ["harbour"]
    return {
        "board_detail": board,
        "meeting_list": board,
        **{name: [*board, meeting.key] for name in OF_A_MEETING},
        "meeting_new": board,
        "series_new": board,
        "agenda_item": [*board, meeting.key, item.pk],
        "agenda_move": [*board, meeting.key, item.pk],
        "agenda_drop": [*board, meeting.key, item.pk],
        "agenda_templates": board,
        "agenda_template": [*board, template.pk],
        "agenda_template_drop": [*board, template.pk],
        "paper": [*board, meeting.key, paper.pk],
        "paper_add": [*board, meeting.key, item.pk],
        "paper_drop": [*board, meeting.key, paper.pk],
        "item_notes": [*board, meeting.key, item.pk],
        **circulation_desk.addresses_of_comments(item, visitor, *board),
        "flag_answer": [*board, meeting.key, item.pk],
        "item_history": [*board, meeting.key, item.pk],
        "item_revision": [*board, meeting.key, item.pk, 1],
        "item_compare": [*board, meeting.key, item.pk, 1, 1],
        "item_restore": [*board, meeting.key, item.pk, 1],
        "item_state": [*board, meeting.key, item.pk],
        "item_split": [*board, meeting.key, item.pk],
        "item_take": [*board, meeting.key, item.pk],
        "item_disposition": [*board, meeting.key, item.pk],
        "attendee_edit": [*board, meeting.key, meeting.attendances.first().pk],
        "import_new": board,
        **{f"import_{act}": [*board, batch.pk] for act in ("batch", "names", "run", "actions")},
        **{f"import_{act}": [*board, batch.sources.get().pk] for act in SOURCE_ACTS},
        **{f"{noun}_list": board for noun in ("action", "resolution", "person", "organisation")},
        "ballot_open": [*board, resolution.label],
        "vote_change": [*board, ballot.pk, row.pk],
        "objection_raise": [*board, ballot.pk],
        "objection_resolve": [*board, ballot.pk, 1],
        "casting_vote": [*board, ballot.pk],
        "recusal_add": [*board, ballot.pk],
        **{f"ballot_{act}": [*board, ballot.pk] for act in BALLOT_ACTS},
        "what_if": board,
        "bylaws_list": board,
        "bylaws_new": board,
        "bylaws_edit": [*board, harbour.bylaws.create(effective_from="2031-01-01").pk],
        **addresses_of(ballot, vote, visitor, *board),
        **register_addresses(harbour),
        "import_adopt": board,
        "circular_new": board,
        "ballot_continue": [*board, ballot.pk],
        "assisted_vote": [*board, ballot.pk, vote.seat_id],
        "own_votes": [*board, ballot.pk],
        "vote_receipt": [*board, ballot.pk, vote.number],
        **{f"action_{act}": [*board, action.number] for act in ACTION_ACTS},
        **actions_desk.addresses_of(action, *board),
        **actions_desk.addresses_of_lists(*board),
        **{f"resolution_{act}": [*board, resolution.label] for act in RESOLUTION_ACTS},
        **{f"person_{act}": [*board, visitor.pk] for act in RECORD_ACTS},
        **{f"organisation_{act}": [*board, firm.pk] for act in RECORD_ACTS},
        **addresses_of_people(harbour, *board),
        "calendar_feed": ["a-guess"],
        "account_reset_password_from_key": ["1", "set-password"],
        "unsubscribe": ["0" * 64],
        **{name: [1] for name in ("demo_mail", "notice_open")},
    }


@pytest.fixture(scope="module")
def harbour(once):
    with once(lambda: make.board("harbour", name="Harbour Board")) as board:
        yield board


@pytest.fixture(scope="module")
def library(once):
    with once(lambda: make.board("library", name="Library Board")) as board:
        yield board


@pytest.fixture(scope="module")
def addresses(once, harbour):
    """An address for every name."""
    with once(lambda: arguments_on(harbour)) as arguments:
        yield lambda name: reverse(name, args=arguments.get(name, []))


@pytest.fixture(scope="module")
def sessions(once, harbour, library, addresses):
    """The cookies of each of the cast; everybody's account is made once."""

    def sign_in():
        return {who: client_for(who, harbour, library).cookies for who in CAST}

    with once(sign_in) as cookies:
        yield cookies


@pytest.fixture
def signed_in(sessions, db):
    def with_cookies_of(name):
        client = Client()
        client.cookies = copy(sessions[name])
        return client

    return with_cookies_of


def test_every_url_name_has_a_row_in_this_table():
    assert set(names_in(get_resolver().url_patterns)) == set(EXPECTED)


def test_every_page_of_ours_has_a_row_in_the_access_table():
    ours = {name for name in EXPECTED if not name.startswith("account_")}
    assert ours == set(TABLE)


@pytest.mark.parametrize("name", EXPECTED)
def test_each_of_the_cast_gets_the_tabled_answer(name, addresses, signed_in):
    address = addresses(name)
    answers = tuple(signed_in(who).get(address).status_code for who in CAST)
    assert answers == EXPECTED[name]


def test_another_boards_things_look_as_if_they_did_not_exist(addresses, signed_in):
    outsider = signed_in("outsider")
    foreign = outsider.get(addresses("person_detail"))
    missing = outsider.get(reverse("person_detail", args=["nowhere", 1]))
    assert foreign.status_code == missing.status_code == 404
    assert without_address(foreign) == without_address(missing)


def without_address(response):
    """The page, less the form tokens and the address it repeats for the theme switch."""
    page = response.content.decode().replace(response.wsgi_request.path, "")
    return re.sub(r'name="csrfmiddlewaretoken" value="\w+"', "", page)


@pytest.mark.parametrize(
    "name",
    [
        *("import_new", "import_names", "import_run", "import_actions"),
        *("import_undo", "import_version", "import_discard"),
    ],
)
@pytest.mark.parametrize(("who", "status"), [("outsider", 404), ("observer", 403), ("member", 403)])
def test_only_the_secretariat_posts_imports(name, who, status, addresses, signed_in):
    assert signed_in(who).post(addresses(name)).status_code == status
