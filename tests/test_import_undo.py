"""An import is taken back, as long as nobody has worked on what it made."""

import pytest

from meetings.models import (
    Action,
    ActionReview,
    Meeting,
    Organisation,
    Person,
    Resolution,
)
from tests import make
from tests.test_import_page import EVERYTHING, desk
from tests.test_import_plain import MINUTES

__all__ = ["desk"]


def counts():
    return {model.__name__: model.objects.count() for model in EVERYTHING}


def test_an_import_is_taken_back_without_a_trace(desk, harbour):
    before = counts()
    desk.bring(MINUTES)
    desk.run()
    assert counts() != before
    assert "Taken back" in desk.undo().content.decode()
    assert counts() == before
    desk.run()
    assert Meeting.objects.count() == 1


def test_taking_back_leaves_people_whom_others_know(desk, harbour):
    known = make.person(harbour, "Ada Low")
    make.attendance(make.meeting(harbour), known)
    desk.bring(MINUTES)
    desk.run()
    desk.undo()
    assert [person.name for person in Person.objects.filter(user=None)] == ["Ada Low"]


def test_taking_back_restores_what_the_meeting_had_said_of_older_actions(desk, harbour):
    known = make.action(make.item(make.meeting(harbour, make.A_DAY.replace(year=2020))))
    desk.bring(MINUTES.replace("- The press leaks.", f"A-{known.number} done"))
    desk.run()
    known.refresh_from_db()
    assert known.state == Action.State.DONE
    desk.undo()
    known.refresh_from_db()
    assert (known.state, known.closed_on) == (Action.State.OPEN, None)


WORKED_ON = {
    "its state has moved on": lambda m: Meeting.objects.update(state="circulated"),
    "its notes were edited": lambda m: m.items.update(revision=2),
    "proxies, recusals": lambda m: m.items.first().recusals.create(
        person=Person.objects.first(), nature="supplier"
    ),
    "an action was closed or carried on": lambda m: Action.objects.update(is_archived=False),
    "its date was changed": lambda m: m.former_keys.create(board=m.board, key="2026-01"),
    "other records hang on it": lambda m: Resolution.objects.create(
        board=m.board, item=make.item(make.meeting(m.board)), replaces=Resolution.objects.get()
    ),
    "a resolution has a number": lambda m: Resolution.objects.update(number="R-1"),
    "another meeting reviewed its actions": lambda m: ActionReview.objects.create(
        action=Action.objects.get(number=1),
        meeting=(other := make.meeting(m.board)),
        item=make.item(other),
        line=1,
        verdict="done",
    ),
}


def test_taking_back_touches_no_action_that_the_import_left_alone(desk, harbour):
    early = make.item(make.meeting(harbour, make.A_DAY.replace(year=2020)))
    other = make.action(early)
    known = [
        make.action(early, state="cancelled", closed_on=make.A_DAY),
        make.action(early, state="superseded", superseded_by=other),
        make.action(early, state="done", closed_on=make.A_DAY.replace(year=2021)),
    ]
    before = list(Action.objects.order_by("pk").values("state", "closed_on"))
    lines = "\n".join(f"A-{action.number} done" for action in known)
    desk.bring(MINUTES.replace("- The press leaks.", lines))
    desk.run()
    desk.undo()
    assert list(Action.objects.order_by("pk").values("state", "closed_on")) == before


def test_taking_back_leaves_people_and_organisations_that_were_there_before(desk, harbour):
    person, firm = make.person(harbour, "Ada Low"), make.organisation(harbour, "Calder")
    desk.bring(MINUTES)
    desk.run()
    desk.undo()
    assert Person.objects.filter(pk=person.pk).exists()
    assert [f.pk for f in Organisation.objects.all()] == [firm.pk]


def test_taking_back_leaves_people_on_whom_a_later_record_hangs(desk, harbour):
    desk.bring(MINUTES)
    desk.run()
    item = make.item(make.meeting(harbour, make.A_DAY.replace(year=2027)))
    item.recusals.create(person=Person.objects.get(name="Cy Dun"), nature="supplier")
    assert "Taken back" in desk.undo().content.decode()
    assert [p.name for p in Person.objects.filter(user=None)] == ["Cy Dun"]


@pytest.mark.parametrize("why", WORKED_ON)
def test_what_somebody_worked_on_is_not_taken_back(why, desk):
    desk.bring(MINUTES)
    desk.run()
    meeting = Meeting.objects.get()
    WORKED_ON[why](meeting)
    before = counts()
    assert why in desk.undo().content.decode()
    assert counts() == before
