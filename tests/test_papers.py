"""Papers: which files are taken, who opens them, and what stays on the disk."""

import datetime
import os
import time
from pathlib import Path
from typing import Any

import pytest
from django.core.files.storage import storages
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from meetings.models import Paper, Person
from meetings.services.carrying import bring_items
from meetings.services.paper_types import clean_name
from tests import files, make


@pytest.fixture(autouse=True)
def _empty_disk():
    for name in on_disk():
        storages["papers"].delete(name)


@pytest.fixture
def item(harbour):
    return make.item(make.planned_meeting(harbour), "Budget")


@pytest.fixture
def desk(as_secretary, item):
    class Desk:
        def lay(self, name="figures.pdf", content=files.PDF, title="", to=item):
            address = reverse("paper_add", args=["harbour", to.meeting.key, to.pk])
            file = SimpleUploadedFile(name, content)
            return as_secretary.post(address, {"file": file, "title": title}, follow=True)

        def drop(self, paper):
            key = paper.item.meeting.key
            address = reverse("paper_drop", args=["harbour", key, paper.pk])
            return as_secretary.post(address, follow=True)

    return Desk()


def on_disk():
    return storages["papers"].listdir("")[1]


def address_of(paper):
    return reverse("paper", args=["harbour", paper.item.meeting.key, paper.pk])


@pytest.mark.parametrize("name", files.GOOD)
def test_a_file_of_a_known_kind_is_taken_and_given_out_as_that(name, desk, as_secretary):
    content, kind = files.GOOD[name]
    response = desk.lay(name, content)
    assert response.status_code == 200
    paper = Paper.objects.get()
    assert (paper.title, paper.file_name) == (name.rpartition(".")[0], name)
    given = as_secretary.get(address_of(paper))
    assert b"".join(given.streaming_content) == content
    assert given.headers["Content-Disposition"] == f'attachment; filename="{name}"'
    assert kind is None or given.headers["Content-Type"] == kind
    assert given.headers["Content-Security-Policy"] == "sandbox; default-src 'none'"
    assert given.headers["X-Content-Type-Options"] == "nosniff"


@pytest.mark.parametrize("name", files.NOT_A)
def test_a_file_that_is_not_what_it_says_is_refused(name, desk):
    content, sentence = files.NOT_A[name]
    response = desk.lay(name, content)
    assert response.status_code == (415 if sentence else 422)
    assert (sentence or "The file has no name.") in response.content.decode()
    assert (Paper.objects.count(), on_disk()) == (0, [])


@pytest.mark.parametrize("name", files.REFUSED)
def test_a_document_that_does_more_than_be_read_is_refused(name, desk):
    content, sentence = files.REFUSED[name]
    began = time.process_time()
    response = desk.lay(name, content)
    assert time.process_time() - began < 2
    assert response.status_code == 422
    assert sentence in response.content.decode()
    assert (Paper.objects.count(), on_disk()) == (0, [])


def test_an_empty_file_is_refused_and_the_title_stays(desk):
    response = desk.lay(content=b"", title="Figures of March")
    assert response.status_code == 422
    assert "The file is empty." in response.content.decode()
    assert "Figures of March" in response.content.decode()


def test_no_file_at_all_is_asked_for(as_secretary, item):
    address = reverse("paper_add", args=["harbour", item.meeting.key, item.pk])
    response = as_secretary.post(address, {"title": "x"})
    assert (response.status_code, b"Choose a file." in response.content) == (422, True)


def test_a_file_of_the_largest_size_is_taken_and_one_byte_more_is_not(desk, settings):
    settings.PAPER_LIMIT_BYTES = 2 * 1024 * 1024
    content = files.PDF.ljust(2 * 1024 * 1024)
    assert desk.lay(content=content).status_code == 200
    response = desk.lay(content=content + b" ")
    assert response.status_code == 413
    assert "larger than the limit of 2 MB" in response.content.decode()


NAMES = {
    "../../etc/passwd.pdf": "passwd.pdf",
    "..\\..\\x.pdf": "x.pdf",
    "a\r\nSet-Cookie: b.pdf": "a Set-Cookie: b.pdf",
    "a\u202efdp.pdf": "a fdp.pdf",
    "x" * 300 + ".pdf": "x" * 120 + ".pdf",
    " . . ": "",
    "..": "",
    "con.pdf": "con.pdf",
    "Grüße  aus Ålesund.pdf": "Grüße aus Ålesund.pdf",
}


@pytest.mark.parametrize(("typed", "shown"), NAMES.items(), ids=range(len(NAMES)))
def test_a_name_is_shown_without_what_could_do_harm(typed, shown):
    assert clean_name(typed) == shown


def test_nothing_of_the_name_reaches_the_disk(desk, as_secretary):
    desk.lay("../../Grüße; X: y.pdf")
    paper = Paper.objects.get()
    (name,) = on_disk()
    assert len(name) == 32
    assert name.isalnum()
    header = as_secretary.get(address_of(paper)).headers["Content-Disposition"]
    assert "\n" not in header
    assert header.startswith("attachment; filename*=utf-8''Gr%C3%BC%C3%9Fe")


def test_the_same_file_twice_is_two_papers_and_one_file(desk):
    desk.lay()
    desk.lay("other.pdf", title="Other")
    first, second = Paper.objects.order_by("position")
    assert (first.file.name, first.title, second.title) == (second.file.name, "figures", "Other")
    assert len(on_disk()) == 1


@pytest.mark.django_db(transaction=True)
def test_a_file_leaves_the_disk_with_the_last_paper_that_needs_it(desk):
    desk.lay()
    desk.lay("other.pdf")
    first, second = Paper.objects.select_related("item__meeting").order_by("position")
    desk.drop(first)
    assert len(on_disk()) == 1
    desk.drop(second)
    assert (Paper.objects.count(), on_disk()) == (0, [])


