"""The names of people and organisations, kept on their pages."""

import pytest

from meetings.models import Organisation
from meetings.services.merging import merge
from meetings.services.naming import other_names, records_of
from tests import make
from tests.merged import TODAY, ada_again, address, fresh


@pytest.fixture
def ada(harbour):
    return make.person(harbour, "Ada Low")


@pytest.fixture
def low(harbour):
    return ada_again(harbour)


def keep(client, record, kind="person", **typed):
    form = {"name": record.name, "email": "", "aliases": ""} | typed
    return client.post(address(f"{kind}_edit", record), form)


def test_names_are_kept_each_once(ada, as_secretary):
    typed = " Addie \n\nADDIE\nada low\nAL\nAddy"
    answer = keep(as_secretary, ada, name="Ada  Low", email="ada@example.org", aliases=typed)
    assert answer.url == ada.get_absolute_url()
    assert {alias.name for alias in ada.aliases.all()} == {"Addie", "AL", "Addy"}
    kept = ada.aliases.get(name="AL").pk
    keep(as_secretary, ada, name="Ada Low-Moor", aliases="AL\nAda Low")
    assert other_names(records_of(fresh(ada))) == ["AL", "Ada Low"]
    assert ada.aliases.get(name="AL").pk == kept


def test_a_change_of_name_is_in_the_history_and_no_change_is_not(ada, as_secretary):
    keep(as_secretary, ada, aliases="AL")
    assert ada.history.count() == 1
    keep(as_secretary, ada, name="Ada Moor", aliases="AL")
    assert [row.name for row in ada.history.all()] == ["Ada Moor", "Ada Low"]
    assert ada.history.first().history_user.username == "secretary"


def test_a_name_of_somebody_else_is_refused_with_whose_it_is(harbour, ada, low, as_secretary):
    third = make.person(harbour, "Third")
    merge(low, into=ada, on=TODAY)
    for typed in ("ADL", "ada low", "A Lowe"):
        answer = keep(as_secretary, third, aliases=f"Tre\n{typed}")
        assert answer.status_code == 422
        page = answer.content.decode()
        assert f"“{typed}” is a name of Ada Low." in page
        assert f"Tre\n{typed}</textarea>" in page
    assert not third.aliases.exists()


def test_the_names_of_merged_records_fold_away(ada, low, as_secretary):
    merge(low, into=ada, on=TODAY)
    keep(as_secretary, ada, aliases="ADL\nA. Lowe\nAddie")
    assert [alias.name for alias in ada.aliases.all()] == ["Addie"]


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ({"name": ""}, "This field is required."),
        ({"name": "..."}, "has no letter"),
        ({"name": "x" * 201}, "at most 200 characters"),
        ({"aliases": "A\n***"}, "has no letter"),
        ({"aliases": "x" * 201}, "is too long"),
        ({"aliases": "\n".join(f"N{n}" for n in range(51))}, "These are 51 names"),
        ({"email": "nowhere"}, "Enter a valid email address."),
    ],
)
def test_what_cannot_be_a_name_is_answered_beside_its_field(typed, sentence, ada, as_secretary):
    answer = keep(as_secretary, ada, **typed)
    assert answer.status_code == 422
    assert sentence in answer.content.decode()
    assert fresh(ada).name == "Ada Low"


def test_organisations_are_told_apart_by_their_names(harbour, as_secretary):
    lumen, other = make.organisation(harbour, "Lumen"), make.organisation(harbour, "Northwind")
    answer = keep(as_secretary, other, "organisation", name="LUMEN")
    assert answer.status_code == 422
    assert "“LUMEN” is a name of Lumen." in answer.content.decode()
    merge(lumen, into=other, on=TODAY)
    answer = keep(as_secretary, fresh(other), "organisation", name="Lumen")
    assert "Merge the other way round." in answer.content.decode()
    answer = keep(as_secretary, other, "organisation", name="North wind", aliases="NW")
    assert Organisation.objects.get(pk=other.pk).name == "North wind"


def test_a_record_merged_in_another_tab_is_not_renamed(ada, low, as_secretary):
    merge(low, into=ada, on=TODAY)
    assert as_secretary.get(address("person_edit", low)).url == ada.get_absolute_url()
    answer = keep(as_secretary, low, name="Somebody")
    assert answer.status_code == 409
    assert "was merged into Ada Low in the meantime" in answer.content.decode()
