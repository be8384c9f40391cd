"""Ways to list who was there: a sample of each, and what looks alike and names nobody."""

import pytest

from meetings.importers.corpus import to_schema
from meetings.importers.reader import read_minutes

BODY = "\n\n1. Organ\n\nIt is loud.\n\n2. Roof\n\nIt is dry.\n"


def people(top, *, present=True, body=BODY):
    page = to_schema(read_minutes(f"Choir Board Meeting, 4 March 2026\n\n{top}{body}"))
    return [a["name"] for a in page["attendees"] if a["present"] is present]


def role_of(name, top):
    page = to_schema(read_minutes(f"Choir Board Meeting, 4 March 2026\n\n{top}{BODY}"))
    return next(a["role"] for a in page["attendees"] if a["name"] == name)


@pytest.mark.parametrize(
    ("habit", "line"),
    [
        ("an old word", "Sederunt: Ada Low, Bo Ek"),
        ("who was there", "Those there: Ada Low (chairing), Bo Ek"),
        ("who", "Who: Ada Low, Bo Ek"),
        ("there", "There: Ada Low, Bo Ek"),
        ("a picture", "🙋 **Who:** @Ada Low @Bo Ek"),
        ("titles", "Present: Cllrs. Ada Low (Chairman), Mrs Bo Ek"),
        ("offices in front", "Present: County Councillor Ada Low, Treasurer Bo Ek"),
        ("letters behind", "Present: Ada Low, Treasurer; Bo Ek, CPA"),
        ("a sentence", "Present were Ada Low and Bo Ek."),
        ("the roll", "The choir met. The following answered the roll: Ada Low and Chief Bo Ek."),
        ("one of many words", "Present: Ada Low, Warden of Bells, in the chair; Mr Bo Ek"),
        (
            "columns",
            "Members:\nDr Ada Low (AL)      Physician, Chair\nBo Ek (BE)     Business Partner",
        ),
        ("in a wide list", f"Present: {'Ada Low,':<90}\n         Bo Ek"),
    ],
)
def test_people_are_found_under_any_word_for_present(habit, line):
    assert people(line) == ["Ada Low", "Bo Ek"], habit


@pytest.mark.parametrize(
    ("habit", "line"),
    [
        ("not there", "Not there: Cy Dun (ill), Dee Fox"),
        ("out", "Out: Cy Dun, Dee Fox"),
        ("sorry", "Sorry not to be there: Cy Dun, Dee Fox"),
        ("unable", "Unable to attend: Cy Dun and Dee Fox"),
        (
            "on behalf of",
            "Apologies were intimated on behalf of Mr Cy Dun and Dee Fox.",
        ),
        (
            "titles",
            "Apologies were received from Cllr. Cy Dun (work) and Mr. Dee Fox.",
        ),
    ],
)
def test_people_are_found_under_any_word_for_absent(habit, line):
    assert people(f"Present: Ada Low\n{line}", present=False) == ["Cy Dun", "Dee Fox"], habit


@pytest.mark.parametrize(
    ("habit", "line"),
    [
        ("who does it", "Where: Hall, Mill Lane"),
        ("one name", "Who: Ada"),
        ("a thing", "Out: of stock, again"),
        ("nobody", "Present: 7 members of the public"),
        ("an office", "Present: Treasurer, Secretary"),
    ],
)
def test_labels_alike_list_nobody(habit, line):
    assert people(line) == [], habit


def test_who_and_out_below_an_item_are_what_was_said():
    body = "\n\n1. Organ\n\nIt is loud.\n\n2. Roof\n\n" + "It is dry.\n\n" * 20
    assert people("Present: Ada Low", body=body + "Who: Cy Dun, Dee Fox\n") == ["Ada Low"]


