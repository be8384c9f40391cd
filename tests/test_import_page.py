"""Bringing minutes on the page: a look first, then one press, and the way back."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone

from meetings.models import (
    Action,
    Attendance,
    ImportBatch,
    ImportSource,
    Meeting,
    NotesRevision,
    Organisation,
    Person,
    Resolution,
    Statement,
)
from meetings.services.archives import document_of
from meetings.services.changes import Save
from meetings.services.imports import make_meeting
from meetings.services.refusals import Refused
from tests import make
from tests.test_import_archive import archive
from tests.test_import_plain import MINUTES

APRIL = MINUTES.replace("4 March", "8 April")
EVERYTHING = (
    Meeting,
    Person,
    Organisation,
    Action,
    Resolution,
    Statement,
    Attendance,
    NotesRevision,
)


@pytest.fixture
def desk(as_secretary, harbour):
    class Desk:
        def bring(self, text="", files=(), **more):
            uploads = [SimpleUploadedFile(name, content) for name, content in files]
            address = reverse("import_new", args=["harbour"])
            return as_secretary.post(
                address, {"text": text, "uploads": uploads, **more}, follow=True
            )

        def post(self, name, pk, **data):
            return as_secretary.post(reverse(name, args=["harbour", pk]), data, follow=True)

        def run(self):
            return self.post("import_run", ImportBatch.objects.latest("pk").pk)

        def undo(self):
            return self.post("import_undo", ImportSource.objects.exclude(meeting=None).get().pk)

        def get(self, name, pk):
            return as_secretary.get(reverse(name, args=["harbour", pk])).content.decode()

    return Desk()


def test_nothing_becomes_a_meeting_before_it_was_looked_at(desk):
    shown = desk.bring(MINUTES).content.decode()
    assert "0 became meetings, 1 waiting, 0 not taken" in shown
    assert "5 people, 4 items, 2 actions, 1 resolutions" in shown
    assert not Meeting.objects.exists()
    assert not Person.objects.filter(user=None).exists()


def test_the_look_shows_each_line_with_what_it_was_read_as(desk):
    desk.bring(MINUTES)
    shown = desk.get("import_source", ImportSource.objects.get().pk)
    assert "The press leaks." in shown
    assert "attendee" in shown
    assert "disposition" in shown


def test_one_press_makes_all_the_meetings(desk):
    desk.bring(files=[("march.txt", MINUTES.encode()), ("april.md", APRIL.encode())])
    shown = desk.run().content.decode()
    assert "2 became meetings, 0 waiting" in shown
    assert [m.key for m in Meeting.objects.order_by("date")] == ["2026-03-04", "2026-04-08"]
    assert Person.objects.filter(user=None).count() == 5


def test_an_archive_is_unpacked_and_its_other_files_left_alone(desk):
    packed = archive(old__march_txt=MINUTES, april_md=APRIL, picture_png=b"x")
    desk.bring(files=[("minutes.zip", packed)])
    assert sorted(ImportSource.objects.values_list("name", flat=True)) == ["april.md", "march.txt"]


def test_all_that_is_wrong_with_an_archive_is_said_at_once(desk):
    files = [("a.txt", b""), ("b.txt", "Minutes".encode("utf-16")), ("c.txt", MINUTES.encode())]
    shown = desk.bring(files=[*files, ("d.txt", MINUTES.encode())]).content.decode()
    assert "1 waiting, 3 not taken" in shown
    assert "The file is empty." in shown
    assert "not UTF-8 but UTF-16" in shown
    assert "still waiting to become a meeting" in shown


def test_a_refused_source_says_why_and_the_others_are_made(desk):
    other = MINUTES.replace("Eli Gray", "Flo Hart")
    desk.bring(files=[("a.txt", MINUTES.encode()), ("b.txt", other.encode())])
    shown = desk.run().content.decode()
    assert "1 became meetings, 1 waiting" in shown
    assert "is here already. Another version of that meeting?" in shown


def test_final_minutes_are_marked_so(desk):
    desk.bring(MINUTES, is_final="final")
    desk.run()
    assert Meeting.objects.get().is_final_as_recorded


def test_nothing_brought_is_said_beside_the_form_and_the_choice_stays(desk):
    response = desk.bring(is_final="final")
    assert response.status_code == 422
    assert "Paste minutes or choose a file." in response.content.decode()
    assert response.content.decode().count("checked") == 1


def test_a_date_that_the_text_lacks_is_asked_for(desk):
    desk.bring(MINUTES.replace(", 4 March 2026", " minutes"))
    source = ImportSource.objects.get()
    assert "When was this meeting?" in desk.get("import_source", source.pk)
    desk.post("import_source", source.pk, stated_date="2026-03")
    desk.run()
    meeting = Meeting.objects.get()
    assert (meeting.key, meeting.date_precision) == ("2026-03", "month")


@pytest.mark.parametrize("bad", ["2027-02-29", "0000-01-01", "9999-12-31", "31/02", "soon", ""])
def test_a_date_that_is_none_is_refused_and_kept(bad, desk):
    desk.bring(MINUTES.replace(", 4 March 2026", " minutes"))
    source = ImportSource.objects.get()
    response = desk.post("import_source", source.pk, stated_date=bad)
    assert response.status_code == 422
    assert f'value="{bad}"' in response.content.decode() or not bad
    source.refresh_from_db()
    assert source.stated_date == ""


def test_an_archives_open_actions_are_closed_at_once(desk):
    desk.bring(MINUTES)
    desk.run()
    shown = desk.post("import_actions", ImportBatch.objects.get().pk, become="closed")
    assert "Closed: 2 actions." in shown.content.decode()
    assert set(Action.objects.values_list("state", flat=True)) == {"cancelled"}
    assert not Action.objects.filter(closed_on=None).exists()


def test_an_archives_open_actions_are_carried_into_the_present(desk):
    desk.bring(MINUTES)
    desk.run()
    desk.post("import_actions", ImportBatch.objects.get().pk, become="current")
    late = Action.objects.overdue(on=make.A_DAY.replace(year=2030))
    assert [action.number for action in late] == [1]


def test_actions_that_others_made_are_left_alone(desk, harbour):
    other = make.action(make.item(make.meeting(harbour, make.A_DAY.replace(year=2020))))
    desk.bring(MINUTES)
    desk.run()
    batch = ImportBatch.objects.get().pk
    assert "Choose whether" in desk.post("import_actions", batch, become="x").content.decode()
    desk.post("import_actions", batch, become="closed")
    other.refresh_from_db()
    assert other.state == Action.State.OPEN


def test_a_date_cannot_be_stated_once_it_is_settled(desk):
    desk.bring(MINUTES)
    shown = desk.post("import_source", ImportSource.objects.get().pk, stated_date="2015-01-20")
    assert "settled already" in shown.content.decode()
    assert ImportSource.objects.get().stated_date == ""


def test_a_kept_text_that_is_refused_later_says_so_and_stops_nothing(desk):
    desk.bring(files=[("a.txt", MINUTES.encode()), ("b.txt", APRIL.encode())])
    ImportSource.objects.filter(name="a.txt").update(content=b"\xff")
    assert "not UTF-8" in desk.get("import_source", ImportSource.objects.get(name="a.txt").pk)
    shown = desk.run().content.decode()
    assert "1 became meetings, 1 waiting" in shown
    assert "not UTF-8" in shown


def test_a_source_becomes_one_meeting_however_often_it_is_made(desk):
    desk.bring(MINUTES.replace(", 4 March 2026", " minutes"))
    desk.run()
    source = ImportSource.objects.get()
    save = Save(by=None, at=timezone.now())
    with pytest.raises(Refused, match="in the meantime"):
        make_meeting(source, document=document_of(source, limit=9**9), save=save)
    assert Meeting.objects.count() == 1


def test_a_waiting_text_can_be_thrown_away_and_a_meetings_text_cannot(desk):
    desk.bring(MINUTES)
    source = ImportSource.objects.get()
    desk.post("import_discard", source.pk)
    assert not ImportSource.objects.exists()
    desk.bring(MINUTES)
    desk.run()
    assert desk.post("import_discard", ImportSource.objects.get().pk).status_code == 404


def test_another_boards_batches_do_not_exist(desk, library, signed_in):
    desk.bring(MINUTES)
    outsider = signed_in("outsider")
    batch, source = ImportBatch.objects.get(), ImportSource.objects.get()
    for name, pk in (("import_batch", batch.pk), ("import_source", source.pk)):
        for board in ("harbour", "library"):
            assert outsider.get(reverse(name, args=[board, pk])).status_code in (403, 404)
