"""Where the text of approved minutes is disposed of, the working tables say it no more."""

import pytest
from django.db import DatabaseError, connection, transaction
from django.urls import reverse
from django.utils import timezone

from meetings.models import (
    Action,
    ActionUpdate,
    AgendaItem,
    ImportSource,
    Meeting,
    Member,
    NotesRevision,
    RegisterText,
    Resolution,
)
from meetings.models.guards import create_guards, drop_guards
from meetings.rules.verdict import OutOfOrder
from meetings.services.agendas import publish_agenda
from meetings.services.approving import approve_minutes
from meetings.services.disposing import dispose_of, place_hold
from meetings.services.minutes import edit_notes
from meetings.services.verifying import faults_in
from tests import make
from tests.registered import BY_RESOLUTION
from tests.voting import close, vote

pytestmark = pytest.mark.django_db
OPEN, HIDDEN = "openbird", "canarybird"


def notes(word):
    return (
        f"- {word} note\nLena: {word} said\nASIDE: {word} aside\n"
        f"ACTION Lena: {word} task by 3 May 2026\nRESOLVED: That {word} sing - carried 5-0\n"
        f"RECUSED Lena Moor: {word} shares\n"
    )


def item_of(meeting, word, **more):
    item = make.item(meeting, f"{word} title", **more)
    item.presenters.create(name=f"{word} presenter")
    return item


def write(item, word):
    make.notes(item, f"- {word} draft")
    fresh = AgendaItem.objects.for_saving().get(pk=item.pk)
    edit_notes(fresh, edit=lambda _text: notes(word), save=make.a_save())
    said = {"disposition": "discussed", "disposition_reason": f"{word} reason"}
    AgendaItem.objects.filter(pk=item.pk).update(**said)


@pytest.fixture
def approval(harbour):
    """Minutes with both kinds of items that went through all that minutes go through."""
    typist = make.user("typist")
    lena = make.person(harbour, "Lena Moor", user=typist)
    before = make.meeting(harbour, make.A_DAY.replace(month=2), Meeting.State.ADJOURNED)
    known = [make.action(make.item(before), lena, number=number) for number in (90, 91)]
    of = make.planned_meeting(harbour, make.A_DAY)
    items = [item_of(of, OPEN), item_of(of, HIDDEN, is_in_camera=True)]
    publish_agenda(of, save=make.a_save())
    Meeting.objects.filter(pk=of.pk).update(state=Meeting.State.ADJOURNED)
    of.refresh_from_db()
    make.attendance(of, lena)
    for item, word, action in zip(items, (OPEN, HIDDEN), known, strict=True):
        write(item, word)
        item.reviews.create(action=action, meeting=of, line=9, verdict="done", remark=word)
    make.circulation(of)
    for item, word in zip(items, (OPEN, HIDDEN), strict=True):
        make.comment(item, lena, f"{word}?", line=1, quoted=f"- {word} note", proposed=f"- {word}")
    done = approve_minutes(of, approved=BY_RESOLUTION, save=make.a_save())
    for action in Action.objects.filter(item__in=items):
        typed = {"text_before": action.text, "text_after": f"{action.text} soon"}
        ActionUpdate.objects.create(
            action=action, at=timezone.now(), by=lena, recorded_by=typist, act="change",
            state="open", **typed,
        )  # fmt: skip
        Action.objects.filter(pk=action.pk).update(text=f"{action.text} soon")
    return done


def everywhere(word):
    """The tables, and columns, in which a word stands."""
    found = []
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            cursor.execute(f"SELECT * FROM {table}")  # noqa: S608
            names = [column[0] for column in cursor.description]
            for row in cursor.fetchall():
                pairs = zip(names, row, strict=True)
                found += [f"{table}.{n}" for n, value in pairs if word in as_text(value)]
    return sorted(set(found))


def as_text(value):
    return (bytes(value) if isinstance(value, (bytes, memoryview)) else str(value).encode()).decode(
        errors="replace"
    )


def dispose(*entries):
    return dispose_of(
        entries[0].board, entries=entries, reason="The time is over.", save=make.a_save()
    )


def test_what_is_looked_for_stands_in_many_tables_before(approval):
    for word in (OPEN, HIDDEN):
        found = {place.partition(".")[0].removeprefix("meetings_") for place in everywhere(word)}
        assert found == {
            "action", "actionreview", "actionupdate", "agendaitem", "agendaversion", "aside",
            "circulateditem", "comment", "itempresenter", "notesrevision", "recusal",
            "registertext", "resolution", "statement",
        }  # fmt: skip


def test_nothing_of_what_was_in_camera_is_left_in_any_table(approval):
    open_places = everywhere(OPEN)
    dispose(approval.in_camera_entry)
    assert everywhere(HIDDEN) == []
    assert everywhere(OPEN) == open_places
    assert list(faults_in(approval.meeting.board)) == []
    hidden = AgendaItem.objects.get(meeting=approval.meeting, is_in_camera=True)
    assert (hidden.position, hidden.title) == (2, "Disposed of")
    assert Resolution.objects.get(item=hidden).text == "Disposed of"
    assert Action.objects.get(item=hidden).text == "Disposed of"


def test_of_open_minutes_the_agenda_stays(approval):
    dispose(approval.entry)
    assert everywhere(OPEN) == [
        "meetings_agendaitem.title",
        "meetings_agendaversion.items",
        "meetings_itempresenter.name",
    ]
    assert "meetings_notesrevision.text" in everywhere(HIDDEN)
    assert list(faults_in(approval.meeting.board)) == []


