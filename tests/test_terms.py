"""Terms as imported minutes show them: one person, whatever organisation they came for."""

import datetime

import pytest
from django.urls import reverse
from django.utils import timezone
from zeal import zeal_ignore

from meetings.models import Member, Person
from meetings.services.archives import undo_import
from meetings.services.terms import draw_terms
from tests import make
from tests.test_import_plain import MINUTES, store

MARCH, APRIL, MAY = (datetime.date(2026, *day) for day in ((3, 4), (4, 8), (5, 6)))


def bring(board, day, firm="Calder", **options):
    text = MINUTES.replace("4 March 2026", f"{day:%-d %B %Y}").replace("Calder", firm)
    return store(board, text, **options)


def terms_of(name):
    rows = Member.objects.filter(person__name=name).order_by("start_date")
    return [(row.organisation.name, row.start_date, row.end_date) for row in rows]


def test_who_comes_for_another_organisation_gets_a_second_term_not_a_second_person(harbour):
    bring(harbour, MARCH)
    bring(harbour, APRIL)
    bring(harbour, MAY, "Sable")
    assert terms_of("Cy Dun") == [("Calder", MARCH, APRIL), ("Sable", MAY, MAY)]
    assert Person.objects.filter(name="Cy Dun").count() == 1


def test_who_comes_back_to_an_organisation_has_a_third_term(harbour):
    bring(harbour, MARCH)
    bring(harbour, APRIL, "Sable")
    bring(harbour, MAY)
    assert [firm for firm, _since, _until in terms_of("Cy Dun")] == ["Calder", "Sable", "Calder"]


def test_older_minutes_that_come_later_lengthen_the_first_term(harbour):
    bring(harbour, MAY)
    bring(harbour, MARCH)
    assert terms_of("Cy Dun") == [("Calder", MARCH, MAY)]


def test_a_term_that_goes_on_keeps_its_row(harbour):
    bring(harbour, MARCH)
    term = Member.objects.get(person__name="Cy Dun")
    bring(harbour, APRIL)
    assert Member.objects.get(person__name="Cy Dun") == term
    assert term.history.count() <= 1


def test_a_meeting_without_ones_organisation_ends_no_term(harbour):
    bring(harbour, MARCH)
    bring(harbour, APRIL, "Calder)\n- Kit Orr (Vale").attendances.update(organisation=None)
    bring(harbour, MAY)
    assert terms_of("Cy Dun") == [("Calder", MARCH, MAY)]


def test_merged_organisations_are_one(harbour):
    bring(harbour, MARCH)
    calder = bring(harbour, APRIL, "Calder Ltd").attendances.get(name="Cy Dun").organisation
    calder.merged_into = Member.objects.filter(person__name="Cy Dun").earliest("pk").organisation
    calder.save(update_fields=["merged_into"])
    bring(harbour, MAY)
    assert terms_of("Cy Dun") == [("Calder", MARCH, MAY)]


def test_merged_people_are_one(harbour):
    bring(harbour, MARCH)
    cy = Person.objects.get(name="Cy Dun")
    meeting = store(harbour, MINUTES.replace("4 March", "8 April").replace("Cy Dun", "Cyrus Dun"))
    Person.objects.filter(name="Cyrus Dun").update(merged_into=cy)
    draw_terms(meeting.attendances.values_list("person", flat=True))
    assert terms_of("Cy Dun") == [("Calder", MARCH, APRIL)]


@pytest.mark.parametrize("capacity", ["guest", "staff"])
def test_guests_and_staff_have_no_terms(capacity, harbour):
    meeting = bring(harbour, MARCH)
    meeting.attendances.filter(name="Cy Dun").update(capacity=capacity)
    draw_terms(meeting.attendances.values_list("person", flat=True))
    assert terms_of("Cy Dun") == []


def test_meetings_held_here_and_undated_ones_draw_no_terms(harbour):
    store(harbour, MINUTES.replace(", 4 March 2026", " minutes"))
    here = make.meeting(harbour)
    cy = Person.objects.get(name="Cy Dun")
    make.attendance(here, cy, make.organisation(harbour, "Sable Works"))
    draw_terms([cy.pk])
    assert terms_of("Cy Dun") == []


