"""Standing items are kept under a name, one a line, and added to an agenda with one press."""

import pytest
from django.urls import reverse

from meetings.models import AgendaTemplate
from tests import make
from tests.agenda_desk import AgendaDesk, titles


@pytest.fixture
def meeting(harbour):
    return make.planned_meeting(harbour)


@pytest.fixture
def desk(as_secretary, meeting):
    return AgendaDesk(as_secretary, meeting)


def test_a_template_is_kept_changed_used_and_thrown_away(desk, meeting, harbour):
    make.person(harbour, "Ada Low")
    lines = "Welcome | 5\nBudget | 20 min | Ada Low, Bo | In camera\n\nAny other business"
    desk.board_post("agenda_templates", name="Usual", lines=lines)
    template = AgendaTemplate.objects.get()
    desk.post("agenda_use", template=template.pk)
    assert titles(meeting) == ["Welcome", "Budget", "Any other business"]
    budget = meeting.items.get(position=2)
    assert (budget.planned_minutes, budget.is_in_camera) == (20, True)
    assert [bool(p.person) for p in budget.presenters.all()] == [True, False]
    desk.board_post("agenda_template", template.pk, name="Short", lines="Welcome")
    assert [(t.name, t.items.count()) for t in AgendaTemplate.objects.all()] == [("Short", 1)]
    desk.board_post("agenda_template_drop", template.pk)
    assert not AgendaTemplate.objects.exists()
    assert len(titles(meeting)) == 3


def test_a_templates_items_are_shown_for_changing_as_they_were_typed(as_secretary, harbour):
    typed = "Welcome | 5\nBudget |  | Ada Low | in camera\nOther"
    as_secretary.post(
        reverse("agenda_templates", args=["harbour"]), {"name": "Usual", "lines": typed}
    )
    address = reverse("agenda_template", args=["harbour", AgendaTemplate.objects.get().pk])
    assert typed in as_secretary.get(address).content.decode()


BAD_TEMPLATES = {
    "no name": ({"name": ""}, "This field is required."),
    "no items": ({"lines": "\n"}, "This field is required."),
    "words for minutes": ({"lines": "A\nBudget | soon"}, "Line 2: “soon” is no number of minutes."),
    "no title": ({"lines": " | 20"}, "Line 1: a title has 1 to 300 characters"),
    "a week": ({"lines": "A | 9999"}, "Line 1: an item takes from 1 to 1440 minutes."),
    "something else": ({"lines": "A | 5 | Bo | secret"}, "only “in camera” may follow."),
    "too many columns": ({"lines": "A|5|B|in camera|x"}, "only “in camera” may follow."),
    "too many items": ({"lines": "A\n" * 101}, "A template has 100 items at most."),
    "a name that is taken": ({"name": "Taken"}, "Another template has this name."),
}


@pytest.mark.parametrize("what", BAD_TEMPLATES)
def test_a_bad_template_is_refused_in_a_sentence(what, desk, harbour):
    changed, sentence = BAD_TEMPLATES[what]
    harbour.agenda_templates.create(name="Taken")
    response = desk.board_post("agenda_templates", **{"name": "N", "lines": "A"} | changed)
    assert response.status_code == 422
    assert sentence in response.content.decode()
    assert AgendaTemplate.objects.count() == 1


@pytest.mark.parametrize("bad", ["", "x", "0", "٣", "9" * 30])
def test_a_template_that_is_none_or_anothers_is_not_found(bad, desk, meeting, library):
    theirs = library.agenda_templates.create(name="Theirs")
    assert desk.post("agenda_use", template=bad).status_code == 404
    assert desk.post("agenda_use", template=theirs.pk).status_code == 404
