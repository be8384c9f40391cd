"""Two at once: no notice is in two mails, no mail is sent twice."""

import threading

import pytest

from meetings.models import Mailing, Notice
from meetings.services import delivering
from tests import make
from tests.races import together
from tests.test_notices_mails import KIND, Server, note, pack, reader, run


def two_workers():
    """Both run at once: how often any mail was handed over."""
    server = Server()
    together(*[lambda: run(server)] * 2)
    return len(server.taken)


@pytest.fixture
def waiting_mails(transactional_db):
    board = make.board("harbour")
    for number in range(6):
        note(reader(board, f"Reader {number}"))
    pack()


def test_two_workers_at_once_send_each_mail_once(waiting_mails):
    assert two_workers() == 6


def test_without_the_claim_two_workers_send_each_mail_twice(waiting_mails, monkeypatch):
    queue = list(Mailing.objects.select_related("board", "person"))
    seen: dict[int, list[Mailing]] = {}

    def everybodys(*, now):
        left = seen.setdefault(threading.get_ident(), list(queue))
        if not left:
            return None
        mailing = left.pop()
        mailing.claimed_at = now
        return mailing

    monkeypatch.setattr(delivering, "claim", everybodys)
    assert two_workers() == 12


def test_two_who_pack_at_once_put_no_notice_into_two_mails(transactional_db):
    board = make.board("harbour")
    people = [reader(board, f"Reader {number}") for number in range(4)]
    for person in people:
        note(person)
        note(person, KIND.BALLOT_OPENED)
    assert sorted(together(pack, pack)) == [0, 8]
    assert Notice.objects.filter(fate="mailed").count() == 8
