"""Habits of people who write minutes: a sample of each, and a line alike that is only a note."""

import pytest

from meetings.importers.corpus import to_schema
from meetings.importers.reader import read_minutes

TOP = """Harbour Choir Board Meeting, 4 March 2026

Present: Ada Low, Bo Ek, Cy Dun, Dee Fox

"""


def under(body, top=TOP):
    return to_schema(read_minutes(f"{top}1. Organ\n\n{body}\n\n2. Roof\n\nNothing new.\n"))


def people(page):
    return [(a["name"], a["organization"], a["role"]) for a in page["attendees"]]


def test_people_under_the_first_name_of_a_label_are_there_too():
    page = to_schema(
        read_minutes(
            "Minutes of 4 March 2026\n\nPRESENT:      Ms Ada Low (Chair)\n"
            "              Mr Bo van der Ek\n\nAPOLOGIES:    Cy Dun\n\n"
            "1. Organ\n\nIt is loud.\n\n2. Roof\n\nIt is dry.\n"
        )
    )
    assert people(page) == [
        ("Ada Low", None, "chair"),
        ("Bo van der Ek", None, None),
        ("Cy Dun", None, None),
    ]


def test_a_line_at_the_margin_below_a_label_is_nobody():
    text = "Minutes of 4 March 2026\n\nPresent: Ada Low, Bo Ek\nOrgan\nIt is loud.\n"
    assert [name for name, _, _ in people(to_schema(read_minutes(text + "Roof\nDry.\n")))] == [
        "Ada Low",
        "Bo Ek",
    ]


@pytest.mark.parametrize(
    ("habit", "line", "found"),
    [
        ("office behind a comma", "Present: Ada Low, President; Bo Ek, Treasurer", [None, None]),
        ("office in a bracket", "Present: Ada Low (in the chair), Bo Ek", ["chair", None]),
        ("dash behind a label", "**Present** – Ada Low (chair), Bo Ek (minutes)", None),
        ("given name in office", "Present: Ada Low, Bo Ek\nFacilitator: Ada", ["chair", None]),
        ("group by office", "Chair: Ada Low\nDelegates: Bo Ek (North), Cy Dun (South)", None),
        ("guest of a firm", "Present: Ada Low, Bo Ek\nVisiting: Cy from Lower Mill", None),
    ],
)
def test_who_was_there_is_found(habit, line, found):
    page = under("It is loud.", f"Choir Board Meeting, 4 March 2026\n\n{line}\n\n")
    roles = [role for _, _, role in people(page)]
    expected = {
        "dash behind a label": ["chair", "secretary"],
        "group by office": ["chair", None, None],
        "guest of a firm": [None, None, "guest"],
    }
    assert roles == (found or expected[habit]), habit


def test_a_table_drawn_with_spaces_or_bars_has_people_and_actions():
    page = to_schema(
        read_minutes(
            "Minutes of 4 March 2026\n\nMembers present\n\n"
            "Name          Role             Initials\nAda Low       Chair            AL\n"
            "Bo Ek         Parent           BE\n\n1. Organ\n\nIt is loud.\n\n2. Actions\n\n"
            "  No  | Who  | What               | By\n  ----+------+--------------------+----\n"
            "  1   | Ek   | Tune the pipes     | May\n"
        )
    )
    assert people(page) == [("Ada Low", None, "chair"), ("Bo Ek", None, "member")]
    assert [(a["owners"], a["text"]) for a in page["actions"]] == [
        (["Ek"], "Tune the pipes by May")
    ]


def test_an_item_about_apologies_makes_nobody_of_the_items_below_it():
    page = to_schema(
        read_minutes(
            TOP + "25/001 Apologies\nBo Ek - ill. Apologies accepted.\n\n25/002 Organ\nLoud.\n\n"
            "25/003 Playground\nDry.\n"
        )
    )
    assert [name for name, _, _ in people(page)] == ["Ada Low", "Bo Ek", "Cy Dun", "Dee Fox"]