def test_terms_kept_by_hand_are_left_alone(harbour):
    bring(harbour, MARCH)
    cy = Person.objects.get(name="Cy Dun")
    Member.objects.filter(person=cy).update(is_from_minutes=False)
    bring(harbour, APRIL, "Sable")
    assert terms_of("Cy Dun") == [("Calder", MARCH, MARCH)]


def test_people_with_a_login_have_no_terms_from_minutes(harbour):
    make.person(harbour, "Cy Dun", user=make.user("cy"))
    bring(harbour, MARCH)
    assert terms_of("Cy Dun") == []
    assert terms_of("Bo Ek")


def test_taking_an_import_back_takes_its_terms_back(harbour):
    first, second = bring(harbour, MARCH), bring(harbour, APRIL, "Sable")
    undo_import(second.source)
    assert terms_of("Cy Dun") == [("Calder", MARCH, MARCH)]
    undo_import(first.source)
    assert not Member.objects.exists()
    assert not Person.objects.exists()


def test_a_term_seen_in_minutes_gives_no_access_not_even_on_its_last_day(harbour, signed_in):
    member = signed_in("member")
    person = Person.objects.get(user__username="member")
    person.memberships.all().delete()
    today = timezone.localdate()
    term = Member.objects.create(
        person=person, start_date=today, end_date=today, is_from_minutes=True
    )
    address = reverse("meeting_list", args=["harbour"])
    assert member.get(address).status_code == 404
    Member.objects.filter(pk=term.pk).update(is_from_minutes=False)  # the twin: a term by hand
    assert member.get(address).status_code == 200


def test_the_persons_page_says_that_a_term_is_as_seen_in_minutes(harbour, as_secretary):
    bring(harbour, MARCH)
    page = as_secretary.get(Person.objects.get(name="Cy Dun").get_absolute_url()).content.decode()
    assert "As seen in minutes: since 4 March 2026 until 4 March 2026" in page
    listed = as_secretary.get(reverse("board_detail", args=["harbour"])).content.decode()
    assert "Cy Dun" not in listed


@pytest.mark.parametrize(("is_final", "may_see"), [(True, True), (False, False)])
def test_an_observer_learns_nothing_of_a_draft_from_terms(is_final, may_see, harbour, signed_in):
    bring(harbour, MARCH, is_final=is_final)
    address = Person.objects.get(name="Cy Dun").get_absolute_url()
    page = signed_in("observer").get(address).content.decode()
    assert ("As seen in minutes" in page) is may_see


def test_a_term_changed_in_the_admin_is_kept_by_hand_from_then_on(harbour, signed_in):
    bring(harbour, MARCH)
    term = Member.objects.get(person__name="Cy Dun")
    operator = signed_in("admin")
    form = {
        "person": term.person_id, "seat": "", "organisation": term.organisation_id,
        "role": "member", "precedence": 1, "start_date": "2026-01-01", "end_date": "",
    }  # fmt: skip
    operator.post(reverse("admin:meetings_member_change", args=[term.pk]), form)
    term.refresh_from_db()
    assert (term.is_from_minutes, term.end_date) == (False, None)


def test_a_term_changed_beside_its_person_is_kept_by_hand_and_its_neighbours_are_not(
    harbour, signed_in
):
    bring(harbour, MARCH)
    bring(harbour, APRIL, "Sable")
    person = Person.objects.get(name="Cy Dun")
    form = {"board": harbour.pk, "name": "Cy Dun", "email": "", "user": "", "merged_into": ""}
    form |= {"aliases-TOTAL_FORMS": 0, "aliases-INITIAL_FORMS": 0}
    form |= {"memberships-TOTAL_FORMS": 2, "memberships-INITIAL_FORMS": 2}
    for place, term in enumerate(person.memberships.all()):
        fields = {
            "id": term.pk, "person": person.pk, "seat": "", "role": "member", "precedence": 1,
            "organisation": term.organisation_id, "start_date": term.start_date,
            "end_date": term.end_date if place else "2026-12-31",
        }  # fmt: skip
        form |= {f"memberships-{place}-{name}": value for name, value in fields.items()}
    with zeal_ignore():  # Django's formset looks each row's relations up by itself
        signed_in("admin").post(reverse("admin:meetings_person_change", args=[person.pk]), form)
    assert [term.is_from_minutes for term in person.memberships.all()] == [False, True]
