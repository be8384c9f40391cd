"""The founding minutes: one page of text becomes a linked record, and nothing is lost."""

import json
import subprocess
import sys
from collections import Counter

import pytest
from django.core.management import call_command
from django.urls import reverse

from meetings.importers.corpus import to_schema
from meetings.importers.document import Fate
from meetings.importers.reader import read_minutes
from meetings.models import (
    Action,
    AgendaItem,
    Attendance,
    ImportSource,
    Meeting,
    Person,
    Resolution,
    Statement,
)
from meetings.notation.lines import Aside

NAME = "xen-ab-2015-01"


@pytest.fixture
def founding(corpus):
    return corpus / "dev" / f"{NAME}.txt"


@pytest.fixture
def document(founding):
    return read_minutes(founding.read_text(encoding="utf-8"))


@pytest.fixture
def imported(founding, harbour):
    call_command("import_minutes", str(founding), board="harbour")
    return Meeting.objects.get(board=harbour)


def test_it_scores_full_marks_in_every_part(corpus, document, tmp_path):
    gold, predicted = tmp_path / "gold", tmp_path / "predicted"
    gold.mkdir()
    predicted.mkdir()
    (gold / f"{NAME}.gold.json").write_bytes((corpus / "dev" / f"{NAME}.gold.json").read_bytes())
    (predicted / f"{NAME}.json").write_text(json.dumps(to_schema(document)))
    figures = tmp_path / "figures.json"
    scorer = [sys.executable, str(corpus / "score.py"), str(gold), str(predicted)]
    printed = subprocess.run(
        [*scorer, "--json", str(figures)], check=True, capture_output=True, text=True
    ).stdout
    (line,) = [row for row in printed.splitlines() if row.startswith(NAME)]
    assert line.split()[1:] == ["100/100/100"] * 6


def test_every_line_of_the_source_is_accounted_for(founding, document):
    lines = founding.read_text(encoding="utf-8").split("\n")
    assert [fate.number for fate in document.fates] == [
        number for number, line in enumerate(lines, start=1) if line.strip()
    ]
    assert document.count(Fate.LOST) == 0


def test_fourteen_people_of_ten_organisations_attend(imported):
    attendances = Attendance.objects.filter(meeting=imported)
    assert attendances.count() == 14
    assert attendances.exclude(organisation=None).values("organisation").distinct().count() == 10
    assert attendances.get(is_presiding=True).name == "Lars Kurth"


def test_two_people_before_one_bracket_share_it(imported):
    names = Attendance.objects.filter(meeting=imported, organisation__name="Citrix")
    assert [a.name for a in names] == ["James Bulpin", "Mark Hinkle"]


def test_the_meeting_is_known_to_the_month(imported):
    assert (imported.key, imported.date_precision, imported.when) == (
        "2015-01", "month", "January 2015",
    )  # fmt: skip


def test_presenters_are_bound_to_the_people_who_attend(imported):
    presenters = {
        item.title: [(p.name, p.person and p.person.name) for p in item.presenters.all()]
        for item in imported.items.prefetch_related("presenters__person")
    }
    assert presenters["Introductions"] == [("Laura", "Laura Kempke"), ("Mike", "Mike Woster")]
    assert presenters["Member Status, Payments, …"] == [("Linux Foundation", None)]


def test_thirteen_statements_are_bound_to_their_speakers(imported):
    said = Counter(
        (s.item.title, s.person.name) for s in Statement.objects.select_related("item", "person")
    )
    assert said == {
        ("OpenStack", "Larry Wikelius"): 1,
        ("OpenStack", "Lars Kurth"): 4,
        ("OpenStack", "Antony Messerli"): 4,
        ("Developers", "Lars Kurth"): 2,
        ("Developers", "Mark Hinkle"): 1,
        ("Developers", "Guido Trotter"): 1,
    }


def test_labels_are_no_speakers_and_the_one_aside_is_no_statement(document):
    contents = [line.content for item in document.items for line in item.lines]
    assert len([c for c in contents if isinstance(c, Aside)]) == 1
    notes = [c.text for c in contents if type(c).__name__ == "Note"]
    for label in ("Goal:", "Messaging:", "Analyst:"):
        assert any(text.startswith(label) for text in notes)


