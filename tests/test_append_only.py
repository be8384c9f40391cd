"""What a vote left behind is never rewritten: the database itself refuses."""

import ast
from collections import Counter
from pathlib import Path

import pytest
from django.conf import settings
from django.db import connection

from meetings.models.guards import create_guards, drop_guards
from tests import append_only
from tests.append_only import BEFORE, CHANGES, DATABASE, NOBODY

ROOMS = ("rules", "models", "services", "exports", "access.py")


@pytest.mark.django_db
def test_every_rewriting_of_a_votes_rows_is_refused_and_past_django_by_the_database():
    found = append_only.outcomes(append_only.rows(), append_only.operator())
    assert found.get(NOBODY) is None
    refused = Counter(attempt.table for attempt in found[DATABASE])
    assert min(refused[model._meta.db_table] for model in CHANGES) >= 12
    earlier = {attempt.how for attempt in found[BEFORE]}
    hangs_on_it = {"delete()", "queryset delete", "admin action, past its permission"}
    offers_none = {"admin action", "admin delete page", "admin change page"}
    assert earlier == hangs_on_it | offers_none


@pytest.mark.django_db
def test_without_the_guards_rows_of_every_table_are_rewritten():
    kept, who = append_only.rows(), append_only.operator()
    drop_guards(connection)
    found = append_only.outcomes(kept, who)
    create_guards(connection)
    assert DATABASE not in found
    assert {a.table for a in found[NOBODY]} == {model._meta.db_table for model in CHANGES}


def test_no_assert_guards_a_record():
    """They go with `python -O`."""
    here = Path(settings.BASE_DIR) / "meetings"
    paths = [path for room in ROOMS for path in [here / room, *(here / room).glob("**/*.py")]]
    for path in paths:
        if path.suffix == ".py":
            nodes = ast.walk(ast.parse(path.read_text()))
            assert not [node.lineno for node in nodes if isinstance(node, ast.Assert)], path
