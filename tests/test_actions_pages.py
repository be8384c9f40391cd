"""The pages of acts on actions: plain forms, who may, and what is answered to bad input."""

import datetime

import pytest
from django.utils import timezone

from meetings.models import Action, Member, Notice
from tests import make
from tests.conftest import client_for

TODAY = timezone.localdate()
SOON = TODAY + datetime.timedelta(30)
KEEPERS_ACTS = ("cancel", "supersede", "hand-over", "change", "split")


@pytest.fixture
def me(harbour, signed_in):
    """The member signed in as, whose action it is."""
    client = signed_in("member")
    return client, Member.objects.get(person__user__username="member").person


@pytest.fixture
def action(harbour, me):
    return make.action(make.item(make.meeting(harbour)), me[1], due_on=SOON)


@pytest.fixture
def keeper(signed_in):
    return signed_in("secretary")


def page(action, act="report"):
    return f"/boards/harbour/actions/{action.number}/{act}/"


def sent(action, **fields):
    return {"seen": Action.objects.get(pk=action.pk).seen, **fields}


def fresh(action):
    return Action.objects.get(pk=action.pk)


def text_of(response):
    return response.content.decode()


def test_an_owner_reports_with_one_tap_from_the_action(action, me):
    client, person = me
    detail = text_of(client.get(action.get_absolute_url()))
    assert f'action="{page(action)}"' in detail
    answer = client.post(page(action), sent(action, act="finish"))
    assert (answer.status_code, answer.url) == (302, action.get_absolute_url())
    assert (fresh(action).state, action.updates.get().by) == ("done", person)
    assert "It is to be done after all" not in detail


def test_whoever_owns_nothing_of_it_is_shown_no_button_and_may_not_report(harbour, signed_in):
    foreign = make.action(make.item(make.meeting(harbour)), make.person(harbour, "Bo Fig"))
    for who in ("member", "observer"):
        client = signed_in(who)
        assert "Tell more" not in text_of(client.get(foreign.get_absolute_url()))
        assert client.post(page(foreign), sent(foreign, act="finish")).status_code == 403
    assert fresh(foreign).state == "open"


def test_whoever_speaks_for_an_organisation_reports_for_it(harbour, me):
    client, person = me
    firm = make.organisation(harbour)
    Member.objects.filter(person=person).update(organisation=firm)
    owned = make.action(make.item(make.meeting(harbour)))
    owned.owners.create(organisation=firm, name=firm.name)
    assert client.post(page(owned), sent(owned, act="start")).status_code == 302
    assert fresh(owned).state == "in_progress"


@pytest.mark.parametrize("act", KEEPERS_ACTS)
def test_owners_neither_hand_over_nor_cancel(act, action, me):
    assert me[0].post(page(action, act), sent(action, remark="x")).status_code == 403


@pytest.mark.parametrize("act", ["report", *KEEPERS_ACTS])
def test_actions_of_other_boards_are_not_there(act, action, outsider):
    assert outsider.get(page(action, act)).status_code == 404
    assert outsider.post(page(action, act)).status_code == 404


@pytest.fixture
def outsider(signed_in):
    return signed_in("outsider")


def test_of_two_reports_the_second_is_told_and_what_was_typed_stays(action, me, keeper):
    stale = sent(action, act="start", remark="I have begun & will go on")
    keeper.post(page(action), sent(action, act="finish", remark="rang us"))
    answer = me[0].post(page(action), stale)
    shown = text_of(answer)
    assert answer.status_code == 409
    assert "told of A-1: done" in shown
    assert "“rang us”" in shown
    assert "I have begun &amp; will go on" in shown
    assert f'value="{fresh(action).seen}"' in shown
    assert action.updates.count() == 1


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({}, "Say how it stands."),
        ({"act": "cancel"}, "Select a valid choice"),
        ({"act": "defer", "remark": "ice"}, "Say until when"),
        ({"act": "defer", "until": SOON.isoformat()}, "Say why."),
        ({"act": "defer", "until": "31 June", "remark": "x"}, "31 June is not a date."),
        ({"act": "defer", "until": TODAY.isoformat(), "remark": "x"}, "Choose a day to come."),
        ({"act": "remark"}, "Write what there is to say."),
        ({"act": "finish", "evidence": "javascript:alert(1)"}, "Write a web address"),
        ({"act": "finish", "evidence": "ftp://example.org/x"}, "Write a web address"),
        ({"act": "finish", "to": "0"}, "Select a valid choice"),
        ({"act": "finish", "remark": "x" * 2001}, "at most 2000"),
    ],
)
def test_a_report_that_lacks_something_says_what_and_stores_nothing(fields, words, action, me):
    answer = me[0].post(page(action), sent(action, **fields))
    assert answer.status_code == 422
    assert words in text_of(answer)
    assert not action.updates.exists()


