"""The command: files and folders, each file whole or not at all."""

import json

import pytest
from django.core.management import CommandError, call_command

from meetings.models import ImportSource, Meeting, Person
from tests.test_import_plain import MINUTES


def run(*paths, board="harbour", **options):
    call_command("import_minutes", *map(str, paths), board=board, **options)


@pytest.fixture
def folder(tmp_path, harbour):
    (tmp_path / "a-march.txt").write_text(MINUTES)
    (tmp_path / "b-april.txt").write_text(MINUTES.replace("4 March", "8 April"))
    (tmp_path / "picture.png").write_bytes(b"\x89PNG")
    return tmp_path


def test_a_folder_is_imported_in_the_order_of_its_dates(folder, capsys):
    (folder / "c-last-year.txt").write_text(MINUTES.replace("2026", "2025"))
    (folder / "a-undated.txt").write_text(MINUTES.replace(", 4 March 2026", " minutes"))
    run(folder)
    keys = [meeting.key for meeting in Meeting.objects.order_by("pk")]
    assert keys == ["2025-03-04", "2026-03-04", "2026-04-08", "undated-1"]
    assert Person.objects.count() == 5
    assert "b-april.txt: became the meeting 2026-04-08" in capsys.readouterr().out


def test_a_refused_file_stores_nothing_and_the_others_are_imported(folder, capsys):
    (folder / "a-march.txt").write_bytes(b"")
    with pytest.raises(CommandError, match="1 of 2 refused"):
        run(folder)
    assert [m.key for m in Meeting.objects.all()] == ["2026-04-08"]
    assert "a-march.txt: The file is empty." in capsys.readouterr().err


def test_every_file_refused_is_named_with_its_reason(folder, capsys):
    (folder / "a-march.txt").write_bytes(b"")
    (folder / "b-april.txt").write_bytes("Minutes".encode("utf-16"))
    with pytest.raises(CommandError, match="2 of 2 refused"):
        run(folder)
    said = capsys.readouterr().err
    assert "a-march.txt: The file is empty." in said
    assert "b-april.txt: The file is not UTF-8" in said
    assert not ImportSource.objects.exists()


def test_twenty_megabytes_are_refused_unread(tmp_path, harbour, capsys):
    large = tmp_path / "large.txt"
    with large.open("wb") as file:
        file.truncate(20 * 1024 * 1024)
    with pytest.raises(CommandError):
        run(large)
    assert "too large (20.0 MB; the limit is 5 MB)" in capsys.readouterr().err


def test_an_unknown_board_is_named(tmp_path, db):
    with pytest.raises(CommandError, match="There is no board “nowhere”"):
        run(tmp_path, board="nowhere")


def test_a_missing_path_is_named(harbour):
    with pytest.raises(CommandError, match=r"There is no file or folder “/nowhere\.txt”"):
        run("/nowhere.txt")


def test_a_folder_without_minutes_says_what_was_looked_for(tmp_path, harbour):
    with pytest.raises(CommandError, match="searched for"):
        run(tmp_path)


def test_json_has_the_parse_under_the_files_name(folder, tmp_path):
    run(folder / "a-march.txt", json=str(tmp_path / "out"), dry_run=True)
    parsed = json.loads((tmp_path / "out" / "a-march.json").read_text())
    assert parsed["date"] == "2026-03-04"
    assert parsed["resolutions"] == [
        {
            "text": "Buy a new press",
            "outcome": "carried",
            "for": None,
            "against": None,
            "abstain": None,
        }
    ]
    assert parsed["items"][2] == {"title": "Winter feed", "presenters": [], "deferred": True}
    assert not Meeting.objects.exists()


def test_final_marks_the_minutes_as_approved_elsewhere(folder):
    run(folder / "a-march.txt", final=True)
    assert Meeting.objects.get().is_final_as_recorded
