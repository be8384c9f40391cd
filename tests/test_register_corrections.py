"""Approved minutes are corrected by a later meeting: the original stays, both are read."""

import datetime

import pytest
from django.urls import reverse

from meetings.models import (
    AgendaItem,
    Correction,
    Meeting,
    Notice,
    RegisterEntry,
    RegisterText,
    Resolution,
)
from meetings.rules.amending import Counted, Ground, reached
from meetings.rules.verdict import OutOfOrder
from meetings.services.amending import Amendment, correct_minutes
from meetings.services.refusals import Refused
from meetings.services.register import head_of
from meetings.services.verifying import faults_in
from tests import make
from tests.registered import approved, content_of

pytestmark = pytest.mark.django_db
LATER = make.A_DAY + datetime.timedelta(days=60)
CARRIED = "RESOLVED: That the minutes be corrected - carried 6-1-0"


@pytest.fixture
def minutes(harbour):
    return approved(harbour, "- the plan holds\n- it rains").meeting


def later_item(on, text=CARRIED, state=Meeting.State.ADJOURNED, **fields):
    of = make.meeting(on, LATER, state=state)
    item = make.item(of, "Corrections", **fields)
    make.notes(item, text)
    return item


def amendment(minutes, reads="it snows", item=None, **more):
    there = item or later_item(minutes.board)
    decision = more.pop("resolution", Resolution.objects.filter(item=there).first())
    was = more.pop("was", "- it rains")
    line = more.pop("line", 2)
    return Amendment(minutes.items.get(), was, reads, there, line, decision, **more)


def corrected(minutes, reads="- it snows", **more):
    change = amendment(minutes, reads, **more)
    return correct_minutes(amendment=change, save=make.a_save())


def page(client, minutes, **asked):
    return client.get(minutes.get_absolute_url(), asked).content.decode()


def post(client, minutes, **typed):
    return client.post(reverse("minutes_correct", args=["harbour", minutes.key]), typed)


def typed(minutes, item, **more):
    there = Resolution.objects.filter(item=item).first()
    return {
        "line": f"{minutes.items.get().pk}-2",
        "was": "- it rains",
        "reads": "- it snows",
        "adopted": f"resolution-{there.pk}" if there else f"item-{item.pk}",
        **more,
    }


@pytest.mark.parametrize(
    ("counted", "ground"),
    [
        (Counted(is_consensus=True), Ground.UNANIMOUS),
        (Counted(5, 0, 9), Ground.UNANIMOUS),
        (Counted(6, 3, 12), Ground.TWO_THIRDS),
        (Counted(5, 3, 9), Ground.MAJORITY_OF_ALL),
        (Counted(5, 3, 10), None),
        (Counted(5, 3), None),
        (Counted(), None),
        (Counted(0, 0, 5), None),
    ],
)
def test_what_a_vote_reaches(counted, ground):
    assert reached(counted).ground == ground


def test_the_stored_minutes_stay_byte_for_byte(minutes, as_secretary):
    before = RegisterText.objects.values_list("text", "page", "salt")[0]
    corrected(minutes)
    assert RegisterText.objects.order_by("pk").values_list("text", "page", "salt")[0] == before
    assert AgendaItem.objects.get(meeting=minutes).notes == "- the plan holds\n- it rains"


def test_readers_switch_between_approved_and_corrected(minutes, signed_in):
    corrected(minutes)
    reader = signed_in("observer")
    as_approved, as_corrected = page(reader, minutes), page(reader, minutes, **{"as": "corrected"})
    assert "it rains</li>" in as_approved
    assert "corrected these minutes in 1 place" in as_approved
    assert "<ins>it snows</ins>" in as_corrected
    assert "it rains</li>" not in as_corrected


@pytest.mark.parametrize("asked", ["", "nonsense", "approved", "corrected&as=x"])
def test_any_other_wish_is_served_as_approved(asked, minutes, as_secretary):
    corrected(minutes)
    answer = as_secretary.get(f"{minutes.get_absolute_url()}?as={asked}")
    assert answer.status_code == 200
    assert "it rains</li>" in answer.content.decode()


def test_minutes_without_corrections_offer_no_switch(minutes, as_secretary):
    assert "As corrected" not in page(as_secretary, minutes, **{"as": "corrected"})


def test_the_margin_leads_to_the_meeting_that_adopted_it(minutes, as_secretary):
    correction = corrected(minutes)
    html = page(as_secretary, minutes)
    assert f"{correction.adopted_in.meeting.get_absolute_url()}#item-1" in html
    assert "two thirds of the votes cast" in html
    assert reverse("register_entry", args=["harbour", correction.entry.seq]) in html


def test_the_entry_keeps_what_was_said_and_why_it_was_enough(minutes):
    content = content_of(corrected(minutes).entry)
    assert (content["was"], content["reads"]) == ("- it rains", "- it snows")
    assert content["adopted_by"] == {
        "ground": "two_thirds",
        "sentence": "6 for, 1 against: two thirds of the votes cast.",
    }


def test_a_narrow_majority_takes_notice_and_that_is_registered(minutes):
    item = later_item(minutes.board, "RESOLVED: That it snow - carried 5-4-0")
    with pytest.raises(OutOfOrder, match="only with notice"):
        corrected(minutes, item=item)
    with pytest.raises(OutOfOrder, match="only with notice"):
        corrected(minutes, item=item, stated=Ground.TWO_THIRDS)
    correction = corrected(minutes, item=item, stated=Ground.NOTICE)
    assert "after notice" in content_of(correction.entry)["adopted_by"]["sentence"]


