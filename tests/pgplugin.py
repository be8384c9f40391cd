"""A throw-away PostgreSQL cluster for one test run: load with `-p tests.pgplugin`.

It starts when the plugin is imported, because settings are read right after. Modules of which
no test asks for a database are left out: they run on SQLite, and once is enough.
"""

import glob
import os
import pwd
import shutil
import subprocess
import tempfile

import pytest

# Nothing need outlive the run. No vacuum: it takes a table that a test emptied for an empty one,
# and plans for the next test accordingly.
FAST = (
    "-c fsync=off -c synchronous_commit=off -c full_page_writes=off -c autovacuum=off "
    "-c listen_addresses=''"
)


def _programs() -> str:
    found = sorted(glob.glob("/usr/lib/postgresql/*/bin"))
    if not found:
        raise SystemExit("PostgreSQL is not installed: run make test-setup.")
    return found[-1]


def _run(*command: str) -> None:
    """PostgreSQL refuses to run as root: then it runs as its own user."""
    as_user = ["runuser", "-u", "postgres", "--"] if os.getuid() == 0 else []
    subprocess.run([*as_user, *command], check=True, cwd="/", stdout=subprocess.DEVNULL)


folder = tempfile.mkdtemp(prefix="boardapp-pg-")
if os.getuid() == 0:
    owner = pwd.getpwnam("postgres")
    os.chown(folder, owner.pw_uid, owner.pw_gid)
programs = _programs()
_run(
    f"{programs}/initdb",
    "-D",
    f"{folder}/data",
    "-U",
    "postgres",
    "-A",
    "trust",
    "-E",
    "UTF8",
    "--locale=C.UTF-8",
    "--no-sync",
)
_run(
    f"{programs}/pg_ctl",
    "-D",
    f"{folder}/data",
    "-w",
    "-l",
    f"{folder}/log",
    "-o",
    f"-k {folder} {FAST}",
    "start",
)
os.environ["DATABASE_URL"] = f"postgresql://postgres@/postgres?host={folder}"


def _asks_for_a_database(item: pytest.Item) -> bool:
    """pytest-django lets no other test near one."""
    fixtures: set[str] = set(getattr(item, "fixturenames", ()))
    has_fixture = not fixtures.isdisjoint(("django_db_setup", "live_server"))
    return has_fixture or item.get_closest_marker("django_db") is not None


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Module by module: one test that asks for a database brings all its neighbours here."""
    wanted = {item.path for item in items if _asks_for_a_database(item)}
    config.hook.pytest_deselected(items=[item for item in items if item.path not in wanted])
    items[:] = [item for item in items if item.path in wanted]


def pytest_unconfigure() -> None:
    _run(f"{programs}/pg_ctl", "-D", f"{folder}/data", "-m", "immediate", "stop")
    shutil.rmtree(folder, ignore_errors=True)
