"""Two records of one person or organisation: merged, read as one, and separated as they were."""

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from meetings.models import ActionOwner, Person
from meetings.services.merging import merge, merged_records, separate
from meetings.services.naming import records_of
from meetings.services.refusals import Refused
from tests import make
from tests.merged import TODAY, ada_again, address, everything, fresh, into_of
from tests.test_import_plain import MINUTES, store


@pytest.fixture
def ada(harbour):
    return make.person(harbour, "Ada Low")


@pytest.fixture
def low(harbour):
    return ada_again(harbour)


def test_a_merged_person_is_read_as_the_one_they_are(ada, low, as_secretary):
    merge(low, into=ada, on=TODAY)
    answer = as_secretary.get(low.get_absolute_url())
    assert answer.url == ada.get_absolute_url()
    page = as_secretary.get(answer.url).content.decode()
    for words in ("paint the fence", "the fence is old", "R-1", "5 March 2026", "until"):
        assert words in page
    assert "Also written A. Lowe, ADL" in page


def test_no_row_is_linked_again(ada, low):
    before = everything()
    merge(low, into=ada, on=TODAY)
    after = everything()
    assert before.pop("Person") != after.pop("Person")
    assert before == after


def test_the_list_of_people_counts_what_merged_records_have_once(ada, low, as_secretary):
    make.attendance(low.attendances.get().meeting, ada)
    merge(low, into=ada, on=TODAY)
    people = as_secretary.get(reverse("person_list", args=["harbour"])).context["page"]
    found = {person.name: (person.meeting_count, person.open_count) for person in people}
    assert found["Ada Low"] == (1, 1)
    assert "A. Lowe" not in found


def test_a_list_is_searched_by_every_name(ada, low, as_secretary):
    merge(low, into=ada, on=TODAY)
    for part in ("lowe", "adl", "low"):
        found = as_secretary.get(reverse("person_list", args=["harbour"]), {"name": part})
        assert [person.name for person in found.context["page"]] == ["Ada Low"]


def test_actions_are_filtered_and_shown_by_the_one_who_is_kept(ada, low, as_secretary):
    merge(low, into=ada, on=TODAY)
    actions = reverse("action_list", args=["harbour"])
    answer = as_secretary.get(actions, {"owner": ada.pk})
    assert [action.text for action in answer.context["page"]] == ["paint the fence"]
    row = answer.content.decode().split("paint the fence")[1].split("</li>")[0]
    assert f'href="{ada.get_absolute_url()}">Ada Low<' in row


def test_a_guest_keeps_their_meeting_when_the_record_on_its_list_is_merged(harbour, signed_in):
    guest = signed_in("guest")
    kept = Person.objects.get(name="Guest Person")
    double = make.person(harbour, "G. Person")
    meeting = make.meeting(harbour)
    make.attendance(meeting, double, capacity="guest")
    kept.attendances.all().delete()
    assert guest.get(meeting.get_absolute_url()).status_code == 404
    merge(double, into=kept, on=TODAY)
    assert guest.get(meeting.get_absolute_url()).status_code == 200
    assert meeting.get_absolute_url() in guest.get("/").content.decode()


def test_what_was_merged_before_goes_along(harbour, ada, low):
    third = make.person(harbour, "Third")
    merge(third, into=low, on=TODAY)
    merge(low, into=ada, on=TODAY)
    assert into_of(third, low) == [ada, ada]
    separate(low)
    assert into_of(third, low) == [low, None]
    separate(third)
    assert into_of(third) == [None]


def test_an_inner_record_can_be_separated_first(harbour, ada, low):
    third, fourth = make.person(harbour, "Third"), make.person(harbour, "Fourth")
    for record, into in ((fourth, third), (third, low), (low, ada)):
        merge(record, into=into, on=TODAY)
    separate(third)
    assert into_of(fourth, third, low) == [third, None, ada]
    separate(low)
    assert into_of(fourth, third, low) == [third, None, None]


