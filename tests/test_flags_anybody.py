"""Questions without likely answers: anybody of the board, or somebody new."""

import pytest

from meetings.models import PersonAlias, Statement
from tests.test_flags import answer, people, room, save

__all__ = ["answer", "people", "room", "save"]


def test_initials_that_fit_nobody_are_said_to_be_anybodys(room, people, save, answer):
    save(room[1], "XY: well said")
    (flag,) = save(room[0], "XY: one\nXY: two")["flags"]
    assert flag["candidates"] == []
    said = answer(room[0], flag, typed="antony low", remember="1").json()
    assert (said["text"], said["flags"]) == ("XY: one\nXY: two", [])
    assert [row.person_id for row in Statement.objects.all()] == [people["Antony Low"]] * 3


@pytest.mark.parametrize(("typed", "sentence"), [("Bob", "several people"), ("Zoe Q", "Nobody on")])
def test_a_typed_name_that_means_nobody_or_two_is_refused(typed, sentence, room, save, answer):
    (flag,) = save(room[0], "XY: one\nXY: two")["flags"]
    refused = answer(room[0], flag, typed=typed, remember="1")
    assert (refused.status_code, sentence in refused.json()["error"]) == (422, True)


def test_whose_initials_they_are_is_added_as_a_guest(room, save, answer, harbour):
    save(room[1], "XY: well said")
    (flag,) = save(room[0], "XY: one\nXY: two")["flags"]
    said = answer(room[0], flag, typed="Zoe  Quill", remember="1", guest="1").json()
    guest = harbour.people.get(name="Zoe Quill")
    assert said["flags"] == []
    assert [row.person_id for row in Statement.objects.all()] == [guest.pk] * 3
    assert [row.capacity for row in guest.attendances.all()] == ["guest"]
    assert [alias.name for alias in guest.aliases.all()] == ["XY"]


def test_a_guest_whose_name_has_the_initials_needs_no_alias(room, save, answer, harbour):
    (flag,) = save(room[0], "ZQ: one\nZQ: two")["flags"]
    answer(room[0], flag, typed="Zoe Quill", guest="1")
    assert Statement.objects.count() == 2
    assert not PersonAlias.objects.exists()


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [("Zoe", "full name"), ("12 34", "full name"), ("Antony Low", "on this board already")],
)
def test_a_guest_without_a_name_of_their_own_is_refused(typed, sentence, room, save, answer):
    (flag,) = save(room[0], "XY: one\nXY: two")["flags"]
    refused = answer(room[0], flag, typed=typed, guest="1")
    assert (refused.status_code, sentence in refused.json()["error"]) == (422, True)
    assert not Statement.objects.exists()


def test_somebody_unknown_who_arrives_is_added_as_a_guest(room, save, answer, harbour):
    (flag,) = save(room[0], "ARRIVED 10:21 Zoe")["flags"]
    assert flag["code"] == "unknown_person"
    assert answer(room[0], flag, typed="Zoe Quill", guest="1").json()["flags"] == []
    assert harbour.people.get(name="Zoe Quill").attendances.get().presences.count() == 1


def test_somebody_unknown_who_arrives_is_somebody_of_the_board(room, people, save, answer):
    (flag,) = save(room[0], "ARRIVED 10:21 Tony")["flags"]
    assert answer(room[0], flag, person=people["Antony Low"], remember="1").json()["flags"] == []
    assert PersonAlias.objects.get().name == "Tony"


@pytest.mark.parametrize("typed", ["Antony Low", "Harbour Staff"])
def test_an_action_without_an_owner_is_anybodys(typed, room, save, answer):
    (flag,) = save(room[0], "ACTION: write the report")["flags"]
    said = answer(room[0], flag, typed=typed).json()
    assert (said["text"], said["flags"]) == (f"ACTION {typed}: write the report", [])


def test_the_page_offers_those_who_are_here_and_a_field_for_everybody_else(room, save):
    html = save(room[0], "XY: one\nXY: two\nACTION: write")["html"]
    assert html.count('name="typed"') == 2
    assert html.count("Antony Low</button>") == 2
    assert html.count('value="All"') == 1
