"""Foreign bytes are read in a child process: what a reader may take, and what it may not do."""

import os
import signal
import socket
import subprocess
import sys
import textwrap
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from meetings.importers.bounded import ROOT, BoundedReader
from meetings.importers.parts import Part, read_parts
from meetings.importers.source import Unreadable
from tests import misbehaving
from tests.test_import_plain import MINUTES

LIMIT = 5 * 1024 * 1024
TOO_MUCH = "This text could not be read within 1 seconds and 256 MB. Split it and bring the parts."
REAL = "meetings.importers.parts:read_parts"
ITSELF = read_parts(MINUTES.encode(), limit=LIMIT)
linux = pytest.mark.skipif(sys.platform != "linux", reason="looks into /proc")


@pytest.fixture
def bounded():
    """A reader in a child of its own, which ends with the test."""
    made = []

    def start(name="", seconds=10):
        reader = BoundedReader[Part](f"tests.misbehaving:{name}" if name else REAL, seconds)
        made.append(reader)
        return reader

    yield start
    for reader in made:
        reader.close()


def test_a_child_reads_what_the_reader_itself_reads(bounded):
    assert bounded().read(MINUTES.encode(), limit=LIMIT) == ITSELF


def test_a_page_with_a_time_of_day_crosses_as_it_is(bounded):
    page = MINUTES + "\nCALLED TO ORDER 10:05\nADJOURNED 11:40\n"
    assert bounded().read(page.encode(), limit=LIMIT) == read_parts(page.encode(), limit=LIMIT)


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"", "The file is empty."),
        (b"\xff\xfe\x00", "The file is not UTF-8 but UTF-16. Save it as UTF-8 and try again."),
        (b"x" * (LIMIT + 1), "The file is too large (5.0 MB; the limit is 5 MB)."),
    ],
)
def test_a_refusal_crosses_as_its_sentence(bounded, content, sentence):
    with pytest.raises(Unreadable) as refused:
        bounded().read(content, limit=LIMIT)
    assert str(refused.value) == sentence


@pytest.mark.parametrize("name", ["loop", "sleep"])
def test_a_reader_that_overruns_is_ended_and_the_next_text_is_read(bounded, name):
    reader = bounded(name, seconds=1)
    began = time.monotonic()
    with pytest.raises(Unreadable) as refused:
        reader.read(MINUTES.encode(), limit=LIMIT)
    assert str(refused.value) == TOO_MUCH
    assert time.monotonic() - began < 60
    reader._reader, reader._seconds = REAL, 10
    assert reader.read(MINUTES.encode(), limit=LIMIT) == ITSELF


def test_without_the_bound_the_same_reader_does_overrun():
    def stop(*_):
        raise TimeoutError

    before = signal.signal(signal.SIGALRM, stop)
    signal.setitimer(signal.ITIMER_REAL, 1.5)
    try:
        with pytest.raises(TimeoutError):
            misbehaving.loop(MINUTES.encode(), limit=LIMIT)
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, before)


def test_a_reader_that_eats_memory_is_refused_in_a_sentence(bounded):
    with pytest.raises(Unreadable, match=r"could not be read within 10 seconds and 256 MB\."):
        bounded("eat_memory").read(MINUTES.encode(), limit=LIMIT)


MEASURE = """
    import sys
    from meetings.importers.bounded import BoundedReader
    from meetings.importers.source import Unreadable
    from tests import misbehaving

    def peak():
        status = open("/proc/self/status").read()
        return int(status.split("VmHWM:")[1].split()[0]) // 1024

    text = sys.stdin.buffer.read()
    before = peak()
    try:
        {read}
    except (Unreadable, MemoryError):
        pass
    print(peak() - before)
"""


def growth_of(read, text):
    """By how many megabytes a process of its own grows that reads this text."""
    program = textwrap.dedent(MEASURE).format(read=read)
    ran = subprocess.run(
        [sys.executable, "-c", program],
        input=text.encode(), cwd=ROOT, capture_output=True, check=True,
    )  # fmt: skip
    return int(ran.stdout)


