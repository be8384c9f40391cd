"""Who sees what of a board: stories of guests, observers and those who are gone."""

from django.urls import reverse

from meetings.models import Meeting, Person
from tests import make
from tests.answers import CAST, FORBIDDEN, LOGIN, OK

ADMIN = (LOGIN, FORBIDDEN, FORBIDDEN, FORBIDDEN, FORBIDDEN, FORBIDDEN, FORBIDDEN, OK)


def test_an_id_of_another_board_is_not_found_under_ones_own(harbour, library, signed_in):
    theirs = make.full_meeting(library, 1)
    member = signed_in("member")
    own = ["harbour"]
    for name, argument in (
        ("person_detail", theirs.attendances.get().person_id),
        ("organisation_detail", theirs.attendances.get().organisation_id),
        ("meeting_detail", theirs.key),
        ("action_detail", 1),
        ("resolution_detail", f"draft-{theirs.items.get().resolutions.get().pk}"),
    ):
        assert member.get(reverse(name, args=[*own, argument])).status_code == 404


def test_a_guest_sees_only_the_meetings_they_were_invited_to(harbour, signed_in):
    guest = signed_in("guest")
    other = make.meeting(harbour)
    assert guest.get(other.get_absolute_url()).status_code == 404
    listed = guest.get(reverse("meeting_list", args=["harbour"])).content.decode()
    assert other.get_absolute_url() not in listed
    assert Meeting.objects.get(date__month=1).get_absolute_url() in listed


def test_a_guest_reads_approved_minutes_and_no_earlier_ones(harbour, signed_in):
    guest = signed_in("guest")
    meeting = Meeting.objects.get(date__month=1)
    make.notes(make.item(meeting, "Open topic"), "- canary")
    for state, may_read in (("adjourned", False), ("circulated", False), ("approved", True)):
        Meeting.objects.filter(pk=meeting.pk).update(state=state)
        page = guest.get(meeting.get_absolute_url()).content.decode()
        assert "Open topic" in page
        assert ("canary" in page) is may_read


def test_having_been_a_guest_once_opens_no_other_meeting(harbour, signed_in):
    guest = signed_in("guest")
    other = make.meeting(harbour)
    make.attendance(other, Person.objects.get(name="Guest Person"))
    assert guest.get(other.get_absolute_url()).status_code == 404


def test_a_guest_is_led_to_their_meeting_and_to_no_page_they_may_not_open(harbour, signed_in):
    guest = signed_in("guest")
    meeting = Meeting.objects.get(date__month=1)
    assert meeting.get_absolute_url() in guest.get("/").content.decode()
    lena = make.person(harbour, "Lena Moor")
    make.attendance(meeting, lena, make.organisation(harbour))
    page = guest.get(meeting.get_absolute_url()).content.decode()
    assert "Lena Moor" in page
    assert "/people/" not in page
    assert "/organisations/" not in page


def test_an_observer_learns_nothing_of_a_draft_from_counts_and_marks(harbour, signed_in):
    observer = signed_in("observer")
    draft = make.meeting(harbour, state=Meeting.State.ADJOURNED)
    lena = make.person(harbour, "Lena Moor")
    make.attendance(draft, lena, make.organisation(harbour))
    make.notes(make.item(draft, "Topic"), "DEFERRED: canary")
    make.item(draft, "Staff", is_in_camera=True)
    assert "deferred" not in observer.get(draft.get_absolute_url()).content.decode()
    assert draft.get_absolute_url() not in observer.get(lena.get_absolute_url()).content.decode()
    listed = observer.get(reverse("meeting_list", args=["harbour"])).context["page"]
    assert [meeting.item_count for meeting in listed] == [1]
    people = observer.get(reverse("person_list", args=["harbour"])).context["page"]
    assert {person.meeting_count for person in people} == {0}


def test_a_term_that_ended_is_an_outsiders_again(harbour, signed_in):
    member = signed_in("member")
    Person.objects.get(user__username="member").memberships.update(end_date=make.A_DAY)
    assert member.get(reverse("meeting_list", args=["harbour"])).status_code == 404


def test_the_admin_is_for_operators(signed_in, library):
    answers = []
    for who in CAST:
        response = signed_in(who).get(reverse("admin:index"))
        turned_away = response.status_code == 302 and who != "anonymous"
        answers.append(FORBIDDEN if turned_away else response.status_code)
    assert tuple(answers) == ADMIN


def test_the_admin_signs_in_by_the_same_door(client, db):
    response = client.get(reverse("admin:index"), follow=True)
    assert response.redirect_chain[-1][0].startswith(reverse("account_login"))


def test_anonymous_visitors_are_sent_to_sign_in_and_back(client, harbour):
    address = reverse("meeting_list", args=["harbour"])
    assert client.get(address).url == f"{reverse('account_login')}?next={address}"
