"""Whatever somebody does to an exported register, the program beside it says so."""

import random

import pytest
from django.core.management import CommandError, call_command

from meetings.services.disposing import dispose_of
from meetings.services.register import head_of
from tests import make
from tests.registered import approved, verify
from tests.soak import mutations
from tests.soak.mutations import Forger, line_of
from tests.soak.register import Bench

SIZE = 9


def forger(seed=7):
    rng = random.Random(seed)  # noqa: S311 - the same faults in each run
    own, others = (
        mutations.register(rng, mutations.texts(SIZE), board) for board in ("harbour", "library")
    )
    return Forger(rng, own, others)


@pytest.mark.parametrize("kind", forger().kinds())
def test_every_way_of_touching_a_register_is_found_and_the_first_bad_entry_named(kind, tmp_path):
    bench = Bench(tmp_path)
    for seed in range(3):
        lines, named = forger(seed).kinds()[kind]()
        told = bench.check(lines)
        assert told.status == 1
        assert told.first in named


SPOILT = {
    "empty": lambda line: b"\n",
    "no object": lambda line: b"[]\n",
    "deep": lambda line: b"[" * 100_000 + b"\n",
    "no text": lambda line: b"\xff\xfe\n",
    "without its end": lambda line: line[:-1],
    "number as text": lambda line: line.replace(b'"seq":4', b'"seq":"4"'),
    "number twice": lambda line: line.replace(b'"seq":4', b'"seq":4,"seq":4'),
    "number no number": lambda line: line.replace(b'"seq":4', b'"seq":true'),
    "salt with a space": lambda line: line.replace(b'"salt":"', b'"salt":" '),
}


@pytest.mark.parametrize("spoil", SPOILT.values(), ids=SPOILT)
def test_a_line_that_is_none_is_one_fault(spoil, tmp_path):
    lines = forger().lines()
    lines[3] = spoil(lines[3])
    told = Bench(tmp_path).check(lines)
    assert (told.status, told.first) == (1, 4)
    assert not told.lines[-1].startswith("Traceback")


def test_the_case_of_a_salt_is_no_hiding_place(tmp_path):
    one = forger()
    lines = one.lines()
    lines[3] = line_of(one.entries[3] | {"salt": one.entries[3]["salt"].upper()})
    assert Bench(tmp_path).check(lines).first == 4


def test_a_disposal_speaks_of_earlier_entries_alone(tmp_path):
    rng = random.Random(3)  # noqa: S311 - the same in each run
    said = [mutations.canonical({"entries": [2], "reason": "Old."}), *mutations.texts(1)]
    entries = mutations.register(rng, said)
    del entries[1]["text"], entries[1]["salt"]
    told = Bench(tmp_path).check([line_of(entries[0]), line_of(entries[1])])
    assert told.lines[0] == "entry 2: its text is gone, and no entry says that it was disposed of"


@pytest.mark.parametrize(
    ("head", "words"),
    [
        ("", "is written NUMBER:HASH"),
        ("3", "is written NUMBER:HASH"),
        (f"x:{'0' * 64}", "is written NUMBER:HASH"),
        (f"²:{'0' * 64}", "is written NUMBER:HASH"),
        (f"{'9' * 5000}:{'0' * 64}", "is written NUMBER:HASH"),
        (f"0:{'0' * 64}", "written anew"),
        (f"3:{'0' * 64}", "written anew"),
        (f"99:{'0' * 64}", "cut short"),
    ],
)
def test_a_head_that_does_not_fit_is_told(head, words, tmp_path):
    told = Bench(tmp_path).check(forger().lines(), "--head", head)
    assert told.status == 1
    assert words in told.lines[0]


def test_every_old_head_of_a_whole_register_fits(tmp_path):
    one, bench = forger(), Bench(tmp_path)
    for entry in one.entries:
        head = f"{entry['seq']}:{entry['hash'].upper()}"
        assert bench.check(one.lines(), "--head", head).status == 0


def test_a_folder_without_a_register_is_told_in_a_sentence(tmp_path):
    (tmp_path / "verify.py").write_text(Bench(tmp_path).program)
    status, told = verify(tmp_path)
    assert status == 1
    assert told[-1].endswith("register.jsonl cannot be read: No such file or directory")


@pytest.fixture
def folder(harbour, tmp_path):
    for _number in range(3):
        approved(harbour)
    call_command("export_board", harbour.slug, tmp_path, verbosity=0)
    return tmp_path


def test_a_text_that_was_tampered_with_beside_the_register_is_named(folder):
    path = folder / "texts" / "2.json"
    path.write_text(path.read_text().replace("holds", "fails"))
    assert verify(folder)[1][0] == "entry 2: texts/2.json is not its text"


def test_a_text_that_was_taken_or_added_is_named(folder):
    (folder / "texts" / "2.json").rename(folder / "texts" / "9.json")
    assert verify(folder)[1][0] == "entry 2: texts/2.json is not its text"
    (folder / "texts" / "9.json").rename(folder / "texts" / "2.json")
    (folder / "texts" / "9.json").write_text("{}")
    assert verify(folder) == (1, ["texts/9.json belongs to no entry", *verify(folder)[1][1:]])


def test_a_copy_without_the_folder_of_texts_verifies(folder):
    (folder / "texts").rename(folder / "elsewhere")
    assert verify(folder)[0] == 0


def test_what_was_disposed_of_does_not_stay_in_an_older_folder(harbour, folder):
    entry = harbour.register.get(seq=2)
    dispose_of(harbour, entries=[entry], reason="Old.", save=make.a_save())
    (folder / "texts" / "notes.json").write_text("{}")  # somebody else's
    call_command("export_board", harbour.slug, folder, verbosity=0)
    assert not (folder / "texts" / "2.json").exists()
    assert (folder / "texts" / "notes.json").exists()
    (folder / "texts" / "notes.json").unlink()
    status, told = verify(folder, "--head", head_of(harbour))
    assert (status, told[:2]) == (
        0,
        ["4 entries, 4 of them whole", "texts that were disposed of: 2"],
    )


def test_a_board_that_is_none_or_a_folder_that_is_none_is_refused(harbour, tmp_path):
    (tmp_path / "file").write_text("mine")
    for slug, where in (("nowhere", tmp_path), ("harbour", tmp_path / "file")):
        with pytest.raises(CommandError):
            call_command("export_board", slug, where, verbosity=0)
    assert (tmp_path / "file").read_text() == "mine"


def test_an_empty_register_is_exported_and_verifies(harbour, tmp_path):
    call_command("export_board", harbour.slug, tmp_path, verbosity=0)
    assert verify(tmp_path) == (0, ["0 entries, 0 of them whole"])
    assert verify(tmp_path, "--head", f"1:{'0' * 64}")[0] == 1