FIRST = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
HEAD = "Minutes of 4 May 2026\n\nPresent: Ada Bel, Cy Dee\n\nBudget\n\n"
NAMES = [
    "Present: " + ", ".join(f"{FIRST[n % 26]}{line} {FIRST[n // 26]}low" for n in range(250))
    for line in range(400)
]
BOUNDED = f"BoundedReader('{{}}').read(text, limit={LIMIT})"
HOSTILE = {
    "eats memory": (BOUNDED.format("tests.misbehaving:eat_memory"), MINUTES),
    "five megabytes of short lines": (BOUNDED.format(REAL), HEAD + "- a\n" * 1_250_000),
    "as many lines as are read": (BOUNDED.format(REAL), HEAD + "- a\n" * 29_990),
    "as many names as fit": (
        BOUNDED.format(REAL),
        "\n".join(["Minutes of 4 May 2026", *NAMES, "", "Budget", "", "x", "\n" * 3_000_000]),
    ),
    "five megabytes of sections": (
        BOUNDED.format(REAL),
        HEAD + ("# B\n\n" + "x y z " * 9_000 + "\n\n") * 96,
    ),
}


@linux
@pytest.mark.parametrize("what", HOSTILE)
def test_the_parent_grows_by_64_megabytes_at_most(what):
    assert growth_of(HOSTILE[what][0], HOSTILE[what][1][:LIMIT]) <= 64


def test_a_long_text_is_read_all_the_same(bounded):
    page = HEAD + ("# B\n\n" + "x y z " * 9_000 + "\n\n") * 60
    (part,) = bounded().read(page.encode(), limit=LIMIT)
    assert len(part.document.items) == 61


def test_a_text_of_very_many_lines_is_refused_at_once(bounded):
    with pytest.raises(Unreadable, match="The text has 1,000,005 lines; the limit is 30,000"):
        bounded().read((HEAD + "- a\n" * 1_000_002).encode(), limit=LIMIT)


@linux
def test_without_the_bound_the_parent_grows_by_more():
    assert growth_of(f"misbehaving.eat_memory(text, limit={LIMIT})", MINUTES) > 64


def test_a_child_that_is_killed_between_two_texts_is_replaced(bounded):
    reader = bounded()
    reader.read(MINUTES.encode(), limit=LIMIT)
    first = reader._child.pid
    os.kill(first, signal.SIGKILL)
    assert reader.read(MINUTES.encode(), limit=LIMIT) == ITSELF
    assert reader._child.pid != first


def test_a_text_whose_reading_was_interrupted_is_never_taken_for_the_next_one(bounded):
    def interrupt(*_):
        raise KeyboardInterrupt

    reader = bounded("sleep_a_second")
    before = signal.signal(signal.SIGALRM, interrupt)
    signal.setitimer(signal.ITIMER_REAL, 0.5)
    try:
        with pytest.raises(KeyboardInterrupt):
            reader.read(MINUTES.encode(), limit=LIMIT)
    finally:
        signal.signal(signal.SIGALRM, before)
    other = MINUTES.replace("Winter feed", "Summer feed")
    assert reader.read(other.encode(), limit=LIMIT) == read_parts(other.encode(), limit=LIMIT)


def test_a_child_that_always_dies_is_refused_in_a_sentence(bounded):
    with pytest.raises(Unreadable, match="could not be read within"):
        bounded("die").read(MINUTES.encode(), limit=LIMIT)


@pytest.mark.parametrize("name", ["print_nonsense", "answer_with_foreign_words"])
def test_a_broken_answer_is_refused_in_a_sentence(bounded, name):
    with pytest.raises(Unreadable, match="could not be read within"):
        bounded(name).read(MINUTES.encode(), limit=LIMIT)


def test_a_reader_that_fails_is_named_in_the_log_and_refused_in_a_sentence(bounded, caplog):
    reader = bounded("fail")
    with pytest.raises(Unreadable, match=r"The reader failed on this text\."):
        reader.read(MINUTES.encode(), limit=LIMIT)
    assert "misbehaving.py" in caplog.text
    assert "KeyError: b'Orchard Bo'" in caplog.text


