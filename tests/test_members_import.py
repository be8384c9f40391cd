"""A table of members: looked at, then imported whole or not at all."""

import re
import time

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from meetings.exports.cells import safe_cell
from meetings.models import Member, Organisation, Person, Seat
from tests import make

PAGE = reverse("members_import", args=["harbour"])
HEADING = "Name,Email,Organisation,Role,Seat,Place,Since\n"
ADA = "Ada Low,ada@example.org,Aster,member,Aster,1,2026-03-05\n"
BO = "Bo Lee,bo@example.org,Aster,,Aster,2,2026-03-05\n"


def looked_at(client, table):
    return client.post(PAGE, {"text": table})


def page_of(answer):
    return answer.content.decode()


def seen_on(answer):
    return re.findall(r'name="seen" value="(\w+)"', page_of(answer))[0]


def imported(client, table):
    """Both presses; the answer to the second, followed."""
    first = looked_at(client, table)
    assert first.status_code == 200, re.findall(r"<li>(.*?)</li>", page_of(first))
    seen = seen_on(first)
    return client.post(PAGE, {"text": table, "seen": seen}, follow=True)


def refused(client, table, status=422):
    answer = looked_at(client, table)
    assert answer.status_code == status
    assert not Member.objects.filter(person__user=None).exists()
    return page_of(answer)


def many(count, change=None):
    rows = [f"Person {n},p{n}@example.org,Firm {n % 40},,Firm {n % 40},," for n in range(count)]
    rows = [change(n, row) if change else row for n, row in enumerate(rows)]
    return HEADING + "\n".join(rows) + "\n"


def test_a_look_stores_nothing_and_a_press_everything(as_secretary, harbour):
    first = looked_at(as_secretary, HEADING + ADA + BO)
    assert "2 new, 0 unchanged" in page_of(first)
    assert "A new seat, one more vote on the board:" in page_of(first)
    assert not Person.objects.filter(name="Ada Low").exists()
    answer = imported(as_secretary, HEADING + ADA + BO)
    assert "Imported: 2 new, 0 unchanged." in page_of(answer)
    seat = Seat.objects.get()
    terms = Member.objects.filter(seat=seat).order_by("precedence")
    assert [term.person.name for term in terms] == ["Ada Low", "Bo Lee"]
    assert terms[0].start_date == make.A_DAY
    assert seat.organisation == Organisation.objects.get(name="Aster")


def test_the_same_table_twice_changes_nothing(as_secretary, harbour):
    table = many(500)
    assert "500 new, 0 unchanged" in page_of(imported(as_secretary, table))
    before = list(Member.objects.order_by("pk").values())
    again = looked_at(as_secretary, table)
    assert "0 new, 500 unchanged" in page_of(again)
    assert "There is nothing to import" in page_of(again)
    assert list(Member.objects.order_by("pk").values()) == before


def test_a_press_sent_twice_imports_once(as_secretary, harbour):
    first = looked_at(as_secretary, HEADING + ADA)
    seen = seen_on(first)
    data = {"text": HEADING + ADA, "seen": seen}
    as_secretary.post(PAGE, data)
    answer = as_secretary.post(PAGE, data, follow=True)
    assert "Imported: 0 new, 1 unchanged." in page_of(answer)
    assert Person.objects.filter(name="Ada Low").count() == 1


def test_five_hundred_rows_are_quick(as_secretary, harbour):
    table = many(500)
    begun = time.monotonic()
    with CaptureQueriesContext(connection) as captured:
        imported(as_secretary, table)
    assert len(captured) < 90
    assert time.monotonic() - begun < 20


def test_a_board_that_changed_since_the_look_is_looked_at_again(as_secretary, harbour):
    first = looked_at(as_secretary, HEADING + ADA)
    seen = seen_on(first)
    make.person(harbour, "Ada Low")
    answer = as_secretary.post(PAGE, {"text": HEADING + ADA, "seen": seen})
    assert answer.status_code == 409
    assert "Look again." in page_of(answer)
    assert not Member.objects.filter(person__name="Ada Low").exists()


def test_a_row_bad_among_five_hundred_imports_nothing(as_secretary, harbour):
    def change(number, row):
        return row.replace("@example.org", "@@") if number == 498 else row

    page = refused(as_secretary, many(500, change))
    assert "Row 500: “p498@@” is not an e-mail address." in page


def test_everything_that_is_wrong_is_said_at_once(as_secretary, harbour):
    table = HEADING + "Ada Low,x,,,,,\n" + ",b@example.org,,,,,\n" + "Cy Orr,,,king,,,2026-02-31\n"
    page = refused(as_secretary, table)
    for sentence in (
        "there are 4 problems",
        "Row 2: “x” is not an e-mail address.",
        "Row 3: there is no name.",
        "Row 4: “king” is no role here. Write member, observer or staff.",
        "Row 4: “2026-02-31” is not a day.",
    ):
        assert sentence in page
    assert "Cy Orr,,,king" in page  # what was typed stays


