"""What an import got wrong is corrected on our pages: the text is the master, the rows follow."""

import pytest
from django.urls import reverse

from meetings.models import Action, Attendance, Meeting, Organisation, Person, Resolution
from tests import make
from tests.test_import_plain import store


@pytest.fixture
def meeting(harbour):
    return store(harbour)


@pytest.fixture
def desk(harbour, as_secretary):
    class Desk:
        def at(self, name, *args):
            return reverse(name, args=["harbour", *args])

        def post(self, page, *args, **data):
            return as_secretary.post(self.at(page, *args), data)

        def read(self, name, *args):
            return as_secretary.get(self.at(name, *args)).content.decode()

    return Desk()


def row_of(attendance, **changes):
    return {
        "person": attendance.person_id,
        "name": attendance.name,
        "organisation_name": attendance.organisation_name,
        "mode": attendance.mode,
        "capacity": attendance.capacity,
        "remark": attendance.remark,
        **changes,
    }


def test_a_wrong_attendee_is_corrected_in_three_clicks(desk, meeting, harbour):
    """The link beside the name, the right person, the button."""
    right = make.person(harbour, "Adam Lowe")
    wrong = meeting.attendances.get(name="Ada Low")
    edit = desk.at("attendee_edit", meeting.key, wrong.pk)
    assert edit in desk.read("meeting_detail", meeting.key)
    answer = desk.post(
        "attendee_edit", meeting.key, wrong.pk, **row_of(wrong, person=right.pk, name="")
    )
    assert answer.status_code == 302
    wrong.refresh_from_db()
    assert (wrong.person, wrong.name) == (right, "Adam Lowe")


def test_the_notes_are_read_again_with_the_corrected_list(desk, meeting, harbour):
    new = make.person(harbour, "Zoe Quill")
    item = meeting.items.get(position=1)
    make.attendance(meeting, new)
    item.notes = item.notes + "\nZOE: all is well"
    item.save(update_fields=["notes"])
    ada = meeting.attendances.get(name="Ada Low")
    desk.post("attendee_edit", meeting.key, ada.pk, **row_of(ada, remark="by phone"))
    assert item.statements.filter(person=new, text="all is well").exists()
    assert item.revisions.count() == 1


def test_somebody_who_was_never_there_is_taken_off(desk, meeting):
    row = meeting.attendances.get(name="Ada Low")
    desk.post("attendee_edit", meeting.key, row.pk, remove="yes")
    assert not Attendance.objects.filter(pk=row.pk).exists()
    assert Person.objects.filter(name="Ada Low").exists()


def test_somebody_new_is_added_with_their_organisation(desk, meeting):
    data = {"name": "Uma Vance", "organisation_name": " New  Firm ", "mode": "remote"}
    desk.post("attendee_new", meeting.key, **data)
    row = meeting.attendances.get(name="Uma Vance")
    assert (row.person.name, row.organisation.name, row.mode) == ("Uma Vance", "New Firm", "remote")


def test_an_organisation_is_known_by_its_alias(desk, meeting, harbour):
    firm = make.organisation(harbour, "Northern Wind Limited")
    firm.aliases.create(name="NWL")
    desk.post(
        "attendee_new", meeting.key, name="Uma Vance", organisation_name="nwl", mode="present"
    )
    assert meeting.attendances.get(name="Uma Vance").organisation == firm
    assert not Organisation.objects.filter(name__iexact="nwl").exists()


BAD_ATTENDEES = {
    "Choose a person or write a name.": {"name": ""},
    "is on the list already": {"listed": "Bo Ek"},
    "cannot preside": {"name": "Uma", "mode": "apologies", "is_presiding": "on"},
    "Select a valid choice": {"name": "Uma", "mode": "asleep"},
}


@pytest.mark.parametrize("sentence", BAD_ATTENDEES)
def test_a_bad_attendance_is_refused_in_a_sentence(sentence, desk, meeting):
    before = meeting.attendances.count()
    data = {"mode": "present", "organisation_name": "Kept as typed"} | BAD_ATTENDEES[sentence]
    if "listed" in data:
        data["person"] = meeting.attendances.first().person_id
    answer = desk.post("attendee_new", meeting.key, **data)
    assert answer.status_code == 422
    assert sentence in answer.content.decode()
    assert "Kept as typed" in answer.content.decode()
    assert meeting.attendances.count() == before


def test_another_boards_person_cannot_be_listed(desk, meeting, library):
    stranger = make.person(library, "Stranger")
    answer = desk.post("attendee_new", meeting.key, person=stranger.pk, mode="present")
    assert answer.status_code == 422
    assert not Attendance.objects.filter(person=stranger).exists()


def test_an_action_gets_another_owner_by_rewriting_its_line(desk, meeting):
    action = Action.objects.filter(owners__person__name="Bo Ek").first()
    item = action.item
    before = item.notes
    answer = desk.post("action_edit", action.number, owners="Ada Low", text=action.text)
    assert answer.status_code == 302
    item.refresh_from_db()
    action.refresh_from_db()
    assert [owner.person.name for owner in action.owners.all()] == ["Ada Low"]
    assert f"ACTION Ada Low: {action.text}" in item.notes
    assert len(item.notes.split("\n")) == len(before.split("\n"))
    assert item.revision == 2


