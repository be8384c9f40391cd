"""The register: resolutions by what became of them, who moved them, their words and their votes."""

import html

import pytest

from meetings.models import Meeting, Vote
from tests import make
from tests.conftest import client_for
from tests.voting import close, vote

pytestmark = pytest.mark.django_db
FOR = Vote.Choice.FOR


@pytest.fixture
def item(harbour):
    return make.item(make.meeting(harbour))


@pytest.fixture
def found(as_secretary):
    def labels(query="", client=as_secretary):
        response = client.get(f"/boards/harbour/resolutions/?{query}")
        assert response.status_code == 200
        return [row.label for row, _finding in response.context["rows"]]

    return labels


def test_what_is_in_force_is_neither_superseded_nor_rescinded_nor_an_amendment(item, found):
    made = make.resolution(item, number="R-2026-01", state="carried")
    make.resolution(item, number="R-2026-02", state="superseded")
    make.resolution(item, number="R-2026-03", state="rescinded")
    make.resolution(item, number="R-2026-04", state="carried", amends=made)
    assert found("state=in_force") == ["R-2026-01"]
    assert found("state=rescinded") == ["R-2026-03"]
    assert found("state=superseded") == ["R-2026-02"]


def test_a_resolution_is_found_by_its_words_and_by_either_number(item, found):
    make.resolution(item, "That the quay be widened", number="R-2026-01", own_number="17/b")
    make.resolution(item, number="R-2026-02")
    assert found("words=QUAY") == found("words=17/b") == found("words=2026-01") == ["R-2026-01"]


def test_words_in_camera_find_nothing_for_an_observer(item, found, signed_in):
    secret = make.item(item.meeting, "Pay", is_in_camera=True)
    make.resolution(secret, "That the canary be paid", number="R-2026-C01")
    assert found("words=canary") == ["R-2026-C01"]
    assert found("words=canary", signed_in("observer")) == []


def test_a_resolution_is_found_by_the_organisation_its_mover_came_for_that_day(item, found):
    board = item.meeting.board
    aster, calder = make.organisation(board, "Aster"), make.organisation(board, "Calder")
    ada = make.person(board, "Ada Low")
    make.attendance(item.meeting, ada, aster)
    later = make.item(make.meeting(board, make.A_DAY.replace(month=4)))
    make.attendance(later.meeting, ada, calder)
    make.resolution(item, number="R-2026-01", mover=ada, mover_name="Ada")
    make.resolution(later, number="R-2026-02", mover=ada, mover_name="Ada")
    assert found(f"organisation={aster.pk}") == ["R-2026-01"]
    assert found(f"organisation={calder.pk}") == ["R-2026-02"]


def test_those_who_were_merged_since_are_found_as_the_one_they_are_kept_as(item, found):
    board = item.meeting.board
    kept, firm = make.person(board, "Ada Low"), make.organisation(board, "Aster")
    double = make.person(board, "A. Low", merged_into=kept)
    other = board.organisations.create(name="Aster Ltd", merged_into=firm)
    make.attendance(item.meeting, double, other)
    make.resolution(item, number="R-2026-01", mover=double, mover_name="A. Low")
    assert found(f"mover={kept.pk}") == found(f"organisation={firm.pk}") == ["R-2026-01"]


def test_the_register_tells_votes_as_the_minutes_do(item, as_secretary):
    make.resolution(item, recorded_for=6, recorded_against=1, recorded_abstain=1)
    make.resolution(item, recorded_outcome="carried", recorded_words="no objections")
    page = html.unescape(as_secretary.get("/boards/harbour/resolutions/").content.decode())
    assert 'class="figure">6-1-1<' in page
    assert 'class="figure">no objections<' in page


def test_what_was_voted_on_by_seat_and_what_differs_from_its_record_is_found():
    on = make.seated_board()
    make.member(on, "secretary", account=make.user("secretary"))
    client = client_for("secretary", on, None)
    ballot = make.ballot(on)
    vote(ballot, Aster=FOR)
    close(ballot)
    other = make.seated_meeting(on, "RESOLVED: Buy a boat - carried 1-2-0", date=make.A_DAY)
    make.seated_meeting(on, "RESOLVED: Buy rope - carried 3-0-0", date=make.A_DAY)

    def texts(query):
        response = client.get(f"/boards/harbour/resolutions/?votes={query}")
        return [row.text for row, _finding in response.context["rows"]]

    assert texts("ballot") == ["That the budget be approved"]
    assert texts("differ") == ["Buy a boat"]
    Meeting.objects.filter(pk=other.pk).update(date=None, date_precision="none")
    assert texts("differ") == []


def test_a_line_that_gives_other_numbers_than_the_vote_differs():
    on = make.seated_board()
    ballot = make.ballot(on)
    vote(ballot, Aster=FOR)
    close(ballot)
    on.resolutions.update(recorded_for=3)
    make.member(on, "secretary", account=make.user("secretary"))
    client = client_for("secretary", on, None)
    response = client.get("/boards/harbour/resolutions/?votes=differ")
    assert len(response.context["rows"]) == 1
    assert "≠" in response.content.decode()


def test_a_register_without_anything_says_what_belongs_there(as_secretary):
    page = as_secretary.get("/boards/harbour/resolutions/").content.decode()
    assert "What the board resolved is listed here." in page
    page = as_secretary.get("/boards/harbour/resolutions/?state=in_force").content.decode()
    assert "Nothing here fits the filter." in page
