"""Filters of the actions' list, tables for spreadsheets, and many reports on one form."""

import csv
import datetime
import io

import pytest
from django.utils import timezone

from meetings.models import Action, Member
from tests import actions_desk, make

TODAY = timezone.localdate()
LATER, EARLIER = (TODAY + datetime.timedelta(days) for days in (400, -1))
REPORT = "/boards/harbour/actions/report/"


@pytest.fixture
def me(harbour, signed_in):
    client = signed_in("member")
    return client, Member.objects.get(person__user__username="member").person


@pytest.fixture
def item(harbour):
    return make.item(make.meeting(harbour))


@pytest.fixture
def found(as_secretary):
    def labels(query):
        response = as_secretary.get(f"/boards/harbour/actions/?{query}")
        assert response.status_code == 200
        return [row.label for row in response.context["page"]]

    return labels


def table(client, name="actions", query=""):
    response = client.get(f"/boards/harbour/{name}.csv?{query}")
    assert response.status_code == 200
    assert response["Content-Disposition"] == f'attachment; filename="{name}.csv"'
    return list(csv.reader(io.StringIO(response.content.decode("utf-8-sig"), newline="")))


def slip(action, *days):
    for day in days:
        item = make.item(make.meeting(action.board, day))
        action.reviews.create(item=item, meeting=item.meeting, line=1, verdict="not_done")


def test_actions_are_found_by_the_day_they_are_due(item, found):
    for due in (EARLIER, TODAY, LATER, None):
        make.action(item, due_on=due)
    assert found("due=overdue") == ["A-1"]
    assert "A-2" in found("due=week")
    assert "A-2" in found("due=month")
    assert "A-3" not in found("due=month") + found("due=week")
    assert found("due=none") == ["A-4"]
    assert found(f"due_from={TODAY}&due_to={LATER}&order=due") == ["A-2", "A-3"]


def test_what_is_deferred_until_a_day_is_found_as_open_from_then_on(item, found):
    make.action(item, state="deferred", deferred_until=EARLIER)
    make.action(item, state="deferred", deferred_until=LATER)
    assert (found("state=open"), found("state=deferred")) == (["A-1"], ["A-2"])


def test_actions_are_found_and_ordered_by_how_often_they_slipped(item, found):
    for days in ((), (3, 4), (5,)):
        slip(make.action(item), *(datetime.date(2026, month, 9) for month in days))
    assert found("slipped=1&order=number") == ["A-2", "A-3"]
    assert found("slipped=2") == ["A-2"]
    assert found("order=slips") == ["A-2", "A-3", "A-1"]


def test_the_list_says_how_often_something_slipped(item, as_secretary):
    slip(make.action(item), *(datetime.date(2026, month, 9) for month in (4, 5, 6)))
    assert "third time since March" in as_secretary.get("/boards/harbour/actions/").content.decode()


@pytest.mark.parametrize(
    "query", ["order=password", "order=a.b--", "order=-due_on", "sort=due", "due=week&due=month"]
)
@pytest.mark.parametrize("page", ["actions/", "actions.csv"])
def test_only_offered_orders_and_parameters_are_taken(page, query, harbour, as_secretary):
    assert as_secretary.get(f"/boards/harbour/{page}?{query}").status_code == 400


@pytest.mark.parametrize(
    "query", ["due=never", "due_from=x", "slipped=-1", "slipped=1e99", "slipped=x", "owner=0"]
)
def test_a_filter_that_means_nothing_is_said_on_the_page(query, item, as_secretary):
    make.action(item)
    assert as_secretary.get(f"/boards/harbour/actions/?{query}").status_code == 200


def test_a_table_has_the_rows_of_the_filter_and_no_cell_computes(item, as_secretary):
    make.action(item, text="=HYPERLINK(1)", state="done", closed_on=TODAY)
    make.action(item)
    header, row = table(as_secretary, query="state=done")
    assert header[0] == "Number"
    assert row[:2] == ["A-1", "'=HYPERLINK(1)"]
    assert row[-1] == TODAY.isoformat()


def test_the_list_leads_to_its_table_with_the_same_filter(item, as_secretary):
    page = as_secretary.get("/boards/harbour/actions/?state=done").content.decode()
    assert 'href="/boards/harbour/actions.csv?state=done"' in page