BAD_ACTIONS = {
    "is no list of names": {"owners": "the: man", "text": "x"},
    "This field is required": {"owners": "Bo Ek", "text": " "},
    "may mean several people": {"owners": "Bo Eck", "text": "x"},
}


@pytest.mark.parametrize("sentence", BAD_ACTIONS)
def test_an_action_that_would_not_read_back_is_refused(sentence, desk, meeting, harbour):
    make.person(harbour, "Boe Ecker")
    make.person(harbour, "Bo Eck")
    make.person(harbour, "Bo Eck")
    action = Action.objects.filter(owners__person__name="Bo Ek").first()
    notes = action.item.notes
    answer = desk.post("action_edit", action.number, **BAD_ACTIONS[sentence])
    assert answer.status_code == 422
    assert sentence in answer.content.decode()
    action.item.refresh_from_db()
    assert action.item.notes == notes


def test_a_result_is_corrected_where_it_stands(desk, meeting):
    resolution = Resolution.objects.get(item__meeting=meeting)
    data = {"text": resolution.text, "outcome": "not_carried", "votes_for": 2, "against": 3}
    answer = desk.post("resolution_edit", resolution.label, **data)
    assert answer.status_code == 302
    resolution.refresh_from_db()
    assert (resolution.state, resolution.recorded_for, resolution.recorded_against) == (
        "not_carried", 2, 3,
    )  # fmt: skip
    resolution.item.refresh_from_db()
    assert "not carried 2-3" in resolution.item.notes


BAD_RESULTS = {
    "Give both the votes": {"outcome": "carried", "votes_for": 3},
    "Say what the votes decided": {"outcome": "", "votes_for": 3, "against": 1},
    "greater than or equal to 0": {"outcome": "carried", "votes_for": -1, "against": 1},
    "Select a valid choice": {"outcome": "maybe"},
}


@pytest.mark.parametrize("sentence", BAD_RESULTS)
def test_a_bad_result_is_refused_in_a_sentence(sentence, desk, meeting):
    resolution = Resolution.objects.get(item__meeting=meeting)
    data = {"text": resolution.text} | BAD_RESULTS[sentence]
    answer = desk.post("resolution_edit", resolution.label, **data)
    assert (answer.status_code, sentence in answer.content.decode()) == (422, True)


def test_what_became_of_an_item_is_written_into_its_notes(desk, meeting):
    item = meeting.items.get(position=1)
    desk.post("item_disposition", meeting.key, item.pk, kind="deferred", reason="no time")
    item.refresh_from_db()
    assert (item.disposition, item.disposition_reason) == ("deferred", "no time")
    assert item.notes.endswith("DEFERRED: no time")


def test_a_title_and_its_presenters_are_corrected(desk, meeting):
    item = meeting.items.get(position=1)
    assert desk.at("agenda_item", meeting.key, item.pk) in desk.read("meeting_detail", meeting.key)
    desk.post("agenda_item", meeting.key, item.pk, title="The press", presenters="Ada Low, Zed")
    item.refresh_from_db()
    names = [(row.name, row.person and row.person.name) for row in item.presenters.all()]
    assert (item.title, names) == ("The press", [("Ada Low", "Ada Low"), ("Zed", None)])
    meeting.refresh_from_db()
    assert meeting.corrected_at


def test_an_item_covered_elsewhere_names_the_other(desk, meeting):
    item, other = meeting.items.get(position=1), meeting.items.get(position=2)
    assert desk.post("item_disposition", meeting.key, item.pk, kind="covered").status_code == 422
    desk.post("item_disposition", meeting.key, item.pk, kind="covered", under=other.pk)
    item.refresh_from_db()
    assert (item.disposition, item.covered_under) == ("covered", other)


def test_a_corrected_import_is_not_taken_back(desk, meeting):
    from meetings.services.archives import undo_import
    from meetings.services.refusals import Refused

    row = meeting.attendances.get(name="Ada Low")
    desk.post("attendee_edit", meeting.key, row.pk, **row_of(row, remark="by phone"))
    with pytest.raises(Refused, match="its attendance or agenda was corrected"):
        undo_import(meeting.source)


def test_approved_minutes_are_corrected_by_nobody(desk, meeting):
    Meeting.objects.update(state=Meeting.State.APPROVED)
    row, item = meeting.attendances.first(), meeting.items.get(position=1)
    action, resolution = item.actions.first(), Resolution.objects.get(item__meeting=meeting)
    tries = [
        desk.post("attendee_edit", meeting.key, row.pk, **row_of(row, remark="x")),
        desk.post("attendee_edit", meeting.key, row.pk, remove="yes"),
        desk.post("attendee_new", meeting.key, name="Uma", mode="present"),
        desk.post("item_disposition", meeting.key, item.pk, kind="deferred"),
        desk.post("agenda_item", meeting.key, item.pk, title="x"),
        desk.post("action_edit", action.number, owners="Ada Low", text="x"),
        desk.post("resolution_edit", resolution.label, text="x", outcome="carried"),
    ]
    assert [answer.status_code for answer in tries] == [409] * 7
    assert all("These minutes are approved" in answer.content.decode() for answer in tries)
    assert meeting.items.filter(revision__gt=1).count() == 0
