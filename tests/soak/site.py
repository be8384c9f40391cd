"""A real server with the shipped settings, on a database of its own, on the loopback only."""

import json
import os
import shutil
import signal
import socket
import sqlite3
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

BROKEN_SETTINGS = "tests.soak.settings_broken"
GUNICORN = ("--workers", "2", "--threads", "4", "--worker-class", "gthread")
LONGEST_START = 60


def free_port() -> int:
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return int(found.getsockname()[1])


@dataclass
class Site:
    """A folder with everything the server keeps; `database` is a PostgreSQL address, or empty."""

    folder: Path
    database: str = ""
    broken: str = ""
    port: int = field(default_factory=free_port)
    process: subprocess.Popen[bytes] | None = None
    draft: str = ""
    items: list[int] = field(default_factory=list)
    more: dict[str, str] = field(default_factory=dict)

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    @property
    def env(self) -> dict[str, str]:
        env = {name: value for name, value in os.environ.items() if name != "DATABASE_URL"}
        env |= {"DEMO": "1", "VAR_DIR": str(self.folder), "LOG_LEVEL": "ERROR"}
        env |= self.more
        if self.database:
            env["DATABASE_URL"] = self.database
        is_broken = {"DJANGO_SETTINGS_MODULE": BROKEN_SETTINGS, "BROKEN": self.broken}
        return env | (is_broken if self.broken else {"DJANGO_SETTINGS_MODULE": "boardapp.settings"})

    def run(self, *command: str) -> str:
        done = subprocess.run(
            [sys.executable, *command], env=self.env, check=True, stdout=subprocess.PIPE
        )
        return done.stdout.decode()

    def prepare(self) -> None:
        self.folder.mkdir(parents=True, exist_ok=True)
        for command in (
            ("migrate", "-v0"),
            ("createcachetable",),
            ("load_demo",),
            ("collectstatic", "--noinput", "-v0"),
        ):
            self.run("manage.py", *command)
        self.know(json.loads(self.run("-m", "tests.soak.seed")))

    def know(self, seeded: dict[str, Any]) -> None:
        self.draft, self.items = seeded["draft"], seeded["items"]

    def start(self) -> None:
        """Server and workers are one group of processes, so that they can be killed as one."""
        command = [sys.executable, "-m", "gunicorn", "boardapp.wsgi", *GUNICORN]
        command += ["--bind", f"127.0.0.1:{self.port}", "--log-level", "critical"]
        command += ["--control-socket", str(self.folder / "gunicorn.ctl")]
        with (self.folder / "server.log").open("ab") as log:
            self.process = subprocess.Popen(
                command, env=self.env, stdout=log, stderr=log, start_new_session=True
            )
        self.wait_until_alive()

    def wait_until_alive(self) -> None:
        last = time.monotonic() + LONGEST_START
        while time.monotonic() < last:
            try:
                urllib.request.urlopen(f"{self.address}/healthz", timeout=2).close()
            except OSError:
                time.sleep(0.1)
            else:
                return
        raise SystemExit(f"The server did not start: see {self.folder / 'server.log'}")

    def kill(self, how: int = signal.SIGKILL) -> None:
        """Ends the server we started and its workers, and nothing else."""
        if self.process is None:
            return
        os.killpg(self.process.pid, how)
        self.process.wait(timeout=30)
        self.process = None

    @contextmanager
    def running(self) -> Iterator["Site"]:
        self.start()
        try:
            yield self
        finally:
            self.kill(signal.SIGTERM)

    def copy(self, folder: Path, database: str = "") -> "Site":
        """The same, prepared, in a folder of its own (with a database made beforehand)."""
        shutil.copytree(self.folder, folder, ignore=shutil.ignore_patterns("gunicorn.ctl"))
        return Site(folder, database, draft=self.draft, items=self.items)

    def broken_copy(self, folder: Path, guard: str) -> "Site":
        site = self.copy(folder)
        site.broken = guard
        site.run("manage.py", "collectstatic", "--noinput", "-v0")
        return site

    @contextmanager
    def connection(self) -> Iterator[Any]:
        """A second way into the database, past the server."""
        if self.database:
            import psycopg

            connection: Any = psycopg.connect(self.database, autocommit=True)
        else:
            path = self.folder / "boardapp.sqlite3"
            connection = sqlite3.connect(
                path, timeout=20, isolation_level=None, check_same_thread=False
            )
        try:
            yield connection
        finally:
            connection.close()

    def notes(self) -> dict[int, str]:
        with self.connection() as connection:
            rows = connection.execute("SELECT id, notes FROM meetings_agendaitem").fetchall()
        return {pk: text for pk, text in rows if pk in self.items}

    def end_sessions(self) -> None:
        with self.connection() as connection:
            connection.execute("DELETE FROM django_session")

    def hold_lock(self, seconds: float) -> None:
        """Somebody else's transaction is in the way: of all writing, or of these items."""
        with self.connection() as connection:
            if self.database:
                connection.execute("BEGIN")
                connection.execute("SELECT id FROM meetings_agendaitem FOR UPDATE")
            else:
                connection.execute("BEGIN IMMEDIATE")
            time.sleep(seconds)
            connection.execute("ROLLBACK")
