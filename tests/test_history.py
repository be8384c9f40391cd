"""The history of an item's notes, and the way back."""

import datetime

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from meetings.exports.history import Join, Kept, sittings_in
from meetings.models import Action, AgendaItem, Meeting, NotesRevision
from meetings.services.changes import Save
from meetings.services.minutes import save_notes
from tests import make

START = datetime.datetime(2026, 3, 5, 9, 0, tzinfo=datetime.UTC)


def kept(number, by="Ada", minute=0.0, parent=None, merged=None):
    at = START + datetime.timedelta(minutes=minute)
    return Kept(number, len(by), by, at, parent, merged)


def test_saves_of_one_person_are_one_sitting_until_they_pause():
    found = sittings_in([kept(1), kept(2, minute=9.9), kept(3, minute=19.9), kept(4, minute=21)])
    assert [(one.first, one.last, one.saves) for one in found] == [(1, 2, 2), (3, 4, 2)]


def test_somebody_else_in_between_begins_another_sitting():
    found = sittings_in([kept(1), kept(2, by="Bo C"), kept(3, minute=1)])
    assert [(one.written_by, one.first) for one in found] == [("Ada", 1), ("Bo C", 2), ("Ada", 3)]


def test_a_save_that_merged_counts_once_and_names_what_it_joined():
    found = sittings_in(
        [kept(1), kept(2, parent=1), kept(3, parent=1), kept(4, parent=3, merged=2)]
    )
    assert [(one.last, one.saves, one.joins) for one in found] == [(4, 3, (Join(4, 3, 2),))]


def test_a_sitting_within_a_minute_is_a_moment():
    (short,) = sittings_in([kept(1), kept(2, minute=0.5)])
    (long,) = sittings_in([kept(1), kept(2, minute=1)])
    assert (short.is_a_moment, long.is_a_moment) == (True, False)


@pytest.fixture
def item(harbour):
    """An item of a meeting in session; Ada and Bo are there."""
    harbour.time_zone = "Europe/Berlin"
    harbour.save(update_fields=["time_zone"])
    of = make.meeting(harbour, state=Meeting.State.IN_SESSION)
    for name in ("Ada Low", "Bo Lee"):
        make.attendance(of, make.person(harbour, name))
    return make.item(of, "Budget")


def write(item, text, base=None, minute=0, by=None):
    """A save so many minutes after ten o'clock in Berlin."""
    fresh = AgendaItem.objects.for_saving().get(pk=item.pk)
    at = START + datetime.timedelta(minutes=minute)
    base = fresh.revision if base is None else base
    return save_notes(fresh, text=text, base=base, save=Save(by=by, at=at))


def address(name, item, *numbers):
    return reverse(name, args=["harbour", item.meeting.key, item.pk, *numbers])


def read(client, name, item, *numbers):
    return client.get(address(name, item, *numbers)).content.decode()


def test_the_history_tells_who_wrote_when_and_how_much(item, as_secretary, signed_in, harbour):
    from meetings.models import User

    secretary = User.objects.get(username="secretary")
    write(item, "- a\n- b", by=secretary)
    write(item, "- a\n- c\n- d", minute=5, by=secretary)
    write(item, "- a", minute=30)
    page = " ".join(read(as_secretary, "item_history", item).split())
    assert "5 March 2026, 10:00</time>" not in page
    assert "5 March 2026, 10:00–10:05</time> · Secretary Person" in page
    assert "lines: 3 added, 0 removed" in page
    assert "5 March 2026, 10:30</time> · somebody" in page
    assert "lines: 0 added, 2 removed" in page
    assert page.index("10:30") < page.index("10:00")
    assert address("item_compare", item, 2, 3) in page
    assert address("item_revision", item, 3) in page


def test_an_item_without_notes_says_that_its_history_is_empty(item, as_secretary):
    assert "Nobody has written in these notes yet." in read(as_secretary, "item_history", item)


def test_a_merged_version_shows_both_its_parents(item, as_secretary):
    write(item, "- a")
    write(item, "- a\n- of one", minute=1)
    write(item, "- a\n- of the other", base=1, minute=2)
    for page in (
        read(as_secretary, "item_history", item),
        read(as_secretary, "item_revision", item, 4),
    ):
        assert address("item_revision", item, 3) in page
        assert address("item_revision", item, 2) in page
    assert address("item_compare", item, 2, 4) in read(as_secretary, "item_revision", item, 4)


def test_a_version_reads_as_it_was_typed(item, as_secretary):
    write(item, "- <b>bold</b>")
    write(item, "")
    assert "- &lt;b&gt;bold&lt;/b&gt;</pre>" in read(as_secretary, "item_revision", item, 1)
    assert "No text." in read(as_secretary, "item_revision", item, 2)