def test_without_having_seen_the_action_nothing_is_reported(action, me):
    assert me[0].post(page(action), {"act": "finish"}).status_code == 422
    assert me[0].post(page(action), {"act": "finish", "seen": "open.x"}).status_code == 409
    assert fresh(action).state == "open"


def test_the_secretariat_writes_down_what_an_owner_without_an_account_says(harbour, keeper):
    bo = make.person(harbour, "Bo Fig")
    owned = make.action(make.item(make.meeting(harbour)), bo)
    keeper.post(page(owned), sent(owned, act="finish", by=bo.pk, remark="by telephone"))
    entry = owned.updates.get()
    assert (entry.by, entry.recorded_by.username) == (bo, "secretary")


def test_an_owner_cannot_speak_in_anothers_name(action, me, harbour):
    other = make.person(harbour, "Bo Fig")
    me[0].post(page(action), sent(action, act="start", by=other.pk))
    assert action.updates.get().by == me[1]


def test_what_the_board_cancelled_its_owner_does_not_open_again(action, me, keeper):
    keeper.post(page(action, "cancel"), sent(action, remark="ship sold"))
    assert "It is to be done after all" not in text_of(me[0].get(page(action)))
    answer = me[0].post(page(action), sent(action, act="reopen", remark="no"))
    assert answer.status_code == 403
    keeper.post(page(action), sent(action, act="reopen", remark="a new ship"))
    assert fresh(action).state == "open"


def test_the_deferral_to_a_meeting_is_shown_until_its_day(action, me, harbour):
    ahead = make.planned_meeting(harbour, SOON)
    me[0].post(page(action), sent(action, act="defer", to=ahead.pk, remark="ice"))
    assert "deferred until" in text_of(me[0].get(action.get_absolute_url()))
    assert fresh(action).deferred_to == ahead


def test_handing_over_names_the_new_owner_once_and_tells_them(action, keeper, harbour):
    bo = make.person(harbour, "Bo Fig")
    answer = keeper.post(page(action, "hand-over"), sent(action, owners="Bo", remark="moved"))
    assert answer.status_code == 302
    assert fresh(action).owners.get().person == bo
    assert Notice.objects.get().person == bo
    assert "→ Bo" in text_of(keeper.get(action.get_absolute_url()))


@pytest.mark.parametrize("typed", ["", "All", "x: y", "Kit", "=1+1", "a" * 201])
def test_a_new_owner_who_is_nobody_is_refused_and_what_was_typed_stays(
    typed, action, keeper, harbour
):
    make.person(harbour, "Kit Low")
    make.person(harbour, "Kit Orr")
    answer = keeper.post(page(action, "hand-over"), sent(action, owners=typed))
    assert answer.status_code == 422
    assert not Notice.objects.exists()


def test_a_group_outside_the_board_takes_an_action_over_as_typed(action, keeper):
    keeper.post(page(action, "hand-over"), sent(action, owners="The Harbour Choir"))
    owner = fresh(action).owners.get()
    assert (owner.name, owner.person) == ("The Harbour Choir", None)


@pytest.mark.parametrize("act", ["hand-over", "change", "split"])
def test_while_minutes_are_a_draft_these_pages_lead_to_the_line(act, keeper, harbour, me):
    drafted = make.action(make.item(make.meeting(harbour, state="adjourned")), me[1])
    shown = text_of(keeper.get(page(drafted, act)))
    assert f'{drafted.get_absolute_url()}edit/"' in shown
    fields = {"owners": "The Choir", "text": "x", "parts": "a\nb"}
    assert keeper.post(page(drafted, act), sent(drafted, **fields)).status_code == 409
    assert not drafted.updates.exists()


