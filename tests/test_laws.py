"""Laws: what holds for every page, table and file, whoever adds one."""

import ast
import io
import re
from pathlib import Path

import pytest
from django.apps import apps
from django.core.management import call_command
from django.db import connection
from django.template.loader import get_template
from django.test import Client
from django.urls import get_resolver, reverse
from django.utils import timezone

from meetings.access import TABLE
from meetings.models import Member, Vote
from meetings.models.guards import APPEND_ONLY, guard_name
from meetings.rules.cases import rule_as_json
from meetings.services.archives import bring
from meetings.services.bylaws import bylaws_on, rule_of
from meetings.services.changes import Save
from tests import actions_desk, circulation_desk, make
from tests.calendar_desk import ON_NO_BOARD
from tests.mailbox import addresses_of
from tests.people_desk import NO_PAGES, addresses_of_people
from tests.registered import register_addresses
from tests.test_import_plain import MINUTES, store

ROOT = Path(__file__).resolve().parent.parent
CODE = [
    path
    for folder in ("boardapp", "meetings", "tests", ".ci")
    for path in (ROOT / folder).rglob("*.py")
    if "migrations" not in path.parts
]
TEMPLATES = sorted((ROOT / "templates").rglob("*.html"))
ACTS = {
    "theme",
    "unsubscribe",
    "demo_outbox",
    "demo_mail",
    "notice_open",
    "notices_read",
    "healthz",
    "readyz",
    "agenda_begin",
    "agenda_move",
    "agenda_drop",
    "agenda_use",
    "agenda_publish",
    "agenda_template_drop",
    "import_names",
    "calendar_feed",
    "meeting_ics",
    "paper",
    "paper_drop",
    "import_run",
    "import_actions",
    "flag_answer",
    "comment_add",
    "item_add",
    "item_notes",
    "item_restore",
    "item_state",
    "item_take",
    "import_undo",
    "import_version",
    "import_discard",
    "meeting_begin",
    "meeting_adjourn_propose",
    "meeting_resume",
    "minutes_text",
    "meeting_names",
    "meeting_state",
    "person_unmerge",
    "organisation_unmerge",
    "ballot_open",
    "ballot_votes",
    "ballot_preview",
    "ballot_review",
    "ballot_close",
    "objection_raise",
    "objection_resolve",
    "casting_vote",
    "recusal_add",
    "proxy_give",
    "proxy_take_back",
    "recusal_declare",
    "recusal_take_back",
}
FOR_SCRIPTS = NO_PAGES | {
    "register_export",
    *actions_desk.TABLES,
    "ballot_state",
    "item_state",
    "meeting_names",
    "meeting_state",
}
PLAIN_PAGES = sorted(set(TABLE) - ACTS - FOR_SCRIPTS)


def test_no_file_holds_the_marks_of_a_merge_left_in_the_middle():
    marks = re.compile(r"^(?:<{7} |>{7} |={7}$)", re.MULTILINE)
    text = [*CODE, *TEMPLATES, *(ROOT / "static").iterdir(), *ROOT.glob("*.md")]
    assert [path.name for path in text if marks.search(path.read_text(encoding="utf-8"))] == []


def test_no_migration_is_pending(db):
    call_command("makemigrations", check=True, dry_run=True, stdout=io.StringIO())


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda path: f"{path.parent.name}-{path.name}")
def test_every_template_compiles(path):
    get_template(str(path.relative_to(ROOT / "templates")))


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda path: f"{path.parent.name}-{path.name}")
def test_no_template_has_inline_script_or_style_or_unescaped_text(path):
    text = path.read_text()
    assert not re.search(r"<style|\sstyle=|\son\w+=|javascript:|\|safe\b|autoescape off", text)
    assert not re.search(r"<script(?![^>]*\ssrc=)", text)


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda path: f"{path.parent.name}-{path.name}")
def test_no_template_shows_the_marks_of_a_merge(path):
    assert not re.search(r"^(<{7}|={7}|>{7})", path.read_text(), re.MULTILINE)


def test_view_name_url_name_and_template_name_are_the_same():
    for pattern in get_resolver("meetings.urls").url_patterns:
        assert pattern.callback.__name__ == pattern.name
        if pattern.name in PLAIN_PAGES:
            get_template(f"meetings/{pattern.name}.html")


def a_vote_on(resolution):
    """An open ballot with one vote, whatever the minutes say of the resolution."""
    rule = rule_as_json(*rule_of(bylaws_on(resolution.board, make.A_DAY)))
    ballot = resolution.ballots.create(text="That it rain", hash="x", rule=rule)
    phase = ballot.phases.create(channel="meeting", basis="present")
    seat = make.seat(resolution.board, make.organisation(resolution.board, "Zephyr Works"))
    row = ballot.seats.create(seat=seat, position=1, name=seat.name)
    return ballot, Vote.objects.create(seat=row, phase=phase, number=1, choice="for", key="a key")


