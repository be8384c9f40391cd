"""Foreign bytes are read in a child process, with little memory and little time."""

from __future__ import annotations

import atexit
import contextlib
import io
import logging
import os
import pickle
import subprocess
import sys
import threading
import time
from pathlib import Path
from typing import Any, Generic, TypeVar

from meetings.importers.parts import Part
from meetings.importers.source import MEGABYTE, Unreadable, refuse_size
from meetings.importers.worker import ANSWER, MEMORY, REQUEST, longest_answer

ROOT = Path(__file__).resolve().parents[2]
SECONDS = 10
FAILED = "The reader failed on this text. Nothing was taken; the server's log says where it failed."
logger = logging.getLogger(__name__)
Found = TypeVar("Found")


class BoundedReader(Generic[Found]):
    """Reads documents in a child process, which serves one thread after the other.

    The child starts with the first document, is replaced when it dies or overruns, and ends
    with its parent: the end of its stdin ends it. `reader` names the function that it calls,
    `seconds` is what a document may take.
    """

    def __init__(
        self, reader: str = "meetings.importers.parts:read_parts", seconds: int = SECONDS
    ) -> None:
        self._reader = reader
        self._seconds = seconds
        self._lock = threading.Lock()
        self._child: subprocess.Popen[bytes] | None = None
        atexit.register(self.close)
        if sys.platform != "win32":
            os.register_at_fork(after_in_child=self._forget)

    def read(self, content: bytes, *, limit: int) -> tuple[Found, ...]:
        """What the reader, called with the bytes and the limit, makes of them.

        Raises Unreadable as it does, and for a text that takes too much time or memory.
        """
        refuse_size(len(content), limit)
        with self._lock:
            # A child may have died before this text, or by another's hand: one more gets a try.
            answer = self._ask(content, limit) or self._ask(content, limit)
        found = _unpacked(answer)
        if isinstance(found, tuple):
            return found
        raise Unreadable(found) if found else self._overrun()

    def close(self) -> None:
        """Ends the child; the next document starts another."""
        child, self._child = self._child, None
        if child:
            child.kill()
            _close_pipes(child)
            child.wait()

    def _ask(self, content: bytes, limit: int) -> bytes:
        """The child's answer as it came; nothing where the child died in time."""
        until = time.monotonic() + self._seconds
        try:
            child = self._child = self._child or self._started()
            alarm = threading.Timer(self._seconds, child.kill)
            alarm.start()
            try:
                return _exchange(child, REQUEST.pack(limit, len(content)) + content)
            finally:
                alarm.cancel()
                alarm.join()
        except (OSError, EOFError) as death:
            self.close()
            if time.monotonic() >= until:
                raise self._overrun() from death
            logger.warning("The process that reads minutes has died: %r", death)
            return b""
        except BaseException:  # interrupted: what this child answers later is nobody's
            self.close()
            raise

    def _started(self) -> subprocess.Popen[bytes]:
        """Our own code in our own Python, with nothing of the parent's but three pipes' ends."""
        return subprocess.Popen(  # noqa: S603 - no word of the command is foreign
            [
                *(sys.executable, "-S", "-m", "meetings.importers.worker"),
                *(self._reader, str(self._seconds)),
            ],
            cwd=ROOT,
            env={},
            bufsize=0,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            start_new_session=True,
        )

    def _overrun(self) -> Unreadable:
        return Unreadable(
            f"This text could not be read within {self._seconds} seconds and "
            f"{MEMORY // MEGABYTE} MB. Split it and bring the parts."
        )

    def _forget(self) -> None:
        """In a forked process: the child is the parent's, and the lock's holder is gone."""
        child, self._child = self._child, None
        self._lock = threading.Lock()
        if child:
            _close_pipes(child)
            child.returncode = 0  # not ours to wait for


CLOCK = {("datetime", "date"), ("datetime", "time")}


class _Answer(pickle.Unpickler):
    """An answer is made of our own dataclasses: nothing else that it names is looked up."""

    def find_class(self, module: str, name: str) -> Any:
        if module.startswith("meetings.") or (module, name) in CLOCK:
            found = super().find_class(module, name)
            if isinstance(found, type) and found.__module__ == module:
                return found
        raise pickle.UnpicklingError(f"{module}.{name} is no part of a document")


def _unpacked(answer: bytes) -> tuple[Any, ...] | str | None:
    """What was found or the sentence; None for no answer, and for one that is not ours."""
    try:
        found = _Answer(io.BytesIO(answer)).load() if answer else None
    except Exception:  # a broken pickle may raise anything
        logger.exception("The process that reads minutes gave a broken answer.")
        return None
    if isinstance(found, dict):
        logger.error("The reader failed:\n%s", found["failed"])
        return FAILED
    return found if isinstance(found, tuple | str) else None


def _exchange(child: subprocess.Popen[bytes], request: bytes) -> bytes:
    """Raises OSError or EOFError where the child dies before its answer has come."""
    if child.stdin is None or child.stdout is None:
        raise EOFError
    left = memoryview(request)
    while left:
        left = left[os.write(child.stdin.fileno(), left) :]
    (length,) = ANSWER.unpack(_receive(child.stdout.fileno(), ANSWER.size))
    if length > longest_answer(request):
        raise EOFError
    return _receive(child.stdout.fileno(), length)


def _receive(pipe: int, length: int) -> bytes:
    parts = bytearray()
    while len(parts) < length:
        part = os.read(pipe, min(length - len(parts), MEGABYTE))
        if not part:
            raise EOFError
        parts += part
    return bytes(parts)


def _close_pipes(child: subprocess.Popen[bytes]) -> None:
    for pipe in (child.stdin, child.stdout):
        if pipe:
            with contextlib.suppress(OSError):
                pipe.close()


read_bounded = BoundedReader[Part]().read
