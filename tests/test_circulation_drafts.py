"""Unapproved minutes are never shown as final: every page and text of them says so."""

from itertools import pairwise

import pytest
from django.urls import reverse

from meetings.models import Approval, Meeting
from meetings.services.approving import Approved, approve_minutes
from tests import make

DRAFT = "DRAFT: the minutes of 5 March 2026 are not approved."


@pytest.fixture
def meeting(harbour):
    of = make.meeting(harbour, state=Meeting.State.CIRCULATED)
    for title in ("Budget", "Roof"):
        make.notes(make.item(of, title), "RESOLVED: That it be done - carried, no objections")
    return of


def text_of(client, meeting):
    answer = client.get(reverse("minutes_text", args=["harbour", meeting.key]))
    assert answer.headers["Content-Type"] == "text/plain; charset=utf-8"
    return answer.content.decode()


def test_a_drafts_text_says_so_above_below_and_at_every_item(meeting, as_secretary):
    lines = text_of(as_secretary, meeting).splitlines()
    assert lines[0] == lines[-1] == DRAFT
    assert lines.count(DRAFT) == 4
    assert "Register" not in lines[-1]


def test_a_long_items_text_says_so_every_sixty_lines(meeting, as_secretary):
    make.notes(make.item(meeting, "Long"), "\n".join(f"- line {n}" for n in range(200)))
    lines = text_of(as_secretary, meeting).splitlines()
    at = [number for number, line in enumerate(lines) if line == DRAFT]
    assert max(b - a for a, b in pairwise(at)) <= 64
    assert all(f"- line {n}" in lines for n in range(200))


@pytest.mark.parametrize("who", ["member", "secretary"])
def test_approved_minutes_end_with_their_entry_in_the_register(who, meeting, signed_in):
    approval = approve_minutes(meeting, approved=Approved(Approval.How.LAPSE), save=make.a_save())
    text = text_of(signed_in(who), meeting)
    assert "DRAFT" not in text
    assert text.endswith(f"Register: {approval.entry.seq}:{approval.entry.hash}\n")


def test_the_entry_of_items_in_camera_is_named_to_those_who_see_them(meeting, signed_in):
    make.notes(make.item(meeting, "Rent", is_in_camera=True), "- secret")
    approval = approve_minutes(meeting, approved=Approved(Approval.How.LAPSE), save=make.a_save())
    seen, unseen = (text_of(signed_in(who), meeting) for who in ("member", "observer"))
    assert approval.in_camera_entry.hash in seen
    assert "secret" in seen
    assert approval.in_camera_entry.hash not in unseen
    assert "secret" not in unseen


def test_a_direction_override_in_the_text_is_a_visible_mark(meeting, as_secretary):
    make.notes(make.item(meeting, "Odd"), "- abc\u202edef")
    assert "⟨U+202E⟩" in text_of(as_secretary, meeting)


@pytest.mark.parametrize("state", ["adjourned", "circulated"])
def test_a_draft_is_marked_in_its_head_and_on_every_printed_page(state, meeting, as_secretary):
    Meeting.objects.update(state=state)
    shown = as_secretary.get(meeting.get_absolute_url()).content.decode()
    assert "draft-stamp" in shown
    assert "draft-running" in shown


def test_approved_minutes_and_an_agenda_bear_no_mark(meeting, as_secretary):
    approve_minutes(meeting, approved=Approved(Approval.How.LAPSE), save=make.a_save())
    ahead = make.planned_meeting(meeting.board)
    for one in (meeting, ahead):
        shown = as_secretary.get(one.get_absolute_url()).content.decode()
        assert "draft-stamp" not in shown
        assert "draft-running" not in shown


def test_lists_say_that_circulated_minutes_are_a_draft(meeting, signed_in):
    member = signed_in("member")
    for address in ("/", "/boards/harbour/meetings/"):
        assert "draft, circulated" in member.get(address).content.decode()


def test_a_resolution_of_a_draft_says_that_its_minutes_are_not_approved(meeting, as_secretary):
    resolution = meeting.items.first().resolutions.get()
    own = resolution.get_absolute_url()
    for address in (own, f"{own}excerpt/"):
        assert "not approved yet" in as_secretary.get(address).content.decode()
    approve_minutes(meeting, approved=Approved(Approval.How.LAPSE), save=make.a_save())
    resolution.refresh_from_db()
    own = resolution.get_absolute_url()
    for address in (own, f"{own}excerpt/"):
        assert "not approved yet" not in as_secretary.get(address).content.decode()
