"""Earlier drafts of approved minutes go when the bylaws say so, and the register says that."""

import datetime
import io
import json

import pytest
from django.core.management import call_command
from django.db import DatabaseError, connection, transaction
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone

from meetings.exports.register import write_register
from meetings.models import (
    AgendaItem,
    Bylaws,
    CirculatedItem,
    Meeting,
    NotesRevision,
    RegisterEntry,
)
from meetings.models.guards import create_guards, drop_guards
from meetings.services.approving import approve_minutes
from meetings.services.changes import Save
from meetings.services.disposing import place_hold
from meetings.services.drafts import dispose_drafts_due
from meetings.services.minutes import save_notes
from meetings.services.verifying import faults_in
from tests import make
from tests.races import together
from tests.registered import BY_RESOLUTION, verify

DELETED = "DELETE FROM meetings_notesrevision"


def rewritten(item, *texts):
    """The notes, saved over and over."""
    for text in texts:
        fresh = AgendaItem.objects.for_saving().get(pk=item.pk)
        save_notes(fresh, text=text, base=fresh.revision, save=make.a_save())


def minutes(on, days_ago=31, date=make.A_DAY):
    """Minutes with drafts, circulated and then approved so many days ago."""
    of = make.meeting(on, date, state=Meeting.State.ADJOURNED)
    rewritten(make.item(of), "- one", "- one\n- two", "- one\n- two\n- three")
    rewritten(make.item(of, "Behind doors", is_in_camera=True), "- a price", "- a better price")
    at = timezone.now() - datetime.timedelta(days=days_ago)
    make.circulation(of, Save(by=None, at=at))
    return approve_minutes(of, approved=BY_RESOLUTION, save=Save(by=None, at=at))


@pytest.fixture
def board(harbour):
    Bylaws.objects.update_or_create(
        board=harbour, effective_from=datetime.date(2000, 1, 1), defaults={"drafts_kept_days": 30}
    )
    return harbour


def read(client, address):
    return client.get(address).content.decode()


def run():
    out = io.StringIO()
    call_command("lapse_minutes", stdout=out)
    return out.getvalue()


def drafts():
    return NotesRevision.objects.earlier().count()


def disposals():
    return RegisterEntry.objects.filter(kind="disposal")


def said():
    return json.loads(disposals().get().kept.text)


def heads():
    columns = ("pk", "item", "number", "text", "saved_by", "saved_at", "writer", "sequence")
    return list(NotesRevision.objects.heads().order_by("pk").values_list(*columns))


@pytest.mark.django_db
def test_drafts_go_and_what_is_in_force_stays_as_it_was(board):
    approval = minutes(board)
    before = heads()
    assert drafts() == 3
    assert "drafts disposed of" in run()
    assert (drafts(), heads()) == (0, before)
    assert said()["drafts"] == {
        "minutes": approval.entry.seq, "revisions": 3, "items": 2,
        "day": timezone.now().date().isoformat(),
    }  # fmt: skip
    assert said()["reason"] == "The bylaws keep drafts for 30 days after the approval."


@pytest.mark.django_db
def test_it_is_done_once(board):
    minutes(board)
    run()
    before = heads()
    assert "drafts" not in run()
    assert (disposals().count(), heads()) == (1, before)


@pytest.mark.django_db
def test_the_chain_stays_whole_here_and_for_a_stranger(board, tmp_path):
    minutes(board)
    run()
    minutes(board, date=make.A_DAY.replace(month=4))
    run()
    call_command("verify_register", board.slug)
    assert list(faults_in(board)) == []
    write_register(board, tmp_path)
    code, told = verify(tmp_path)
    assert code == 0, told
    assert "6 entries, 6 of them whole" in told


@pytest.mark.django_db
def test_what_was_circulated_stays(board):
    minutes(board)
    before = list(CirculatedItem.objects.values_list("notes"))
    run()
    assert list(CirculatedItem.objects.values_list("notes")) == before


@pytest.mark.django_db
@pytest.mark.parametrize("days_ago", [0, 29])
def test_nothing_goes_before_its_day(board, days_ago):
    minutes(board, days_ago)
    run()
    assert (drafts(), disposals().count()) == (3, 0)


@pytest.mark.django_db
def test_without_such_a_rule_drafts_are_kept_for_good(harbour):
    minutes(harbour, 4000)
    run()
    assert drafts() == 3


@pytest.mark.django_db
def test_the_rule_of_the_day_of_the_approval_counts(board):
    later = timezone.now().date() - datetime.timedelta(days=5)
    board.bylaws.create(effective_from=later, drafts_kept_days=None)
    minutes(board)
    run()
    assert drafts() == 0


@pytest.mark.django_db
def test_minutes_that_nobody_approved_keep_theirs(board):
    of = make.meeting(board, state=Meeting.State.ADJOURNED)
    rewritten(make.item(of), "- one", "- two")
    run()
    assert (drafts(), disposals().count()) == (1, 0)


