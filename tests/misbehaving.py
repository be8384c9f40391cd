"""Readers as they must not be, for the process that reads foreign bytes."""

import os
import socket
import sys
import time
from pathlib import Path

from meetings.importers.reader import read_minutes


def loop(text):
    while text:
        pass


def sleep(text):
    time.sleep(600)


def sleep_a_second(text):
    time.sleep(1)
    return read_minutes(text)


def eat_memory(text):
    eaten: list[bytearray] = []
    while len(eaten) < 2_000:  # 2 GB at most, so that a lost bound does not end the machine
        eaten.append(bytearray(1024 * 1024))
    return read_minutes(text)


def die(text):
    os._exit(1)


def fail(text):
    raise KeyError(text[:10])


def print_nonsense(text):
    sys.stdout.write("x" * 20)
    sys.stdout.flush()
    return read_minutes(text)


def answer_with_foreign_words(text):
    return os.getcwd  # a pickle that names a function of the system's


def call_out(text):
    socket.create_connection(("127.0.0.1", int(text.split()[-1])), timeout=1).close()
    return read_minutes(text)


def read_a_file(text):
    return read_minutes(Path(text.split()[-1]).read_text())


def look_around(text):
    """Its environment and its open files, as titles of the items."""
    files = [f"File {name}" for name in range(64) if _is_open(name)]
    return read_minutes("\n\n".join(["Minutes of 4 May 2026", *files, *sorted(os.environ)]))


def _is_open(number):
    try:
        os.fstat(number)
    except OSError:
        return False
    return True
