"""A mail server on the loopback that keeps what it takes, and breaks as it is told."""

import email
import email.policy
import re
import socketserver
import threading
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

MARK = re.compile(r"\bn\d{6}\b")
Hook = Callable[[], object]


def nothing() -> None:
    """What happens where nobody breaks anything."""


@dataclass
class Sink:
    """`taken` are the mails answered for, each with the marks of its notices.

    `on_mail` is called at each MAIL, before any of it has come; `on_taken` when it is kept
    and not answered yet. What they return decides: an answer to give instead, or None.
    """

    port: int = 0
    taken: list[tuple[str, tuple[str, ...]]] = field(default_factory=list)
    on_mail: Hook = nothing
    on_taken: Hook = nothing
    lock: threading.Lock = field(default_factory=threading.Lock)

    @contextmanager
    def listening(self) -> Iterator["Sink"]:
        sink = self

        class Handler(socketserver.StreamRequestHandler):
            def handle(self) -> None:
                sink.talk(self)

        class Server(socketserver.ThreadingTCPServer):
            allow_reuse_address = True
            daemon_threads = True

        with Server(("127.0.0.1", self.port), Handler) as server:
            self.port = server.server_address[1]
            thread = threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True)
            thread.start()
            try:
                yield self
            finally:
                server.shutdown()
                thread.join()

    def talk(self, line: socketserver.StreamRequestHandler) -> None:
        """One connection, until it says QUIT, goes away or is dropped."""
        try:
            line.wfile.write(b"220 sink\r\n")
            while command := line.rfile.readline():
                answer = self.answer(command.upper(), line)
                if answer is None:
                    return
                line.wfile.write(f"{answer}\r\n".encode())
        except OSError:
            return  # whoever spoke has been killed

    def answer(self, command: bytes, line: socketserver.StreamRequestHandler) -> str | None:
        if command.startswith(b"MAIL"):
            told = self.on_mail()
            return "250 ok" if told is None else str(told) or None
        if command.startswith(b"DATA"):
            line.wfile.write(b"354 go on\r\n")
            body = b"".join(iter(line.rfile.readline, b".\r\n"))
            with self.lock:
                self.taken.append(read(body))
            return "250 kept" if self.on_taken() is None else None
        return None if command.startswith(b"QUIT") else "250 ok"

    def times(self) -> Counter[str]:
        """How often each Message-ID was taken."""
        return Counter(message_id for message_id, _marks in self.taken)


def read(body: bytes) -> tuple[str, tuple[str, ...]]:
    message = email.message_from_bytes(body, policy=email.policy.default)
    text = message.get_body(("plain",))
    return str(message["Message-ID"]), tuple(MARK.findall(text.get_content()))
