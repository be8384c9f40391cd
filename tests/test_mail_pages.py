"""Pages of votes by mail: what may be sent to them, what they say, what they leave alone."""

import hashlib
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from zeal import zeal_ignore

from meetings.importers.source import MEGABYTE
from meetings.models import (
    BallotSeat,
    MailClaim,
    MailMessage,
    MailObjection,
    Notice,
    Person,
    Seat,
    User,
    Vote,
)
from tests import make
from tests.ballot_desk import BACKEND, Desk, client_of
from tests.mailbox import addresses_of, bring, from_delegate, kept, mail, written
from tests.test_written_votes import circular, close, own

pytestmark = pytest.mark.django_db
KEPT = (MailMessage, MailClaim, MailObjection, Vote, Notice, Person, Seat, User)


@pytest.fixture
def desk():
    ballot = written()
    return Desk(ballot, client_of(ballot.resolution.board))


def state():
    """Everything that these pages could change."""
    rows = [list(model.objects.order_by("pk").values_list()) for model in KEPT]
    return hashlib.sha256(repr(rows).encode()).hexdigest()


def post(desk, page, *more, **fields):
    return desk.client.post(desk.address(page, *more), fields)


def delegate_of(ballot, name="Aster"):
    """Signed in as that delegate."""
    account = make.user(f"delegate-{make.next_number()}")
    person = Person.objects.get(board=ballot.resolution.board, name=f"{name} Delegate")
    Person.objects.filter(pk=person.pk).update(user=account)
    client = Client()
    client.force_login(account, BACKEND)
    return Desk(ballot, client)


def words(response):
    return " ".join(response.content.decode().split())


def test_messages_are_brought_by_pasting_and_shown_with_their_seats(desk):
    pasted = from_delegate("Aster") + "\n" + mail("Eve <eve@example.org>")
    response = post(desk, "mail_intake", text=pasted)
    assert response.url == desk.address("mail_claims")
    page = words(desk.client.get(response.url))
    assert "2 new messages are kept" in page
    assert "<dt>Held</dt><dd>2</dd>" in page
    assert "Nobody of this board has this name or address" in page
    assert not Vote.objects.exists()


def test_an_e_mail_is_brought_as_a_file(desk):
    upload = SimpleUploadedFile("vote.eml", from_delegate("Aster", "-1").encode())
    assert post(desk, "mail_intake", upload=upload).status_code == 302
    assert MailClaim.objects.get().choice == "against"


def test_all_good_ones_are_confirmed_by_one_press(desk):
    senders = ("Aster", "Brightwater")
    bring(desk.ballot, *map(from_delegate, senders), mail("Eve <eve@example.org>"))
    page = desk.get("mail_claims").content.decode()
    assert page.count("checked") == 2
    marks = [claim.mark for claim in MailClaim.objects.ready()]
    with zeal_ignore():  # each is confirmed by itself
        assert post(desk, "mail_claims", claim=marks).status_code == 302
        assert Vote.objects.filter(channel="mail").count() == 2
        assert post(desk, "mail_claims", claim=marks).status_code == 302
    assert Vote.objects.count() == 2


def test_one_that_cannot_be_recorded_keeps_no_other_back(desk):
    bring(desk.ballot, from_delegate("Aster"), from_delegate("Calder"))
    own(desk.ballot, "Aster")
    marks = [claim.mark for claim in MailClaim.objects.all()]
    with zeal_ignore():  # each is confirmed by itself
        response = post(desk, "mail_claims", claim=marks)
    assert response.status_code == 409
    assert "the vote “for” was recorded at" in words(response)
    assert set(Vote.objects.values_list("seat__name", "channel")) == {
        ("Aster", "page"), ("Calder", "mail"),
    }  # fmt: skip


def test_a_message_is_shown_as_text(desk):
    bring(desk.ballot, from_delegate("Aster", "+1 <script>alert(1)</script> <b>x</b>"))
    page = desk.get("mail_claim", MailClaim.objects.get().pk).content.decode()
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in page
    assert "<b>x</b>" not in page


def test_a_message_is_matched_by_hand_and_confirmed(desk):
    bring(desk.ballot, mail("Desk <desk@example.org>"))
    claim = MailClaim.objects.get()
    person = Person.objects.get(name="Calder Delegate")
    voter = f"{desk.seat('Calder')}-{person.pk}"
    sent = {"act": "correct", "seen": claim.mark, "voter": voter, "choice": "abstain"}
    assert post(desk, "mail_claim", claim.pk, **sent).status_code == 302
    claim.refresh_from_db()
    sent = {"act": "confirm", "seen": claim.mark}
    assert post(desk, "mail_claim", claim.pk, **sent).status_code == 302
    vote = Vote.objects.get()
    assert (vote.seat.name, vote.choice, vote.cast_by) == ("Calder", "abstain", person)


