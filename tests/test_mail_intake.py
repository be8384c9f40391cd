"""Votes by mail: matched to seats, held with a reason, and every message accounted for."""

import datetime

import pytest

from meetings.importers.source import MEGABYTE
from meetings.models import MailClaim, MailMessage, Member, Person, Proxy, Seat, Vote
from meetings.rules.verdict import OutOfOrder
from meetings.services.mail_intake import Funnel, bring_mail, funnel_of
from meetings.services.own_votes import own_seats, voters_in_writing
from meetings.services.refusals import Refused
from tests import make
from tests.mailbox import bring, from_delegate, mail, written
from tests.test_written_votes import circular, own, past

pytestmark = pytest.mark.django_db


def test_a_member_s_mail_is_matched_to_their_seat_and_records_nothing():
    ballot = written()
    (claim,), counts = bring(ballot, from_delegate("Aster", "-1"))
    assert (claim.seat.name, claim.person.name, claim.choice, claim.held_for, claim.state) == (
        "Aster", "Aster Delegate", "against", "", "held",
    )  # fmt: skip
    assert counts == (1, 0)
    assert list(MailClaim.objects.ready()) == [claim]
    assert not Vote.objects.exists()


def test_the_message_is_kept_as_it_came():
    ballot = written()
    sent = from_delegate("Aster", more="Message-ID: <7@example.org>\n")
    bring(ballot, sent)
    kept = MailMessage.objects.get()
    assert bytes(kept.content).decode() == sent.strip()
    assert (kept.message_id, kept.sender_address, kept.own) == (
        "<7@example.org>",
        "aster@example.org",
        "+1",
    )


AWAY = "Auto-Submitted: auto-replied\n"
HELD = {
    "an unknown sender": (mail("Eve <eve@example.org>"), "Nobody of this board has this name"),
    "no sender": ("+1", "It does not say who sent it"),
    "another's address": (mail("Aster Delegate <x@y.example>"), "it may be forged"),
    "another's name": (mail("Calder Delegate <aster@example.org>"), "but the name is"),
    "a server's doubt": (
        from_delegate("Aster", more="Authentication-Results: mx; dmarc=fail\n"),
        "found that the sender is not who it says",
    ),
    "an automatic reply": (from_delegate("Aster", more=AWAY), "automatic reply"),
    "two choices": (from_delegate("Aster", "+1\n-1"), "two choices"),
    "quotes only": (from_delegate("Aster", "> +1"), "quoted from another message"),
    "no words": (from_delegate("Aster", ""), "no words of its own"),
    "no vote": (from_delegate("Aster", "Interesting."), "states no vote plainly"),
    "a condition": (from_delegate("Aster", "+1 if it rains"), "condition"),
    "another motion": (from_delegate("Aster", "R-2001-09: +1"), "It names R-2001-09"),
    "a motion too far": (from_delegate("Aster", "4) +1"), "there are not so many"),
}  # fmt: skip


@pytest.mark.parametrize("case", HELD)
def test_what_is_not_certain_is_held_with_the_reason(case):
    text, reason = HELD[case]
    (claim,), _counts = bring(written(), text)
    assert claim.state == "held"
    assert reason in claim.held_for
    assert not MailClaim.objects.ready().exists()


def test_a_person_without_an_address_is_matched_by_name_and_held():
    ballot = circular(make.seated_board())
    (claim,), _counts = bring(ballot, from_delegate("Aster"))
    assert claim.seat.name == "Aster"
    assert "No address of Aster Delegate is known" in claim.held_for


def test_the_address_of_the_account_is_known_too():
    on = make.seated_board()
    Person.objects.filter(name="Aster Delegate").update(user=make.user("aster"))
    (claim,), _counts = bring(circular(on), from_delegate("Aster"))
    assert claim.held_for == ""


def test_an_observer_has_no_seat():
    ballot = written()
    member = make.member(ballot.resolution.board, Member.Role.OBSERVER, name="Olga Look")
    Person.objects.filter(pk=member.person_id).update(email="olga@example.org")
    (claim,), _counts = bring(ballot, mail("Olga Look <olga@example.org>"))
    assert "Olga Look has no seat to vote for here" in claim.held_for
    assert claim.person_id == member.person_id


def test_who_holds_a_proxy_gets_a_row_for_each_seat():
    ballot = written(allows_proxies=True)
    holder = Person.objects.get(name="Aster Delegate")
    seat = Seat.objects.get(name="Calder")
    Proxy.objects.create(meeting=ballot.resolution.item.meeting, seat=seat, holder=holder)
    claims, counts = bring(ballot, from_delegate("Aster"))
    assert [claim.seat.name for claim in claims] == ["Aster", "Calder"]
    assert all("several seats (Aster, Calder)" in claim.held_for for claim in claims)
    assert counts == (1, 0)
    assert funnel_of(ballot) == Funnel(1, 0, 0, 0, 1)


def test_a_recused_seat_has_nobody_to_vote_for_it():
    ballot = written()
    seat = Seat.objects.get(name="Aster")
    who = Person.objects.get(name="Aster Delegate")
    ballot.resolution.item.recusals.create(seat=seat, person=who, nature="our own contract")
    (claim,), _counts = bring(ballot, from_delegate("Aster"))
    assert claim.seat is None


