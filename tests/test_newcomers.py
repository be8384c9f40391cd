"""Somebody walks in: what other items say of them is understood at once."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from meetings.models import Action, AgendaItem, Statement
from meetings.notation.names import Known, Roster, names_changed
from tests import make
from tests.test_roll_lines import listed, room, write

__all__ = ["room", "write"]


def readings(room):
    return [item.readings for item in room.items.order_by("position")]


def test_what_other_items_said_of_a_newcomer_is_theirs_at_once(room, write):
    write("ZOE: good morning\nACTION Zoe: bring the keys", "Budget")
    write("- nothing of anybody", "Press")
    assert not Statement.objects.exists()
    write("PRESENT+ Zoe Quill (Quayside)")
    zoe = listed(room, "Zoe Quill").person
    assert Statement.objects.get().person == zoe
    assert Action.objects.get().owners.get().person == zoe
    assert readings(room) == [0, 1, 0]
    assert [r.number for r in room.items.get(title="Budget").revisions.all()] == [1]


@pytest.mark.parametrize("said", ["ZQ: hello", "zoe q: hello", "Quill: hello", "**Zoe:** hello"])
def test_a_newcomer_is_known_by_every_form_of_the_name(said, room, write):
    write(said.replace("zoe q", "Zoe Q"), "Budget")
    write("PRESENT+ Zoe Quill")
    assert Statement.objects.count() == 1


def test_a_question_in_another_item_goes_with_the_newcomer_who_answers_it(room, write):
    assert [f["code"] for f in write("ZQ: a\nZQ: b", "Budget").item.flags] == ["unknown_initials"]
    write("PRESENT+ Zoe Quill")
    assert AgendaItem.objects.get(title="Budget").flags == []


def test_a_name_that_becomes_unclear_is_asked_about_in_every_item(room, write):
    write("ACTION Ada: call", "Budget")
    write("PRESENT+ Ada Quill")
    assert [f["code"] for f in AgendaItem.objects.get(title="Budget").flags] == ["ambiguous_name"]
    write("")
    assert AgendaItem.objects.get(title="Budget").flags == []


def test_a_save_with_a_newcomer_costs_no_more_for_items_that_do_not_name_them(room, write):
    def cost(text):
        with CaptureQueriesContext(connection) as captured:
            write(text)
        return len(captured)

    write("- to know the item")
    alone = cost("- a\nPRESENT+ Zoe Quill")
    write("- a")
    for number in range(30):
        make.notes(make.item(room, f"Item {number}"), "- nothing of anybody\nADA: yes")
    assert cost("- a\nPRESENT+ Zoe Quill") <= alone


def test_words_of_names_are_those_of_people_who_are_known_otherwise_than_before():
    ada, bo = Known(1, "Ada Low", ("AL",)), Known(2, "Bo Læe", (), False)
    assert names_changed(Roster([ada, bo]), Roster([ada, bo])) == set()
    assert names_changed(Roster([ada]), Roster([ada, bo])) == {"bo", "læe", "bl"}
    assert names_changed(Roster([bo]), Roster([Known(2, "Bo Læe", ("Bob",))])) == {
        "bo",
        "læe",
        "bl",
        "bob",
    }