def test_a_message_is_refused_or_moved(desk):
    other = circular(desk.ballot.resolution.board, "That the roof be mended")
    bring(desk.ballot, from_delegate("Aster"), from_delegate("Calder"))
    first, second = MailClaim.objects.order_by("pk")
    sent = {"act": "refuse", "seen": first.mark, "reason": "Withdrawn"}
    assert post(desk, "mail_claim", first.pk, **sent).status_code == 302
    sent = {"act": "move", "seen": second.mark, "ballot": other.pk}
    assert post(desk, "mail_claim", second.pk, **sent).status_code == 302
    second.refresh_from_db()
    assert second.ballot == other
    assert other.resolution.label in words(desk.get("mail_claims"))


BAD: dict[str, tuple[dict[str, Any], int, str]] = {
    "nothing": ({}, 422, "Paste a message, or choose a file."),
    "blank": ({"text": " \n "}, 422, "Paste a message, or choose a file."),
    "a control": ({"text": "From: a\nDate: b\n\n+1\x00"}, 422, "Null characters are not allowed"),
    "an escape": ({"text": "From: a\nDate: b\n\n+1\x1b"}, 422, "Line 4 has a character"),
    "too much": ({"text": "+1 " * MEGABYTE}, 422, "too large"),
    "a picture": (
        {"upload": SimpleUploadedFile("a.eml", b"\x89PNG\r\n\x1a\n")}, 422, "The file is not text",
    ),
    "an empty file": ({"upload": SimpleUploadedFile("a.eml", b"")}, 422, "Paste a message"),
    "many": ({"text": "From: a@x.example\nSubject: b\n\n+1\n\n" * 201}, 422, "201 messages"),
    "both": (
        {"text": "+1", "upload": SimpleUploadedFile("a.eml", b"+1")}, 422, "not both",
    ),
}  # fmt: skip


@pytest.mark.parametrize("case", BAD)
def test_what_cannot_be_read_is_refused_in_words_and_changes_nothing(case, desk):
    fields, status, sentence = BAD[case]
    before = state()
    for sent in fields.values():
        if not isinstance(sent, str):
            sent.seek(0)
    response = post(desk, "mail_intake", **fields)
    assert (response.status_code, sentence in words(response)) == (status, True)
    assert state() == before


WRONG: dict[str, tuple[dict[str, str], int, str]] = {
    "no act": ({}, 422, "Choose what is to become"),
    "another act": ({"act": "drop"}, 422, "Choose what is to become"),
    "refused without a reason": ({"act": "refuse", "reason": " "}, 422, "Give a reason."),
    "no voter": ({"act": "correct", "choice": "for"}, 422, "Choose whose vote it is."),
    "no choice": ({"act": "correct", "voter": "own"}, 422, "Choose for, against or abstain."),
    "nobody's seat": ({"act": "correct", "voter": "9-9", "choice": "for"}, 422, "not one of the"),
    "no motion": ({"act": "move", "ballot": "x"}, 422, "Choose the motion"),
    "another look": ({"act": "confirm", "seen": "1-99-99-for"}, 409, "matched anew"),
}


@pytest.mark.parametrize("case", WRONG)
def test_what_is_wrong_about_a_message_is_said_and_changes_nothing(case, desk):
    bring(desk.ballot, from_delegate("Aster"))
    claim = MailClaim.objects.get()
    fields, status, sentence = WRONG[case]
    sent = {"seen": claim.mark} | fields
    if sent.get("voter") == "own":
        sent["voter"] = f"{claim.seat_id}-{claim.person_id}"
    before = state()
    response = post(desk, "mail_claim", claim.pk, **sent)
    assert response.status_code == status
    assert sentence in words(response)
    assert state() == before


@pytest.mark.parametrize("marks", [[], ["x"], ["999-1-1-for"]])
def test_ticks_of_no_claim_record_nothing(marks, desk):
    bring(desk.ballot, from_delegate("Aster"))
    before = state()
    assert post(desk, "mail_claims", claim=marks).status_code in (409, 422)
    assert state() == before


def test_a_vote_in_the_meeting_takes_no_messages():
    ballot = make.ballot(make.seated_board())
    desk = Desk(ballot, client_of(ballot.resolution.board))
    response = post(desk, "mail_intake", text=from_delegate("Aster"))
    assert (response.status_code, "taken in the meeting" in words(response)) == (409, True)


def test_a_closed_vote_takes_no_messages(desk):
    for name in ("Aster", "Calder"):
        own(desk.ballot, name)
    close(desk.ballot)
    assert "no more messages are taken" in words(desk.get("mail_intake"))
    assert post(desk, "mail_intake", text=from_delegate("Aster")).status_code == 409


def recorded(desk):
    bring(desk.ballot, from_delegate("Aster"))
    claim = MailClaim.objects.get()
    post(desk, "mail_claims", claim=[claim.mark])
    claim.refresh_from_db()
    return claim