@pytest.mark.parametrize(
    ("heading", "sentence"),
    [
        ("Name,Emial", "Column &#x27;Emial&#x27; is not known. Did you mean &#x27;Email&#x27;?"),
        ("Name,Shoe size", "Column &#x27;Shoe size&#x27; is not known. Known are Name,"),
        ("Email,Role", "Column &#x27;Name&#x27; is missing."),
        ("Name,E-mail,email", "Column &#x27;Email&#x27; is there 2 times."),
        ("Name,,Role", "Column 2 has no heading."),
    ],
)
def test_a_column_unknown_missing_or_doubled_is_named(heading, sentence, as_secretary, harbour):
    assert sentence in refused(as_secretary, f"{heading}\nAda,b,c\n")


@pytest.mark.parametrize(
    ("row", "sentence"),
    [
        ("Ada Low,a@example.org\n", "Row 2 has 2 cells; the heading has 7."),
        ("Ada Low,,,,,,,,\n", "Row 2 has 9 cells; the heading has 7."),
        ('"Ada Low,,,,,,\n', "Row 2: a quote is opened and never closed."),
        ('"Ada" Low,,,,,,\n', "Row 2: a quoted cell goes on after its closing quote."),
        (f"{'x' * 1024 * 1024},,,,,,\n", "Row 2: a cell is longer than 131,072 characters."),
        ("Ada\0Low,,,,,,\n", "Line 2 has a character that cannot be stored (U+0000)."),
        ("Ada Low,,,,,2,\n", "Row 2: a place needs a seat."),
        ("Ada Low,,,observer,Aster,,\n", "the seat “Aster” is new. Say which organisation"),
        ("!!!,,,,,,\n", "Row 2: “!!!” has no letter."),
        (f"{'x' * 201},,,,,,\n", "is too long: at most 200 characters."),
        ("Ada Low,,Aster,,Aster,0,\n", "“0” is no place on a seat."),
    ],
)
def test_a_row_that_cannot_be_read_is_named_by_its_number(row, sentence, as_secretary, harbour):
    assert sentence in refused(as_secretary, HEADING + row)


def test_more_rows_than_the_limit_are_refused_before_they_are_read(as_secretary, harbour):
    page = refused(as_secretary, "Name\n" + "Ada Low\n" * 200_000)
    assert "The table has more than 5,000 rows. Bring it in parts." in page


@pytest.mark.parametrize(
    "address",
    ["a@b", '"a@example.org\nBcc: b@example.org"', "a@example..org", "a b@example.org",
     "@example.org", "a@example.org.", "a@-example.org", f"{'a' * 65}@example.org"],
)  # fmt: skip
def test_an_address_that_is_none_is_named_with_its_row(address, as_secretary, harbour):
    table = HEADING + "".join(f"P {n},,,,,,\n" for n in range(5))
    page = refused(as_secretary, table + f"Bo Lee,{address},,,,,\n")
    assert "Row 7: “" in page
    assert "is not an e-mail address." in page


def test_an_address_in_other_letters_is_asked_for_as_mail_servers_write_it(as_secretary, harbour):
    page = refused(as_secretary, HEADING + "Ada Low,ada@bücher.example,,,,,\n")
    assert "Write it as xn--bcher-kva.example." in page


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("ada@example.org", "ADA@Example.org"),
        ("ada@example.org", "\uff41\uff44\uff41@example.org"),
        ("ad\u00e9@example.org", "ade\u0301@example.org"),
    ],
)
def test_one_address_in_two_forms_is_one_person(one, other, as_secretary, harbour):
    rows = [f"P {n},,,,,," for n in range(2)]
    rows += [f"Ada Low,{one},,,,,", *(f"Q {n},,,,,," for n in range(4)), f"A. Low,{other},,,,,"]
    page = refused(as_secretary, HEADING + "\n".join(rows))
    assert "Rows 4 and 9 are the same person." in page


@pytest.mark.parametrize(
    "table",
    [
        HEADING + "Ada Low,,,admin,,,\n",
        HEADING + "Ada Low,,,Chair,,,\n",
        HEADING + "Ada Low,,,deputy chair,,,\n",
        "Name,is_superuser\nAda Low,0\n",
        "Name,Is Administrator\nAda Low,\n",
        "Name,password\nAda Low,x\n",
    ],
)
def test_no_table_gives_an_office_or_a_power(table, as_secretary, harbour):
    page = refused(as_secretary, table, 403)
    assert "Roles are given on the Members page." in page
    assert not Person.objects.filter(name="Ada Low").exists()