def test_a_resolution_that_was_voted_on_keeps_its_words_until_its_result_goes():
    ballot = make.ballot(make.seated_board("Aster", "Brightwater", "Calder"))
    vote(ballot, Aster="for", Brightwater="for", Calder="for")
    close(ballot)
    of = ballot.resolution.item.meeting
    Meeting.objects.filter(pk=of.pk).update(state=Meeting.State.ADJOURNED)
    of.refresh_from_db()
    dispose(approve_minutes(of, approved=BY_RESOLUTION, save=make.a_save()).entry)
    assert Resolution.objects.get().text == "That the budget be approved"
    assert list(faults_in(of.board)) == []


def test_a_hold_on_one_part_does_not_keep_the_other(approval):
    place_hold(approval.entry, reason="A claim.", save=make.a_save())
    dispose(approval.in_camera_entry)
    assert everywhere(HIDDEN) == []
    with pytest.raises(OutOfOrder, match="legal hold"):
        dispose(approval.entry)
    assert "meetings_statement.text" in everywhere(OPEN)


def test_it_is_all_or_nothing(approval, monkeypatch):
    before = everywhere(HIDDEN)

    def fails(*_args, **_more):
        raise DatabaseError

    monkeypatch.setattr("meetings.services.disposing.register", fails)
    with pytest.raises(DatabaseError), transaction.atomic():
        dispose(approval.in_camera_entry)
    assert everywhere(HIDDEN) == before
    assert RegisterText.objects.filter(entry=approval.in_camera_entry).exists()


def imported(approval):
    """As if the minutes had come from a file."""
    source = ImportSource.objects.create(
        board=approval.meeting.board, name="old.txt", content=HIDDEN.encode(), sha256="0" * 64,
        reader="plain", report={"lines": [HIDDEN]},
    )  # fmt: skip
    drop_guards(connection)
    Meeting.objects.filter(pk=approval.meeting_id).update(source=source)
    create_guards(connection)


def test_the_file_that_minutes_came_from_goes_with_them(approval):
    imported(approval)
    dispose(approval.in_camera_entry)
    assert everywhere(HIDDEN) == []


def test_the_file_stays_while_the_other_part_is_held(approval):
    imported(approval)
    place_hold(approval.entry, reason="A claim.", save=make.a_save())
    with pytest.raises(OutOfOrder, match="holds what is under legal hold"):
        dispose(approval.in_camera_entry)
    assert "meetings_importsource.content" in everywhere(HIDDEN)


REWRITING = (
    "UPDATE meetings_actionupdate SET text_before = 'x'",
    "UPDATE meetings_actionupdate SET text_before = '', text_after = '', remark = 'x'",
    "UPDATE meetings_circulateditem SET notes = ''",
    "UPDATE meetings_comment SET text = ''",
)
EMPTYING = (
    "UPDATE meetings_actionupdate SET text_before = '', text_after = ''",
    "DELETE FROM meetings_circulateditem",
    "DELETE FROM meetings_comment",
)


@pytest.mark.parametrize("statement", [*REWRITING, *EMPTYING])
def test_while_the_text_is_kept_none_of_it_may_be_emptied(approval, statement):
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
        connection.cursor().execute(statement)


@pytest.mark.parametrize("statement", REWRITING)
def test_once_the_text_is_gone_nothing_else_may_be_said_instead(approval, statement):
    kept = NotesRevision.objects.count()
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
        RegisterText.objects.all().delete()
        connection.cursor().execute(statement)
    assert NotesRevision.objects.count() == kept


@pytest.mark.parametrize("part", ["entry", "in_camera_entry"])
def test_the_page_says_what_goes_before_it_is_pressed(approval, part, signed_in):
    entry = getattr(approval, part)
    reader = signed_in("secretary")
    Member.objects.filter(person__user__username="secretary").update(is_administrator=True)
    page = reader.get(reverse("register_dispose", args=[entry.board.slug, entry.seq]))
    said = page.content.decode()
    assert "With it go, of the items" in said
    assert ("titles and presenters" in said) is (part == "in_camera_entry")


@pytest.mark.parametrize("part", ["entry", "in_camera_entry"])
def test_every_page_about_it_still_works_and_says_it(approval, part, signed_in):
    dispose(getattr(approval, part))
    meeting, slug = approval.meeting, approval.meeting.board.slug
    item = AgendaItem.objects.get(meeting=meeting, is_in_camera=part != "entry")
    action, motion = Action.objects.get(item=item), Resolution.objects.get(item=item)
    client = signed_in("secretary")
    gone = {
        reverse("meeting_detail", args=[slug, meeting.key]): 200,
        reverse("minutes_text", args=[slug, meeting.key]): 200,
        reverse("item_history", args=[slug, meeting.key, item.pk]): 200,
        reverse("item_revision", args=[slug, meeting.key, item.pk, 1]): 410,
        reverse("item_compare", args=[slug, meeting.key, item.pk, 1, 2]): 410,
        reverse("action_detail", args=[slug, action.number]): 200,
        reverse("resolution_detail", args=[slug, motion.label]): 200,
        reverse("register_entry", args=[slug, getattr(approval, part).seq]): 200,
    }
    others = [
        reverse(name, args=[slug, meeting.key])
        for name in ("minutes_changes", "minutes_comments", "minutes_correct", "agenda_edit")
    ]
    others += [reverse("action_list", args=[slug]), reverse("resolution_list", args=[slug])]
    for address, status in gone.items():
        answer = client.get(address)
        assert answer.status_code == status, address
        assert "isposed of" in answer.content.decode(), address
    for address in others:
        assert client.get(address).status_code < 400, address