def test_a_member_objects_and_the_secretary_answers(desk):
    claim = recorded(desk)
    member = delegate_of(desk.ballot)
    assert "I did not vote this way" in words(member.get("own_votes"))
    number = claim.vote.number
    assert "From: Aster Delegate" in words(member.get("vote_object", number))
    assert post(member, "vote_object", number, words="").status_code == 422
    assert post(member, "vote_object", number, words="I wrote no mail").status_code == 302
    assert post(member, "vote_object", number, words="Again").status_code == 409
    assert "I wrote no mail" in words(desk.get("mail_claims"))
    objection = MailObjection.objects.get()
    key = "a-key-of-a-form"
    for fields in ({}, {"choice": "for", "key": key}, {"choice": "keep", "words": " ", "key": key}):
        assert post(desk, "mail_answer", objection.pk, **fields).status_code == 422
    answer = {"choice": "for", "words": "It was you", "key": key}
    assert post(desk, "mail_answer", objection.pk, **answer).status_code == 409
    answer = {"choice": "against", "words": "Asked again", "key": key}
    assert post(desk, "mail_answer", objection.pk, **answer).status_code == 302
    assert Vote.objects.standing().get().choice == "against"
    assert "Asked again" in words(member.get("vote_object", number))


def test_nobody_else_sees_whose_message_it_was(desk):
    claim = recorded(desk)
    other = delegate_of(desk.ballot, "Calder")
    assert other.get("vote_object", claim.vote.number).status_code == 404
    assert post(other, "vote_object", claim.vote.number, words="No").status_code == 404


def test_an_objection_after_the_result_is_refused(desk):
    claim = recorded(desk)
    own(desk.ballot, "Calder")
    close(desk.ballot)
    member = delegate_of(desk.ballot)
    assert "The result is out" in words(member.get("vote_object", claim.vote.number))
    assert post(member, "vote_object", claim.vote.number, words="No").status_code == 409


def test_get_and_head_change_nothing_on_any_of_these_addresses(desk):
    claim = recorded(desk)
    bring(desk.ballot, from_delegate("Calder"), from_delegate("Brightwater", "> +1"))
    person = Person.objects.get(name="Aster Delegate")
    objection = claim.objections.create(person=person, words="No")
    addresses = [
        *(desk.address("mail_claim", each.pk) for each in MailClaim.objects.all()),
        *map(desk.address, ("mail_intake", "mail_claims")),
        desk.address("mail_answer", objection.pk),
        desk.address("vote_object", claim.vote.number),
    ]
    query = f"?act=confirm&seen={claim.mark}&claim={claim.mark}&words=x&choice=against"
    member = delegate_of(desk.ballot)
    before = state()
    for address in addresses:
        for client in (desk.client, member.client):
            for act in (client.get, client.head):
                for _ in range(3):
                    act(address + query, headers={"Purpose": "prefetch", "Sec-Purpose": "prefetch"})
    assert state() == before


def test_another_board_s_messages_are_not_there(desk):
    claim = kept(desk.ballot)
    away = client_of(make.board("library"))
    for page, more in (("mail_intake", ()), ("mail_claims", ()), ("mail_claim", (claim.pk,))):
        assert away.get(desk.address(page, *more)).status_code == 404
    here = circular(desk.ballot.resolution.board, "That the roof be mended")
    address = reverse("mail_claim", args=["harbour", here.pk, claim.pk])
    assert desk.client.get(address).status_code == 404


MOST = {"mail_intake": 10, "mail_claims": 13, "mail_claim": 17, "mail_answer": 8}


@pytest.mark.parametrize("rows", [3, 30])
def test_a_page_of_mail_takes_no_more_queries_than_it_may(rows):
    ballot = written(*(f"Firm{number}" for number in range(rows)))
    desk = Desk(ballot, client_of(ballot.resolution.board))
    person = Person.objects.filter(memberships__seat__isnull=False).first()
    phase, more = ballot.phases.get(), {}
    for number, seat in enumerate(BallotSeat.objects.filter(ballot=ballot), start=1):
        vote = Vote.objects.create(
            seat=seat, phase=phase, number=number, choice="for", key="k", recorded_at=timezone.now()
        )
        more = addresses_of(ballot, vote, person)
        kept(circular(ballot.resolution.board, f"Motion {number}"))
    taken = {}
    for page in MOST:
        with CaptureQueriesContext(connection) as captured:
            assert desk.get(page, *more[page][1:]).status_code == 200
        taken[page] = len(captured)
    assert all(taken[page] <= MOST[page] for page in MOST), taken


def test_the_review_tells_of_messages_and_objections_that_wait(desk):
    claim = recorded(desk)
    claim.objections.create(words="I wrote no mail")
    bring(desk.ballot, from_delegate("Calder", "Maybe"))
    page = words(desk.post("ballot_review"))
    assert "Votes by mail that nobody has decided on yet: 1." in page
    assert "Objections to votes by mail without an answer: 1." in page