def test_a_reader_can_neither_call_out_nor_open_a_file(bounded, tmp_path):
    secret = tmp_path / "secret.txt"
    secret.write_text(MINUTES)
    with socket.create_server(("127.0.0.1", 0)) as server:
        server.settimeout(0.3)
        for name, place in (("call_out", server.getsockname()[1]), ("read_a_file", secret)):
            with pytest.raises(Unreadable, match=r"The reader failed on this text\."):
                bounded(name).read(f"{MINUTES}\n\n{place}".encode(), limit=LIMIT)
        with pytest.raises(TimeoutError):
            server.accept()


def test_without_the_bound_the_same_readers_call_out_and_open_files(tmp_path):
    secret = tmp_path / "secret.txt"
    secret.write_text(MINUTES)
    with socket.create_server(("127.0.0.1", 0)) as server:
        server.settimeout(5)
        misbehaving.call_out(f"{MINUTES}\n\n{server.getsockname()[1]}".encode(), limit=LIMIT)
        server.accept()[0].close()
    assert misbehaving.read_a_file(f"x {secret}".encode(), limit=LIMIT) == ITSELF


def test_a_child_inherits_no_open_file_and_no_environment(bounded, monkeypatch):
    monkeypatch.setenv("SECRET_KEY", "canary")
    with Path(__file__).open() as file:
        os.set_inheritable(file.fileno(), True)
        (seen,) = bounded("look_around").read(b"x", limit=LIMIT)
    titles = {item.title for item in seen.document.items}
    assert titles <= {"File 0", "File 1", "File 2", "LC_CTYPE"}


def test_five_threads_get_each_its_own_answer(bounded):
    reader = bounded()
    texts = [MINUTES.replace("Winter feed", f"Winter feed {n}") for n in range(40)]
    with ThreadPoolExecutor(5) as pool:
        found = list(pool.map(lambda text: reader.read(text.encode(), limit=LIMIT), texts))
    assert found == [read_parts(text.encode(), limit=LIMIT) for text in texts]


def test_a_forked_process_starts_a_child_of_its_own(bounded):
    reader = bounded()
    reader.read(MINUTES.encode(), limit=LIMIT)
    ours = reader._child.pid
    reader._lock.acquire()  # as if another thread were reading at the fork
    forked = os.fork()
    if forked == 0:
        signal.alarm(20)
        same = reader.read(MINUTES.encode(), limit=LIMIT) == ITSELF
        other = reader._child.pid != ours
        reader.close()
        os._exit(0 if same and other else 1)
    reader._lock.release()
    assert os.waitstatus_to_exitcode(os.waitpid(forked, 0)[1]) == 0
    assert reader.read(MINUTES.encode(), limit=LIMIT) == ITSELF
    assert reader._child.pid == ours


PARENT = """
    import sys, threading, time
    from meetings.importers.bounded import BoundedReader

    reader = BoundedReader("{reader}", 1)
    threading.Thread(target=reader.read, args=(b"Minutes of 4 May 2026\\n\\nBudget\\n\\nx",),
                     kwargs={{"limit": 1000}}, daemon=True).start()
    while not reader._child:
        time.sleep(0.01)
    time.sleep({wait})
    print(reader._child.pid, flush=True)
    time.sleep(600)
"""


@linux
@pytest.mark.parametrize(
    ("reader", "wait"), [(REAL, 0.3), ("tests.misbehaving:loop", 0.3)], ids=["idle", "in a loop"]
)
def test_a_child_ends_when_its_parent_is_killed(reader, wait):
    program = textwrap.dedent(PARENT).format(reader=reader, wait=wait)
    command = [sys.executable, "-c", program]
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE) as parent:
        child = int(parent.stdout.readline())
        assert is_running(child)
        parent.kill()
    until = time.monotonic() + 120  # three seconds of a processor that others use, too
    while is_running(child) and time.monotonic() < until:
        time.sleep(0.05)
    assert not is_running(child)


def is_running(process):
    try:
        state = Path(f"/proc/{process}/stat").read_text().rsplit(")", 1)[1].split()[0]
    except (FileNotFoundError, ProcessLookupError):
        return False
    return state != "Z"