@pytest.mark.parametrize("name", ["resolutions", "meetings", "people", "organisations"])
def test_every_list_has_its_table(name, item, as_secretary, harbour):
    make.resolution(item, text="+1 seat", number="R-2026-01")
    make.person(harbour, "@Ada Low")
    make.organisation(harbour, "-Northwind")
    cells = [cell for row in table(as_secretary, name)[1:] for cell in row]
    expected = {"resolutions": "'+1 seat", "meetings": "2026-03-05", "people": "'@Ada Low",
                "organisations": "'-Northwind"}  # fmt: skip
    assert expected[name] in cells


def test_a_table_shows_an_observer_nothing_in_camera_and_an_outsider_nothing(
    harbour, item, signed_in
):
    make.action(make.item(make.meeting(harbour), is_in_camera=True), text="canary")
    make.action(item, text="oil the press")
    words = str(table(signed_in("observer")))
    assert "oil the press" in words
    assert "canary" not in words
    for name in actions_desk.TABLES:
        noun = {"person": "people"}.get(name.removesuffix("_csv"), name.removesuffix("_csv") + "s")
        assert signed_in("outsider").get(f"/boards/harbour/{noun}.csv").status_code == 404


@pytest.fixture
def mine(item, me):
    return [make.action(item, me[1], text=f"task {n}") for n in range(3)]


def typed(*rows):
    return {
        f"{name}-{action.number}": value
        for action, fields in rows
        for name, value in {"seen": Action.objects.get(pk=action.pk).seen, **fields}.items()
    }


def states(actions):
    return [Action.objects.get(pk=action.pk).state for action in actions]


def test_many_of_ones_actions_are_reported_on_one_form(mine, me):
    client, person = me
    assert client.get(REPORT).content.decode().count('name="seen-') == 3
    fields = typed((mine[0], {"act": "finish"}), (mine[1], {"act": "start", "remark": "begun"}),
                   (mine[2], {"act": "", "remark": " "}))  # fmt: skip
    assert client.post(REPORT, fields).status_code == 302
    assert states(mine) == ["done", "in_progress", "open"]
    assert (mine[1].updates.get().remark, mine[1].updates.get().by) == ("begun", person)
    assert not mine[2].updates.exists()


def test_a_remark_alone_is_a_report_too(mine, me):
    me[0].post(REPORT, typed((mine[0], {"act": "", "remark": "waiting for paint"})))
    assert mine[0].updates.get().act == "remark"


def test_where_one_report_is_refused_none_is_stored_and_all_errors_are_said(mine, me, as_secretary):
    fields = typed(
        *((action, {"act": "finish", "remark": f"word {n}"}) for n, action in enumerate(mine))
    )
    for action in mine[:2]:
        page = f"/boards/harbour/actions/{action.number}/report/"
        as_secretary.post(page, {"seen": action.seen, "act": "start"})
    answer = me[0].post(REPORT, fields)
    shown = answer.content.decode()
    assert answer.status_code == 409
    assert shown.count("Since you looked") == 4  # in the summary, and beside each
    assert all(f"word {n}" in shown for n in range(3))
    assert states(mine) == ["in_progress", "in_progress", "open"]
    again = {**fields, **{f"seen-{a.number}": Action.objects.get(pk=a.pk).seen for a in mine}}
    assert me[0].post(REPORT, again).status_code == 302
    assert states(mine) == ["done"] * 3


@pytest.mark.parametrize("fields", [{"act": "cancel"}, {"act": "", "remark": "x" * 2001}])
def test_what_cannot_be_meant_is_said_beside_it(fields, mine, me):
    answer = me[0].post(REPORT, typed((mine[0], fields)))
    assert answer.status_code == 422
    assert not mine[0].updates.exists()


def test_foreign_and_unknown_actions_on_the_form_are_not_there(mine, me, item, library):
    foreign = make.action(item, make.person(item.meeting.board, "Bo Fig"))
    other = make.action(make.item(make.meeting(library)), number=77)
    for action in (foreign, other):
        answer = me[0].post(REPORT, typed((mine[0], {"act": "finish"}), (action, {"act": "start"})))
        assert answer.status_code == 404
    assert me[0].post(REPORT, {"seen-99999": "open.0"}).status_code == 404
    assert states([*mine, foreign, other]) == ["open"] * 5


def test_whoever_promised_nothing_is_told_so(harbour, signed_in):
    page = signed_in("observer").get(REPORT).content.decode()
    assert "You have promised nothing" in page