def test_a_board_that_has_the_same_file_keeps_its_own(desk, library, item):
    desk.lay()
    theirs = make.item(make.planned_meeting(library))
    Paper.objects.filter(pk=Paper.objects.get().pk).update(item=theirs)
    desk.lay()
    assert len(on_disk()) == 2


def test_a_full_board_takes_no_more(desk, settings):
    settings.PAPER_QUOTA_BYTES = len(files.PDF) + 5
    assert desk.lay().status_code == 200
    assert desk.lay("again.pdf").status_code == 200
    response = desk.lay("b.pdf", files.PDF + b"more than five")
    assert response.status_code == 409
    assert "papers are used" in response.content.decode()
    assert len(on_disk()) == 1


@pytest.mark.parametrize("state", ["approved", "final"])
def test_approved_minutes_keep_their_papers_as_they_are(state, desk, harbour, item):
    desk.lay()
    if state == "final":
        from tests.test_import_plain import store

        frozen = store(harbour, is_final=True)
        Paper.objects.update(item=frozen.items.first())
        item = frozen.items.first()
    else:
        item.meeting.state = state
        item.meeting.save(update_fields=["state"])
    response = desk.lay("late.pdf", files.PDF + b"x", to=item)
    assert response.status_code == 409
    assert "These minutes are approved" in response.content.decode()
    paper = Paper.objects.select_related("item__meeting").get()
    assert "These minutes are approved" in desk.drop(paper).content.decode()
    assert (Paper.objects.count(), len(on_disk())) == (1, 1)


READERS = {
    "anonymous": (302, 302),
    "outsider": (404, 404),
    "observer": (200, 404),
    "member": (200, 200),
    "secretary": (200, 200),
    "guest": (404, 404),
}


@pytest.mark.parametrize("who", READERS)
def test_a_paper_is_opened_by_those_who_may_know_of_its_item(who, desk, item, signed_in):
    desk.lay()
    paper = Paper.objects.get()
    statuses = []
    for is_in_camera in (False, True):
        item.is_in_camera = is_in_camera
        item.save(update_fields=["is_in_camera"])
        statuses.append(signed_in(who).get(address_of(paper)).status_code)
    assert tuple(statuses) == READERS[who]


def test_a_guest_opens_the_papers_of_the_meeting_they_are_invited_to(desk, item, signed_in):
    guest = signed_in("guest")
    desk.lay()
    who = Person.objects.get(user__username="guest")
    make.attendance(item.meeting, who, capacity="guest")
    assert guest.get(address_of(Paper.objects.get())).status_code == 200
    assert "figures" in guest.get(item.meeting.get_absolute_url()).content.decode()


def test_who_is_out_for_an_item_in_camera_opens_none_of_its_papers(desk, item, signed_in):
    member = signed_in("member")
    desk.lay()
    item.is_in_camera = True
    item.save(update_fields=["is_in_camera"])
    item.recusals.create(person=Person.objects.get(user__username="member"), nature="supplier")
    assert member.get(address_of(Paper.objects.get())).status_code == 404


def test_a_paper_is_not_found_under_another_meeting_or_when_its_file_is_gone(
    desk, harbour, as_secretary
):
    desk.lay()
    paper = Paper.objects.get()
    other = make.meeting(harbour)
    wrong = reverse("paper", args=["harbour", other.key, paper.pk])
    assert as_secretary.get(wrong).status_code == 404
    storages["papers"].delete(str(paper.file.name))
    assert as_secretary.get(address_of(paper)).status_code == 404


@pytest.mark.parametrize(("who", "status"), [("outsider", 404), ("observer", 403), ("member", 403)])
def test_only_the_secretariat_lays_and_takes_off_papers(who, status, desk, item, signed_in):
    desk.lay()
    client = signed_in(who)
    for name, pk in (("paper_add", item.pk), ("paper_drop", Paper.objects.get().pk)):
        address = reverse(name, args=["harbour", item.meeting.key, pk])
        assert client.post(
            address, {"file": SimpleUploadedFile("a.pdf", files.PDF)}
        ).status_code == (status)
    assert Paper.objects.count() == 1


def test_an_item_that_is_carried_over_takes_its_papers_along(desk, item, harbour):
    desk.lay()
    item.disposition = "deferred"
    item.save(update_fields=["disposition"])
    item.meeting.state = "adjourned"
    item.meeting.save(update_fields=["state"])
    later = make.planned_meeting(harbour, datetime.date(2026, 5, 7))
    *_others, carried = bring_items(later)
    (paper,) = carried.papers.all()
    assert (paper.title, paper.size) == ("figures", len(files.PDF))
    assert len(on_disk()) == 1


def test_a_dropped_item_takes_its_papers_with_it(desk, item, as_secretary):
    desk.lay()
    as_secretary.post(reverse("agenda_drop", args=["harbour", item.meeting.key, item.pk]))
    assert not Paper.objects.exists()


def test_papers_lie_where_nobody_else_on_the_machine_reads_them(tmp_path):
    from django.core.files.base import ContentFile
    from django.core.files.storage import FileSystemStorage

    from boardapp import settings

    papers: Any = settings.STORAGES["papers"]
    place = papers["OPTIONS"]
    assert Path(place["location"]).is_relative_to(settings.VAR_DIR)
    assert not Path(place["location"]).is_relative_to(settings.STATIC_ROOT)
    storage = FileSystemStorage(**place | {"location": tmp_path / "papers"})
    name = storage.save("x", ContentFile(b"x"))
    assert os.stat(storage.path(name)).st_mode & 0o777 == 0o600
    assert os.stat(tmp_path / "papers").st_mode & 0o777 == 0o700
