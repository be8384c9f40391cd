"""Append-only tables, guarded by triggers on both engines against every writer."""

from typing import Any

from django.db import connections
from django.db.backends.base.base import BaseDatabaseWrapper

APPEND_ONLY: dict[str, tuple[str, ...]] = {
    # Draft revisions may lawfully be disposed of; what one says may not change.
    "meetings_notesrevision": ("UPDATE",),
    "meetings_actionupdate": ("UPDATE", "DELETE"),
}


def guard_name(table: str, event: str) -> str:
    return f"{table}_no_{event.lower()}"


def create_guards(connection: BaseDatabaseWrapper) -> None:
    existing = set(connection.introspection.table_names())
    with connection.cursor() as cursor:
        for table, events in APPEND_ONLY.items():
            if table not in existing:
                continue
            for event in events:
                for statement in _create(connection.vendor, table, event):
                    cursor.execute(statement)


def drop_guards(connection: BaseDatabaseWrapper) -> None:
    """For the tests' flush alone."""
    on_table = " ON {table}" if connection.vendor == "postgresql" else ""
    with connection.cursor() as cursor:
        for table, events in APPEND_ONLY.items():
            for event in events:
                name = guard_name(table, event)
                for trigger in (name, f"{name}_all"):
                    cursor.execute(
                        f"DROP TRIGGER IF EXISTS {trigger}{on_table.format(table=table)}"
                    )


def _create(vendor: str, table: str, event: str) -> list[str]:
    name = guard_name(table, event)
    message = f"{table} is append-only: {event} refused"
    if vendor == "sqlite":
        return [
            f"DROP TRIGGER IF EXISTS {name}",
            f"CREATE TRIGGER {name} BEFORE {event} ON {table} "
            f"BEGIN SELECT RAISE(ABORT, '{message}'); END",
        ]
    truncate = (
        [
            f"CREATE OR REPLACE TRIGGER {name}_all BEFORE TRUNCATE ON {table} "
            f"FOR EACH STATEMENT EXECUTE FUNCTION {name}()"
        ]
        if event == "DELETE"
        else []
    )
    return [
        f"CREATE OR REPLACE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS "
        f"$$ BEGIN RAISE integrity_constraint_violation USING MESSAGE = '{message}'; END $$",
        f"CREATE OR REPLACE TRIGGER {name} BEFORE {event} ON {table} "
        f"FOR EACH ROW EXECUTE FUNCTION {name}()",
        *truncate,
    ]


def install_guards(using: str, **_: Any) -> None:
    create_guards(connections[using])
