"""The pages of the register: what is entered, who may read it, and the copy that is taken away."""

import pytest
from django.db import connection
from django.urls import reverse

from meetings.models import Member, RegisterEntry, RegisterText, Resolution
from meetings.models.guards import create_guards, drop_guards
from meetings.services.disposing import dispose_of, place_hold
from meetings.services.register import head_of
from tests import make
from tests.conftest import client_for
from tests.registered import approved, unpacked, verify
from tests.voting import close, vote

pytestmark = pytest.mark.django_db


def page(client, name, on, *more, **asked):
    answer = client.get(reverse(name, args=[on.slug, *more]), asked)
    return answer.status_code, answer.content.decode()


def test_an_entry_is_listed_with_its_kind_and_what_it_is_about(harbour, as_secretary):
    approval = approved(harbour)
    _status, html = page(as_secretary, "register_list", harbour)
    assert "approved minutes" in html
    assert approval.meeting.get_absolute_url() in html
    assert approval.entry.hash[:8] in html


def test_the_list_is_filtered_by_kind(harbour, as_secretary):
    approved(harbour, "- said aloud", in_camera=["- whispered"])
    html = page(as_secretary, "register_list", harbour, kind="in_camera")[1]
    assert "1 entry" in html


@pytest.mark.parametrize("asked", [{"kind": "nonsense"}, {"kind": ""}])
def test_an_unknown_kind_is_no_fault_of_the_server(asked, harbour, as_secretary):
    approved(harbour)
    assert page(as_secretary, "register_list", harbour, **asked)[0] == 200


@pytest.mark.parametrize("asked", [{"page": "0"}, {"page": "x"}, {"page": "99"}, {"as": "x"}])
def test_a_page_that_is_none_is_a_bad_request(asked, harbour, as_secretary):
    assert page(as_secretary, "register_list", harbour, **asked)[0] == 400


@pytest.mark.parametrize("seq", ["0", "2", "9" * 18, "9" * 30, "x", "-1"])
def test_an_entry_that_is_none_is_not_found(seq, harbour, as_secretary):
    approved(harbour)
    assert as_secretary.get(f"/boards/harbour/register/{seq}/").status_code == 404


def test_an_entry_shows_what_it_commits_to_and_that_it_is_still_so(harbour, as_secretary):
    entry = approved(harbour).entry
    _status, html = page(as_secretary, "register_entry", harbour, entry.seq)
    assert "The plan holds." in html
    assert html.count("> yes<") == 4
    assert "> no<" not in html


def test_an_entry_that_was_tampered_with_says_so(harbour, as_secretary):
    entry = approved(harbour).entry
    drop_guards(connection)
    RegisterText.objects.update(text='{"items":[]}')
    create_guards(connection)
    html = page(as_secretary, "register_entry", harbour, entry.seq)[1]
    assert html.count("> no<") == 2  # neither what was committed to nor what the minutes say


def test_what_was_in_camera_is_read_by_the_secretariat_alone(harbour, signed_in):
    approved(harbour, "- said aloud", in_camera=["- whispered"])
    entry = RegisterEntry.objects.get(kind="in_camera")
    for who in ("member", "observer"):
        html = page(signed_in(who), "register_entry", harbour, entry.seq)[1]
        assert "whispered" not in html
        assert "not open to you" in html
    assert "whispered" in page(signed_in("secretary"), "register_entry", harbour, entry.seq)[1]


def result_in_camera():
    ballot = make.ballot(make.seated_board())
    type(ballot.resolution.item).objects.update(is_in_camera=True)
    vote(ballot, Aster="for")
    close(ballot)
    return ballot.resolution.board, RegisterEntry.objects.get(kind="result")


def test_a_result_of_an_item_in_camera_is_not_read_by_an_observer(library, tmp_path):
    board, entry = result_in_camera()
    observer = client_for("observer", board, library)
    html = page(observer, "register_entry", board, entry.seq)[1]
    listed = page(observer, "register_list", board)[1]
    resolution = Resolution.objects.get()
    for words in ("budget be approved", resolution.label):
        assert words not in html + listed
    assert "budget" not in (unpacked(observer, board, tmp_path) / "register.jsonl").read_text()


def test_a_recused_member_reads_no_result_of_that_item(library):
    board, entry = result_in_camera()
    member = client_for("member", board, library)
    assert "budget be approved" in page(member, "register_entry", board, entry.seq)[1]
    person = Member.objects.get(person__user__username="member").person
    entry.result.ballot.resolution.item.recusals.create(person=person, nature="own interest")
    assert "budget be approved" not in page(member, "register_entry", board, entry.seq)[1]


def test_a_copy_without_what_its_reader_may_not_read_verifies(harbour, signed_in, tmp_path):
    approved(harbour, "- said aloud", in_camera=["- whispered"])
    copy = unpacked(signed_in("observer"), harbour, tmp_path)
    status, told = verify(copy, "--head", head_of(harbour))
    assert (status, told[0]) == (0, "2 entries, 2 of them whole")
    assert told[1] == "texts that are not in this copy: 1"
    assert not any(b"whispered" in path.read_bytes() for path in copy.rglob("*.js*"))


def test_the_secretariats_copy_has_everything(harbour, as_secretary, tmp_path):
    approved(harbour, "- said aloud", in_camera=["- whispered"])
    copy = unpacked(as_secretary, harbour, tmp_path)
    assert "whispered" in (copy / "texts" / "1.json").read_text()
    assert verify(copy)[1][0] == "2 entries, 2 of them whole"
    assert len((copy / "README.txt").read_text().splitlines()) == 3


def test_the_head_stands_on_the_boards_page(harbour, signed_in):
    assert "Nothing yet" in page(signed_in("observer"), "board_detail", harbour)[1]
    approved(harbour)
    assert head_of(harbour) in page(signed_in("observer"), "board_detail", harbour)[1]


def test_the_help_gives_the_head_to_check_with(harbour, signed_in):
    approved(harbour)
    html = page(signed_in("observer"), "register_help", harbour)[1]
    assert f"verify.py --head {head_of(harbour)}" in html


def test_what_was_disposed_of_says_so_and_leads_to_what_it_was(harbour, as_secretary):
    entry = approved(harbour).entry
    dispose_of(harbour, entries=[entry], reason="Seven years.", save=make.a_save())
    html = page(as_secretary, "register_list", harbour)[1]
    assert "disposed of" in html
    assert "entry 1" in html
    assert "The text was disposed of." in page(as_secretary, "register_entry", harbour, 1)[1]


def test_a_legal_hold_shows_but_why_is_not_for_everybody(harbour, signed_in):
    place_hold(approved(harbour).entry, reason="A claim is pending.", save=make.a_save())
    assert "under legal hold" in page(signed_in("observer"), "register_list", harbour)[1]
    assert "A claim" not in page(signed_in("member"), "register_entry", harbour, 2)[1]
    assert "A claim" in page(signed_in("secretary"), "register_entry", harbour, 2)[1]