def test_who_may_vote_is_the_same_for_one_and_for_all():
    ballot = written(allows_proxies=True)
    meeting, save = ballot.resolution.item.meeting, make.a_save()
    for seat, holder in (("Calder", "Aster"), ("Aster", "Brightwater")):
        who = Person.objects.get(name=f"{holder} Delegate")
        Proxy.objects.create(meeting=meeting, seat=Seat.objects.get(name=seat), holder=who)
    everybody = voters_in_writing(ballot, save=save)
    for person in Person.objects.all():
        mine = [found for key, found in everybody if key == person.pk]
        assert mine == own_seats(ballot, person, save=save)


def test_our_clock_decides_what_is_late():
    ballot = written()
    past(ballot)
    (claim,), _counts = bring(ballot, from_delegate("Aster"))
    assert "by our clock, after the deadline" in claim.held_for
    assert "By its own date it was sent on “Fri, 6 Mar 2026 18:31:07 +0100”" in claim.held_for


def test_a_seat_that_has_voted_is_said_so():
    ballot = written()
    own(ballot, "Aster")
    (claim,), _counts = bring(ballot, from_delegate("Aster", "-1"))
    assert "The vote “for” of Aster stands already" in claim.held_for


def test_a_second_message_for_a_seat_is_held():
    claims, _counts = bring(written(), from_delegate("Aster"), from_delegate("Aster", "-1"))
    assert [claim.held_for for claim in claims] == ["", "Another message for Aster waits here."]


def test_the_same_bytes_are_a_duplicate_and_the_same_message_id_is_held():
    ballot = written()
    sent = from_delegate("Aster", more="Message-ID: <7@example.org>\n")
    bring(ballot, sent)
    (again, other), counts = bring(ballot, sent, sent.replace("+1\n", "-1\n"))[0][::-1], None
    assert again.state == "duplicate"
    assert "same Message-ID" in other.held_for
    assert counts is None
    assert funnel_of(ballot) == Funnel(3, 0, 0, 1, 2)


def test_the_same_message_twice_in_one_paste_is_one_and_a_duplicate():
    ballot = written()
    sent = from_delegate("Aster")
    _claims, counts = bring(ballot, sent, sent)
    assert counts == (1, 1)
    assert funnel_of(ballot) == Funnel(2, 0, 0, 1, 1)


def two_motions():
    first = written()
    return first, circular(first.resolution.board, "That the roof be mended")


def test_without_a_motion_s_name_it_is_held_when_several_are_open():
    first, second = two_motions()
    (claim,), _counts = bring(second, from_delegate("Aster"))
    assert claim.ballot == second
    assert "which of the 2 open motions" in claim.held_for
    (claim,), _counts = bring(second, from_delegate("Calder", subject=first.resolution.label))
    assert (claim.ballot, claim.held_for) == (first, "")


def test_several_votes_in_a_message_go_to_their_motions():
    first, second = two_motions()
    labels = (first.resolution.label, second.resolution.label)
    claims, counts = bring(first, from_delegate("Aster", "{}: +1\n{}: -1".format(*labels)))
    assert [(c.ballot, c.choice, c.held_for) for c in claims] == [
        (first, "for", ""), (second, "against", ""),
    ]  # fmt: skip
    assert counts == (1, 0)
    claims, _counts = bring(first, from_delegate("Calder", "1) +1 2) -1"))
    assert [c.ballot for c in claims] == [first, second]
    assert all("see whether it means this motion" in c.held_for for c in claims)


def test_two_names_of_one_motion_with_two_choices_are_none():
    ballot = written()
    label = ballot.resolution.label
    (claim,), _counts = bring(ballot, from_delegate("Aster", f"{label}: +1\n1) -1"))
    assert claim.choice == ""
    assert "two choices" in claim.held_for


def test_a_vote_in_the_meeting_takes_no_mail():
    ballot = make.ballot(make.seated_board())
    with pytest.raises(OutOfOrder, match="taken in the meeting"):
        bring_mail(ballot, content=b"+1", limit=MEGABYTE, save=make.a_save())


def test_what_cannot_be_read_is_refused_and_nothing_is_kept():
    ballot = written()
    for content in (b"", b"%PDF-1", b"+1" * MEGABYTE):
        with pytest.raises(Refused):
            bring_mail(ballot, content=content, limit=MEGABYTE, save=make.a_save())
    assert not MailMessage.objects.exists()


def test_messages_are_read_in_a_child_process():
    ballot = written()
    content = from_delegate("Aster").encode()
    assert bring_mail(ballot, content=content, limit=MEGABYTE, save=make.a_save()) == (1, 0)
    assert MailClaim.objects.get().choice == "for"


def test_received_is_the_database_s_clock():
    ballot = written()
    bring(ballot, from_delegate("Aster"))
    age = make.a_save().at - MailMessage.objects.get().received_at
    assert abs(age) < datetime.timedelta(minutes=1)