@pytest.mark.parametrize(
    ("line", "role"),
    [
        ("Present: Ada Low (in chair), Bo Ek", "chair"),
        ("Present: Ada Low (taking these notes), Bo Ek", "secretary"),
        ("Present: Chair Ada Low, Bo Ek", "chair"),
        ("Present: Ada Low, Bo Ek\nNotetaker: Ada Low", "secretary"),
    ],
)
def test_an_office_is_found_in_front_of_a_name_and_behind_it(line, role):
    assert role_of("Ada Low", line) == role


def test_nicknames_are_taken_where_others_are_listed_by_theirs():
    top = "present: ada, bo_ek  (ada, 17:01:02)\nregrets: cydun  (ada, 17:01:40)\n"
    top += "\nquorum is met  (ada, 17:02:00)\n"
    assert (people(top), people(top, present=False)) == (["ada", "bo ek"], ["cydun"])
    assert people(top.replace("cydun", "none"), present=False) == []


@pytest.mark.parametrize(
    ("habit", "text", "found"),
    [
        (
            "long numbers",
            "1153   Organ\n       It grows.\n\n1154   Roof\n       It leaks.\n",
            ["Organ", "Roof"],
        ),
        (
            "letters within",
            "I. ITEMS FOR ACTION\n\n   A. Organ (first reading)\n      It grows.\n\n"
            "   B. Roof\n      It leaks.\n\nII. Bell\n    It rings.\n",
            ["Organ (first reading)", "Roof", "Bell"],
        ),
        (
            "letters said",
            "I. Organ\n   (a) It grows.\n   (b) It leaks, as it has for many years.\n\n"
            "II. Bell\n   (a) It rings.\n",
            ["Organ", "Bell"],
        ),
        (
            "minutes are one",
            "1. MINUTES\nThey were read.\n\n2. ROOF\nIt leaks.\n",
            ["MINUTES", "ROOF"],
        ),
    ],
)
def test_numbered_headings_are_told_from_what_was_said(habit, text, found):
    page = to_schema(read_minutes(f"Minutes of 4 March 2026\n\nPresent: Ada Low, Bo Ek\n\n{text}"))
    assert [item["title"] for item in page["items"]] == found, habit


def test_a_number_by_itself_in_front_of_words_stays_with_them():
    document = read_minutes(
        "Minutes of 4 March 2026\n\nPresent: Ada Low\n\n"
        "1. Organ\n\n1200   Pounds are due\n\n2. Roof\n\nDry.\n"
    )
    assert "1200   Pounds are due" in str(document.items[0].lines)


@pytest.mark.parametrize(
    ("habit", "top", "away"),
    [
        ("surname first", "Present: LOW, Ada; EK, Bo\nAbsent: DUN, Cy", ["Cy Dun"]),
        ("mail", "Present: Ada Low <ada@mill.example>, Bo Ek <bo@quay.example>", []),
        ("a firm each", "Present\n\nFor the Mill: Ada Low\nFor the Quay: Bo Ek", []),
        ("a state", "Roll call\nAda Low ..... present\nBo Ek: here\nCy Dun: absent", ["Cy Dun"]),
        ("role behind", "Members present:\n  Ada Low - Chair\n  Bo Ek - Treasurer", []),
        ("label behind", "Present: Ada Low (AL) and Bo Ek (BE); apologies: Cy Dun", ["Cy Dun"]),
        (
            "two columns",
            "|Name|Present|Apologies|\n|---|---|---|\n|Ada Low|x| |\n|Bo Ek|x| |\n|Cy Dun| |x|",
            ["Cy Dun"],
        ),
    ],
)
def test_arrangements_of_a_list_are_read(habit, top, away):
    body = "\n\n## Organ\n\nIt is loud.\n\n## Roof\n\nIt is dry.\n"
    assert people(top, body=body) == ["Ada Low", "Bo Ek"], habit
    assert people(top, present=False, body=body) == away, habit


def test_a_state_behind_words_of_an_item_is_no_attendance():
    body = "\n\n1. Organ\n\nBo Ek: absent\n\nThe pipes: present\n\n2. Roof\n\nIt is dry.\n"
    assert people("Present: Ada Low, Bo Ek", body=body) == ["Ada Low", "Bo Ek"]