@pytest.mark.parametrize(
    ("habit", "text", "titles"),
    [
        ("capitals and a colon", "ORGAN FUND: It grows.\n\nROOF WORKS: They cost.\n", 2),
        ("bold and a full stop", "**Organ fund.** It grows.\n\n**Roof works.** They cost.\n", 2),
        ("item with a number", "Item 1 - Organ\nIt grows.\n\nItem 2 - Roof\nIt costs.\n", 2),
        ("bold numbered lines", "**1. Organ**\nIt grows.\n\n**2. Roof**\nIt costs.\n", 2),
        ("right over the text", "Organ\nIt grows.\n\nRoof\nIt costs a lot.\n", 2),
        ("bullets over the text", "* Organ\nIt grows.\n\n* Roof\nIt costs a lot.\n", 2),
        ("numbered capitals", "1. ORGAN.  It grows.\n\n2. ROOF.  Dry.\n\n3. BELL.  Loud.\n", 3),
        ("label before a text", "Organ: It grows.\n\nRoof: It costs.\n\nBell: Loud.\n", 3),
        (
            "Roman numbers",
            "I. Organ\nIt grows.\n\nII. Roof\nIt costs.\n\nIII. Bell\nIt rings.\n",
            3,
        ),
        ("numbers under numbers", "1. Organ\n\n1.1 It is loud.\n\n2. Roof\n\n2.1 It leaks.\n", 2),
    ],
)
def test_headings_are_told_from_what_was_said(habit, text, titles):
    assert len(to_schema(read_minutes(TOP + text))["items"]) == titles, habit


def test_capitals_in_front_of_what_somebody_says_are_no_heading():
    page = under("ADA LOW: It is loud.\n\nBO EK: It is not.")
    assert [item["title"] for item in page["items"]] == ["Organ", "Roof"]


@pytest.mark.parametrize(
    "day",
    ["Tuesday 3rd of March 2026", "03.03.2026", "2026/03/03", "3 Mar 2026", "March 3rd, 2026"],
)
def test_the_day_is_found_in_any_usual_form(day):
    assert under("Loud.", f"Choir Board Meeting\nHeld: {day}\n\n")["date"] == "2026-03-03"


@pytest.mark.parametrize(
    ("top", "body"),
    [
        (
            "Harbour Choir\nFinance Board\nMinutes of 4 March 2026\n\n",
            "Harbour Choir Finance Board",
        ),
        (
            "Minutes of the meeting of the Harbour Choir Board held on 4 March 2026\n\n",
            "Harbour Choir Board",
        ),
        ("Harbour Choir Board teleconference, 4 March 2026\n\n", "Harbour Choir Board"),
        ("Minutes\nHarbour Choir Committee\n4 March 2026\n\n", "Harbour Choir Committee"),
        ("Minutes of 4 March 2026\n\n", None),
    ],
)
def test_the_name_of_the_board_is_what_the_top_names(top, body):
    assert under("Loud.", top)["body"] == body


def test_the_head_and_the_signature_of_a_mail_are_no_minutes():
    mail = (
        "From: bo@choir.example\nTo: board@choir.example\nDate: Thu, 5 Mar 2026 09:12:00 +0100\n"
        "Subject: [board] Minutes of the board call, 4 March\n\n"
    )
    document = read_minutes(f"{mail}1. Organ\n\nLoud.\n\n2. Roof\n\nDry.\n\n-- \nBo, tuner\n")
    assert (document.title, str(document.date)) == (
        "Minutes of the board call, 4 March",
        "2026-03-04",
    )
    assert [(f.number, f.kind) for f in document.fates if f.fate == "noise"] == [
        *((number, "mail header") for number in range(1, 5)),
        (14, "signature"),
        (15, "signature"),
    ]


def test_the_agenda_above_says_who_presents():
    page = to_schema(
        read_minutes(
            TOP + "Agenda\n* Organ (15 min, Bo)\n* Roof (5 min)\n\nOrgan\n* Loud\n\nRoof\n* Dry\n"
        )
    )
    assert [(i["title"], i["presenters"]) for i in page["items"]] == [
        ("Organ", ["Bo"]),
        ("Roof", []),
    ]
