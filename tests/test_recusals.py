"""Conflicts declared ahead of a meeting, and what members see of it."""

from django.urls import reverse

from meetings.models import Recusal
from meetings.services.tallying import tally_of
from tests import make
from tests.ballot_desk import client_of, text_of
from tests.test_proxies import (
    a_vote,
    act,
    begin,
    board,
    declare,
    delegate,
    meeting,
    of,
    page_of,
    seat,
    secretary,
)

__all__ = ["board", "meeting", "secretary"]


def test_a_member_declares_a_conflict_and_takes_it_back(client, meeting):
    client = of("Aster", client)
    assert declare(client, meeting, "Aster", "owns  shares").status_code == 302
    row = Recusal.objects.get()
    assert (row.person, row.seat, row.nature, row.line) == (
        delegate("Aster"), seat("Aster"), "owns shares", None,
    )  # fmt: skip
    assert "Aster, item 1, Budget: owns shares" in page_of(client, meeting)
    assert act(client, "recusal_take_back", meeting, recusal=row.pk).status_code == 302
    assert not Recusal.objects.exists()


def test_nobody_takes_somebody_elses_recusal_back(client, meeting, secretary):
    declare(secretary, meeting, "Aster")
    row = Recusal.objects.get()
    client = of("Calder", client)
    assert act(client, "recusal_take_back", meeting, recusal=row.pk).status_code == 403
    assert "supplier" not in page_of(client, meeting)
    assert Recusal.objects.exists()


def test_a_recusal_without_a_nature_or_twice_is_refused(meeting, secretary):
    assert declare(secretary, meeting, "Aster", "  ").status_code == 422
    assert declare(secretary, meeting, "Aster", "x" * 501).status_code == 422
    assert declare(secretary, meeting, "Aster").status_code == 302
    page = declare(secretary, meeting, "Aster")
    assert (page.status_code, "recused from item 1 already" in text_of(page)) == (422, True)
    assert Recusal.objects.count() == 1


def test_once_the_item_is_taken_a_recusal_is_said_in_the_meeting(meeting, secretary):
    declare(secretary, meeting, "Aster")
    meeting.items.filter(title="Budget").update(order_taken=1)
    row = Recusal.objects.get()
    page = act(secretary, "recusal_take_back", meeting, recusal=row.pk)
    assert (page.status_code, "Item 1 has been taken" in text_of(page)) == (409, True)
    assert declare(secretary, meeting, "Calder").status_code == 422
    assert Recusal.objects.get() == row


def test_a_recusal_declared_ahead_leaves_the_seat_out_of_the_vote(meeting, secretary):
    declare(secretary, meeting, "Calder", "owns the pier", title="Pier")
    begin(meeting, "Aster", "Brightwater", "Calder")
    counts = tally_of(a_vote(meeting), save=make.a_save()).counts
    assert (counts.present, counts.recused) == (3, 1)


def test_an_item_in_camera_is_offered_to_nobody_who_may_not_know_of_it(client, meeting):
    meeting.items.filter(title="Pier").update(is_in_camera=True)
    budget = meeting.items.get(title="Budget")
    Recusal.objects.create(
        item=meeting.items.get(title="Pier"), seat=seat("Aster"), person=delegate("Aster"),
        nature="kin",
    )  # fmt: skip
    client = of("Aster", client)
    form = client.get(reverse("meeting_proxies", args=["harbour", meeting.key])).context[
        "recusal_form"
    ]
    assert list(form.fields["item"].queryset) == [budget]


def test_a_member_without_a_seat_is_told_so(board, meeting):
    assert "You sit on no seat" in page_of(client_of(board, "member"), meeting)


def test_the_page_of_an_agenda_leads_there(meeting, secretary):
    page = secretary.get(meeting.get_absolute_url()).content.decode()
    assert reverse("meeting_proxies", args=["harbour", meeting.key]) in page
