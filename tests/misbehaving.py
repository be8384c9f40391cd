"""Readers as they must not be, for the process that reads foreign bytes."""

import os
import socket
import sys
import time
from pathlib import Path

from meetings.importers.parts import Part, read_parts


def loop(content, *, limit):
    while content:
        pass


def sleep(content, *, limit):
    time.sleep(600)


def sleep_a_second(content, *, limit):
    time.sleep(1)
    return read_parts(content, limit=limit)


def eat_memory(content, *, limit):
    eaten: list[bytearray] = []
    while len(eaten) < 2_000:  # 2 GB at most, so that a lost bound does not end the machine
        eaten.append(bytearray(1024 * 1024))
    return read_parts(content, limit=limit)


def die(content, *, limit):
    os._exit(1)


def fail(content, *, limit):
    raise KeyError(content[:10])


def print_nonsense(content, *, limit):
    sys.stdout.write("x" * 20)
    sys.stdout.flush()
    return read_parts(content, limit=limit)


def answer_with_foreign_words(content, *, limit):
    return (Part(content, os.getcwd),)  # type: ignore[arg-type]  # the pickle names a function


def call_out(content, *, limit):
    socket.create_connection(("127.0.0.1", int(content.split()[-1])), timeout=1).close()
    return read_parts(content, limit=limit)


def read_a_file(content, *, limit):
    return read_parts(Path(content.split()[-1].decode()).read_bytes(), limit=limit)


def look_around(content, *, limit):
    """Its environment and its open files, as titles of the items."""
    files = [f"File {name}" for name in range(64) if _is_open(name)]
    page = "\n\n".join(["Minutes of 4 May 2026", *files, *sorted(os.environ)])
    return read_parts(page.encode(), limit=limit)


def _is_open(number):
    try:
        os.fstat(number)
    except OSError:
        return False
    return True
