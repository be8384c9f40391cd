"""Queries that are composed once find what the plain ones find, whoever asks."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from meetings.exports import agenda, asked, minutes
from meetings.models import Action, AgendaItem, Meeting, Recusal
from meetings.models.actors import Actor, Standing, items_in_sight
from meetings.models.hot import Slot, anybody_of, hot, shape_of, slots_of
from tests import make

ASKING = [name for name in Standing if name is not Standing.OUTSIDER]


@pytest.fixture
def meeting(harbour):
    found = make.full_meeting(harbour, 3, state=Meeting.State.CIRCULATED)
    make.full_meeting(harbour, 2, make.A_DAY.replace(month=5))
    item = make.item(found, "In camera", is_in_camera=True)
    make.action(item)
    item = make.item(found, "Own firm", is_in_camera=True)
    firm = make.organisation(harbour, "Own")
    term = make.member(harbour, seat=make.seat(harbour, firm))
    Recusal.objects.create(item=item, person=make.person(harbour), seat=term.seat, nature="own")
    make.paper(item)
    return found


def actors(board):
    person = make.person(board, "Somebody Else")
    term = board.people.exclude(memberships__seat=None).get().memberships.get()
    for standing in ASKING:
        yield Actor(board, standing)
        yield Actor(board, standing, person)
        yield Actor(board, standing, term.person, term)


@hot
def sight(shape):
    return AgendaItem.objects.filter(items_in_sight(anybody_of(shape))).order_by("pk")


def test_items_in_sight_are_the_same_for_everybody(meeting):
    for actor in actors(meeting.board):
        plain = AgendaItem.objects.filter(items_in_sight(actor)).order_by("pk")
        assert sight(shape_of(actor), **slots_of(actor)) == list(plain.distinct())


def test_items_of_an_agenda_are_those_that_one_may_know_of(meeting):
    for actor in actors(meeting.board):
        plain = AgendaItem.objects.on_agenda_for(actor).filter(meeting=meeting)
        assert agenda.agenda_items(meeting, actor) == list(plain.order_by("position"))


def test_no_record_of_an_item_out_of_sight_is_read(meeting):
    for actor in actors(meeting.board):
        seen = {item.pk for item in agenda.agenda_items(meeting, actor)}
        read = minutes.read_meeting(meeting, actor)
        assert {row.item_id for row in [*read.actions, *read.resolutions]} <= seen


def test_a_meeting_is_found_with_its_neighbours_by_those_who_may_know_of_it(meeting):
    for actor in actors(meeting.board):
        plain = Meeting.objects.visible_to(actor).with_neighbours(actor).filter(key=meeting.key)
        found = minutes.meeting_to_read(actor, meeting.key)
        assert found == plain.first()
        if found:
            assert found.next_key == plain.first().next_key is not None
        assert minutes.meeting_to_read(actor, "2000-01-01") is None


def test_reviews_are_those_of_actions_in_sight(meeting):
    for actor in actors(meeting.board):
        found = asked.reviews(shape_of(actor), meeting=meeting.pk, **slots_of(actor))
        known = Action.objects.visible_to(actor)
        assert {row.action for row in found} <= set(known)


def test_rows_are_as_the_database_has_them(meeting):
    (row,) = [one for one in asked.attendance_of(meeting) if one.position == 1]
    plain = meeting.attendances.get(position=1)
    names = [field.attname for field in row._meta.concrete_fields]
    assert [getattr(row, name) for name in names] == [getattr(plain, name) for name in names]
    assert (row.kept_person, row.kept_firm) == (plain.person_id, plain.organisation_id)


def test_merged_people_and_organisations_stand_for_those_kept(meeting, harbour):
    row = meeting.attendances.first()
    other, firm = make.person(harbour, "Kept One"), make.organisation(harbour, "Kept Ltd")
    type(row.person).objects.filter(pk=row.person_id).update(merged_into=other)
    type(firm).objects.filter(pk=row.organisation_id).update(merged_into=firm)
    found = next(one for one in asked.attendance_of(meeting) if one.pk == row.pk)
    assert (found.kept_person, found.kept_firm) == (other.pk, firm.pk)


def test_the_text_is_composed_once_and_other_values_find_other_rows(meeting, harbour):
    built: list[int] = []

    @hot
    def named():
        built.append(1)
        return AgendaItem.objects.filter(meeting=Slot("meeting")).values_list("pk")

    other = Meeting.objects.exclude(pk=meeting.pk).get()
    for one in (meeting, other):
        with CaptureQueriesContext(connection) as captured:
            assert sorted(named(meeting=one.pk)) == sorted(one.items.values_list("pk"))
        assert len(captured) == 2
    assert built == [1]