def arguments_on(harbour):
    """What the address of each page needs beside the board."""
    meeting = store(harbour)
    item = meeting.items.get(position=1)
    text = MINUTES.replace("4 March", "8 April").encode()
    save = Save(by=None, at=timezone.now())
    batch = bring(harbour, files=[("a.txt", text)], save=save, limit=9**9, is_final=False)
    listed = meeting.attendances.first()
    ballot, vote = a_vote_on(item.resolutions.get())
    return {
        **{f"ballot_{page}": [ballot.pk] for page in ("detail", "give_up", "continue")},
        **{page: [ballot.pk, vote.seat_id] for page in ("vote_change", "assisted_vote")},
        "bylaws_edit": [harbour.bylaws.create(effective_from="2031-01-01").pk],
        "own_votes": [ballot.pk],
        **addresses_of(ballot, vote, listed.person),
        "vote_receipt": [ballot.pk, vote.number],
        "import_batch": [batch.pk],
        "import_source": [batch.sources.get().pk],
        "meeting_detail": [meeting.key],
        "meeting_edit": [meeting.key],
        "meeting_draft": [meeting.key],
        "meeting_review": [meeting.key],
        "meeting_adjourn": [meeting.key],
        "roll_call": [meeting.key],
        "meeting_proxies": [meeting.key],
        "meeting_answer": [meeting.key],
        "meeting_cancel": [meeting.key],
        "meeting_send": [meeting.key],
        **circulation_desk.addresses_of_comments(item, listed.person),
        "minutes_approve": [meeting.key],
        "minutes_adopt": [meeting.key],
        "item_disposition": [meeting.key, item.pk],
        "item_history": [meeting.key, item.pk],
        "item_revision": [meeting.key, item.pk, 1],
        "item_compare": [meeting.key, item.pk, 1, 1],
        "item_split": [meeting.key, item.pk],
        "attendee_new": [meeting.key],
        "attendee_edit": [meeting.key, meeting.attendances.first().pk],
        "action_edit": [item.actions.first().number],
        "action_carries_out": [item.actions.first().number],
        **actions_desk.addresses_of(item.actions.first()),
        "resolution_edit": [item.resolutions.get().label],
        "resolution_ends": [item.resolutions.get().label],
        "resolution_excerpt": [item.resolutions.get().label],
        "agenda_edit": [meeting.key],
        "agenda_item": [meeting.key, item.pk],
        "paper_add": [meeting.key, item.pk],
        "agenda_template": [harbour.agenda_templates.create(name="Usual items").pk],
        "meeting_source": [meeting.key],
        "action_detail": [item.actions.first().number],
        "resolution_detail": [item.resolutions.get().label],
        **{name: found[1:] for name, found in register_addresses(harbour).items()},
        **addresses_of_people(harbour),
        **{f"person_{page}": [listed.person_id] for page in ("detail", "edit", "merge")},
        **{
            f"organisation_{page}": [listed.organisation_id] for page in ("detail", "edit", "merge")
        },
    }


@pytest.fixture(scope="module")
def harbour(once):
    with once(lambda: make.board("harbour", name="Harbour Board")) as board:
        yield board


@pytest.fixture(scope="module")
def arguments(once, harbour):
    with once(lambda: arguments_on(harbour)) as found:
        yield found


@pytest.fixture
def page_of(arguments, as_secretary):
    Member.objects.filter(person__user__username="secretary").update(is_administrator=True)

    def get(name):
        board = [] if name in ON_NO_BOARD else ["harbour"]
        address = reverse(name, args=[*board, *arguments.get(name, [])])
        return as_secretary.get(address).content.decode()

    return get


@pytest.mark.parametrize("name", PLAIN_PAGES)
def test_every_page_has_one_heading_and_a_title(name, page_of):
    page = page_of(name)
    assert page.count("<h1") == 1
    assert re.search(r"<title>\s*\w", page)


@pytest.mark.parametrize("name", PLAIN_PAGES)
def test_no_page_repeats_an_id(name, page_of):
    ids = re.findall(r'\sid="([^"]+)"', page_of(name))
    assert len(ids) == len(set(ids))


def test_every_model_of_ours_is_in_the_admin():
    from django.contrib import admin

    ours = {
        model
        for model in apps.get_app_config("meetings").get_models()
        if not model.__name__.startswith("Historical")
    }
    assert ours <= set(admin.site._registry)


def test_every_foreign_key_says_why_it_does_what_it_does_on_delete():
    for path in (ROOT / "meetings" / "models").glob("*.py"):
        source = path.read_text()
        for node in ast.walk(ast.parse(source)):
            if not isinstance(node, ast.Call) or not isinstance(node.func, ast.Attribute):
                continue
            if node.func.attr in ("ForeignKey", "OneToOneField"):
                last = source.split("\n")[node.end_lineno - 1]
                assert "#" in last, f"{path.name}:{node.end_lineno} gives no reason"


def test_append_only_tables_have_their_guards_after_every_migrate(db):
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'")
        else:
            cursor.execute("SELECT tgname FROM pg_trigger WHERE NOT tgisinternal")
        found = {name for (name,) in cursor.fetchall()}
    for table, events in APPEND_ONLY.items():
        assert {guard_name(table, event) for event in events} <= found


@pytest.mark.parametrize("path", CODE, ids=lambda path: str(path.relative_to(ROOT)))
def test_no_file_is_longer_than_350_lines(path):
    assert len(path.read_text().splitlines()) <= 350


def test_no_file_names_a_package_registry():
    hosts = re.compile("py" + r"pi\.org|python" + r"hosted|registry\.n" + r"pmjs|deb\.de" + "bian")
    for path in (
        *CODE,
        *ROOT.glob("requirements/*"),
        *ROOT.glob("*.*"),
        *ROOT.glob("docs/**/*.md"),
    ):
        if path.is_file() and path.suffix != ".png":
            assert not hosts.search(path.read_text(errors="ignore")), path


def test_a_page_without_sign_in_is_never_one_of_a_boards(db, harbour):
    make.full_meeting(harbour, 1)
    client = Client()
    values = {"slug": "harbour", "key": "2026-03-05", "resolution": "x", "number": 1}
    patterns = {p.name: p.pattern for p in get_resolver("meetings.urls").url_patterns}
    for name in PLAIN_PAGES:
        kinds = patterns[name].converters
        arguments = {at: values.get(at, 1) for at in kinds}
        response = client.get(reverse(name, kwargs=arguments))
        assert response.status_code == 302
        assert response.url.startswith(reverse("account_login"))
