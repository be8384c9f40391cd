"""Resolutions that end earlier ones, and actions that carry resolutions out."""

import html

import pytest
from django.urls import reverse

from meetings.models import Action, AgendaItem, Resolution
from meetings.rules.verdict import OutOfOrder
from meetings.services.ballots import open_ballot
from meetings.services.minutes import save_notes
from meetings.services.numbering import number_resolutions
from meetings.services.succession import say_what_it_ends
from tests import make

pytestmark = pytest.mark.django_db
MOTION = "MOTION: Buy a van\nCARRIED 3-0-0\n"


@pytest.fixture
def meeting(harbour):
    of = make.meeting(harbour, state="in_session")
    make.attendance(of, make.person(harbour))
    return of


@pytest.fixture
def old(harbour):
    before = make.meeting(harbour, make.A_DAY.replace(year=2025))
    return make.resolution(make.item(before), "Buy rope", number="R-2025-03", state="carried")


@pytest.fixture
def new(meeting):
    return make.resolution(make.item(meeting), number="R-2026-01", state="carried")


def noted(meeting, text):
    item = make.item(meeting)
    make.notes(item, text)
    return item


def save(item, text):
    item = AgendaItem.objects.for_saving().get(pk=item.pk)
    save_notes(item, text=text, base=item.revision, save=make.a_save())


def carried_out(line=None):
    row = Action.objects.select_related("carries_out").get(**({"line": line} if line else {}))
    return row.carries_out


@pytest.mark.parametrize(
    "text",
    [
        f"{MOTION}  - ACTION Ada: ask for offers",
        "MOTION: Buy a van\n  - ACTION Ada: ask for offers\nCARRIED 3-0-0",
        "RESOLVED: Buy a van - carried\n  - a note\n    - ACTION Ada: ask for offers",
    ],
)
def test_an_action_under_a_motion_or_its_result_carries_it_out(text, meeting):
    noted(meeting, text)
    assert carried_out().text == "Buy a van"


def test_an_action_beside_a_motion_carries_nothing_out(meeting):
    noted(meeting, f"{MOTION}ACTION Ada: feed the cat")
    assert carried_out() is None


def test_an_action_that_names_a_resolution_carries_that_one_out(meeting, old, library):
    make.resolution(make.item(make.meeting(library)), number="R-2020-01")
    item = noted(meeting, f"{MOTION}  - ACTION Ada: buy what R-2025-03 says")
    assert carried_out() == old
    save(item, "ACTION Ada: buy what R-2020-01 says")
    assert carried_out() is None


def test_what_the_text_no_longer_says_is_forgotten_and_what_was_said_by_hand_stays(meeting, old):
    item = noted(meeting, f"{MOTION}  - ACTION Ada: ask for offers")
    save(item, f"{MOTION}ACTION Ada: ask for offers")
    assert carried_out() is None
    Action.objects.update(carries_out=old)
    save(item, f"{MOTION}ACTION Ada: ask for three offers")
    assert carried_out() == old
    save(item, f"{MOTION}  - ACTION Ada: ask for three offers")
    assert carried_out().text == "Buy a van"


def test_the_secretariat_says_what_an_action_carries_out_unless_the_minutes_do(
    meeting, old, as_secretary
):
    noted(meeting, f"ACTION Ada: buy it\n{MOTION}  - ACTION Ada: ask for offers")
    first, second = Action.objects.order_by("line")
    address = reverse("action_carries_out", args=["harbour", first.number])
    assert as_secretary.post(address, {"resolution": old.pk}).status_code == 302
    page = html.unescape(as_secretary.get(first.get_absolute_url()).content.decode())
    assert ">R-2025-03</a> Buy rope" in page
    assert f">A-{first.number}</a>" in as_secretary.get(old.get_absolute_url()).content.decode()
    address = reverse("action_carries_out", args=["harbour", second.number])
    response = as_secretary.post(address, {"resolution": old.pk})
    assert response.status_code == 409
    assert "The minutes say what this action carries out" in response.content.decode()
    assert as_secretary.post(address, {"resolution": "x"}).status_code == 422


