"""How fast papers are added, and what an upload that dies leaves on the disk."""

import datetime
import os
import signal

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import FileSystemStorage, storages
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import call_command
from django.db import connection
from django.utils import timezone

from meetings.models import Paper
from meetings.services.changes import Save
from meetings.services.papers import Limits, TooMany, add_paper, look_at, sweep_papers
from tests import files, make
from tests.races import together
from tests.test_papers import desk, item, on_disk

__all__ = ["desk", "item"]
AT = datetime.datetime(2026, 3, 5, 9, 0, tzinfo=datetime.UTC)
LIMITS = Limits(10**6, 10**9, 3)


@pytest.fixture
def disk(tmp_path, monkeypatch):
    """A real disk under the papers, with nothing on it."""
    real = FileSystemStorage(location=tmp_path / "papers")
    monkeypatch.setitem(storages._storages, "papers", real)
    monkeypatch.setattr(Paper._meta.get_field("file"), "storage", real)


def once_written(act):
    """The row is written, and not yet committed, when it happens."""
    insert = Paper._do_insert

    def inserted(*args):
        insert(*args)
        return act()

    return inserted


def die():
    os.kill(os.getpid(), signal.SIGKILL)


def lay(item, by, at=AT, mark=b""):
    file = SimpleUploadedFile("a.pdf", files.PDF + mark)
    laid = look_at(file, limits=LIMITS)
    return add_paper(item, laid=laid, title="", save=Save(by=by, at=at), limits=LIMITS)


@pytest.fixture(autouse=True)
def _empty_disk():
    for name in on_disk():
        storages["papers"].delete(name)


def test_who_adds_papers_too_fast_is_told_how_long_to_wait(desk, settings):
    settings.PAPERS_IN_TEN_MINUTES = 2
    assert [desk.lay(title=name).status_code for name in "ab"] == [200, 200]
    refused = desk.lay(title="One too many")
    assert refused.status_code == 429
    assert 0 < int(refused.headers["Retry-After"]) <= 600
    assert "Wait 10 minutes, then go on." in refused.content.decode()
    assert "One too many" in refused.content.decode()
    assert Paper.objects.count() == 2


def test_the_limit_is_each_persons_own_and_ends_with_its_window(item):
    ada, bo = make.user("ada"), make.user("bo")
    for minute in (0, 4, 8):
        lay(item, ada, AT + datetime.timedelta(minutes=minute))
    with pytest.raises(TooMany) as no:
        lay(item, ada, AT + datetime.timedelta(minutes=9, seconds=30))
    assert (no.value.seconds, "Wait 1 minute," in str(no.value)) == (30, True)
    lay(item, bo, AT + datetime.timedelta(minutes=9))
    lay(item, ada, AT + datetime.timedelta(minutes=10))
    assert Paper.objects.count() == 5


@pytest.mark.django_db(transaction=True)
def test_of_many_at_once_no_more_than_the_limit_are_taken(item):
    ada = make.user("ada")
    answers = together(*(lambda n=n: lay(item, ada, mark=b"%d" % n) for n in range(6)))
    assert sorted(type(answer).__name__ for answer in answers) == ["Paper"] * 3 + ["TooMany"] * 3
    assert len(on_disk()) == 3


@pytest.mark.django_db(transaction=True)
def test_no_file_is_left_behind_when_the_row_cannot_be_written(item, monkeypatch):
    monkeypatch.setattr(Paper, "_do_insert", once_written(lambda: 1 / 0))
    with pytest.raises(ZeroDivisionError):
        lay(item, None)
    assert (on_disk(), Paper.objects.count()) == ([], 0)


@pytest.mark.skipif(connection.vendor == "postgresql", reason="a fork shares its connection")
@pytest.mark.django_db(transaction=True)
def test_a_server_killed_before_the_row_is_committed_leaves_a_file_that_is_swept(
    item, disk, monkeypatch
):
    monkeypatch.setattr(Paper, "_do_insert", once_written(die))
    child = os.fork()
    if child == 0:
        lay(item, None)
        os._exit(0)
    assert os.waitpid(child, 0)[1] == signal.SIGKILL
    assert (len(on_disk()), Paper.objects.count()) == (1, 0)
    assert sweep_papers(now=timezone.now()) == []  # perhaps still on its way
    assert sweep_papers(now=timezone.now() + datetime.timedelta(days=2)) != []
    assert on_disk() == []


def test_a_file_that_a_paper_has_is_never_swept(item, disk, capsys):
    paper = make.paper(item)
    stray = storages["papers"].save("stray", ContentFile(b"x"))
    old = timezone.now().timestamp() - 3 * 86400
    for name in (stray, str(paper.file.name)):
        os.utime(storages["papers"].path(name), (old, old))
    call_command("sweep_papers")
    assert on_disk() == [str(paper.file.name)]
    assert capsys.readouterr().out == "1 files without a paper deleted.\n"


def test_where_no_paper_was_ever_laid_nothing_is_swept(disk):
    assert sweep_papers(now=timezone.now()) == []