def test_a_merge_is_in_the_history_with_who_did_it(harbour, ada, low, as_secretary):
    as_secretary.post(address("person_merge", low), {"into": ada.pk})
    (merged,) = merged_records(records_of(ada))
    assert (merged.record, merged.by) == (low, "Secretary Person")
    page = as_secretary.get(ada.get_absolute_url()).content.decode()
    assert "merged by Secretary Person on" in page


def test_only_the_secretariat_is_offered_to_change_records(ada, low, signed_in):
    merge(low, into=ada, on=TODAY)
    for who, offered in (("secretary", True), ("member", False), ("observer", False)):
        page = signed_in(who).get(ada.get_absolute_url()).content.decode()
        assert ("Edit names" in page, "Separate A. Lowe again" in page) == (offered, offered)


def test_terms_seen_in_minutes_are_those_of_each_again(harbour):
    store(harbour)
    ada, bo = (Person.objects.get(name=name) for name in ("Ada Low", "Bo Ek"))
    before = everything()
    merge(bo, into=ada, on=TODAY)
    separate(bo)
    assert everything() == before
    merge(bo, into=ada, on=TODAY)
    store(harbour, MINUTES.replace("4 March", "8 April"))
    assert not bo.memberships.exists()
    separate(bo)
    assert [ada.memberships.count(), bo.memberships.count()] == [1, 1]


STEPS = st.lists(st.tuples(st.integers(0, 4), st.integers(0, 4), st.booleans()), max_size=8)


@pytest.mark.parametrize("kind", [make.person, make.organisation])
@settings(
    max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(steps=STEPS)
def test_whatever_was_merged_before_undoing_a_merge_leaves_every_table_as_it_was(
    harbour, kind, steps
):
    records = [kind(harbour, f"Name {make.next_number()}") for _n in range(5)]
    for one, other, is_merge in steps:
        before = everything()
        try:
            if not is_merge:
                separate(records[one])
                continue
            merge(records[one], into=records[other], on=TODAY)
        except Refused:
            assert everything() == before
            continue
        merged = everything()
        separate(records[one])
        assert everything() == before
        merge(records[one], into=records[other], on=TODAY)
        assert everything() == merged
    for record in into_of(*records):
        assert record is None or record.merged_into is None


def test_a_merged_organisation_is_read_as_the_one_it_is(harbour, ada, as_secretary):
    kept, double = make.organisation(harbour, "Lumen"), make.organisation(harbour, "Lumen Ltd")
    meeting = make.meeting(harbour)
    bo = make.person(harbour, "Bo Ball")
    make.attendance(meeting, bo, double)
    action = make.action(make.item(meeting), text="send the lamps")
    ActionOwner.objects.create(action=action, organisation=double, name="Lumen Ltd")
    make.action(meeting.items.get(), bo, text="count the lamps")
    double.seats.create(board=harbour, name="Old seat", end_date=make.A_DAY)
    merge(bo, into=ada, on=TODAY)
    as_secretary.post(address("organisation_merge", double), {"into": kept.pk})
    assert as_secretary.get(double.get_absolute_url()).url == kept.get_absolute_url()
    page = as_secretary.get(kept.get_absolute_url()).content.decode()
    for words in (
        "send the lamps",
        "count the lamps",
        "Ada Low",
        "Old seat",
        "Also written Lumen Ltd",
    ):
        assert words in page
    (row,) = as_secretary.get(reverse("organisation_list", args=["harbour"])).context["page"]
    assert (row.name, row.people_count, row.meeting_count) == ("Lumen", 1, 1)
    found = as_secretary.get(reverse("action_list", args=["harbour"]), {"organisation": kept.pk})
    assert {action.text for action in found.context["page"]} == {
        "send the lamps",
        "count the lamps",
    }
    as_secretary.post(address("organisation_unmerge", double))
    assert into_of(double) == [None]


def test_the_admin_makes_no_chains(ada, low, harbour):
    merge(low, into=ada, on=TODAY)
    third = make.person(harbour, "Third")
    for record, into in ((third, low), (fresh(ada), third)):
        record.merged_into = fresh(into)
        with pytest.raises(ValidationError):
            record.full_clean()
