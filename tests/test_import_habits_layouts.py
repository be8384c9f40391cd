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


@pytest.mark.parametrize(
    ("habit", "text"),
    [
        ("h2.", "h2. Present\n\n* Ada Low\n* Bo Ek\n\nh2. Organ\n\nLoud.\n\nh2. Roof\n\nDry.\n"),
        ("one star", "*Present:* Ada Low, Bo Ek\n*At:* Mill\n\n*Organ*\nLoud.\n\n*Roof*\nDry.\n"),
        ("sections", "\\section*{Present}\n\\item Ada Low\n\\item Bo Ek\n"
                     "\\section{Organ}\nLoud.\n\\section{Roof}\nDry.\n"),
        ("bars", "h2. Present\n|| Name || Firm ||\n| Ada Low | Mill |\n| Bo Ek | Quay |\n\n"
                 "h2. Organ\n* loud\n\nh2. Roof\n* dry\n"),
        ("definitions", "Present\n: Ada Low\n: Bo Ek\n\n## Organ\nLoud.\n\n## Roof\nDry.\n"),
        ("tabs", "Present:\tAda Low (AL)\tChair\n\tBo Ek (BE)\tTreasurer\n\n"
                 "1\tOrgan\n\tLoud.\n2\tRoof\n\tDry.\n"),
        ("rows of labels", "| | |\n|---|---|\n| **Present** | Ada Low, Bo Ek |\n\n"
                           "| Item | Notes |\n|---|---|\n| Organ | Loud. |\n| Roof | Dry. |\n"),
    ],
)  # fmt: skip
def test_people_and_items_are_read_in_other_markup(habit, text):
    page = read(f"Choir Board, 4 March 2026\n\n{text}")
    assert (names(page), titles(page)) == (["Ada Low", "Bo Ek"], ["Organ", "Roof"]), habit


def test_topics_of_a_chat_are_items():
    said = (
        "17:01 <ada> #topic Organ\n17:02 <bo> it is loud\n17:03 <ada> #topic Roof\n17:04 <bo> dry\n"
    )
    assert titles(read(f"#choir weekly meeting, 2026-03-04\n\n{said}")) == ["Organ", "Roof"]


def test_one_starred_line_by_itself_is_no_heading():
    page = read(f"{PRESENT}1. Organ\n\n*Very loud*\n\n2. Roof\n\nDry.\n")
    assert titles(page) == ["Organ", "Roof"]


def test_a_page_with_a_day_and_a_text_but_no_item_is_one_item():
    page = read("Choir board 4 March 2026\n\n- the organ is still loud\n- the roof is dry\n")
    assert titles(page) == ["Minutes"]


def test_bullets_over_bullets_below_a_summary_are_items_of_a_page_with_its_own_name():
    page = read(
        "# Choir board, 2026-03-04\n\nStarted at 17:00.\n\n## Meeting summary\n\n"
        "* Organ\n  * it is loud\n\n* Roof\n  * it is dry\n\n## Links\n\n* a page\n  * of ours\n"
    )
    assert titles(page)[:2] == ["Organ", "Roof"]
