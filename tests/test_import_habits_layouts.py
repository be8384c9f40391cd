"""Layouts in which people and items stand: a sample of each, and what looks alike and is none."""

import pytest

from meetings.importers.corpus import to_schema
from meetings.importers.document import Fate
from meetings.importers.reader import read_minutes

PRESENT = "Choir Board Meeting, 4 March 2026\n\nPresent: Ada Low, Bo Ek, Cy Dun\n\n"


def read(text):
    return to_schema(read_minutes(text))


def names(page, *, present=True):
    return [a["name"] for a in page["attendees"] if a["present"] is present]


def titles(page):
    return [item["title"] for item in page["items"]]


def test_headings_between_rules_and_fields_of_a_page_are_read():
    page = read(
        "=====================\nChoir board, week 10\n=====================\n\n"
        ":Date: 2026-03-04\n:Attending: Ada Low (Mill), Bo Ek (Quay)\n:Regrets: Cy Dun\n\n"
        ".. contents::\n   :local:\n\nOrgan\n~~~~~\n\nIt is loud.\n\nRoof\n~~~~\n\nIt is dry.\n"
    )
    assert (names(page), names(page, present=False)) == (["Ada Low", "Bo Ek"], ["Cy Dun"])
    assert (titles(page), page["date"]) == (["Organ", "Roof"], "2026-03-04")


def test_headings_with_stars_and_their_tasks_are_read():
    page = read(
        "#+TITLE: Choir - Board\n#+DATE: <2026-03-04 Wed>\n\n* Attendance\n"
        "  - Present :: Ada Low (chair), Bo Ek\n\n* Organ\n  It is loud.\n"
        "** TODO Bo: tune it                    :action:\n** DONE Ada: pay\n* Roof\n  It is dry.\n"
    )
    assert (names(page), titles(page)) == (["Ada Low", "Bo Ek"], ["Organ", "Roof"])
    assert [(a["owners"], a["done"]) for a in page["actions"]] == [(["Bo"], False), (["Ada"], True)]


def test_a_rule_across_the_page_divides_it_and_heads_nothing():
    rule = "-" * 80
    page = read(
        f"{PRESENT}{rule}\nTOPIC:     Organ\nNOTES:     Loud.\n{rule}\n"
        f"TOPIC:     Roof\nNOTES:     Dry.\n{rule}\n"
    )
    assert titles(page) == ["Organ", "Roof"]


@pytest.mark.parametrize(
    "data",
    [
        "present:\n  - Ada Low (chair)\n  - Bo Ek\napologies:\n  - Cy Dun\n",
        "present: [Ada Low, Bo Ek]\napologies: [Cy Dun]\ntags: [Dee Fox]\n",
    ],
)
def test_people_in_a_page_s_own_data_were_there(data):
    page = read(f"---\ndate: 2026-03-04\n{data}---\n\n## Organ\n\nLoud.\n\n## Roof\n\nDry.\n")
    assert (names(page), names(page, present=False)) == (["Ada Low", "Bo Ek"], ["Cy Dun"])


WIKI = """= Choir board, 4 March 2026 =

{| class="wikitable"
! Name !! Institution !! Attended
|-
| '''Ada Low''' || Mill || {{yes}}
|-
| Bo Ek
| style="color:red" | Quay
| {{no}}
|}

== Items ==

{| class="wikitable"
! No. !! Subject !! Discussion !! Outcome
|-
| 1 || Organ || Ada: it is loud. || Approved
|-
| 2 || Roof || It is dry. || Postponed to April
|}

== Decisions ==

{| class="wikitable"
! Item !! Decision
|-
| Organ || Buy it
|}
"""


def test_tables_of_a_wiki_have_people_and_items():
    page = read(WIKI)
    assert (names(page), names(page, present=False)) == (["Ada Low"], ["Bo Ek"])
    assert page["attendees"][1]["organization"] == "Quay"
    assert [(i["title"], i["deferred"]) for i in page["items"][:2]] == [
        ("Organ", False),
        ("Roof", True),
    ]


def test_a_table_of_decisions_makes_no_items_and_loses_none_of_its_words():
    document = read_minutes(WIKI)
    assert [item.title for item in document.items].count("Organ") == 1
    assert document.count(Fate.LOST) == 0
    assert "Organ - Buy it" in str(document.items[-1].lines)


@pytest.mark.parametrize(
    ("habit", "text", "found"),
    [
        ("bold and a dash", "**Organ fund** — it grows.\n\n**Roof works** — dry.\n", 2),
        ("bold before a text", "**Organ fund** It grows.\n\n**Roof works** Dry.\n", 2),
        ("a full stop", "Organ. It grows.\n\nRoof works. Dry now.\n\nBell. The bell is loud.\n", 3),
        ("a dash", "Organ - It grows.\n\nRoof works - Dry now.\n\nBell - Loud.\n", 3),
    ],
)
def test_paragraphs_that_begin_with_their_title_are_items(habit, text, found):
    assert len(titles(read(PRESENT + text))) == found, habit


def test_short_sentences_in_front_of_paragraphs_are_no_titles():
    page = read(
        PRESENT + "1. Organ\n\nLoud. It is.\n\nAgreed. We sell.\n\nFine. Bye.\n\n2. Roof\n\nDry.\n"
    )
    assert titles(page) == ["Organ", "Roof"]


def test_a_heading_about_what_visitors_use_is_an_item():
    page = read(PRESENT + "## Visitor parking\n\nFull.\n\n## Guest towels\n\nWet.\n")
    assert titles(page) == ["Visitor parking", "Guest towels"]
