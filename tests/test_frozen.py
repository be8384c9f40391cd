"""Approved minutes are changed by no door; what lives on goes on living."""

import pytest
from django.db import IntegrityError, connection, transaction

from meetings.models import Action, AgendaItem, Resolution
from meetings.models.guards import create_guards, drop_guards
from meetings.services.disposing import dispose_of
from tests import freezing, make
from tests.freezing import CHANGED, NO_EFFECT, REFUSED

pytestmark = pytest.mark.django_db


@pytest.fixture
def world():
    return freezing.world()


def test_no_door_changes_a_byte_of_approved_minutes(world):
    found = freezing.outcomes(world)
    assert CHANGED not in found
    assert sum(map(len, found.values())) >= 100


def test_every_page_that_writes_answers_with_a_refusal(world):
    found = freezing.outcomes(world, "page")
    assert found.get(NO_EFFECT, []) == []
    assert len(found[REFUSED]) >= 25


def test_without_the_triggers_orm_and_sql_change_them(world):
    """The twin: it is the database that refuses them."""
    drop_guards(connection)
    found = freezing.outcomes(world, "ORM", "SQL", "save()")
    create_guards(connection)
    assert len(found[CHANGED]) >= 50


def test_actions_resolutions_and_flags_of_approved_minutes_live_on(world):
    Action.objects.update(state="done", due_on=make.A_DAY, text="send them twice")
    Resolution.objects.update(state="superseded")
    AgendaItem.objects.update(flags=[], readings=3)


def test_the_page_is_the_same_after_everything_was_tried(world):
    page = world.approval.entry.kept.page
    freezing.outcomes(world)
    assert world.secretary.get(world.meeting.get_absolute_url()).status_code == 200
    world.approval.entry.kept.refresh_from_db()
    assert world.approval.entry.kept.page == page


def test_what_was_disposed_of_may_be_emptied(world):
    items = AgendaItem.objects.filter(meeting=world.meeting)
    with pytest.raises(IntegrityError, match="part of approved minutes"), transaction.atomic():
        items.update(notes="")
    board = world.meeting.board
    dispose_of(board, entries=[world.approval.entry], reason="Old.", save=make.a_save())
    assert items.update(notes="") == 2
