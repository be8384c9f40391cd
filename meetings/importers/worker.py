"""The child process that reads foreign bytes: requests on stdin, answers on stdout."""

from __future__ import annotations

import codecs
import contextlib
import pickle
import pkgutil
import struct
import sys
import traceback
from typing import Protocol

from meetings.importers.message import CHARSETS
from meetings.importers.source import MEGABYTE, Unreadable

if sys.platform != "win32":
    import resource

REQUEST = struct.Struct(">QQ")  # the most bytes that are read, the bytes that follow
ANSWER = struct.Struct(">Q")  # the bytes that follow
MEMORY = 256 * MEGABYTE
LONGEST_ANSWER = 3 * MEGABYTE  # beside the text; unpacked it takes fifteen times as much
TOO_MUCH = pickle.dumps(None)
LONGEST_TRACE = 10_000
GRACE = 2  # the parent ends a reader that overruns; the kernel does where the parent has gone


class Read(Protocol):
    """What reads a file: `read_parts`, `read_messages`."""

    def __call__(self, content: bytes, *, limit: int) -> tuple[object, ...]: ...


def serve(read: Read, *, seconds: int) -> None:
    """Reads one document after the other until the parent has gone."""
    requests, answers = sys.stdin.buffer, sys.stdout.buffer
    while header := requests.read(REQUEST.size):
        limit, length = REQUEST.unpack(header)
        content = requests.read(length)
        _limit_time(seconds + GRACE)
        answer = _answer(read, content, limit)
        answers.write(ANSWER.pack(len(answer)) + answer)
        answers.flush()
        if answer == TOO_MUCH:  # what is left of the memory is in pieces
            return


def _answer(read: Read, content: bytes, limit: int) -> bytes:
    """Pickled: the parts, a sentence, or in a dictionary where the reader failed."""
    try:
        answer = pickle.dumps(read(content, limit=limit))
        return answer if len(answer) <= longest_answer(content) else TOO_MUCH
    except Unreadable as no:
        return pickle.dumps(str(no))
    except MemoryError:
        return TOO_MUCH
    except Exception:
        return pickle.dumps({"failed": traceback.format_exc()[-LONGEST_TRACE:]})


def longest_answer(content: bytes) -> int:
    """How many bytes an answer may have: it has the text twice, in a part and in its notes."""
    return LONGEST_ANSWER + 2 * len(content)


def _limit_means() -> None:
    """Little memory, and no file, socket or process beyond those that are open now."""
    for codec in ("utf-8-sig", *CHARSETS):  # they are files, too
        codecs.lookup(codec)
    if sys.platform == "win32":
        return
    for what, most in (
        (resource.RLIMIT_AS, MEMORY),
        (resource.RLIMIT_CORE, 0),
        (resource.RLIMIT_NOFILE, 0),
        (resource.RLIMIT_NPROC, 0),
    ):
        with contextlib.suppress(ValueError, OSError):  # it is lower already
            resource.setrlimit(what, (most, most))


def _limit_time(seconds: int) -> None:
    """Processor time from here on."""
    if sys.platform == "win32":
        return
    used = resource.getrusage(resource.RUSAGE_SELF)
    until = int(used.ru_utime + used.ru_stime) + seconds
    _soft, hard = resource.getrlimit(resource.RLIMIT_CPU)
    with contextlib.suppress(ValueError, OSError):
        resource.setrlimit(resource.RLIMIT_CPU, (until, hard))


if __name__ == "__main__":
    reader = pkgutil.resolve_name(sys.argv[1])
    _limit_means()
    serve(reader, seconds=int(sys.argv[2]))