@pytest.mark.django_db
@pytest.mark.parametrize("part", ["entry", "in_camera_entry"])
def test_a_legal_hold_on_either_part_keeps_them_until_it_is_lifted(board, part):
    approval = minutes(board)
    hold = place_hold(getattr(approval, part), reason="A claim.", save=make.a_save())
    run()
    assert (drafts(), disposals().count()) == (3, 0)
    with pytest.raises(DatabaseError, match="legal hold"), transaction.atomic():
        connection.cursor().execute(DELETED)
    hold.delete()
    run()
    assert drafts() == 0


@pytest.mark.django_db
def test_without_the_guard_a_hold_would_keep_nothing(board):
    """The twin: it is the trigger that refuses the statement."""
    place_hold(minutes(board).entry, reason="A claim.", save=make.a_save())
    drop_guards(connection)
    connection.cursor().execute(DELETED)
    create_guards(connection)
    assert not NotesRevision.objects.exists()


@pytest.mark.django_db
def test_the_pages_of_the_history_say_it(board, signed_in):
    approval = minutes(board)
    item = approval.meeting.items.order_by("position")[0]
    client, before = signed_in("secretary"), (board.slug, approval.meeting.key, item.pk)
    history = reverse("item_history", args=before)
    assert "were disposed of" not in client.get(history).content.decode()
    run()
    answers = [
        client.get(history),
        client.get(reverse("item_revision", args=[*before, 3])),
        client.get(reverse("item_compare", args=[*before, 3, 3])),
        client.get(reverse("item_revision", args=[*before, 2])),
        client.get(reverse("item_compare", args=[*before, 1, 3])),
    ]
    assert [answer.status_code for answer in answers] == [200, 200, 200, 410, 410]
    for answer in answers:
        assert "Earlier drafts were disposed of on" in answer.content.decode()
    never = client.get(reverse("item_revision", args=[*before, 4]))
    assert never.status_code == 404


@pytest.mark.django_db
def test_the_register_leads_to_the_minutes_whose_drafts_went(board, signed_in):
    approval = minutes(board)
    run()
    entry = disposals().get()
    for address in (reverse("register_list", args=[board.slug]), entry.get_absolute_url()):
        assert approval.meeting.get_absolute_url() in read(signed_in("member"), address)
    assert "The bylaws keep drafts for 30 days" in read(
        signed_in("member"), entry.get_absolute_url()
    )


@pytest.mark.django_db
def test_the_bylaws_say_it_in_words(board, signed_in):
    page = signed_in("member").get(reverse("bylaws_list", args=[board.slug])).content.decode()
    assert "Earlier drafts of minutes are disposed of 30 days after their approval." in page


def of_board():
    on = make.board()
    on.bylaws.create(effective_from=datetime.date(2000, 1, 1), drafts_kept_days=30)
    return on


@pytest.mark.django_db(transaction=True)
def test_of_two_timers_at_once_one_disposes():
    minutes(of_board())
    save = make.a_save()
    together(lambda: dispose_drafts_due(save=save), lambda: dispose_drafts_due(save=save))
    assert (drafts(), disposals().count()) == (0, 1)


@pytest.mark.django_db(transaction=True)
def test_a_hold_beside_the_disposal_finds_all_drafts_or_none():
    for _round in range(3):
        on = make.board(f"board-{make.next_number()}")
        on.bylaws.create(effective_from=datetime.date(2000, 1, 1), drafts_kept_days=30)
        approval, save = minutes(on), make.a_save()
        answers = together(
            lambda save=save: dispose_drafts_due(save=save),
            lambda entry=approval.entry, save=save: place_hold(entry, reason="x", save=save),
        )
        assert not [answer for answer in answers if isinstance(answer, Exception)]
        acts = [entry.kind for entry in on.register.order_by("seq")][2:]
        left = NotesRevision.objects.earlier().filter(item__meeting__board=on).count()
        assert (acts, left) in ((["disposal", "hold"], 0), (["hold"], 3))
        assert list(faults_in(on)) == []


@pytest.mark.django_db(transaction=True)
def test_an_approval_beside_the_disposal_loses_no_text():
    on = of_board()
    minutes(on)
    of = make.meeting(on, make.A_DAY.replace(month=5), Meeting.State.ADJOURNED)
    rewritten(make.item(of), "- one", "- two")
    save = make.a_save()
    fresh = Meeting.objects.select_related("board").get(pk=of.pk)
    together(
        lambda: dispose_drafts_due(save=save),
        lambda: approve_minutes(fresh, approved=BY_RESOLUTION, save=save),
    )
    kept = Q(item__meeting=of)
    assert NotesRevision.objects.filter(kept).count() == 2
    assert NotesRevision.objects.earlier().exclude(kept).count() == 0
    assert list(faults_in(on)) == []
