"""The register against the database: every link, every text, and what the records say today."""

from __future__ import annotations

import json
from collections.abc import Iterator

from meetings.exports.chain import START, canonical, commitment_of
from meetings.exports.register import entries_of, link_of
from meetings.exports.snapshot import snapshot
from meetings.models import Approval, Ballot, BallotResult, Board, RegisterEntry
from meetings.services.ballots import is_untouched

Kind = RegisterEntry.Kind


def faults_in(board: Board) -> Iterator[str]:
    """Every fault, as a sentence with the entry's number; nothing where all is well."""
    prev, number = START, 0
    for entry in entries_of(board):
        number += 1
        link = link_of(entry)
        if entry.seq != number:
            yield f"entry {entry.seq}: number {number} is expected here"
        if link.hash != entry.hash:
            yield f"entry {entry.seq}: its hash is not that of its content"
        if entry.prev != prev:
            yield f"entry {entry.seq}: it does not follow the entry before it"
        yield from _faults_of_text(entry)
        prev, number = entry.hash, entry.seq
    yield from _faults_of_approvals(board)
    yield from _faults_of_results(board)


def _faults_of_text(entry: RegisterEntry) -> Iterator[str]:
    kept = getattr(entry, "kept", None)
    if kept and commitment_of(kept.salt, kept.text) != entry.commitment:
        yield f"entry {entry.seq}: its text is not what was committed to"


def _faults_of_approvals(board: Board) -> Iterator[str]:
    """The notes of approved minutes are still what was registered."""
    approvals = Approval.objects.filter(meeting__board=board).select_related(
        "meeting__board", "entry__kept", "in_camera_entry__kept"
    )
    for approval in approvals:
        for entry in (approval.entry, approval.in_camera_entry):
            kept = getattr(entry, "kept", None)
            if entry is None or kept is None:
                continue
            now = snapshot(approval.meeting, in_camera=entry.kind == Kind.IN_CAMERA)
            if _items_in(canonical(now)) != _items_in(kept.text):
                yield f"entry {entry.seq}: the minutes of {approval.meeting.key} say something else"


def _items_in(text: str) -> str:
    return canonical(json.loads(text)["items"])


def _faults_of_results(board: Board) -> Iterator[str]:
    closed = Ballot.objects.filter(resolution__board=board, closed_at__isnull=False)
    for ballot in closed.select_related("result__entry"):
        result: BallotResult = ballot.result
        if not is_untouched(ballot):
            yield f"ballot {ballot.pk}: what was voted on is not what it was"
        if getattr(result, "entry", None) is None:
            yield f"ballot {ballot.pk}: its result is not in the register"