def test_two_versions_stand_side_by_side_with_their_words_marked(item, as_secretary):
    write(item, "- a\nACTION Bo: call the bank")
    write(item, "- a\nACTION Bo: call a lender")
    page = read(as_secretary, "item_compare", item, 1, 2)
    assert "ACTION Bo: call <del>the bank</del>" in page
    assert "ACTION Bo: call <ins>a lender</ins>" in page
    assert page.count("removed:") == page.count("added:") == 1
    assert "Version 1, somebody, 5 March 2026, 10:00" in page


def test_equal_versions_say_so(item, as_secretary):
    write(item, "- a")
    assert "Both say the same." in read(as_secretary, "item_compare", item, 1, 1)


def test_a_version_that_never_was_is_not_found(item, as_secretary):
    write(item, "- a")
    for name, numbers in (
        ("item_revision", [2]),
        ("item_compare", [1, 2]),
        ("item_compare", [10**17, 1]),
        ("item_revision", [10**17]),
    ):
        assert as_secretary.get(address(name, item, *numbers)).status_code == 404
    assert as_secretary.post(address("item_restore", item, 2)).status_code == 404
    assert as_secretary.get(address("item_history", item) + "?page=9").status_code == 400


def test_another_meetings_item_has_no_history_here(item, as_secretary, harbour):
    write(item, "- a")
    other = make.meeting(harbour, date=make.A_DAY.replace(year=2020))
    for name, numbers in (("item_history", []), ("item_revision", [1]), ("item_compare", [1, 1])):
        strange = reverse(name, args=["harbour", other.key, item.pk, *numbers])
        assert as_secretary.get(strange).status_code == 404
    strange = reverse("item_restore", args=["harbour", other.key, item.pk, 1])
    assert as_secretary.post(strange).status_code == 404


def test_an_old_text_comes_back_as_one_more_version_with_its_records(item, as_secretary):
    write(item, "ACTION Bo: call")
    write(item, "- nothing")
    assert Action.objects.filter(line__isnull=False).count() == 0
    answer = as_secretary.post(address("item_restore", item, 1), follow=True)
    item.refresh_from_db()
    assert (item.notes, item.revision) == ("ACTION Bo: call", 3)
    assert Action.objects.get().line == 1
    assert NotesRevision.objects.get(number=3).parent.number == 2
    said = "is in force again, as version 3. To undo that, restore version 2."
    assert said in answer.content.decode()
    as_secretary.post(address("item_restore", item, 2))
    item.refresh_from_db()
    assert item.notes == "- nothing"


def test_restoring_what_is_in_force_changes_nothing(item, as_secretary):
    write(item, "- a")
    answer = as_secretary.post(address("item_restore", item, 1), follow=True)
    assert "Version 1 says what is in force already." in answer.content.decode()
    assert NotesRevision.objects.count() == 1


def test_approved_minutes_are_not_restored(item, as_secretary):
    write(item, "- a")
    write(item, "- b", minute=30)
    assert "Restore version 1" in read(as_secretary, "item_history", item)
    Meeting.objects.update(state=Meeting.State.APPROVED)
    refused = as_secretary.post(address("item_restore", item, 1))
    assert refused.status_code == 409
    assert "These minutes are approved." in refused.content.decode()
    assert "Restore version 1" not in read(as_secretary, "item_history", item)
    item.refresh_from_db()
    assert item.notes == "- b"


@pytest.mark.parametrize(("who", "status"), [("outsider", 404), ("observer", 403), ("member", 403)])
def test_only_the_secretariat_restores(who, status, item, signed_in):
    write(item, "- a")
    assert signed_in(who).post(address("item_restore", item, 1)).status_code == status


@pytest.mark.parametrize("rows", [3, 300])
def test_a_long_history_takes_no_more_queries_than_a_short_one(rows, item, as_secretary):
    NotesRevision.objects.bulk_create(
        NotesRevision(
            item=item,
            number=number,
            text=f"- a\n- {number}",
            saved_at=START + datetime.timedelta(minutes=number * 15),
        )
        for number in range(1, rows + 1)
    )
    AgendaItem.objects.filter(pk=item.pk).update(revision=rows, notes=f"- a\n- {rows}")
    pages = [
        (address("item_history", item) + f"?page={max(1, rows // 20)}", 6),
        (address("item_compare", item, 1, rows), 5),
        (address("item_revision", item, rows), 5),
    ]
    as_secretary.get(pages[0][0])
    for page, most in pages:
        with CaptureQueriesContext(connection) as captured:
            assert as_secretary.get(page).status_code == 200
        assert len(captured) <= most


def test_a_clash_on_the_plain_page_shows_what_the_two_did_differently(item, as_secretary):
    write(item, "the price is 5")
    write(item, "the price is 6")
    typed = {"text": "the price is 7", "base": "1"}
    page = as_secretary.post(address("item_notes", item), typed).content.decode()
    assert "the price is <del>6</del>" in page
    assert "the price is <ins>7</ins>" in page
    assert page.index("<ins>") < page.index("<textarea")
