"""Between the browser and the server, on the loopback: it passes everything on, or misbehaves.

One request a connection, so that the browser never sends anything again by itself.
"""

import asyncio
import contextlib
from collections.abc import Iterator

REFUSED = b"HTTP/1.1 503 Service Unavailable\r\nContent-Length: 0\r\nConnection: close\r\n\r\n"
NOTES = b"/notes/ HTTP/"
VOTES = b"/votes/ HTTP/"
LONGEST = 60


class Proxy:
    """`delay`: seconds that the answer to a save is held back; `dropped`: answers to lose after
    the server has worked; `is_failing`: saves get an error and never reach the server. A save is
    a POST to an address that ends with `saving`."""

    def __init__(self, server_port: int, saving: bytes = NOTES) -> None:
        self.server_port = server_port
        self.saving = saving
        self.delay = 0.0
        self.dropped = 0
        self.is_failing = False
        self.port = 0
        self._server: asyncio.Server | None = None

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    async def start(self) -> None:
        self._server = await asyncio.start_server(self._serve, "127.0.0.1", 0)
        self.port = self._server.sockets[0].getsockname()[1]

    async def stop(self) -> None:
        if self._server:
            self._server.close()

    @contextlib.contextmanager
    def failing(self) -> Iterator[None]:
        self.is_failing = True
        try:
            yield
        finally:
            self.is_failing = False

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        with contextlib.suppress(OSError, asyncio.IncompleteReadError, TimeoutError):
            async with asyncio.timeout(LONGEST):
                answer = await self._answer(*await read_request(reader))
                writer.write(answer)
                await writer.drain()
        writer.close()

    async def _answer(self, head: bytes, body: bytes) -> bytes:
        first_line = head.split(b"\r\n", 1)[0]
        is_save = first_line.startswith(b"POST") and self.saving in first_line
        if is_save and self.is_failing:
            return REFUSED
        answer = await self._forward(head, body)
        if is_save and self.dropped:
            self.dropped -= 1
            return b""
        if is_save and self.delay:
            await asyncio.sleep(self.delay)
        return answer

    async def _forward(self, head: bytes, body: bytes) -> bytes:
        reader, writer = await asyncio.open_connection("127.0.0.1", self.server_port)
        try:
            writer.write(head + b"Connection: close\r\n\r\n" + body)
            await writer.drain()
            return await reader.read(-1)
        finally:
            writer.close()


async def read_request(reader: asyncio.StreamReader) -> tuple[bytes, bytes]:
    """Head, without its last empty line and without what says how long a connection lasts; body."""
    whole = await reader.readuntil(b"\r\n\r\n")
    lines = whole[:-4].split(b"\r\n")
    kept = [line for line in lines if not line.lower().startswith(b"connection:")]
    lengths = [line.split(b":")[1] for line in lines if line.lower().startswith(b"content-length:")]
    body = await reader.readexactly(int(lengths[0])) if lengths else b""
    return b"\r\n".join([*kept, b""]), body
