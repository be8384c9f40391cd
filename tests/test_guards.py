"""Append-only rows are guarded by the database itself."""

import pytest
from django.db import IntegrityError, connection, transaction

from meetings.models import (
    ActionUpdate,
    NotesRevision,
)
from meetings.models.guards import create_guards, drop_guards
from tests import make
from tests.test_constraints import World, ledger_entry

TAMPERING = {
    "a save rewritten by the ORM": lambda w: NotesRevision.objects.update(text="other"),
    "a save rewritten in SQL": lambda w: connection.cursor().execute(
        "UPDATE meetings_notesrevision SET text = 'other'"
    ),
    "an update rewritten": lambda w: ActionUpdate.objects.update(remark="other"),
    "an update deleted": lambda w: ActionUpdate.objects.all().delete(),
    "an update deleted in SQL": lambda w: connection.cursor().execute(
        "DELETE FROM meetings_actionupdate"
    ),
}


@pytest.mark.parametrize("what", TAMPERING)
def test_append_only_rows_are_guarded_against_every_writer(what, harbour):
    world = World(harbour)
    make.notes(make.item(world.meeting, "x"), "- a note")
    ledger_entry(world)
    with pytest.raises(IntegrityError, match="append-only"), transaction.atomic():
        TAMPERING[what](world)


@pytest.mark.parametrize("what", TAMPERING)
def test_without_the_guards_the_same_tampering_succeeds(what, harbour):
    """The twin: it is the trigger that refuses, nothing else."""
    world = World(harbour)
    make.notes(make.item(world.meeting, "x"), "- a note")
    ledger_entry(world)
    drop_guards(connection)
    TAMPERING[what](world)
    create_guards(connection)


def test_a_replaced_row_does_not_get_round_the_guard_on_sqlite(harbour):
    if connection.vendor != "sqlite":
        return
    world = World(harbour)
    entry = ledger_entry(world)
    with pytest.raises(IntegrityError, match="append-only"), transaction.atomic():
        connection.cursor().execute(
            "INSERT OR REPLACE INTO meetings_actionupdate "
            "SELECT * FROM meetings_actionupdate WHERE id = %s",
            [entry.pk],
        )


def test_a_truncated_ledger_is_refused_on_postgresql(harbour):
    if connection.vendor != "postgresql":
        return
    ledger_entry(World(harbour))
    connection.check_constraints()
    with pytest.raises(IntegrityError, match="append-only"), transaction.atomic():
        connection.cursor().execute("TRUNCATE meetings_actionupdate CASCADE")


@pytest.mark.django_db(transaction=True)
def test_the_guards_let_the_tests_own_flush_pass():
    ledger_entry(World(make.board()))
