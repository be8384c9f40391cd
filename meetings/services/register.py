"""Entries are added to a board's register, one after the other."""

from __future__ import annotations

import datetime
import secrets
from dataclasses import dataclass
from typing import Any

from django.db import transaction

from meetings.exports.chain import SALT_BYTES, START, Link, canonical, commitment_of, time_text
from meetings.models import BallotResult, Board, Meeting, RegisterEntry, RegisterText

Kind = RegisterEntry.Kind


@dataclass(frozen=True)
class Record:
    """What is to be registered. `content` is kept as canonical JSON; `page` as rendered once."""

    kind: Kind
    content: dict[str, Any]
    meeting: Meeting | None = None
    result: BallotResult | None = None
    page: str = ""


@transaction.atomic
def register(board: Board, *, record: Record, at: datetime.datetime) -> RegisterEntry:
    """Adds an entry; boards take turns, so that the chain is one.

    In: `at`, an instant. Out: the entry, its text and salt stored beside it.
    Source: design.md section 2, reliability.md 4, 7 to 10.
    """
    board.wait_for_turn()
    last = last_of(board)
    text, salt = canonical(record.content), secrets.token_hex(SALT_BYTES)
    link = Link(
        seq=last.seq + 1 if last else 1,
        board=last.chain if last else board.slug,
        kind=record.kind.value,
        time=time_text(at),
        prev=last.hash if last else START,
        commitment=commitment_of(salt, text),
    )
    entry = RegisterEntry.objects.create(
        board=board, chain=link.board, seq=link.seq, kind=record.kind, time=at, prev=link.prev,
        commitment=link.commitment, hash=link.hash, meeting=record.meeting, result=record.result,
    )  # fmt: skip
    RegisterText.objects.create(entry=entry, salt=salt, text=text, page=record.page)
    return entry


def last_of(board: Board) -> RegisterEntry | None:
    return RegisterEntry.objects.filter(board=board).order_by("-seq").first()


def head_of(board: Board) -> str:
    """Number and hash of the last entry, as they are printed and handed out: "118:7f3a..."."""
    last = last_of(board)
    return f"{last.seq}:{last.hash}" if last else ""