@pytest.mark.parametrize("cell", ["=HYPERLINK(1)", "+1 Low", "-Low", "@Low", "＝Low"])
def test_a_cell_like_a_formula_is_text_there_and_back_again(cell, as_secretary, harbour):
    assert imported(as_secretary, f"Name,Email\n{safe_cell(cell)},a@example.org\n")
    assert Person.objects.get(email="a@example.org").name == cell
    again = looked_at(as_secretary, f"Name,Email\n{cell},a@example.org\n")
    assert "0 new, 1 unchanged" in page_of(again)


@pytest.mark.parametrize(
    ("content", "named"),
    [
        (b"Name;Email\nAda Low;a@example.org\n", "semicolons"),
        (b"Name\tEmail\nAda Low\ta@example.org\n", "tabs"),
        ("Name,Email\r\nAda Low,a@example.org\r\n".encode("utf-8-sig"), "commas"),
    ],
)
def test_what_separates_columns_is_found_and_named(content, named, as_secretary, harbour):
    answer = as_secretary.post(PAGE, {"upload": SimpleUploadedFile("a.csv", content)})
    assert f"columns apart by {named}." in page_of(answer)
    assert "1 new, 0 unchanged" in page_of(answer)


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        ("Name\nAndré Low\n".encode("latin-1"), "The first bad line is line 2."),
        ("Name\nAda Low\n".encode("utf-16"), "The file is not UTF-8 but UTF-16."),
        (b"", "The file is empty."),
        (b"%PDF-1.7", "The file is not text."),
        (b"Name\n" + b"x" * 3_000_000, "The file is too large"),
    ],
)
def test_another_encoding_is_refused_by_its_name(content, sentence, as_secretary, harbour):
    answer = as_secretary.post(PAGE, {"upload": SimpleUploadedFile("a.csv", content)})
    assert answer.status_code == 422
    assert sentence in page_of(answer)


def test_a_column_in_the_wrong_place_is_found_by_what_is_known(as_secretary, harbour):
    make.person(harbour, "Bo Lee", email="bo@example.org")
    page = refused(as_secretary, HEADING + "Ada Low,bo@example.org,,,,,\n")
    assert "Row 2: this is the address of Bo Lee; the row says “Ada Low”." in page


def test_a_name_that_two_people_have_asks_for_an_address(as_secretary, harbour):
    make.person(harbour, "Kit Low")
    make.person(harbour, "Kit Low")
    page = refused(as_secretary, HEADING + "Kit Low,,,,,,\n")
    assert "2 people here are called “Kit Low”." in page


def test_somebody_named_in_two_ways_is_one_person(as_secretary, harbour):
    person = make.person(harbour, "Ada Low", email="ada@example.org")
    person.aliases.create(name="Adele Low")
    table = HEADING + "Ada Low,ada@example.org,,,,,\nAdele Low,,,,,,\n"
    assert "Rows 2 and 3 are the same person." in refused(as_secretary, table)


def test_two_people_change_places_by_a_table(as_secretary, harbour):
    imported(as_secretary, HEADING + ADA + BO)
    day = timezone.localdate().isoformat()
    swapped = f"Name,Seat,Place,Since\nAda Low,Aster,2,{day}\nBo Lee,Aster,1,{day}\n"
    assert "0 new, 2 changed, 0 unchanged" in page_of(imported(as_secretary, swapped))
    now = Member.objects.filter(seat__name="Aster", end_date=None).order_by("precedence")
    assert [term.person.name for term in now] == ["Bo Lee", "Ada Low"]


def test_a_place_somebody_else_keeps_is_refused(as_secretary, harbour):
    imported(as_secretary, HEADING + ADA)
    answer = looked_at(as_secretary, "Name,Seat,Place\nCy Orr,Aster,1\n")
    assert answer.status_code == 422
    assert "Row 2: Ada Low has place 1 on the seat already." in page_of(answer)


def test_an_officers_role_is_not_changed_by_a_table(as_secretary, harbour):
    make.member(harbour, "chair", name="Ada Low", start_date=make.A_DAY)
    answer = looked_at(as_secretary, "Name,Role\nAda Low,member\n")
    assert answer.status_code == 422
    assert "Ada Low is chair. Roles are given on the Members page." in page_of(answer)


def test_an_import_leaves_its_trace_with_who_did_it(as_secretary, harbour):
    imported(as_secretary, HEADING + ADA)
    entry = Member.history.get(person__name="Ada Low")
    assert entry.history_user.username == "secretary"


def test_an_address_of_somebody_known_is_given_by_a_table(as_secretary, harbour):
    person = make.person(harbour, "Ada Low")
    imported(as_secretary, HEADING + ADA)
    person.refresh_from_db()
    assert person.email == "ada@example.org"
    assert person.history.first().email == "ada@example.org"
