"""Two people dispose of a text or hold it: one proposes, another confirms."""

import pytest
from django.db import DatabaseError, connection, transaction
from django.urls import reverse

from meetings.models import LegalHold, Member, RegisterEntry, RegisterText, TextProposal
from meetings.services.verifying import faults_in
from tests.registered import approved

pytestmark = pytest.mark.django_db


@pytest.fixture
def admins(harbour, signed_in):
    """Two administrators: the secretary and the chair."""
    clients = {who: signed_in(who) for who in ("secretary", "chair", "member")}
    names = ("secretary", "chair")
    Member.objects.filter(person__user__username__in=names).update(is_administrator=True)
    return clients


@pytest.fixture
def entry(harbour):
    return approved(harbour).entry


def post(client, entry, act, **typed):
    address = reverse(f"register_{act}", args=[entry.board.slug, entry.seq])
    return client.post(address, typed)


def proposed(client, entry, act, reason="The time is over."):
    assert post(client, entry, act, reason=reason).status_code == 302
    return TextProposal.objects.get(entry=entry, answered_at=None)


def answered(client, entry, act, proposal, answer="yes"):
    return post(client, entry, act, proposal=proposal.pk, answer=answer)


def is_kept(entry):
    return RegisterText.objects.filter(entry=entry).exists()


def test_one_proposes_and_another_disposes(admins, entry):
    proposal = proposed(admins["secretary"], entry, "dispose")
    assert is_kept(entry)
    assert answered(admins["chair"], entry, "dispose", proposal).status_code == 302
    assert not is_kept(entry)
    assert RegisterEntry.objects.get(kind="disposal").kept.text.count("The time is over.") == 1
    assert list(faults_in(entry.board)) == []


def test_nobody_confirms_their_own(admins, entry):
    proposal = proposed(admins["secretary"], entry, "dispose")
    answer = answered(admins["secretary"], entry, "dispose", proposal)
    assert answer.status_code == 409
    assert "Somebody else has to confirm" in answer.content.decode()
    assert is_kept(entry)


def test_who_proposed_may_take_it_back_and_it_is_answered_once(admins, entry):
    proposal = proposed(admins["secretary"], entry, "dispose")
    assert answered(admins["secretary"], entry, "dispose", proposal, "no").status_code == 302
    assert answered(admins["chair"], entry, "dispose", proposal).status_code == 409
    assert is_kept(entry)


def test_a_legal_hold_takes_two_and_blocks_disposal_until_it_is_lifted_by_two(admins, entry):
    one, other = admins["secretary"], admins["chair"]
    answered(other, entry, "hold", proposed(one, entry, "hold", "A claim."))
    assert LegalHold.objects.count() == 1
    refused = post(one, entry, "dispose", reason="Old.")
    assert refused.status_code == 409
    assert "under legal hold" in refused.content.decode()
    answered(one, entry, "lift", proposed(other, entry, "lift", "Settled."))
    assert not LegalHold.objects.exists()
    answered(other, entry, "dispose", proposed(one, entry, "dispose"))
    assert not is_kept(entry)
    assert [row.kind for row in RegisterEntry.objects.order_by("seq")] == [
        "minutes", "hold", "hold", "disposal",
    ]  # fmt: skip


def test_two_presses_make_one_proposal(admins, entry):
    proposed(admins["secretary"], entry, "hold", "A claim.")
    assert post(admins["chair"], entry, "dispose", reason="Old.").status_code == 409
    assert TextProposal.objects.count() == 1


@pytest.mark.parametrize(("act", "reason", "status"), [("dispose", " ", 422), ("lift", "x", 409)])
def test_what_cannot_be_is_not_proposed(act, reason, status, admins, entry):
    assert post(admins["secretary"], entry, act, reason=reason).status_code == status
    assert not TextProposal.objects.exists()


def test_what_says_why_a_text_went_is_kept(admins, entry):
    one, other = admins["secretary"], admins["chair"]
    answered(other, entry, "dispose", proposed(one, entry, "dispose"))
    said = RegisterEntry.objects.get(kind="disposal")
    assert post(one, said, "dispose", reason="Old.").status_code == 409
    assert post(one, entry, "dispose", reason="Again.").status_code == 409


@pytest.mark.parametrize("garbage", ["", "x", "0", "99", "9" * 30, "-1", "²"])
def test_an_answer_to_no_proposal_is_not_found(garbage, admins, entry):
    typed = {"proposal": garbage, "answer": "yes"}
    assert post(admins["secretary"], entry, "dispose", **typed).status_code == 404


def test_only_administrators_propose(admins, entry):
    assert post(admins["member"], entry, "dispose", reason="Old.").status_code == 403


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE meetings_textproposal SET reason = 'other'",
        "DELETE FROM meetings_textproposal",
        "UPDATE meetings_registertext SET text = 'x'",
        "UPDATE meetings_registertext SET salt = 'x'",
        "UPDATE meetings_registerentry SET hash = 'x'",
        "DELETE FROM meetings_registerentry",
    ],
)
def test_raw_sql_rewrites_none_of_it(statement, admins, entry):
    proposed(admins["secretary"], entry, "dispose")
    with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)


def test_the_database_lets_nobody_confirm_their_own(admins, entry):
    proposal = proposed(admins["secretary"], entry, "dispose")
    with pytest.raises(DatabaseError), transaction.atomic():
        TextProposal.objects.filter(pk=proposal.pk).update(
            answered_at=proposal.proposed_at, answered_by=proposal.proposed_by, is_confirmed=True
        )