def test_eight_actions_have_their_owners_and_one_resolution_its_outcome(imported):
    owners = Counter(
        owner.person.name
        for action in Action.objects.prefetch_related("owners__person")
        for owner in action.owners.all()
    )
    assert owners == {
        "Laura Kempke": 1,
        "Sarah Conway": 1,
        "Lars Kurth": 3,
        "Antony Messerli": 1,
        "Mike Woster": 2,
    }
    resolution = Resolution.objects.get()
    assert (resolution.text, resolution.state, resolution.recorded_words) == (
        "Approved Budget & Plan", "carried", "no objections",
    )  # fmt: skip


def test_anthony_is_asked_about_with_both_candidates(imported):
    (flag,) = imported.items.get(title="OpenStack").flags
    labels = [candidate["label"] for candidate in flag["candidates"]]
    assert (flag["subject"], labels) == ("Anthony", ["Antony Messerli", "Anthony Perard"])


def test_two_items_were_not_reached(imported):
    unreached = imported.items.filter(disposition=AgendaItem.Disposition.NOT_REACHED)
    assert [item.position for item in unreached] == [9, 10]


def test_the_covered_item_is_asked_about_with_the_same_presenters_item(imported):
    item = imported.items.get(title="PR Update")
    assert (item.disposition, item.covered_under) == ("covered", None)
    (flag,) = item.flags
    assert [candidate["label"] for candidate in flag["candidates"]] == ["AR & PR"]


def test_importing_it_twice_changes_nothing_and_says_so(imported, founding, capsys):
    counts = [
        model.objects.count()
        for model in (Meeting, Person, Action, Statement, Attendance, ImportSource)
    ]
    call_command("import_minutes", str(founding), board="harbour")
    assert "Nothing changed." in capsys.readouterr().out
    assert counts == [
        model.objects.count()
        for model in (Meeting, Person, Action, Statement, Attendance, ImportSource)
    ]


def test_a_dry_run_says_what_would_become_and_stores_nothing(founding, harbour, capsys):
    call_command("import_minutes", str(founding), board="harbour", dry_run=True)
    assert "would become the meeting 2015-01" in capsys.readouterr().out
    assert not Meeting.objects.exists()
    assert not Person.objects.exists()
    harbour.refresh_from_db()
    assert harbour.last_action_number == 0


def test_the_record_can_be_walked_from_person_to_line_and_back(imported, as_secretary):
    lars = Person.objects.get(name="Lars Kurth")
    person_page = as_secretary.get(lars.get_absolute_url()).content.decode()
    action = Action.objects.filter(owners__person=lars).select_related("item__meeting").first()
    assert action.get_absolute_url() in person_page
    action_page = as_secretary.get(action.get_absolute_url()).content.decode()
    line = f"{imported.get_absolute_url()}#{action.anchor}"
    assert line in action_page
    minutes = as_secretary.get(imported.get_absolute_url()).content.decode()
    assert f'id="{action.anchor}"' in minutes
    assert lars.get_absolute_url() in minutes
    firm = Attendance.objects.get(meeting=imported, name="Guido Trotter").organisation
    assert firm.get_absolute_url() in minutes
    assert imported.get_absolute_url() in as_secretary.get(firm.get_absolute_url()).content.decode()


def test_the_minutes_page_shows_flags_and_loss_report_to_those_who_may_edit(
    imported, as_secretary, signed_in
):
    for_secretary = as_secretary.get(imported.get_absolute_url()).content.decode()
    assert "2 questions" in for_secretary
    assert "49 became records, 14 notes, 2 left out, 0 not understood" in for_secretary
    for_member = signed_in("member").get(imported.get_absolute_url()).content.decode()
    assert "questions" not in for_member
    assert "became records" not in for_member


def test_the_source_page_shows_each_line_with_its_fate(imported, as_secretary):
    address = reverse("meeting_source", args=["harbour", "2015-01"])
    page = as_secretary.get(address).content.decode()
    assert "left out: site notice" in page
    assert "Jump to navigation" in page