def test_after_approval_day_and_wording_change_on_a_page(action, keeper):
    answer = keeper.post(page(action, "change"), sent(action, text="send all", due=""))
    assert answer.status_code == 302
    assert (fresh(action).text, fresh(action).due_on) == ("send all", None)


def test_a_split_reads_its_parts_as_minutes_would(action, keeper, harbour, me):
    bo = make.person(harbour, "Bo Fig")
    text = "Bo: order the paint by 3 May 2031\r\n\r\nfetch it\r\n"
    assert keeper.post(page(action, "split"), sent(action, parts=text)).status_code == 302
    parts = list(Action.objects.filter(part_of=action).order_by("number"))
    assert [(p.text, p.owners.get().person) for p in parts] == [
        ("order the paint by 3 May 2031", bo), ("fetch it", me[1]),
    ]  # fmt: skip
    assert parts[0].due_on == datetime.date(2031, 5, 3)
    assert "Parts" in text_of(keeper.get(action.get_absolute_url()))


@pytest.mark.parametrize("typed", ["", "only one", "Kit: x\nnobody 1 2: y", "x\n" * 21])
def test_parts_that_cannot_be_read_are_all_named_and_none_is_made(typed, action, keeper, harbour):
    make.person(harbour, "Kit Low")
    make.person(harbour, "Kit Orr")
    answer = keeper.post(page(action, "split"), sent(action, parts=typed))
    assert answer.status_code == 422
    assert not Action.objects.filter(part_of=action).exists()


@pytest.mark.parametrize(
    ("typed", "status"), [("A-99", 422), ("x", 422), ("A-1", 409), ("a-2", 302)]
)
def test_an_action_is_superseded_by_another_open_one(typed, status, action, keeper, harbour):
    other = make.action(make.item(make.meeting(harbour)))
    assert (action.number, other.number) == (1, 2)
    answer = keeper.post(page(action, "supersede"), sent(action, other=typed))
    assert answer.status_code == status
    assert fresh(action).state == ("superseded" if status == 302 else "open")


@pytest.mark.parametrize(
    ("act", "fields"),
    [("cancel", {"remark": "x"}), ("change", {"text": "other", "due": ""}), ("report", {})],
)
def test_what_befalls_a_whole_of_many_parts_befalls_them_at_once(act, fields, action, keeper):
    keeper.post(page(action, "split"), sent(action, parts="a\nb\nc\nd"))
    if act == "report":
        assert keeper.post(page(action), sent(action, act="finish")).status_code == 409
        return
    assert keeper.post(page(action, act), sent(action, **fields)).status_code == 302
    parts = Action.objects.filter(part_of=action)
    states = {"cancel": "cancelled", "change": "open"}
    assert {(p.state, p.due_on) for p in parts} == {
        (states[act], None if act == "change" else action.due_on)
    }


def test_cancelling_asks_for_a_reason(action, keeper):
    answer = keeper.post(page(action, "cancel"), sent(action, remark=" "))
    assert (answer.status_code, fresh(action).state) == (422, "open")


def test_the_ledger_tells_everything_in_order(action, keeper, harbour, me):
    for month in (4, 5, 6):
        item = make.item(make.meeting(harbour, datetime.date(2026, month, 9)))
        action.reviews.create(item=item, meeting=item.meeting, line=1, verdict="not_done")
    Action.objects.filter(pk=action.pk).update(due_on=None)
    keeper.post(page(action, "change"), sent(action, text="send all", due=SOON.isoformat()))
    fields = sent(action, act="finish", remark="posted", evidence="https://example.org/p")
    me[0].post(page(action), fields)
    shown = text_of(me[0].get(action.get_absolute_url()))
    words = ("promised", "first time since", "second time since", "third time since", "changed",
             "send the figures", "posted", "https://example.org/p")  # fmt: skip
    places = [shown.index(word, shown.index('class="timeline ledger"')) for word in words]
    assert places == sorted(places)


def test_an_operator_without_a_place_on_the_board_sees_nothing(action, harbour, library):
    assert client_for("admin", harbour, library).get(page(action)).status_code == 404