def test_a_vote_without_numbers_asks_what_it_was_adopted_by(minutes):
    item = later_item(minutes.board, "RESOLVED: That it snow - carried")
    with pytest.raises(Refused, match="say what it was adopted by"):
        corrected(minutes, item=item)
    assert corrected(minutes, item=item, stated=Ground.TWO_THIRDS).ground == "two_thirds"


def test_a_correction_is_corrected_again(minutes, as_secretary):
    item = later_item(minutes.board)
    corrected(minutes, item=item)
    corrected(minutes, "- it hails", was="- it snows", item=item)
    html = page(as_secretary, minutes, **{"as": "corrected"})
    assert "<ins>it hails</ins> <a" in html
    assert "<ins>it snows</ins> <a" not in html
    assert list(faults_in(minutes.board)) == []


def test_the_same_press_twice_is_one_entry(minutes, as_secretary):
    item = later_item(minutes.board)
    for _press in range(2):
        assert post(as_secretary, minutes, **typed(minutes, item, confirm="yes")).status_code == 302
    assert Correction.objects.count() == 1


def test_a_press_on_an_older_page_is_refused(minutes, as_secretary):
    item = later_item(minutes.board)
    corrected(minutes, item=item)
    late = typed(minutes, item, confirm="yes", reads="- it hails")
    answer = post(as_secretary, minutes, **late)
    assert answer.status_code == 409
    assert "corrected meanwhile" in answer.content.decode()
    assert Correction.objects.count() == 1


def test_it_is_looked_at_before_it_is_registered(minutes, as_secretary):
    answer = post(as_secretary, minutes, **typed(minutes, later_item(minutes.board)))
    html = answer.content.decode()
    assert answer.status_code == 200
    assert "Register the correction" in html
    assert not Correction.objects.exists()


@pytest.mark.parametrize(
    ("more", "status"),
    [
        ({"line": "nonsense"}, 422),
        ({"line": "1-99999999999999999999"}, 422),
        ({"adopted": "resolution-0"}, 422),
        ({"adopted": ""}, 422),
        ({"reads": "- it rains"}, 422),
        ({"stated": "nonsense"}, 422),
        ({"reads": "x" * 10_001}, 422),
    ],
)
def test_what_is_no_correction_is_refused_in_words(more, status, minutes, as_secretary):
    sent = typed(minutes, later_item(minutes.board), confirm="yes")
    answer = post(as_secretary, minutes, **(sent | more))
    assert answer.status_code == status
    assert not Correction.objects.exists()


def test_a_draft_is_simply_edited(harbour, as_secretary):
    draft = make.meeting(harbour, state=Meeting.State.ADJOURNED)
    make.notes(make.item(draft), "- a\n- it rains")
    item = later_item(harbour)
    assert post(as_secretary, draft, **typed(draft, item, confirm="yes")).status_code == 409
    with pytest.raises(OutOfOrder, match="still a draft"):
        corrected(draft, item=item)


def test_a_meeting_corrects_neither_itself_nor_a_later_one(minutes):
    own = minutes.items.get()
    with pytest.raises(OutOfOrder, match="by a later meeting"):
        corrected(minutes, item=own, resolution=None)


def test_a_meeting_that_has_not_begun_adopted_nothing(minutes):
    ahead = make.item(make.meeting(minutes.board, LATER, "scheduled"))
    with pytest.raises(OutOfOrder, match="by a later meeting"):
        corrected(minutes, item=ahead, resolution=None)


def test_the_later_minutes_carry_the_full_text(minutes):
    item = later_item(minutes.board)
    corrected(minutes, item=item)
    item.refresh_from_db()
    assert item.notes.endswith("line 2: “it rains” reads “it snows”.")


def test_what_was_said_in_camera_is_not_written_into_open_minutes(harbour, signed_in):
    of = approved(harbour, in_camera=["- a\n- whispered"]).meeting
    item = later_item(harbour)
    change = Amendment(of.items.get(), "- whispered", "- shouted", item, 2)
    correct_minutes(amendment=change, save=make.a_save())
    item.refresh_from_db()
    assert "whispered" not in item.notes
    told = " ".join(Notice.objects.values_list("text", flat=True))
    assert "whispered" not in told
    for asked in ({}, {"as": "corrected"}):
        assert "shouted" not in page(signed_in("observer"), of, **asked)
    assert "shouted" in page(signed_in("secretary"), of, **{"as": "corrected"})


def test_everybody_is_told_with_the_head(minutes):
    make.member(minutes.board)
    corrected(minutes)
    notice = Notice.objects.get(kind="minutes_corrected")
    assert notice.text.endswith(f"Register: {head_of(minutes.board)}")
    assert RegisterEntry.objects.order_by("-seq")[0].kind == "correction"


def test_a_line_of_several_words_in_markup_is_shown_as_typed(minutes, as_secretary):
    corrected(minutes, "<script>alert(1)</script>\n- and more")
    html = page(as_secretary, minutes, **{"as": "corrected"})
    assert "<script>alert" not in html
    assert "&lt;script&gt;alert(1)&lt;/script&gt;<br>and more" in html