def test_another_boards_resolution_is_no_choice(meeting, library, as_secretary):
    foreign = make.resolution(make.item(make.meeting(library)), state="carried")
    noted(meeting, "ACTION Ada: buy it")
    address = reverse("action_carries_out", args=["harbour", Action.objects.get().number])
    assert as_secretary.post(address, {"resolution": foreign.pk}).status_code == 422


@pytest.mark.parametrize(
    ("how", "words"),
    [("superseded", ("Replaces", "Replaced by")), ("rescinded", ("Rescinds", "Rescinded by"))],
)
def test_what_one_ends_is_shown_both_ways_and_undone_by_the_same_form(
    how, words, old, new, as_secretary
):
    address = reverse("resolution_ends", args=["harbour", new.number])
    assert as_secretary.post(address, {"earlier": old.pk, "how": how}).status_code == 302
    old.refresh_from_db()
    assert old.state == how
    for row, other, word in ((new, old, words[0]), (old, new, words[1])):
        page = as_secretary.get(row.get_absolute_url()).content.decode()
        assert f"<dt>{word}</dt>" in page
        assert f">{other.number}</a>" in page
    assert as_secretary.post(address, {"earlier": ""}).status_code == 302
    old.refresh_from_db()
    new.refresh_from_db()
    assert (old.state, new.replaces) == ("carried", None)


def test_another_choice_puts_the_first_in_force_again(old, new, harbour):
    other = make.resolution(old.item, number="R-2025-04", state="carried")
    say_what_it_ends(new, earlier=old)
    say_what_it_ends(new, earlier=other, how="rescinded")
    states = dict(Resolution.objects.values_list("number", "state"))
    assert (states["R-2025-03"], states["R-2025-04"]) == ("carried", "rescinded")


@pytest.mark.parametrize(
    ("earlier", "later", "sentence"),
    [
        ("not_carried", "carried", "R-2025-03 is not in force"),
        ("superseded", "carried", "R-2025-03 is not in force"),
        ("carried", "proposed", "Only a resolution that was carried"),
    ],
)
def test_what_was_not_carried_neither_ends_nor_is_ended(
    earlier, later, sentence, old, new, as_secretary
):
    Resolution.objects.filter(pk=old.pk).update(state=earlier)
    Resolution.objects.filter(pk=new.pk).update(state=later)
    address = reverse("resolution_ends", args=["harbour", new.number])
    response = as_secretary.post(address, {"earlier": old.pk, "how": "rescinded"})
    assert response.status_code == 409
    assert sentence in response.content.decode()
    assert not Resolution.objects.exclude(replaces=None).exists()


def test_two_cannot_end_the_same_one(old, new):
    other = make.resolution(new.item, number="R-2026-02", state="carried")
    say_what_it_ends(new, earlier=old)
    with pytest.raises(OutOfOrder, match="not in force"):
        say_what_it_ends(other, earlier=old)


def test_an_earlier_one_does_not_end_a_later_one(old, new):
    with pytest.raises(OutOfOrder, match="came later"):
        say_what_it_ends(old, earlier=new)


def test_how_it_ends_has_to_be_said(old, new, as_secretary):
    address = reverse("resolution_ends", args=["harbour", new.number])
    assert as_secretary.post(address, {"earlier": old.pk}).status_code == 422


def test_what_ended_keeps_its_line_its_number_and_its_end_when_the_notes_are_saved(meeting):
    text = "RESOLVED: Buy a van - carried\nRESOLVED: Buy no van - carried"
    item = noted(meeting, text)
    first, second = Resolution.objects.order_by("line")
    say_what_it_ends(second, earlier=first, how="rescinded")
    save(item, f"- a note\n{text}")
    number_resolutions(meeting, year=2026)
    rows = Resolution.objects.order_by("line").values_list("line", "state", "number")
    assert list(rows) == [(2, "rescinded", "R-2026-01"), (3, "carried", "R-2026-02")]


def test_what_ended_is_not_voted_on_again(meeting):
    noted(meeting, "MOTION: Buy a van\nCARRIED 3-0-0\nRESOLVED: Buy no van - carried")
    first, second = Resolution.objects.order_by("line")
    say_what_it_ends(second, earlier=first)
    with pytest.raises(OutOfOrder, match="replaced or rescinded"):
        open_ballot(first, save=make.a_save())
