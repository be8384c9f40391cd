"""What is looked at before two records are merged, and what cannot be merged."""

import pytest

from meetings.models import Member, Person
from meetings.services import merging
from meetings.services.merging import merge, why_not
from meetings.services.refusals import Refused
from tests import make
from tests.merged import TODAY, ada_again, address, everything, fresh, into_of
from tests.races import together


@pytest.fixture
def ada(harbour):
    return make.person(harbour, "Ada Low")


@pytest.fixture
def low(harbour):
    return ada_again(harbour)


def test_each_refusal_is_a_sentence(harbour, ada, low):
    account = make.user("ada")
    Person.objects.filter(pk=low.pk).update(user=account)
    assert why_not(fresh(low), into=ada, on=TODAY) == (
        "A. Lowe has an account to sign in with, so this is the record to keep. "
        "Merge Ada Low into it instead."
    )
    Member.objects.create(person=ada)
    assert why_not(fresh(low), into=fresh(ada), on=TODAY) == (
        "A. Lowe has an account to sign in with and Ada Low has a term that runs. "
        "Bring them to one of the records, then merge."
    )
    Person.objects.filter(pk=ada.pk).update(user=make.user("low"))
    assert why_not(fresh(low), into=fresh(ada), on=TODAY) == (
        "A. Lowe and Ada Low each have an account to sign in with. "
        "Take it from one of them, then merge."
    )


@pytest.mark.parametrize(("ends", "is_refused"), [(TODAY, True), (make.A_DAY, False)])
def test_two_seats_that_run_are_two_votes(ends, is_refused, harbour):
    firms = [make.organisation(harbour, name) for name in ("Lumen", "Lumen Ltd")]
    for firm in firms:
        harbour.seats.create(name=firm.name, organisation=firm, end_date=ends)
    assert ("each have a seat" in why_not(firms[0], into=firms[1], on=TODAY)) is is_refused


def test_merging_again_into_itself_or_into_a_merged_one_is_answered_with_a_sentence(
    harbour, ada, low, as_secretary
):
    third = make.person(harbour, "Third")
    page = address("person_merge", low)
    assert as_secretary.post(page, {"into": ada.pk}).url == ada.get_absolute_url()
    for record, into, sentence in (
        (ada, ada, "cannot be merged into itself"),
        (low, ada, "has been merged into Ada Low already"),
        (third, low, "Choose Ada Low instead"),
    ):
        answer = as_secretary.post(address("person_merge", record), {"into": into.pk})
        assert answer.status_code == 409
        assert sentence in answer.content.decode()
    again = as_secretary.post(address("person_unmerge", low), follow=True)
    assert "A. Lowe stands alone again" in again.content.decode()
    again = as_secretary.post(address("person_unmerge", low), follow=True)
    assert "A. Lowe is separate already" in again.content.decode()


def test_a_record_of_another_board_is_not_there(library, ada, as_secretary):
    theirs = make.person(library, "Ada Low")
    assert as_secretary.get(address("person_merge", ada, into=theirs)).status_code == 404
    for name, record, form in (
        ("person_merge", ada, {"into": theirs.pk}),
        ("person_edit", ada, {}),
        ("person_unmerge", ada, {}),
    ):
        path = address(name, record)
        if "into" not in form:
            path = path.replace(f"/{ada.pk}/", f"/{theirs.pk}/")
        assert as_secretary.post(path, form).status_code == 404
    with pytest.raises(Refused, match="two boards"):
        merge(ada, into=theirs, on=TODAY)


@pytest.mark.parametrize("typed", ["", "x", "0", "-1", "9" * 30])
def test_what_is_no_record_is_asked_for_again(typed, ada, as_secretary):
    answer = as_secretary.post(address("person_merge", ada), {"into": typed})
    assert answer.status_code == 422
    assert "Choose one of the list." in answer.content.decode()


def test_the_preview_says_what_would_be_under_one_name_and_changes_nothing(ada, low, as_secretary):
    before = everything()
    answer = as_secretary.get(address("person_merge", low, into=ada))
    weighed = {
        str(each.what): (each.one, each.other, each.together) for each in answer.context["weighed"]
    }
    assert weighed == {
        "Meetings": (1, 0, 1),
        "Actions": (1, 0, 1),
        "Statements": (1, 0, 1),
        "Motions moved or seconded": (1, 0, 1),
        "Terms": (1, 0, 1),
        "Seats": (1, 0, 1),
    }
    page = answer.content.decode()
    for words in ("Merge A. Lowe into Ada Low?", "ADL", "can be separated again at any time"):
        assert words in page
    assert everything() == before


def test_being_at_one_meeting_both_is_a_warning_and_no_refusal(ada, low, as_secretary):
    make.attendance(low.attendances.get().meeting, ada)
    page = as_secretary.get(address("person_merge", low, into=ada)).content.decode()
    assert "Both are on the attendance list of 1 meeting." in page
    assert "5 March 2026" in page
    as_secretary.post(address("person_merge", low), {"into": ada.pk})
    assert into_of(low) == [ada]


def test_a_refused_preview_offers_the_other_way_round(ada, low, as_secretary):
    Person.objects.filter(pk=low.pk).update(user=make.user("ada"))
    page = as_secretary.get(address("person_merge", low, into=ada)).content.decode()
    assert "so this is the record to keep" in page
    assert address("person_merge", ada, into=low) in page
    assert 'type="hidden" name="into"' not in page


def test_likely_records_are_offered_first(harbour, as_secretary):
    asked, *_rest = [make.person(harbour, n) for n in ("Cy Mills", "Bo Ball", "Cy", "Q. Mill")]
    make.person(harbour, "Zoe Moor").aliases.create(name="CM")
    answer = as_secretary.get(address("person_merge", asked))
    groups = dict(answer.context["form"].fields["into"].widget.choices)
    likely, others = [[label for _key, label in groups[name]] for name in ("Likely", "The others")]
    assert likely == ["Cy", "Q. Mill", "Zoe Moor (CM)"]
    assert others == ["Bo Ball", "Secretary Person"]


@pytest.mark.parametrize("act", ["edit", "merge", "unmerge"])
@pytest.mark.parametrize("kind", [make.person, make.organisation])
@pytest.mark.parametrize(("who", "status"), [("outsider", 404), ("observer", 403), ("member", 403)])
def test_only_the_secretariat_changes_records(act, kind, who, status, harbour, signed_in):
    record = kind(harbour, "Lumen")
    page = address(f"{kind.__name__}_{act}", record)
    assert signed_in(who).post(page, {"name": "X", "into": record.pk}).status_code == status
    assert fresh(record).name == "Lumen"


def each_into_the_other(one, other):
    ways = ((one, other), (other, one))
    answers = together(*(lambda pair=pair: merge(pair[0], into=pair[1], on=TODAY) for pair in ways))
    return sorted(type(answer).__name__ for answer in answers)


@pytest.mark.django_db(transaction=True)
def test_of_two_who_merge_each_into_the_other_one_is_refused(ada, low):
    assert each_into_the_other(ada, fresh(low)) == ["Person", "Refused"]


@pytest.mark.django_db(transaction=True)
def test_twin_without_the_look_in_turn_nobody_is_refused(harbour, ada, monkeypatch):
    monkeypatch.setattr(merging, "why_not", lambda *_records, **_options: "")
    assert "Refused" not in each_into_the_other(ada, make.person(harbour, "A. Lowe"))
